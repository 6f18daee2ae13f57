/* What makes Pods to a Pod: the template becomes the object, and its bytes move to the object's column. */
#ifndef LIFT_H
#define LIFT_H

#include "pod/object.h"

/* Marks the template as a Pod of the workload's name and namespace, volume claim templates as empty volumes,
 * and finds its parts. key is the template's. */
bool lift_pod(struct pod *pod, struct node *workload, struct node *key, struct arena *a, struct error *e);
/* Adds text to b, each line less up to column leading blanks. A line that would then read as the end of a
 * document keeps one. */
void lift_text(struct buf *b, const struct source *text, size_t column);

#endif
