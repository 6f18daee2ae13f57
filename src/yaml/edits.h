/* The list of edits: which bytes of the source go, and what comes in their place. */
#ifndef EDITS_H
#define EDITS_H

#include "base/text.h"

/* The source's bytes at at, len of them, become the bytes of the list's text at from, size of them. */
struct edit {
    size_t at, len, from, size;
};

/* Edits are in the order of the source's bytes, and no two overlap. */
struct edits {
    struct edit *list;
    size_t n, cap;
    struct buf text; /* what comes in: of all edits, one after the other */
};

/* Empties the list, and keeps its memory for the next object. */
void edits_clear(struct edits *edits);
void edits_free(struct edits *edits);

#endif
