#include "clone/privileges.h"

#include "clone/metadata.h"
#include "clone/put.h"

#include <string.h>

static struct node *security(struct clone *c, const char *why)
{
    return put_collection(c, c->target.container, "securityContext", NODE_MAPPING, why);
}

static void set_flag(struct clone *c, const char *key, const char *value, const char *why)
{
    put_scalar(c, security(c, why), key, node_literal(c->arena, value), why);
}

static struct node *item(const struct node *sequence, const char *text)
{
    struct node *i = node_first(sequence);
    while (i && !node_is(i, text))
        i = node_after(i);
    return i;
}

/* What is dropped by name stays dropped, added or not. */
static void add_capability(struct clone *c, const char *name, const char *why)
{
    struct node *capabilities = put_collection(c, security(c, why), "capabilities", NODE_MAPPING, why);
    struct node *dropped = item(node_real(node_get(capabilities, "drop")), name);
    if (dropped && object_child(capabilities, "drop", NODE_SEQUENCE, c->error))
        node_remove(dropped, why);
    if (item(node_real(node_get(capabilities, "add")), "ALL"))
        return;
    struct node *add = put_collection(c, capabilities, "add", NODE_SEQUENCE, why);
    if (!item(add, name))
        node_push(add, node_string(c->arena, str_of(name)), why);
}

/* What the Pod Security Standards allow a container. */
static const char *const baseline_capabilities[] = {
    "AUDIT_WRITE",      "CHOWN",   "DAC_OVERRIDE", "FOWNER",  "FSETID", "KILL",       "MKNOD",
    "NET_BIND_SERVICE", "SETFCAP", "SETGID",       "SETPCAP", "SETUID", "SYS_CHROOT", NULL};
static const char *const restricted_capabilities[] = {"NET_BIND_SERVICE", NULL};
static const char *const no_text[] = {"", NULL};
static const char *const confined[] = {"RuntimeDefault", "Localhost", NULL};
static const char *const unmasked[] = {"Default", NULL};
static const char *const selinux_types[] = {
    "", "container_t", "container_init_t", "container_kvm_t", "container_engine_t", NULL};

/* Keys of the security context, or keys in those, and the values they may have; NULL: all but true. */
static const struct {
    const char *outer, *key;
    const char *const *allowed;
} limits[] = {
    {NULL, "privileged", NULL},
    {NULL, "procMount", unmasked},
    {"appArmorProfile", "type", confined},
    {"seLinuxOptions", "role", no_text},
    {"seLinuxOptions", "type", selinux_types},
    {"seLinuxOptions", "user", no_text},
    {"seccompProfile", "type", confined},
    {"windowsOptions", "hostProcess", NULL},
};

static bool is_allowed(const struct node *value, const char *const *allowed)
{
    if (!value || !allowed)
        return !node_is_true(value);
    while (*allowed && !node_is(value, *allowed))
        allowed++;
    return *allowed != NULL;
}

static void limit_capabilities(struct clone *c, const struct node *context, const char *const *allowed,
                               const char *why)
{
    const struct node *add = node_real(node_get(node_real(node_get(context, "capabilities")), "add"));
    for (struct node *i = node_first(add), *next; i && !c->error->set; i = next) {
        next = node_after(i);
        if (node_is_null(i) || is_allowed(i, allowed))
            continue;
        struct node *capabilities = object_child(context, "capabilities", NODE_MAPPING, c->error);
        if (capabilities && object_child(capabilities, "add", NODE_SEQUENCE, c->error))
            node_remove(i, why);
    }
}

/* What named a container's profiles before there were fields for them. */
static const char *const annotations[] = {
    [PROFILE_APPARMOR] = "container.apparmor.security.beta.kubernetes.io",
    [PROFILE_SECCOMP] = "container.seccomp.security.alpha.kubernetes.io"};

static struct str annotation(struct clone *c, const struct node *container, enum confinement of)
{
    struct str name = node_text(node_get(container, "name"));
    return put_format(c, "%s/%.*s", annotations[of], (int)name.n, name.p);
}

void privileges_forget_profile(struct clone *c, const struct node *container, enum confinement of,
                               const char *why)
{
    struct str name = annotation(c, container, of);
    struct node *all = node_get(c->pod.metadata, "annotations"), *k = metadata_key(c, ANNOTATIONS, name);
    if (all && all->merges)
        put_remove(c, all, name.p, why);
    else if (k && k->mark != MARK_REMOVE)
        node_remove(k, why);
}

void privileges_remove_container(struct clone *c, struct node *container, const char *why)
{
    privileges_forget_profile(c, container, PROFILE_APPARMOR, why);
    privileges_forget_profile(c, container, PROFILE_SECCOMP, why);
    node_remove(container, why);
}

/* Only a privileged container may hand mounts on to its node. */
static void limit_mounts(struct clone *c, const char *why)
{
    static const char key[] = "mountPropagation";
    const struct node *mounts = node_real(node_get(c->target.container, "volumeMounts"));
    for (struct node *m = node_first(mounts); m && !c->error->set; m = node_after(m)) {
        if (!node_is(node_get(node_real(m), key), "Bidirectional"))
            continue;
        if (m->kind == NODE_ALIAS)
            error_at(c->error, m->start, "an alias, and the clone changes what is in it: write it out here");
        else if (object_child(c->target.container, "volumeMounts", NODE_SEQUENCE, c->error))
            put_text(c, m, key, str_of("HostToContainer"), why);
    }
}

/* What the standard forbids a container goes; all else stays. */
static void limit(struct clone *c, const char *const *capabilities, const char *why)
{
    struct node *context = object_child(c->target.container, "securityContext", NODE_MAPPING, c->error),
                *all = node_get(c->pod.metadata, "annotations");
    for (int of = PROFILE_APPARMOR; of <= PROFILE_SECCOMP; of++)
        if (node_is(node_get(all, annotation(c, c->target.container, (enum confinement)of).p), "unconfined"))
            privileges_forget_profile(c, c->target.container, (enum confinement)of, why);
    limit_capabilities(c, context, capabilities, why);
    limit_mounts(c, why);
    for (size_t i = 0; context && i < sizeof limits / sizeof *limits; i++) {
        const char *outer = limits[i].outer, *key = limits[i].key;
        const struct node *seen = outer ? node_real(node_get(context, outer)) : context;
        if (is_allowed(node_given(seen, key), limits[i].allowed))
            continue;
        struct node *in = outer ? object_child(context, outer, NODE_MAPPING, c->error) : context;
        /* A Pod may be known as one of Windows by this alone. */
        if (strcmp(key, "hostProcess") == 0 && in && !node_after(node_first(in))) {
            put_scalar(c, in, key, node_literal(c->arena, "false"), why);
            continue;
        }
        put_remove(c, in, key, why);
        if (outer && in && !node_first(in))
            put_remove(c, context, outer, why);
    }
}

/* A user that the restricted standard refuses cannot stay. */
static void restricted(struct clone *c, const char *why)
{
    limit(c, restricted_capabilities, why);
    struct node *context = security(c, why),
                *capabilities = put_collection(c, context, "capabilities", NODE_MAPPING, why);
    struct node *drop = node_sequence(c->arena);
    set_flag(c, "allowPrivilegeEscalation", "false", why);
    set_flag(c, "runAsNonRoot", "true", why);
    if (node_is_int(node_get(context, "runAsUser"), 0))
        put_remove(c, context, "runAsUser", why);
    if (!item(node_real(node_get(capabilities, "drop")), "ALL")) {
        put_remove(c, capabilities, "drop", why);
        node_push(drop, node_string(c->arena, str_of("ALL")), NULL);
        node_put(c->arena, capabilities, "drop", drop, why);
    }
    struct node *seccomp = put_collection(c, context, "seccompProfile", NODE_MAPPING, why);
    if (!node_is(node_get(seccomp, "type"), "Localhost"))
        put_text(c, seccomp, "type", str_of("RuntimeDefault"), why);
    privileges_forget_profile(c, c->target.container, PROFILE_SECCOMP, why);
}

static void sysadmin(struct clone *c, const char *why)
{
    struct node *context = security(c, why);
    set_flag(c, "privileged", "true", why);
    /* Kubernetes refuses the two together. */
    if (!node_is_true(node_get(context, "allowPrivilegeEscalation")))
        put_remove(c, context, "allowPrivilegeEscalation", why);
}

static void profile(struct clone *c)
{
    switch (c->options->profile) {
    case PROFILE_NONE:
        break;
    case PROFILE_GENERAL:
        add_capability(c, "SYS_PTRACE", "--profile=general");
        break;
    case PROFILE_BASELINE:
        limit(c, baseline_capabilities, "--profile=baseline");
        break;
    case PROFILE_RESTRICTED:
        restricted(c, "--profile=restricted");
        break;
    case PROFILE_NETADMIN:
        add_capability(c, "NET_ADMIN", "--profile=netadmin");
        add_capability(c, "NET_RAW", "--profile=netadmin");
        break;
    case PROFILE_SYSADMIN:
        sysadmin(c, "--profile=sysadmin");
        break;
    }
}

static void user(struct clone *c)
{
    bool root = option_on(c->options, OPT_AS_ROOT);
    const char *uid = root ? "0" : c->options->value[OPT_AS_USER], *why = root ? "--as-root" : "--as-user";
    if (!uid)
        return;
    const struct node *pod = node_real(node_get(c->pod.spec, "securityContext"));
    struct node *context = security(c, why);
    put_scalar(c, context, "runAsUser", node_literal(c->arena, uid), why);
    if (strcmp(uid, "0") == 0 &&
        (node_is_true(node_get(context, "runAsNonRoot")) || node_is_true(node_get(pod, "runAsNonRoot"))))
        set_flag(c, "runAsNonRoot", "false", why);
}

/* A profile that nobody who reads the manifest would take for one that cannot run. */
static void note_root(struct clone *c, const struct node *own, const struct node *pod, bool was_root,
                      bool unknown)
{
    if (!own && node_is_int(pod, 0))
        clone_note(c,
                   "the Pod's runAsUser is 0, and the target must not run as root: name a user (--as-user)");
    else if (!own && !pod && was_root)
        clone_note(c,
                   "the original ran as root, and --profile=restricted forbids it: name a user (--as-user)");
    else if (!own && !pod && unknown)
        clone_note(c,
                   "nothing says that the image's user is not root: if it is, --profile=restricted forbids "
                   "it, and the clone needs a user (--as-user)");
}

/* What a profile gives is of use to root, or forbids it. */
static void note_user(struct clone *c, bool forbidden, bool was_root)
{
    enum profile p = c->options->profile;
    bool gives = p == PROFILE_GENERAL || p == PROFILE_NETADMIN || p == PROFILE_SYSADMIN;
    const struct node *custom = node_given(c->custom->root, "securityContext"),
                      *status = target_status(&c->pod, c->target.name),
                      *own = node_given(node_given(c->target.container, "securityContext"), "runAsUser"),
                      *pod = node_given(node_given(c->pod.spec, "securityContext"), "runAsUser"),
                      *was = node_given(node_given(node_given(status, "user"), "linux"), "uid"),
                      *is = own   ? own
                            : pod ? pod
                                  : was;
    if (node_key(custom, "runAsUser") || c->pod.windows)
        return;
    was_root |= node_is_int(was, 0);
    if (p == PROFILE_RESTRICTED)
        note_root(c, own, pod, was_root, !was && !was_root && !forbidden);
    struct str user = node_text(is);
    if (gives && is && !node_is_int(is, 0))
        clone_note(
            c,
            "the target runs as user %.*s, and what --profile=%s gives is of little use to one who is not "
            "root (--as-root)",
            (int)user.n, user.p, c->options->value[OPT_PROFILE]);
}

static bool forbids_root(const struct clone *c)
{
    return node_is_true(node_given(node_given(c->target.container, "securityContext"), "runAsNonRoot")) ||
           node_is_true(node_given(node_given(c->pod.spec, "securityContext"), "runAsNonRoot"));
}

void privileges_set(struct clone *c)
{
    const struct node *own = node_given(node_given(c->target.container, "securityContext"), "runAsUser");
    bool given = c->options->profile != PROFILE_NONE, forbidden = given && forbids_root(c),
         was_root = node_is_int(own, 0);
    profile(c);
    user(c);
    if (given)
        note_user(c, forbidden, was_root);
}

bool privileges_fit(struct clone *c)
{
    enum profile p = c->options->profile;
    const char *given = p != PROFILE_NONE && p != PROFILE_BASELINE   ? "--profile"
                        : option_on(c->options, OPT_AS_ROOT)         ? "--as-root"
                        : c->options->value[OPT_AS_USER]             ? "--as-user"
                        : option_on(c->options, OPT_SHARE_PROCESSES) ? "--share-processes"
                                                                     : NULL;
    return !given || !c->pod.windows ||
           error_at(c->error, c->pod.spec->start, "%s: a Windows Pod, and Kubernetes refuses it that", given);
}
