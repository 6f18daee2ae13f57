/* Which bytes of the source an entry has: from the start of its line to where its lines end, with the
 * comments and blank lines that belong to it. */
#ifndef EXTENTS_H
#define EXTENTS_H

#include "yaml/node.h"

/* Whether the collection gets new entries or loses some. */
static inline bool is_changed(const struct node *collection)
{
    const struct node *entry = collection->child;
    while (entry && entry->mark != MARK_NEW && entry->mark != MARK_REMOVE)
        entry = entry->next;
    return entry != NULL;
}

/* Whether it will have no entry. */
static inline bool is_empty(const struct node *collection)
{
    return node_first(collection) == NULL;
}

/* Whether an entry of the source stays in the output. */
static inline bool stays(const struct node *entry)
{
    return entry->mark == MARK_KEEP || entry->mark == MARK_REPLACE;
}

/* The first and the last entry that the source has, whatever becomes of it; NULL where all are new. */
struct node *original_first(const struct node *collection);
struct node *original_last(const struct node *collection);

/* Where the last leaf or bracket of an entry ends. */
size_t entry_end(struct node *entry);
/* Where the lines of a block entry end: behind the last line break, or where the input ends. The comment
 * behind the entry, and comment lines that are indented deeper than it, belong to it. */
size_t extent_end(const struct source *source, struct node *entry);
/* Where the object ends whose last bracket ends at this byte: the rest of its line belongs to it, but not
 * another JSON object. */
size_t flow_end(const struct source *source, size_t at);

/* Which blank lines count: all, only those with blanks in them, only those with a tab in them. */
enum blanks { ANY_BLANK, WITH_BLANKS, WITH_TAB };
/* Behind the last blank line that counts, of those that start at this byte; the byte itself where none
 * counts. WITH_TAB: a comment behind a tab counts as well. */
size_t past_blank_lines(const struct source *source, size_t at, enum blanks which);
/* to, but before the line break where these bytes end with one. */
size_t without_break(const struct source *source, size_t from, size_t to);

/* Where a new value goes: behind the `:` or `-` of the old one, and behind its anchor and tag. */
size_t behind_properties(const struct source *source, const struct node *node);
/* Whether there is such a place: the root has no indicator before it. */
bool has_place(const struct source *source, const struct node *collection);

/* Whether the block scalar keeps the blank lines behind it: its header has a `+`. */
bool keeps_breaks(const struct source *source, const struct node *block);
/* The node that an entry ends with: the value, or the key, where the value is absent and has no colon. */
const struct node *last_part(const struct node *entry);
/* The block scalar that the entry ends with, if the end of the input cuts it off before its line break: a
 * line break behind it would become its text. */
const struct node *cut_off_scalar(const struct source *source, const struct node *entry);
/* Whether a block scalar starts so far left that no other scalar could stand there: `|-` on the line below
 * `name:`, in the same column. */
bool is_outdented(const struct source *source, const struct node *node);

#endif
