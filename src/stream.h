/* The input, object by object: documents of a stream, items of a List, workloads. Each is cloned, or cut, by
 * itself. */
#ifndef STREAM_H
#define STREAM_H

#include "clone/clone.h"
#include "pod/state.h"

/* Everything between input and output: reads the source, appends the clones to out, and what is to be said of
 * them to said; with --state, sets what the target does. False, with an error, and nothing in out worth
 * writing, where one thing could not be cloned. */
bool clone_source(const struct options *o, const struct custom *custom, const struct source *s,
                  struct buf *out, struct buf *said, enum state *state, struct error *e);

#endif
