#include "pod/object.h"

#include <string.h>

static const char *const kind_names[] = {"a scalar", "a mapping", "a sequence", "an alias"};

bool object_own(const struct node *mapping, const char *key, struct error *e)
{
    const struct node *merge = mapping->merges ? node_brings(mapping, key) : NULL;
    struct node *own = merge ? node_key(mapping, key) : NULL;
    if (!merge || (own && own->value == node_get(mapping, key)))
        return true;
    return error_at(e, merge->start,
                    "%s comes through this merge key, and the clone changes it: write it out here", key);
}

bool object_removable(const struct node *mapping, const char *key, struct error *e)
{
    const struct node *merge = mapping->merges ? node_brings(mapping, key) : NULL;
    return !merge ||
           error_at(
               e, merge->start,
               "%s comes through this merge key, and the clone must not have it: write out the rest here",
               key);
}

struct node *object_child(const struct node *mapping, const char *key, enum kind kind, struct error *e)
{
    struct node *v = mapping && mapping->kind == NODE_MAPPING ? node_get(mapping, key) : NULL;
    if (!v || !object_own(mapping, key, e) || node_is_null(v))
        return NULL;
    if (v->kind == NODE_ALIAS && node_real(v)->kind != NODE_SCALAR) {
        error_at(e, v->start, "%s is an alias, and the clone changes what is in it: write it out here", key);
        return NULL;
    }
    if (node_real(v)->kind != (unsigned char)kind) {
        error_at(e, v->start, "%s is %s where Kubernetes has %s", key, kind_names[v->kind], kind_names[kind]);
        return NULL;
    }
    return v;
}

const struct node *object_seen(const struct node *mapping, const char *key, enum kind kind, struct error *e)
{
    const struct node *v = node_get(mapping, key), *real = node_real(v), *own = node_key(mapping, key);
    bool elsewhere = v && (v->kind == NODE_ALIAS || !own || own->value != v);
    return elsewhere && real->kind == (unsigned char)kind ? real : object_child(mapping, key, kind, e);
}

struct node *object_container(const struct node *containers, struct str name)
{
    for (struct node *c = node_first(containers); c; c = node_after(c))
        if (str_same(node_text(node_get(c, "name")), name))
            return c;
    return NULL;
}

void object_containers(struct buf *b, const struct pod *pod)
{
    size_t start = b->n;
    for (int list = 0; list < 2; list++)
        for (struct node *c = node_first(list ? pod->init_containers : pod->containers); c;
             c = node_after(c)) {
            buf_puts(b, b->n > start ? ", " : "");
            buf_str(b, node_text(node_get(c, "name")));
        }
}

const struct node *object_volumes(const struct pod *pod)
{
    const struct node *volumes = node_real(node_get(pod->spec, "volumes"));
    return volumes && volumes->kind == NODE_SEQUENCE ? volumes : NULL;
}

struct named object_emptied(const struct pod *pod, struct arena *arena)
{
    struct named emptied = {.arena = arena};
    for (const struct node *v = node_first(object_volumes(pod)); v; v = node_after(v)) {
        const struct node *key = node_key(v, "emptyDir");
        if (key && key->mark == MARK_NEW)
            named_add(&emptied, node_text(node_get(v, "name")), v);
    }
    return emptied;
}

enum { MOST_ITEMS = 512 };

/* Items of these lists are looked for one by one, again and again. */
bool object_few(const struct node *mapping, const char *const lists[], struct error *e)
{
    for (; *lists; lists++) {
        const struct node *list = node_real(node_get(node_real(mapping), *lists));
        size_t n = 0;
        for (const struct node *i = list && list->kind == NODE_SEQUENCE ? list->child : NULL; i; i = i->next)
            if (++n > MOST_ITEMS)
                return error_at(e, i->start, "more than %d %s, and no manifest has so many", MOST_ITEMS,
                                *lists);
    }
    return true;
}

static bool check_containers(const struct node *containers, const char *key, struct error *e)
{
    static const char *const lists[] = {"volumeMounts", "volumeDevices", NULL};
    for (const struct node *c = node_first(containers); c; c = node_after(c)) {
        if (c->kind == NODE_ALIAS)
            return error_at(
                e, c->start,
                "an item of %s is an alias, and the clone changes what is in it: write it out here", key);
        if (c->kind != NODE_MAPPING)
            return error_at(e, c->start, "an item of %s is %s where Kubernetes has a mapping", key,
                            kind_names[c->kind]);
        const struct node *name = node_get(c, "name");
        if (!node_text(name).n)
            return error_at(e, c->start, "a container without a name");
        if (!object_few(c, lists, e))
            return false;
    }
    return !e->set;
}

bool object_owned_by(const struct pod *pod, const char *kind)
{
    for (const struct node *o = node_first(pod->owners); o; o = node_after(o))
        if (node_is(node_get(node_real(o), "kind"), kind))
            return true;
    return str_is(pod->owner_kind, kind);
}

static const char os_label[] = "kubernetes.io/os";

static const struct node *down(const struct node *from, const char *key)
{
    return node_real(node_get(node_real(from), key));
}

const struct node *object_part(const struct node *mapping, const char *key)
{
    const struct node *value = down(mapping, key);
    return value && value->kind == NODE_MAPPING ? value : NULL;
}

/* Whether a node selector's term wants Windows and nothing else. */
static bool wants_windows(const struct node *term)
{
    for (const struct node *expression = node_first(down(term, "matchExpressions")); expression;
         expression = node_after(expression)) {
        const struct node *values = down(expression, "values"), *first = node_first(values);
        if (node_is(down(expression, "key"), os_label) && node_is(down(expression, "operator"), "In") &&
            node_is(first, "windows") && !node_after(first))
            return true;
    }
    return false;
}

static bool only_windows_nodes(const struct node *spec)
{
    const struct node *affinity = down(down(spec, "affinity"), "nodeAffinity");
    const struct node *required = down(affinity, "requiredDuringSchedulingIgnoredDuringExecution");
    const struct node *term = node_first(down(required, "nodeSelectorTerms"));
    bool all = term != NULL;
    for (; term && all; term = node_after(term))
        all = wants_windows(term);
    return all;
}

static bool has_windows_options(const struct node *owner)
{
    const struct node *options = down(down(owner, "securityContext"), "windowsOptions");
    return options && options->kind == NODE_MAPPING && node_first(options);
}

static bool is_windows(const struct pod *pod)
{
    const struct node *os = down(down(pod->spec, "os"), "name"),
                      *selected = down(down(pod->spec, "nodeSelector"), os_label);
    bool options = has_windows_options(pod->spec);
    if (os || selected)
        return node_is(os ? os : selected, "windows");
    for (const struct node *c = node_first(pod->containers); c && !options; c = node_after(c))
        options = has_windows_options(c);
    return options || only_windows_nodes(pod->spec);
}

static struct node *value_at(struct node *from, const char *const path[], struct node **key)
{
    for (; *path && from && from->kind == NODE_MAPPING; path++) {
        *key = node_key(from, *path);
        from = *key ? (*key)->value : NULL;
    }
    return *path ? NULL : from;
}

enum object object_is(struct node *root, bool item, struct node **template_key)
{
    static const char *const templates[][5] = {
        {"spec", "jobTemplate", "spec", "template", NULL}, {"spec", "template", NULL}, {"template", NULL}};
    static const char *const containers[] = {"spec", "containers", NULL};
    struct node *key = NULL;
    const struct node *kind = node_get(root, "kind");
    if (node_is(kind, "Pod") || (!kind && item && value_at(root, containers, &key)))
        return OBJECT_POD;
    for (size_t i = 0; i < sizeof templates / sizeof *templates; i++) {
        struct node *template = value_at(root, templates[i], template_key);
        if (template && value_at(template, containers, &key))
            return OBJECT_WORKLOAD;
    }
    return OBJECT_OTHER;
}

/* Whether the mapping is an object: a root, or an item. */
static bool is_object(const struct node *mapping)
{
    const struct node *items = mapping->parent;
    return !items || (items->kind == NODE_SEQUENCE && items->parent && str_is(items->parent->text, "items"));
}

/* Of a container's status. */
static bool is_read(const struct node *key)
{
    return str_is(key->text, "state") || str_is(key->text, "lastState") || str_is(key->text, "user");
}

static bool is_status_list(const struct node *key)
{
    return str_is(key->text, "containerStatuses") || str_is(key->text, "initContainerStatuses");
}

bool object_unread(const struct node *key)
{
    const struct node *up = key->parent->parent, *list = up && up->kind == NODE_SEQUENCE ? up->parent : NULL,
                      *part = list && list->kind == NODE_SCALAR ? list->parent->parent : up;
    bool unread = false;
    if (!part || part->kind != NODE_SCALAR)
        return false;
    if (str_is(part->text, "status"))
        unread = list ? is_status_list(list) && !is_read(key)
                      : !is_status_list(key) && !str_is(key->text, "conditions");
    else if (!list)
        unread = str_is(key->text, "managedFields") && str_is(part->text, "metadata");
    return unread && is_object(part->parent);
}

bool object_refuse(const struct node *root, struct error *e)
{
    const struct node *kind = node_get(root, "kind");
    if (root->kind != NODE_MAPPING)
        return error_at(e, root->start,
                        "this is %s, not a manifest (kubectl get pod NAME -o yaml prints one)",
                        kind_names[root->kind]);
    if (!kind)
        return error_at(e, root->start,
                        "no kind: this is not a manifest (kubectl get pod NAME -o yaml prints one)");
    if (node_real(kind)->kind != NODE_SCALAR)
        return error_at(e, kind->start, "kind is %s where Kubernetes has a scalar",
                        kind_names[node_real(kind)->kind]);
    struct str k = node_text(kind);
    return error_at(e, kind->start, "no Pod in it: this is a %.*s (kubectl get pod NAME -o yaml)", (int)k.n,
                    k.p);
}

void object_describe(struct buf *b, const struct node *root)
{
    struct str kind = node_text(node_get(root, "kind")),
               name = node_text(node_get(node_get(root, "metadata"), "name"));
    buf_str(b, kind.n ? kind : str_of("an object without a kind"));
    buf_puts(b, name.n ? " " : "");
    buf_str(b, name);
}

void object_source(struct buf *b, const struct pod *pod)
{
    const struct str parts[] = {pod->name_space, pod->workload, pod->name.n ? pod->name : pod->generate_name};
    const char *slash = "";
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        if (!parts[i].n)
            continue;
        buf_puts(b, slash);
        buf_str(b, parts[i]);
        slash = "/";
    }
}

static bool has_part(struct str s, const char *part)
{
    for (size_t at = 0; at < s.n; at++)
        if (str_starts((struct str){s.p + at, s.n - at}, part))
            return true;
    return false;
}

bool object_is_openshift(const struct pod *pod)
{
    static const char *const kinds[] = {"annotations", "labels"};
    struct str source = node_text(node_get(node_get(pod->metadata, "annotations"), "podclone/source"));
    if (str_is(pod->workload, "deploymentconfig") || has_part(source, "deploymentconfig/"))
        return true;
    for (size_t i = 0; i < 2; i++)
        for (const struct node *k = node_first(node_real(node_get(pod->metadata, kinds[i]))); k;
             k = node_after(k))
            /* What admission wrote is of a Pod, and that has its user. */
            if (has_part(k->text, "openshift.io/") && !str_is(k->text, "openshift.io/scc"))
                return true;
    for (const struct node *c = node_first(pod->containers); c; c = node_after(c))
        if (has_part(node_text(node_get(c, "image")), "openshift-image-registry"))
            return true;
    return false;
}

static bool read_statuses(struct pod *pod, struct arena *arena)
{
    static const char *const lists[] = {"initContainerStatuses", "containerStatuses"};
    pod->statuses = arena_alloc(arena, sizeof *pod->statuses);
    for (size_t i = 0; pod->statuses && i < 2; i++) {
        pod->statuses->arena = arena;
        const struct node *list = node_real(node_get(pod->status, lists[i]));
        for (const struct node *status = node_first(list); status; status = node_after(status))
            named_add(pod->statuses, node_text(node_get(node_real(status), "name")), node_real(status));
    }
    return !arena->failed;
}

bool object_pod(struct pod *pod, struct node *root, struct arena *arena, struct error *e)
{
    static const char *const lists[] = {"containers", "initContainers", "volumes", NULL},
                             *const statuses[] = {"containerStatuses", "initContainerStatuses", NULL};
    *pod = (struct pod){.root = root};
    pod->metadata = object_child(root, "metadata", NODE_MAPPING, e);
    pod->spec = object_child(root, "spec", NODE_MAPPING, e);
    pod->status = object_seen(root, "status", NODE_MAPPING, e);
    if (e->set)
        return false;
    if (!pod->metadata || !pod->spec)
        return error_at(e, root->start, "a Pod without %s", pod->spec ? "metadata" : "spec");
    if (!object_few(pod->spec, lists, e) || !object_few(pod->status, statuses, e))
        return false;
    if (!read_statuses(pod, arena))
        return error_memory(e);
    pod->containers = object_child(pod->spec, "containers", NODE_SEQUENCE, e);
    pod->init_containers = object_child(pod->spec, "initContainers", NODE_SEQUENCE, e);
    if (!e->set && !node_first(pod->containers))
        return error_at(e, pod->spec->start, "a Pod without containers");
    if (!check_containers(pod->containers, "containers", e) ||
        !check_containers(pod->init_containers, "initContainers", e))
        return false;
    pod->name = node_text(object_child(pod->metadata, "name", NODE_SCALAR, e));
    pod->name_space = node_text(object_child(pod->metadata, "namespace", NODE_SCALAR, e));
    pod->generate_name = node_text(object_child(pod->metadata, "generateName", NODE_SCALAR, e));
    struct node *annotations = object_child(pod->metadata, "annotations", NODE_MAPPING, e);
    if (!e->set && !pod->name.n && !pod->generate_name.n)
        return error_at(e, pod->metadata->start, "a Pod without a name");
    pod->owners = object_seen(pod->metadata, "ownerReferences", NODE_SEQUENCE, e);
    pod->is_clone = node_get(annotations, "podclone/source") != NULL;
    pod->ranged = pod->is_clone && object_is_openshift(pod);
    pod->windows = is_windows(pod);
    pod->host_network = node_is_true(node_get(pod->spec, "hostNetwork"));
    return !e->set;
}
