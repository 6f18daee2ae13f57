/* libyaml's events to nodes with byte offsets, one document at a time, and of a List one item at a time.
 * Refuses what an edit could not be sure of: nesting over 512, duplicate keys, undefined aliases. */
#ifndef PARSE_H
#define PARSE_H

#include "base/error.h"
#include "yaml/input.h"
#include "yaml/node.h"

enum { PARSE_DEPTH = 512 };

struct anchor {
    struct node *node;
    bool gone; /* removed by an edit, and not yet replaced by an alias */
};

struct document {
    struct node *root;      /* NULL for an empty document */
    struct node *items;     /* the sequence at the root's items */
    struct node *item;      /* the item that ended last; items itself stays empty */
    struct anchor *anchors; /* in the order of bytes */
    size_t n_anchors;
    size_t start; /* of its directives or `---` */
};

/* PARSE_ITEM: an item of the root's items. kubectl prints items before kind: whether the root is a List at
 * all is known only when the document ends. */
enum parsed { PARSE_FAILED, PARSE_ITEM, PARSE_DOCUMENT, PARSE_END };

struct parse;

/* NULL, with an error, when memory is out. What it is given outlives it. An item's nodes live in the second
 * arena, to be reset after each, but for those with an anchor, which an alias in a later item may name; all
 * others in the first. */
struct parse *parse_open(const struct source *source, struct arena *arena, struct arena *items,
                         struct error *error);
/* Collections at keys of which this is true get no entries: only where they start and end is read, if no
 * anchor is near. */
void parse_unread(struct parse *parse, bool (*unread)(const struct node *key));
/* Not again after PARSE_FAILED or PARSE_END: libyaml would go on with no event for ever. */
enum parsed parse_next(struct parse *parse, struct document *document);
void parse_close(struct parse *parse);

/* Where the anchor or tag that starts at this byte ends. */
size_t parse_property_end(const struct source *source, size_t at);
/* Where a node's anchor and tag end (its start, where it has none), and where its content starts. */
size_t parse_properties_end(const struct source *source, const struct node *node);
size_t parse_body(const struct source *source, const struct node *node);

#endif
