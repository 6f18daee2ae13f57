#include "yaml/render.h"

#include "yaml/scalar.h"

#include <stdint.h>
#include <string.h>

/* The length of a character that needs an escape, since YAML does not take it as it is or reads it as a line
 * break; 0 for any other. */
static size_t special(struct str s, size_t at, unsigned *code)
{
    size_t n = str_char(s, at, code);
    bool is = *code < 0x20 || (*code >= 0x7f && *code < 0xa0) || *code == 0x2028 || *code == 0x2029 ||
              *code == 0xfeff || *code >= 0xfffe;
    return is ? n : 0;
}

#define EACH_BYTE(b) (UINT64_C(0x0101010101010101) * (b))

/* Not 0 if a byte of the word is this one. */
static uint64_t any_is(uint64_t word, unsigned char byte)
{
    uint64_t same = word ^ EACH_BYTE(byte);
    return (same - EACH_BYTE(1)) & ~same & EACH_BYTE(0x80);
}

/* Not 0 if a byte of the word is below a blank or above a tilde. */
static uint64_t any_extraordinary(uint64_t word)
{
    return ((word - EACH_BYTE(0x20)) | word | (word + EACH_BYTE(1))) & EACH_BYTE(0x80);
}

static bool is_ordinary(char c, bool quoted)
{
    return c >= ' ' && c < 0x7f && !(quoted && (c == '"' || c == '\\'));
}

/* How many bytes from at on need no escape; quoted: in double quotes. Most do not, so they are looked at
 * eight at a time. */
static size_t ordinary_run(struct str s, size_t at, bool quoted)
{
    size_t from = at;
    for (uint64_t word; s.n - at >= sizeof word; at += sizeof word) {
        memcpy(&word, s.p + at, sizeof word);
        if (any_extraordinary(word) || (quoted && (any_is(word, '"') || any_is(word, '\\'))))
            break;
    }
    while (at < s.n && is_ordinary(s.p[at], quoted))
        at++;
    return at - from;
}

static bool has_special(struct str s, const char *but)
{
    unsigned code;
    for (size_t i = ordinary_run(s, 0, false); i < s.n; i += 1 + ordinary_run(s, i + 1, false))
        if (special(s, i, &code) && !(code && code < 0x80 && strchr(but, (int)code)))
            return true;
    return false;
}

static bool is_indicator(char c)
{
    return strchr(",[]{}#&*!|>'\"%@`", c) != NULL;
}

/* Whether a string can stand without quotes in block YAML; it may still be read as a number or another value.
 */
static bool is_plain_safe(struct str s)
{
    const char *blank, *end = s.p + s.n;
    if (s.n == 0 || s.p[0] == ' ' || end[-1] == ' ' || end[-1] == ':')
        return false;
    if (s.p[0] < 'A' && (is_indicator(s.p[0]) || (strchr("-?:", s.p[0]) && (s.n == 1 || s.p[1] == ' '))))
        return false;
    if (s.p[0] > 'Z' && is_indicator(s.p[0]))
        return false;
    if (s.p[0] < '/' && (str_starts(s, "---") || str_starts(s, "...")))
        return false;
    for (const char *at = s.p; (blank = memchr(at, ' ', (size_t)(end - at))); at = blank + 1)
        if (blank[-1] == ':' || blank[1] == '#')
            return false;
    return true;
}

void render_quoted(struct buf *b, struct str s)
{
    buf_puts(b, "\"");
    for (size_t i = 0, n; i < s.n; i += n) {
        unsigned code;
        n = ordinary_run(s, i, true);
        buf_add(b, s.p + i, n);
        if (n)
            continue;
        n = special(s, i, &code);
        if (n && (code == '\n' || code == '\t')) {
            buf_puts(b, code == '\n' ? "\\n" : "\\t");
        } else if (n) {
            buf_fmt(b, "\\u%04x", code);
        } else {
            buf_puts(b, s.p[i] == '"' || s.p[i] == '\\' ? "\\" : "");
            buf_add(b, s.p + i, n = 1);
        }
    }
    buf_puts(b, "\"");
}

static void single_quoted(struct buf *b, struct str s)
{
    buf_puts(b, "'");
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] == '\'')
            buf_puts(b, "'");
        buf_add(b, s.p + i, 1);
    }
    buf_puts(b, "'");
}

void render_scalar(struct buf *b, const struct node *scalar, bool json)
{
    struct str s = scalar->text;
    if (b->failed)
        return;
    if (scalar->style == STYLE_PLAIN)
        buf_str(b, s);
    else if (json && scalar->ready)
        buf_str(b, scalar->ready->json);
    else if (json || scalar_needs_quotes(s) || has_special(s, ""))
        render_quoted(b, s);
    else if (is_plain_safe(s))
        buf_str(b, s);
    else
        single_quoted(b, s);
}

static bool fits_literal(const struct node *node)
{
    struct str s = node->text;
    return node->style != STYLE_PLAIN && s.n > 1 && memchr(s.p, '\n', s.n) && s.p[0] != ' ' &&
           s.p[0] != '\n' && s.p[0] != '\t' && (node->ready || !has_special(s, "\n\t"));
}

static void literal(struct buf *b, struct str s, size_t column, const char *newline)
{
    const char *end = s.p + s.n, *stop = memchr(s.p, '\n', s.n);
    buf_puts(b, end[-1] != '\n' ? "|-" : end[-2] == '\n' ? "|+" : "|");
    size_t first = b->n, breaks = strlen(newline), indent = breaks + column;
    buf_puts(b, newline);
    buf_fill(b, ' ', column);
    buf_add(b, s.p, (size_t)(stop - s.p));
    for (const char *from = stop + 1; stop && from < end; from = stop ? stop + 1 : end) {
        stop = memchr(from, '\n', (size_t)(end - from));
        size_t n = (size_t)((stop ? stop : end) - from), before = n ? indent : breaks;
        if (!buf_room(b, before + n))
            return;
        memcpy(b->p + b->n, b->p + first, before);
        memcpy(b->p + b->n + before, from, n);
        b->n += before + n;
    }
}

/* Most objects have the string in the same column: the literal is made once. */
static void ready_literal(struct buf *b, struct ready *string, size_t column, const char *newline)
{
    struct buf *block = &string->block;
    if (!block->n || string->column != column) {
        block->n = 0;
        literal(block, string->text, column, newline);
        string->column = column;
    }
    buf_add(b, block->p, block->n);
    b->failed |= block->failed;
}

struct block {
    struct buf *b;
    const char *newline;
};

static void block_entry(struct block *block, const struct node *entry, size_t column, bool last);

static void block_entries(struct block *block, const struct node *collection, size_t column, bool last)
{
    for (struct node *entry = node_first(collection); entry; entry = node_after(entry)) {
        if (entry != node_first(collection)) {
            buf_puts(block->b, block->newline);
            buf_fill(block->b, ' ', column);
        }
        block_entry(block, entry, column, last && !node_after(entry));
    }
}

static void block_scalar(struct block *block, const struct node *node, size_t column, bool last)
{
    if (!last && node->ready && fits_literal(node))
        ready_literal(block->b, node->ready, column, block->newline);
    else if (!last && fits_literal(node))
        literal(block->b, node->text, column, block->newline);
    else
        render_scalar(block->b, node, false);
}

/* The value of a key; column: the key's. */
static void block_value(struct block *block, const struct node *node, size_t column, bool last)
{
    if (node->kind == NODE_SCALAR) {
        buf_puts(block->b, " ");
        block_scalar(block, node, column + 2, last);
    } else if (!node_first(node)) {
        buf_puts(block->b, node->kind == NODE_MAPPING ? " {}" : " []");
    } else {
        size_t inner = node->kind == NODE_MAPPING ? column + 2 : column;
        buf_puts(block->b, block->newline);
        buf_fill(block->b, ' ', inner);
        block_entries(block, node, inner, last);
    }
}

static void block_entry(struct block *block, const struct node *entry, size_t column, bool last)
{
    if (entry->parent->kind == NODE_MAPPING) {
        render_scalar(block->b, entry, false);
        buf_puts(block->b, ":");
        block_value(block, entry->value, column, last);
        return;
    }
    buf_puts(block->b, "- ");
    if (entry->kind == NODE_SCALAR)
        block_scalar(block, entry, column + 2, last);
    else if (!node_first(entry))
        buf_puts(block->b, entry->kind == NODE_MAPPING ? "{}" : "[]");
    else
        block_entries(block, entry, column + 2, last);
}

void render_block(struct buf *b, const struct node *entry, size_t column, const char *newline)
{
    struct block block = {b, newline};
    block_entry(&block, entry, column, true);
}

struct json {
    struct buf *b;
    const struct layout *layout;
    const char *newline;
};

static void json_break(struct json *json, size_t level)
{
    buf_puts(json->b, json->newline);
    buf_str(json->b, json->layout->indent);
    bool tabs = json->layout->indent.n && json->layout->indent.p[0] == '\t';
    buf_fill(json->b, tabs ? '\t' : ' ', level * json->layout->unit);
}

static void json_entry(struct json *json, const struct node *entry, size_t level);

static void json_value(struct json *json, const struct node *node, size_t level)
{
    if (node->kind == NODE_SCALAR) {
        render_scalar(json->b, node, true);
        return;
    }
    bool mapping = node->kind == NODE_MAPPING;
    buf_puts(json->b, mapping ? "{" : "[");
    for (struct node *entry = node_first(node); entry; entry = node_after(entry)) {
        if (entry != node_first(node))
            buf_puts(json->b, json->layout->lines || json->layout->tight ? "," : ", ");
        if (json->layout->lines)
            json_break(json, level + 1);
        json_entry(json, entry, level + 1);
    }
    if (json->layout->lines && node_first(node))
        json_break(json, level);
    buf_puts(json->b, mapping ? "}" : "]");
}

static void json_entry(struct json *json, const struct node *entry, size_t level)
{
    if (entry->parent->kind != NODE_MAPPING) {
        json_value(json, entry, level);
        return;
    }
    render_quoted(json->b, entry->text);
    buf_puts(json->b, json->layout->tight ? ":" : ": ");
    json_value(json, entry->value, level);
}

void render_json(struct buf *b, const struct node *entry, const struct layout *layout, const char *newline)
{
    struct json json = {b, layout, newline};
    json_entry(&json, entry, 0);
}

void render_json_value(struct buf *b, const struct node *node, const struct layout *layout,
                       const char *newline)
{
    struct json json = {b, layout, newline};
    json_value(&json, node, 0);
}
