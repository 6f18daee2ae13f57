#include "pod/table.h"

#include "base/shown.h"
#include "pod/target.h"

#include <stdint.h>
#include <stdlib.h>

enum { COLUMNS = 6 };

static const char *const headers[COLUMNS] = {"NAMESPACE", "POD", "CONTAINER", "STATE", "REASON", "RESTARTS"};

/* Cell i of a row is text[start[i]] up to text[start[i + 1]]. */
struct row {
    size_t start[COLUMNS + 1];
    bool failing;
};

static struct row *new_row(struct table *t)
{
    if (t->n == t->cap) {
        size_t cap = t->cap ? t->cap * 2 : 64;
        struct row *rows = cap > SIZE_MAX / sizeof *rows ? NULL : realloc(t->rows, cap * sizeof *rows);
        if (!rows) {
            t->failed = true;
            return NULL;
        }
        t->rows = rows;
        t->cap = cap;
    }
    return &t->rows[t->n++];
}

/* A cell is one word: blanks would make it two. */
static void add_cell(struct buf *b, struct str s)
{
    size_t at = b->n;
    shown_text(b, s.n ? s : str_of("-"));
    for (; !b->failed && at < b->n; at++)
        if (b->p[at] == ' ')
            b->p[at] = '_';
}

static void add_row(struct table *t, const struct pod *pod, struct node *container, bool init,
                    const struct outlook *o)
{
    struct str name = node_text(node_get(container, "name"));
    struct standing s = target_standing(pod, name);
    struct row *row = new_row(t);
    const char *mark = !init ? "" : target_is_sidecar(container) ? "sidecar:" : "init:";
    struct buf state = {0}, who = {0};
    buf_fmt(&state, "%s%s", mark, s.state ? s.state : "-");
    buf_str(&who, pod->workload);
    buf_puts(&who, pod->workload.n ? "/" : "");
    buf_str(&who, pod->name.n ? pod->name : pod->generate_name);
    const struct str cells[COLUMNS] = {pod->name_space,    {who.p, who.n}, name,
                                       {state.p, state.n}, s.reason,       s.restarts};
    for (size_t i = 0; row && i < COLUMNS; i++) {
        row->start[i] = t->text.n;
        add_cell(&t->text, cells[i]);
    }
    if (row) {
        row->start[COLUMNS] = t->text.n;
        row->failing = target_rank(pod, o, container, init).class < CLASS_USUAL;
    }
    t->failed |= state.failed || who.failed;
    buf_free(&state);
    buf_free(&who);
}

void table_add(struct table *t, const struct pod *pod)
{
    struct outlook o = target_outlook(pod);
    for (struct node *c = node_first(pod->init_containers); c; c = node_after(c))
        add_row(t, pod, c, true, &o);
    for (struct node *c = node_first(pod->containers); c; c = node_after(c))
        add_row(t, pod, c, false, &o);
}

void table_back(struct table *t, size_t n)
{
    if (n < t->n)
        t->text.n = t->rows[n].start[0];
    t->n = n;
}

/* Characters that take no column of a terminal, or two: not all that Unicode has. */
static const struct {
    unsigned long from, to;
    size_t width;
} widths[] = {
    {0x300, 0x36f, 0},     {0x1100, 0x115f, 2},   {0x1ab0, 0x1aff, 0},   {0x1dc0, 0x1dff, 0},
    {0x200b, 0x200f, 0},   {0x20d0, 0x20ff, 0},   {0x2e80, 0x303e, 2},   {0x3041, 0xa4cf, 2},
    {0xa960, 0xa97c, 2},   {0xac00, 0xd7a3, 2},   {0xf900, 0xfaff, 2},   {0xfe00, 0xfe0f, 0},
    {0xfe20, 0xfe2f, 0},   {0xfe30, 0xfe6f, 2},   {0xfeff, 0xfeff, 0},   {0xff00, 0xff60, 2},
    {0xffe0, 0xffe6, 2},   {0x1f300, 0x1f64f, 2}, {0x1f680, 0x1f6ff, 2}, {0x1f900, 0x1f9ff, 2},
    {0x20000, 0x3fffd, 2},
};

static size_t width_at(unsigned long character)
{
    size_t i = 0, n = sizeof widths / sizeof *widths;
    while (i < n && widths[i].to < character)
        i++;
    return i < n && character >= widths[i].from ? widths[i].width : 1;
}

/* Columns of a terminal. */
static size_t width_of(struct str s)
{
    size_t width = 0;
    for (size_t i = 0, next; i < s.n; i = next) {
        unsigned char first = (unsigned char)s.p[i];
        unsigned long character = first < 0x80 ? first : first < 0xe0 ? first & 0x1fU : first & 0xfU;
        for (next = i + 1; next < s.n && (s.p[next] & 0xc0) == 0x80; next++)
            character = character << 6 | ((unsigned char)s.p[next] & 0x3fU);
        width += width_at(character);
    }
    return width;
}

static struct str cell(const struct table *t, const struct row *row, size_t i)
{
    return (struct str){t->text.p + row->start[i], row->start[i + 1] - row->start[i]};
}

static void print_cell(struct buf *out, struct str s, size_t width, bool last)
{
    buf_str(out, s);
    if (last)
        buf_puts(out, "\n");
    else
        buf_fill(out, ' ', width - width_of(s) + 2);
}

void table_print(struct table *t, struct buf *out, bool with_headers)
{
    size_t width[COLUMNS] = {0};
    for (size_t i = 0; i < COLUMNS; i++)
        width[i] = with_headers ? width_of(str_of(headers[i])) : 0;
    for (size_t r = 0; r < t->n; r++)
        for (size_t i = 0; i < COLUMNS; i++) {
            size_t w = width_of(cell(t, &t->rows[r], i));
            width[i] = w > width[i] ? w : width[i];
        }
    for (size_t i = 0; with_headers && i < COLUMNS; i++)
        print_cell(out, str_of(headers[i]), width[i], i + 1 == COLUMNS);
    for (int failing = 1; failing >= 0; failing--)
        for (size_t r = 0; r < t->n; r++)
            for (size_t i = 0; i < COLUMNS && t->rows[r].failing == (failing != 0); i++)
                print_cell(out, cell(t, &t->rows[r], i), width[i], i + 1 == COLUMNS);
    if (t->failed || t->text.failed)
        out->failed = true;
}

void table_free(struct table *t)
{
    free(t->rows);
    buf_free(&t->text);
    *t = (struct table){0};
}
