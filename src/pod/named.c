#include "pod/named.h"

#include <stdlib.h>
#include <string.h>

struct named_node {
    struct str name;
    const struct node *node;
    size_t place; /* of one name the first counts */
};

static bool grow(struct named *named)
{
    size_t cap = named->cap ? named->cap * 2 : 8;
    struct named_node *list = arena_alloc(named->arena, cap * sizeof *list);
    if (!list)
        return false;
    if (named->n)
        memcpy(list, named->list, named->n * sizeof *list);
    named->list = list;
    named->cap = cap;
    return true;
}

void named_add(struct named *named, struct str name, const struct node *node)
{
    if (named->n == named->cap && !grow(named))
        return;
    named->unsorted |= named->n && str_order(named->list[named->n - 1].name, name) > 0;
    named->list[named->n] = (struct named_node){name, node, named->n};
    named->n++;
}

static int by_name(const void *a, const void *b)
{
    const struct named_node *one = a, *other = b;
    int order = str_order(one->name, other->name);
    return order ? order : (one->place > other->place) - (one->place < other->place);
}

struct node *named_find(struct named *named, struct str name)
{
    if (named->unsorted)
        qsort(named->list, named->n, sizeof *named->list, by_name);
    named->unsorted = false;
    size_t low = 0, high = named->n;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (str_order(named->list[middle].name, name) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low < named->n && str_same(named->list[low].name, name) ? (struct node *)named->list[low].node
                                                                   : NULL;
}

struct named named_keys(struct arena *arena, const struct node *mapping)
{
    struct named named = {.arena = arena};
    for (const struct node *k = mapping ? mapping->child : NULL; k; k = k->next)
        if (k->mark != MARK_NEW && k->kind == NODE_SCALAR)
            named_add(&named, k->text, k);
    return named;
}

struct named named_items(struct arena *arena, const struct node *sequence)
{
    struct named named = {.arena = arena};
    for (const struct node *i = node_first(sequence); i; i = node_after(i))
        named_add(&named, node_text(node_get(node_real(i), "name")), i);
    return named;
}
