#include "yaml/scalar.h"

#include <limits.h>
#include <math.h>
#include <stdint.h>
#include <stdlib.h>

enum tag scalar_tag(const char *name)
{
    static const struct {
        const char *name;
        enum tag tag;
    } tags[] = {
        {"bool", TAG_RESOLVED}, {"int", TAG_RESOLVED},  {"float", TAG_RESOLVED},
        {"null", TAG_RESOLVED}, {"binary", TAG_BINARY}, {"merge", TAG_MERGE},
    };
    static const char yaml[] = "tag:yaml.org,2002:";
    if (!name || str_is(str_of(name), "!"))
        return name ? TAG_BANG : TAG_NONE;
    for (size_t i = 0; str_starts(str_of(name), yaml) && i < sizeof tags / sizeof *tags; i++)
        if (str_is(str_of(name + strlen(yaml)), tags[i].name))
            return tags[i].tag;
    return TAG_OTHER;
}

/* Words in the spellings that are read: as they stand here, and where they are letters also Word and WORD.
 * Sorted by their first byte. */
static const struct word {
    const char *text;
    enum scalar is;
} words[] = {
    {"+.inf", SCALAR_FLOAT}, {"-.inf", SCALAR_FLOAT}, {".inf", SCALAR_FLOAT},  {".nan", SCALAR_FLOAT},
    {"<<", SCALAR_STRING},   {"=", SCALAR_STRING},    {"false", SCALAR_FALSE}, {"null", SCALAR_NULL},
    {"n", SCALAR_FALSE},     {"no", SCALAR_FALSE},    {"on", SCALAR_TRUE},     {"off", SCALAR_FALSE},
    {"true", SCALAR_TRUE},   {"y", SCALAR_TRUE},      {"yes", SCALAR_TRUE},    {"~", SCALAR_NULL},
    {NULL, SCALAR_STRING},
};

enum { LONGEST_WORD = 5 };

static char lower_case(char c)
{
    return (char)(c >= 'A' && c <= 'Z' ? c | 0x20 : c);
}

/* The word that the text is, in any mixture of small letters and capitals; NULL for none. */
static const struct word *word_of(struct str text)
{
    char lower[LONGEST_WORD + 1] = "";
    if (text.n > LONGEST_WORD)
        return NULL;
    for (size_t i = 0; i < text.n; i++)
        lower[i] = lower_case(text.p[i]);
    for (const struct word *word = words; word->text && word->text[0] <= lower[0]; word++)
        if (word->text[0] == lower[0] && str_is((struct str){lower, text.n}, word->text))
            return word;
    return NULL;
}

static bool is_capital(char c)
{
    return c >= 'A' && c <= 'Z';
}

/* word, Word, WORD; of .nan the middle one is .NaN. */
static bool is_spelled(struct str text, const struct word *word)
{
    size_t capitals = 0, letters = 0;
    for (size_t i = 0; i < text.n; i++) {
        capitals += is_capital(text.p[i]);
        letters += lower_case(text.p[i]) >= 'a' && lower_case(text.p[i]) <= 'z';
    }
    if (str_is(text, ".Nan") || str_is(text, ".NaN"))
        return text.p[3] == 'N';
    return !capitals || capitals == letters ||
           (capitals == 1 && is_capital(text.p[strcspn(word->text, "abcdefghijklmnopqrstuvwxyz")]));
}

/* Digits, and the digits of other bases behind 0x, 0o, 0b, without the `_` between them. */
struct number {
    char text[400]; /* a longer one is taken for a string: no reader needs it */
    size_t n;
};

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* Whether it can be a number at all: it starts like one. */
static bool take_number(struct number *number, struct str text)
{
    size_t at = text.n && (text.p[0] == '+' || text.p[0] == '-');
    number->n = 0;
    if (at == text.n || text.n >= sizeof number->text || (!at && !is_digit(text.p[0]) && text.p[0] != '.'))
        return false;
    for (size_t i = 0; i < text.n; i++)
        if (text.p[i] != '_')
            number->text[number->n++] = text.p[i];
        else if (text.p[0] == '.')
            return false; /* as it is in Go */
    number->text[number->n] = '\0';
    return true;
}

static unsigned digit_of(char c)
{
    c = lower_case(c);
    return is_digit(c) ? (unsigned)(c - '0') : c >= 'a' && c <= 'f' ? (unsigned)(c - 'a') + 10 : 99;
}

/* The base that an integer is written in; *at moves behind its 0x, 0b, 0o or 0. */
static unsigned base_of(const struct number *number, size_t *at)
{
    const char *p = number->text + *at;
    char base = lower_case(p[0] ? p[1] : '\0');
    if (p[0] != '0')
        return 10;
    bool prefixed = (base == 'x' || base == 'b' || base == 'o') && p[2];
    *at += prefixed ? 2 : 1;
    return prefixed && base == 'x' ? 16 : prefixed && base == 'b' ? 2 : 8;
}

/* Whether it is an integer that fits 64 bits. */
static bool is_int(const struct number *number, bool *negative, uint64_t *value)
{
    size_t at = number->text[0] == '+' || number->text[0] == '-';
    bool sign = at, below = number->text[0] == '-';
    if (!number->text[at])
        return false;
    unsigned base = base_of(number, &at);
    uint64_t sum = 0, most = below ? (uint64_t)INT64_MAX + 1 : sign ? (uint64_t)INT64_MAX : UINT64_MAX;
    for (; at < number->n; at++) {
        unsigned digit = digit_of(number->text[at]);
        if (digit >= base || sum > (most - digit) / base)
            return false;
        sum = sum * base + digit;
    }
    *negative = below;
    *value = sum;
    return true;
}

static size_t digits_at(const char *p)
{
    return strspn(p, "0123456789");
}

/* Whether it is a decimal number: with a point, or an exponent, or neither. */
static bool is_float(const struct number *number)
{
    const char *p = number->text + (number->text[0] == '+' || number->text[0] == '-');
    size_t before = digits_at(p), behind = 0;
    p += before;
    if (*p == '.')
        behind = digits_at(++p);
    p += behind;
    if (before + behind == 0)
        return false;
    if (*p == 'e' || *p == 'E') {
        p += p[1] == '+' || p[1] == '-' ? 2 : 1;
        if (!is_digit(*p))
            return false;
        p += digits_at(p);
    }
    double value = *p ? 0 : strtod(number->text, NULL);
    return !*p && value < HUGE_VAL && value > -HUGE_VAL;
}

/* What a plain scalar is. */
static enum scalar resolved(struct str text)
{
    const struct word *word = word_of(text);
    struct number number;
    bool negative;
    uint64_t value;
    if (!text.n)
        return SCALAR_NULL;
    if (word)
        return is_spelled(text, word) ? word->is : SCALAR_STRING;
    if (!take_number(&number, text))
        return SCALAR_STRING;
    if (text.p[0] != '.' && is_int(&number, &negative, &value))
        return SCALAR_INT;
    return is_float(&number) ? SCALAR_FLOAT : SCALAR_STRING;
}

enum scalar scalar_of(const struct node *scalar)
{
    bool plain = scalar->style == STYLE_PLAIN && scalar->tag == TAG_NONE;
    return plain || scalar->tag == TAG_RESOLVED ? resolved(scalar->text) : SCALAR_STRING;
}

struct str scalar_string(const struct node *scalar)
{
    enum { LONGEST_NULL = 4 };
    bool null = scalar->text.n <= LONGEST_NULL && scalar_of(scalar) == SCALAR_NULL;
    return null ? (struct str){"", 0} : scalar->text;
}

bool scalar_int(const struct node *scalar, long *value)
{
    struct number number;
    bool negative;
    uint64_t size;
    if (scalar_of(scalar) != SCALAR_INT || !take_number(&number, scalar->text) ||
        !is_int(&number, &negative, &size) || size > LONG_MAX)
        return false;
    *value = negative ? -(long)size : (long)size;
    return true;
}

/* No `+`, no zeros in front, digits on both sides of a point. */
static void add_float(struct buf *b, const struct number *number)
{
    const char *p = number->text + (number->text[0] == '+' || number->text[0] == '-');
    buf_puts(b, number->text[0] == '-' ? "-" : "");
    while (p[0] == '0' && is_digit(p[1]))
        p++;
    size_t n = digits_at(p);
    buf_puts(b, n ? "" : "0");
    buf_add(b, p, n);
    p += n;
    if (*p == '.')
        buf_puts(b, is_digit(p[1]) ? "" : ".0");
    buf_puts(b, *p == '.' && !is_digit(p[1]) ? p + 1 : p);
}

void scalar_number(struct buf *b, const struct node *scalar)
{
    struct number number;
    bool negative;
    uint64_t value;
    if (word_of(scalar->text) || !take_number(&number, scalar->text))
        buf_str(b, scalar->text); /* .inf and .nan, which JSON has no number for */
    else if (is_int(&number, &negative, &value))
        buf_fmt(b, "%s%ju", negative && value ? "-" : "", (uintmax_t)value);
    else
        add_float(b, &number);
}

/* What other readers of YAML 1.1 take for a number, and kubectl for a string; and what both take for one. */
static size_t run_of(struct str s, size_t at, const char *of)
{
    size_t from = at;
    while (at < s.n && s.p[at] && strchr(of, s.p[at]))
        at++;
    return at - from;
}

#define DIGITS "0123456789"

/* 0x1F, 0b11, 0o17; at is behind the sign. */
static bool is_based(struct str s, size_t at)
{
    if (s.n - at < 3 || s.p[at] != '0')
        return false;
    char base = (char)(s.p[at + 1] | 0x20);
    const char *of = base == 'x'   ? DIGITS "abcdefABCDEF_"
                     : base == 'o' ? "01234567_"
                     : base == 'b' ? "01_"
                                   : "";
    return run_of(s, at + 2, of) == s.n - at - 2;
}

/* 190:20:30.5 is a number in base 60. */
static bool is_base60(struct str s, size_t at)
{
    size_t parts = 0;
    for (at += run_of(s, at, DIGITS "_"); at < s.n && s.p[at] == ':'; parts++) {
        size_t n = run_of(s, at + 1, DIGITS);
        if (n < 1 || n > 2)
            return false;
        at += n + 1;
    }
    if (at < s.n && s.p[at] == '.')
        at += 1 + run_of(s, at + 1, DIGITS "_");
    return parts && at == s.n;
}

/* An integer or a float, with an exponent or without. */
static bool is_decimal(struct str s, size_t at)
{
    at += run_of(s, at, DIGITS "_");
    if (at < s.n && s.p[at] == '.')
        at += 1 + run_of(s, at + 1, DIGITS "_");
    if (at < s.n && (s.p[at] | 0x20) == 'e') {
        at++;
        if (at < s.n && (s.p[at] == '+' || s.p[at] == '-'))
            at++;
        if (at == s.n)
            return false;
        at += run_of(s, at, DIGITS "_");
    }
    return at == s.n;
}

/* 2001-12-14, and 2001-12-14T21:59:43.10-05:00 in all its spellings. */
static bool is_date(struct str s)
{
    size_t at = run_of(s, 0, DIGITS);
    if (at != 4)
        return false;
    for (int i = 0; i < 2; i++) {
        size_t n = at < s.n && s.p[at] == '-' ? run_of(s, at + 1, DIGITS) : 0;
        if (n < 1 || n > 2)
            return false;
        at += n + 1;
    }
    return at + run_of(s, at, DIGITS "tTzZ:.+- ") == s.n;
}

static bool is_number_like(struct str s)
{
    size_t at = s.p[0] == '+' || s.p[0] == '-';
    size_t digit = at + (at < s.n && s.p[at] == '.');
    if (digit >= s.n || !is_digit(s.p[digit]))
        return false;
    return is_based(s, at) || is_base60(s, at) || is_decimal(s, at) || is_date(s);
}

bool scalar_needs_quotes(struct str text)
{
    return !text.n || word_of(text) || is_number_like(text) || resolved(text) != SCALAR_STRING;
}

/* The length of the UTF-8 character at p, 0 for bytes that are none. */
static size_t utf8_length(const char *p, size_t left)
{
    static const struct {
        unsigned char first, last; /* of its first byte */
        size_t n;
        unsigned char from, to; /* of its second byte */
    } forms[] = {{0x00, 0x7f, 1, 0, 0},       {0xc2, 0xdf, 2, 0x80, 0xbf}, {0xe0, 0xe0, 3, 0xa0, 0xbf},
                 {0xe1, 0xec, 3, 0x80, 0xbf}, {0xed, 0xed, 3, 0x80, 0x9f}, {0xee, 0xef, 3, 0x80, 0xbf},
                 {0xf0, 0xf0, 4, 0x90, 0xbf}, {0xf1, 0xf3, 4, 0x80, 0xbf}, {0xf4, 0xf4, 4, 0x80, 0x8f}};
    const unsigned char *byte = (const unsigned char *)p;
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
        size_t n = forms[i].n;
        if (byte[0] < forms[i].first || byte[0] > forms[i].last)
            continue;
        if (left < n || (n > 1 && (byte[1] < forms[i].from || byte[1] > forms[i].to)))
            return 0;
        for (size_t k = 2; k < n; k++)
            if ((byte[k] & 0xc0) != 0x80)
                return 0;
        return n;
    }
    return 0;
}

/* Bytes that are no UTF-8 become U+FFFD, as they do in kubectl's JSON. */
static void add_text(struct buf *b, struct str bytes)
{
    for (size_t i = 0, n; i < bytes.n; i += n ? n : 1) {
        n = utf8_length(bytes.p + i, bytes.n - i);
        if (n)
            buf_add(b, bytes.p + i, n);
        else
            buf_puts(b, "\xef\xbf\xbd");
    }
}

static bool decode(struct buf *b, struct str text)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    unsigned long bits = 0;
    size_t got = 0, padding = 0;
    for (size_t i = 0; i < text.n; i++) {
        const char *digit = text.p[i] ? strchr(digits, text.p[i]) : NULL;
        if (text.p[i] == '\n' || text.p[i] == '\r')
            continue;
        if (text.p[i] != '=' && (!digit || padding))
            return false;
        padding += text.p[i] == '=';
        bits = bits << 6 | (digit ? (unsigned long)(digit - digits) : 0);
        if (++got % 4)
            continue;
        char bytes[3] = {(char)(bits >> 16 & 0xff), (char)(bits >> 8 & 0xff), (char)(bits & 0xff)};
        buf_add(b, bytes, padding > 2 ? 0 : 3 - padding);
        bits = 0;
    }
    return got % 4 == 0 && padding < 3;
}

bool scalar_binary(struct buf *b, struct str text)
{
    struct buf bytes = {0};
    bool ok = decode(&bytes, text);
    if (ok)
        add_text(b, (struct str){bytes.p, bytes.n});
    b->failed |= bytes.failed;
    buf_free(&bytes);
    return ok;
}
