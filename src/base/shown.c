#include "base/shown.h"

#include <string.h>

/* The length in bytes of a control character, or of one that reorders text on a terminal; 0 for any other. */
static size_t harmful(struct str s, size_t at, unsigned *code)
{
    size_t n = str_char(s, at, code);
    bool controls = *code < 0x20 || (*code >= 0x7f && *code < 0xa0);
    bool reorders = *code == 0x061c || (*code >= 0x200e && *code <= 0x200f) ||
                    (*code >= 0x2028 && *code <= 0x202e) || (*code >= 0x2066 && *code <= 0x2069);
    return controls || reorders ? n : 0;
}

void shown_text(struct buf *b, struct str s)
{
    size_t shown = 0;
    for (size_t i = 0; i < s.n;) {
        unsigned code;
        size_t n = harmful(s, i, &code);
        if (!n) {
            i++;
            continue;
        }
        buf_add(b, s.p + shown, i - shown);
        if (code == '\n')
            buf_puts(b, "\\n");
        else
            buf_fmt(b, code < 0x100 ? "\\x%02x" : "\\u%04x", code);
        shown = i += n;
    }
    if (shown < s.n)
        buf_add(b, s.p + shown, s.n - shown);
}

void shown_cut(struct buf *b, struct str s, size_t most)
{
    static const char dots[] = "...";
    struct buf shown = {0};
    size_t count = 0, end = 0; /* characters, and where those end that leave room for the dots */
    while (s.n && memchr("\n\r ", s.p[s.n - 1], 3))
        s.n--;
    shown_text(&shown, s);
    for (size_t i = 0; i < shown.n; i++) {
        bool starts = (shown.p[i] & 0xc0) != 0x80;
        count += starts;
        end = starts && count + sizeof dots - 2 == most ? i : end;
    }
    buf_add(b, shown.p, count > most ? end : shown.n);
    buf_puts(b, count > most ? dots : "");
    b->failed |= shown.failed;
    buf_free(&shown);
}

void shown_lines(struct buf *b, struct str s)
{
    for (size_t i = 0, n; i < s.n; i += n ? n : 1) {
        bool ends = s.p[i] == '\r' && i + 1 < s.n && s.p[i + 1] == '\n';
        n = str_utf8(s, i);
        if (!n)
            buf_fmt(b, "\\x%02x", (unsigned char)s.p[i]);
        else if (s.p[i] == '\n' || s.p[i] == '\t')
            buf_add(b, s.p + i, 1);
        else if (!ends)
            shown_text(b, (struct str){s.p + i, n});
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
    quoted_word(b, (struct str){shown.p, shown.n});
    b->failed |= shown.failed;
    buf_free(&shown);
}

void quoted_word(struct buf *b, struct str s)
{
    buf_puts(b, "'");
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] == '\'')
            buf_puts(b, "'\\'");
        buf_add(b, s.p + i, 1);
    }
    buf_puts(b, "'");
}
