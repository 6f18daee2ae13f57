/* Marks to edits. The one place that knows which bytes are an entry: dashes, commas, comments, first keys,
 * emptied collections, files without a last line break. The edits come out ordered and disjoint. */
#ifndef LOWER_H
#define LOWER_H

#include "yaml/parse.h"

/* len bytes of the source from at on become size bytes of the edits' text, from from on. */
struct edit {
    size_t at, len, from, size;
};

struct edits {
    struct edit *list;
    size_t n, cap;
    struct buf text;
};

/* Appends the edits that object, a node of the document, asks for. Fails, with the place, where an edit would
 * change what it must not: a collection that an alias still names, a `?` key.
 */
bool lower(const struct source *source, struct document *document, struct node *object, struct arena *arena,
           struct edits *out, struct error *error);
/* None, with the room kept for the next object's. */
void edits_clear(struct edits *edits);
void edits_free(struct edits *edits);

/* What is left of the items of a sequence that come one at a time; zeroed before the first. */
struct lower_items {
    size_t done, joins;
    struct node block; /* a copy of the last block scalar that stays, where that is what stays last */
    bool has_block;
    bool cutting; /* flow items before the next one that stays go, from here to there */
    size_t from, to, kept_end;
};

/* Appends the edits of an item that stays, or the one that cuts it. */
bool lower_item(const struct source *source, struct document *document, struct node *item, bool stays,
                struct lower_items *items, struct arena *arena, struct edits *out, struct error *error);
/* Behind the last item: the keys that follow may have aliases of what was cut. */
bool lower_items_end(const struct source *source, struct document *document, struct lower_items *items,
                     struct arena *arena, struct edits *out, struct error *error);

struct range {
    size_t from, to;
    size_t indent; /* blanks before its first line */
};

/* The bytes of a root, and of a key's value: whole lines in block style, without anchor and tag. Other
 * objects, which nobody looks at, end at floor. */
struct range lower_root_range(const struct source *source, const struct node *root, size_t floor);
struct range lower_value_range(const struct source *source, struct node *key, size_t floor);
/* Where the lines of a root that is a mapping end: its last child's, or its bracket's. */
size_t lower_root_end(const struct source *source, const struct node *root);
/* Anchors outside the range are gone. */
void lower_lose_outside(struct document *document, struct range range);

#endif
