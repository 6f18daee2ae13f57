#include "oracle/differences.h"

#include <fnmatch.h>
#include <stdio.h>
#include <string.h>

/* GONE: a key or an item is no longer there. NEW: it was not there. OTHER: a scalar is another one. */
enum { GONE = 1, NEW = 2, OTHER = 4 };

/* Where a clone may differ, how, and why. A place is the keys from the Pod down, with `item` for each item of
 * a list; a
 * `/` in a key is written `|`, and `...` is any rest. Places in a container start with target, beside
 * (another container) or any (one of both). The option `unless` keeps the place as it is; only the option
 * `when` changes it, if there is one. */
static const struct {
    const char *place;
    int how;
    enum option unless, when;
} reasons[] = {
    {"status", GONE, OPT_NONE, OPT_NONE},
    {"metadata/annotations", NEW, OPT_NONE, OPT_NONE},
    {"metadata/annotations/*", GONE, OPT_KEEP_ANNOTATIONS, OPT_NONE},
    {"metadata/annotations/argocd.argoproj.io|*", NEW | OTHER, OPT_NONE, OPT_NONE},
    {"metadata/annotations/cni.projectcalico.org|*", GONE, OPT_NONE, OPT_NONE},
    {"metadata/annotations/container.apparmor.security.beta.kubernetes.io|*", GONE, OPT_NONE,
     OPT_ONE_CONTAINER},
    {"metadata/annotations/container.apparmor.security.beta.kubernetes.io|*", GONE, OPT_KEEP_INIT_CONTAINERS,
     OPT_NONE},
    {"metadata/annotations/container.apparmor.security.beta.kubernetes.io|*", GONE, OPT_NONE, OPT_PROFILE},
    {"metadata/annotations/container.apparmor.security.beta.kubernetes.io|*", GONE, OPT_NONE, OPT_CUSTOM},
    {"metadata/annotations/container.seccomp.security.alpha.kubernetes.io|*", GONE, OPT_NONE,
     OPT_ONE_CONTAINER},
    {"metadata/annotations/container.seccomp.security.alpha.kubernetes.io|*", GONE, OPT_KEEP_INIT_CONTAINERS,
     OPT_NONE},
    {"metadata/annotations/container.seccomp.security.alpha.kubernetes.io|*", GONE, OPT_NONE, OPT_PROFILE},
    {"metadata/annotations/container.seccomp.security.alpha.kubernetes.io|*", GONE, OPT_NONE, OPT_CUSTOM},
    {"metadata/annotations/k8s.ovn.org|pod-networks", GONE, OPT_NONE, OPT_NONE},
    {"metadata/annotations/vpc.amazonaws.com|pod-eni", GONE, OPT_NONE, OPT_NONE},
    {"metadata/annotations/*.kubernetes.io|ip_address", GONE, OPT_NONE, OPT_NONE},
    {"metadata/annotations/*.kubernetes.io|mac_address", GONE, OPT_NONE, OPT_NONE},
    {"metadata/annotations/*.kubernetes.io|allocated", GONE, OPT_NONE, OPT_NONE},
    {"metadata/annotations/*.kubernetes.io|routed", GONE, OPT_NONE, OPT_NONE},
    {"metadata/annotations/*dns.alpha.kubernetes.io|*", GONE, OPT_NONE, OPT_NONE},
    {"metadata/annotations/k8s.v1.cni.cncf.io|networks", OTHER, OPT_NONE, OPT_NONE},
    {"metadata/annotations/linkerd.io|inject", NEW | OTHER, OPT_NONE, OPT_NONE},
    {"metadata/annotations/dapr.io|enabled", OTHER, OPT_NONE, OPT_NONE},
    {"metadata/annotations/sidecar.opentelemetry.io|inject", OTHER, OPT_NONE, OPT_NONE},
    {"metadata/annotations/azure.workload.identity|inject-proxy-sidecar", OTHER, OPT_NONE, OPT_NONE},
    {"metadata/annotations/v1.multus-cni.io|default-network", OTHER, OPT_NONE, OPT_NONE},
    {"metadata/annotations/scheduling.k8s.io|group-name", GONE, OPT_NONE, OPT_NONE},
    {"metadata/annotations/*.kubernetes.io|ip_pool", GONE, OPT_NONE, OPT_NONE},
    {"metadata/annotations/*airflow*", GONE, OPT_NONE, OPT_NONE},
    {"metadata/annotations/*jobset.sigs.k8s.io|*", GONE, OPT_NONE, OPT_NONE},
    {"metadata/annotations/already_checked", GONE, OPT_NONE, OPT_NONE},
    {"metadata/annotations/applyset.kubernetes.io|*", GONE, OPT_NONE, OPT_NONE},
    {"metadata/annotations/argocd.argoproj.io|instance", GONE, OPT_NONE, OPT_NONE},
    {"metadata/annotations/argocd.argoproj.io|tracking-id", GONE, OPT_NONE, OPT_NONE},
    {"metadata/annotations/cni.cilium.io|mac-address", GONE, OPT_NONE, OPT_NONE},
    {"metadata/annotations/*_id", GONE, OPT_NONE, OPT_NONE},
    {"metadata/annotations/execution_date", GONE, OPT_NONE, OPT_NONE},
    {"metadata/annotations/*.koordinator.sh|*", GONE, OPT_NONE, OPT_NONE},
    {"metadata/annotations/*.toolkit.fluxcd.io|*", GONE, OPT_NONE, OPT_NONE},
    {"metadata/annotations/ipam.antrea.io|pod-ips", GONE, OPT_NONE, OPT_NONE},
    {"metadata/annotations/janitor|*", GONE, OPT_NONE, OPT_NONE},
    {"metadata/annotations/jenkins", GONE, OPT_NONE, OPT_NONE},
    {"metadata/annotations/jenkins|*", GONE, OPT_NONE, OPT_NONE},
    {"metadata/annotations/kubernetes.jenkins.io|*", GONE, OPT_NONE, OPT_NONE},
    {"metadata/annotations/kubernetes_executor", GONE, OPT_NONE, OPT_NONE},
    {"metadata/annotations/kubernetes_pod_operator", GONE, OPT_NONE, OPT_NONE},
    {"metadata/annotations/k8s.ovn.org|primary-udn-ipamclaim", GONE, OPT_NONE, OPT_NONE},
    {"metadata/annotations/kapp.k14s.io|*", GONE, OPT_NONE, OPT_NONE},
    {"metadata/annotations/kueue.x-k8s.io|*", GONE, OPT_NONE, OPT_NONE},
    {"metadata/annotations/leaderworkerset.sigs.k8s.io|*", GONE, OPT_NONE, OPT_NONE},
    {"metadata/annotations/map_index", GONE, OPT_NONE, OPT_NONE},
    {"metadata/annotations/objectset.rio.cattle.io|*", GONE, OPT_NONE, OPT_NONE},
    {"metadata/annotations/ovn.kubernetes.io|eip", GONE, OPT_NONE, OPT_NONE},
    {"metadata/annotations/pod-cleanup.gitlab.com|*", GONE, OPT_NONE, OPT_NONE},
    {"metadata/annotations/pod-group.scheduling.sigs.k8s.io*", GONE, OPT_NONE, OPT_NONE},
    {"metadata/annotations/scheduling.x-k8s.io|pod-group", GONE, OPT_NONE, OPT_NONE},
    {"metadata/annotations/sparkoperator.k8s.io|*", GONE, OPT_NONE, OPT_NONE},
    {"metadata/annotations/try_number", GONE, OPT_NONE, OPT_NONE},
    {"metadata/annotations/*volcano.sh|*", GONE, OPT_NONE, OPT_NONE},
    {"metadata/annotations/vpc.amazonaws.com|PrivateIPv4Address", GONE, OPT_NONE, OPT_NONE},
    {"metadata/annotations/yunikorn.apache.org|*", GONE, OPT_NONE, OPT_NONE},
    {"metadata/annotations/k8s.v1.cni.cncf.io|*", GONE, OPT_NONE, OPT_NONE},
    {"metadata/annotations/kubectl.kubernetes.io|default-container", NEW | OTHER, OPT_NONE, OPT_NONE},
    {"metadata/annotations/kubectl.kubernetes.io|last-applied-configuration", GONE, OPT_NONE, OPT_NONE},
    {"metadata/annotations/kubernetes.io|config.*", GONE, OPT_NONE, OPT_NONE},
    {"metadata/annotations/kubernetes.io|limit-ranger", GONE, OPT_NONE, OPT_NONE},
    {"metadata/annotations/podclone|*", NEW, OPT_NONE, OPT_NONE},
    {"metadata/creationTimestamp", GONE, OPT_NONE, OPT_NONE},
    {"metadata/deletionGracePeriodSeconds", GONE, OPT_NONE, OPT_NONE},
    {"metadata/deletionTimestamp", GONE, OPT_NONE, OPT_NONE},
    {"metadata/finalizers", GONE, OPT_NONE, OPT_NONE},
    {"metadata/generateName", GONE, OPT_NONE, OPT_NONE},
    {"metadata/generation", GONE, OPT_NONE, OPT_NONE},
    {"metadata/labels", NEW, OPT_NONE, OPT_NONE},
    /* Labels of controllers always go, others where an owner could adopt the clone. */
    {"metadata/labels/*", GONE, OPT_NONE, OPT_NONE},
    {"metadata/labels/*", NEW | OTHER, OPT_NONE, OPT_LABEL},
    {"metadata/labels/podclone|clone", NEW, OPT_NONE, OPT_NONE},
    {"metadata/labels/sidecar.istio.io|inject", NEW | OTHER, OPT_NONE, OPT_NONE},
    {"metadata/labels/admission.datadoghq.com|enabled", NEW | OTHER, OPT_NONE, OPT_NONE},
    {"metadata/managedFields", GONE, OPT_NONE, OPT_NONE},
    {"metadata/name", NEW | OTHER, OPT_NONE, OPT_NONE},
    {"metadata/namespace", NEW | OTHER, OPT_NONE, OPT_TO_NAMESPACE},
    {"metadata/ownerReferences", GONE, OPT_NONE, OPT_NONE},
    {"metadata/resourceVersion", GONE, OPT_NONE, OPT_NONE},
    {"metadata/selfLink", GONE, OPT_NONE, OPT_NONE},
    {"metadata/uid", GONE, OPT_NONE, OPT_NONE},
    {"spec/activeDeadlineSeconds", GONE | NEW | OTHER, OPT_NONE, OPT_NONE},
    {"spec/affinity/podAffinity", GONE, OPT_KEEP_AFFINITY, OPT_NONE},
    {"spec/affinity/podAntiAffinity", GONE, OPT_KEEP_AFFINITY, OPT_NONE},
    {"spec/affinity", GONE, OPT_NONE, OPT_ANY_NODE},
    {"spec/affinity", GONE, OPT_NONE, OPT_NODE_NAME},
    {"spec/affinity/nodeAffinity...", GONE, OPT_NONE, OPT_ANY_NODE},
    {"spec/affinity/nodeAffinity...", GONE, OPT_NONE, OPT_NODE_NAME},
    {"spec/affinity/pod*/*/item/labelSelector/matchExpressions", GONE, OPT_NONE, OPT_KEEP_AFFINITY},
    {"spec/affinity/pod*/*/item/labelSelector/matchExpressions/item", GONE, OPT_NONE, OPT_KEEP_AFFINITY},
    {"spec/affinity/pod*/*/item/podAffinityTerm/labelSelector/matchExpressions", GONE, OPT_NONE,
     OPT_KEEP_AFFINITY},
    {"spec/affinity/pod*/*/item/podAffinityTerm/labelSelector/matchExpressions/item", GONE, OPT_NONE,
     OPT_KEEP_AFFINITY},
    {"spec/topologySpreadConstraints/item/labelSelector/matchExpressions", GONE, OPT_NONE, OPT_KEEP_AFFINITY},
    {"spec/topologySpreadConstraints/item/labelSelector/matchExpressions/item", GONE, OPT_NONE,
     OPT_KEEP_AFFINITY},
    {"spec/ephemeralContainers", GONE, OPT_NONE, OPT_NONE},
    {"spec/evictionResponders", GONE, OPT_NONE, OPT_NONE},
    {"spec/initContainers", NEW, OPT_NONE, OPT_NONE},
    {"spec/initContainers", GONE, OPT_KEEP_INIT_CONTAINERS, OPT_NONE},
    {"spec/initContainers/item", NEW, OPT_NONE, OPT_NONE},
    {"spec/initContainers/item", GONE, OPT_KEEP_INIT_CONTAINERS, OPT_NONE},
    {"spec/containers/item", GONE, OPT_NONE, OPT_ONE_CONTAINER},
    {"spec/nodeName", GONE, OPT_SAME_NODE, OPT_NONE},
    {"spec/nodeName", NEW | OTHER, OPT_NONE, OPT_NODE_NAME},
    {"spec/nodeSelector", GONE, OPT_NONE, OPT_ANY_NODE},
    {"spec/nodeSelector", GONE, OPT_NONE, OPT_NODE_NAME},
    {"spec/nodeSelector/kubernetes.io|hostname", GONE, OPT_NONE, OPT_ANY_NODE},
    {"spec/nodeSelector/kubernetes.io|hostname", GONE, OPT_NONE, OPT_NODE_NAME},
    {"spec/overhead", GONE, OPT_NONE, OPT_NONE},
    {"spec/preemptionPolicy", GONE, OPT_NONE, OPT_NONE},
    {"spec/priority", GONE, OPT_NONE, OPT_NONE},
    {"spec/priorityClassName", GONE, OPT_KEEP_PRIORITY, OPT_NONE},
    {"spec/readinessGates", NEW, OPT_IN_SERVICE, OPT_NONE},
    {"spec/readinessGates/item", NEW, OPT_IN_SERVICE, OPT_NONE},
    {"spec/resourceClaims...", GONE, OPT_NONE, OPT_ONE_CONTAINER},
    {"spec/resourceClaims...", GONE, OPT_KEEP_INIT_CONTAINERS, OPT_NONE},
    /* Those of load balancers. */
    {"spec/readinessGates", GONE, OPT_NONE, OPT_NONE},
    {"spec/readinessGates/item", GONE, OPT_NONE, OPT_NONE},
    {"spec/resources...", GONE, OPT_NONE, OPT_SET_CPU},
    {"spec/resources...", GONE, OPT_NONE, OPT_SET_MEMORY},
    {"spec/restartPolicy", OTHER, OPT_NONE, OPT_NONE},
    {"spec/schedulingGates", GONE, OPT_NONE, OPT_NONE},
    {"spec/schedulingGroup", GONE, OPT_NONE, OPT_NONE},
    {"spec/setHostnameAsFQDN", GONE, OPT_NONE, OPT_NONE},
    {"spec/shareProcessNamespace", GONE, OPT_SHARE_PROCESSES, OPT_NONE},
    {"spec/shareProcessNamespace", NEW | OTHER, OPT_NONE, OPT_SHARE_PROCESSES},
    {"spec/shareProcessNamespace", NEW | OTHER, OPT_NONE, OPT_PROFILE},
    {"spec/topologySpreadConstraints", GONE, OPT_KEEP_AFFINITY, OPT_NONE},
    {"spec/workloadRef", GONE, OPT_NONE, OPT_NONE},
    {"spec/volumes", NEW, OPT_NONE, OPT_NONE},
    {"spec/volumes/item", NEW, OPT_NONE, OPT_NONE},
    {"spec/volumes/item/awsElasticBlockStore", GONE, OPT_KEEP_PVCS, OPT_NONE},
    {"spec/volumes/item/azureDisk", GONE, OPT_KEEP_PVCS, OPT_NONE},
    {"spec/volumes/item/cinder", GONE, OPT_KEEP_PVCS, OPT_NONE},
    {"spec/volumes/item/ephemeral", GONE, OPT_KEEP_PVCS, OPT_NONE},
    {"spec/volumes/item/fc", GONE, OPT_KEEP_PVCS, OPT_NONE},
    {"spec/volumes/item/flocker", GONE, OPT_KEEP_PVCS, OPT_NONE},
    {"spec/volumes/item/flocker", GONE, OPT_NONE, OPT_KEEP_PVCS},
    {"spec/volumes/item/gcePersistentDisk", GONE, OPT_KEEP_PVCS, OPT_NONE},
    {"spec/volumes/item/iscsi", GONE, OPT_KEEP_PVCS, OPT_NONE},
    {"spec/volumes/item/persistentVolumeClaim", GONE, OPT_KEEP_PVCS, OPT_NONE},
    {"spec/volumes/item/photonPersistentDisk", GONE, OPT_KEEP_PVCS, OPT_NONE},
    {"spec/volumes/item/portworxVolume", GONE, OPT_KEEP_PVCS, OPT_NONE},
    {"spec/volumes/item/rbd", GONE, OPT_KEEP_PVCS, OPT_NONE},
    {"spec/volumes/item/scaleIO", GONE, OPT_KEEP_PVCS, OPT_NONE},
    {"spec/volumes/item/storageos", GONE, OPT_KEEP_PVCS, OPT_NONE},
    {"spec/volumes/item/vsphereVolume", GONE, OPT_KEEP_PVCS, OPT_NONE},
    {"spec/volumes/item/ephemeral", GONE, OPT_NONE, OPT_KEEP_PVCS},
    {"spec/volumes/item/vsphereVolume", GONE, OPT_NONE, OPT_KEEP_PVCS},
    {"spec/volumes/item/photonPersistentDisk", GONE, OPT_NONE, OPT_KEEP_PVCS},
    {"spec/volumes/item/emptyDir", NEW, OPT_NONE, OPT_NONE},
    {"spec/volumes/item/*/readOnly", NEW | OTHER, OPT_NONE, OPT_KEEP_PVCS},
    {"spec/volumes/item/*/optional", NEW | OTHER, OPT_NONE, OPT_OPTIONAL_REFS},
    {"spec/volumes/item/projected/sources/item/*/optional", NEW | OTHER, OPT_NONE, OPT_OPTIONAL_REFS},
    {"spec/volumes/item/downwardAPI/items...", GONE, OPT_NONE, OPT_ONE_CONTAINER},
    {"spec/volumes/item/downwardAPI/items...", GONE, OPT_KEEP_INIT_CONTAINERS, OPT_NONE},
    {"spec/volumes/item/projected/sources/item/downwardAPI/items...", GONE, OPT_NONE, OPT_ONE_CONTAINER},
    {"spec/volumes/item/projected/sources/item/downwardAPI/items...", GONE, OPT_KEEP_INIT_CONTAINERS,
     OPT_NONE},
    {"any/env", GONE, OPT_NONE, OPT_ONE_CONTAINER},
    {"any/env/item", GONE, OPT_NONE, OPT_ONE_CONTAINER},
    {"any/env", GONE, OPT_KEEP_INIT_CONTAINERS, OPT_NONE},
    {"any/env/item", GONE, OPT_KEEP_INIT_CONTAINERS, OPT_NONE},
    {"any/env/item/value", NEW, OPT_NONE, OPT_NONE},
    {"any/env/item/valueFrom", GONE, OPT_NONE, OPT_NONE},
    {"any/env/item/valueFrom/*/optional", NEW | OTHER, OPT_NONE, OPT_OPTIONAL_REFS},
    {"any/envFrom/item/*/optional", NEW | OTHER, OPT_NONE, OPT_OPTIONAL_REFS},
    {"any/image", NEW | OTHER, OPT_NONE, OPT_SET_IMAGE},
    {"any/livenessProbe", GONE, OPT_KEEP_LIVENESS, OPT_NONE},
    {"any/livenessProbe/*/port", OTHER, OPT_KEEP_HOST_PORTS, OPT_NONE},
    {"any/readinessProbe/*/port", OTHER, OPT_KEEP_HOST_PORTS, OPT_NONE},
    {"any/startupProbe/*/port", OTHER, OPT_KEEP_HOST_PORTS, OPT_NONE},
    {"any/lifecycle/*/*/port", OTHER, OPT_KEEP_HOST_PORTS, OPT_NONE},
    {"any/ports", GONE, OPT_KEEP_HOST_PORTS, OPT_NONE},
    {"any/ports/item/hostPort", GONE, OPT_KEEP_HOST_PORTS, OPT_NONE},
    {"any/readinessProbe", GONE, OPT_KEEP_READINESS, OPT_NONE},
    {"any/restartPolicyRules", GONE, OPT_NONE, OPT_NONE},
    {"any/startupProbe", GONE, OPT_KEEP_STARTUP, OPT_NONE},
    {"any/volumeDevices", GONE, OPT_NONE, OPT_NONE},
    {"any/volumeDevices/item", GONE, OPT_NONE, OPT_NONE},
    {"target...", GONE | NEW | OTHER, OPT_NONE, OPT_CUSTOM},
    {"target/args", GONE, OPT_NONE, OPT_NONE},
    {"target/args...", GONE | NEW | OTHER, OPT_NONE, OPT_ARGUMENTS_ONLY},
    {"target/command...", GONE | NEW | OTHER, OPT_ARGUMENTS_ONLY, OPT_NONE},
    {"target/env...", GONE | NEW | OTHER, OPT_NONE, OPT_ENV},
    {"target/image", NEW | OTHER, OPT_NONE, OPT_IMAGE},
    {"target/imagePullPolicy", NEW | OTHER, OPT_NONE, OPT_IMAGE_PULL_POLICY},
    {"target/lifecycle", GONE, OPT_KEEP_LIFECYCLE, OPT_NONE},
    {"target/readinessProbe...", GONE | NEW | OTHER, OPT_IN_SERVICE, OPT_NONE},
    {"target/resources/limits...", GONE, OPT_NONE, OPT_NO_LIMITS},
    {"target/resources", NEW, OPT_NONE, OPT_SET_CPU},
    {"target/resources/limits", NEW, OPT_NONE, OPT_SET_CPU},
    {"target/resources/*/cpu", NEW | OTHER, OPT_NONE, OPT_SET_CPU},
    {"target/resources", NEW, OPT_NONE, OPT_SET_MEMORY},
    {"target/resources/limits", NEW, OPT_NONE, OPT_SET_MEMORY},
    {"target/resources/*/memory", NEW | OTHER, OPT_NONE, OPT_SET_MEMORY},
    {"target/restartPolicy", GONE, OPT_NONE, OPT_NONE},
    {"target/securityContext...", GONE | NEW | OTHER, OPT_NONE, OPT_PROFILE},
    {"target/securityContext", NEW, OPT_NONE, OPT_AS_ROOT},
    {"target/securityContext/runAs*", NEW | OTHER, OPT_NONE, OPT_AS_ROOT},
    {"target/securityContext", NEW, OPT_NONE, OPT_AS_USER},
    {"target/securityContext/runAs*", NEW | OTHER, OPT_NONE, OPT_AS_USER},
    {"target/volumeMounts/item/mountPropagation", OTHER, OPT_NONE, OPT_PROFILE},
    {"target/stdin", NEW | OTHER, OPT_NONE, OPT_STDIN},
    {"target/tty", NEW | OTHER, OPT_NONE, OPT_TTY},
    {"target/volumeMounts", NEW, OPT_NONE, OPT_NONE},
    {"target/volumeMounts/item", NEW, OPT_NONE, OPT_NONE},
};

struct comparison {
    const struct options *options;
    struct str target;
    struct buf *said;
};

enum { PATH = 1024 };

static bool matches(const char *place, const char *path)
{
    const char *rest = strstr(place, "...");
    return rest ? strncmp(place, path, (size_t)(rest - place)) == 0 : fnmatch(place, path, FNM_PATHNAME) == 0;
}

/* The path in a container, written as one in any container; empty for other paths. */
static void as_any(char *any, const char *path)
{
    const char *slash = strchr(path, '/');
    bool container = strncmp(path, "target", 6) == 0 || strncmp(path, "beside", 6) == 0;
    snprintf(any, PATH, "%s%s", container ? "any" : "", container && slash ? slash : "");
}

static void differ(const struct comparison *f, const char *path, int how)
{
    char any[PATH];
    as_any(any, path);
    for (size_t i = 0; i < sizeof reasons / sizeof *reasons; i++) {
        bool stays = option_on(f->options, reasons[i].unless);
        bool asked = reasons[i].when == OPT_NONE || option_on(f->options, reasons[i].when);
        bool here = matches(reasons[i].place, path) || matches(reasons[i].place, any);
        if ((reasons[i].how & how) && !stays && asked && here)
            return;
    }
    if (!f->said->n)
        buf_fmt(f->said, "%s without a reason: %s",
                how == GONE  ? "gone"
                : how == NEW ? "new"
                             : "changed",
                path);
}

static void walk(const struct comparison *f, const char *path, const struct node *was, const struct node *is);

static void below(char *to, const char *path, struct str key)
{
    snprintf(to, PATH, "%s%s%.*s", path, *path ? "/" : "", (int)key.n, key.p);
    for (char *p = to + strlen(path) + (*path != '\0'); *p; p++)
        if (*p == '/')
            *p = '|';
}

static const struct node *key_of(const struct node *mapping, struct str key)
{
    const struct node *k = node_first(mapping);
    while (k && !(k->kind == NODE_SCALAR && str_same(k->text, key)))
        k = node_after(k);
    return k;
}

/* The key of the clone that was this key of the Pod. Merge keys may stand more than once, in their order. */
static const struct node *same_key(const struct node *is, const struct node *key)
{
    size_t number = 0;
    if (!node_is_merge(key))
        return key_of(is, key->text);
    for (const struct node *k = node_first(key->parent); k != key; k = node_after(k))
        number += node_is_merge(k);
    const struct node *now = node_first(is);
    while (now && (!node_is_merge(now) || number-- > 0))
        now = node_after(now);
    return now;
}

static void walk_mapping(const struct comparison *f, const char *path, const struct node *was,
                         const struct node *is)
{
    char here[PATH];
    for (const struct node *k = node_first(was); k; k = node_after(k)) {
        const struct node *now = same_key(is, k);
        /* A key that is a collection has no name to look for. */
        if (k->kind != NODE_SCALAR)
            continue;
        below(here, path, k->text);
        if (now)
            walk(f, here, k->value, now->value);
        else
            differ(f, here, GONE);
    }
    for (const struct node *k = node_first(is); k; k = node_after(k)) {
        below(here, path, k->text);
        if (k->kind == NODE_SCALAR && !key_of(was, k->text))
            differ(f, here, NEW);
    }
}

/* The text that tells an item of a sequence from the others. */
static struct str identity(const char *path, const struct node *item)
{
    static const char *const keys[][2] = {{"volumeMounts", "mountPath"},
                                          {"volumeDevices", "devicePath"},
                                          {"ports", "containerPort"},
                                          {"readinessGates", "conditionType"}};
    const char *last = strrchr(path, '/'), *key = "name";
    for (size_t i = 0; last && i < sizeof keys / sizeof *keys; i++)
        if (strcmp(last + 1, keys[i][0]) == 0)
            key = keys[i][1];
    return node_text(item->kind == NODE_MAPPING ? node_get(item, key) : item);
}

static bool is_in(const char *path, const struct node *items, struct str id)
{
    for (; items; items = node_after(items))
        if (str_same(identity(path, items), id))
            return true;
    return false;
}

static bool are_told_apart(const char *path, const struct node *items)
{
    for (; items; items = node_after(items)) {
        struct str id = identity(path, items);
        if (!id.n || is_in(path, node_after(items), id))
            return false;
    }
    return true;
}

static size_t count(const struct node *items)
{
    size_t n = 0;
    for (; items; items = node_after(items))
        n++;
    return n;
}

static void walk_item(const struct comparison *f, const char *path, const struct node *was,
                      const struct node *is)
{
    char item[PATH];
    below(item, path, str_of("item"));
    if (strcmp(path, "spec/containers") == 0 || strcmp(path, "spec/initContainers") == 0)
        walk(f, str_same(identity(path, was), f->target) ? "target" : "beside", was, is);
    else
        walk(f, item, was, is);
}

static void walk_sequence(const struct comparison *f, const char *path, const struct node *was,
                          const struct node *is)
{
    char item[PATH];
    const struct node *a = node_first(was), *b = node_first(is);
    below(item, path, str_of("item"));
    /* Nobody could say which of them are gone. */
    if (count(a) != count(b) && !are_told_apart(path, a))
        return;
    while (a || b) {
        if (a && b && str_same(identity(path, a), identity(path, b))) {
            walk_item(f, path, a, b);
            a = node_after(a);
            b = node_after(b);
        } else if (b && !is_in(path, a, identity(path, b))) {
            differ(f, item, NEW);
            b = node_after(b);
        } else {
            differ(f, item, GONE);
            a = node_after(a);
        }
    }
}

static void walk(const struct comparison *f, const char *path, const struct node *was, const struct node *is)
{
    if (was->kind == NODE_MAPPING && is->kind == NODE_MAPPING)
        walk_mapping(f, path, was, is);
    else if (was->kind == NODE_SEQUENCE && is->kind == NODE_SEQUENCE)
        walk_sequence(f, path, was, is);
    else if (was->kind != is->kind)
        differ(f, path, node_is_null(was) ? NEW : OTHER);
    else if (!str_same(was->text, is->text) || (was->style == STYLE_PLAIN) != (is->style == STYLE_PLAIN))
        differ(f, path, OTHER);
}

/* The options that set a value, and where. */
static const struct {
    enum option option;
    bool target; /* the path is in the target, not in the Pod */
    const char *path[4];
} settings[] = {
    {OPT_AS_USER, true, {"securityContext", "runAsUser"}},
    {OPT_IMAGE, true, {"image"}},
    {OPT_IMAGE_PULL_POLICY, true, {"imagePullPolicy"}},
    {OPT_NAME, false, {"metadata", "name"}},
    {OPT_NODE_NAME, false, {"spec", "nodeName"}},
    {OPT_SET_CPU, true, {"resources", "limits", "cpu"}},
    {OPT_SET_MEMORY, true, {"resources", "limits", "memory"}},
    {OPT_TO_NAMESPACE, false, {"metadata", "namespace"}},
};

static void check_settings(const struct comparison *f, const struct node *pod, const struct node *target)
{
    for (size_t i = 0; i < sizeof settings / sizeof *settings; i++) {
        const char *value = f->options->value[settings[i].option];
        const struct node *n = settings[i].target ? target : pod;
        for (size_t k = 0; k < 4 && settings[i].path[k]; k++)
            n = node_get(n, settings[i].path[k]);
        if (value && !node_is(n, value) && !f->said->n)
            buf_fmt(f->said, "%s is not %s", settings[i].path[1] ? settings[i].path[1] : settings[i].path[0],
                    value);
    }
}

/* A node is kept only if asked for, by the mirror of a static Pod, and by a clone of one. */
static void check_node(const struct comparison *f, const struct node *was, const struct node *is)
{
    const struct node *metadata = node_get(was, "metadata");
    bool keeps = option_on(f->options, OPT_SAME_NODE) || f->options->value[OPT_NODE_NAME] ||
                 node_get(node_get(metadata, "annotations"), "podclone/source");
    for (const struct node *o = node_first(node_get(metadata, "ownerReferences")); o; o = node_after(o))
        keeps |= node_is(node_get(o, "kind"), "Node");
    if (!keeps && node_key(node_get(is, "spec"), "nodeName") && !f->said->n)
        buf_puts(f->said, "nodeName stays");
}

/* hold, and behind it the container's own words, or the one that says that it has none. */
static bool is_held(const struct node *command)
{
    for (const struct node *w = node_first(command); w; w = node_after(w)) {
        struct str word = node_text(w);
        if (word.n > 5 && memcmp(word.p + word.n - 5, "/hold", 5) == 0)
            return node_after(w) != NULL;
    }
    return false;
}

/* Whether the target runs the words behind `--`; without them it waits. */
static bool runs(const struct comparison *f, const struct node *target, bool windows)
{
    bool arguments = option_on(f->options, OPT_ARGUMENTS_ONLY);
    char **words = f->options->command;
    const struct node *command = node_get(target, "command"), *args = node_get(target, "args");
    const struct node *first = node_first(arguments ? args : command);
    if (!words)
        return windows ? first && !args : is_held(command);
    for (const struct node *w = first; w || *words; w = node_after(w), words++)
        if (!w || !*words || !node_is(w, *words))
            return false;
    return first && (arguments || !args);
}

static const struct node *named(const struct node *items, struct str name)
{
    const struct node *i = node_first(items);
    while (i && !str_same(node_text(node_get(i, "name")), name))
        i = node_after(i);
    return i;
}

/* The target mounts a volume that holds the tools, and an init container before all others fills it. */
static bool has_tools(const struct comparison *f, const struct node *spec, const struct node *target)
{
    bool init = f->options->tools == TOOLS_INIT;
    const struct node *mounts = node_get(target, "volumeMounts"), *mount = node_first(mounts);
    const struct node *filler = node_first(node_get(spec, "initContainers"));
    while (mount && node_after(mount))
        mount = node_after(mount);
    struct str volume = node_text(node_get(mount, "name"));
    if (!str_starts(node_text(node_get(mount, "mountPath")), f->options->value[OPT_TOOLS_DIR]) ||
        !node_get(named(node_get(spec, "volumes"), volume), init ? "emptyDir" : "image"))
        return false;
    return !init || (node_is(node_get(filler, "image"), f->options->value[OPT_TOOLS_IMAGE]) &&
                     named(node_get(filler, "volumeMounts"), volume));
}

/* What is in it at these keys, with slashes between. */
static const struct node *at(const struct node *n, const char *keys)
{
    char key[64];
    for (size_t length; *keys; keys += length + (keys[length] == '/')) {
        length = strcspn(keys, "/");
        snprintf(key, sizeof key, "%.*s", (int)length, keys);
        n = node_real(node_get(node_real(n), key));
    }
    return n;
}

static bool wants_windows(const struct node *term)
{
    for (const struct node *e = node_first(at(term, "matchExpressions")); e; e = node_after(e)) {
        const struct node *first = node_first(at(e, "values"));
        if (node_is(at(e, "key"), "kubernetes.io/os") && node_is(at(e, "operator"), "In") &&
            !node_after(first))
            return node_is(first, "windows");
    }
    return false;
}

static bool is_windows(const struct node *spec)
{
    static const char terms[] =
        "affinity/nodeAffinity/requiredDuringSchedulingIgnoredDuringExecution/nodeSelectorTerms";
    const struct node *os = at(spec, "os/name"), *term = node_first(at(spec, terms));
    if (!os)
        os = node_real(node_get(at(spec, "nodeSelector"), "kubernetes.io/os"));
    if (os)
        return node_is(os, "windows");
    for (const struct node *c = node_first(at(spec, "containers")); c; c = node_after(c))
        if (node_first(at(c, "securityContext/windowsOptions")))
            return true;
    bool only = term != NULL;
    for (; term && only; term = node_after(term))
        only = wants_windows(term);
    return only || node_first(at(spec, "securityContext/windowsOptions"));
}

/* What --custom says comes before everything else in the target, which is then not checked. */
static void check_target(const struct comparison *f, const struct node *pod)
{
    const struct node *spec = node_get(pod, "spec"), *target = named(node_get(spec, "containers"), f->target);
    if (!target)
        target = named(node_get(spec, "initContainers"), f->target);
    if (f->said->n || f->options->value[OPT_CUSTOM])
        return;
    check_settings(f, pod, target);
    if (!f->said->n && !runs(f, target, is_windows(spec)))
        buf_puts(f->said, "the target does not run what it should");
    if (!f->said->n && f->options->tools != TOOLS_NONE && !is_windows(spec) && !has_tools(f, spec, target))
        buf_puts(f->said, "no tools");
}

void differences_check(struct buf *b, const struct node *original, const struct node *clone,
                       const struct options *o)
{
    const struct node *annotations = node_get(node_get(clone, "metadata"), "annotations");
    struct comparison f = {o, node_text(node_get(annotations, "podclone/container")), b};
    walk(&f, "", original, clone);
    check_node(&f, original, clone);
    check_target(&f, clone);
}
