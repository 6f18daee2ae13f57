/* Where a clone may differ from its original, how, and why: the table that the comparison reads. */
#ifndef REASONS_H
#define REASONS_H

#include "options/options.h"

/* GONE: a key or an item is no longer there. NEW: it was not there. OTHER: a scalar is another one. */
enum { GONE = 1, NEW = 2, OTHER = 4 };

/* A place is the keys from the Pod down, with `item` for each item of a list; a `/` in a key is written `|`,
 * and `...` is any rest. Places in a container start with target, beside (another container) or any (one of
 * both). The option `unless` keeps the place as it is. If there is an option `when`, only that changes the
 * place. */
struct reason {
    const char *place;
    int how;
    enum option unless, when;
};

extern const struct reason reasons[];
extern const size_t reason_count;

#endif
