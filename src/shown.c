#include "shown.h"

#include <string.h>

/* Controls, and what reorders text on a terminal: its length in bytes and code point; 0 for anything
 * harmless. */
static size_t harmful(struct str s, size_t at, unsigned *code)
{
    const unsigned char *p = (const unsigned char *)s.p + at;
    size_t left = s.n - at;
    *code = p[0];
    if (p[0] < 0x20 || p[0] == 0x7f)
        return 1;
    if (p[0] == 0xc2 && left > 1 && p[1] < 0xa0) {
        *code = p[1];
        return 2;
    }
    if (p[0] != 0xe2 || left < 3 || (p[1] != 0x80 && p[1] != 0x81))
        return 0;
    *code = 0x2000U | (p[1] & 0x3fU) << 6 | (p[2] & 0x3fU);
    bool reorders = (*code >= 0x200e && *code <= 0x200f) || (*code >= 0x2028 && *code <= 0x202e) ||
                    (*code >= 0x2066 && *code <= 0x2069);
    return reorders ? 3 : 0;
}

void shown_text(struct buf *b, struct str s)
{
    for (size_t i = 0; i < s.n;) {
        unsigned code;
        size_t n = harmful(s, i, &code);
        if (n && code == '\n')
            buf_puts(b, "\\n");
        else if (n)
            buf_fmt(b, code < 0x100 ? "\\x%02x" : "\\u%04x", code);
        else
            buf_add(b, s.p + i, 1);
        i += n ? n : 1;
    }
}

void shown_word(struct buf *b, struct str s)
{
    static const char safe[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-./:=@%+,";
    bool plain = s.n > 0;
    for (size_t i = 0; i < s.n && plain; i++)
        plain = memchr(safe, s.p[i], sizeof safe - 1) != NULL;
    if (plain) {
        buf_str(b, s);
        return;
    }
    struct buf shown = {0};
    shown_text(&shown, s);
    buf_puts(b, "'");
    for (size_t i = 0; i < shown.n; i++) {
        if (shown.p[i] == '\'')
            buf_puts(b, "'\\'");
        buf_add(b, shown.p + i, 1);
    }
    buf_puts(b, "'");
    buf_free(&shown);
}
