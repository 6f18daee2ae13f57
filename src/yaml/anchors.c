#include "yaml/anchors.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

bool anchors_append(struct arena *arena, struct anchor **list, size_t *n, size_t *cap, struct anchor anchor)
{
    if (*n == *cap) {
        size_t more = *n ? *n * 2 : 16;
        struct anchor *longer = arena_alloc(arena, more * sizeof *longer);
        if (!longer)
            return false;
        if (*n)
            memcpy(longer, *list, *n * sizeof *longer);
        *list = longer;
        *cap = more;
    }
    (*list)[(*n)++] = anchor;
    return true;
}

size_t anchors_from(const struct anchor *list, size_t n, size_t at)
{
    size_t low = 0, high = n;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (list[middle].node->start < at)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* Behind its end a name has zeros, which no name has in it. */
static unsigned char byte_at(struct str name, size_t at)
{
    return at < name.n ? (unsigned char)name.p[at] : 0;
}

static bool side_of(const struct anchor_branch *branch, struct str name)
{
    return byte_at(name, branch->byte) & branch->bit;
}

/* The node whose name is the same in all bits that were branched at; NULL only where there is none at all. */
static struct node *nearest(const struct anchors *anchors, struct str name)
{
    struct anchor_fork at = anchors->root;
    while (!at.node && anchors->n) {
        const struct anchor_branch *branch = &anchors->branches[at.branch];
        at = branch->sides[side_of(branch, name)];
    }
    return at.node;
}

/* The first bit in which the names differ; bit 0 where they do not. */
static struct anchor_branch difference(struct str a, struct str b)
{
    struct anchor_branch at = {.byte = 0};
    while (at.byte < a.n && at.byte < b.n && a.p[at.byte] == b.p[at.byte])
        at.byte++;
    unsigned char bits = byte_at(a, at.byte) ^ byte_at(b, at.byte);
    for (at.bit = bits ? 0x80 : 0; at.bit && !(bits & at.bit);)
        at.bit >>= 1;
    return at;
}

/* Where the branch, or the name itself, hangs: below all branches at earlier bits. */
static struct anchor_fork *place_of(struct anchors *anchors, struct str name, const struct anchor_branch *new)
{
    struct anchor_fork *at = &anchors->root;
    while (!at->node) {
        struct anchor_branch *branch = &anchors->branches[at->branch];
        if (new->bit && (branch->byte > new->byte || (branch->byte == new->byte && branch->bit < new->bit)))
            break;
        at = &branch->sides[side_of(branch, name)];
    }
    return at;
}

static bool grow(struct anchors *anchors)
{
    size_t cap = anchors->cap ? anchors->cap * 2 : 16;
    struct anchor_branch *more =
        cap > SIZE_MAX / sizeof *more ? NULL : realloc(anchors->branches, cap * sizeof *more);
    if (!more)
        return false;
    anchors->branches = more;
    anchors->cap = cap;
    return true;
}

bool anchors_put(struct anchors *anchors, struct node *node)
{
    const struct node *near = nearest(anchors, node->anchor);
    if (!near) {
        anchors->root.node = node;
        return true;
    }
    if (anchors->n == anchors->cap && !grow(anchors))
        return false;
    struct anchor_branch new = difference(near->anchor, node->anchor);
    struct anchor_fork *at = place_of(anchors, node->anchor, &new);
    if (!new.bit) {
        at->node = node;
        return true;
    }
    bool side = side_of(&new, node->anchor);
    new.sides[side].node = node;
    new.sides[!side] = *at;
    *at = (struct anchor_fork){.branch = anchors->n};
    anchors->branches[anchors->n++] = new;
    return true;
}

struct node *anchors_get(const struct anchors *anchors, struct str name)
{
    struct node *node = nearest(anchors, name);
    return node && str_same(node->anchor, name) ? node : NULL;
}

void anchors_free(struct anchors *anchors)
{
    free(anchors->branches);
    *anchors = (struct anchors){0};
}
