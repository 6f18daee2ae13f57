#include "yaml/json.h"

#include <string.h>

static int hex(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    c = (char)(c | 0x20);
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

long json_unit(const char *p, const char *end)
{
    long unit = 0;
    if (end - p < 6 || p[0] != '\\' || p[1] != 'u')
        return -1;
    for (int i = 2; i < 6; i++) {
        int digit = hex(p[i]);
        if (digit < 0)
            return -1;
        unit = unit * 16 + digit;
    }
    return unit;
}

bool json_is_surrogate(long unit)
{
    return unit >= 0xd800 && unit <= 0xdfff;
}

/* What libyaml refuses: DEL, U+0080 to U+009F but NEL, U+FFFE, U+FFFF; and what is read in its place. */
static const char *instead(const struct source *source, size_t at)
{
    const unsigned char *p = (const unsigned char *)source->p + at;
    size_t left = source->n - at;
    if (p[0] == 0x7f)
        return ".";
    if (left > 1 && p[0] == 0xc2 && p[1] >= 0x80 && p[1] < 0xa0 && p[1] != 0x85)
        return "\xc3\xbf";
    return left > 2 && p[0] == 0xef && p[1] == 0xbf && (p[2] | 1) == 0xbf ? "\xef\xbf\xbd" : NULL;
}

static bool has_surrogates(const struct source *source)
{
    const char *p = source->p, *end = source->p + source->n;
    while ((p = memchr(p, '\\', (size_t)(end - p)))) {
        if (end - p > 2 && p[1] == 'u' && (p[2] == 'd' || p[2] == 'D'))
            return true;
        p += end - p > 1 ? 2 : 1;
    }
    return false;
}

bool json_is_foreign(const struct source *source)
{
    if (memchr(source->p, 0x7f, source->n) || has_surrogates(source))
        return true;
    for (size_t at = source->ascii; at < source->n; at = input_ascii(source, at + 1))
        if (instead(source, at) || break_at(source, at))
            return true;
    return false;
}

size_t json_hidden(const struct source *source, size_t at, size_t n)
{
    size_t end = at + n;
    while (at < end && !instead(source, at))
        at++;
    return at;
}

void json_hide_characters(const struct source *source, size_t from, unsigned char *to, size_t n)
{
    enum { BEFORE = 2 }; /* so far before the first byte the character may start that it belongs to */
    size_t end = from + n, at = from > BEFORE ? from - BEFORE : 0;
    for (at = json_hidden(source, at, end - at); at < end; at = json_hidden(source, at, end - at))
        for (const char *other = instead(source, at); *other; other++, at++)
            if (at >= from && at < end)
                to[at - from] = (unsigned char)*other;
}

/* A character that is no surrogate, as UTF-8. */
static void add_character(struct buf *b, unsigned long c)
{
    static const unsigned char starts[] = {0, 0xc0, 0xe0, 0xf0};
    size_t more = c < 0x80 ? 0 : c < 0x800 ? 1 : c < 0x10000 ? 2 : 3;
    char bytes[4] = {(char)(starts[more] | c >> 6 * more)};
    for (size_t i = 1; i <= more; i++)
        bytes[i] = (char)(0x80 | (c >> 6 * (more - i) & 0x3f));
    buf_add(b, bytes, more + 1);
}

/* Adds what an escape stands for. Returns what follows it; NULL where it is none. */
static const char *add_escape(struct buf *b, const char *p, const char *end)
{
    static const char names[] = "\"\\/bfnrt", characters[] = "\"\\/\b\f\n\r\t";
    const char *name = end - p > 1 && p[1] ? strchr(names, p[1]) : NULL;
    long unit = json_unit(p, end), low = unit < 0 ? -1 : json_unit(p + 6, end);
    bool pair = unit >= 0xd800 && unit <= 0xdbff && low >= 0xdc00 && low <= 0xdfff;
    if (name)
        buf_add(b, characters + (name - names), 1);
    else if (pair)
        add_character(b, 0x10000UL + (((unsigned long)unit - 0xd800) << 10) + ((unsigned long)low - 0xdc00));
    else if (unit >= 0)
        add_character(b, json_is_surrogate(unit) ? 0xfffdUL : (unsigned long)unit);
    return name ? p + 2 : pair ? p + 12 : unit >= 0 ? p + 6 : NULL;
}

bool json_string(struct buf *b, struct str quoted)
{
    const char *p = quoted.p + 1, *end = quoted.p + quoted.n - 1;
    if (quoted.n < 2 || quoted.p[0] != '"' || *end != '"')
        return false;
    while (p && p < end) {
        if ((unsigned char)*p < 0x20)
            return false;
        if (*p == '\\')
            p = add_escape(b, p, end);
        else
            buf_add(b, p++, 1);
    }
    return p != NULL;
}
