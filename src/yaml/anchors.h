/* The anchors of a document by name. A name may be given again: the last node that got it counts.
 *
 * They are a tree that branches at the bits in which names differ, so that a lookup takes as long as its
 * name, whatever names a document chooses: those of a hash table could be made to collide. */
#ifndef ANCHORS_H
#define ANCHORS_H

#include "yaml/node.h"

/* An anchor of the document, in the order of their bytes. */
struct anchor {
    struct node *node;
    size_t weight; /* of a closed node: its bytes, and those that the aliases in it stand for */
    bool gone;     /* it was removed, and no alias has taken its place yet */
};

/* Adds one behind n others; false when memory is out. */
bool anchors_append(struct arena *arena, struct anchor **list, size_t *n, size_t *cap, struct anchor anchor);
/* The number of the first of n anchors that starts at this byte or behind it. */
size_t anchors_from(const struct anchor *list, size_t n, size_t at);

/* A node, or, where that is NULL, the branch with this number. */
struct anchor_fork {
    struct node *node;
    size_t branch;
};

/* Names below it are the same up to this bit of this byte, and each side has one value of it. */
struct anchor_branch {
    struct anchor_fork sides[2];
    size_t byte;
    unsigned char bit;
};

struct anchors {
    struct anchor_fork root;
    struct anchor_branch *branches;
    size_t n, cap; /* of branches: one less than names */
};

/* False when memory is out. */
bool anchors_put(struct anchors *anchors, struct node *node);
/* NULL where no anchor has the name. */
struct node *anchors_get(const struct anchors *anchors, struct str name);
/* Forgets them all, and frees the memory: anchors do not reach into the next document. */
void anchors_free(struct anchors *anchors);

#endif
