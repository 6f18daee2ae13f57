/* What the parts of lower share. lower.c walks over the marked tree, block.c and flow.c know the two styles
 * of collections, edits.c writes the edits down. No other file includes this. */
#ifndef LOWER_PARTS_H
#define LOWER_PARTS_H

#include "yaml/lower.h"

struct walk {
    const struct source *source;
    struct document *document;
    struct arena *arena;
    struct edits *out;
    struct buf *text; /* the text of the edits */
    size_t taken;     /* this much of the text belongs to edits already */
    struct error *error;
    size_t done;              /* the source before this byte is settled: no edit may start there */
    const struct node *block; /* where the last line that stays is a block scalar's: that scalar */
    size_t joins;  /* behind which byte of the source the next line that stays will come to stand */
    bool no_break; /* the output ends without a line break */
    const struct node *strip; /* a block scalar that the end of the input cuts off, and new items follow */
    size_t no_tabs_from, no_tabs_to; /* between these bytes no line starts with a tab, or none matters */
};

/* Writing an edit: its text is written to walk->text first, then the edit is put. */
static inline bool edit_has_text(const struct walk *walk)
{
    return walk->text->n > walk->taken;
}

/* The text takes the place of length bytes at this byte. */
void edit_put(struct walk *walk, size_t at, size_t length);
/* The same for the bytes from from to to, as far as they are not settled. The anchors in them are lost. */
void edit_cut(struct walk *walk, size_t from, size_t to);
/* A line break, and the indentation of the next line. */
void edit_break_line(struct walk *walk, size_t column);
/* A blank before a comment that follows right behind the text, at the byte end. libyaml takes a comment
 * without one behind a quote, a bracket or a colon, other parsers do not. */
void edit_part_comment(struct walk *walk, size_t end);

/* The anchors in these bytes are lost: an alias that stays has to take the place of each. */
void edit_lose_anchors(struct walk *walk, size_t from, size_t to);
struct anchor *edit_anchor_of(const struct walk *walk, const struct node *node);

/* Walking: each adds the edits that a node, or an entry with its value, asks for. */
void walk_node(struct walk *walk, struct node *node);
void walk_entry(struct walk *walk, struct node *entry);
/* A collection of this style that gets or loses entries, and that has some in the source. */
void walk_block(struct walk *walk, struct node *collection);
void walk_flow(struct walk *walk, struct node *collection);
/* A collection that had no entry and gets some: `{}`, `[]`, null or nothing. In flow style, the root too. */
void fill_block(struct walk *walk, struct node *collection);
void fill_flow(struct walk *walk, struct node *collection);

/* A block scalar that stays. Before new items a cut off one becomes `|-`, and so does not get their line
 * break. */
void pass_block_scalar(struct walk *walk, const struct node *scalar);
/* Removes the lines of a block entry. */
void cut_lines(struct walk *walk, struct node *entry);
/* Behind a plain scalar libyaml allows a blank line with a tab in it, behind other values it does not: such
 * lines go with the scalar. */
void cut_tabbed_lines(struct walk *walk, const struct node *node);
/* Writes what must stand before a value that was absent: a blank, and in a flow collection, where a key may
 * stand alone, a colon. False with an error where no colon can be added. */
bool put_indicator(struct walk *walk, const struct node *node);
/* An error, and false: the collection has a key behind `?`. */
bool explicit_key(struct walk *walk, const struct node *node);
/* An error, and true: a line of the collection starts with a tab. libyaml allows that within a block only
 * where no plain text stands before it, and an edit could put some there. */
bool has_tabs(struct walk *walk, const struct node *collection);

#endif
