/* The clone of a clone is a clone of the original: what the earlier clone's tools and hold added is taken
 * out. */
#ifndef UNDO_H
#define UNDO_H

#include "clone/clone.h"

void undo_clone(struct clone *c);

#endif
