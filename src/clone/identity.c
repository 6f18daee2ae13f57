#include "clone/identity.h"

#include "clone/metadata.h"
#include "clone/put.h"
#include "clone/readers.h"
#include "clone/service.h"
#include "yaml/lower.h"
#include "yaml/splice.h"

static bool has_any(const struct node *mapping, const char *const keys[])
{
    while (*keys && !node_get(mapping, *keys))
        keys++;
    return *keys != NULL;
}

/* Whether there is a label that a ReplicaSet selects by, or a Job, and that the clone loses. */
struct stamped {
    bool replica_set, job;
};

static struct stamped stamped(const struct node *labels)
{
    static const char *const replica_set[] = {"pod-template-hash", "rollouts-pod-template-hash", NULL},
                             *const job[] = {"controller-uid", "batch.kubernetes.io/controller-uid", NULL};
    return (struct stamped){has_any(labels, replica_set), has_any(labels, job)};
}

/* Owners that select by a label which the clone loses, or by none: with them the other labels are safe. A
 * group of its own is another program's kind of that name. */
static bool is_safe(struct stamped labels, struct str kind, struct str api_version)
{
    bool core = !api_version.n || !memchr(api_version.p, '/', api_version.n);
    if (str_is(kind, "Node"))
        return core;
    if (str_is(kind, "ReplicaSet"))
        return (core || str_starts(api_version, "apps/") || str_starts(api_version, "extensions/")) &&
               labels.replica_set;
    return str_is(kind, "Job") && (core || str_starts(api_version, "batch/")) && labels.job;
}

struct adopter {
    struct str kind, name;
    bool found;
};

/* An owner that would take the clone for its own, the controller first; of a template, what it was lifted
 * from.
 */
static struct adopter adopter(const struct pod *pod, struct stamped labels)
{
    struct adopter found = {{"", 0}, {"", 0}, false};
    if (pod->owner_kind.n && !is_safe(labels, pod->owner_kind, found.kind))
        return (struct adopter){pod->owner_kind, pod->name.n ? pod->name : pod->generate_name, true};
    for (const struct node *o = node_first(pod->owners); o; o = node_after(o)) {
        const struct node *owner = node_real(o);
        struct str kind = node_text(node_get(owner, "kind"));
        bool controls = node_is_true(node_get(owner, "controller"));
        if ((!found.found || controls) && !is_safe(labels, kind, node_text(node_get(owner, "apiVersion"))))
            found = (struct adopter){kind, node_text(node_get(owner, "name")), true};
    }
    return found;
}

/* Takes out what asks for an address in a list of networks, which is JSON; false where it cannot be read. The
 * text is edited like any other: the rest keeps its bytes. */
static bool without_addresses(struct clone *c, struct str text, struct buf *out)
{
    struct source s;
    struct error none = {0};
    struct edits edits = {0};
    struct node *root = put_json(c, text, &s);
    struct document d = {.root = root};
    if (!root || root->kind != NODE_SEQUENCE)
        return false;
    for (struct node *network = node_first(root); network; network = node_after(network))
        for (struct node *k = network->kind == NODE_MAPPING ? node_first(network) : NULL, *next; k;
             k = next) {
            next = node_after(k);
            if (readers_is_address(k->text))
                node_remove(k, NULL);
        }
    if (lower(&s, &d, root, c->arena, &edits, &none))
        splice(&s, 0, s.n, &edits, out);
    edits_free(&edits);
    return !none.set;
}

/* A list of names alone asks for no address. */
static bool names_only(struct str text)
{
    return !text.n || (!memchr(text.p, '{', text.n) && !memchr(text.p, '"', text.n));
}

static void edit_networks(struct clone *c, struct node *key, const char *why)
{
    struct str text = node_text(key->value);
    struct buf edited = {0};
    if (names_only(text))
        return;
    if (!without_addresses(c, text, &edited))
        clone_note(
            c,
            "the annotation %.*s is no JSON that podclone can edit: if it asks for an address, that is "
            "the original's (--keep-annotations=false)",
            (int)key->text.n, key->text.p);
    else if (!str_same(text, (struct str){edited.p, edited.n}))
        put_replace(c->arena, key->value, node_string(c->arena, arena_take(c->arena, &edited)), why);
    buf_free(&edited);
}

/* What merge keys bring in cannot be removed. */
static bool check_brought(struct clone *c, enum read_in in, const struct node *from, const struct node *merge)
{
    for (const struct node *k = from->child; k; k = k->next) {
        const struct node *outer = merge ? merge : k;
        const struct reader *reader = NULL;
        if (from->kind == NODE_SEQUENCE) {
            if (!check_brought(c, in, node_real(k), merge))
                return false;
        } else if (k->kind == NODE_SCALAR && node_is_merge(k)) {
            if (!check_brought(c, in, node_real(k->value), outer))
                return false;
        } else if (merge && k->kind == NODE_SCALAR) {
            reader = readers_find(&c->pod, in, k->text);
        }
        if (reader && reader->action != READER_KEPT)
            return error_at(
                c->error, merge->start,
                "%.*s comes through this merge key, and the clone must not have it: write out the rest here",
                (int)k->text.n, k->text.p);
    }
    return true;
}

struct dropping {
    enum read_in in;
    bool rest;       /* drop what nobody reads, too */
    const char *why; /* and why */
    bool dropped, kept;
};

/* What an earlier clone says of itself is no label of the original's. */
static void drop_key(struct clone *c, struct dropping *d, struct node *k)
{
    const struct reader *reader = readers_find(&c->pod, d->in, k->text);
    bool steers = reader && reader->action == READER_KEPT, own = str_starts(k->text, "podclone/");
    if (reader && reader->action == READER_REMOVED) {
        node_remove(k, reader->why);
    } else if (d->rest && !steers && !own) {
        node_remove(k, d->why);
        d->dropped = true;
    } else if (reader && reader->action == READER_EDITED) {
        edit_networks(c, k, reader->why);
    } else if (d->rest && steers) {
        k->why = reader->why;
        d->kept = true;
    }
}

static void drop(struct clone *c, struct dropping *d, struct node *mapping)
{
    if (!mapping || (mapping->merges && !check_brought(c, d->in, mapping, NULL)))
        return;
    for (struct node *k = node_first(mapping), *next; k && !c->error->set; k = next) {
        next = node_after(k);
        if (k->kind == NODE_SCALAR && !node_is_merge(k))
            drop_key(c, d, k);
    }
}

/* Controllers of Kubernetes; what any other owner does is not known. */
static bool selects_plainly(struct str kind)
{
    static const char *const kinds[] = {"DaemonSet", "StatefulSet", "ReplicaSet", "ReplicationController",
                                        "Job"};
    size_t i = 0;
    while (i < sizeof kinds / sizeof *kinds && !str_is(kind, kinds[i]))
        i++;
    return i < sizeof kinds / sizeof *kinds;
}

static void drop_labels(struct clone *c)
{
    static const char owned[] = "a controller could adopt the clone by it",
                      routed[] = "a load balancer that takes Pods which are not ready selects by it";
    struct node *labels = object_child(c->pod.metadata, "labels", NODE_MAPPING, c->error);
    enum labels asked = c->options->labels;
    struct adopter owner = adopter(&c->pod, stamped(labels));
    bool unready = service_takes_unready(c);
    struct dropping d = {.in = IN_LABELS};
    d.rest = asked == LABELS_DROP || (asked == LABELS_AUTO && (owner.found || unready));
    d.why = asked == LABELS_DROP ? "--keep-labels=false" : owner.found ? owned : routed;
    if (labels && labels->merges && d.rest) {
        error_at(c->error, labels->start,
                 "labels come through a merge key, and the clone drops them: write them out here");
        return;
    }
    drop(c, &d, labels);
    if (!d.dropped || asked != LABELS_AUTO)
        return;
    const char *but = d.kept ? ", but those that webhooks read" : "";
    if (owner.found)
        clone_note(c, "labels dropped%s: the %.*s %.*s %s (--keep-labels)", but, (int)owner.kind.n,
                   owner.kind.p, (int)owner.name.n, owner.name.p,
                   selects_plainly(owner.kind)
                       ? "selects by them and would take the clone for its own"
                       : "owns the Pod, and could take the clone for its own by them");
    if (unready)
        clone_note(c,
                   "labels dropped%s: a network endpoint group of GKE selects by them and sends traffic to "
                   "Pods that are not ready, too (--keep-labels)",
                   but);
}

void identity_drop(struct clone *c)
{
    struct dropping d = {.in = IN_ANNOTATIONS, .why = "--keep-annotations=false"};
    d.rest = !option_on(c->options, OPT_KEEP_ANNOTATIONS);
    drop_labels(c);
    if (!c->error->set)
        drop(c, &d, object_child(c->pod.metadata, "annotations", NODE_MAPPING, c->error));
}

/* The names that the lists in the JSON of the injector's status have. */
static struct named listed(struct clone *c, const struct node *status)
{
    static const char *const lists[] = {"containers", "initContainers"};
    struct named names = {.arena = c->arena};
    for (size_t i = 0; i < 2; i++) {
        const struct node *list = node_real(node_get(status, lists[i]));
        for (const struct node *item = list && list->kind == NODE_SEQUENCE ? node_first(list) : NULL; item;
             item = node_after(item))
            named_add(&names, node_text(item), item);
    }
    return names;
}

static bool injects(const struct injector *in, struct named *status, struct str name)
{
    for (const char *const *known = in->containers; *known; known++)
        if (readers_like(name, *known))
            return true;
    return named_find(status, name) != NULL;
}

/* The container that this injector would bring anew: the target, or one that was removed; empty for none. */
static struct str brought_anew(const struct clone *c, const struct injector *in, struct named *status)
{
    if (injects(in, status, c->target.name))
        return c->target.name;
    for (int init = 0; init < 2; init++) {
        const struct node *containers = init ? c->pod.init_containers : c->pod.containers;
        for (const struct node *i = containers ? containers->child : NULL; i; i = i->next)
            if (i->mark == MARK_REMOVE && injects(in, status, node_text(node_get(i, "name"))))
                return node_text(node_get(i, "name"));
    }
    return (struct str){"", 0};
}

static void opt_out(struct clone *c, const struct injector *in)
{
    bool label = in->in == IN_LABELS;
    struct node *annotations = node_get(c->pod.metadata, "annotations");
    struct named status = {0};
    struct source s;
    if (in->only_with && !node_get(annotations, in->only_with))
        return;
    if (in->listed && node_get(annotations, in->listed))
        status = listed(c, put_json(c, node_text(node_get(annotations, in->listed)), &s));
    struct str name = brought_anew(c, in, &status);
    if (!name.n || (label && metadata_is_given(c, str_of(in->key))))
        return;
    struct node *mapping =
        put_collection(c, c->pod.metadata, label ? "labels" : "annotations", NODE_MAPPING, in->why);
    if (node_is(node_get(mapping, in->key), in->value))
        return;
    put_text(c, mapping, in->key, str_of(in->value), in->why);
    if (label)
        clone_note(c,
                   "%s would inject %.*s anew and undo the change: the clone opts out by the label %s "
                   "(--label %s=true lets it in)",
                   in->by, (int)name.n, name.p, in->key, in->key);
    else
        clone_note(c,
                   "%s would inject %.*s anew and undo the change: the clone opts out by the annotation %s",
                   in->by, (int)name.n, name.p, in->key);
}

void identity_opt_out(struct clone *c)
{
    for (size_t i = 0; i < injectors_count && !c->error->set; i++)
        opt_out(c, &injectors[i]);
}
