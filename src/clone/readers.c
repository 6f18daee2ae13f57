#include "clone/readers.h"

#include <strings.h>

static bool has_prefix(const struct node *mapping, const char *prefix)
{
    for (const struct node *k = mapping ? mapping->child : NULL; k; k = k->next)
        if (k->kind == NODE_SCALAR && str_starts(k->text, prefix))
            return true;
    return false;
}

/* Other programs have labels of these names too. */
static bool in_yunikorn(const struct pod *pod)
{
    static const char prefix[] = "yunikorn.apache.org/";
    return node_is(node_get(pod->spec, "schedulerName"), "yunikorn") ||
           has_prefix(node_real(node_get(pod->metadata, "labels")), prefix) ||
           has_prefix(node_real(node_get(pod->metadata, "annotations")), prefix);
}

#define BY(who, what) who ": " what
#define SELECTS       "it selects by what it stamped"
#define PRUNES        "it would delete the clone, or count it as its own"
#define QUEUES        "the clone would wait in its queue"
#define GANGS         "the clone would join a group that is scheduled together"
#define TRACKS        "it finds its Pods by it, and no object owns them"
#define STEERS        "its webhook reads it, and no controller selects by it"
#define COLLIDES      "the address is the original's"
#define RECORDS       "a record of the original"
#define REFUSED       "a record of the original, which makes create fail"
#define PUBLISHES     "it would publish the clone under the original's name"

const struct reader readers[] = {
    {IN_ANNOTATIONS, "*.kubernetes.io/allocated", READER_REMOVED, NULL, BY("Kube-OVN", RECORDS)},
    {IN_ANNOTATIONS, "*.kubernetes.io/ip_address", READER_REMOVED, NULL, BY("Kube-OVN", COLLIDES)},
    {IN_ANNOTATIONS, "*.kubernetes.io/ip_pool", READER_REMOVED, NULL, BY("Kube-OVN", COLLIDES)},
    {IN_ANNOTATIONS, "*.kubernetes.io/mac_address", READER_REMOVED, NULL, BY("Kube-OVN", COLLIDES)},
    {IN_ANNOTATIONS, "*.kubernetes.io/port_vips", READER_REMOVED, NULL, BY("Kube-OVN", COLLIDES)},
    {IN_ANNOTATIONS, "*.kubernetes.io/routed", READER_REMOVED, NULL, BY("Kube-OVN", RECORDS)},
    {IN_LABELS, "Elastic-Agent-*", READER_REMOVED, NULL, BY("GoCD", TRACKS)},
    {IN_BOTH, "admission.datadoghq.com/*", READER_KEPT, NULL, BY("Datadog", STEERS)},
    {IN_BOTH, "agent.datadoghq.com/sidecar", READER_KEPT, NULL, BY("Datadog", STEERS)},
    {IN_BOTH, "airflow-worker", READER_REMOVED, NULL, BY("Airflow", TRACKS)},
    {IN_BOTH, "airflow_executor_done", READER_REMOVED, NULL, BY("Airflow", TRACKS)},
    {IN_BOTH, "airflow_kpo_in_cluster", READER_REMOVED, NULL, BY("Airflow", TRACKS)},
    {IN_BOTH, "airflow_pod_revoked", READER_REMOVED, NULL, BY("Airflow", TRACKS)},
    {IN_BOTH, "airflow_version", READER_REMOVED, NULL, BY("Airflow", TRACKS)},
    {IN_BOTH, "alpha.jobset.sigs.k8s.io/*", READER_REMOVED, NULL, BY("JobSet", SELECTS)},
    {IN_BOTH, "already_checked", READER_REMOVED, NULL, BY("Airflow", TRACKS)},
    {IN_LABELS, "applicationId", READER_REMOVED, in_yunikorn, BY("YuniKorn", GANGS)},
    {IN_BOTH, "applyset.kubernetes.io/*", READER_REMOVED, NULL, BY("kubectl apply", PRUNES)},
    {IN_BOTH, "appmesh.k8s.aws/*", READER_KEPT, NULL, BY("App Mesh", STEERS)},
    {IN_LABELS, "apps.kubernetes.io/pod-index", READER_REMOVED, NULL, BY("StatefulSet", SELECTS)},
    {IN_BOTH, "argocd.argoproj.io/instance", READER_REMOVED, NULL, BY("Argo CD", PRUNES)},
    {IN_BOTH, "argocd.argoproj.io/tracking-id", READER_REMOVED, NULL, BY("Argo CD", PRUNES)},
    {IN_LABELS, "armada_*", READER_REMOVED, NULL, BY("Armada", TRACKS)},
    {IN_ANNOTATIONS, "autoscaling.x-k8s.io/*", READER_REMOVED, NULL, BY("Cluster Autoscaler", QUEUES)},
    {IN_BOTH, "azure.workload.identity/*", READER_KEPT, NULL, BY("Azure", STEERS)},
    {IN_LABELS, "batch.kubernetes.io/controller-uid", READER_REMOVED, NULL, BY("Job", SELECTS)},
    {IN_LABELS, "batch.kubernetes.io/job-completion-index", READER_REMOVED, NULL, BY("Job", SELECTS)},
    {IN_LABELS, "batch.kubernetes.io/job-name", READER_REMOVED, NULL, BY("Job", SELECTS)},
    {IN_LABELS, "buildkite.com/*", READER_REMOVED, NULL, BY("Buildkite", PRUNES)},
    {IN_ANNOTATIONS, "cluster-autoscaler.kubernetes.io/consume-provisioning-request", READER_REMOVED, NULL,
     BY("Cluster Autoscaler", QUEUES)},
    {IN_ANNOTATIONS, "cluster-autoscaler.kubernetes.io/provisioning-class-name", READER_REMOVED, NULL,
     BY("Cluster Autoscaler", QUEUES)},
    {IN_ANNOTATIONS, "cni.cilium.io/mac-address", READER_REMOVED, NULL, BY("Cilium", COLLIDES)},
    {IN_ANNOTATIONS, "cni.projectcalico.org/containerID", READER_REMOVED, NULL, BY("Calico", RECORDS)},
    {IN_ANNOTATIONS, "cni.projectcalico.org/floatingIPs", READER_REMOVED, NULL, BY("Calico", COLLIDES)},
    {IN_ANNOTATIONS, "cni.projectcalico.org/hwAddr", READER_REMOVED, NULL, BY("Calico", COLLIDES)},
    {IN_ANNOTATIONS, "cni.projectcalico.org/ipAddrs", READER_REMOVED, NULL, BY("Calico", COLLIDES)},
    {IN_ANNOTATIONS, "cni.projectcalico.org/ipAddrsNoIpam", READER_REMOVED, NULL, BY("Calico", COLLIDES)},
    {IN_ANNOTATIONS, "cni.projectcalico.org/podIP", READER_REMOVED, NULL, BY("Calico", RECORDS)},
    {IN_ANNOTATIONS, "cni.projectcalico.org/podIPs", READER_REMOVED, NULL, BY("Calico", RECORDS)},
    {IN_BOTH, "config.linkerd.io/*", READER_KEPT, NULL, BY("Linkerd", STEERS)},
    {IN_BOTH, "consul.hashicorp.com/*", READER_KEPT, NULL, BY("Consul", STEERS)},
    {IN_LABELS, "controller-revision-hash", READER_REMOVED, NULL, BY("DaemonSet", SELECTS)},
    {IN_LABELS, "controller-uid", READER_REMOVED, NULL, BY("Job", SELECTS)},
    {IN_BOTH, "created-by-prow", READER_REMOVED, NULL, BY("Prow", PRUNES)},
    {IN_BOTH, "dag_id", READER_REMOVED, NULL, BY("Airflow", TRACKS)},
    {IN_BOTH, "dapr.io/*", READER_KEPT, NULL, BY("Dapr", STEERS)},
    {IN_LABELS, "debug.openshift.io/managed-by", READER_REMOVED, NULL,
     BY("oc debug", "it did not make this clone")},
    {IN_BOTH, "dns.alpha.kubernetes.io/*", READER_REMOVED, NULL, BY("kOps", PUBLISHES)},
    {IN_BOTH, "eks.amazonaws.com/*", READER_KEPT, NULL, BY("EKS", STEERS)},
    {IN_BOTH, "execution_date", READER_REMOVED, NULL, BY("Airflow", TRACKS)},
    {IN_BOTH, "external-dns.alpha.kubernetes.io/*", READER_REMOVED, NULL, BY("ExternalDNS", PUBLISHES)},
    {IN_BOTH, "gang.scheduling.koordinator.sh/*", READER_REMOVED, NULL, BY("Koordinator", GANGS)},
    {IN_BOTH, "helm.toolkit.fluxcd.io/*", READER_REMOVED, NULL, BY("Flux", PRUNES)},
    {IN_BOTH, "inject.istio.io/*", READER_KEPT, NULL, BY("Istio", STEERS)},
    {IN_BOTH, "injector.nsm.nginx.com/*", READER_KEPT, NULL, BY("NGINX Service Mesh", STEERS)},
    {IN_BOTH, "instana-autotrace", READER_KEPT, NULL, BY("Instana", STEERS)},
    {IN_BOTH, "instrumentation.opentelemetry.io/*", READER_KEPT, NULL, BY("OpenTelemetry", STEERS)},
    {IN_ANNOTATIONS, "ipam.antrea.io/pod-ips", READER_REMOVED, NULL, BY("Antrea", COLLIDES)},
    {IN_BOTH, "istio.io/*", READER_KEPT, NULL, BY("Istio", STEERS)},
    {IN_BOTH, "janitor/*", READER_REMOVED, NULL, BY("kube-janitor", PRUNES)},
    {IN_BOTH, "jenkins", READER_REMOVED, NULL, BY("Jenkins", TRACKS)},
    {IN_BOTH, "jenkins/*", READER_REMOVED, NULL, BY("Jenkins", TRACKS)},
    {IN_LABELS, "job-name", READER_REMOVED, NULL, BY("Job", SELECTS)},
    {IN_LABELS, "job.runner.gitlab.com/*", READER_REMOVED, NULL, BY("GitLab", TRACKS)},
    {IN_BOTH, "jobset.sigs.k8s.io/*", READER_REMOVED, NULL, BY("JobSet", SELECTS)},
    {IN_ANNOTATIONS, "k8s.aliyun.com/*eip-instanceid", READER_REMOVED, NULL, BY("Alibaba Cloud", COLLIDES)},
    {IN_ANNOTATIONS, "k8s.ovn.org/pod-networks", READER_REMOVED, NULL, BY("OVN-Kubernetes", RECORDS)},
    {IN_ANNOTATIONS, "k8s.ovn.org/primary-udn-ipamclaim", READER_REMOVED, NULL,
     BY("OVN-Kubernetes", COLLIDES)},
    {IN_ANNOTATIONS, "k8s.v1.cni.cncf.io/network-status", READER_REMOVED, NULL, BY("Multus", RECORDS)},
    {IN_ANNOTATIONS, "k8s.v1.cni.cncf.io/networks", READER_EDITED, NULL, BY("Multus", COLLIDES)},
    {IN_ANNOTATIONS, "k8s.v1.cni.cncf.io/networks-status", READER_REMOVED, NULL, BY("Multus", RECORDS)},
    {IN_LABELS, "kai.scheduler/subgroup-name", READER_REMOVED, NULL, BY("KAI Scheduler", GANGS)},
    {IN_BOTH, "kapp.k14s.io/*", READER_REMOVED, NULL, BY("kapp", PRUNES)},
    {IN_LABELS, "kernel_id", READER_REMOVED, NULL, BY("Enterprise Gateway", TRACKS)},
    {IN_BOTH, "kluctl.io/discriminator", READER_REMOVED, NULL, BY("kluctl", PRUNES)},
    {IN_ANNOTATIONS, "kubectl.kubernetes.io/last-applied-configuration", READER_REMOVED, NULL,
     BY("kubectl apply", RECORDS)},
    {IN_ANNOTATIONS, "kubernetes.io/config.hash", READER_REMOVED, NULL, BY("kubelet", RECORDS)},
    {IN_ANNOTATIONS, "kubernetes.io/config.mirror", READER_REMOVED, NULL, BY("kubelet", REFUSED)},
    {IN_ANNOTATIONS, "kubernetes.io/config.seen", READER_REMOVED, NULL, BY("kubelet", RECORDS)},
    {IN_ANNOTATIONS, "kubernetes.io/config.source", READER_REMOVED, NULL, BY("kubelet", RECORDS)},
    {IN_ANNOTATIONS, "kubernetes.io/limit-ranger", READER_REMOVED, NULL, BY("LimitRanger", RECORDS)},
    {IN_BOTH, "kubernetes.jenkins.io/*", READER_REMOVED, NULL, BY("Jenkins", TRACKS)},
    {IN_BOTH, "kubernetes_executor", READER_REMOVED, NULL, BY("Airflow", TRACKS)},
    {IN_BOTH, "kubernetes_pod_operator", READER_REMOVED, NULL, BY("Airflow", TRACKS)},
    {IN_BOTH, "kueue.x-k8s.io/*", READER_REMOVED, NULL, BY("Kueue", QUEUES)},
    {IN_BOTH, "kuma.io/*", READER_KEPT, NULL, BY("Kuma", STEERS)},
    {IN_BOTH, "kustomize.toolkit.fluxcd.io/*", READER_REMOVED, NULL, BY("Flux", PRUNES)},
    {IN_BOTH, "leaderworkerset.sigs.k8s.io/*", READER_REMOVED, NULL, BY("LeaderWorkerSet", SELECTS)},
    {IN_BOTH, "linkerd.io/*", READER_KEPT, NULL, BY("Linkerd", STEERS)},
    {IN_BOTH, "map_index", READER_REMOVED, NULL, BY("Airflow", TRACKS)},
    {IN_ANNOTATIONS, "network.alibabacloud.com/pod-eip-instanceid", READER_REMOVED, NULL,
     BY("Alibaba Cloud", COLLIDES)},
    {IN_ANNOTATIONS, "networking.gke.io/pod-ips", READER_REMOVED, NULL, BY("GKE", RECORDS)},
    {IN_ANNOTATIONS, "nodeportlocal.antrea.io", READER_REMOVED, NULL, BY("Antrea", RECORDS)},
    {IN_BOTH, "objectset.rio.cattle.io/*", READER_REMOVED, NULL, BY("Rancher", PRUNES)},
    {IN_LABELS, "olm.*", READER_REMOVED, NULL, BY("OLM", SELECTS)},
    {IN_BOTH, "openservicemesh.io/*", READER_KEPT, NULL, BY("Open Service Mesh", STEERS)},
    {IN_ANNOTATIONS, "ovn.kubernetes.io/eip", READER_REMOVED, NULL, BY("Kube-OVN", COLLIDES)},
    {IN_ANNOTATIONS, "ovn.kubernetes.io/vip", READER_REMOVED, NULL, BY("Kube-OVN", COLLIDES)},
    {IN_BOTH, "parent_dag_id", READER_REMOVED, NULL, BY("Airflow", TRACKS)},
    {IN_BOTH, "pod-cleanup.gitlab.com/*", READER_REMOVED, NULL, BY("GitLab", PRUNES)},
    {IN_ANNOTATIONS, "pod-group-name", READER_REMOVED, NULL, BY("KAI Scheduler", GANGS)},
    {IN_BOTH, "pod-group.scheduling.sigs.k8s.io*", READER_REMOVED, NULL, BY("scheduler-plugins", GANGS)},
    {IN_LABELS, "pod-template-generation", READER_REMOVED, NULL, BY("DaemonSet", SELECTS)},
    {IN_LABELS, "pod-template-hash", READER_REMOVED, NULL, BY("Deployment", SELECTS)},
    {IN_LABELS, "prefect.io/*", READER_REMOVED, NULL, BY("Prefect", PRUNES)},
    {IN_BOTH, "prow.k8s.io/*", READER_REMOVED, NULL, BY("Prow", PRUNES)},
    {IN_BOTH, "proxy.istio.io/*", READER_KEPT, NULL, BY("Istio", STEERS)},
    {IN_LABELS, "queue", READER_REMOVED, in_yunikorn, BY("YuniKorn", GANGS)},
    {IN_LABELS, "ray.io/*", READER_REMOVED, NULL, BY("Ray", PRUNES)},
    {IN_LABELS, "rollouts-pod-template-hash", READER_REMOVED, NULL, BY("Rollout", SELECTS)},
    {IN_BOTH, "run_id", READER_REMOVED, NULL, BY("Airflow", TRACKS)},
    {IN_LABELS, "runner-pod", READER_REMOVED, NULL, BY("GitHub Actions", PRUNES)},
    {IN_BOTH, "scheduling.k8s.io/group-name", READER_REMOVED, NULL, BY("Volcano", GANGS)},
    {IN_ANNOTATIONS, "scheduling.koordinator.sh/device-allocated", READER_REMOVED, NULL,
     BY("Koordinator", RECORDS)},
    {IN_ANNOTATIONS, "scheduling.koordinator.sh/resource-status", READER_REMOVED, NULL,
     BY("Koordinator", RECORDS)},
    {IN_BOTH, "scheduling.volcano.sh/*", READER_REMOVED, NULL, BY("Volcano", GANGS)},
    {IN_BOTH, "scheduling.x-k8s.io/pod-group", READER_REMOVED, NULL, BY("scheduler-plugins", GANGS)},
    {IN_LABELS, "serving.knative.dev/*", READER_REMOVED, NULL, BY("Knative", PRUNES)},
    {IN_BOTH, "sidecar.istio.io/*", READER_KEPT, NULL, BY("Istio", STEERS)},
    {IN_BOTH, "sidecar.opentelemetry.io/*", READER_KEPT, NULL, BY("OpenTelemetry", STEERS)},
    {IN_LABELS, "spark-app-name", READER_REMOVED, NULL, BY("Spark", TRACKS)},
    {IN_LABELS, "spark-app-selector", READER_REMOVED, NULL, BY("Spark", TRACKS)},
    {IN_LABELS, "spark-exec-id", READER_REMOVED, NULL, BY("Spark", TRACKS)},
    {IN_LABELS, "spark-exec-inactive", READER_REMOVED, NULL, BY("Spark", TRACKS)},
    {IN_LABELS, "spark-exec-resourceprofile-id", READER_REMOVED, NULL, BY("Spark", TRACKS)},
    {IN_LABELS, "spark-role", READER_REMOVED, NULL, BY("Spark", TRACKS)},
    {IN_LABELS, "spark-version", READER_REMOVED, NULL, BY("Spark", TRACKS)},
    {IN_BOTH, "spark_kubernetes_operator", READER_REMOVED, NULL, BY("Airflow", TRACKS)},
    {IN_BOTH, "sparkoperator.k8s.io/*", READER_REMOVED, NULL, BY("Spark", TRACKS)},
    {IN_LABELS, "statefulset.kubernetes.io/pod-name", READER_REMOVED, NULL, BY("StatefulSet", SELECTS)},
    {IN_BOTH, "tags.datadoghq.com/*", READER_KEPT, NULL, BY("Datadog", STEERS)},
    {IN_BOTH, "task_id", READER_REMOVED, NULL, BY("Airflow", TRACKS)},
    {IN_LABELS, "teamcity-agent", READER_REMOVED, NULL, BY("TeamCity", TRACKS)},
    {IN_LABELS, "teamcity-cloud-*", READER_REMOVED, NULL, BY("TeamCity", TRACKS)},
    {IN_LABELS, "teamcity-server-uuid", READER_REMOVED, NULL, BY("TeamCity", TRACKS)},
    {IN_BOTH, "traffic.kuma.io/*", READER_KEPT, NULL, BY("Kuma", STEERS)},
    {IN_BOTH, "traffic.sidecar.istio.io/*", READER_KEPT, NULL, BY("Istio", STEERS)},
    {IN_BOTH, "try_number", READER_REMOVED, NULL, BY("Airflow", TRACKS)},
    {IN_ANNOTATIONS, "v1.multus-cni.io/default-network", READER_EDITED, NULL, BY("Multus", COLLIDES)},
    {IN_BOTH, "vault.hashicorp.com/*", READER_KEPT, NULL, BY("Vault", STEERS)},
    {IN_BOTH, "vault.security.banzaicloud.io/*", READER_KEPT, NULL, BY("Vault", STEERS)},
    {IN_BOTH, "viz.linkerd.io/*", READER_KEPT, NULL, BY("Linkerd", STEERS)},
    {IN_BOTH, "volcano.sh/*", READER_REMOVED, NULL, BY("Volcano", GANGS)},
    {IN_ANNOTATIONS, "vpc.amazonaws.com/PrivateIPv4Address", READER_REMOVED, NULL, BY("AWS", REFUSED)},
    {IN_ANNOTATIONS, "vpc.amazonaws.com/pod-eni", READER_REMOVED, NULL, BY("AWS", REFUSED)},
    {IN_ANNOTATIONS, "vpc.amazonaws.com/pod-ips", READER_REMOVED, NULL, BY("AWS", RECORDS)},
    {IN_LABELS, "workflows.argoproj.io/*", READER_REMOVED, NULL, BY("Argo Workflows", PRUNES)},
    {IN_BOTH, "yunikorn.apache.org/app-id", READER_REMOVED, NULL, BY("YuniKorn", GANGS)},
    {IN_BOTH, "yunikorn.apache.org/placeholder", READER_REMOVED, NULL, BY("YuniKorn", GANGS)},
    {IN_BOTH, "yunikorn.apache.org/queue", READER_REMOVED, NULL, BY("YuniKorn", GANGS)},
    {IN_BOTH, "yunikorn.apache.org/schedulingPolicyParameters", READER_REMOVED, NULL, BY("YuniKorn", GANGS)},
    {IN_BOTH, "yunikorn.apache.org/task-group-name", READER_REMOVED, NULL, BY("YuniKorn", GANGS)},
    {IN_BOTH, "yunikorn.apache.org/task-groups", READER_REMOVED, NULL, BY("YuniKorn", GANGS)},
};

const size_t readers_count = sizeof readers / sizeof *readers;

#define ANEW(who) who, BY(who, "it would inject its container anew")

const struct injector injectors[] = {
    {ANEW("Istio"),
     IN_LABELS,
     "sidecar.istio.io/inject",
     "false",
     "sidecar.istio.io/status",
     NULL,
     {"istio-proxy", "istio-init", "istio-validation"}},
    {ANEW("Linkerd"),
     IN_ANNOTATIONS,
     "linkerd.io/inject",
     "disabled",
     NULL,
     NULL,
     {"linkerd-proxy", "linkerd-init", "linkerd-network-validator", "linkerd-debug"}},
    {ANEW("Dapr"), IN_ANNOTATIONS, "dapr.io/enabled", "false", NULL, "dapr.io/enabled", {"daprd"}},
    {ANEW("Datadog"),
     IN_LABELS,
     "admission.datadoghq.com/enabled",
     "false",
     NULL,
     NULL,
     {"datadog-lib-*", "datadog-init-apm-inject"}},
    {ANEW("OpenTelemetry"),
     IN_ANNOTATIONS,
     "sidecar.opentelemetry.io/inject",
     "false",
     NULL,
     "sidecar.opentelemetry.io/inject",
     {"otc-container"}},
    {ANEW("Azure"),
     IN_ANNOTATIONS,
     "azure.workload.identity/inject-proxy-sidecar",
     "false",
     NULL,
     "azure.workload.identity/inject-proxy-sidecar",
     {"azwi-proxy", "azwi-proxy-init"}},
};

const size_t injectors_count = sizeof injectors / sizeof *injectors;

static bool ends_in(struct str text, const char *end)
{
    size_t n = strlen(end);
    return text.n >= n && memcmp(text.p + text.n - n, end, n) == 0;
}

bool readers_like(struct str text, const char *pattern)
{
    const char *star = strchr(pattern, '*');
    size_t head = star ? (size_t)(star - pattern) : 0;
    if (!star)
        return str_is(text, pattern);
    return text.n >= head && memcmp(text.p, pattern, head) == 0 &&
           ends_in((struct str){text.p + head, text.n - head}, star + 1);
}

bool readers_is_address(struct str key)
{
    static const char *const keys[] = {"ips", "mac", "infiniband-guid", "ipam-claim-reference",
                                       "portMappings"};
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        if (strlen(keys[i]) == key.n && strncasecmp(keys[i], key.p, key.n) == 0)
            return true;
    return false;
}

/* The first row from lo on, before hi, whose byte there is least or more. */
static const struct reader *from_byte(const struct reader *lo, const struct reader *hi, size_t at, int least)
{
    while (lo < hi) {
        const struct reader *middle = lo + (hi - lo) / 2;
        if ((unsigned char)middle->key[at] < least)
            lo = middle + 1;
        else
            hi = middle;
    }
    return lo;
}

/* Rows that start like the key stand together: byte by byte there are fewer of them. */
const struct reader *readers_find(const struct pod *pod, enum read_in in, struct str key)
{
    const struct reader *lo = readers, *hi = readers + readers_count, *found = NULL;
    for (size_t at = 0; lo < hi; at++) {
        struct str rest = {key.p + at, key.n - at};
        for (; lo < hi && (!lo->key[at] || lo->key[at] == '*'); lo++)
            if ((lo->in & in) && (lo->key[at] ? ends_in(rest, lo->key + at + 1) : !rest.n) &&
                (!lo->when || lo->when(pod)))
                found = lo;
        if (at == key.n)
            break;
        int byte = (unsigned char)key.p[at];
        lo = from_byte(lo, hi, at, byte);
        hi = from_byte(lo, hi, at, byte + 1);
    }
    return found;
}
