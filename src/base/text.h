/* Bytes: borrowed strings, a growing buffer, an arena. Lengths are bytes.
 *
 * A buffer or an arena that could not grow is marked as failed and does nothing more. It is asked once, at
 * the end: no call before that needs a check.
 *
 * Short names mean one thing everywhere: p points to bytes, n is a number of them or of other things, at is
 * an offset, s is a str, b is a buf, c is a char, i counts. */
#ifndef TEXT_H
#define TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

struct str {
    const char *p;
    size_t n;
};

/* Small functions are inline: the compiler then knows the length of a literal. */
static inline struct str str_of(const char *text)
{
    return (struct str){text, strlen(text)};
}

static inline bool str_same(struct str a, struct str b)
{
    return a.n == b.n && (a.n == 0 || memcmp(a.p, b.p, a.n) == 0);
}

static inline bool str_is(struct str s, const char *text)
{
    return str_same((struct str){text, strlen(text)}, s);
}

bool str_starts(struct str s, const char *prefix);
/* Whether part, which is not empty, is anywhere in s. */
bool str_has(struct str s, struct str part);
/* Without the blanks and line breaks at its end. */
struct str str_trimmed(struct str s);
int str_order(struct str a, struct str b);
/* The length in bytes of the UTF-8 character at this byte, and its code point. 0 for one above U+FFFF, and
 * for bytes that are no character. */
size_t str_char(struct str s, size_t at, unsigned *code);
/* The length of the UTF-8 character there, any there is; 0 where the bytes are none. */
size_t str_utf8(struct str s, size_t at);

struct buf {
    char *p;
    size_t n, cap;
    size_t most; /* it never takes more bytes than these; 0: no such limit */
    bool failed;
    bool full; /* it failed at that limit */
};

bool buf_grow(struct buf *b, size_t n);
/* Sets the limit, and forgets that the one before was met. */
void buf_limit(struct buf *b, size_t most);
/* Makes room for n more bytes behind the last one. */
static inline bool buf_room(struct buf *b, size_t n)
{
    return (!b->failed && n <= b->cap - b->n) || buf_grow(b, n);
}

static inline void buf_add(struct buf *b, const char *p, size_t n)
{
    if (n == 0 || !buf_room(b, n))
        return;
    memcpy(b->p + b->n, p, n);
    b->n += n;
}

static inline void buf_puts(struct buf *b, const char *text)
{
    buf_add(b, text, strlen(text));
}

static inline void buf_str(struct buf *b, struct str s)
{
    buf_add(b, s.p, s.n);
}

void buf_fill(struct buf *b, char c, size_t n);
/* Adds what printf would print. */
void buf_fmt(struct buf *b, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
void buf_free(struct buf *b);

struct arena {
    struct arena_block *top, *spare;
    bool failed;
};

/* Zeroed memory, aligned for any object; NULL once the arena has failed. */
void *arena_alloc(struct arena *arena, size_t size);
/* A copy of s that lives as long as the arena; an empty one after a failure. */
struct str arena_copy(struct arena *arena, struct str s);
/* The buffer's bytes as a string of the arena; the buffer is freed. */
struct str arena_take(struct arena *arena, struct buf *b);
/* Empties it, and keeps the memory for the next object. */
void arena_reset(struct arena *arena);
void arena_free(struct arena *arena);

#endif
