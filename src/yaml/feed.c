#include "yaml/feed.h"

#include "yaml/json.h"

#include <string.h>

/* Overwrites the digits of the escape at this offset with those of U+FFFD, as far as the chunk holds them.
 * The chunk starts at offset from. */
static void hide_escape(size_t escape, size_t from, unsigned char *chunk, size_t n)
{
    for (size_t i = 2; i < 6; i++)
        if (escape + i >= from && escape + i < from + n)
            chunk[escape + i - from] = (unsigned char)"\\uFFFD"[i];
}

/* JSON has surrogate escapes, and libyaml refuses them: it is shown U+FFFD, which is as long. The escapes are
 * read in the source, since the end of a chunk may cut them anywhere. */
static void hide_surrogates(struct feed *feed, unsigned char *chunk, size_t n)
{
    const struct source *source = feed->source;
    size_t from = feed->fed, to = from + n;
    hide_escape(feed->hidden, from, chunk, n);
    while (feed->scanned < to) {
        const char *slash = memchr(source->p + feed->scanned, '\\', to - feed->scanned);
        if (!slash) {
            feed->scanned = to;
            return;
        }
        long unit = json_unit(slash, source->p + source->n);
        size_t at = (size_t)(slash - source->p);
        if (json_is_surrogate(unit)) {
            feed->hidden = at;
            hide_escape(at, from, chunk, n);
        }
        feed->scanned = at + (unit < 0 ? 2 : 6);
    }
}

void feed_hide(const struct source *source, char *p)
{
    const char *end = p + source->n;
    json_hide_characters(source, 0, (unsigned char *)p, source->n);
    while ((p = memchr(p, '\\', (size_t)(end - p)))) {
        long unit = json_unit(p, end);
        if (json_is_surrogate(unit))
            memcpy(p, "\\uFFFD", 6);
        p += unit >= 0 ? 6 : end - p > 1 ? 2 : 1;
    }
}

static void give(struct feed *feed, unsigned char *to, size_t n)
{
    memcpy(to, feed->source->p + feed->fed, n);
    if (feed->source->foreign) {
        json_hide_characters(feed->source, feed->fed, to, n);
        hide_surrogates(feed, to, n);
    }
    feed->fed += n;
}

/* libyaml decodes a character at a time, a fifth of all its work, and plain text is the same before and
 * after: it is put where the decoder would put it. But not before libyaml knows the encoding, nor behind half
 * a character. */
static size_t give_decoded(struct feed *feed, size_t most)
{
    yaml_parser_t *yaml = feed->yaml;
    if (!feed->decoded || !yaml->encoding || yaml->raw_buffer.last > yaml->raw_buffer.start)
        return 0;
    /* Half of the room is left to the decoder, which goes on behind it. */
    size_t room = (size_t)(yaml->buffer.end - yaml->buffer.last) / 2;
    size_t n = input_plain(feed->source, feed->fed, most < room ? most : room);
    give(feed, yaml->buffer.last, n);
    yaml->buffer.last += n;
    yaml->unread += n;
    yaml->offset += n;
    return n;
}

/* The most that libyaml gets at once of JSON objects that follow each other: what it reads ahead is read
 * again with the next object. */
enum { OBJECT_CHUNK = 1024 };
/* The most that goes through the decoder at once: plain text soon follows. */
enum { DECODER_CHUNK = 64 };

static int read_source(void *data, unsigned char *to, size_t size, size_t *got)
{
    struct feed *feed = data;
    size_t left = feed->source->n - feed->fed,
           most = feed->origin && size > OBJECT_CHUNK ? OBJECT_CHUNK : size;
    most = left < most ? left : most;
    /* No byte at all would mean the end of the source: one is left for the decoder. */
    size_t decoded = most ? give_decoded(feed, most - 1) : 0;
    size_t rest = most - decoded;
    *got = decoded ? 1 : !feed->decoded || rest < DECODER_CHUNK ? rest : DECODER_CHUNK;
    give(feed, to, *got);
    return 1;
}

/* The members of libyaml's parser are private: in another line of versions they may mean something else. */
static bool is_known(void)
{
    int major, minor, patch;
    yaml_get_version(&major, &minor, &patch);
    return major == 0 && minor == 2;
}

void feed_open(struct feed *feed, const struct source *source, yaml_parser_t *yaml, size_t from)
{
    *feed = (struct feed){
        .source = source, .yaml = yaml, .origin = from, .fed = from, .scanned = from, .hidden = source->n};
    feed->decoded = is_known();
    yaml_parser_set_input(yaml, read_source, feed);
}

/* How many bytes the scan for escapes goes on by. Two backslashes that stand together are never taken apart.
 */
static size_t step_at(const char *p, const char *end)
{
    return json_unit(p, end) >= 0 ? 6 : *p == '\\' && end - p > 1 ? 2 : 1;
}

/* The next escape that libyaml saw as \uFFFD; stop where there is none. */
static const char *next_escape(const char *at, const char *stop)
{
    while (at < stop && !json_is_surrogate(json_unit(at, stop)) && json_unit(at, stop) != 0xfffd)
        at += step_at(at, stop);
    return at;
}

/* Text in which a backslash is no escape: everything stands as it stood in the source. */
static void restore_text(struct buf *b, struct str raw, struct str read)
{
    const char *at = raw.p, *stop = raw.p + raw.n, *p = read.p, *end = read.p + read.n;
    for (size_t n; p < end; p += n) {
        n = step_at(p, end);
        bool shown = json_unit(p, end) == 0xfffd && (at = next_escape(at, stop)) < stop;
        buf_add(b, shown ? at : p, n);
        at += shown ? 6 : 0;
    }
}

void feed_restore(struct buf *b, struct str raw, struct str read, bool quoted)
{
    if (quoted && json_string(b, raw))
        return;
    b->n = 0;
    if (quoted)
        buf_str(b, read);
    else
        restore_text(b, raw, read);
}
