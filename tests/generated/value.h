/* A random document: a tree of values, and the dice that it is made with. */
#ifndef VALUE_H
#define VALUE_H

#include "base/text.h"

#include <stdint.h>

enum { MOST = 64 };

enum type { STRING, LITERAL, MAPPING, SEQUENCE };

/* A sequence does not use the keys. */
struct value {
    enum type type;
    const char *text;
    size_t n;
    const char *keys[MOST];
    struct value *values[MOST];
};

struct dice {
    uint64_t state;
    struct arena arena;
};

/* A number from 0 to n - 1. */
unsigned pick(struct dice *d, unsigned n);
bool chance(struct dice *d, unsigned percent);

/* An object that podclone takes: a Pod, a List of some, or a workload. */
struct value *shape(struct dice *d);
/* Writes it in a random style. */
void style(struct dice *d, struct value *v, struct buf *out);

#endif
