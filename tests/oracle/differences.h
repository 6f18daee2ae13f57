/* In what a clone may differ from its original, place by place. It is written after the manual, and shares
 * nothing with the program's own table. */
#ifndef DIFFERENCES_H
#define DIFFERENCES_H

#include "options/options.h"
#include "yaml/node.h"

/* Adds to b, in words, the first place where the clone differs without a reason, or what it lacks; nothing if
 * all is well. The trees must have no aliases, and no two containers or volumes of one name. */
void differences_check(struct buf *b, const struct node *original, const struct node *clone,
                       const struct options *o);

#endif
