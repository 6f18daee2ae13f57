/* The anchors of a document by name. A name may be given again: the last node that got it counts. */
#ifndef ANCHORS_H
#define ANCHORS_H

#include "yaml/node.h"

struct anchors {
    struct node **slots;
    size_t n, cap;
};

/* False when memory is out. */
bool anchors_put(struct anchors *anchors, struct node *node);
/* NULL where no anchor has the name. */
struct node *anchors_get(const struct anchors *anchors, struct str name);
/* Forgets them all, and frees the memory: anchors do not reach into the next document. */
void anchors_free(struct anchors *anchors);

#endif
