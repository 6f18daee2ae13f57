/* Places in the source: which byte a character is that libyaml counted, and where the indicator before a node
 * stands (`-`, `:`, `?`), which libyaml does not say. */
#ifndef PLACES_H
#define PLACES_H

#include "yaml/node.h"

/* A character, by its number as libyaml counts, and the byte that it starts at. */
struct spot {
    size_t character, byte;
    size_t ascii; /* so many bytes from there on are below 0x80: in them both count alike */
};

struct places {
    const struct source *source;
    struct spot first, cursor; /* first: where libyaml began to read */
    size_t pos;                /* the end of what has become nodes: indicators are looked for from here on */
    size_t question;           /* the first `?` behind pos, as far as it was looked for */
};

/* libyaml begins to read at this byte, and counts characters from there. next: the first byte above 0x7f. */
void places_open(struct places *places, size_t byte, size_t next);
/* Moves the cursor to another stretch of ASCII. */
void places_move(struct places *places, size_t character);

static inline size_t places_byte(struct places *places, size_t character)
{
    const struct spot *cursor = &places->cursor;
    /* Before the cursor the difference wraps, and is larger than any. */
    if (character - cursor->character > cursor->ascii)
        places_move(places, character);
    return cursor->byte + (character - cursor->character);
}

/* Each sets node->lead, and moves pos behind the indicator. A node that is absent gets its place there too.
 * in_flow: the node stands in a flow collection. */
void places_lead(struct places *places, struct node *node, char indicator, bool in_flow);
void places_colon(struct places *places, struct node *node, bool in_flow);
/* Of a key: with a `?` before it or, most often, without. in_column: it stands where the keys of its mapping
 * do, which a key behind `?` does not. */
void places_question_mark(struct places *places, struct node *node, bool in_flow, bool in_column);
/* near: the node stands in the second column behind its dash, as most items do, if that is a dash. */
void places_dash(struct places *places, struct node *node, bool near);

/* Where the anchor or tag that starts at this byte ends. */
size_t parse_property_end(const struct source *source, size_t at);
/* Where a node's anchor and tag end; its start, where it has none. */
size_t parse_properties_end(const struct source *source, const struct node *node);
/* Where a node's content starts: behind its anchor and tag. */
size_t parse_body(const struct source *source, const struct node *node);

#endif
