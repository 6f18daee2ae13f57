/* Random objects: what Kubernetes 1.36 has in a PodSpec, as a table. */
#include "value.h"

#include <stdlib.h>
#include <string.h>

enum how { SOMETIMES, ALWAYS, ONE }; /* ONE: one of the fields with it, of each type that has some */

/* A field, and what is in it: a type of this table, []TYPE, {}TYPE, one of A|B|C, or a basic one. */
struct field {
    const char *of, *key, *is;
    enum how how;
};

static const struct field fields[] = {
    {"PodSpec", "activeDeadlineSeconds", "int", SOMETIMES},
    {"PodSpec", "affinity", "Affinity", SOMETIMES},
    {"PodSpec", "automountServiceAccountToken", "bool", SOMETIMES},
    {"PodSpec", "containers", "[]Container", ALWAYS},
    {"PodSpec", "dnsConfig", "DNSConfig", SOMETIMES},
    {"PodSpec", "dnsPolicy", "ClusterFirst|Default|None", SOMETIMES},
    {"PodSpec", "enableServiceLinks", "bool", SOMETIMES},
    {"PodSpec", "ephemeralContainers", "[]Ephemeral", SOMETIMES},
    {"PodSpec", "hostAliases", "[]HostAlias", SOMETIMES},
    {"PodSpec", "hostIPC", "bool", SOMETIMES},
    {"PodSpec", "hostNetwork", "bool", SOMETIMES},
    {"PodSpec", "hostPID", "bool", SOMETIMES},
    {"PodSpec", "hostUsers", "bool", SOMETIMES},
    {"PodSpec", "hostname", "word", SOMETIMES},
    {"PodSpec", "hostnameOverride", "word", SOMETIMES},
    {"PodSpec", "imagePullSecrets", "[]Ref", SOMETIMES},
    {"PodSpec", "initContainers", "[]Init", SOMETIMES},
    {"PodSpec", "nodeName", "node-1|1e3", SOMETIMES},
    {"PodSpec", "nodeSelector", "{}text", SOMETIMES},
    {"PodSpec", "os", "OS", SOMETIMES},
    {"PodSpec", "overhead", "{}quantity", SOMETIMES},
    {"PodSpec", "preemptionPolicy", "Never|PreemptLowerPriority", SOMETIMES},
    {"PodSpec", "priority", "int", SOMETIMES},
    {"PodSpec", "priorityClassName", "word", SOMETIMES},
    {"PodSpec", "readinessGates", "[]Gate", SOMETIMES},
    {"PodSpec", "resourceClaims", "[]Claim", SOMETIMES},
    {"PodSpec", "resources", "Resources", SOMETIMES},
    {"PodSpec", "restartPolicy", "Always|Never|OnFailure", SOMETIMES},
    {"PodSpec", "runtimeClassName", "word", SOMETIMES},
    {"PodSpec", "schedulerName", "default-scheduler", SOMETIMES},
    {"PodSpec", "schedulingGates", "[]Ref", SOMETIMES},
    {"PodSpec", "schedulingGroup", "SchedulingGroup", SOMETIMES},
    {"PodSpec", "securityContext", "PodSecurity", SOMETIMES},
    {"PodSpec", "serviceAccount", "word", SOMETIMES},
    {"PodSpec", "serviceAccountName", "word", SOMETIMES},
    {"PodSpec", "setHostnameAsFQDN", "bool", SOMETIMES},
    {"PodSpec", "shareProcessNamespace", "bool", SOMETIMES},
    {"PodSpec", "subdomain", "word", SOMETIMES},
    {"PodSpec", "terminationGracePeriodSeconds", "int", SOMETIMES},
    {"PodSpec", "tolerations", "[]Toleration", SOMETIMES},
    {"PodSpec", "topologySpreadConstraints", "[]Spread", SOMETIMES},
    {"PodSpec", "volumes", "[]Volume", SOMETIMES},
    {"PodSpec", "workloadRef", "WorkloadRef", SOMETIMES},

    {"Container", "args", "[]text", SOMETIMES},
    {"Container", "command", "[]text", SOMETIMES},
    {"Container", "env", "[]Env", SOMETIMES},
    {"Container", "envFrom", "[]EnvFrom", SOMETIMES},
    {"Container", "image", "registry.example.com:5000/a/b:1|i@sha256:0123", SOMETIMES},
    {"Container", "imagePullPolicy", "Always|IfNotPresent|Never", SOMETIMES},
    {"Container", "lifecycle", "Lifecycle", SOMETIMES},
    {"Container", "livenessProbe", "Probe", SOMETIMES},
    {"Container", "name", "container", ALWAYS},
    {"Container", "ports", "[]Port", SOMETIMES},
    {"Container", "readinessProbe", "Probe", SOMETIMES},
    {"Container", "resizePolicy", "[]Resize", SOMETIMES},
    {"Container", "resources", "Resources", SOMETIMES},
    {"Container", "restartPolicy", "Always|Never|OnFailure", SOMETIMES},
    {"Container", "restartPolicyRules", "[]RestartRule", SOMETIMES},
    {"Container", "securityContext", "Security", SOMETIMES},
    {"Container", "startupProbe", "Probe", SOMETIMES},
    {"Container", "stdin", "bool", SOMETIMES},
    {"Container", "stdinOnce", "bool", SOMETIMES},
    {"Container", "terminationMessagePath", "path", SOMETIMES},
    {"Container", "terminationMessagePolicy", "File|FallbackToLogsOnError", SOMETIMES},
    {"Container", "tty", "bool", SOMETIMES},
    {"Container", "volumeDevices", "[]Device", SOMETIMES},
    {"Container", "volumeMounts", "[]Mount", SOMETIMES},
    {"Container", "workingDir", "path", SOMETIMES},
    {"Ephemeral", "name", "word", ALWAYS},
    {"Ephemeral", "image", "word", SOMETIMES},
    {"Ephemeral", "targetContainerName", "word", SOMETIMES},

    {"Env", "name", "variable", ALWAYS},
    {"Env", "value", "text", ONE},
    {"Env", "valueFrom", "EnvSource", ONE},
    {"EnvSource", "configMapKeyRef", "KeyRef", ONE},
    {"EnvSource", "fieldRef", "FieldRef", ONE},
    {"EnvSource", "fileKeyRef", "FileKeyRef", ONE},
    {"EnvSource", "resourceFieldRef", "ResourceRef", ONE},
    {"EnvSource", "secretKeyRef", "KeyRef", ONE},
    {"KeyRef", "key", "word", ALWAYS},
    {"KeyRef", "name", "word", SOMETIMES},
    {"KeyRef", "optional", "bool", SOMETIMES},
    {"FieldRef", "apiVersion", "v1", SOMETIMES},
    {"FieldRef", "fieldPath",
     "metadata.name|metadata.labels['app']|metadata.labels['job-name']|status.podIP|metadata.labels['team']",
     ALWAYS},
    {"FileKeyRef", "key", "word", ALWAYS},
    {"FileKeyRef", "optional", "bool", SOMETIMES},
    {"FileKeyRef", "path", "path", ALWAYS},
    {"FileKeyRef", "volumeName", "mounted", ALWAYS},
    {"ResourceRef", "containerName", "word", SOMETIMES},
    {"ResourceRef", "divisor", "quantity", SOMETIMES},
    {"ResourceRef", "resource", "limits.cpu|requests.memory", ALWAYS},
    {"EnvFrom", "configMapRef", "OptionalRef", ONE},
    {"EnvFrom", "prefix", "text", SOMETIMES},
    {"EnvFrom", "secretRef", "OptionalRef", ONE},
    {"OptionalRef", "name", "word", SOMETIMES},
    {"OptionalRef", "optional", "bool", SOMETIMES},
    {"Ref", "name", "word", SOMETIMES},

    {"Lifecycle", "postStart", "Handler", SOMETIMES},
    {"Lifecycle", "preStop", "Handler", SOMETIMES},
    {"Lifecycle", "stopSignal", "SIGUSR1", SOMETIMES},
    {"Handler", "exec", "Exec", ONE},
    {"Handler", "httpGet", "HTTPGet", ONE},
    {"Handler", "sleep", "Sleep", ONE},
    {"Handler", "tcpSocket", "Socket", ONE},
    {"Exec", "command", "[]text", SOMETIMES},
    {"HTTPGet", "host", "word", SOMETIMES},
    {"HTTPGet", "httpHeaders", "[]Header", SOMETIMES},
    {"HTTPGet", "path", "path", SOMETIMES},
    {"HTTPGet", "port", "port", ALWAYS},
    {"HTTPGet", "scheme", "HTTP|HTTPS", SOMETIMES},
    {"Header", "name", "text", ALWAYS},
    {"Header", "value", "text", ALWAYS},
    {"Sleep", "seconds", "int", ALWAYS},
    {"Socket", "host", "word", SOMETIMES},
    {"Socket", "port", "port", ALWAYS},
    {"Probe", "exec", "Exec", ONE},
    {"Probe", "failureThreshold", "int", SOMETIMES},
    {"Probe", "grpc", "GRPC", ONE},
    {"Probe", "httpGet", "HTTPGet", ONE},
    {"Probe", "initialDelaySeconds", "int", SOMETIMES},
    {"Probe", "periodSeconds", "int", SOMETIMES},
    {"Probe", "successThreshold", "int", SOMETIMES},
    {"Probe", "tcpSocket", "Socket", ONE},
    {"Probe", "terminationGracePeriodSeconds", "int", SOMETIMES},
    {"Probe", "timeoutSeconds", "int", SOMETIMES},
    {"GRPC", "port", "int", ALWAYS},
    {"GRPC", "service", "text", SOMETIMES},

    {"Port", "containerPort", "int", ALWAYS},
    {"Port", "hostIP", "10.0.0.1", SOMETIMES},
    {"Port", "hostPort", "int", SOMETIMES},
    {"Port", "name", "word", SOMETIMES},
    {"Port", "protocol", "TCP|UDP|SCTP", SOMETIMES},
    {"Resize", "resourceName", "cpu|memory", ALWAYS},
    {"Resize", "restartPolicy", "NotRequired|RestartContainer", ALWAYS},
    {"RestartRule", "action", "Restart|RestartAllContainers", ALWAYS},
    {"RestartRule", "exitCodes", "ExitCodes", SOMETIMES},
    {"ExitCodes", "operator", "In|NotIn", ALWAYS},
    {"ExitCodes", "values", "[]int", SOMETIMES},
    {"Resources", "claims", "[]ClaimRef", SOMETIMES},
    {"Resources", "limits", "Amounts", SOMETIMES},
    {"Resources", "requests", "Amounts", SOMETIMES},
    {"Amounts", "cpu", "quantity", SOMETIMES},
    {"Amounts", "ephemeral-storage", "quantity", SOMETIMES},
    {"Amounts", "example.com/gpu", "int", SOMETIMES},
    {"Amounts", "memory", "quantity", SOMETIMES},
    {"ClaimRef", "name", "word", ALWAYS},
    {"ClaimRef", "request", "word", SOMETIMES},

    {"Security", "allowPrivilegeEscalation", "bool", SOMETIMES},
    {"Security", "appArmorProfile", "Confinement", SOMETIMES},
    {"Security", "capabilities", "Capabilities", SOMETIMES},
    {"Security", "privileged", "bool", SOMETIMES},
    {"Security", "procMount", "Default|Unmasked", SOMETIMES},
    {"Security", "readOnlyRootFilesystem", "bool", SOMETIMES},
    {"Security", "runAsGroup", "int", SOMETIMES},
    {"Security", "runAsNonRoot", "bool", SOMETIMES},
    {"Security", "runAsUser", "int", SOMETIMES},
    {"Security", "seLinuxOptions", "SELinux", SOMETIMES},
    {"Security", "seccompProfile", "Confinement", SOMETIMES},
    {"Security", "windowsOptions", "Windows", SOMETIMES},
    {"PodSecurity", "appArmorProfile", "Confinement", SOMETIMES},
    {"PodSecurity", "fsGroup", "int", SOMETIMES},
    {"PodSecurity", "fsGroupChangePolicy", "Always|OnRootMismatch", SOMETIMES},
    {"PodSecurity", "runAsGroup", "int", SOMETIMES},
    {"PodSecurity", "runAsNonRoot", "bool", SOMETIMES},
    {"PodSecurity", "runAsUser", "int", SOMETIMES},
    {"PodSecurity", "seLinuxChangePolicy", "MountOption|Recursive", SOMETIMES},
    {"PodSecurity", "seLinuxOptions", "SELinux", SOMETIMES},
    {"PodSecurity", "seccompProfile", "Confinement", SOMETIMES},
    {"PodSecurity", "supplementalGroups", "[]int", SOMETIMES},
    {"PodSecurity", "supplementalGroupsPolicy", "Merge|Strict", SOMETIMES},
    {"PodSecurity", "sysctls", "[]Header", SOMETIMES},
    {"PodSecurity", "windowsOptions", "Windows", SOMETIMES},
    {"Confinement", "localhostProfile", "path", SOMETIMES},
    {"Confinement", "type", "Localhost|RuntimeDefault|Unconfined", ALWAYS},
    {"Capabilities", "add", "[]capability", SOMETIMES},
    {"Capabilities", "drop", "[]capability", SOMETIMES},
    {"SELinux", "level", "s0:c1,c2", SOMETIMES},
    {"SELinux", "role", "word", SOMETIMES},
    {"SELinux", "type", "word", SOMETIMES},
    {"SELinux", "user", "word", SOMETIMES},
    {"Windows", "gmsaCredentialSpec", "text", SOMETIMES},
    {"Windows", "gmsaCredentialSpecName", "word", SOMETIMES},
    {"Windows", "hostProcess", "bool", SOMETIMES},
    {"Windows", "runAsUserName", "text", SOMETIMES},
    {"OS", "name", "linux|windows", ALWAYS},

    {"Affinity", "nodeAffinity", "NodeAffinity", SOMETIMES},
    {"Affinity", "podAffinity", "PodAffinity", SOMETIMES},
    {"Affinity", "podAntiAffinity", "PodAffinity", SOMETIMES},
    {"NodeAffinity", "preferredDuringSchedulingIgnoredDuringExecution", "[]PreferredNode", SOMETIMES},
    {"NodeAffinity", "requiredDuringSchedulingIgnoredDuringExecution", "NodeSelector", SOMETIMES},
    {"PreferredNode", "preference", "NodeTerm", ALWAYS},
    {"PreferredNode", "weight", "int", ALWAYS},
    {"NodeSelector", "nodeSelectorTerms", "[]NodeTerm", ALWAYS},
    {"NodeTerm", "matchExpressions", "[]Requirement", SOMETIMES},
    {"NodeTerm", "matchFields", "[]Requirement", SOMETIMES},
    {"Requirement", "key", "metadata.name", ALWAYS},
    {"Requirement", "operator", "In|Exists", ALWAYS},
    {"Requirement", "values", "[]text", SOMETIMES},
    {"PodAffinity", "preferredDuringSchedulingIgnoredDuringExecution", "[]PreferredPod", SOMETIMES},
    {"PodAffinity", "requiredDuringSchedulingIgnoredDuringExecution", "[]PodTerm", SOMETIMES},
    {"PreferredPod", "podAffinityTerm", "PodTerm", ALWAYS},
    {"PreferredPod", "weight", "int", ALWAYS},
    {"PodTerm", "labelSelector", "Selector", SOMETIMES},
    {"PodTerm", "matchLabelKeys", "[]text", SOMETIMES},
    {"PodTerm", "mismatchLabelKeys", "[]text", SOMETIMES},
    {"PodTerm", "namespaceSelector", "Selector", SOMETIMES},
    {"PodTerm", "namespaces", "[]text", SOMETIMES},
    {"PodTerm", "topologyKey", "kubernetes.io/hostname", ALWAYS},
    {"Selector", "matchExpressions", "[]Requirement", SOMETIMES},
    {"Selector", "matchLabels", "{}text", SOMETIMES},
    {"Spread", "labelSelector", "Selector", SOMETIMES},
    {"Spread", "matchLabelKeys", "[]text", SOMETIMES},
    {"Spread", "maxSkew", "int", ALWAYS},
    {"Spread", "minDomains", "int", SOMETIMES},
    {"Spread", "nodeAffinityPolicy", "Honor|Ignore", SOMETIMES},
    {"Spread", "nodeTaintsPolicy", "Honor|Ignore", SOMETIMES},
    {"Spread", "topologyKey", "word", ALWAYS},
    {"Spread", "whenUnsatisfiable", "DoNotSchedule|ScheduleAnyway", ALWAYS},
    {"Toleration", "effect", "NoExecute|NoSchedule", SOMETIMES},
    {"Toleration", "key", "text", SOMETIMES},
    {"Toleration", "operator", "Exists|Equal", SOMETIMES},
    {"Toleration", "tolerationSeconds", "int", SOMETIMES},
    {"Toleration", "value", "text", SOMETIMES},

    {"DNSConfig", "nameservers", "[]text", SOMETIMES},
    {"DNSConfig", "options", "[]Header", SOMETIMES},
    {"DNSConfig", "searches", "[]text", SOMETIMES},
    {"HostAlias", "hostnames", "[]text", SOMETIMES},
    {"HostAlias", "ip", "10.0.0.1", ALWAYS},
    {"Gate", "conditionType", "example.com/ready", ALWAYS},
    {"Claim", "name", "word", ALWAYS},
    {"Claim", "resourceClaimName", "word", ONE},
    {"Claim", "resourceClaimTemplateName", "word", ONE},
    {"SchedulingGroup", "podGroupName", "word", SOMETIMES},
    {"WorkloadRef", "name", "word", ALWAYS},
    {"WorkloadRef", "podGroup", "word", ALWAYS},
    {"WorkloadRef", "podGroupReplicaKey", "word", SOMETIMES},

    {"Device", "devicePath", "place", ALWAYS},
    {"Device", "name", "mounted", ALWAYS},
    {"Mount", "mountPath", "place", ALWAYS},
    {"Mount", "mountPropagation", "None|HostToContainer", SOMETIMES},
    {"Mount", "name", "mounted", ALWAYS},
    {"Mount", "readOnly", "bool", SOMETIMES},
    {"Mount", "recursiveReadOnly", "Disabled|Enabled", SOMETIMES},
    {"Mount", "subPath", "text", SOMETIMES},
    {"Mount", "subPathExpr", "$(A)/x", SOMETIMES},
    {"Volume", "name", "volume", ALWAYS},
    {"Volume", "awsElasticBlockStore", "Disk", ONE},
    {"Volume", "azureDisk", "Disk", ONE},
    {"Volume", "azureFile", "Disk", ONE},
    {"Volume", "cephfs", "Disk", ONE},
    {"Volume", "cinder", "Disk", ONE},
    {"Volume", "configMap", "Files", ONE},
    {"Volume", "csi", "Disk", ONE},
    {"Volume", "downwardAPI", "Downward", ONE},
    {"Volume", "emptyDir", "EmptyDir", ONE},
    {"Volume", "ephemeral", "EphemeralVolume", ONE},
    {"Volume", "fc", "Disk", ONE},
    {"Volume", "flexVolume", "Disk", ONE},
    {"Volume", "flocker", "Disk", ONE},
    {"Volume", "gcePersistentDisk", "Disk", ONE},
    {"Volume", "gitRepo", "Disk", ONE},
    {"Volume", "glusterfs", "Disk", ONE},
    {"Volume", "hostPath", "HostPath", ONE},
    {"Volume", "image", "Image", ONE},
    {"Volume", "iscsi", "Disk", ONE},
    {"Volume", "nfs", "Disk", ONE},
    {"Volume", "persistentVolumeClaim", "ClaimVolume", ONE},
    {"Volume", "photonPersistentDisk", "Disk", ONE},
    {"Volume", "portworxVolume", "Disk", ONE},
    {"Volume", "projected", "Projected", ONE},
    {"Volume", "quobyte", "Disk", ONE},
    {"Volume", "rbd", "Disk", ONE},
    {"Volume", "scaleIO", "Disk", ONE},
    {"Volume", "secret", "Files", ONE},
    {"Volume", "storageos", "Disk", ONE},
    {"Volume", "vsphereVolume", "Disk", ONE},
    /* Of all the disks: what their kinds have in common, and one field of each sort. */
    {"Disk", "driver", "word", SOMETIMES},
    {"Disk", "fsType", "ext4", SOMETIMES},
    {"Disk", "lun", "int", SOMETIMES},
    {"Disk", "monitors", "[]text", SOMETIMES},
    {"Disk", "options", "{}text", SOMETIMES},
    {"Disk", "path", "path", SOMETIMES},
    {"Disk", "readOnly", "bool", SOMETIMES},
    {"Disk", "secretRef", "Ref", SOMETIMES},
    {"Disk", "volumeID", "text", SOMETIMES},
    {"Files", "defaultMode", "0420|420", SOMETIMES},
    {"Files", "items", "[]File", SOMETIMES},
    {"Files", "name", "word", SOMETIMES},
    {"Files", "optional", "bool", SOMETIMES},
    {"Files", "secretName", "word", SOMETIMES},
    {"File", "key", "word", ALWAYS},
    {"File", "mode", "int", SOMETIMES},
    {"File", "path", "text", ALWAYS},
    {"Downward", "defaultMode", "int", SOMETIMES},
    {"Downward", "items", "[]DownwardFile", SOMETIMES},
    {"DownwardFile", "fieldRef", "FieldRef", ONE},
    {"DownwardFile", "path", "path", ALWAYS},
    {"DownwardFile", "resourceFieldRef", "ResourceRef", ONE},
    {"EmptyDir", "medium", "Memory", SOMETIMES},
    {"EmptyDir", "sizeLimit", "quantity", SOMETIMES},
    {"EphemeralVolume", "volumeClaimTemplate", "ClaimTemplate", SOMETIMES},
    {"ClaimTemplate", "metadata", "Selector", SOMETIMES},
    {"ClaimTemplate", "spec", "ClaimSpec", ALWAYS},
    {"ClaimSpec", "accessModes", "[]text", SOMETIMES},
    {"ClaimSpec", "resources", "Resources", SOMETIMES},
    {"ClaimSpec", "storageClassName", "word", SOMETIMES},
    {"HostPath", "path", "path", ALWAYS},
    {"HostPath", "type", "Directory|File", SOMETIMES},
    {"Image", "pullPolicy", "Always|Never", SOMETIMES},
    {"Image", "reference", "word", SOMETIMES},
    {"ClaimVolume", "claimName", "word", ALWAYS},
    {"ClaimVolume", "readOnly", "bool", SOMETIMES},
    {"Projected", "defaultMode", "int", SOMETIMES},
    {"Projected", "sources", "[]Source", SOMETIMES},
    {"Source", "clusterTrustBundle", "OptionalRef", ONE},
    {"Source", "configMap", "Files", ONE},
    {"Source", "downwardAPI", "Downward", ONE},
    {"Source", "podCertificate", "Certificate", ONE},
    {"Source", "secret", "Files", ONE},
    {"Source", "serviceAccountToken", "Token", ONE},
    {"Certificate", "keyType", "ED25519", ALWAYS},
    {"Certificate", "signerName", "word", ALWAYS},
    {"Token", "audience", "text", SOMETIMES},
    {"Token", "expirationSeconds", "int", SOMETIMES},
    {"Token", "path", "path", ALWAYS},

    {"Metadata", "annotations", "{}text", SOMETIMES},
    {"Metadata", "creationTimestamp", "null|2026-11-23T10:00:00Z", SOMETIMES},
    {"Metadata", "deletionGracePeriodSeconds", "int", SOMETIMES},
    {"Metadata", "deletionTimestamp", "2026-11-23T10:00:00Z", SOMETIMES},
    {"Metadata", "finalizers", "[]text", SOMETIMES},
    {"Metadata", "generateName", "web-5d4-", SOMETIMES},
    {"Metadata", "generation", "int", SOMETIMES},
    {"Metadata", "labels", "Labels", SOMETIMES},
    {"Metadata", "managedFields", "[]ManagedFields", SOMETIMES},
    {"Metadata", "name", "a|web-5d4-x|1e3", ALWAYS},
    {"Metadata", "namespace", "n", SOMETIMES},
    {"Metadata", "ownerReferences", "[]Owner", SOMETIMES},
    {"Metadata", "resourceVersion", "1234", SOMETIMES},
    {"Metadata", "selfLink", "path", SOMETIMES},
    {"Metadata", "uid", "1e3", SOMETIMES},
    {"Labels", "app", "text", SOMETIMES},
    {"Labels", "app.kubernetes.io/instance", "text", SOMETIMES},
    {"Labels", "controller-uid", "text", SOMETIMES},
    {"Labels", "job-name", "1e3", SOMETIMES},
    {"Labels", "kapp.k14s.io/app", "text", SOMETIMES},
    {"Labels", "pod-template-hash", "5d4", SOMETIMES},
    {"Labels", "team", "text", SOMETIMES},
    {"ManagedFields", "fieldsType", "FieldsV1", SOMETIMES},
    {"ManagedFields", "fieldsV1", "{}Selector", SOMETIMES},
    {"ManagedFields", "manager", "word", SOMETIMES},
    {"Owner", "controller", "bool", SOMETIMES},
    /* A Node's Pod is named after it, which these are not: the clone of its clone would differ. */
    {"Owner", "kind", "ReplicaSet|Job|StatefulSet|DaemonSet|Site", ALWAYS},
    {"Owner", "name", "word", ALWAYS},

    {"Status", "conditions", "[]Header", SOMETIMES},
    {"Status", "containerStatuses", "[]ContainerStatus", SOMETIMES},
    {"Status", "initContainerStatuses", "[]InitStatus", SOMETIMES},
    {"Status", "message", "text", SOMETIMES},
    {"Status", "reason", "Evicted", SOMETIMES},
    {"ContainerStatus", "lastState", "State", SOMETIMES},
    {"ContainerStatus", "name", "container", ALWAYS},
    {"ContainerStatus", "ready", "bool", SOMETIMES},
    {"ContainerStatus", "restartCount", "int", SOMETIMES},
    {"ContainerStatus", "started", "bool", SOMETIMES},
    {"ContainerStatus", "state", "State", SOMETIMES},
    {"State", "running", "StateDetail", ONE},
    {"State", "terminated", "StateDetail", ONE},
    {"State", "waiting", "StateDetail", ONE},
    {"StateDetail", "exitCode", "int", SOMETIMES},
    {"StateDetail", "message", "text", SOMETIMES},
    {"StateDetail", "reason", "CrashLoopBackOff|Error|OOMKilled|PodInitializing|ImagePullBackOff", SOMETIMES},

    {"Pod", "apiVersion", "v1", ALWAYS},
    {"Pod", "kind", "Pod|Pod", ALWAYS},
    {"Pod", "metadata", "Metadata", ALWAYS},
    {"Pod", "spec", "PodSpec", ALWAYS},
    {"Pod", "status", "Status", SOMETIMES},
    {"List", "apiVersion", "v1", ALWAYS},
    {"List", "items", "[]Pod", ALWAYS},
    {"List", "kind", "List|PodList", ALWAYS},
    {"Workload", "apiVersion", "apps/v1", ALWAYS},
    {"Workload", "kind", "Deployment|StatefulSet|DaemonSet|Job", ALWAYS},
    {"Workload", "metadata", "Metadata", ALWAYS},
    {"Workload", "spec", "WorkloadSpec", ALWAYS},
    {"Workload", "status", "{}text", SOMETIMES},
    {"WorkloadSpec", "replicas", "int", SOMETIMES},
    {"WorkloadSpec", "selector", "Selector", SOMETIMES},
    {"WorkloadSpec", "template", "Template", ALWAYS},
    {"WorkloadSpec", "volumeClaimTemplates", "[]VolumeClaim", SOMETIMES},
    {"Template", "metadata", "TemplateMetadata", SOMETIMES},
    {"Template", "spec", "PodSpec", ALWAYS},
    {"TemplateMetadata", "annotations", "{}text", SOMETIMES},
    {"TemplateMetadata", "labels", "Labels", SOMETIMES},
    {"VolumeClaim", "metadata", "ClaimMetadata", ALWAYS},
    {"VolumeClaim", "spec", "ClaimSpec", ALWAYS},
    {"ClaimMetadata", "name", "volume", ALWAYS},
};

static const char *const texts[] = {
    "plain",
    "yes",
    "n",
    "1e3",
    "0777",
    "12:30:00",
    "2026-11-23",
    "~",
    "null",
    "",
    " lead",
    "trail ",
    "a: b",
    "a #b",
    "# c",
    "- d",
    "? e",
    ": f",
    "it's",
    "\"quoted\"",
    "{a}",
    "[b]",
    "*c",
    "&d",
    "!e",
    "%f",
    "@g",
    "`h",
    "|",
    ">",
    "=",
    "<<",
    ".5",
    "one\ntwo",
    "one\ntwo\n",
    "one\n\ntwo\n\n",
    "\nlead",
    "tab\there",
    "\ttab",
    "caf\xc3\xa9",
    "\xf0\x9f\x8e\x89",
    "$(A) $$(B) $$",
    "back\\slash",
    "a,b",
    "/bin/sh",
    "-c",
    "exec sleep 1 && echo 'it'\"'\"'s'",
    "x=1; while :; do\n  echo $x\ndone\n",
    "---",
    "...",
    "a very long line that an emitter of eighty columns would have folded somewhere",
};

/* Where we are: which item of its sequence, and of what. */
struct place {
    unsigned index;
    bool init;
};

unsigned pick(struct dice *d, unsigned n)
{
    d->state += 0x9e3779b97f4a7c15U;
    uint64_t z = d->state;
    z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9U;
    z = (z ^ z >> 27) * 0x94d049bb133111ebU;
    return (unsigned)((z ^ z >> 31) % n);
}

bool chance(struct dice *d, unsigned percent)
{
    return pick(d, 100) < percent;
}

static struct value *make(struct dice *d, enum type type, const char *text)
{
    struct value *v = arena_alloc(&d->arena, sizeof *v);
    if (!v)
        abort();
    v->type = type;
    v->text = text;
    return v;
}

static void put(struct value *to, const char *key, struct value *v)
{
    if (to->n == MOST)
        abort();
    to->keys[to->n] = key;
    to->values[to->n++] = v;
}

static struct value *numbered(struct dice *d, const char *fmt, unsigned n)
{
    struct buf b = {0};
    for (const char *p = fmt; *p; p++)
        buf_fmt(&b, *p == '#' ? "%u" : "%c", *p == '#' ? n : (unsigned char)*p);
    return make(d, STRING, arena_take(&d->arena, &b).p);
}

static struct value *one_of(struct dice *d, const char *choices)
{
    unsigned n = 1;
    for (const char *p = choices; *p; p++)
        n += *p == '|';
    for (unsigned skip = pick(d, n); skip > 0; skip--)
        choices = strchr(choices, '|') + 1;
    struct str s = arena_copy(&d->arena, (struct str){choices, strcspn(choices, "|")});
    return make(d, str_is(s, "null") ? LITERAL : STRING, s.p);
}

/* Containers are a, b and c, init containers i, j and k. */
static struct value *letter(struct dice *d, const struct place *at)
{
    static const char *const letters[2][4] = {{"a", "b", "c", "d"}, {"i", "j", "k", "l"}};
    return make(d, STRING, letters[at->init][at->index % 4]);
}

/* What has a name of its own, and values to choose from; # is a number. */
static const struct {
    const char *is, *choices;
    enum type type;
} basics[] = {
    {"bool", "true|false", LITERAL},
    {"int", "0|1|137|65534|8080|3600", LITERAL},
    {"word", "word|w-1|yes|0x1F", STRING},
    {"path", "/data|/a b|/podclone|/", STRING},
    {"port", "8080|http", STRING},
    {"quantity", "250m|64Mi|1e3|0.5|1", STRING},
    {"capability", "ALL|NET_ADMIN|SYS_PTRACE|NET_RAW", STRING},
    {"variable", "E#|E#|E#|a.b#", STRING},
    {"volume", "v#", STRING},
    {"place", "/mnt/#|/mnt/#|/mnt/#|/podclone/#", STRING},
};

/* NULL for what is no basic type. */
static struct value *basic(struct dice *d, const char *is, const struct place *at)
{
    if (strcmp(is, "text") == 0)
        return make(d, STRING, texts[pick(d, sizeof texts / sizeof *texts)]);
    if (strcmp(is, "container") == 0)
        return letter(d, at);
    /* A volume that is there, most often. */
    if (strcmp(is, "mounted") == 0)
        return numbered(d, "v#", pick(d, 4));
    for (size_t i = 0; i < sizeof basics / sizeof *basics; i++)
        if (strcmp(is, basics[i].is) == 0) {
            struct value *v = numbered(d, one_of(d, basics[i].choices)->text, at->index);
            v->type = basics[i].type;
            return v;
        }
    return NULL;
}

static struct value *any(struct dice *d, const char *is, const struct place *at);

static bool is_table_type(const char *is)
{
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
        if (strcmp(fields[i].of, is) == 0)
            return true;
    return false;
}

static unsigned count_of_one(const char *of)
{
    unsigned n = 0;
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
        n += strcmp(fields[i].of, of) == 0 && fields[i].how == ONE;
    return n;
}

static struct value *object(struct dice *d, const char *of, const struct place *at)
{
    struct value *v = make(d, MAPPING, NULL);
    unsigned ones = count_of_one(of), one = ones ? pick(d, ones) : 0, likely = 10 + pick(d, 30);
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
        const struct field *f = &fields[i];
        if (strcmp(f->of, of) != 0)
            continue;
        if (f->how == ONE ? one-- == 0 : f->how == ALWAYS || chance(d, likely))
            put(v, f->key, any(d, f->is, at));
    }
    return v;
}

static struct value *items(struct dice *d, const char *is, const struct place *at)
{
    struct value *v = make(d, SEQUENCE, NULL);
    bool some = strcmp(is, "Container") == 0 || strcmp(is, "Pod") == 0;
    struct place here = {.init = strncmp(is, "Init", 4) == 0 || at->init};
    const char *of = strcmp(is, "Init") == 0         ? "Container"
                     : strcmp(is, "InitStatus") == 0 ? "ContainerStatus"
                                                     : is;
    for (unsigned n = some ? 1 + pick(d, 3) : pick(d, 4); here.index < n; here.index++)
        put(v, NULL, any(d, of, &here));
    return v;
}

static struct value *entries(struct dice *d, const char *is, const struct place *at)
{
    static const char *const keys[] = {"example.com/a", "b", "yes", "1e3", "kubernetes.io/os"};
    struct value *v = make(d, MAPPING, NULL);
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        if (chance(d, 30))
            put(v, keys[i], any(d, is, at));
    return v;
}

static struct value *any(struct dice *d, const char *is, const struct place *at)
{
    if (strncmp(is, "[]", 2) == 0)
        return items(d, is + 2, at);
    if (strncmp(is, "{}", 2) == 0)
        return entries(d, is + 2, at);
    if (is_table_type(is))
        return object(d, is, at);
    struct value *v = basic(d, is, at);
    return v ? v : one_of(d, is);
}

struct value *shape(struct dice *d)
{
    static const struct place root;
    return any(d, chance(d, 70) ? "Pod" : chance(d, 50) ? "List" : "Workload", &root);
}
