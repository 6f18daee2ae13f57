#include "clone/merge.h"

#include "clone/put.h"
#include "pod/object.h"
#include "yaml/parse.h"

#include <string.h>

static const char why[] = "--custom";

/* A resource's name: a domain, a slash, a label. Longer ones, quoted, would be no key to libyaml. */
enum { KEY_MOST = 253 + 1 + 63 };

/* Sequences whose items have a name of their own. */
static const struct {
    const char *key, *name;
} keyed[] = {{"env", "name"},
             {"volumeMounts", "mountPath"},
             {"volumeDevices", "devicePath"},
             {"ports", "containerPort"}};

static const char *item_name(struct str key)
{
    for (size_t i = 0; i < sizeof keyed / sizeof *keyed; i++)
        if (str_is(key, keyed[i].key))
            return keyed[i].name;
    return NULL;
}

static bool is_deletion(const struct node *item)
{
    return node_is(node_get(item, "$patch"), "delete");
}

static bool check_key(const struct node *k, bool item, struct error *e)
{
    if (k->kind != NODE_SCALAR)
        return error_at(e, k->start, "a key that is no string");
    if (k->text.n > KEY_MOST)
        return error_at(e, k->start, "a key of more than %d bytes, and Kubernetes has none", KEY_MOST);
    if (k->text.n && k->text.p[0] == '$' && !(item && is_deletion(k->parent)))
        return error_at(e, k->start, "%.*s is not understood here: null removes a key", (int)k->text.n,
                        k->text.p);
    return true;
}

/* What copies could not be made of: aliases, whose copies can grow without end, and merge keys. */
static bool check_node(const struct node *node, bool item, struct error *e)
{
    if (node->kind == NODE_ALIAS && node_real(node)->kind != NODE_SCALAR)
        return error_at(e, node->start, "an alias: write it out here");
    if (node->kind == NODE_MAPPING && node->merges)
        return error_at(e, node->start, "a merge key in it: write out what it stands for");
    for (struct node *i = node->kind == NODE_ALIAS ? NULL : node_first(node); i; i = node_after(i))
        if ((node->kind == NODE_MAPPING && !check_key(i, item, e)) || !check_node(node_of(i), false, e))
            return false;
    return true;
}

static bool check_items(const struct node *key, const char *name, struct error *e)
{
    const struct node *items = key->value;
    if (node_is_null(items))
        return true;
    if (items->kind != NODE_SEQUENCE)
        return error_at(e, key->start, "%.*s is no sequence", (int)key->text.n, key->text.p);
    for (const struct node *i = node_first(items); i; i = node_after(i)) {
        const struct node *first = i->kind == NODE_MAPPING ? node_first(i) : NULL;
        if (!node_text(node_get(i, name)).n)
            return error_at(e, first ? first->start : i->start, "an item of %.*s without %s",
                            (int)key->text.n, key->text.p, name);
        if (!check_node(i, true, e))
            return false;
    }
    return true;
}

static bool check_patch(const struct node *patch, struct error *e)
{
    if (patch->kind != NODE_MAPPING)
        return error_at(e, patch->start, "--custom takes a partial container: a mapping");
    const struct node *name = node_key(patch, "name");
    if (name)
        return error_at(e, name->start, "a container's name cannot be changed: take name out");
    if (patch->merges)
        return check_node(patch, false, e);
    for (const struct node *k = node_first(patch); k; k = node_after(k)) {
        const char *item = item_name(k->text);
        if (!check_key(k, false, e) || !(item ? check_items(k, item, e) : check_node(k->value, false, e)))
            return false;
    }
    return true;
}

bool merge_parse(struct node **patch, const struct source *s, struct arena *a, struct error *e)
{
    struct document d = {0}, more = {0};
    struct parse *p = parse_open(s, a, a, e);
    enum parsed parsed = p ? parse_next(p, &d) : PARSE_FAILED;
    if (parsed == PARSE_ITEM)
        error_at(e, d.items->start, "--custom takes a partial container, not a List");
    else if (parsed == PARSE_END)
        error_at(e, s->bom, "--custom takes a partial container, and there is none in it");
    else if (parsed == PARSE_DOCUMENT && check_patch(d.root, e) && parse_next(p, &more) == PARSE_DOCUMENT)
        error_at(e, more.start, "--custom takes one document");
    *patch = d.root;
    parse_close(p);
    return !e->set;
}

static bool merge_mapping(struct arena *a, struct node *into, const struct node *patch, bool top,
                          struct error *e);

static struct str protocol(const struct node *port)
{
    struct str p = node_text(node_get(port, "protocol"));
    return p.n ? p : str_of("TCP");
}

/* Whether two scalars mean the same: numbers of two bases may. */
static bool is_same(const struct node *a, const struct node *b)
{
    long number, other;
    if (node_int(a, &number) && node_int(b, &other))
        return number == other;
    return str_same(node_text(a), node_text(b));
}

/* The last one: of two variables it is the one that counts. Of two ports with one number, the one of the
 * patch's protocol. */
static struct node *item_of(const struct node *sequence, const char *name, const struct node *patch)
{
    const struct node *value = node_get(patch, name);
    struct node *found = NULL, *same = NULL;
    for (struct node *i = node_first(sequence); i; i = node_after(i)) {
        const struct node *real = node_real(i);
        if (!is_same(node_get(real, name), value))
            continue;
        found = i;
        same = str_same(protocol(real), protocol(patch)) ? i : same;
    }
    return same ? same : found;
}

/* A variable has a value or a source for it. */
static bool make_room(struct node *variable, const struct node *patch, struct error *e)
{
    static const char *const kinds[] = {"value", "valueFrom"};
    for (size_t i = 0; i < 2; i++) {
        struct node *other = node_key(variable, kinds[1 - i]);
        if (!node_given(patch, kinds[i]))
            continue;
        if (!object_removable(variable, kinds[1 - i], e))
            return false;
        if (other)
            node_remove(other, why);
    }
    return true;
}

static bool merge_items(struct arena *a, struct node *into, const struct node *patch, const char *name,
                        struct error *e)
{
    for (const struct node *p = node_first(patch); p; p = node_after(p)) {
        struct node *old = item_of(into, name, p);
        for (; old && is_deletion(p); old = item_of(into, name, p))
            node_remove(old, why);
        if (is_deletion(p))
            continue;
        if (!old)
            node_push(into, old = node_mapping(a), why);
        if (old && old->kind == NODE_ALIAS)
            return error_at(e, old->start, "an alias, and --custom changes what is in it: write it out here");
        if (old && strcmp(name, "name") == 0 && !make_room(old, p, e))
            return false;
        if (!old || !merge_mapping(a, old, p, false, e))
            return false;
    }
    return true;
}

/* What can be merged; the rest is replaced. */
static bool merge_value(struct arena *a, struct node *into, const struct node *patch, const char *name,
                        struct error *e)
{
    return patch->kind == NODE_MAPPING ? merge_mapping(a, into, patch, false, e)
                                       : merge_items(a, into, patch, name, e);
}

static bool merge_key(struct arena *a, struct node *into, const struct node *k, bool top, struct error *e)
{
    const struct node *patch = node_real(k->value);
    const char *key = arena_copy(a, k->text).p, *name = top ? item_name(k->text) : NULL;
    struct node *old = node_key(into, key), *v = old ? old->value : NULL;
    bool merges = patch->kind == NODE_MAPPING || (patch->kind == NODE_SEQUENCE && name);
    if (!(node_is_null(patch) ? object_removable : object_own)(into, key, e))
        return false;
    if (v && v->kind == NODE_ALIAS && merges && node_real(v)->kind == patch->kind)
        return error_at(e, v->start, "%s is an alias, and --custom changes what is in it: write it out here",
                        key);
    if (v && v->kind == patch->kind && merges)
        return merge_value(a, v, patch, name, e);
    if (v && v->kind == NODE_SCALAR && patch->kind == NODE_SCALAR && !node_is_null(patch)) {
        put_replace(a, v, node_copy(a, patch), why);
        return true;
    }
    if (old)
        node_remove(old, why);
    if (node_is_null(patch))
        return true;
    if (!merges)
        return node_put_any(a, into, key, node_copy(a, patch), why) != NULL;
    v = node_put_any(a, into, key, patch->kind == NODE_MAPPING ? node_mapping(a) : node_sequence(a), why);
    return v && merge_value(a, v, patch, name, e);
}

static bool merge_mapping(struct arena *a, struct node *into, const struct node *patch, bool top,
                          struct error *e)
{
    for (const struct node *k = node_first(patch); k; k = node_after(k))
        if (!merge_key(a, into, k, top, e))
            return false;
    return !a->failed;
}

bool merge_container(struct arena *a, struct node *container, const struct node *patch, struct error *e)
{
    return merge_mapping(a, container, patch, true, e);
}
