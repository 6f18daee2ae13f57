#include "clone/causes.h"

#include "clone/facts.h"

#define PULLS                                                                                                \
    "ErrImagePull|ImagePullBackOff|ImageInspectError|RegistryUnavailable|ImagePullFailed|"                   \
    "SignatureValidationFailed|ErrImageNeverPull|InvalidImageName"
/* Why a kubelet does not take a Pod that was sent to its node. */
#define REFUSALS                                                                                             \
    "UnexpectedAdmissionError|TopologyAffinityError|SMTAlignmentError|NodeAffinity|OutOf*|"                  \
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
    {"image-volume", SAYER_CONTAINER, PULLS, NULL, facts_is_volume_image,
     "the image {volumeImage} of a volume could not be pulled{why}, and the clone mounts it too (--custom)",
     NONE},
    {"platform", SAYER_CONTAINER, PULLS, "no match for platform", no_other_image,
     "the image {image} has nothing for the node's processor, " SHARES
     " (--set-image {target}=IMAGE, --node-name)",
     NONE},
    {"registry", SAYER_CONTAINER, PULLS, "dial tcp", no_other_image,
     "the image {image} could not be pulled{why}: the registry cannot be reached, and perhaps neither can "
     "that of "
     "the clone's tools, {tools} (--set-image {target}=IMAGE, --tools-image)",
     NONE},
    {"pull-limit", SAYER_CONTAINER, PULLS, "oomanyrequests", no_other_image,
     "the image {image} could not be pulled: the registry has a limit, and the clone's tools come from "
     "{tools} "
     "(--set-image {target}=IMAGE, --tools-image)",
     NONE},
    {"pull", SAYER_CONTAINER, PULLS, NULL, no_other_image,
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
    {"host-ports", SAYER_POD, "NodePorts", NULL, NULL, REFUSED "no host ports", NONE},
    {"refused", SAYER_POD, REFUSALS, NULL, NULL, REFUSED "the same{numbers}", NONE},
    {"rejected", SAYER_POD, "*", "Pod was rejected", NULL, REFUSED "the same{numbers}", NONE},
    {"disk-limit", SAYER_POD, "Evicted", "storage*limit", NULL,
     "the original was evicted ({message}): the clone has the same limit (--no-limits)", NONE},
    {"volume-limit", SAYER_POD, "Evicted", "EmptyDir volume*exceeds the limit", NULL,
     "the original was evicted ({message}): the clone's volume has the same limit", NONE},
    {"pod", SAYER_POD, "*", NULL, NULL, "the original's status: {said}", NONE},
};

const size_t causes_count = sizeof causes / sizeof *causes;

/* Whether a heading is one of the alternatives. */
static bool is_heading(struct str heading, const char *alternatives)
{
    for (const char *at = alternatives; *at;) {
        size_t n = strcspn(at, "|");
        bool open = n && at[n - 1] == '*';
        if (open ? heading.n >= n - 1 && memcmp(heading.p, at, n - 1) == 0
                 : heading.n == n && memcmp(heading.p, at, n) == 0)
            return true;
        at += n + (at[n] == '|');
    }
    return false;
}

/* Where part begins in s from at on; past the end where it does not. */
static size_t find(struct str s, size_t at, const char *part, size_t n)
{
    while (at + n <= s.n && memcmp(s.p + at, part, n) != 0)
        at++;
    return at + n <= s.n ? at : s.n + 1;
}

/* Whether the message has the pattern in it; parts are what its `*` stand for. */
static bool has_message(struct saying *s, const char *pattern)
{
    size_t from = 0;
    for (int part = -1; pattern; part++) {
        size_t n = strcspn(pattern, "*"),
               at = n || part < 0 ? find(s->message, from, pattern, n) : s->message.n;
        if (at > s->message.n)
            return false;
        if (part >= 0 && part < 2)
            s->parts[part] = (struct str){s->message.p + from, at - from};
        from = at + n;
        pattern = pattern[n] ? pattern + n + 1 : NULL;
    }
    return true;
}

static bool holds(const struct cause *cause, const struct clone *c, struct saying *s)
{
    return cause->sayer == s->sayer && is_heading(s->heading, cause->heading) &&
           has_message(s, cause->message) && (!cause->when || cause->when(c, s));
}

static bool is_cured(const struct clone *c, const struct cause *cause, const struct saying *s)
{
    if (cause->cures[0] == OPT_ENV)
        return facts_variable_given(c, s);
    for (size_t i = 0; i < 2; i++)
        if (option_on(c->options, cause->cures[i]))
            return true;
    return false;
}

/* False where no row holds. */
static bool note(struct clone *c, struct saying s)
{
    size_t i = 0;
    while (i < causes_count && !holds(&causes[i], c, &s))
        i++;
    if (i == causes_count)
        return false;
    if (!causes[i].words || is_cured(c, &causes[i], &s))
        return true;
    struct buf b = {0};
    facts_fill(&b, c, &s, causes[i].words);
    clone_say(c, (struct str){b.p, b.n});
    c->arena->failed |= b.failed;
    buf_free(&b);
    return true;
}

/* Without the line break that most messages end in. */
static struct str trimmed(struct str s)
{
    while (s.n && memchr("\n\r ", s.p[s.n - 1], 3))
        s.n--;
    return s;
}

static void note_container(struct clone *c)
{
    const struct death *d = &c->target.death;
    struct saying waits = {SAYER_CONTAINER, d->waiting, trimmed(d->waiting_message), {{0}}},
                  ended = {SAYER_CONTAINER, {"", 0}, trimmed(d->message), {{0}}};
    struct buf heading = {0};
    c->quoted = is_heading(d->waiting, PULLS) && !facts_other_image(c);
    if (d->waiting.n && note(c, waits))
        return;
    buf_str(&heading, d->reason);
    buf_fmt(&heading, " %ld", d->exit_code);
    ended.heading = arena_take(c->arena, &heading);
    if (d->exit_code >= 0)
        note(c, ended);
}

static bool is_creating(const struct clone *c)
{
    static const char *const lists[] = {"initContainerStatuses", "containerStatuses"};
    size_t waiting = 0;
    for (size_t i = 0; i < 2; i++)
        for (const struct node *s = node_first(node_real(node_get(c->pod.status, lists[i]))); s;
             s = node_after(s)) {
            const struct node *state = node_real(node_get(node_real(s), "state")),
                              *waits = node_real(node_get(state, "waiting")),
                              *last = node_real(node_get(node_real(s), "lastState"));
            struct str reason = node_text(node_get(waits, "reason"));
            if ((!str_is(reason, "ContainerCreating") && !str_is(reason, "PodInitializing")) ||
                node_first(last))
                return false;
            waiting++;
        }
    return waiting > 0;
}

static void note_conditions(struct clone *c)
{
    const struct node *conditions = node_real(node_get(c->pod.status, "conditions"));
    for (const struct node *i = node_first(conditions); i; i = node_after(i)) {
        static const char *const keys[] = {"type", "status", "reason"};
        struct buf heading = {0};
        for (size_t k = 0; k < 3; k++) {
            buf_puts(&heading, k ? " " : "");
            buf_str(&heading, node_text(node_get(node_real(i), keys[k])));
        }
        struct saying s = {SAYER_CONDITION,
                           arena_take(c->arena, &heading),
                           trimmed(node_text(node_get(node_real(i), "message"))),
                           {{0}}};
        note(c, s);
    }
}

/* Of a clone that is cloned: what its tools container waited for. */
static void note_tools(struct clone *c)
{
    const struct node *list = c->pod.init_containers;
    for (const struct node *i = list ? list->child : NULL; i; i = i->next) {
        struct death d = target_death(&c->pod, node_text(node_get(i, "name")));
        if (i->mark == MARK_REMOVE && is_heading(d.waiting, PULLS) &&
            node_is(node_get(i, "image"), c->options->value[OPT_TOOLS_IMAGE]))
            clone_note(
                c,
                "the image of the tools, %s, could not be pulled, and the clone needs it too (--tools-image)",
                c->options->value[OPT_TOOLS_IMAGE]);
    }
}

void causes_note(struct clone *c)
{
    const struct node *status = c->pod.status;
    struct saying pod = {SAYER_POD,
                         node_text(node_get(status, "reason")),
                         trimmed(node_text(node_get(status, "message"))),
                         {{0}}};
    struct saying creating = {SAYER_POD, str_of("ContainerCreating"), {"", 0}, {{0}}};
    note_container(c);
    note_tools(c);
    note_conditions(c);
    if (is_creating(c))
        note(c, creating);
    if (pod.heading.n || pod.message.n)
        note(c, pod);
}
