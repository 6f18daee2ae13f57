/* A text that is parsed for a unit test. While it is there, it is the case that failures name. */
#ifndef PARSED_H
#define PARSED_H

#include "unit.h"
#include "yaml/node.h"
#include "yaml/parse.h"

struct parsed_text {
    struct buf text;
    struct source source;
    struct arena arena;
    struct error error;
    struct document document;
    struct node *root;
};

/* Both return the root, NULL where the text is refused. */
struct node *parse_bytes(struct parsed_text *parsed, const char *bytes, size_t n);
struct node *parse_text(struct parsed_text *parsed, const char *text);
void forget(struct parsed_text *parsed);

/* The text must be refused, at that byte, with that message; at any byte for SIZE_MAX. */
void must_refuse(const char *text, size_t n, size_t at, const char *message);
/* The program's edits of the marked tree must give this text; the parsed text is forgotten. */
void must_become(struct parsed_text *parsed, const char *text);

/* list: [{a: "1", b: {}}, [], "x\ny\n"], the entry of a mapping. */
struct node *sample(struct arena *arena);

#endif
