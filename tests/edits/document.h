/* A document, as the tests of the editor see it: the tree of the events that libyaml reads, and for each
 * entry the bytes that its tokens have. */
#ifndef DOCUMENT_H
#define DOCUMENT_H

#include "events/events.h"
#include "yaml/node.h"

/* A node of the tree. An entry is a key of a mapping, or an item of a sequence. */
struct tree {
    struct tree *parent; /* the collection */
    struct tree **kids;  /* of a mapping: key, value, key, value... */
    size_t n;
    struct tree *target; /* of an alias */
    size_t event;        /* its number among the events */
    size_t at;           /* of an entry: its number in the parent */
    struct node *node;   /* the same node of the program */
    bool explicit;       /* a mapping with a `?` key */
    bool bracket;        /* a flow collection in brackets */

    /* Of an entry: where the token before it ends, where its first token starts, where its last token ends.
     */
    size_t before, lead, end;
    bool ends_in_block; /* of an entry: its last token is a block scalar */
    bool colon;         /* of an entry: its value stands behind a `:` */

    /* What a trial does to it; moved: its text stands at an alias now. */
    bool changed, gone, moved, removed;
};

/* A node of the program, and what it was before a trial. */
struct saved {
    struct node *node;
    struct node was;
};

struct doc {
    const char *name;
    struct source source;
    struct str text;
    struct events events;
    struct tokens tokens;
    struct tree *all; /* every tree, in the order of the events */
    size_t trees;
    struct tree **roots; /* of each YAML document in the text */
    size_t *lines;       /* for each byte, where its line starts */

    struct document *documents; /* the program's own reading */
    size_t n_documents;
    struct saved *saved;
    size_t n_saved;
    struct arena arena; /* what a trial allocates */

    bool libfyaml_agrees; /* libfyaml reads the document as libyaml does */
    size_t stride, libfyaml_every, turn;
};

/* Smaller documents are tried in every way. */
enum { SMALL = 512 };

/* Never NULL: the test ends without memory. */
void *must(void *p);

bool is_map(const struct doc *doc, const struct tree *tree);
bool is_seq(const struct doc *doc, const struct tree *tree);
bool is_collection(const struct doc *doc, const struct tree *tree);
bool is_flow(const struct doc *doc, const struct tree *tree);
/* The tree from event number `at` on, which moves behind it; anchors count from tree number `first` on. */
struct tree *build(struct doc *doc, size_t *at, size_t first);
size_t entry_count(const struct doc *doc, const struct tree *tree);
struct tree *entry_at(const struct doc *doc, const struct tree *tree, size_t at);
/* The value of that entry; of a sequence, the item itself. */
struct tree *value_at(const struct doc *doc, const struct tree *tree, size_t at);

/* Builds the trees of all documents, and notes the bytes of the entries. */
void build_trees(struct doc *doc);
bool is_real(const struct token *token);

void find_lines(struct doc *doc);
/* How long the line break at this byte is, 0 for none. */
size_t break_len(struct str text, size_t at);
size_t next_line(struct str text, size_t at);
/* How many blanks start at this byte. */
size_t blanks_at(const struct doc *doc, size_t at);
/* Whether nothing but blanks is before this byte in its line. */
bool starts_line(const struct doc *doc, size_t at);
size_t end_of_tabbed(const struct doc *doc, size_t line, size_t to);
size_t end_of_lines(const struct doc *doc, const struct tree *entry);
size_t end_with_joined(const struct doc *doc, const struct tree *entry, size_t to);

#endif
