#include "clone/causes.h"

#include "clone/facts.h"

/* Why a kubelet does not take a Pod that was sent to its node. */
#define REFUSALS                                                                                             \
    "UnexpectedAdmissionError|TopologyAffinityError|SMTAlignmentError|NodeAffinity|NodePorts|OutOf*|"        \
    "SysctlForbidden|AppArmor|PodOS*|SupplementalGroupsPolicyNotSupported"
#define CONFIG  "CreateContainerConfigError"
#define STARTS  "RunContainerError|StartError*|ContainerCannotRun*|CreateContainerError*"
#define SHARES  "and the clone has the same"
#define CUSTOM  "custom.yaml, --custom custom.yaml"
#define USER    "the clone needs a user too (--as-user)"
#define SLOW    "the node was too slow to make the container: that passes, or the clone may run on another"
#define REFUSED "the node's kubelet refused the original ({said}): the clone asks for "
#define MISSING "is missing, and the clone needs it too: create it, or start without it (--optional-refs)"
#define NONE                                                                                                 \
    {                                                                                                        \
        OPT_NONE, OPT_NONE                                                                                   \
    }

static bool no_other_image(const struct clone *c, const struct saying *s)
{
    (void)s;
    return !facts_other_image(c);
}

static bool no_memory_limit(const struct clone *c, const struct saying *s)
{
    (void)s;
    return !facts_memory(c).n;
}

static bool other_memory_limit(const struct clone *c, const struct saying *s)
{
    (void)s;
    return option_on(c->options, OPT_NO_LIMITS) || c->options->value[OPT_SET_MEMORY];
}

static bool no_host_ports(const struct clone *c, const struct saying *s)
{
    (void)s;
    return !option_on(c->options, OPT_KEEP_HOST_PORTS);
}

/* The kubelet says it twice: of the Pod, and as a condition. */
static bool says_nothing(const struct clone *c, const struct saying *s)
{
    (void)s;
    return !node_text(node_get(c->pod.status, "message")).n;
}

static bool names_directory(const struct clone *c, const struct saying *s)
{
    enum { PATH_MOST = 4096 }; /* no system has a longer one, and comparing it could take for ever */
    struct str directory = node_text(node_get(c->target.container, "workingDir"));
    return directory.n <= PATH_MOST && str_has(s->message, directory);
}

const struct cause causes[] = {
    {"name", SAYER_CONTAINER, "InvalidImageName", NULL, no_other_image,
     "the image's name {image} is none that a runtime takes, " SHARES " (--set-image {target}=IMAGE)", NONE},
    {"credentials",
     SAYER_CONTAINER,
     "ErrImageNeverPull",
     "is present with pull policy of Never",
     no_other_image,
     "the image {image} is on the node, but the Pod may not use it without the Secret that it was pulled "
     "with, " SHARES " (--image-pull-policy=IfNotPresent)",
     {OPT_IMAGE_PULL_POLICY, OPT_NONE}},
    {"never-pulled",
     SAYER_CONTAINER,
     "ErrImageNeverPull",
     NULL,
     no_other_image,
     "the image {image} is not on the node and shall never be pulled, " SHARES
     " (--image-pull-policy=IfNotPresent)",
     {OPT_IMAGE_PULL_POLICY, OPT_NONE}},
    {"image-volume", SAYER_CONTAINER, CAUSES_PULLS, "image \"*\"", facts_is_volume_image,
     "the image {1} of a volume could not be pulled{why}, and the clone mounts it too (--custom)", NONE},
    {"platform", SAYER_CONTAINER, CAUSES_PULLS, "no match for platform", no_other_image,
     "the image {image} has nothing for the node's processor, " SHARES
     " (--set-image {target}=IMAGE, --node-name)",
     NONE},
    {"registry", SAYER_CONTAINER, CAUSES_PULLS, "dial tcp", no_other_image,
     "the image {image} could not be pulled{why}: the registry cannot be reached, and perhaps neither can "
     "that of "
     "the clone's tools, {tools} (--set-image {target}=IMAGE, --tools-image)",
     NONE},
    {"pull-limit", SAYER_CONTAINER, CAUSES_PULLS, "oomanyrequests", no_other_image,
     "the image {image} could not be pulled: the registry has a limit, and the clone's tools come from "
     "{tools} "
     "(--set-image {target}=IMAGE, --tools-image)",
     NONE},
    {"pull", SAYER_CONTAINER, CAUSES_PULLS, NULL, no_other_image,
     "the image {image} could not be pulled{why}, and the clone needs it too (--set-image {target}=IMAGE)",
     NONE},

    {"config-map",
     SAYER_CONTAINER,
     CONFIG,
     "configmap \"*\" not found",
     NULL,
     "the ConfigMap {1} " MISSING,
     {OPT_OPTIONAL_REFS, OPT_NONE}},
    {"secret",
     SAYER_CONTAINER,
     CONFIG,
     "secret \"*\" not found",
     NULL,
     "the Secret {1} " MISSING,
     {OPT_OPTIONAL_REFS, OPT_NONE}},
    {"config-map-key",
     SAYER_CONTAINER,
     CONFIG,
     "find key * in ConfigMap *",
     NULL,
     "the key {1} of the ConfigMap {2} " MISSING,
     {OPT_OPTIONAL_REFS, OPT_NONE}},
    {"secret-key",
     SAYER_CONTAINER,
     CONFIG,
     "find key * in Secret *",
     NULL,
     "the key {1} of the Secret {2} " MISSING,
     {OPT_OPTIONAL_REFS, OPT_NONE}},
    {"cache", SAYER_CONTAINER, CONFIG, "failed to sync * cache", NULL,
     "the kubelet could not read a {1} from the API server in time: that passes, or the node is cut off",
     NONE},
    {"services", SAYER_CONTAINER, CONFIG, "services have not yet been read", NULL,
     "the kubelet could not read the Services from the API server in time: that passes, or the node is cut "
     "off",
     NONE},
    {"user-root",
     SAYER_CONTAINER,
     CONFIG,
     "image will run as root",
     NULL,
     "the manifest forbids root (runAsNonRoot), and the image's user is root: " USER,
     {OPT_AS_ROOT, OPT_AS_USER}},
    {"user-name",
     SAYER_CONTAINER,
     CONFIG,
     "image has non-numeric user (*)",
     NULL,
     "the manifest forbids root (runAsNonRoot), and the image's user {1} has no number: " USER,
     {OPT_AS_ROOT, OPT_AS_USER}},
    {"user-forbidden",
     SAYER_CONTAINER,
     CONFIG,
     "runAsUser breaks non-root policy",
     NULL,
     "the manifest forbids root (runAsNonRoot), and the container's runAsUser is 0: the clone needs another "
     "user too (--as-user)",
     {OPT_AS_ROOT, OPT_AS_USER}},
    {"sub-path-variable",
     SAYER_CONTAINER,
     CONFIG,
     "missing value for *",
     NULL,
     "a subPathExpr names the variable {1}, which the container does not have, " SHARES " (--env {1}=VALUE)",
     {OPT_ENV, OPT_NONE}},
    {"sub-path",
     SAYER_CONTAINER,
     CONFIG,
     " for volumeMount \"*\"",
     NULL,
     "the volume {1} has nothing at the subPath that could be mounted at {mountPath}, " SHARES
     " (echo `volumeMounts: [{mountPath: {mountPath}, $patch: delete}]` >" CUSTOM ")",
     {OPT_CUSTOM, OPT_NONE}},
    {"file-key",
     SAYER_CONTAINER,
     CONFIG,
     "environment variable key \"*\" not found in file \"*\"",
     NULL,
     "the file {2} has no key {1} ({files}), " SHARES ": start without it (--optional-refs)",
     {OPT_OPTIONAL_REFS, OPT_NONE}},
    {"file",
     SAYER_CONTAINER,
     CONFIG,
     "parse env file",
     NULL,
     "a file of variables is missing, or it is not one of NAME='VALUE' lines ({files}), " SHARES
     ": set the variable instead (--env NAME=VALUE)",
     {OPT_ENV, OPT_NONE}},
    {"config", SAYER_CONTAINER, CONFIG, NULL, NULL,
     "the kubelet cannot make a container of this manifest, " SHARES, NONE},

    {"command", SAYER_CONTAINER, STARTS, "exec: \"", NULL, NULL, NONE},
    {"executable", SAYER_CONTAINER, STARTS, "executable", NULL, NULL, NONE},
    {"slow", SAYER_CONTAINER, STARTS, "context deadline exceeded", NULL, SLOW, NONE},
    {"reserved", SAYER_CONTAINER, STARTS, "is reserved", NULL, SLOW, NONE},
    {"no-command", SAYER_CONTAINER, STARTS, "no command specified", NULL,
     "neither the image nor the manifest names a command: the clone runs, and rerun has nothing to run",
     NONE},
    {"directory",
     SAYER_CONTAINER,
     STARTS,
     "mkdir *",
     names_directory,
     "the workingDir {workingDir} cannot be made a directory, " SHARES " (echo `workingDir: /` >" CUSTOM ")",
     {OPT_CUSTOM, OPT_NONE}},
    {"directory-closed",
     SAYER_CONTAINER,
     STARTS,
     "chdir to cwd (\"*\")",
     NULL,
     "the user cannot enter the working directory {1}, " SHARES
     " (--as-root, or echo `workingDir: /` >" CUSTOM ")",
     {OPT_AS_ROOT, OPT_CUSTOM}},
    {"user-unknown",
     SAYER_CONTAINER,
     STARTS,
     "unable to find user *:",
     NULL,
     "the image has no user {1}, and the clone needs one too (--as-user)",
     {OPT_AS_ROOT, OPT_AS_USER}},
    {"no-users",
     SAYER_CONTAINER,
     STARTS,
     "no users found",
     NULL,
     "the image's user is not in its own /etc/passwd, and the clone needs one too (--as-user)",
     {OPT_AS_ROOT, OPT_AS_USER}},
    {"mount",
     SAYER_CONTAINER,
     STARTS,
     "error mounting \"*\" to rootfs at \"*\"",
     NULL,
     "nothing can be mounted at {2}, " SHARES
     " (echo `volumeMounts: [{mountPath: {2}, $patch: delete}]` >" CUSTOM ")",
     {OPT_CUSTOM, OPT_NONE}},
    {"seccomp",
     SAYER_CONTAINER,
     STARTS,
     "seccomp*no such file",
     NULL,
     "the node does not have the seccomp profile, " SHARES
     " (echo `securityContext: {seccompProfile: {type: RuntimeDefault, localhostProfile: null}}` >" CUSTOM
     ")",
     {OPT_CUSTOM, OPT_NONE}},
    {"apparmor",
     SAYER_CONTAINER,
     STARTS,
     "pparmor",
     NULL,
     "the node does not have the AppArmor profile, " SHARES
     " (echo `securityContext: {appArmorProfile: {type: RuntimeDefault, localhostProfile: null}}` >" CUSTOM
     ")",
     {OPT_CUSTOM, OPT_NONE}},
    {"device",
     SAYER_CONTAINER,
     STARTS,
     "adding custom device \"*\"",
     NULL,
     "the node does not have the device {1}, and the clone asks for it too (--node-name)",
     {OPT_NODE_NAME, OPT_NONE}},
    {"device-lost",
     SAYER_CONTAINER,
     STARTS,
     "lstat /dev/*:",
     NULL,
     "the node does not have the device /dev/{1}, and the clone asks for it too (--node-name)",
     {OPT_NODE_NAME, OPT_NONE}},
    {"memory-to-start",
     SAYER_CONTAINER,
     STARTS,
     "memory limit*too low",
     NULL,
     "the memory limit {memory} is too low to start anything, " SHARES " (--no-limits, --set-memory)",
     {OPT_NO_LIMITS, OPT_SET_MEMORY}},
    {"disk-full", SAYER_CONTAINER, STARTS, "no space left on device", NULL,
     "the node has no room left: the clone may run on another", NONE},
    {"start", SAYER_CONTAINER, STARTS, NULL, NULL,
     "the runtime could not start the container, and the clone shares all but the command", NONE},

    {"system-call",
     SAYER_CONTAINER,
     "seccomp killed*",
     NULL,
     NULL,
     "its seccomp profile killed it for a system call, " SHARES
     " (echo `securityContext: {seccompProfile: {type: Unconfined, localhostProfile: null}}` >" CUSTOM ")",
     {OPT_CUSTOM, OPT_NONE}},
    {"memory-free", SAYER_CONTAINER, "OOMKilled*", NULL, no_memory_limit,
     "out of memory, without a limit of its own; a rerun that is killed exits with 137", NONE},
    {"memory-other", SAYER_CONTAINER, "OOMKilled*", NULL, other_memory_limit,
     "out of memory: the limit was {memory}; a rerun that is killed exits with 137", NONE},
    {"memory", SAYER_CONTAINER, "OOMKilled*", NULL, NULL,
     "out of memory: the limit is {memory}, and the clone has the same (--no-limits, --set-memory); a rerun "
     "that is killed exits with 137",
     NONE},
    {"hook",
     SAYER_CONTAINER,
     "PostStartHookError",
     NULL,
     NULL,
     "the postStart hook failed, and the kubelet killed the container for it; the clone has no hook "
     "(kept by --keep-lifecycle)",
     {OPT_KEEP_LIFECYCLE, OPT_NONE}},
    {"killed", SAYER_CONTAINER, "Error 137|Error 143|Completed 0", NULL, facts_may_be_killed,
     "the kubelet may have killed it for its {killers}; the clone has none (kept by {keepers})", NONE},
    {"lost", SAYER_CONTAINER, "ContainerStatusUnknown*|Unknown 255", NULL, NULL,
     "the node lost sight of the container, as in a reboot: how it ended is not known", NONE},

    {"gate", SAYER_CONDITION, "PodScheduled False SchedulingGated", NULL, NULL,
     "the original still waits for a scheduling gate; the clone has none", NONE},
    {"unschedulable", SAYER_CONDITION, "PodScheduled False *", NULL, NULL,
     "no node takes the original ({reason}: {message}): the clone asks for the same, but for Pod affinity, "
     "host "
     "ports and claims{numbers}",
     NONE},
    {"resize", SAYER_CONDITION, "PodResizePending True *", NULL, NULL,
     "the original's new resources are {reason} ({message}): the clone asks for them too{numbers}", NONE},
    {"disruption", SAYER_CONDITION, "DisruptionTarget True *", NULL, says_nothing,
     "the original was taken away ({reason}: {message})", NONE},
    {"creating",
     SAYER_POD,
     "ContainerCreating",
     NULL,
     facts_needs_volumes,
     "none of its containers was made yet (kubectl describe says why): the clone needs what its volumes "
     "name, "
     "too: {volumes} (--optional-refs)",
     {OPT_OPTIONAL_REFS, OPT_NONE}},
    {"not-made", SAYER_POD, "ContainerCreating", NULL, NULL,
     "none of its containers was made yet: kubectl describe says why", NONE},
    {"host-ports", SAYER_POD, "NodePorts", NULL, no_host_ports, REFUSED "no host ports", NONE},
    {"refused", SAYER_POD, REFUSALS, NULL, NULL, REFUSED "the same{numbers}", NONE},
    {"rejected", SAYER_POD, "*", "Pod was rejected", NULL, REFUSED "the same{numbers}", NONE},
    {"disk-limit", SAYER_POD, "Evicted", "storage*limit", NULL,
     "the original was evicted ({message}): the clone has the same limit (--no-limits)", NONE},
    {"volume-limit", SAYER_POD, "Evicted", "EmptyDir volume*exceeds the limit", NULL,
     "the original was evicted ({message}): the clone's volume has the same limit", NONE},
    {"pod", SAYER_POD, "*", NULL, NULL, "the original's status: {said}", NONE},
};

const size_t causes_count = sizeof causes / sizeof *causes;
