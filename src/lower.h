/* Marks to edits. The one place that knows which bytes are an entry: dashes, commas, comments, first keys, emptied
 * collections, files without a last line break. The edits come out ordered and disjoint. */
#ifndef LOWER_H
#define LOWER_H

#include "parse.h"

/* len bytes of the source from at on become text. */
struct edit {
    size_t at, len;
    struct str text;
};

struct edits {
    struct edit *list;
    size_t n, cap;
};

/* Appends the edits that object, a node of the document, asks for. Their text lives in the arena. Fails, with the
 * place, where an edit would change what it must not: a collection that an alias still names, a `?` key. */
bool lower(const struct source *s, struct document *d, struct node *object, struct arena *a, struct edits *out,
           struct error *e);
void edits_free(struct edits *edits);

#endif
