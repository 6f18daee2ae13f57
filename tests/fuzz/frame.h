/* What a clone may differ from its original in, place by place: written from the documentation, apart from
 * the program's own table. */
#ifndef FRAME_H
#define FRAME_H

#include "options/options.h"
#include "yaml/node.h"

/* Adds to b, in words, the first place where the clone differs without a reason, or what it lacks; nothing if
 * all is well. The trees have no aliases, and no two containers or volumes of a name. */
void frame_check(struct buf *b, const struct node *original, const struct node *clone,
                 const struct options *o);

#endif
