/* A finished output, read again: its clones, and what must hold of each of them whatever the input was. */
#ifndef OUTPUT_H
#define OUTPUT_H

#include "options/options.h"
#include "yaml/node.h"

enum { OUTPUT_PODS = 4096 };

struct output {
    const struct options *options;
    char *why; /* what is broken, in words */
    size_t size;
    bool broken, twins; /* twins: two containers or two volumes have one name, which no cluster takes */
    struct node *pods[OUTPUT_PODS];
    size_t n;
};

/* Notes what is wrong there, if nothing was wrong before. */
void output_broken(struct output *output, const char *what, const struct node *at);
/* Reads the text and checks each clone in it; the nodes live in the arena. */
void output_read(struct output *output, struct str text, struct arena *arena);
/* The text with the word NAME for the name of each clone: that much must stay when a clone is cloned. */
void output_without_names(struct buf *to, struct str text, const struct output *output);

#endif
