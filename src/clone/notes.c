#include "clone/notes.h"

#include "clone/deaths.h"
#include "clone/metadata.h"
#include "clone/put.h"
#include "pod/quantity.h"

#include <stdlib.h>

static bool has_removed(const struct node *mapping)
{
    const struct node *k = mapping ? mapping->child : NULL;
    while (k && k->mark != MARK_REMOVE)
        k = k->next;
    return k != NULL;
}

/* Whether a field path names labels or annotations as a whole, and some are dropped. */
static bool are_dropped(const struct clone *c, struct str path)
{
    return (c->dropped[LABELS] && str_is(path, "metadata.labels")) ||
           (c->dropped[ANNOTATIONS] && str_is(path, "metadata.annotations"));
}

static void note_downward(struct clone *c, struct node *source, struct str volume)
{
    const struct node *items = node_get(node_real(node_get(node_real(source), "downwardAPI")), "items");
    for (const struct node *i = node_first(node_real(items)); i; i = node_after(i)) {
        struct str path = node_text(node_get(node_real(node_get(node_real(i), "fieldRef")), "fieldPath")),
                   value;
        if (metadata_differs(c, path, &value) || are_dropped(c, path))
            clone_note(c, "the volume %.*s shows %.*s, which is not the original's", (int)volume.n, volume.p,
                       (int)path.n, path.p);
    }
}

/* Names, sorted. */
struct sorted {
    struct str *names;
    size_t n;
};

static int by_order(const void *a, const void *b)
{
    return str_order(*(const struct str *)a, *(const struct str *)b);
}

/* The volumes that a container mounts and may write to: added to list, or only counted. */
static size_t writable(const struct node *containers, struct str *list)
{
    size_t n = 0;
    for (struct node *c = node_first(containers); c; c = node_after(c)) {
        const struct node *mounts = node_real(node_get(c, "volumeMounts"));
        for (const struct node *m = node_first(mounts); m; m = node_after(m)) {
            if (node_is_true(node_get(node_real(m), "readOnly")))
                continue;
            if (list)
                list[n] = node_text(node_get(node_real(m), "name"));
            n++;
        }
    }
    return n;
}

static struct sorted writable_volumes(struct clone *c)
{
    size_t n = writable(c->pod.containers, NULL) + writable(c->pod.init_containers, NULL);
    struct str *names = n ? arena_alloc(c->arena, n * sizeof *names) : NULL;
    if (!names)
        return (struct sorted){0};
    n = writable(c->pod.containers, names);
    n += writable(c->pod.init_containers, names + n);
    qsort(names, n, sizeof *names, by_order);
    return (struct sorted){names, n};
}

static bool is_pinned(const struct clone *c)
{
    const struct node *affinity = node_real(node_get(c->pod.spec, "affinity"));
    const struct node *node = node_real(node_get(affinity, "nodeAffinity"));
    const struct node *selector = node_real(node_get(node, "requiredDuringSchedulingIgnoredDuringExecution"));
    for (const struct node *term = node_first(node_real(node_get(selector, "nodeSelectorTerms"))); term;
         term = node_after(term))
        if (node_get(node_real(term), "matchFields"))
            return true;
    return false;
}

/* Whether the clone may run on another node than the original, whose files are other ones. */
static bool leaves_node(const struct clone *c)
{
    const struct node *k = c->pod.spec->child;
    while (k && (k->mark == MARK_NEW || k->kind != NODE_SCALAR || !str_is(k->text, "nodeName")))
        k = k->next;
    const struct node *was = k ? k->value : NULL;
    struct str name = was && was->kind == NODE_SCALAR ? was->text : node_text(was);
    return name.n && !str_same(node_text(node_get(c->pod.spec, "nodeName")), name) && !is_pinned(c);
}

static void note_shared(struct clone *c, struct str volume, const char *kind)
{
    if (strcmp(kind, "hostPath") == 0 && leaves_node(c))
        clone_note(
            c,
            "the volume %.*s (hostPath) is that of the node which the clone runs on, and the clone can "
            "write to it (--same-node: the original's)",
            (int)volume.n, volume.p);
    else
        clone_note(c, "the volume %.*s (%s) is the original's, and the clone can write to it", (int)volume.n,
                   volume.p, kind);
}

/* Shared file systems stay as they are, writable: somebody should know. */
void notes_volumes(struct clone *c)
{
    c->dropped[LABELS] = has_removed(node_get(c->pod.metadata, "labels"));
    c->dropped[ANNOTATIONS] = has_removed(node_get(c->pod.metadata, "annotations"));
    put_each_source(c, note_downward);
    if (!c->emptied.arena)
        c->emptied = object_emptied(&c->pod, c->arena);
    struct sorted mounted = writable_volumes(c);
    static const char *const shared[] = {"hostPath",  "nfs",     "cephfs",     "glusterfs",
                                         "azureFile", "quobyte", "flexVolume", "csi"};
    for (const struct node *v = node_first(object_volumes(&c->pod)); v; v = node_after(v)) {
        struct str volume = node_text(node_get(node_real(v), "name"));
        /* A claim template's volume is new: there is no claim to keep. */
        if (v->kind == NODE_MAPPING && named_find(&c->emptied, volume))
            clone_note(c, "the volume %.*s is an empty directory in the clone%s", (int)volume.n, volume.p,
                       v->mark == MARK_NEW ? "" : " (--keep-pvcs)");
        for (size_t i = 0; i < sizeof shared / sizeof *shared; i++) {
            const struct node *disk = node_real(node_get(node_real(v), shared[i]));
            if (disk && !node_is_true(node_get(disk, "readOnly")) && mounted.n &&
                bsearch(&volume, mounted.names, mounted.n, sizeof volume, by_order))
                note_shared(c, volume, shared[i]);
        }
    }
}

/* Never became OnFailure, for the target's sake. */
static bool is_restarted(const struct clone *c)
{
    const struct node *policy = node_get(c->pod.spec, "restartPolicy");
    return policy && policy->mark == MARK_REPLACE && !option_on(c->options, OPT_ONCE);
}

/* What stands behind an init container that waits never starts. */
void notes_containers(struct clone *c)
{
    struct buf names = {0};
    bool blocks = c->target.init && !c->target.sidecar && !option_on(c->options, OPT_ONCE), blocked = false;
    bool helps[2] = {false, false}; /* the flags, where they are not given */
    for (int init = 1; init >= 0; init--)
        for (struct node *i = node_first(init ? c->pod.init_containers : c->pod.containers); i && !blocked;
             i = node_after(i)) {
            blocked = blocks && i == c->target.container;
            if (i == c->target.container || i->mark == MARK_NEW)
                continue;
            buf_puts(&names, names.n ? ", " : "");
            buf_str(&names, node_text(node_get(i, "name")));
            helps[init] = init || !option_on(c->options, OPT_ONE_CONTAINER);
        }
    const char *flags = helps[0] && helps[1] ? " (--one-container, --keep-init-containers=false)"
                        : helps[0]           ? " (--one-container)"
                        : helps[1]           ? " (--keep-init-containers=false)"
                                             : "";
    if (names.n)
        clone_note(c, "beside the target these run for real: %.*s%s", (int)names.n, names.p, flags);
    if (option_on(c->options, OPT_ONCE) && c->target.sidecar)
        clone_note(c, "a native sidecar is started again when its command ends, --once or not");
    if (names.n && is_restarted(c))
        clone_note(c,
                   "the clone has restartPolicy OnFailure for Never: what fails beside the target is started "
                   "again, without end%s",
                   flags);
    buf_free(&names);
}

/* What the kubelet holds the clone's files against; 0 for none. */
static double storage_limit(const struct clone *c)
{
    double sum = 0, most = 0, n;
    for (int init = 0; init < 2; init++)
        for (const struct node *i = node_first(init ? c->pod.init_containers : c->pod.containers); i;
             i = node_after(i)) {
            const struct node *limits = node_real(node_get(node_real(node_get(i, "resources")), "limits"));
            if (!quantity_read(node_get(limits, "ephemeral-storage"), &n))
                continue;
            sum += init ? 0 : n;
            most = init && n > most ? n : most;
        }
    return sum > most ? sum : most;
}

void notes_tools(struct clone *c)
{
    enum { TOOLS = 2 * 1024 * 1024 }; /* busybox and the scripts, rounded up */
    const struct node *own = node_real(node_get(c->target.container, "securityContext")),
                      *pod = node_real(node_get(c->pod.spec, "securityContext"));
    double limit = storage_limit(c);
    if (c->pod.windows || c->options->tools != TOOLS_INIT)
        return;
    if (limit > 0 && limit < TOOLS)
        clone_note(c,
                   "the limit for ephemeral-storage is below the 2 MiB that the tools need: the kubelet will "
                   "evict the clone (--no-limits, --tools=none)");
    if (c->pod.workload.n && !c->pod.ranged && !node_given(own, "runAsUser") &&
        !node_given(pod, "runAsUser") &&
        (node_is_true(node_get(own, "runAsNonRoot")) || node_is_true(node_get(pod, "runAsNonRoot"))))
        clone_note(
            c, "the template forbids root and names no user: the tools run as user 65534; where the cluster "
               "allows others only, as OpenShift may, name one (--as-user)");
}

void notes_death(struct clone *c)
{
    const struct target *t = &c->target;
    deaths_note(c);
    if (t->earlier_init.n && option_on(c->options, OPT_KEEP_INIT_CONTAINERS))
        clone_note(c, "the init container %.*s fails before %.*s starts: debug it first",
                   (int)t->earlier_init.n, t->earlier_init.p, (int)t->name.n, t->name.p);
}
