/* Whether a line of a text goes on with a scalar that started on a line before: then all of it is text. */
#ifndef CONTINUED_H
#define CONTINUED_H

#include "yaml/feed.h"

struct continued {
    yaml_parser_t yaml;
    struct feed feed;
    size_t first, last; /* the lines of the scalar that was found last */
    bool ended;         /* there is no other one */
};

/* False when memory is out. Neither it nor the text moves until it is closed. */
bool continued_open(struct continued *continued, const struct source *text);
/* Lines are counted from 0, and asked for in ascending order. */
bool continued_at(struct continued *continued, size_t line);
void continued_close(struct continued *continued);

#endif
