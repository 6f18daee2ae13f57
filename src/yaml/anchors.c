#include "yaml/anchors.h"

#include "base/names.h"

#include <stdlib.h>

/* The slot of the name, or the free one where it would be; cap is a power of two, and never full. */
static struct node **slot(const struct anchors *anchors, struct str name)
{
    size_t at = names_hash(0, name) & (anchors->cap - 1);
    while (anchors->slots[at] && !str_same(anchors->slots[at]->anchor, name))
        at = (at + 1) & (anchors->cap - 1);
    return &anchors->slots[at];
}

static bool grow(struct anchors *anchors)
{
    struct anchors more = {.n = anchors->n, .cap = anchors->cap ? anchors->cap * 2 : 64};
    more.slots = calloc(more.cap, sizeof(struct node *));
    if (!more.slots)
        return false;
    for (size_t i = 0; i < anchors->cap; i++)
        if (anchors->slots[i])
            *slot(&more, anchors->slots[i]->anchor) = anchors->slots[i];
    free(anchors->slots);
    *anchors = more;
    return true;
}

bool anchors_put(struct anchors *anchors, struct node *node)
{
    if (anchors->n * 2 >= anchors->cap && !grow(anchors))
        return false;
    struct node **at = slot(anchors, node->anchor);
    anchors->n += *at == NULL;
    *at = node;
    return true;
}

struct node *anchors_get(const struct anchors *anchors, struct str name)
{
    return anchors->n ? *slot(anchors, name) : NULL;
}

void anchors_free(struct anchors *anchors)
{
    free(anchors->slots);
    *anchors = (struct anchors){0};
}
