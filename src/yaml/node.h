/* The tree of one document, and the marks that say what becomes of it. README.md beside this file explains
 * the whole editor.
 *
 * A mapping's children are its keys, each with its value; a sequence's are its items. An entry is a key or an
 * item. Offsets are bytes of the source; a new node has none. Nodes live in an arena: functions that make one
 * return NULL when it failed, and do nothing where they are given NULL. */
#ifndef NODE_H
#define NODE_H

#include "base/text.h"
#include "yaml/input.h"

enum kind { NODE_SCALAR, NODE_MAPPING, NODE_SEQUENCE, NODE_ALIAS };
enum style { STYLE_PLAIN, STYLE_SINGLE, STYLE_DOUBLE, STYLE_LITERAL, STYLE_FOLDED, STYLE_BLOCK, STYLE_FLOW };
/* What the tag of a scalar means: nothing; resolve the text though it is in quotes; base64; a merge key; `!`,
 * which makes a string, and of `<<` a merge key; any other one makes a string. */
enum tag { TAG_NONE, TAG_RESOLVED, TAG_BINARY, TAG_MERGE, TAG_BANG, TAG_OTHER };
enum mark { MARK_KEEP, MARK_REMOVE, MARK_REPLACE, MARK_NEW };

/* A long string that many objects get. Its JSON form is given; the block literal that it was rendered as
 * last, for this column, is kept. */
struct ready {
    struct str text, json;
    struct buf block;
    size_t column;
};

struct node {
    struct node *parent; /* of a value its key, of a key its mapping, of an item its sequence */
    struct node *next;   /* of an entry: the next one */
    struct node *child;  /* of a collection: its first entry */
    struct node *value;  /* of a key: its value; of a replaced scalar: the new one */
    struct node
        *named; /* of an alias: the node it stands for; of an anchored scalar: its twin, never marked */
    struct ready *ready; /* of a new string: its ready forms, if it has some */
    struct str text;     /* of a scalar: its value; of an alias: its name */
    struct str anchor;   /* the name of its anchor, if it has one */
    const char *why;     /* the reason for the mark, for people */
    size_t lead; /* where the indicator before it stands (`-`, `:` or `?`); start, where there is none */
    size_t start,
        end; /* quotes, brackets, tag and anchor are inside; a block scalar ends at a line's start */
    unsigned char kind, style, mark, tag;
    bool touched;         /* it, or a node in it, was marked */
    bool sorted;          /* of a mapping: its keys are in ascending order */
    bool tagged;          /* it has a tag */
    unsigned char merges; /* of a mapping: how many keys its `<<` keys bring in */
    bool explicit; /* a key behind `?`, a mapping that has one, a flow pair without braces: not edited */
};

/* Reading. New entries are seen, removed ones are not.
 *
 * The key of that name that stands in the mapping itself; NULL for none. */
struct node *node_find(const struct node *mapping, struct str name);
static inline struct node *node_key(const struct node *mapping, const char *name)
{
    return node_find(mapping, str_of(name));
}

/* The value at the key of that name; NULL for none. It may come through a merge key, and stands in another
 * mapping then. Of the key itself and the merge keys the last one counts: so go-yaml reads it, and
 * kubectl with it. */
struct node *node_at(const struct node *mapping, struct str name);
static inline struct node *node_get(const struct node *mapping, const char *name)
{
    return node_at(mapping, str_of(name));
}

/* The same, as an alias or a replacement leaves it; NULL also for a null, which Kubernetes takes for absent.
 */
const struct node *node_given(const struct node *mapping, const char *name);

/* The last merge key that brings in a key of that name. A name that ends in `*` stands for all keys that
 * start like it. NULL for none. */
const struct node *node_brings(const struct node *mapping, const char *name);
bool node_is_merge(const struct node *key);
/* What counts for the node: what replaces it, what it is an alias of, or the node itself. */
const struct node *node_real(const struct node *node);
/* The text of a scalar, or of one that the node is an alias of; empty for a null and for anything else. */
struct str node_text(const struct node *node);
bool node_is(const struct node *node, const char *text);
bool node_is_null(const struct node *node);
bool node_is_true(const struct node *node);
/* The integer that it is, in whatever base it is written; false where it is none. */
bool node_int(const struct node *node, long *value);
bool node_is_int(const struct node *node, long value);
/* The first entry, and the one after another, of those that are not removed. */
struct node *node_first(const struct node *collection);
struct node *node_after(const struct node *entry);
/* The value of a key, or the item itself. */
struct node *node_of(struct node *entry);
bool node_in_flow(const struct node *node);
bool node_is_block_scalar(const struct node *node);

/* Marking. why: the reason, for people; it outlives the node. */
void node_remove(struct node *entry, const char *why);
void node_replace(struct arena *arena, struct node *scalar, struct node *with, const char *why);
/* Takes back the mark of a scalar that was replaced. */
void node_restore(struct node *scalar);
/* Makes an empty collection of a null or an absent value, so that entries can be put into it. */
void node_fill(struct node *null, enum kind kind);
/* Adds a key with its value: in the place of a removed key of that name, else in its sorted place, or at the
 * end where the keys are not sorted. The name outlives the node. node_put_any is for names that may need
 * quotes. */
struct node *node_put(struct arena *arena, struct node *mapping, const char *name, struct node *value,
                      const char *why);
struct node *node_put_any(struct arena *arena, struct node *mapping, const char *name, struct node *value,
                          const char *why);
void node_push(struct node *sequence, struct node *item, const char *why);
void node_push_first(struct node *sequence, struct node *item, const char *why);

/* Puts a new entry, a key with its value or an item, behind the entry place; NULL: before all others. */
void node_link(struct node *collection, struct node *place, struct node *entry);

/* Making. A string gets quotes where it needs them; a literal (a number, true, null) never does. */
struct node *node_mapping(struct arena *arena);
struct node *node_sequence(struct arena *arena);
struct node *node_string(struct arena *arena, struct str text);
struct node *node_ready(struct arena *arena, struct ready *string);
struct node *node_literal(struct arena *arena, const char *text);
/* A new node with the same content, but not the same style. */
struct node *node_copy(struct arena *arena, const struct node *node);

/* The path of an entry: a.b[0].c, with ['k y'] for keys that are no words. The number of an item is the one
 * it has in the source, that of a new item the one it gets. */
void node_path(struct buf *b, const struct node *entry);
/* Adds the last part of it, for whoever counts the items. */
void node_path_part(struct buf *b, const struct node *entry, size_t number);

#endif
