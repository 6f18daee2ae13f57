# What a Pod is, and who reads it: the definitions that model.jq begins with.

def default_tools_image: "docker.io/library/busybox:1.37.0-musl";

# What goes, by the option that keeps it.
def removed_paths: [
  [null, "status", "spec.ephemeralContainers", "spec.schedulingGates", "spec.schedulingGroup", "spec.workloadRef",
         "spec.evictionResponders", "spec.priority", "spec.preemptionPolicy", "spec.overhead",
         ("ownerReferences", "generateName", "selfLink", "uid", "resourceVersion", "generation", "creationTimestamp",
          "deletionTimestamp", "deletionGracePeriodSeconds", "managedFields", "finalizers" | "metadata.\(.)")],
  ["keepAffinity", "spec.affinity.podAffinity", "spec.affinity.podAntiAffinity", "spec.topologySpreadConstraints"],
  ["keepPriority", "spec.priorityClassName"]
];
# What is read by others, as the design groups it: keys with at most one `*`.
def selected_by: [
  "pod-template-hash", "rollouts-pod-template-hash", "controller-revision-hash", "pod-template-generation",
  "statefulset.kubernetes.io/pod-name", "apps.kubernetes.io/pod-index", "controller-uid", "job-name",
  ("controller-uid", "job-name", "job-completion-index" | "batch.kubernetes.io/\(.)"), "olm.*", "debug.openshift.io/managed-by"
];
def counted_by: [
  (("", "alpha." | "\(.)jobset.sigs.k8s.io/*"), "leaderworkerset.sigs.k8s.io/*"),
  ("instance", "tracking-id" | "argocd.argoproj.io/\(.)"), ("kapp.k14s.io", "kueue.x-k8s.io", "applyset.kubernetes.io",
    "objectset.rio.cattle.io", "kustomize.toolkit.fluxcd.io", "helm.toolkit.fluxcd.io", "scheduling.volcano.sh", "volcano.sh",
    "gang.scheduling.koordinator.sh", "janitor", "pod-cleanup.gitlab.com" | "\(.)/*"),
  "scheduling.k8s.io/group-name", "scheduling.x-k8s.io/pod-group", "pod-group.scheduling.sigs.k8s.io*",
  ("task-group-name", "task-groups", "app-id", "queue", "placeholder", "schedulingPolicyParameters" | "yunikorn.apache.org/\(.)"),
  "created-by-prow", "prow.k8s.io/*", "kluctl.io/discriminator"
];
def counted_by_label: [
  "runner-pod", "kai.scheduler/subgroup-name",
  ("buildkite.com", "prefect.io", "ray.io", "serving.knative.dev", "workflows.argoproj.io" | "\(.)/*")
];
def counted_by_annotation: [
  "pod-group-name", "autoscaling.x-k8s.io/*",
  ("consume-provisioning-request", "provisioning-class-name" | "cluster-autoscaler.kubernetes.io/\(.)")
];
def tracked_by: [
  # Airflow
  "dag_id", "task_id", "run_id", "try_number", "map_index", "execution_date", "parent_dag_id", "already_checked",
  "kubernetes_pod_operator", "kubernetes_executor", "airflow-worker",
  ("version", "kpo_in_cluster", "executor_done", "pod_revoked" | "airflow_\(.)"), "spark_kubernetes_operator",
  # Jenkins
  "jenkins", "jenkins/*", "kubernetes.jenkins.io/*"
];
def tracked_by_label: ["sparkoperator.k8s.io/*", "Elastic-Agent-*", "armada_*", "job.runner.gitlab.com/*", "kernel_id",
  ("agent", "cloud-*", "server-uuid" | "teamcity-\(.)"),
  ("app-name", "app-selector", "role", "version", "exec-id", "exec-inactive", "exec-resourceprofile-id" | "spark-\(.)")];
def steers_webhooks: [
  "agent.datadoghq.com/sidecar", "appmesh.k8s.aws/*", "injector.nsm.nginx.com/*", "instana-autotrace",
  ("sidecar.istio.io", "istio.io", "inject.istio.io", "proxy.istio.io", "traffic.sidecar.istio.io", "linkerd.io", "config.linkerd.io",
   "viz.linkerd.io", "kuma.io", "traffic.kuma.io", "consul.hashicorp.com", "vault.hashicorp.com", "vault.security.banzaicloud.io",
   "admission.datadoghq.com", "tags.datadoghq.com", "azure.workload.identity", "dapr.io", "openservicemesh.io", "eks.amazonaws.com",
   "sidecar.opentelemetry.io", "instrumentation.opentelemetry.io" | "\(.)/*")
];
def gives_address: [
  ("containerID", "podIP", "podIPs", "ipAddrs", "ipAddrsNoIpam", "floatingIPs", "hwAddr" | "cni.projectcalico.org/\(.)"),
  ("network-status", "networks-status" | "k8s.v1.cni.cncf.io/\(.)"), ("pod-networks", "primary-udn-ipamclaim" | "k8s.ovn.org/\(.)"),
  ("ip_address", "mac_address", "allocated", "routed", "ip_pool", "port_vips" | "*.kubernetes.io/\(.)"),
  ("eip", "vip" | "ovn.kubernetes.io/\(.)"), "k8s.aliyun.com/*eip-instanceid", "network.alibabacloud.com/pod-eip-instanceid",
  "cni.cilium.io/mac-address", ("pod-eni", "pod-ips", "PrivateIPv4Address" | "vpc.amazonaws.com/\(.)"), "ipam.antrea.io/pod-ips"
];
def publishes: ["dns.alpha.kubernetes.io/*", "external-dns.alpha.kubernetes.io/*"];
def records: ["kubectl.kubernetes.io/last-applied-configuration", "kubernetes.io/limit-ranger",
  "networking.gke.io/pod-ips", "nodeportlocal.antrea.io", ("device-allocated", "resource-status" | "scheduling.koordinator.sh/\(.)"),
  ("hash", "mirror", "seen", "source" | "kubernetes.io/config.\(.)")];
def networks: ["k8s.v1.cni.cncf.io/networks", "v1.multus-cni.io/default-network"];

def like($patterns): . as $key | any($patterns[]; split("*") as $part
  | if ($part | length) == 1 then . == $key
    else ($key | length) >= length - 1 and ($key | startswith($part[0]) and endswith($part[1])) end);
def yunikorn: .spec.schedulerName == "yunikorn"
  or any((.metadata.labels // {}), (.metadata.annotations // {}) | keys[]; startswith("yunikorn.apache.org/"));
def removed_labels: selected_by + counted_by + counted_by_label + tracked_by + tracked_by_label + publishes
  + if yunikorn then ["applicationId", "queue"] else [] end;
def removed_annotations: counted_by + counted_by_annotation + tracked_by + ["sparkoperator.k8s.io/*"] + gives_address + publishes + records;

def one_writer: [
  "persistentVolumeClaim", "ephemeral", "gcePersistentDisk", "awsElasticBlockStore", "azureDisk", "cinder", "fc", "iscsi",
  "rbd", "vsphereVolume", "photonPersistentDisk", "portworxVolume", "scaleIO", "storageos", "flocker"
];

def without($patterns): with_entries(select(.key | like($patterns) | not));
def only($patterns): with_entries(select(.key | like($patterns)));
def has_key($object): . as $key | $object | has($key);
def has_any($keys): . as $object | any($keys[]; . as $key | $object | has($key));
def drop_empty($key): if .[$key] == [] or .[$key] == {} then del(.[$key]) else . end;
def containers(f): .spec |= reduce ("initContainers", "containers") as $list (.; if .[$list] then .[$list] |= map(f) else . end);
def all_containers: [.spec.initContainers[]?, .spec.containers[]?];
def free($name; $taken): first(($name, "\($name)-\(range(2; 1000))") | select(. as $free | $taken | index([$free]) | not));

# `$` doubled before `$` and `(`: what the kubelet's expansion turns back into the text.
def literal: split("$") as $part | reduce range(1; $part | length) as $i ($part[0] // "";
  . + (if ($part[$i] | startswith("(")) or ($part[$i] == "" and $i + 1 < ($part | length)) then "$$" else "$" end) + $part[$i]);

# Whoever owns it, as its controller or not.
def owners: [.metadata.ownerReferences[]?];
def owned_by($kind): any(owners[]; .kind == $kind);
def is_clone: (.metadata.annotations // {}) | has("podclone/source");
# A static Pod's mirror, or a clone of one: its name ends in the node's.
def of_node: owned_by("Node") or (is_clone and (.spec.nodeName // "" | length > 0)
  and (.spec.nodeName as $node | .metadata.annotations["podclone/source"] | endswith("-\($node)")));
def tools_name: test("^podclone-tools(-[0-9]+)?$");
# What the Pod says, else what all its nodes must be, else what only Windows has.
def is_windows: (.spec.os.name // .spec.nodeSelector["kubernetes.io/os"]) as $os
  | if $os then $os == "windows" else
      any(.spec, .spec.containers[]; (.securityContext.windowsOptions // {}) != {})
      or ([.spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms[]?
           | any(.matchExpressions[]?; .key == "kubernetes.io/os" and .operator == "In" and .values == ["windows"])] | . != [] and all)
    end;
