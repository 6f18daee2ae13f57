/* New nodes as text, in YAML's block style or as JSON. All append to a buffer. The block style is that of
 * kubectl: 2 spaces a level, the dashes of a sequence in the column of its key. */
#ifndef RENDER_H
#define RENDER_H

#include "yaml/node.h"

/* How JSON is laid out. */
struct layout {
    bool lines;        /* one entry a line; else all entries on one line */
    bool tight;        /* no blank behind `:` and `,` */
    struct str indent; /* where lines is set: what indents the entry's line */
    size_t unit;       /* so much more each level is indented */
};

/* An entry in the given column, without the indentation of its first line and without its last line break. It
 * does not end with a block scalar: what follows in the source could become its text. */
void render_block(struct buf *b, const struct node *entry, size_t column, const char *newline);
/* An entry as JSON. */
void render_json(struct buf *b, const struct node *entry, const struct layout *layout, const char *newline);
/* A value, or an item, as JSON. */
void render_json_value(struct buf *b, const struct node *node, const struct layout *layout,
                       const char *newline);
/* A scalar on one line. */
void render_scalar(struct buf *b, const struct node *scalar, bool json);
/* A string in double quotes, as JSON and YAML both read it. */
void render_quoted(struct buf *b, struct str s);

#endif
