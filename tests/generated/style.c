/* A value as text in a random style: block, flow or JSON, with comments or without, CRLF, different quotes.
 */
#include "value.h"
#include "yaml/render.h"

#include <string.h>

struct manner {
    struct dice *dice;
    struct buf *out;
    const char *newline;
    bool json, lines, comments; /* lines: JSON with one entry a line */
    bool deep;                  /* the dashes of a sequence stand two columns to the right of its key */
    unsigned flow;              /* so many of a hundred collections are in flow style */
};

static void shuffle(struct dice *d, struct value *v)
{
    for (size_t i = v->n; v->type == MAPPING && i > 1; i--) {
        size_t j = pick(d, (unsigned)i);
        struct value *value = v->values[i - 1];
        const char *key = v->keys[i - 1];
        v->values[i - 1] = v->values[j];
        v->keys[i - 1] = v->keys[j];
        v->values[j] = value;
        v->keys[j] = key;
    }
    for (size_t i = 0; i < v->n; i++)
        shuffle(d, v->values[i]);
}

/* A scalar on one line: a string gets quotes that can hold it. */
static void write_scalar(struct manner *m, const struct value *v, bool flow)
{
    struct str s = str_of(v->text);
    bool printable = !strpbrk(v->text, "\n\t");
    if (v->type == LITERAL) {
        buf_puts(m->out, v->text);
    } else if (m->json || flow || !printable || chance(m->dice, 30)) {
        render_quoted(m->out, s);
    } else if (chance(m->dice, 30)) {
        buf_puts(m->out, "'");
        for (size_t i = 0; i < s.n; i++)
            buf_fmt(m->out, s.p[i] == '\'' ? "''" : "%c", s.p[i]);
        buf_puts(m->out, "'");
    } else {
        struct node plain = {.kind = NODE_SCALAR, .style = STYLE_DOUBLE, .text = s};
        render_scalar(m->out, &plain, false);
    }
}

static void new_line(struct manner *m, size_t column)
{
    buf_puts(m->out, m->newline);
    buf_fill(m->out, ' ', column);
}

static void write_flow(struct manner *m, const struct value *v, size_t column)
{
    bool mapping = v->type == MAPPING;
    if (v->type < MAPPING) {
        write_scalar(m, v, true);
        return;
    }
    buf_puts(m->out, mapping ? "{" : "[");
    for (size_t i = 0; i < v->n; i++) {
        buf_puts(m->out, i ? (m->lines ? "," : ", ") : "");
        if (m->lines)
            new_line(m, column + 2);
        if (mapping && m->json)
            buf_fmt(m->out, "\"%s\": ", v->keys[i]);
        else if (mapping)
            buf_fmt(m->out, "%s: ", v->keys[i]);
        write_flow(m, v->values[i], column + 2);
    }
    if (m->lines && v->n)
        new_line(m, column);
    buf_puts(m->out, mapping ? "}" : "]");
}

/* Writes a block scalar, if the text allows one. */
static bool write_literal(struct manner *m, const struct value *v, size_t column)
{
    size_t n = strlen(v->text);
    if (v->type != STRING || n < 2 || strchr(" \n\t", v->text[0]) || strchr(v->text, '\t') ||
        !chance(m->dice, 40))
        return false;
    bool ends = v->text[n - 1] == '\n';
    buf_puts(m->out, !ends ? "|-" : v->text[n - 2] == '\n' ? "|+" : "|");
    for (const char *p = v->text; *p;) {
        size_t line = strcspn(p, "\n");
        buf_puts(m->out, m->newline);
        buf_fill(m->out, ' ', line ? column : 0);
        buf_add(m->out, p, line);
        p += line + (p[line] == '\n');
    }
    return true;
}

static void write_block(struct manner *m, const struct value *v, size_t column);

static void write_value(struct manner *m, const struct value *v, size_t column, bool item)
{
    static const char *const remarks[] = {" # why", "  # it's: {", " # - a", "\t# tab"};
    size_t inner = item || v->type == MAPPING || m->deep ? column + 2 : column;
    if (v->type < MAPPING) {
        buf_puts(m->out, " ");
        if (write_literal(m, v, column + 2))
            return;
        write_scalar(m, v, false);
    } else if (!v->n || chance(m->dice, m->flow)) {
        buf_puts(m->out, " ");
        write_flow(m, v, column + 2);
    } else {
        if (item)
            buf_puts(m->out, " ");
        else
            new_line(m, inner);
        write_block(m, v, inner);
        return;
    }
    if (m->comments && chance(m->dice, 15))
        buf_puts(m->out, remarks[pick(m->dice, 4)]);
}

static void write_block(struct manner *m, const struct value *v, size_t column)
{
    for (size_t i = 0; i < v->n; i++) {
        if (i && m->comments && chance(m->dice, 8)) {
            new_line(m, chance(m->dice, 50) ? column : pick(m->dice, (unsigned)column + 1));
            buf_puts(m->out, "# a line: of [its own");
        }
        if (i && m->comments && chance(m->dice, 5))
            buf_puts(m->out, m->newline);
        if (i)
            new_line(m, column);
        buf_puts(m->out, v->type == MAPPING ? v->keys[i] : "-");
        buf_puts(m->out, v->type == MAPPING ? ":" : "");
        write_value(m, v->values[i], column, v->type == SEQUENCE);
    }
}

void style(struct dice *d, struct value *v, struct buf *out)
{
    struct manner m = {.dice = d, .out = out, .newline = chance(d, 15) ? "\r\n" : "\n"};
    m.json = chance(d, 20);
    m.lines = m.json && chance(d, 60);
    m.comments = !m.json && chance(d, 50);
    m.deep = chance(d, 30);
    m.flow = chance(d, 50) ? 0 : 20;
    if (chance(d, 40))
        shuffle(d, v);
    if (m.json) {
        write_flow(&m, v, 0);
    } else {
        buf_puts(out, chance(d, 10)  ? "---\n"
                      : chance(d, 5) ? "\xef\xbb\xbf"
                      : m.comments   ? "# a Pod\n"
                                     : "");
        write_block(&m, v, 0);
    }
    if (!chance(d, 10))
        buf_puts(out, m.newline);
}
