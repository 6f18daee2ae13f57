# The rules of a debug clone, a second time: object (Pod, List or workload) in, clone out, kinds without a pod dropped.
# Arguments: --argjson opts, --rawfile init, shell and rerun (the scripts). The hash in the name is printed as "?????".

def default_tools_image: "docker.io/library/busybox:1.37.0-musl";

# What goes, by the option that keeps it.
def removed_paths: [
  [null, "status", "spec.ephemeralContainers", "spec.schedulingGates", "spec.schedulingGroup", "spec.workloadRef",
         "spec.setHostnameAsFQDN", "spec.priority", "spec.preemptionPolicy", "spec.overhead",
         ("ownerReferences", "generateName", "selfLink", "uid", "resourceVersion", "generation", "creationTimestamp",
          "deletionTimestamp", "deletionGracePeriodSeconds", "managedFields", "finalizers" | "metadata.\(.)")],
  ["sameNode", "spec.nodeName"],
  ["keepAffinity", "spec.affinity.podAffinity", "spec.affinity.podAntiAffinity", "spec.topologySpreadConstraints"],
  ["keepPriority", "spec.priorityClassName"]
];
def removed_labels: [
  "pod-template-hash", "rollouts-pod-template-hash", "controller-revision-hash", "pod-template-generation",
  "statefulset.kubernetes.io/pod-name", "apps.kubernetes.io/pod-index", "controller-uid", "job-name",
  "batch.kubernetes.io/controller-uid", "batch.kubernetes.io/job-name",
  "argocd.argoproj.io/instance", "kapp.k14s.io/*", "kueue.x-k8s.io/*", "scheduling.k8s.io/group-name",
  "scheduling.x-k8s.io/pod-group"
];
def removed_annotations: [
  "kubectl.kubernetes.io/last-applied-configuration",
  ("hash", "mirror", "seen", "source" | "kubernetes.io/config.\(.)"), "kubernetes.io/limit-ranger",
  ("containerID", "podIP", "podIPs", "ipAddrs", "ipAddrsNoIpam" | "cni.projectcalico.org/\(.)"),
  ("ip_address", "mac_address", "allocated", "routed" | "ovn.kubernetes.io/\(.)"), "vpc.amazonaws.com/pod-eni",
  "scheduling.k8s.io/group-name", "scheduling.volcano.sh/group-name",
  ("network-status", "networks-status" | "k8s.v1.cni.cncf.io/\(.)"), "k8s.ovn.org/pod-networks"
];
def one_writer: [
  "persistentVolumeClaim", "ephemeral", "gcePersistentDisk", "awsElasticBlockStore", "azureDisk", "cinder", "fc", "iscsi",
  "rbd", "vsphereVolume", "photonPersistentDisk", "portworxVolume", "scaleIO", "storageos"
];

def without($patterns): with_entries(select(.key as $key
  | any($patterns[]; if endswith("*") then .[:-1] as $p | $key | startswith($p) else . == $key end) | not));
def has_key($object): . as $key | $object | has($key);
def has_any($keys): . as $object | any($keys[]; . as $key | $object | has($key));
def drop_empty($key): if .[$key] == [] or .[$key] == {} then del(.[$key]) else . end;
def containers(f): .spec |= reduce ("initContainers", "containers") as $list (.; if .[$list] then .[$list] |= map(f) else . end);
def all_containers: [.spec.initContainers[]?, .spec.containers[]?];
def free($name; $taken): first(($name, "\($name)-\(range(2; 1000))") | select(. as $free | $taken | index([$free]) | not));

# `$` doubled before `$` and `(`: what the kubelet's expansion turns back into the text.
def literal: split("$") as $part | reduce range(1; $part | length) as $i ($part[0] // "";
  . + (if ($part[$i] | startswith("(")) or ($part[$i] == "" and $i + 1 < ($part | length)) then "$$" else "$" end) + $part[$i]);

def controller: [.metadata.ownerReferences[]? | select(.controller == true) | .kind][0];
def is_clone: (.metadata.annotations // {}) | has("podclone/source");
def tools_name: test("^podclone-tools(-[0-9]+)?$");
def how: if (.command // []) != [] then "command" elif (.args // []) != [] then "args" else "image" end;
def words: (.command // []) + (.args // []);
def is_windows: .spec.os.name == "windows" or .spec.nodeSelector["kubernetes.io/os"] == "windows";

# A time of the API in seconds; null for what is none.
def instant: [capture("^(?<time>[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2})([.][0-9]*)?(Z|(?<sign>[-+])(?<hours>[0-9]{2}):(?<minutes>[0-9]{2}))$")?
  | (try (.time + "Z" | fromdate) catch null) as $utc
  | select($utc != null)
  | $utc - (if .sign then ((.hours | tonumber) * 3600 + (.minutes | tonumber) * 60) * (if .sign == "-" then -1 else 1 end) else 0 end)] | .[0];

# The container that died: {class, name}.
def target:
  def ends_badly: .always as $always | .terminated | . != null and ($always or (.exitCode // 0) != 0);
  def is_down: (.status.state.waiting.reason // "" | . != "" and . != "ContainerCreating" and . != "PodInitializing")
    or ({always, terminated: .status.state.terminated} | ends_badly);
  def died_last: {always, terminated: .status.lastState.terminated} | ends_badly;
  def is_running: .status.state.running != null;
  def died: is_down or (.status.ready != true and died_last);
  def ended: .status | (.state.terminated // .lastState.terminated).finishedAt // "" | instant;
  . as $pod | is_clone as $again | .metadata.annotations["kubectl.kubernetes.io/default-container"] as $default
  | ([.status | select(.phase != "Succeeded") | .initContainerStatuses[]?, .containerStatuses[]? | {(.name): .}] | add // {}) as $status
  | [(.spec.initContainers[]? | select(($again and (.name | tools_name)) | not)
      | if .restartPolicy == "Always" then {name, kind: "sidecar", always: true} else {name, kind: "init", always: false} end),
     (.spec.containers[] | {name, kind: "app", always: ((.restartPolicy // $pod.spec.restartPolicy // "Always") == "Always")})]
  | map(.status = ($status[.name] // {}) | .ended = ended)
  | any(.[]; .kind == "app" and .status.state.waiting.reason == "PodInitializing") as $initializing
  # What ended more than an hour before the last of those that are down now, and runs, has nothing to do with it.
  | ([.[] | select((is_running | not) and died) | .ended | numbers] | max) as $down
  | map(if is_running and .ended != null and $down != null and .ended < $down - 3600 then del(.status.lastState) else . end)
  | . as $all
  | [ [.[] | select(.kind == "init" and died)],
      [.[] | select($initializing and .kind == "sidecar" and died)],
      [.[] | select(.kind == "app" and died)],
      [.[] | select(.kind == "sidecar" and died)],
      [.[] | select($initializing and .status != {} and ((.kind == "init" and is_running)
                                  or (.kind == "sidecar" and .status.started != true)))],
      [.[] | select(.kind == "app" and is_running and died_last)],
      [.[] | select(.kind == "app" and is_running and .status.ready != true)],
      [$all[] | select(.name == $default)],
      [.[] | select(.kind == "app")] ]
  # jq sorts false before true, and what is equal stays in its order.
  | map(sort_by(is_running, .name != $default, .ended == null, .ended))
  | to_entries | first(.[] | select(.value != []) | {class: (.key + 1), name: (if .key < 8 then .value else $all | map(select(.kind == "app")) end)[0].name});

# Can nothing adopt the clone by the labels that are left?
def labels_are_safe: controller as $owner | (.metadata.labels // {}) as $labels
  | $owner == null or $owner == "Node" or .lifted == true
    or ($owner == "ReplicaSet" and ($labels | has_any(["pod-template-hash", "rollouts-pod-template-hash"])))
    or ($owner == "Job" and ($labels | has_any(["controller-uid", "batch.kubernetes.io/controller-uid"])));

def new_labels: (($opts.keepLabels // "auto") as $keep | $keep == "true" or ($keep == "auto" and labels_are_safe)) as $kept
  | (if $kept then .metadata.labels // {} | without(removed_labels) else {} end) + {"podclone/clone": "true"} + ($opts.labels // {});

# References to labels that are gone, and to the name of a StatefulSet's pod, become what they were.
def freeze_env($pod):
  (($pod.metadata.labels // {}) | with_entries(.key |= "metadata.labels['\(.)']")) as $was
  | ((.metadata.labels // {}) | with_entries(.key |= "metadata.labels['\(.)']")) as $is
  | (if $pod.ordinal then "\($pod.metadata.name)-\($pod.ordinal)" as $first
       | {"metadata.name": $first, "metadata.labels['statefulset.kubernetes.io/pod-name']": $first,
          "metadata.labels['apps.kubernetes.io/pod-index']": $pod.ordinal}
     elif ($pod | controller) == "StatefulSet" then {"metadata.name": $pod.metadata.name} else {} end) as $name
  | ($pod.metadata.annotations // {} | without(if $opts.keepAnnotations == false then [keys[] | select(startswith("podclone/") | not)]
                                                          else removed_annotations end) | keys) as $kept
  | ($pod.metadata.annotations // {} | del(.[$kept[]]) | with_entries(.key |= "metadata.annotations['\(.)']")) as $annotations
  | ($was | with_entries(select(.key as $key | $is | has($key) | not)) + $annotations + $name) as $frozen
  | containers(if .env then .env |= map((.valueFrom.fieldRef.fieldPath // "") as $path
      | if $frozen | has($path) then {name, value: $frozen[$path]} else . end) else . end);

def set_annotations($pod; $target):
  ($pod.metadata.annotations // {}) as $old
  | ($pod | all_containers | map(select(.name == $target))[0]) as $container | ($container | words) as $words
  | .metadata.annotations = (
      (if $opts.keepAnnotations == false then {} else $old | without(removed_annotations) end)
      + (if .metadata.labels | has("app.kubernetes.io/instance") then
           {"argocd.argoproj.io/compare-options": "IgnoreExtraneous", "argocd.argoproj.io/sync-options": "Prune=false"}
         else {} end)
      + {"podclone/source": ($old["podclone/source"]
           // ([$pod.metadata.namespace, $pod.workload, ($pod.metadata.name // $pod.metadata.generateName) | select(. != null)] | join("/"))),
         "podclone/container": $target, "kubectl.kubernetes.io/default-container": $target})
  | if $old["podclone/source"] != null and $old["podclone/container"] == $target then
      .metadata.annotations += ($old | with_entries(select(.key == "podclone/command")))
    elif $words != [] then .metadata.annotations["podclone/command"] = ($words | tojson)
    else del(.metadata.annotations["podclone/command"]) end
  | if ($container | how) == "args" and ($opts.tools // "init" | . != "init" or ($pod | is_windows)) then
      .metadata.annotations["podclone/args-only"] = "true"
    else del(.metadata.annotations["podclone/args-only"]) end;

# debug-BASE-SUFFIX in 63 characters.
def set_name($pod):
  ($pod.metadata | if ($pod | controller) == "StatefulSet" or (.generateName // "") == "" then .name else .generateName end
   | if $pod | is_clone then sub("^debug-(?<base>.+)-[bcdfghjklmnpqrstvwxz2456789]{5}$"; .base) else . end) as $base
  | ($opts.suffix // "?????") as $suffix
  # A suffix that is given has room for a number behind it.
  | (if $opts.suffix then 50 else 56 end - ($suffix | length)) as $most
  | .metadata.name = ($opts.name // "debug-\($base[:$most] | sub("[-.]+$"; ""))-\($suffix)")
  | if $opts.toNamespace then .metadata.namespace = $opts.toNamespace else . end;

def clean_container($pod; $target; $init):
  .name as $name | ($name == $target) as $is_target
  | any($pod.spec.initContainers[]?; .name == $name and .restartPolicy == "Always") as $sidecar
  | del(if $opts.keepLiveness then empty else .livenessProbe end,
        if $opts.keepReadiness then empty else .readinessProbe end,
        if $opts.keepStartup or ($sidecar and ($is_target | not)) then empty else .startupProbe end,
        if $is_target and ($opts.keepLifecycle | not) then .lifecycle else empty end,
        if $is_target and ($init | not) then .restartPolicy, .restartPolicyRules else empty end)
  | if any(.restartPolicyRules[]?; .action == "RestartAllContainers") then del(.restartPolicyRules) else . end
  | if $opts.keepHostPorts or (.ports | not) then .
    elif $pod.spec.hostNetwork then
      ([.ports[] | select(.name) | {(.name): .containerPort}] | add // {}) as $numbers
      | del(.ports)
      | (.livenessProbe, .readinessProbe, .startupProbe, .lifecycle.postStart?, .lifecycle.preStop? | objects | .httpGet, .tcpSocket | objects).port
          |= if type == "string" and has_key($numbers) then $numbers[.] else . end
    else del(.ports[].hostPort) end;

# Without matchFields; what that leaves empty goes, up to affinity.
def any_node: def terms: .spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms;
  if any(.spec | .affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms[]?; has("matchFields")) then
    terms |= [.[] | if has("matchFields") then del(.matchFields) | select(. != {}) else . end]
    | .spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution |= drop_empty("nodeSelectorTerms")
    | .spec.affinity.nodeAffinity |= drop_empty("requiredDuringSchedulingIgnoredDuringExecution")
    | .spec.affinity |= drop_empty("nodeAffinity") | .spec |= drop_empty("affinity")
  else . end;

# Read-only is for the sources that can be.
def set_volumes: (if $opts.keepPvcs == "readonly" then ["ephemeral", "vsphereVolume", "photonPersistentDisk"]
                  elif $opts.keepPvcs then [] else one_writer end) as $emptied
  | [.spec.volumes[]? | select(has_any($emptied)) | .name] as $writers
  | if $opts.keepPvcs == "readonly" and .spec.volumes then .spec.volumes |= map(with_entries(
      if .key | IN((one_writer - $emptied)[]) then .value.readOnly = true else . end)) else . end
  | if $writers == [] then .
    else .spec.volumes |= map(if has_any($emptied) then delpaths([$emptied[] | [.]]) | .emptyDir = {} else . end)
      | containers(if .volumeDevices then
          .volumeDevices |= map(select(.name as $name | $writers | index([$name]) | not)) | drop_empty("volumeDevices") else . end)
    end;

def set_spec: del(.spec.activeDeadlineSeconds)
  | if $opts.ttl == 0 then . else .spec.activeDeadlineSeconds = ($opts.ttl // 86400) end
  | if .spec.restartPolicy == "Never" then .spec.restartPolicy = "OnFailure" else . end
  | .spec.readinessGates = [.spec.readinessGates[]? | select(.conditionType != "podclone/in-service")]
      + (if $opts.inService then [] else [{conditionType: "podclone/in-service"}] end)
  | .spec |= drop_empty("readinessGates")
  | if $opts.nodeName then .spec.nodeName = $opts.nodeName else . end
  | if $opts.shareProcesses == false then del(.spec.shareProcessNamespace)
    elif .spec.hostPID == true then .
    elif $opts.shareProcesses or ($opts.profile and .spec.shareProcessNamespace == null and (is_windows | not)) then
      .spec.shareProcessNamespace = true
    else . end;

# The target's privileges, as --profile names them.
def add_capabilities($names): .securityContext.capabilities |= (. // {}
  | if .drop then .drop -= $names | drop_empty("drop") else . end
  | if any(.add[]?; . == "ALL") then . else .add = (.add // []) + ($names - (.add // [])) end);
def drop_others($key; $inner; $allowed): if .[$key][$inner] == null or (.[$key][$inner] | IN($allowed[])) then .
  else .[$key] |= del(.[$inner]) | drop_empty($key) end;
def limit($capabilities): (.volumeMounts[]? | select(.mountPropagation == "Bidirectional")).mountPropagation = "HostToContainer"
  | if .securityContext then .securityContext |= (
    if .privileged then del(.privileged) else . end
    | if .procMount | IN(null, "Default") then . else del(.procMount) end
    | if .capabilities.add then .capabilities.add |= map(select(IN($capabilities[]))) | .capabilities |= drop_empty("add") else . end
    | drop_others("seccompProfile"; "type"; ["RuntimeDefault", "Localhost"]) | drop_others("appArmorProfile"; "type"; ["RuntimeDefault", "Localhost"])
    | drop_others("seLinuxOptions"; "type"; ["", "container_t", "container_init_t", "container_kvm_t", "container_engine_t"])
    | drop_others("seLinuxOptions"; "user"; [""]) | drop_others("seLinuxOptions"; "role"; [""])
    | drop_others("windowsOptions"; "hostProcess"; [false])) else . end;
def baseline: limit(["AUDIT_WRITE", "CHOWN", "DAC_OVERRIDE", "FOWNER", "FSETID", "KILL", "MKNOD", "NET_BIND_SERVICE", "SETFCAP", "SETGID",
                     "SETPCAP", "SETUID", "SYS_CHROOT"]);
def profile: $opts.profile as $profile
  | if $profile == "general" then add_capabilities(["SYS_PTRACE"])
    elif $profile == "netadmin" then add_capabilities(["NET_ADMIN", "NET_RAW"])
    elif $profile == "baseline" then baseline
    elif $profile == "sysadmin" then .securityContext.privileged = true
      | if .securityContext.allowPrivilegeEscalation == false then del(.securityContext.allowPrivilegeEscalation) else . end
    elif $profile == "restricted" then limit(["NET_BIND_SERVICE"]) | .securityContext |= ((. // {})
      + {allowPrivilegeEscalation: false, runAsNonRoot: true}
      | if .runAsUser == 0 then del(.runAsUser) else . end
      | if any(.capabilities.drop[]?; . == "ALL") then . else .capabilities.drop = ["ALL"] end
      | if .seccompProfile.type == "Localhost" then . else .seccompProfile.type = "RuntimeDefault" end)
    else . end;

def user($pod): (if $opts.asRoot then 0 else $opts.asUser end) as $uid
  | if $uid == null then . else .securityContext.runAsUser = $uid
      | if $uid == 0 and (.securityContext.runAsNonRoot or $pod.spec.securityContext.runAsNonRoot) then
          .securityContext.runAsNonRoot = false else . end end;

def set_resource($name; $quantity): if $quantity == null then . else .resources.limits[$name] = $quantity
  | if .resources.requests | . != null and has($name) then .resources.requests[$name] = $quantity else . end end;

# A partial container merged as Kubernetes merges strategically.
def merge($patch; $keys):
  # Of two ports with one number, the one of that protocol.
  def item($name; $patch): (([.[]? | [.[$name], .protocol // "TCP"]] | rindex([[$patch[$name], $patch.protocol // "TCP"]]))
      // ([.[]?[$name]] | rindex($patch[$name]))) as $at
    | if $patch["$patch"] == "delete" then [.[] | select(.[$name] != $patch[$name])]
      elif $at == null then . + [{} | merge($patch; {})]
      else .[$at] |= ((if $name != "name" then . elif $patch.value != null then del(.valueFrom)
                       elif $patch.valueFrom != null then del(.value) else . end) | merge($patch; {})) end;
  reduce ($patch | to_entries[]) as {$key, $value} (.;
    if $value == null then del(.[$key])
    elif $keys[$key] and ($value | type) == "array" then
      (.[$key] // []) as $old | .[$key] = reduce $value[] as $v ($old; item($keys[$key]; $v))
      | if $old != [] then drop_empty($key) else . end
    elif $value | type == "object" then .[$key] = ((.[$key] | objects) // {} | merge($value; {}))
    else .[$key] = $value end);
def custom: if $opts.custom then merge($opts.custom; {env: "name", volumeMounts: "mountPath", volumeDevices: "devicePath", ports: "containerPort"})
  else . end;

# Options that change the target or what stands beside it.
def set_containers($target): . as $pod
  | containers((.name as $name | $opts.setImage // {} | .[$name] // .["*"]) as $image | if $image then .image = $image else . end
    | if $opts.optionalRefs then
        (.env[]?.valueFrom? | objects | .configMapKeyRef, .secretKeyRef | objects).optional = true
        | (.envFrom[]? | .configMapRef, .secretRef | objects).optional = true else . end
    | if .name != $target then . else
        (if $opts.image then .image = $opts.image else . end)
        | (if $opts.imagePullPolicy then .imagePullPolicy = $opts.imagePullPolicy else . end)
        | (if $opts.stdin then .stdin = true else . end) | (if $opts.tty then .tty = true else . end)
        | reduce ($opts.env[]?) as $change (.;
            if $change.value == null then (if .env then .env |= map(select(.name != $change.name)) else . end)
            elif any(.env[]?; .name == $change.name) then ([.env[].name] | rindex($change.name)) as $last | .env[$last] = $change
            else .env += [$change] end)
        | (if $opts.env then drop_empty("env") else . end)
        | (if $opts.noLimits and .resources then del(.resources.limits | .cpu?, .memory?, .["ephemeral-storage"]?)
             | .resources |= if .limits == null then del(.limits) else drop_empty("limits") end else . end)
        | set_resource("memory"; $opts.setMemory) | set_resource("cpu"; $opts.setCpu)
        | profile | user($pod) | custom end)
  | "container.apparmor.security.beta.kubernetes.io/\($target)" as $confined
  | if any($opts.custom.securityContext? | objects; has("appArmorProfile")) then del(.metadata.annotations[$confined]) else . end
  | if ($opts.profile | IN("baseline", "restricted")) and .metadata.annotations[$confined] == "unconfined" then
      del(.metadata.annotations[$confined]) else . end
  | if $opts.optionalRefs then (.spec.volumes[]? | .configMap, .secret, (.projected.sources[]? | .configMap, .secret) | objects).optional = true
    else . end
  | (all_containers | map(.name)) as $before
  | if $opts.oneContainer then (if any(.spec.containers[]; .name == $target) then $target else .spec.containers[0].name end) as $kept
      | .spec.containers |= map(select(.name == $kept)) else . end
  | if $opts.keepInitContainers == false and .spec.initContainers then
      .spec.initContainers |= map(select(.name == $target)) | .spec |= drop_empty("initContainers") else . end
  | ($before - (all_containers | map(.name))) as $gone
  | def stays: .resourceFieldRef.containerName // "" | IN($gone[]) | not;
    containers(if any(.env[]?; .valueFrom // {} | stays | not) then
        .env |= map(select(.valueFrom // {} | stays)) | drop_empty("env") else . end)
  | (.spec.volumes[]? | ., (.projected.sources[]?) | .downwardAPI | objects | select(.items))
      |= (.items |= map(select(stays)) | drop_empty("items"))
  | reduce ({memory: $opts.setMemory, cpu: $opts.setCpu} | to_entries[] | select(.value) | .key) as $name (.;
      if any(.spec.resources.limits, .spec.resources.requests | objects; has($name)) then
        del(.spec.resources.limits[$name]?, .spec.resources.requests[$name]?)
        | .spec.resources |= (drop_empty("limits") | drop_empty("requests")) | .spec |= drop_empty("resources")
      else . end)
  | .metadata.annotations |= without([$gone[] | "container.apparmor.security.beta.kubernetes.io/\(.)"]);

# Never root where the pod must not be root, or a pod that died of just that would get a tools container that dies of it too.
def tools_security($container): (.spec.securityContext // {}) as $p | ($container.securityContext // {}) as $c
  | ($c.runAsNonRoot == true or $p.runAsNonRoot == true) as $nonroot
  | ([$c.runAsUser, $p.runAsUser, (if $nonroot then 65534 else null end)]
     | map(select(. != null and (($nonroot and . == 0) | not)))[0]) as $user
  | {allowPrivilegeEscalation: false, capabilities: {drop: ["ALL"]}, readOnlyRootFilesystem: true, seccompProfile: {type: "RuntimeDefault"}}
    + (if $p.appArmorProfile.type == "Localhost" then {appArmorProfile: {type: "RuntimeDefault"}} else {} end)
    + (if $c.seLinuxOptions then {seLinuxOptions: $c.seLinuxOptions} else {} end)
    + (if $c.runAsGroup != null then {runAsGroup: $c.runAsGroup} else {} end)
    + (if $nonroot then {runAsNonRoot: true} else {} end) + (if $user != null then {runAsUser: $user} else {} end);

def tools_container($container; $dir; $volume; $name; $original):
  tools_security($container) as $security
  | ($container.resources // {} | {limits, requests}
     | map_values(. // {} | with_entries(select(.key | IN("cpu", "memory", "ephemeral-storage")))) | with_entries(select(.value != {}))) as $resources
  | {name: $name, image: ($opts.toolsImage // default_tools_image), securityContext: $security,
     command: ["/bin/busybox", "sh", "-c", $init, "podclone-tools"],
     args: ([$dir, $shell, $rerun,
             ($original | how),
             ((if ($container.envFrom // []) == [] then [] else ["*"] end) + [$container.env[]?.name] | join("\n"))] + ($original | words)),
     volumeMounts: [{mountPath: $dir, name: $volume}]}
  | .command |= map(literal) | .args |= map(literal)
  | if $resources != {} then .resources = $resources else . end;

def sleep($run): "trap 'exit 0' TERM INT QUIT HUP USR1 USR2; while :; do \($run)sleep 86400 & wait $!; done";
# What the clone runs: what --custom says, else what follows `--`, else the sleep.
def set_command($command; $target): ($opts.custom // {}) as $custom
  | ($opts.command // []) as $words
  | containers(if .name != $target then . else
      (if $custom | has("args") then . elif $words != [] and $opts.argumentsOnly then .args = $words else del(.args) end)
      | if ($custom | has("command")) or $opts.argumentsOnly then .
        elif $words != [] then .command = $words
        elif $custom | has("args") then . else .command = $command end end);

def set_tools($target; $original): ($opts.tools // "init") as $kind
  | (all_containers | map(select(.name == $target))[0]) as $container
  | if is_windows then set_command(["cmd.exe"]; $target)
    elif $kind == "none" then set_command(["sh", "-c", sleep("")]; $target)
    else
      (($container.volumeMounts // [] | map(.mountPath)) + ($container.volumeDevices // [] | map(.devicePath))) as $paths
      | first(($opts.toolsDir // "/podclone") | (., "\(.)-\(range(2; 1000))")
          | select(. as $dir | any($paths[]; . == $dir or startswith($dir + "/")) | not)) as $dir
      | free("podclone-tools"; [.spec.volumes[]?.name]) as $volume
      | free("podclone-tools"; [all_containers[].name]) as $name
      | .spec.volumes += [{name: $volume}
          + if $kind == "image" then {image: {reference: ($opts.toolsImage // default_tools_image)}} else {emptyDir: {}} end]
      | containers(if .name == $target then .volumeMounts += [{mountPath: $dir, name: $volume}] else . end)
      | if $kind == "image" then set_command(["\($dir)/bin/sh", "-c", sleep("\($dir)/bin/")]; $target)
        else tools_container($container; $dir; $volume; $name; $original) as $tools
          | .spec.initContainers = [$tools] + (.spec.initContainers // [])
          | set_command(["\($dir)/busybox", "sh", "-c", sleep("\($dir)/busybox ")]; $target) end
    end;

# A clone with its tools taken out and its target's words put back: what its clone is made from.
def strip: if is_clone | not then . else
  .metadata.annotations["podclone/container"] as $was
  | (.metadata.annotations["podclone/command"] // "[]" | fromjson) as $words
  | [.spec.initContainers[]? | select(.command[-1]? == "podclone-tools")][0] as $tools
  | (if $words == [] then "image" elif $tools then $tools.args[3]
     elif .metadata.annotations["podclone/args-only"] == "true" then "args" else "command" end) as $how
  | ($tools.volumeMounts[0].name // ([.spec.volumes[]? | select(.image and (.name | tools_name)) | .name][0])) as $volume
  | containers(if .volumeMounts then .volumeMounts |= map(select(.name != $volume)) | drop_empty("volumeMounts") else . end
      | if .name != $was then . else del(.command, .args) | if $how == "image" then . else .[$how] = $words end end)
  | if $tools then .spec.initContainers |= map(select(.name != $tools.name)) | .spec |= drop_empty("initContainers")
      | del(.metadata.annotations["container.apparmor.security.beta.kubernetes.io/\($tools.name)"]) else . end
  | if .spec.volumes then .spec.volumes |= map(select(.name != $volume)) | .spec |= drop_empty("volumes") else . end end;

def clone: strip | . as $pod
  | ($opts.container // target.name) as $target
  | any(.spec.initContainers[]?; .name == $target) as $init
  | if any(all_containers[]; .name == $target) then . else error("unknown container \($target)") end
  | delpaths([removed_paths[] | select(.[0] == null or ($opts[.[0]] | not)) | .[1:][] | split(".")])
  | .metadata.labels = ($pod | new_labels)
  | freeze_env($pod) | set_annotations($pod; $target) | set_name($pod)
  | containers(clean_container($pod; $target; $init))
  | if $opts.anyNode or $opts.nodeName then any_node else . end
  | set_volumes | set_spec | set_containers($target)
  | set_tools($target; $pod | all_containers | map(select(.name == $target))[0]) | del(.lifted, .workload, .ordinal);

# A workload's template as a pod. `lifted`: its labels are safe because what selects them adds a hash or a uid of its own.
def template: [.spec.jobTemplate.spec.template?, .spec.template?, .template? | objects][0];
def lift: . as $w | template as $t
  | $t + {apiVersion: "v1", kind: "Pod", metadata: ($t.metadata // {})}
  | .metadata.name = ($w.metadata | .name // .generateName) | del(.metadata.generateName)
  | if $w.metadata.namespace then .metadata.namespace = $w.metadata.namespace else . end
  | .workload = ($w.kind | ascii_downcase)
  | if $w.kind == "StatefulSet" then .ordinal = ($w.spec.ordinals.start // 0 | tostring) else . end
  | .lifted = ($w.kind | IN("Deployment", "Rollout", "CronJob", "PodTemplate"))
  | .metadata.ownerReferences = [{controller: true, kind: $w.kind}]
  | reduce $w.spec.volumeClaimTemplates[]?.metadata.name as $name (.;
      .spec.volumes = [.spec.volumes[]? | select(.name != $name)] + [{name: $name, emptyDir: {}}]);

# NAME, with a kind and a namespace before it or not.
def wanted: [.metadata.namespace // "-"] as $space | [.workload // "pod"] as $kind | [.metadata.name] as $name
  | ($opts.pod == null or ($opts.pod | IN(($name, $space + $name, $kind + $name, $space + $kind + $name) | join("/"))))
    and (($opts.failing | not) or target.class < 8);

# What is cloned, or with the option `original` what it is cloned from.
def result: if $opts.original then del(.lifted, .workload, .ordinal) else clone end;

# A given suffix gets a number where the name is taken, from the count of the clones before on; the base gives way to it.
def distinct: reduce .[] as $clone ([];
  [.[].metadata.name] as $taken | ($opts.suffix // "") as $suffix | ($clone.metadata.name | rtrimstr("-\($suffix)")) as $base
  | . + [$clone | if $opts.suffix == null or $opts.original then . else
      .metadata.name |= first((., (range(($taken | length) + 1; 1000) | "-\($suffix)-\(.)" | $base[:63 - length] + .))
        | select(. as $name | $taken | index([$name]) | not)) end]);

if .items and (.kind // "" | test("List$")) then .kind as $list
  | .items |= ([.[] | select(.kind == "Pod" or (.kind == null and $list == "PodList")) | select(wanted) | result] | distinct)
  | select(.items != [])
elif .kind == "Pod" then select(wanted) | result
elif template | .spec.containers then lift | select(wanted) | result
else empty end
