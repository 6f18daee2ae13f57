/* The source as a tree of nodes with byte offsets, one document at a time. Refuses what no edit could be sure
 * of: nesting over 512, duplicate keys, aliases without an anchor. */
#ifndef PARSE_H
#define PARSE_H

#include "base/error.h"
#include "yaml/anchors.h"
#include "yaml/input.h"
#include "yaml/node.h"
#include "yaml/places.h"

enum { PARSE_DEPTH = 512 };

/* A document may be one mapping around a sequence that is longer than memory should have to be. If that is
 * the value of this key of the root, its items are handed out one at a time. */
#define PARSE_ITEMS "items"

struct document {
    struct node *root;      /* NULL for an empty document */
    struct node *items;     /* the sequence whose items are handed out; it stays empty itself */
    struct node *item;      /* the item that was handed out last */
    struct anchor *anchors; /* in the order of their bytes */
    size_t n_anchors;
    size_t start; /* where its directives or its `---` start */
};

/* PARSE_ITEM: document->item is there. The keys of the root that follow the items are known only when
 * PARSE_DOCUMENT comes. */
enum parsed { PARSE_FAILED, PARSE_ITEM, PARSE_DOCUMENT, PARSE_END };

struct parse;

/* NULL, with an error, when memory is out. The source and the arenas outlive it. The nodes of an item live in
 * the second arena, which is to be reset after each item. All other nodes live in the first, and so do those
 * with an anchor, since an alias in a later item may name it. */
struct parse *parse_open(const struct source *source, struct arena *arena, struct arena *items,
                         struct error *error);
/* Nobody will look into the collections at the keys that unread() is true of: they get no entries, only a
 * start and an end. Where an anchor is in them or around them they are read all the same. */
void parse_unread(struct parse *parse, bool (*unread)(const struct node *key));
/* Not to be called again after PARSE_FAILED or PARSE_END: libyaml would give no event for ever. */
enum parsed parse_next(struct parse *parse, struct document *document);
void parse_close(struct parse *parse);

#endif
