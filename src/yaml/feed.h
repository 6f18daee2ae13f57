/* Gives libyaml the source in chunks, from one byte on. Surrogate escapes of JSON (\ud83d), which libyaml
 * refuses, are shown to it as \uFFFD, and the control characters that it refuses as others. */
#ifndef FEED_H
#define FEED_H

#include "yaml/input.h"

#include <yaml.h>

struct feed {
    const struct source *source;
    yaml_parser_t *yaml;
    size_t origin, fed; /* the bytes that libyaml was given start and end here */
    size_t scanned;     /* up to here surrogate escapes were looked for */
    size_t hidden;      /* where the last one that was hidden starts; the source's length for none */
    bool decoded;       /* plain text may be put behind libyaml's decoder */
};

/* Lets the parser, which was just initialised, read the source from this byte on. The feed, the source and
 * the parser stay where they are until the parser is deleted. */
void feed_open(struct feed *feed, const struct source *source, yaml_parser_t *yaml, size_t from);

/* Does the same to a copy of the source. */
void feed_hide(const struct source *source, char *p);
/* Makes what a scalar of such JSON stands for, in a buffer that is empty: raw is what stands in the source,
 * read is what libyaml made of it. quoted: in double quotes. */
void feed_restore(struct buf *b, struct str raw, struct str read, bool quoted);

#endif
