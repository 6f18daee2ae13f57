#include "yaml/input.h"

#include "yaml/json.h"

#include <errno.h>
#include <limits.h>
#include <poll.h>
#include <string.h>
#include <unistd.h>

enum { CHUNK = 64 * 1024 };

bool input_bytes(int fd, struct buf *b, struct error *error)
{
    while (buf_room(b, CHUNK)) {
        ssize_t n = read(fd, b->p + b->n, b->cap - b->n);
        if (n == 0)
            return true;
        if (n > 0) {
            b->n += (size_t)n;
        } else if (errno == EAGAIN) {
            struct pollfd p = {.fd = fd, .events = POLLIN};
            if (poll(&p, 1, -1) < 0 && errno != EINTR)
                return error_set(error, "cannot read: %s", strerror(errno));
        } else if (errno != EINTR) {
            return error_set(error, "cannot read: %s", strerror(errno));
        }
    }
    return error_memory(error);
}

size_t break_at(const struct source *source, size_t at)
{
    if (at >= source->n)
        return 0;
    const char *p = source->p + at;
    size_t left = source->n - at;
    switch (*p) {
    case '\n':
        return 1;
    case '\r':
        return left > 1 && p[1] == '\n' ? 2 : 1;
    case '\xc2':
        return left > 1 && p[1] == '\x85' ? 2 : 0;
    case '\xe2':
        return left > 2 && p[1] == '\x80' && (p[2] == '\xa8' || p[2] == '\xa9') ? 3 : 0;
    default:
        return 0;
    }
}

/* A quick test first: most bytes start no line break. */
static inline bool may_break(char c)
{
    return (unsigned char)c <= '\r' || (unsigned char)c >= 0xc2;
}

static inline bool ends_break(char c)
{
    return c == '\n' || c == '\r' || (unsigned char)c >= 0x80;
}

static const char mark[] = "\xef\xbb\xbf";

size_t mark_at(const struct source *source, size_t at)
{
    return at < source->n && source->n - at >= 3 && memcmp(source->p + at, mark, 3) == 0 &&
                   is_line_start(source, at)
               ? 3
               : 0;
}

bool needs_blank(const struct source *source, size_t at)
{
    static const char *const starts[] = {"---", "...", mark};
    for (size_t i = 0; i < sizeof starts / sizeof *starts; i++)
        if (at < source->n && source->n - at >= 3 && memcmp(source->p + at, starts[i], 3) == 0)
            return true;
    return false;
}

size_t line_end(const struct source *source, size_t at)
{
    while (at < source->n && !(may_break(source->p[at]) && break_at(source, at)))
        at++;
    return at;
}

size_t line_next(const struct source *source, size_t at)
{
    at = line_end(source, at);
    return at + break_at(source, at);
}

bool is_line_start(const struct source *source, size_t at)
{
    if (at <= source->bom || source->p[at - 1] == '\n')
        return true;
    for (size_t back = 1; back <= 3 && back <= at; back++)
        if (break_at(source, at - back) == back)
            return true;
    return false;
}

size_t line_start(const struct source *source, size_t at)
{
    while (!((at <= source->bom || ends_break(source->p[at - 1])) && is_line_start(source, at)))
        at--;
    return at;
}

size_t column_at(const struct source *source, size_t at)
{
    size_t column = 0;
    for (size_t i = line_start(source, at); i < at; i++)
        column += (source->p[i] & 0xc0) != 0x80;
    return column;
}

size_t blanks_before(const struct source *source, size_t at)
{
    while (at > source->bom && (source->p[at - 1] == ' ' || source->p[at - 1] == '\t'))
        at--;
    return at;
}

bool is_one_line(const struct source *source, size_t from, size_t to)
{
    struct source part = *source;
    part.n = to;
    return from >= to || line_end(&part, from) == to;
}

bool is_first_on_line(const struct source *source, size_t at)
{
    return is_line_start(source, blanks_before(source, at));
}

/* The line break behind the first line. */
static const char *first_break(const struct source *source)
{
    const char *feed = memchr(source->p, '\n', source->n), *end = feed ? feed : source->p + source->n;
    const char *cr = memchr(source->p, '\r', (size_t)(end - source->p));
    return !cr ? "\n" : cr + 1 == feed ? "\r\n" : "\r";
}

/* So many bytes are looked at without a branch, so that compilers use vectors. */
enum { BLOCK = 128 };

size_t input_ascii(const struct source *source, size_t at)
{
    for (; source->n - at >= BLOCK; at += BLOCK) {
        unsigned char any = 0;
        for (size_t i = 0; i < BLOCK; i++)
            any |= (unsigned char)source->p[at + i];
        if (any >= 0x80)
            break;
    }
    while (at < source->n && (unsigned char)source->p[at] < 0x80)
        at++;
    return at;
}

static inline unsigned char is_plain(unsigned char c)
{
    return (unsigned char)(((unsigned char)(c - ' ') <= '~' - ' ') | (c == '\n') | (c == '\t') | (c == '\r'));
}

size_t input_plain(const struct source *source, size_t at, size_t most)
{
    const unsigned char *p = (const unsigned char *)source->p + at;
    size_t n = 0;
    for (unsigned char all = 1; most - n >= BLOCK; n += BLOCK) {
        for (size_t i = 0; i < BLOCK; i++)
            all &= is_plain(p[n + i]);
        if (!all)
            break;
    }
    while (n < most && is_plain(p[n]))
        n++;
    return n;
}

static bool is_utf16(const char *p, size_t n)
{
    return n >= 2 && ((p[0] == '\xff' && p[1] == '\xfe') || (p[0] == '\xfe' && p[1] == '\xff') ||
                      (p[0] == '\0') != (p[1] == '\0'));
}

/* kubectl without -o prints a table: a header in capitals, no colon. */
static bool is_table(const struct source *source, size_t at)
{
    struct str rest = {source->p + at, source->n - at};
    return str_starts(rest, "NAME") && !memchr(rest.p, ':', line_end(source, at) - at);
}

bool input_of(const char *p, size_t n, struct source *source, struct error *error)
{
    *source = (struct source){.p = p, .n = n, .newline = "\n"};
    /* Then each length fits an int. */
    if (n > INT_MAX)
        return error_set(error, "the input is over 2 GiB");
    if (is_utf16(p, n))
        return error_at(
            error, 0,
            "the input is UTF-16, and kubectl reads UTF-8: convert it with iconv -f UTF-16 -t UTF-8");
    if (n >= 3 && memcmp(p, mark, 3) == 0)
        source->bom = 3;
    size_t at = source->bom;
    while (at < n && (p[at] == ' ' || p[at] == '\t' || break_at(source, at)))
        at++;
    if (at == n)
        return error_at(error, source->bom, "the input is empty (did kubectl fail? its message is above)");
    source->json = p[at] == '{' || p[at] == '[';
    source->ascii = input_ascii(source, source->bom);
    source->foreign = source->json && json_is_foreign(source);
    source->newline = first_break(source);
    if (is_table(source, at))
        return error_at(error, at, "this is kubectl's table, not a manifest: add -o yaml to kubectl get");
    return true;
}

bool input_read(int fd, struct buf *b, struct source *source, struct error *error)
{
    return input_bytes(fd, b, error) && input_of(b->p, b->n, source, error);
}
