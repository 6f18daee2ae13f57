/* The input: every byte of it, in memory, and what can be said of it before it is parsed.
 * read(), never mmap(): a mapped file can change or shrink under the parser. */
#ifndef INPUT_H
#define INPUT_H

#include "base/error.h"
#include "base/text.h"

struct source {
    const char *p;
    size_t n;
    size_t bom;          /* bytes of a byte order mark at the start */
    size_t ascii;        /* the first byte above 0x7f behind that mark, or the end */
    bool json;           /* the first byte that is not blank is { or [ */
    bool surrogates;     /* JSON with \uD800 to \uDFFF in it, which libyaml refuses */
    const char *newline; /* the line break that inserted lines get: the first one there is */
};

/* Appends all that there is to read, whatever it is. */
bool input_bytes(int fd, struct buf *b, struct error *e);
/* Reads fd to its end into b and describes it in s, which borrows b's bytes. */
bool input_read(int fd, struct buf *b, struct source *s, struct error *e);
/* The same for bytes that are there already. */
bool input_of(const char *p, size_t n, struct source *s, struct error *e);

/* The first byte above 0x7f from at on, or the end. */
size_t input_ascii(const struct source *s, size_t at);
/* How many bytes from at on, of most, are printable ASCII, tabs and line breaks. */
size_t input_plain(const struct source *s, size_t at, size_t most);
/* Length of the line break at p (LF, CR, CRLF, NEL, LS, PS: libyaml's), 0 where there is none. */
size_t break_at(const struct source *s, size_t at);
/* Whether what is there, if it starts a line, is no text: `---`, `...`, a byte order mark. */
bool needs_blank(const struct source *s, size_t at);
/* Length of a byte order mark there, if a line starts with it: libyaml takes it for a blank. */
size_t mark_at(const struct source *s, size_t at);
/* Where the line that holds the byte at ends, and where the next one starts. */
size_t line_end(const struct source *s, size_t at);
size_t line_next(const struct source *s, size_t at);
/* Where the line that holds the byte at starts, and whether it is at. */
size_t line_start(const struct source *s, size_t at);
bool is_line_start(const struct source *s, size_t at);
/* Where the blanks before at start; with nothing but them, at is the first thing on its line. */
size_t blanks_before(const struct source *s, size_t at);
bool is_first_on_line(const struct source *s, size_t at);

#endif
