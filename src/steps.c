#include "steps.h"

#include "render.h"
#include "rules.h"
#include "tools.h"

#include <stdio.h>
#include <string.h>

static struct str format(struct clone *c, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

#include <stdarg.h>

static struct str format(struct clone *c, const char *fmt, ...)
{
    char text[512];
    va_list args;
    va_start(args, fmt);
    int n = vsnprintf(text, sizeof text, fmt, args);
    va_end(args);
    return arena_copy(c->arena, (struct str){text, n < 0 ? 0 : (size_t)n < sizeof text ? (size_t)n : sizeof text - 1});
}

/* The collection at a key, made where it is absent or null. */
static struct node *collection_at(struct clone *c, struct node *parent, const char *key, enum kind kind, const char *why)
{
    struct node *v = object_child(parent, key, kind, c->error), *null = node_get(parent, key);
    if (v || c->error->set)
        return v;
    if (null) {
        node_fill(null, kind);
        return null;
    }
    return node_put(c->arena, parent, key, kind == NODE_MAPPING ? node_mapping(c->arena) : node_sequence(c->arena), why);
}

/* Puts a scalar at a key, or changes the one that is there. */
static void set(struct clone *c, struct node *mapping, const char *key, struct node *value, const char *why)
{
    struct node *old = node_get(mapping, key);
    if (!old && mapping && !object_own(mapping, key, c->error))
        return;
    if (!old)
        node_put(c->arena, mapping, key, value, why);
    else if (old->kind != NODE_SCALAR && old->kind != NODE_ALIAS)
        error_at(c->error, old->start, "%s is a collection where Kubernetes has a scalar", key);
    else
        node_replace(c->arena, old, value, why);
}

static void set_text(struct clone *c, struct node *mapping, const char *key, struct str value, const char *why)
{
    set(c, mapping, key, node_string(c->arena, value), why);
}

static bool has_label(const struct node *labels, const char *const keys[])
{
    for (; *keys; keys++)
        if (node_get(labels, *keys))
            return true;
    return false;
}

/* Whether the controller selects by a label that the clone loses, so that the others are safe to keep. */
static bool is_unadoptable(const struct pod *pod, const struct node *labels)
{
    static const char *const replica_set[] = {"pod-template-hash", "rollouts-pod-template-hash", NULL};
    static const char *const job[] = {"controller-uid", "batch.kubernetes.io/controller-uid", NULL};
    if (!pod->owner_kind.n || str_is(pod->owner_kind, "Node"))
        return true;
    if (str_is(pod->owner_kind, "ReplicaSet"))
        return has_label(labels, replica_set);
    return str_is(pod->owner_kind, "Job") && has_label(labels, job);
}

static void drop_all(struct node *mapping, const char *why)
{
    for (struct node *k = node_first(mapping), *next; k; k = next) {
        next = node_after(k);
        node_remove(k, why);
    }
}

static void drop_labels(struct clone *c)
{
    struct node *labels = object_child(c->pod.metadata, "labels", NODE_MAPPING, c->error);
    bool drop = c->options->labels == LABELS_DROP;
    if (!labels || !node_first(labels) || c->options->labels == LABELS_KEEP)
        return;
    if (c->options->labels == LABELS_AUTO && !is_unadoptable(&c->pod, labels)) {
        drop = true;
        clone_note(c, "labels dropped: the %.*s %.*s selects by them and would take the clone for its own (--keep-labels)",
                   (int)c->pod.owner_kind.n, c->pod.owner_kind.p, (int)c->pod.owner_name.n, c->pod.owner_name.p);
    }
    if (labels->merges && drop)
        error_at(c->error, labels->start, "labels come through a merge key, and the clone drops them: write them out here");
    if (drop)
        drop_all(labels, c->options->labels == LABELS_DROP ? "--keep-labels=false" : "a controller could adopt the clone by it");
}

static void drop_annotations(struct clone *c)
{
    if (!option_on(c->options, OPT_KEEP_ANNOTATIONS))
        drop_all(object_child(c->pod.metadata, "annotations", NODE_MAPPING, c->error), "--keep-annotations=false");
}

static void run_rules(struct clone *c)
{
    rules_apply(c->options, &c->pod, &c->target, c->arena, c->error);
}

/* A clone's clone is named like the first one: debug-BASE-SUFFIX gives BASE back. */
static struct str base_of(const struct clone *c)
{
    struct str base = c->pod.generate_name, name = c->pod.name;
    if (!base.n || str_is(c->pod.owner_kind, "StatefulSet"))
        base = name.n ? name : base;
    if (!c->pod.is_clone || !str_starts(base, "debug-"))
        return base;
    base = (struct str){base.p + 6, base.n - 6};
    size_t n = base.n;
    while (n && base.p[n - 1] != '-')
        n--;
    return n > 1 ? (struct str){base.p, n - 1} : base;
}

static void name(struct clone *c)
{
    const struct options *o = c->options;
    struct buf b = {0}, shape = {0};
    options_shape(o, &shape);
    const struct node *root = c->pod.root;
    uint64_t hash = names_hash(0, (struct str){c->source->p + root->start, root->end - root->start});
    hash = names_hash(hash, (struct str){shape.p, shape.n});
    buf_free(&shape);
    if (o->value[OPT_NAME])
        buf_puts(&b, o->value[OPT_NAME]);
    else
        names_make(c->names, &b, base_of(c), o->value[OPT_SUFFIX], hash);
    c->name = arena_take(c->arena, &b);
    set_text(c, c->pod.metadata, "name", c->name, "the clone's own");
}

static void label(struct clone *c)
{
    struct node *labels = collection_at(c, c->pod.metadata, "labels", NODE_MAPPING, "to find every clone by");
    const char *given;
    for (int at = 1; (given = option_each(c->options, OPT_LABEL, &at));) {
        const char *equals = strchr(given, '=');
        struct str key = arena_copy(c->arena, (struct str){given, (size_t)(equals - given)});
        set_text(c, labels, key.p, str_of(equals + 1), "--label");
    }
    set_text(c, labels, "podclone/clone", str_of("true"), "to find every clone by");
}

static struct str command_json(struct clone *c)
{
    struct buf b = {0};
    for (size_t i = 0; i < c->original.count; i++) {
        buf_puts(&b, i ? "," : "[");
        render_quoted(&b, c->original.words[i]);
    }
    buf_puts(&b, "]");
    return arena_take(c->arena, &b);
}

static void annotate(struct clone *c)
{
    static const char why[] = "what the clone is of", shield[] = "Argo CD neither prunes nor counts the clone";
    struct node *metadata = c->pod.metadata, *a = collection_at(c, metadata, "annotations", NODE_MAPPING, why);
    struct str space = c->pod.name_space, original = c->pod.name.n ? c->pod.name : c->pod.generate_name;
    struct node *was = node_get(a, "podclone/container");
    bool same = c->pod.is_clone && str_same(node_text(was), c->target.name);
    if (node_get(node_get(metadata, "labels"), "app.kubernetes.io/instance")) {
        set_text(c, a, "argocd.argoproj.io/compare-options", str_of("IgnoreExtraneous"), shield);
        set_text(c, a, "argocd.argoproj.io/sync-options", str_of("Prune=false"), shield);
    }
    set_text(c, a, "kubectl.kubernetes.io/default-container", c->target.name, "exec and logs need no -c");
    struct node *old = node_key(a, "podclone/command");
    if (c->original.count && !(same && old))
        set_text(c, a, "podclone/command", command_json(c), "what the target ran");
    else if (old && !same)
        node_remove(old, "what another container ran");
    set_text(c, a, "podclone/container", c->target.name, why);
    if (!c->pod.is_clone)
        set_text(c, a, "podclone/source",
                 format(c, "%.*s%s%.*s", (int)space.n, space.p, space.n ? "/" : "", (int)original.n, original.p), why);
}

/* The text between metadata.KIND[' and '] of a field path. */
static struct str subscript(struct str path, const char *prefix)
{
    size_t n = strlen(prefix);
    if (!str_starts(path, prefix) || path.n < n + 2 || path.p[path.n - 2] != '\'' || path.p[path.n - 1] != ']')
        return (struct str){"", 0};
    return (struct str){path.p + n, path.n - n - 2};
}

static const struct node *dropped(const struct node *mapping, struct str key)
{
    for (const struct node *k = mapping ? mapping->child : NULL; k; k = k->next)
        if (k->mark == MARK_REMOVE && k->kind == NODE_SCALAR && str_same(k->text, key))
            return k->value;
    return NULL;
}

/* What the application saw through this field, where the clone's field says something else; NULL: the same. */
static const struct node *seen_before(const struct clone *c, struct str path, struct str *value)
{
    const struct node *metadata = c->pod.metadata, *label;
    label = dropped(node_get(metadata, "labels"), subscript(path, "metadata.labels['"));
    if (label) {
        *value = node_text(label);
        return label;
    }
    if (!str_is(path, "metadata.name") || !str_is(c->pod.owner_kind, "StatefulSet"))
        return NULL;
    *value = c->pod.name;
    return metadata;
}

static void freeze(struct clone *c, struct node *variable)
{
    struct node *from = node_key(variable, "valueFrom");
    if (!from)
        return;
    const struct node *field = node_real(node_get(node_real(from->value), "fieldRef"));
    struct str value;
    if (!field || !seen_before(c, node_text(node_get(field, "fieldPath")), &value))
        return;
    static const char why[] = "the application sees what it saw";
    node_remove(from, why);
    node_put(c->arena, variable, "value", node_string(c->arena, value), why);
}

static void each_container(struct clone *c, void (*run)(struct clone *c, struct node *container))
{
    for (struct node *i = node_first(c->pod.containers); i; i = node_after(i))
        run(c, i);
    for (struct node *i = node_first(c->pod.init_containers); i; i = node_after(i))
        run(c, i);
}

static void freeze_container(struct clone *c, struct node *container)
{
    struct node *env = node_get(container, "env");
    const struct node *real = node_real(env);
    for (struct node *v = real && real->kind == NODE_SEQUENCE ? node_first(real) : NULL; v; v = node_after(v))
        if (v->kind == NODE_MAPPING && env == real)
            freeze(c, v);
}

static void freeze_env(struct clone *c)
{
    each_container(c, freeze_container);
}

static void note_downward(struct clone *c, const struct node *items, struct str volume)
{
    for (const struct node *i = node_first(node_real(items)); i; i = node_after(i)) {
        struct str path = node_text(node_get(node_real(node_get(node_real(i), "fieldRef")), "fieldPath")), value;
        if (seen_before(c, path, &value))
            clone_note(c, "the volume %.*s shows %.*s, which is not the original's", (int)volume.n, volume.p, (int)path.n,
                       path.p);
    }
}

static const struct node *volume_list(const struct clone *c)
{
    const struct node *volumes = node_real(node_get(c->pod.spec, "volumes"));
    return volumes && volumes->kind == NODE_SEQUENCE ? volumes : NULL;
}

static void note_downward_volumes(struct clone *c)
{
    for (const struct node *v = node_first(volume_list(c)); v; v = node_after(v)) {
        struct str volume = node_text(node_get(node_real(v), "name"));
        note_downward(c, node_get(node_real(node_get(node_real(v), "downwardAPI")), "items"), volume);
        const struct node *sources = node_real(node_get(node_real(node_get(node_real(v), "projected")), "sources"));
        for (const struct node *s = node_first(sources); s; s = node_after(s))
            note_downward(c, node_get(node_real(node_get(node_real(s), "downwardAPI")), "items"), volume);
    }
}

static void deadline(struct clone *c)
{
    static const char key[] = "activeDeadlineSeconds", why[] = "a forgotten clone ends by itself (--ttl)";
    struct node *old = node_key(c->pod.spec, key);
    if (c->options->ttl)
        set(c, c->pod.spec, key, node_literal(c->arena, format(c, "%lld", c->options->ttl).p), why);
    else if (old)
        node_remove(old, "--ttl 0");
}

static void restart_policy(struct clone *c)
{
    if (node_is(node_get(c->pod.spec, "restartPolicy"), "Never"))
        set_text(c, c->pod.spec, "restartPolicy", str_of("OnFailure"), "an out-of-memory kill must not end the clone");
}

static void readiness_gate(struct clone *c)
{
    static const char condition[] = "podclone/in-service", why[] = "never Ready: a Service sends it no traffic";
    bool in_service = option_on(c->options, OPT_IN_SERVICE);
    struct node *gates = object_child(c->pod.spec, "readinessGates", NODE_SEQUENCE, c->error), *gate = node_mapping(c->arena);
    for (struct node *g = node_first(gates); g; g = node_after(g)) {
        if (!node_is(node_get(node_real(g), "conditionType"), condition))
            continue;
        if (in_service)
            node_remove(g, "--in-service");
        return;
    }
    if (in_service || c->error->set)
        return;
    gates = collection_at(c, c->pod.spec, "readinessGates", NODE_SEQUENCE, why);
    node_put(c->arena, gate, "conditionType", node_string(c->arena, str_of(condition)), NULL);
    node_push(gates, gate, why);
}

static void remove_empty(struct node *mapping, const char *key, const char *why)
{
    struct node *k = node_key(mapping, key);
    if (k && k->value->kind != NODE_ALIAS && k->value->child && !node_first(k->value))
        node_remove(k, why);
}

/* A term left empty would match no node: it goes, with all that it leaves empty. */
static void any_node(struct clone *c)
{
    static const char why[] = "--any-node", required[] = "requiredDuringSchedulingIgnoredDuringExecution";
    struct node *affinity = object_child(c->pod.spec, "affinity", NODE_MAPPING, c->error);
    struct node *node = affinity ? object_child(affinity, "nodeAffinity", NODE_MAPPING, c->error) : NULL;
    struct node *selector = node ? object_child(node, required, NODE_MAPPING, c->error) : NULL;
    struct node *terms = selector ? object_child(selector, "nodeSelectorTerms", NODE_SEQUENCE, c->error) : NULL;
    if (!option_on(c->options, OPT_ANY_NODE))
        return;
    for (struct node *t = node_first(terms), *next; t; t = next) {
        struct node *fields = node_key(t, "matchFields");
        next = node_after(t);
        if (fields)
            node_remove(fields, why);
        if (fields && !node_first(t))
            node_remove(t, why);
    }
    remove_empty(selector, "nodeSelectorTerms", why);
    remove_empty(node, required, why);
    remove_empty(affinity, "nodeAffinity", why);
    remove_empty(c->pod.spec, "affinity", why);
}

static bool was_emptied(const struct clone *c, struct str volume)
{
    for (const struct node *v = node_first(volume_list(c)); v; v = node_after(v)) {
        const struct node *key = node_key(v, "emptyDir");
        if (key && key->mark == MARK_NEW && v->mark == MARK_KEEP && str_same(node_text(node_get(v, "name")), volume))
            return true;
    }
    return false;
}

static void drop_devices(struct clone *c, struct node *container)
{
    struct node *devices = object_child(container, "volumeDevices", NODE_SEQUENCE, c->error);
    for (struct node *d = node_first(devices), *next; d; d = next) {
        next = node_after(d);
        if (was_emptied(c, node_text(node_get(node_real(d), "name"))))
            node_remove(d, "an emptyDir is no block device");
    }
}

static void volume_devices(struct clone *c)
{
    each_container(c, drop_devices);
}

static bool is_mounted_writable(const struct node *containers, struct str volume)
{
    for (struct node *c = node_first(containers); c; c = node_after(c)) {
        const struct node *mounts = node_real(node_get(c, "volumeMounts"));
        for (const struct node *m = node_first(mounts); m; m = node_after(m))
            if (str_same(node_text(node_get(node_real(m), "name")), volume) &&
                !node_is_true(node_get(node_real(m), "readOnly")))
                return true;
    }
    return false;
}

/* Shared file systems stay as they are, writable: somebody should know. */
static void note_volumes(struct clone *c)
{
    static const char *const shared[] = {"hostPath",  "nfs",     "cephfs",     "glusterfs",
                                         "azureFile", "quobyte", "flexVolume", "csi"};
    for (const struct node *v = node_first(volume_list(c)); v; v = node_after(v)) {
        struct str volume = node_text(node_get(node_real(v), "name"));
        if (v->kind == NODE_MAPPING && was_emptied(c, volume))
            clone_note(c, "the volume %.*s is an empty directory in the clone (--keep-pvcs)", (int)volume.n, volume.p);
        for (size_t i = 0; i < sizeof shared / sizeof *shared; i++) {
            const struct node *disk = node_real(node_get(node_real(v), shared[i]));
            if (disk && !node_is_true(node_get(disk, "readOnly")) &&
                (is_mounted_writable(c->pod.containers, volume) || is_mounted_writable(c->pod.init_containers, volume)))
                clone_note(c, "the volume %.*s (%s) is the original's, and the clone can write to it", (int)volume.n,
                           volume.p, shared[i]);
        }
    }
}

static void note_others(struct clone *c)
{
    struct buf names = {0};
    for (int init = 1; init >= 0; init--)
        for (struct node *i = node_first(init ? c->pod.init_containers : c->pod.containers); i; i = node_after(i)) {
            if (i == c->target.container || i->mark == MARK_NEW)
                continue;
            buf_puts(&names, names.n ? ", " : "");
            buf_str(&names, node_text(node_get(i, "name")));
        }
    if (names.n)
        clone_note(c, "beside the target these run for real: %.*s", (int)names.n, names.p);
    buf_free(&names);
}

static bool is_one_of(struct str s, const char *const words[])
{
    for (; *words; words++)
        if (str_is(s, *words))
            return true;
    return false;
}

/* Deaths that a clone alone does not cure. */
static void note_death(struct clone *c)
{
    static const char *const pull[] = {"ErrImagePull",        "ImagePullBackOff",    "InvalidImageName",
                                       "ErrImageNeverPull",   "ImageInspectError",   "RegistryUnavailable",
                                       "ImagePullFailed",     "SignatureValidationFailed", NULL};
    const struct target *t = &c->target;
    struct str image = node_text(node_get(t->container, "image"));
    struct str memory = node_text(
        node_get(node_real(node_get(node_real(node_get(t->container, "resources")), "limits")), "memory"));
    if (is_one_of(t->death.waiting, pull))
        clone_note(c, "the image %.*s could not be pulled, and the clone needs it too: change it before you create the clone",
                   (int)image.n, image.p);
    if (str_is(t->death.waiting, "CreateContainerConfigError"))
        clone_note(c, "a Secret or ConfigMap is missing, and the clone needs it too: create it, or mark the reference optional");
    if (str_is(t->death.reason, "OOMKilled"))
        clone_note(c, "out of memory: the limit is %.*s, and the clone has the same; a rerun that is killed exits with 137",
                   memory.n ? (int)memory.n : 4, memory.n ? memory.p : "none");
    if (t->earlier_init.n)
        clone_note(c, "the init container %.*s fails before %.*s starts: debug it first", (int)t->earlier_init.n,
                   t->earlier_init.p, (int)t->name.n, t->name.p);
    struct str reason = node_text(node_get(c->pod.status, "reason")), message = node_text(node_get(c->pod.status, "message"));
    if (reason.n || message.n)
        clone_note(c, "the original's status: %.*s%s%.*s", (int)reason.n, reason.p, reason.n && message.n ? ": " : "",
                   (int)message.n, message.p);
}

const struct step steps[] = {
    {"what the target ran", tools_strip},
    {"deaths to know of", note_death},
    {"labels by owner", drop_labels},
    {"annotations, if asked", drop_annotations},
    {"the rule table", run_rules},
    {"name", name},
    {"env that a dropped label gave", freeze_env},
    {"volumes that show a dropped label", note_downward_volumes},
    {"labels of its own", label},
    {"annotations of its own", annotate},
    {"deadline", deadline},
    {"restart policy", restart_policy},
    {"readiness gate", readiness_gate},
    {"any node", any_node},
    {"block devices of emptied volumes", volume_devices},
    {"volumes to know of", note_volumes},
    {"containers to know of", note_others},
    {"tools", tools_add},
    {"command", tools_command},
};

const size_t steps_count = sizeof steps / sizeof *steps;

bool steps_run(struct clone *c)
{
    for (size_t i = 0; i < steps_count && !c->error->set; i++)
        steps[i].run(c);
    if (c->arena->failed || c->names->failed)
        error_memory(c->error);
    return !c->error->set;
}
