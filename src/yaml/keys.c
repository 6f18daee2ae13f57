#include "yaml/keys.h"

#include <limits.h>
#include <stdlib.h>

static int by_text(const void *a, const void *b)
{
    const struct node *one = *(const struct node *const *)a, *other = *(const struct node *const *)b;
    int order = str_order(one->text, other->text);
    return order ? order : (one->start > other->start) - (one->start < other->start);
}

/* Keys that are in ascending order are distinct. */
static bool are_distinct(const struct node *mapping, struct error *error)
{
    if (mapping->sorted)
        return true;
    size_t n = 1;
    for (const struct node *key = mapping->child; key; key = key->next)
        n++;
    const struct node **keys = malloc(n * sizeof *keys);
    if (!keys)
        return error_memory(error);
    n = 0;
    for (const struct node *key = mapping->child; key; key = key->next)
        if (key->kind == NODE_SCALAR && !node_is_merge(key))
            keys[n++] = key;
    qsort(keys, n, sizeof *keys, by_text);
    bool ok = true;
    for (size_t i = 1; ok && i < n; i++)
        if (str_same(keys[i - 1]->text, keys[i]->text))
            ok = error_at(error, keys[i]->start, "duplicate key %.*s", (int)keys[i]->text.n, keys[i]->text.p);
    free(keys);
    return ok;
}

/* How many keys a lookup in this node visits; counting stops above UCHAR_MAX. */
static unsigned weight(const struct node *node)
{
    node = node_real(node);
    unsigned keys = 1U + (node->kind == NODE_MAPPING ? node->merges : 0U);
    for (const struct node *key = node->kind == NODE_MAPPING ? node->child : NULL; key && keys <= UCHAR_MAX;
         key = key->next)
        keys++;
    return keys;
}

/* A lookup visits all keys that merge keys bring in, and with aliases their number can double with every
 * line: too many are refused. */
static bool weigh_merges(struct node *mapping, struct error *error)
{
    unsigned total = 0;
    for (const struct node *key = mapping->merges ? mapping->child : NULL; key; key = key->next) {
        if (!node_is_merge(key))
            continue;
        const struct node *from = node_real(key->value);
        total += from->kind == NODE_SEQUENCE ? 0 : weight(from);
        for (const struct node *item = from->kind == NODE_SEQUENCE ? from->child : NULL; item;
             item = item->next)
            if ((total += weight(item)) > UCHAR_MAX)
                break;
        if (total > UCHAR_MAX)
            return error_at(error, key->start,
                            "merge keys that bring in more than %d keys, and no manifest has so many",
                            UCHAR_MAX);
    }
    mapping->merges = (unsigned char)(mapping->merges && !total ? 1 : total);
    return true;
}

bool keys_check(struct node *mapping, struct error *error)
{
    return weigh_merges(mapping, error) && are_distinct(mapping, error);
}
