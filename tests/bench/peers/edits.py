"""The edits of edits.jq with PyYAML; `c` as its argument: with libyaml instead of Python's own parser."""
import sys
import yaml

MOUNT = {"name": "podclone-tools", "mountPath": "/podclone"}
TOOLS = {"name": "podclone-tools", "image": "busybox:1.36", "command": ["sh", "-c", "cp /bin/busybox /podclone"],
         "volumeMounts": [MOUNT]}


def clone(pod):
    pod.pop("status", None)
    for key in "ownerReferences uid resourceVersion creationTimestamp generateName managedFields".split():
        pod["metadata"].pop(key, None)
    pod["metadata"]["name"] = "debug-" + pod["metadata"]["name"]
    spec = pod["spec"]
    spec.pop("nodeName", None)
    for container in spec["containers"]:
        for key in "livenessProbe readinessProbe startupProbe lifecycle".split():
            container.pop(key, None)
        container.setdefault("volumeMounts", []).append({**MOUNT, "readOnly": True})
    spec["containers"][0].pop("args", None)
    spec["containers"][0]["command"] = ["/podclone/busybox", "sleep", "3600"]
    spec.setdefault("initContainers", []).append(TOOLS)
    spec.setdefault("volumes", []).append({"name": "podclone-tools", "emptyDir": {}})


c = sys.argv[1:] == ["c"]
for document in yaml.load_all(sys.stdin, Loader=yaml.CSafeLoader if c else yaml.SafeLoader):
    for pod in document.get("items", [document]):
        clone(pod)
    yaml.dump(document, sys.stdout, Dumper=yaml.CSafeDumper if c else yaml.SafeDumper)
