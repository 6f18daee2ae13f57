/* The source as libyaml reads it: from one byte on, in chunks, each surrogate escape of JSON as U+FFFD. */
#ifndef FEED_H
#define FEED_H

#include "yaml/input.h"

#include <yaml.h>

struct feed {
    const struct source *source;
    yaml_parser_t *yaml;
    size_t origin, fed; /* what libyaml has been given: from here, up to there */
    size_t scanned;     /* for surrogates, up to here */
    size_t hidden;      /* the last escape that was hidden; the source's length before there is one */
    bool decoded;       /* plain text need not pass libyaml's decoder */
};

/* The parser, which was just initialised, is to read the source from this byte on. All three stay where they
 * are until it is deleted. */
void feed_open(struct feed *feed, const struct source *source, yaml_parser_t *yaml, size_t from);

/* Adds a JSON string as kubectl reads it to b: raw is what stands in the source, read is what libyaml
 * made of it. Half a pair of surrogates stays U+FFFD. */
void feed_restore(struct buf *b, struct str raw, struct str read);
/* The same for text in which a backslash is no escape: it stands there as it stood in the source. */
void feed_restore_text(struct buf *b, struct str raw, struct str read);

#endif
