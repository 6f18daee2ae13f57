/* The labels by which a workload finds its Pods. */
#ifndef SELECTOR_H
#define SELECTOR_H

#include "yaml/node.h"

/* Appends a line, the selector as kubectl -l takes it; an empty one where the object has none, or says
 * nothing. */
void selector_print(struct buf *b, const struct node *root);

#endif
