/* The tree of one object, and the marks that say what becomes of it.
 *
 * A mapping's children are its keys, each with its value; a sequence's are its items. An entry is a key or an
 * item: what marks are put on. Offsets are bytes of the source; a new node has none. Rules and steps only
 * mark: what the marks mean for the bytes is lower's business. Nodes live in an arena; functions that make
 * one return NULL when it failed, and take NULL for "was not made". */
#ifndef NODE_H
#define NODE_H

#include "base/text.h"
#include "yaml/input.h"

enum kind { NODE_SCALAR, NODE_MAPPING, NODE_SEQUENCE, NODE_ALIAS };
enum style { STYLE_PLAIN, STYLE_SINGLE, STYLE_DOUBLE, STYLE_LITERAL, STYLE_FOLDED, STYLE_BLOCK, STYLE_FLOW };
enum mark { MARK_KEEP, MARK_REMOVE, MARK_REPLACE, MARK_NEW };

/* A long string that many objects get: in JSON, and as the block literal that it last became. */
struct ready {
    struct str text, json;
    struct buf block;
    size_t column;
};

struct node {
    struct node *parent; /* of a value its key, of a key its mapping, of an item its sequence */
    struct node *next;   /* the next entry */
    struct node *child;  /* the first entry */
    struct node *value;  /* of a key: its value; of a replaced scalar: the new one */
    struct node *named;  /* of an alias: what it stands for */
    struct ready *ready; /* of a new string that has one */
    struct str text;     /* of a scalar, decoded; of an alias, its name */
    struct str anchor;   /* its name, if it has one */
    const char *why;     /* for a mark: the reason, for people */
    size_t lead;         /* the indicator before it: `-`, `:` or `?`; its own start where there is none */
    size_t start,
        end; /* with quotes, brackets, tag and anchor; a block scalar ends where the next line starts */
    unsigned char kind, style, mark;
    bool touched;         /* something in it was marked */
    bool sorted;          /* a mapping whose keys ascend */
    bool tagged;          /* a tag stands before it */
    unsigned char merges; /* of a mapping: how many keys its `<<` keys bring in */
    bool explicit; /* a key behind `?`, a mapping that has one, a flow pair without braces: not to be edited
                    */
};

/* Reading. NULL for an absent key, and for a removed one; new entries are seen. The value may come through a
 * merge key, and is then another mapping's: as kubectl reads it, of a key and merge keys the last one counts.
 */
struct node *node_find(const struct node *mapping, struct str name);
static inline struct node *node_key(const struct node *mapping, const char *name)
{
    return node_find(mapping, str_of(name));
}

/* The value where there are merge keys; own is the mapping's own key, or NULL. */
struct node *node_merged(const struct node *mapping, struct node *own, const char *name);
static inline struct node *node_get(const struct node *mapping, const char *name)
{
    struct node *key = node_key(mapping, name);
    if (mapping && mapping->merges)
        return node_merged(mapping, key, name);
    return key ? key->value : NULL;
}

/* The last merge key that brings in a key of that name, or one that starts so where name ends in `*`; NULL
 * for none. */
const struct node *node_brings(const struct node *mapping, const char *name);
bool node_is_merge(const struct node *key);
/* The node an alias stands for, what replaces a scalar, else the node. */
const struct node *node_real(const struct node *node);
/* A scalar's text through an alias; empty for anything else. */
struct str node_text(const struct node *node);
bool node_is(const struct node *node, const char *text);
bool node_is_null(const struct node *node);
bool node_is_true(const struct node *node);
/* The first entry, and the next, of those that stay or are new. */
struct node *node_first(const struct node *collection);
struct node *node_after(const struct node *entry);
/* The value of an entry, be it a key or an item. */
struct node *node_of(struct node *entry);
bool node_in_flow(const struct node *node);
bool node_is_block_scalar(const struct node *node);

/* Marking. */
void node_remove(struct node *entry, const char *why);
void node_replace(struct arena *arena, struct node *scalar, struct node *with, const char *why);
/* A scalar that was replaced stays as it is after all. */
void node_restore(struct node *scalar);
/* A null, or nothing, becomes an empty collection that entries can be put into. */
void node_fill(struct node *null, enum kind kind);
/* Adds a key, which outlives the node: in the place of a removed one of that name, else in its sorted place,
 * or last where the keys are not sorted. The second is for keys that may need quotes. */
struct node *node_put(struct arena *arena, struct node *mapping, const char *name, struct node *value,
                      const char *why);
struct node *node_put_any(struct arena *arena, struct node *mapping, const char *name, struct node *value,
                          const char *why);
void node_push(struct node *sequence, struct node *item, const char *why);
void node_push_first(struct node *sequence, struct node *item, const char *why);

/* Puts a new entry, a key with its value or an item, behind place, or first where place is NULL. */
void node_link(struct node *collection, struct node *place, struct node *entry);

/* Making. A string is quoted where it must be, a literal (a number, true, null) never. */
struct node *node_mapping(struct arena *arena);
struct node *node_sequence(struct arena *arena);
struct node *node_string(struct arena *arena, struct str text);
struct node *node_ready(struct arena *arena, struct ready *string);
struct node *node_literal(struct arena *arena, const char *text);
/* A new node with the content of another, its style forgotten. */
struct node *node_copy(struct arena *arena, const struct node *node);

/* The path of an entry, as kubectl's jsonpath spells it: spec.containers[0].env. Items are counted as they
 * were, new ones as they will be. */
void node_path(struct buf *b, const struct node *entry);

#endif
