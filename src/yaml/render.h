/* New nodes as text: block YAML as kubectl prints it, or JSON. Appends to a buffer. */
#ifndef RENDER_H
#define RENDER_H

#include "yaml/node.h"

/* How JSON is laid out. */
struct layout {
    bool lines;        /* an entry a line, else all on one */
    bool tight;        /* no blank after `:` and `,` */
    struct str indent; /* of the entry's line, where lines */
    size_t unit;       /* what a level adds to it */
};

/* An entry, without its first line's indentation and its last line break. Following lines start with newline
 * and column spaces. A block scalar never comes last: what follows in the source could join it. */
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
