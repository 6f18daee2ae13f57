/* Marks to edits: one walk over the marked tree. Together with its parts (lower_parts.h) this is the one
 * place that knows about dashes, commas, comments, first keys, emptied collections and files without a last
 * line break. */
#ifndef LOWER_H
#define LOWER_H

#include "yaml/edits.h"
#include "yaml/parse.h"

/* Appends the edits that an object, which is a node of the document, asks for. Fails, with the place, where
 * an edit would change more than its mark says: in a collection that an alias outside it names, in a mapping
 * with a `?` key. */
bool lower(const struct source *source, struct document *document, struct node *object, struct arena *arena,
           struct edits *out, struct error *error);

/* What lower_item remembers from one item of a sequence to the next; zeroed before the first item. */
struct lower_items {
    size_t done, joins;
    struct node block; /* the last line that stays is this block scalar's; a copy, since items are freed */
    bool has_block;
    bool cutting; /* items of a flow sequence are removed, from here to there, and the next may be too */
    size_t from, to, kept_end;
};

/* Appends the edits in an item that is kept, or the edit that removes it. */
bool lower_item(const struct source *source, struct document *document, struct node *item, bool kept,
                struct lower_items *items, struct arena *arena, struct edits *out, struct error *error);
/* After the last item: appends the edits in the keys that follow, which may have aliases of what was removed.
 */
bool lower_items_end(const struct source *source, struct document *document, struct lower_items *items,
                     struct arena *arena, struct edits *out, struct error *error);

struct range {
    size_t from, to;
    size_t indent; /* blanks at the start of its first line */
};

/* The bytes of a root, and of a key's value, without anchor and tag: whole lines in block style. Bytes before
 * floor belong to other objects. */
struct range lower_root_range(const struct source *source, const struct node *root, size_t floor);
struct range lower_value_range(const struct source *source, struct node *key, size_t floor);
/* Where the lines of a root end. */
size_t lower_root_end(const struct source *source, const struct node *root);
/* Only the range is kept: the anchors outside it are lost. */
void lower_lose_outside(struct document *document, struct range range);

#endif
