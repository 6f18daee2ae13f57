#include "clone/notes.h"

#include "clone/metadata.h"
#include "clone/put.h"

#include <stdlib.h>

/* Whether a field path names labels or annotations as a whole, and some are dropped. */
static bool are_dropped(const struct clone *c, struct str path)
{
    const char *key = str_is(path, "metadata.labels")        ? "labels"
                      : str_is(path, "metadata.annotations") ? "annotations"
                                                             : NULL;
    const struct node *all = key ? node_get(c->pod.metadata, key) : NULL, *k = all ? all->child : NULL;
    while (k && k->mark != MARK_REMOVE)
        k = k->next;
    return k != NULL;
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

/* Shared file systems stay as they are, writable: somebody should know. */
void notes_volumes(struct clone *c)
{
    put_each_source(c, note_downward);
    struct sorted mounted = writable_volumes(c);
    static const char *const shared[] = {"hostPath",  "nfs",     "cephfs",     "glusterfs",
                                         "azureFile", "quobyte", "flexVolume", "csi"};
    for (const struct node *v = node_first(object_volumes(&c->pod)); v; v = node_after(v)) {
        struct str volume = node_text(node_get(node_real(v), "name"));
        /* A claim template's volume is new: there is no claim to keep. */
        if (v->kind == NODE_MAPPING && object_emptied(&c->pod, volume))
            clone_note(c, "the volume %.*s is an empty directory in the clone%s", (int)volume.n, volume.p,
                       v->mark == MARK_NEW ? "" : " (--keep-pvcs)");
        for (size_t i = 0; i < sizeof shared / sizeof *shared; i++) {
            const struct node *disk = node_real(node_get(node_real(v), shared[i]));
            if (disk && !node_is_true(node_get(disk, "readOnly")) && mounted.n &&
                bsearch(&volume, mounted.names, mounted.n, sizeof volume, by_order))
                clone_note(c, "the volume %.*s (%s) is the original's, and the clone can write to it",
                           (int)volume.n, volume.p, shared[i]);
        }
    }
}

/* What stands behind a sleeping init container never starts. */
void notes_containers(struct clone *c)
{
    struct buf names = {0};
    bool blocks = c->target.init && !c->target.sidecar, blocked = false;
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
    if (names.n)
        clone_note(c, "beside the target these run for real: %.*s%s%s%s%s%s", (int)names.n, names.p,
                   helps[0] || helps[1] ? " (" : "", helps[0] ? "--one-container" : "",
                   helps[0] && helps[1] ? ", " : "", helps[1] ? "--keep-init-containers=false" : "",
                   helps[0] || helps[1] ? ")" : "");
    buf_free(&names);
}

static bool is_one_of(struct str s, const char *const words[])
{
    for (; *words; words++)
        if (str_is(s, *words))
            return true;
    return false;
}

static void note_memory(struct clone *c)
{
    const struct node *limits =
        node_real(node_get(node_real(node_get(c->target.container, "resources")), "limits"));
    struct str memory = node_text(node_get(limits, "memory"));
    if (!memory.n)
        clone_note(c, "out of memory, without a limit of its own; a rerun that is killed exits with 137");
    else if (option_on(c->options, OPT_NO_LIMITS) || c->options->value[OPT_SET_MEMORY])
        clone_note(c, "out of memory: the limit was %.*s; a rerun that is killed exits with 137",
                   (int)memory.n, memory.p);
    else
        clone_note(
            c,
            "out of memory: the limit is %.*s, and the clone has the same (--no-limits, --set-memory); "
            "a rerun that is killed exits with 137",
            (int)memory.n, memory.p);
}

/* Whether an option names another image for the target. */
static bool has_other_image(const struct clone *c)
{
    const char *list;
    struct str name, image;
    for (int at = 1; (list = option_each(c->options, OPT_SET_IMAGE, &at));)
        while (option_pair(&list, &name, &image))
            if (str_is(name, "*") || str_same(name, c->target.name))
                return true;
    return c->options->value[OPT_IMAGE] != NULL;
}

static bool contains(struct str s, const char *word)
{
    for (size_t i = 0; i < s.n; i++)
        if (str_starts((struct str){s.p + i, s.n - i}, word))
            return true;
    return false;
}

/* The kubelet has one reason for what it cannot make a container of, and says more in the message. */
static void note_config(struct clone *c)
{
    if (contains(c->target.death.waiting_message, "runAsNonRoot")) {
        if (!option_on(c->options, OPT_AS_ROOT) && !c->options->value[OPT_AS_USER])
            clone_note(c,
                       "runAsNonRoot, and the image's user is root or has no number: the clone needs a user "
                       "too (--as-user)");
    } else if (!option_on(c->options, OPT_OPTIONAL_REFS)) {
        clone_note(c, "a Secret or ConfigMap is missing, and the clone needs it too: create it, or start "
                      "without it (--optional-refs)");
    }
}

void notes_death(struct clone *c)
{
    static const char *const pull[] = {
        "ErrImagePull",      "ImagePullBackOff",          "InvalidImageName",
        "ErrImageNeverPull", "ImageInspectError",         "RegistryUnavailable",
        "ImagePullFailed",   "SignatureValidationFailed", NULL};
    const struct target *t = &c->target;
    struct str image = node_text(node_get(t->container, "image"));
    if (is_one_of(t->death.waiting, pull) && !has_other_image(c))
        clone_note(c,
                   "the image %.*s could not be pulled, and the clone needs it too (--set-image %.*s=IMAGE)",
                   (int)image.n, image.p, (int)t->name.n, t->name.p);
    if (str_is(t->death.waiting, "CreateContainerConfigError"))
        note_config(c);
    if (str_is(t->death.reason, "OOMKilled"))
        note_memory(c);
    if (t->earlier_init.n && c->options->value[OPT_CONTAINER] &&
        option_on(c->options, OPT_KEEP_INIT_CONTAINERS))
        clone_note(c, "the init container %.*s fails before %.*s starts: debug it first",
                   (int)t->earlier_init.n, t->earlier_init.p, (int)t->name.n, t->name.p);
    struct str reason = node_text(node_get(c->pod.status, "reason")),
               message = node_text(node_get(c->pod.status, "message"));
    if (reason.n || message.n)
        clone_note(c, "the original's status: %.*s%s%.*s", (int)reason.n, reason.p,
                   reason.n && message.n ? ": " : "", (int)message.n, message.p);
}
