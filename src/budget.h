/* What clones may add to what their originals have: each a share, which holds the tools, and as much as the
 * original has itself; beyond that all of an input together ADDED_MOST. What is said about a clone counts
 * too.
 *
 * The buffers themselves stop at what is left, so that no memory is taken for more. */
#ifndef BUDGET_H
#define BUDGET_H

#include "clone/clone.h"

struct budget {
    size_t share, left;
    struct buf *text, *said, *notes; /* of edits, for people */
    size_t before;                   /* what was said before the clone at hand */
};

/* False, with an error, when memory is out. */
bool budget_open(struct budget *b, const struct options *o, const struct custom *custom, struct error *e);
/* Limits the buffers, before anything is written for the clone of this object; empties the notes. */
void budget_begin(struct budget *b, const struct node *object);
/* Takes what the clone adds from what is left; false, with an error, where that is not enough. */
bool budget_spend(struct budget *b, const struct node *object, struct error *e);
/* What comes behind all clones has no limit. */
void budget_close(struct budget *b);

#endif
