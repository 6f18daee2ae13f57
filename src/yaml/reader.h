/* The source as libyaml's events, one at a time, and libyaml's errors as ours. */
#ifndef READER_H
#define READER_H

#include "base/error.h"
#include "yaml/feed.h"
#include "yaml/places.h"

#include <yaml.h>

struct reader {
    const struct source *source;
    struct error *error;
    yaml_parser_t yaml;
    yaml_event_t event;
    struct feed feed;
    struct places places;
};

/* False, with an error, when memory is out. The reader was zeroed, and stays where it is until it is closed.
 */
bool reader_open(struct reader *reader, const struct source *source, struct error *error);
/* The next event, to be freed by reader_free_event. JSON objects that follow each other come as documents,
 * since JSON parsers read them so. False where there is no next event: reader_fail says why. */
bool reader_next(struct reader *reader);
void reader_free_event(struct reader *reader);
/* What the event at hand says of its node: of a scalar, a collection that starts, or an alias. */
struct properties {
    enum kind kind;
    enum style style;
    const yaml_char_t *anchor, *tag;
};
struct properties reader_properties(const struct reader *reader);
/* Sets the error. open: where the flow collection starts that is not closed yet; the source's length for
 * none. */
void reader_fail(struct reader *reader, size_t open);
void reader_close(struct reader *reader);

/* Where the event at hand starts and ends. */
static inline size_t reader_start(struct reader *reader)
{
    return places_byte(&reader->places, reader->event.start_mark.index);
}

static inline size_t reader_end(struct reader *reader)
{
    return places_byte(&reader->places, reader->event.end_mark.index);
}

#endif
