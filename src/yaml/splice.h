/* Edits to bytes. */
#ifndef SPLICE_H
#define SPLICE_H

#include "yaml/edits.h"
#include "yaml/input.h"

/* Appends the bytes of the source between from and to, with the edits made. */
void splice(const struct source *source, size_t from, size_t to, const struct edits *edits, struct buf *out);

#endif
