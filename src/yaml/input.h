/* The source: all bytes of the input, in memory, and what is known of them before they are parsed; and its
 * lines. The bytes are read, never mapped: a mapped file can change or shrink under the parser. */
#ifndef INPUT_H
#define INPUT_H

#include "base/error.h"
#include "base/text.h"

struct source {
    const char *p;
    size_t n;
    size_t bom;          /* how many bytes the byte order mark at the start has: 3 or 0 */
    size_t ascii;        /* the first byte above 0x7f behind that mark, or the end */
    bool json;           /* the first byte that is not blank is { or [ */
    bool foreign;        /* JSON with something that libyaml refuses or reads in another way */
    const char *newline; /* the line break that new lines get: like the first one of the source */
};

/* Appends all that there is to read, whatever it is. */
bool input_bytes(int fd, struct buf *b, struct error *error);
/* Reads fd to its end into b. The source borrows the bytes of b. */
bool input_read(int fd, struct buf *b, struct source *source, struct error *error);
/* The same for bytes that are in memory already. */
bool input_of(const char *p, size_t n, struct source *source, struct error *error);

/* The first byte above 0x7f from at on, or the end. */
size_t input_ascii(const struct source *source, size_t at);
/* How many bytes from at on, but at most so many, are printable ASCII, tabs or line breaks. */
size_t input_plain(const struct source *source, size_t at, size_t most);
/* The length of the line break at this byte, 0 for none. Lines break where libyaml breaks them: at LF, CR,
 * CRLF, NEL, LS and PS. */
size_t break_at(const struct source *source, size_t at);
/* Whether the text at this byte would not be text at the start of a line: `---`, `...`, a byte order mark. */
bool needs_blank(const struct source *source, size_t at);
/* The length of a byte order mark that starts a line at this byte, 0 for none: libyaml takes it for a blank.
 */
size_t mark_at(const struct source *source, size_t at);
/* Where the line of this byte ends, and where the next one starts. */
size_t line_end(const struct source *source, size_t at);
/* Whether these bytes are on one line. It reads no others: a line can be as long as the source. */
bool is_one_line(const struct source *source, size_t from, size_t to);
size_t line_next(const struct source *source, size_t at);
/* Where the line of this byte starts, and whether that is the byte itself. */
size_t line_start(const struct source *source, size_t at);
bool is_line_start(const struct source *source, size_t at);
/* The column of the byte, in characters, as libyaml counts: a byte order mark may start any line. */
size_t column_at(const struct source *source, size_t at);
/* Where the blanks before this byte start, and whether nothing but blanks is before it on its line. */
size_t blanks_before(const struct source *source, size_t at);
bool is_first_on_line(const struct source *source, size_t at);

#endif
