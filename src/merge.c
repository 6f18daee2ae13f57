#include "merge.h"

#include <string.h>

static const char why[] = "--custom";

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

bool merge_check(const struct node *patch, struct error *e)
{
    if (!patch || patch->kind != NODE_MAPPING)
        return error_at(e, patch ? patch->start : 0, "--custom takes a partial container: a mapping");
    const struct node *name = node_key(patch, "name");
    if (name)
        return error_at(e, name->start, "a container's name cannot be changed: take name out");
    for (const struct node *k = node_first(patch); k; k = node_after(k))
        if (item_name(k->text) && !node_is_null(k->value) && node_real(k->value)->kind != NODE_SEQUENCE)
            return error_at(e, k->start, "%.*s is no sequence", (int)k->text.n, k->text.p);
    return true;
}

static bool refuse_alias(const struct node *n, struct error *e)
{
    return error_at(e, n->start, "an alias, and --custom changes what is in it: write it out here");
}

static bool merge_mapping(struct arena *a, struct node *into, const struct node *patch, bool top,
                          struct error *e);

static struct node *item_of(const struct node *sequence, const char *name, struct str value)
{
    for (struct node *i = node_first(sequence); i; i = node_after(i))
        if (str_same(node_text(node_get(node_real(i), name)), value))
            return i;
    return NULL;
}

static bool merge_items(struct arena *a, struct node *into, const struct node *patch, const char *name,
                        struct error *e)
{
    for (const struct node *p = node_first(patch); p; p = node_after(p)) {
        const struct node *real = node_real(p);
        struct str value = node_text(node_get(real, name));
        struct node *old = value.n ? item_of(into, name, value) : NULL;
        if (!value.n)
            return error_at(e, p->start, "an item without %s", name);
        if (!old)
            node_push(into, node_copy(a, real), why);
        else if (old->kind == NODE_ALIAS)
            return refuse_alias(old, e);
        /* A variable has a value or a source for it. */
        else if (strcmp(name, "name") == 0 && node_get(real, "value") && node_key(old, "valueFrom"))
            node_remove(node_key(old, "valueFrom"), why);
        else if (strcmp(name, "name") == 0 && node_get(real, "valueFrom") && node_key(old, "value"))
            node_remove(node_key(old, "value"), why);
        if (old && !merge_mapping(a, old, real, false, e))
            return false;
    }
    return true;
}

static bool merge_key(struct arena *a, struct node *into, const struct node *key, bool top, struct error *e)
{
    const struct node *patch = node_real(key->value);
    struct node *old = node_key(into, key->text.p ? arena_copy(a, key->text).p : ""),
                *v = old ? old->value : NULL;
    const char *name = top ? item_name(key->text) : NULL;
    bool same = v && v->kind == patch->kind && node_first(v);
    if (v && v->kind == NODE_ALIAS && patch->kind != NODE_SCALAR)
        return refuse_alias(v, e);
    if (same && patch->kind == NODE_MAPPING)
        return merge_mapping(a, v, patch, false, e);
    if (same && name)
        return merge_items(a, v, patch, name, e);
    if (v && v->kind == NODE_SCALAR && patch->kind == NODE_SCALAR && !node_is_null(patch)) {
        node_replace(a, v, node_copy(a, patch), why);
        return true;
    }
    if (old)
        node_remove(old, why);
    if (!node_is_null(patch))
        node_put(a, into, arena_copy(a, key->text).p, node_copy(a, patch), why);
    return true;
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
