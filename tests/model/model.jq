# The rules of a debug clone, a second time: object (Pod, List or workload) in, clone out, kinds without a pod dropped.
# Arguments: --argjson opts, --rawfile init (the script of the tools). The hash in the name is printed as "?????".
# pod.jq stands before it.

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
  # What ended more than an hour before the last one that died, and runs, has nothing to do with it.
  | ([.[] | select(died or (.kind == "app" and is_running and died_last)) | .ended | numbers] | max) as $last
  | map(if is_running and .ended != null and $last != null and .ended < $last - 3600 then del(.status.lastState) else . end)
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
def labels_are_safe: (.metadata.labels // {}) as $labels | .lifted == true
  or all(owners[]; (.apiVersion // "" | if test("/") then sub("/.*"; "") else "" end) as $group
    | (.kind == "Node" and $group == "")
      or (.kind == "ReplicaSet" and ($group | IN("", "apps", "extensions"))
          and ($labels | has_any(["pod-template-hash", "rollouts-pod-template-hash"])))
      or (.kind == "Job" and ($group | IN("", "batch")) and ($labels | has_any(["controller-uid", "batch.kubernetes.io/controller-uid"]))));
# GKE's network endpoint groups take what is not ready.
def labels_are_routed: ($opts.inService | not)
  and any(.spec.readinessGates[]?; .conditionType == "cloud.google.com/load-balancer-neg-ready");

# What would be injected anew: containers by name, the target or what an option takes out.
def injected_anew($target; $pattern; $listed):
  ([.spec.initContainers[]?.name] | if $opts.keepInitContainers == false then . else [] end) as $inits
  | ([.spec.containers[].name] | if $opts.oneContainer then
       (. - [$target]) as $others | if length == ($others | length) then .[1:] else $others end else [] end) as $containers
  | any([$target] + $inits + $containers | .[]; like($pattern) or IN($listed[]));
def opt_out($target): . as $pod | (.metadata.annotations // {}) as $a
  | ($a["sidecar.istio.io/status"] // "{}" | (try fromjson catch {}) | objects // {} | [.containers[]?, .initContainers[]?]) as $listed
  | {labels: (
       (if injected_anew($target; ["istio-proxy", "istio-init", "istio-validation"]; $listed) then {"sidecar.istio.io/inject": "false"} else {} end)
       + (if injected_anew($target; ["datadog-lib-*", "datadog-init-apm-inject"]; []) then {"admission.datadoghq.com/enabled": "false"} else {} end)),
     annotations: (
       (if injected_anew($target; ["linkerd-proxy", "linkerd-init", "linkerd-network-validator", "linkerd-debug"]; []) then {"linkerd.io/inject": "disabled"} else {} end)
       + (if $a["dapr.io/enabled"] and injected_anew($target; ["daprd"]; []) then {"dapr.io/enabled": "false"} else {} end)
       + (if $a["sidecar.opentelemetry.io/inject"] and injected_anew($target; ["otc-container"]; []) then {"sidecar.opentelemetry.io/inject": "false"} else {} end)
       + (if $a["azure.workload.identity/inject-proxy-sidecar"] and injected_anew($target; ["azwi-proxy", "azwi-proxy-init"]; []) then
            {"azure.workload.identity/inject-proxy-sidecar": "false"} else {} end))};

def new_labels($target): . as $pod | ($opts.keepLabels // "auto") as $keep | removed_labels as $removed
  | ($keep == "true" or ($keep == "auto" and labels_are_safe and (labels_are_routed | not))) as $kept
  | (.metadata.labels // {} | without($removed) | if $kept then . else only(steers_webhooks + ["podclone/*"]) end)
    + ($pod | opt_out($target).labels) + {"podclone/clone": "true"} + ($opts.labels // {});

# The list of networks without what asks for an address; what is no such list stays.
def no_address: . as $text | try (fromjson | if type == "array" then
    map(if type == "object" then with_entries(select(.key | ascii_downcase | IN("ips", "mac", "infiniband-guid", "ipam-claim-reference", "portmappings") | not)) else . end)
    | tojson else $text end) catch $text;
def same_json($other): . as $text | $text == $other or (try (($text | fromjson) == ($other | fromjson)) catch false);
# The annotations that others left.
def new_annotations($target): . as $pod | removed_annotations as $removed
  | (.metadata.annotations // {} | without($removed) | if $opts.keepAnnotations == false then only(steers_webhooks) else . end
     | with_entries(if .key | IN(networks[]) then .value = (.value | no_address) else . end))
    + ($pod | opt_out($target).annotations);

# References to what is gone or changed, but by --label, and to the name of a StatefulSet's pod, become what they were.
def freeze_env($pod; $target):
  def paths($kind): with_entries(.key |= "metadata.\($kind)['\(.)']");
  def lost($is): with_entries(select(.key as $key | .value as $value | ($is | has($key)) and ($value | same_json($is[$key])) | not));
  ($pod.metadata.labels // {} | lost($pod | new_labels($target)) | del(.[$opts.labels // {} | keys[]]) | paths("labels")) as $labels
  | (if $pod.ordinal then "\($pod.metadata.name)-\($pod.ordinal)" as $first
       | {"metadata.name": $first, "metadata.labels['statefulset.kubernetes.io/pod-name']": $first,
          "metadata.labels['apps.kubernetes.io/pod-index']": $pod.ordinal}
     elif $pod | owned_by("StatefulSet") then {"metadata.name": $pod.metadata.name} else {} end) as $name
  | ($pod.metadata.annotations // {} | lost(($pod | new_annotations($target)) + (. | only(["podclone/*"]))) | paths("annotations")) as $annotations
  | ($labels + $annotations + $name) as $frozen
  | containers(if .env then .env |= map((.valueFrom.fieldRef.fieldPath // "") as $path
      | if $frozen | has($path) then {name, value: $frozen[$path]} else . end) else . end);

# What the target ran, where the clone runs other words; the first one says where the image's entrypoint ran.
def is_replaced: is_windows or ($opts.command // []) != [] or (($opts.custom // {}) | has("command") or has("args"));
def kept_words($container): if is_replaced | not then [] else
  $container | (if (.command // []) == [] then ["hold/image-entrypoint"] else .command end) + (.args // []) end;

def set_annotations($pod; $target):
  ($pod.metadata.annotations // {}) as $old
  | ($pod | all_containers | map(select(.name == $target))[0]) as $container
  | .metadata.annotations = (
      ($pod | new_annotations($target))
      + (if .metadata.labels | has("app.kubernetes.io/instance") then
           {"argocd.argoproj.io/compare-options": "IgnoreExtraneous", "argocd.argoproj.io/sync-options": "Prune=false"}
         else {} end)
      + {"podclone/source": ($old["podclone/source"]
           // ([$pod.metadata.namespace, $pod.workload, ($pod.metadata.name // $pod.metadata.generateName) | select(. != null)] | join("/"))),
         "podclone/container": $target, "kubectl.kubernetes.io/default-container": $target})
  | ($pod | kept_words($container)) as $words
  | if $words != [] then .metadata.annotations["podclone/command"] = ($words | tojson) else . end;

# BASE of the name of a clone, before -SUFFIX or -SUFFIX-NUMBER: what that of the original starts with too.
def base_of($name; $original):
  ($name | ltrimstr("debug-")) as $rest
  | [$rest | match("-"; "g").offset | . as $n
     | select($n > 0 and ($original | startswith($rest[:$n]))
         and ($original[$n:] | test("^([-.]|.{5}$|$)")))] as $ends
  | if $ends != [] then $rest[:$ends[-1]] else $rest | sub("^(?<base>.+)-[^-]*$"; .base) end;

# debug-BASE-SUFFIX in 63 characters.
def set_name($pod):
  ($pod.metadata | if ($pod | owned_by("StatefulSet")) or (.generateName // "") == "" then .name else .generateName end
   | if ($pod | is_clone) and startswith("debug-") then
       base_of(.; $pod.metadata.annotations["podclone/source"] | split("/") | last)
     else . end) as $base
  | ($opts.suffix // "?????") as $suffix
  # A suffix that is given has room for a number behind it.
  | (if $opts.suffix then 50 else 56 end - ($suffix | length)) as $most
  | .metadata.name = ($opts.name // "debug-\($base[:$most] | sub("[-.]+$"; ""))-\($suffix)")
  | if $opts.toNamespace then .metadata.namespace = $opts.toNamespace else . end;

# The longest that a probe can wait: it never runs.
def never: 2147483647;
def clean_container($pod; $target; $init):
  .name as $name | ($name == $target) as $is_target
  | any($pod.spec.initContainers[]?; .name == $name and .restartPolicy == "Always") as $sidecar
  | del(if $opts.keepLiveness then empty else .livenessProbe end,
        if $opts.keepReadiness and .readinessProbe.initialDelaySeconds != never then empty else .readinessProbe end,
        if $opts.keepStartup or ($sidecar and ($is_target | not)) then empty else .startupProbe end,
        if $is_target and ($opts.keepLifecycle | not) then .lifecycle else empty end,
        if $is_target then .restartPolicyRules, (if $sidecar then empty else .restartPolicy end) else empty end)
  | if any(.restartPolicyRules[]?; .action == "RestartAllContainers") then del(.restartPolicyRules) else . end
  | if $opts.keepHostPorts or (.ports | not) then .
    elif $pod.spec.hostNetwork then
      ([.ports[] | select(.name) | {(.name): .containerPort}] | add // {}) as $numbers
      | del(.ports)
      | (.livenessProbe, .readinessProbe, .startupProbe, .lifecycle.postStart?, .lifecycle.preStop? | objects | .httpGet, .tcpSocket | objects).port
          |= if type == "string" and has_key($numbers) then $numbers[.] else . end
    else del(.ports[].hostPort) end;

# Without what names a node; what that leaves empty goes, up to affinity.
def any_node: def terms: .spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms;
  def names_host: .key == "kubernetes.io/hostname" and .operator == "In";
  def names: has("matchFields") or any(.matchExpressions[]?; names_host);
  (if .spec.nodeSelector | . != null and has("kubernetes.io/hostname") then
     del(.spec.nodeSelector["kubernetes.io/hostname"]) | .spec |= drop_empty("nodeSelector") else . end)
  | if any(.spec | .affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms[]?; names) then
    terms |= [.[] | if names then del(.matchFields)
      | if .matchExpressions then .matchExpressions |= map(select(names_host | not)) | drop_empty("matchExpressions") else . end
      | select(. != {}) else . end]
    | .spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution |= drop_empty("nodeSelectorTerms")
    | .spec.affinity.nodeAffinity |= drop_empty("requiredDuringSchedulingIgnoredDuringExecution")
    | .spec.affinity |= drop_empty("nodeAffinity") | .spec |= drop_empty("affinity")
  else . end;

# What the API server made of the keys of labels that stay, it makes again.
def unmerge($pod): (.metadata.labels // {}) as $kept | ($pod.metadata.labels // {}) as $labels
  | def made($key; $operator): .key == $key and .operator == $operator and .values == [$labels[$key]];
    def without_keys($keys; $operator): reduce ($keys[]? | select(has_key($kept) and has_key($labels))) as $key (.;
      (.labelSelector.matchExpressions // [] | map(made($key; $operator)) | index(true)) as $at
      | if $at == null then . else del(.labelSelector.matchExpressions[$at]) | .labelSelector |= drop_empty("matchExpressions") end);
    def term: without_keys(.matchLabelKeys; "In") | without_keys(.mismatchLabelKeys; "NotIn");
    (.spec.affinity.podAffinity, .spec.affinity.podAntiAffinity | objects) |= (
      (.requiredDuringSchedulingIgnoredDuringExecution[]?) |= term
      | (.preferredDuringSchedulingIgnoredDuringExecution[]?.podAffinityTerm) |= term)
  | (.spec.topologySpreadConstraints[]?) |= term;

# Read-only is for the sources that can be.
def set_volumes: (if $opts.keepPvcs == "readonly" then ["ephemeral", "vsphereVolume", "photonPersistentDisk", "flocker"]
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
  | if $opts.once then .spec.restartPolicy = "Never" | containers(del(.resizePolicy))
    elif .spec.restartPolicy == "Never" then .spec.restartPolicy = "OnFailure" else . end
  | .spec.readinessGates = [.spec.readinessGates[]? | select(.conditionType != "podclone/in-service"
        and (.conditionType | like(["target-health.elbv2.k8s.aws/*", "target-health.alb.ingress.k8s.aws/*",
          "target-health.alb.k8s.alicloud/*", "service.readiness.alibabacloud.com/*", "cloud.google.com/load-balancer-neg-ready",
          "cloud.tencent.com/load-balancer-backendgroup-ready", "application-networking.k8s.aws/pod-readiness-gate",
          "podreadiness.ingress.oraclecloud.com/*", "target-health.elb.k8s.cce/*"]) | not))]
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
    | if .windowsOptions == {hostProcess: true} then .windowsOptions.hostProcess = false
      else drop_others("windowsOptions"; "hostProcess"; [false]) end) else . end;
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
      | if $uid == 0 and (.securityContext.runAsNonRoot == true or $pod.spec.securityContext.runAsNonRoot == true) then
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
        (.env[]?.valueFrom? | objects | .configMapKeyRef, .secretKeyRef, .fileKeyRef | objects).optional = true
        | (.envFrom[]? | .configMapRef, .secretRef | objects).optional = true else . end
    | if .name != $target then . else
        (if $opts.image then .image = $opts.image else . end)
        | (if $opts.imagePullPolicy then .imagePullPolicy = $opts.imagePullPolicy else . end)
        | (if $opts.stdin then .stdin = true | if $opts.once then .stdinOnce = true else . end else . end) | (if $opts.tty then .tty = true else . end)
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
  | "container.seccomp.security.alpha.kubernetes.io/\($target)" as $seccomp
  | if any($opts.custom.securityContext? | objects; has("appArmorProfile")) then del(.metadata.annotations[$confined]) else . end
  | if any($opts.custom.securityContext? | objects; has("seccompProfile")) or $opts.profile == "restricted" then
      del(.metadata.annotations[$seccomp]) else . end
  | if $opts.profile | IN("baseline", "restricted") then
      .metadata.annotations |= with_entries(select((.key | IN($confined, $seccomp) | not) or .value != "unconfined")) else . end
  | if $opts.optionalRefs then (.spec.volumes[]? | .configMap, .secret, (.projected.sources[]? | .configMap, .secret, .clusterTrustBundle) | objects).optional = true
    else . end
  | . as $whole | (all_containers | map(.name)) as $before
  | if $opts.oneContainer then (if any(.spec.containers[]; .name == $target) then $target else .spec.containers[0].name end) as $kept
      | .spec.containers |= map(select(.name == $kept)) else . end
  | if $opts.keepInitContainers == false and .spec.initContainers then
      .spec.initContainers |= map(select(.name == $target)) | .spec |= drop_empty("initContainers") else . end
  | ($before - (all_containers | map(.name))) as $gone
  | def writes($volume): any(.volumeMounts[]?; .name == $volume and .readOnly != true);
    def written: . as $volume | any($whole | all_containers[] | select(.name | IN($gone[])); writes($volume));
    def still_written: . as $volume | any($whole.spec.initContainers[]? | select(.name | IN($gone[]) | not); writes($volume));
    def stays: (.resourceFieldRef.containerName // "" | IN($gone[]) | not)
      and (.fileKeyRef.volumeName as $volume | $volume == null or (($volume | written | not) or ($volume | still_written)));
    containers(if any(.env[]?; .valueFrom // {} | stays | not) then
        .env |= map(select(.valueFrom // {} | stays)) | drop_empty("env") else . end)
  | (.spec.volumes[]? | ., (.projected.sources[]?) | .downwardAPI | objects | select(.items))
      |= (.items |= map(select(stays)) | drop_empty("items"))
  | reduce ({memory: $opts.setMemory, cpu: $opts.setCpu} | to_entries[] | select(.value) | .key) as $name (.;
      if any(.spec.resources.limits, .spec.resources.requests | objects; has($name)) then
        del(.spec.resources.limits[$name]?, .spec.resources.requests[$name]?)
        | .spec.resources |= (drop_empty("limits") | drop_empty("requests")) | .spec |= drop_empty("resources")
      else . end)
  | .metadata.annotations |= without([$gone[] | "container.apparmor.security.beta.kubernetes.io/\(.)",
                                                "container.seccomp.security.alpha.kubernetes.io/\(.)"])
  | def claimed($names): . as $claim | any($whole | all_containers[] | select(.name | IN($names[])); any(.resources.claims[]?; .name == $claim));
    if .spec.resourceClaims then
      .spec.resourceClaims |= map(select((.name | claimed($gone)) and (.name | claimed($before - $gone) | not) | not))
      | .spec |= drop_empty("resourceClaims") else . end;

def is_openshift: .workload == "deploymentconfig" or (.metadata.annotations["podclone/source"] // "" | contains("deploymentconfig/"))
  or any(.metadata | .annotations, .labels | objects | keys[]; contains("openshift.io/") and . != "openshift.io/scc")
  or any(.spec.containers[]; .image // "" | contains("openshift-image-registry"));

# Never root where the pod must not be root, or a pod that died of just that would get a tools container that dies of it too.
def tools_security($container): (.spec.securityContext // {}) as $p | ($container.securityContext // {}) as $c
  | ($c.runAsNonRoot == true or $p.runAsNonRoot == true) as $nonroot
  | ($c.runAsUser // $p.runAsUser) as $own
  # OpenShift gives what it makes from its own workloads a user.
  | (if $nonroot and ($own == 0 or ($own == null and (.ranged and is_openshift | not))) then 65534 else $own end) as $user
  | {allowPrivilegeEscalation: false, capabilities: {drop: ["ALL"]}, readOnlyRootFilesystem: true}
    + ($c.seccompProfile // {} | with_entries(select((.key | IN("type", "localhostProfile")) and .value != null))
       | if . != {} then {seccompProfile: .} else {} end)
    + (if $p.appArmorProfile.type == "Localhost" then {appArmorProfile: {type: "RuntimeDefault"}} else {} end)
    + ($c.seLinuxOptions // {} | with_entries(select(.value != null)) | if . != {} then {seLinuxOptions: .} else {} end)
    + (if $c.runAsGroup != null then {runAsGroup: $c.runAsGroup} else {} end)
    + (if $nonroot then {runAsNonRoot: true} else {} end) + (if $user != null then {runAsUser: $user} else {} end);

def tools_container($container; $dir; $volume; $name; $original):
  tools_security($container) as $security
  | (kept_words($original) | map(if . == "hold/image-entrypoint" then "\($dir)/\(.)" else literal end)) as $args
  | ($container.resources // {} | {limits, requests}
     | map_values(. // {} | with_entries(select((.key | IN("cpu", "memory", "ephemeral-storage")) and .value != null))) | with_entries(select(.value != {}))) as $resources
  | {name: $name, image: ($opts.toolsImage // default_tools_image), securityContext: $security,
     command: ["/bin/sh", "-c", ($init | literal), "\($dir)/hold"],
     volumeMounts: [{mountPath: $dir, name: $volume}]}
  | if $args != [] then .args = $args else . end
  | if $resources != {} then .resources = $resources else . end;

# What the clone runs: what --custom says, else what follows `--`, else hold before the container's own words.
def replace_command($command; $target): ($opts.custom // {}) as $custom
  | ($opts.command // []) as $words
  | containers(if .name != $target then . else
      (if $custom | has("args") then . elif $words != [] and $opts.argumentsOnly then .args = $words else del(.args) end)
      | if ($custom | has("command")) or $opts.argumentsOnly then .
        elif $words != [] then .command = $words
        elif $custom | has("args") then . else .command = $command end end);
def hold_command($before; $dir; $target): if is_replaced then replace_command(["cmd.exe"]; $target) else
  containers(if .name != $target then . else
    .command = $before + ["\($dir)/hold"] + (if (.command // []) == [] then ["\($dir)/hold/image-entrypoint"] else .command end) end) end;

# The target never becomes ready: load balancers look at the containers.
def set_probe($target; $dir): is_windows as $windows
  | (any(.spec.initContainers[]?; .name == $target and .restartPolicy != "Always")) as $plain
  | if $opts.inService or $plain or ($opts.custom // {} | has("readinessProbe")) then .
    else containers(if .name != $target or (.readinessProbe and $opts.keepReadiness) then . else
      .readinessProbe = {exec: {command: (if $windows then ["cmd.exe", "/c", "exit 1"] elif $dir then ["\($dir)/bin/false"] else ["false"] end)},
                         initialDelaySeconds: never} end) end;

def sleeping: "trap 'exit 0' TERM INT QUIT HUP USR1 USR2; while :; do sleep 86400 & wait $!; done";
def set_tools($target; $original): ($opts.tools // "init") as $kind
  | (all_containers | map(select(.name == $target))[0]) as $container
  | (($container.volumeMounts // [] | map(.mountPath)) + ($container.volumeDevices // [] | map(.devicePath))) as $paths
  | first(($opts.toolsDir // "/podclone") | (., "\(.)-\(range(2; 1000))")
      | select(. as $dir | any($paths[] | strings; . == $dir or startswith($dir + "/")) | not)) as $dir
  | if is_windows then hold_command([]; $dir; $target) | set_probe($target; null)
    elif $kind == "none" then hold_command(["sh", "-c", sleeping]; $dir; $target) | set_probe($target; null)
    else
      free("podclone-tools"; [.spec.volumes[]?.name]) as $volume
      | free("podclone-tools-image"; [.spec.volumes[]?.name]) as $image
      | free("podclone-tools"; [all_containers[].name]) as $name
      | ($kind == "image" and is_replaced) as $bare
      | if $bare then . else .spec.volumes += [{name: $volume, emptyDir: {}}]
          | containers(if .name == $target then .volumeMounts += [{mountPath: $dir, name: $volume}] else . end) end
      | if $kind == "image" then
          .spec.volumes += [{name: $image, image: {reference: ($opts.toolsImage // default_tools_image)}}]
          | containers(if .name == $target then .volumeMounts += [{mountPath: "\($dir)/image", name: $image}] else . end)
          | hold_command(["\($dir)/image/bin/sh", "-c", ($init | literal)]; $dir; $target)
        else tools_container($container; $dir; $volume; $name; $original) as $tools
          | .spec.initContainers = [$tools] + (.spec.initContainers // [])
          | hold_command([]; $dir; $target) end
      | set_probe($target; if $bare then "\($dir)/image" else $dir end)
    end;

# A clone with its tools taken out and its target's words put back: what its clone is made from.
def strip: if is_clone | not then . else
  .metadata.annotations["podclone/container"] as $was
  | (.metadata.annotations["podclone/command"] // "[]" | fromjson) as $words
  | [.spec.initContainers[]? | select(.command[-1]? // "" | endswith("/hold") or . == "podclone-tools")][0] as $tools
  | (all_containers[] | select(.name == $was)) as $old
  | ([$old.command[]? | endswith("/hold")] | index(true)) as $hold
  | [ $tools.volumeMounts[]?.name,
      (.spec.volumes as $volumes | $old.volumeMounts[]? | select(.name | startswith("podclone-tools"))
       | select((.name as $n | any($volumes[]?; .name == $n and .image))
                or ($hold != null and (.mountPath as $path | $old.command[$hold] | startswith($path + "/")))) | .name) ] as $gone
  | containers(if .volumeMounts then .volumeMounts |= map(select(.name | IN($gone[]) | not)) | drop_empty("volumeMounts") else . end
      | if .name != $was then .
        elif $hold != null then .command |= .[$hold + 1:]
          | if (.command[0] // "hold/image-entrypoint") | endswith("hold/image-entrypoint") then del(.command) else . end
        else del(.command, .args)
          | ($words[0] // "" | endswith("hold/image-entrypoint")) as $marked
          | if $words == [] then .
            elif $marked then if $words[1:] == [] then . else .args = $words[1:] end
            elif $tools.args[3]? == "args" then .args = $words
            elif ($old.command // []) as $head | $head != [] and $words[:$head | length] == $head then
              .command = $old.command | if $words[.command | length:] == [] then . else .args = $words[.command | length:] end
            else .command = $words end end)
  | if ($words != [] and ($words[0] | endswith("hold/image-entrypoint") | not) and .metadata.annotations["podclone/args-only"] == "true" and $hold == null)
    then containers(if .name == $was then .args = $words | del(.command) else . end) else . end
  | del(.metadata.annotations["podclone/command"], .metadata.annotations["podclone/args-only"])
  | if $tools then .spec.initContainers |= map(select(.name != $tools.name)) | .spec |= drop_empty("initContainers")
      | del(.metadata.annotations["container.apparmor.security.beta.kubernetes.io/\($tools.name)"]) else . end
  | if .spec.volumes then .spec.volumes |= map(select(.name | IN($gone[]) | not)) | .spec |= drop_empty("volumes") else . end end;

def clone: strip | . as $pod
  | ($opts.container // target.name) as $target
  | any(.spec.initContainers[]?; .name == $target) as $init
  | if any(all_containers[]; .name == $target) then . else error("unknown container \($target)") end
  | if $pod | is_clone then .ranged = is_openshift else . end
  | delpaths([removed_paths[] | select(.[0] == null or ($opts[.[0]] | not)) | .[1:][] | split(".")])
  | if ($pod.spec.hostname // "") == "" then del(.spec.setHostnameAsFQDN) else . end
  | if $opts.anyNode or (($opts.sameNode or ($pod | of_node)) | not) then del(.spec.nodeName) else . end
  | .metadata.labels = ($pod | new_labels($target))
  | freeze_env($pod; $target) | set_annotations($pod; $target) | set_name($pod)
  | containers(clean_container($pod; $target; $init))
  | if $opts.anyNode or $opts.nodeName then any_node else . end
  | unmerge($pod) | set_volumes | set_spec | set_containers($target)
  | set_tools($target; $pod | all_containers | map(select(.name == $target))[0]) | del(.lifted, .workload, .ordinal, .ranged);

# A workload's template as a pod. `lifted`: its labels are safe because what selects them adds a hash or a uid of its own.
def template: [.spec.jobTemplate.spec.template?, .spec.template?, .template? | objects][0];
def lift: . as $w | template as $t
  | $t + {apiVersion: "v1", kind: "Pod", metadata: ($t.metadata // {})}
  | .metadata.name = ($w.metadata | .name // .generateName) | del(.metadata.generateName)
  | if $w.metadata.namespace then .metadata.namespace = $w.metadata.namespace else . end
  | .workload = ($w.kind | ascii_downcase)
  | .ranged = is_openshift
  | def host($index): if $w.metadata.name and ("\(.metadata.name)-\($index)" | length) <= 63 then .spec.hostname = "\(.metadata.name)-\($index)" else . end;
    if $w.kind == "StatefulSet" then .ordinal = ($w.spec.ordinals.start // 0 | tostring) | host(.ordinal)
      | if $w.metadata.name and ($w.spec.serviceName // "") != "" then .spec.subdomain = $w.spec.serviceName else . end
    else . end
  | ($w | if .kind == "CronJob" then .spec.jobTemplate.spec elif .kind == "Job" then .spec else {} end | .completionMode == "Indexed") as $indexed
  | if $indexed and $w.kind == "Job" then host(0) else . end
  | if $indexed then containers(
      .env |= ([.[]? | if .valueFrom.fieldRef.fieldPath // "" | IN("metadata.annotations['batch.kubernetes.io/job-completion-index']",
                                                                 "metadata.labels['batch.kubernetes.io/job-completion-index']")
                    then {name, value: "0"} else . end]
        | if any(.[]; .name == "JOB_COMPLETION_INDEX") then . else . + [{name: "JOB_COMPLETION_INDEX", value: "0"}] end)) else . end
  | .lifted = (($w.kind | IN("Deployment", "Rollout", "CronJob", "PodTemplate"))
               or ($w.kind == "Job" and $w.spec.manualSelector != true))
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
