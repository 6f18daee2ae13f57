# The clone's main edits, as somebody would write them in a hurry: for one Pod or a List of them.
def tools: {name: "podclone-tools", image: "busybox:1.36", command: ["sh", "-c", "cp /bin/busybox /podclone"],
    volumeMounts: [{name: "podclone-tools", mountPath: "/podclone"}]};
def clone:
    del(.status, .metadata.ownerReferences, .metadata.uid, .metadata.resourceVersion, .metadata.creationTimestamp,
        .metadata.generateName, .metadata.managedFields, .spec.nodeName)
    | .metadata.name = "debug-" + .metadata.name
    | .spec.containers[] |= (del(.livenessProbe, .readinessProbe, .startupProbe, .lifecycle)
        | .volumeMounts += [{name: "podclone-tools", mountPath: "/podclone", readOnly: true}])
    | .spec.containers[0] |= (del(.args) | .command = ["/podclone/busybox", "sleep", "3600"])
    | .spec.initContainers += [tools]
    | .spec.volumes += [{name: "podclone-tools", emptyDir: {}}];
if .items then .items[] |= clone else clone end
