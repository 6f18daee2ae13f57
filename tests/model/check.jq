# What must hold of any clone, whatever the rules are. It prints complaints about the clones (--slurpfile after) of the Pods
# (--slurpfile before), which were made with the options (--slurpfile opts). "Restricted" is the level of the Pod Security
# Standards.

def given: with_entries(select(.value != null));
def all_containers: [.spec.initContainers[]?, .spec.containers[]?];

# The restricted conditions that a container does not meet, with the settings of its Pod.
def weak($pod): ((($pod.spec.securityContext // {}) | given) + ((.securityContext // {}) | given)) as $s
  | {privileged: ($s.privileged != true),
     allowPrivilegeEscalation: ($s.allowPrivilegeEscalation == false),
     drop: any($s.capabilities.drop[]?; . == "ALL"),
     add: (($s.capabilities.add // []) - ["NET_BIND_SERVICE"] == []),
     runAsNonRoot: ($s.runAsNonRoot == true),
     runAsUser: ($s.runAsUser != 0),
     seccompProfile: ($s.seccompProfile.type | IN("RuntimeDefault", "Localhost")),
     appArmorProfile: ($s.appArmorProfile.type | IN(null, "RuntimeDefault", "Localhost")),
     seLinuxOptions: ($s.seLinuxOptions // {} | (.type // "" | IN("", "container_t", "container_init_t", "container_kvm_t", "container_engine_t"))
                      and (.user // "") == "" and (.role // "") == ""),
     procMount: ($s.procMount | IN(null, "Default")),
     hostPort: all(.ports[]?; (.hostPort // 0) == 0)}
  | [to_entries[] | select(.value | not) | .key];

def weak_pod: . as $pod
  | [all_containers[] | weak($pod)[]]
    + [.spec | (select(.hostNetwork) | "hostNetwork"), (select(.hostPID) | "hostPID"), (select(.hostIPC) | "hostIPC"),
       (.volumes[]? | keys_unsorted[] | select(IN("name", "configMap", "csi", "downwardAPI", "emptyDir", "ephemeral",
          "persistentVolumeClaim", "projected", "secret", "image") | not) | "volume \(.)")]
  | unique;

def quantity: tostring | capture("^(?<n>[-+]?[0-9.]+([eE][-+]?[0-9]+)?)(?<unit>[a-zA-Z]*)$")
  | (.n | tonumber) * {"": 1, n: 1e-9, u: 1e-6, m: 1e-3, k: 1e3, M: 1e6, G: 1e9, T: 1e12, P: 1e15, E: 1e18, Ki: 1024, Mi: 1048576,
     Gi: 1073741824, Ti: 1099511627776, Pi: 1125899906842624, Ei: 1152921504606846976}[.unit];
def counted: (. // {}) | {cpu, memory} | given | map_values(quantity) | with_entries(select(.value > 0));
def total: map(to_entries[]) | group_by(.key) | map({(.[0].key): (map(.value) | add)}) | add // {};

# The QoS class, as the kubelet computes it: a limit without a request counts as the request.
def qos: (if (.spec.resources // {}) | (.limits // {}) + (.requests // {}) != {} then [.spec] else all_containers end)
  | map(.resources // {} | {limits: (.limits | counted), requests: ((.limits // {}) + (.requests // {}) | counted)})
  | (map(.limits) | total) as $limits | (map(.requests) | total) as $requests
  | if $limits == {} and $requests == {} then "BestEffort"
    elif all(.[]; .limits | length == 2) and $limits == $requests then "Guaranteed"
    else "Burstable" end;

# Options that ask for other resources, or for more privileges.
def resized: $opts[0] | .noLimits or .setMemory or .setCpu or .custom;
def raised: $opts[0] | .asRoot or .asUser == 0 or .custom or (.profile | IN("general", "netadmin", "sysadmin"));

# What would send traffic to the clone, or give it the owner or the address of the original.
def balancers: "^(target-health[.]|cloud[.]google[.]com/load-balancer|service[.]readiness[.]|application-networking[.]k8s[.]aws/|podreadiness[.])";
def exposed($target): . as $clone
  | (.spec.readinessGates[]? | select(.conditionType | test(balancers)) | "a load balancer's gate: \(.conditionType)"),
    (select(.metadata.ownerReferences or .metadata.finalizers) | "it has an owner, or a finalizer"),
    (select($opts[0] | .inService or .keepReadiness or .custom | not)
     | (.spec.containers[], (.spec.initContainers[]? | select(.restartPolicy == "Always"))) | select(.name == $target)
     | select(.readinessProbe.initialDelaySeconds != 2147483647) | "\($target) can become ready"),
    (.metadata.annotations // {} | to_entries[] | select(.key | test("[.]kubernetes[.]io/(ip|mac)_address$|/(mac-address|hwAddr|ipAddrs|floatingIPs)$"))
     | "an address of the original's: \(.key)");

# An option that removes containers may change the QoS class.
def pods: [.[] | if .items then .items[] else . end];
($before | pods) as $pods | ($after | pods) as $clones
| if ($pods | length) != ($clones | length) then "\($pods | length) Pods, \($clones | length) clones"
  else range($pods | length) as $i | $pods[$i] as $old | $clones[$i] as $new
    | $new.metadata.annotations["podclone/container"] as $target
    | ($old | all_containers | map(select(.name == $target))[0]) as $was
    | ($new | all_containers | map(select((.command[-1]? // "" | endswith("/hold")) and .name != $target))) as $tools
    | ([$old, $new] | map([all_containers[].name])) as $names
    | (select($names[0] - $names[1] == [] and (resized | not) and ($old | qos) != ($new | qos)) | "QoS class \($old | qos), clone \($new | qos)"),
      ($old | .status.qosClass // empty | select(. != ($old | qos)) | "the cluster says QoS class \(.), not \($old | qos)"),
      (select(raised | not) | ($new | weak_pod) - ($old | weak_pod) | .[] | "the clone is weaker than the Pod: \(.)"),
      (select($opts[0].profile == "restricted" and (raised | not))
       | ($new | del(.spec.securityContext.runAsUser)) as $but_user # it is the user of the Pod, and a note says so
       | $new | all_containers[] | select(.name == $target) | weak($but_user)[] | "not restricted: \(.)"),
      ($new | exposed($target)),
      (select($tools | length > 1) | "two tools containers"),
      ($tools[]
       | (weak($new) - ["runAsNonRoot", "runAsUser", "seccompProfile"] | .[] | "tools container: \(.)"),
         (select(.securityContext.seccompProfile != ([$new | all_containers[] | select(.name == $target)][0].securityContext.seccompProfile))
          | "tools container: another seccomp profile than \($target)"),
         (select(raised | not) | weak($new) - ($was | weak($old)) | .[] | "tools container weaker than \($target): \(.)"),
         (select(.securityContext.readOnlyRootFilesystem != true) | "tools container: readOnlyRootFilesystem"),
         (select((.volumeMounts // [] | length) != 1) | "tools container: more than its own mount"),
         (select($old.ranged | not) | select(.securityContext | .runAsNonRoot == true and (.runAsUser // 0) == 0) | "tools container: busybox is root"))
  end
