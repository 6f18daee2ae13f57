#include "pod/table.h"

#include "base/shown.h"
#include "pod/target.h"

#include <stdint.h>
#include <stdlib.h>

enum { NAME_SPACE, POD, CONTAINER, STATE, REASON, RESTARTS, COLUMNS, NAMES = STATE };

/* No cell is wider than this many columns of a terminal. */
static const struct {
    const char *header;
    size_t most;
} columns[COLUMNS] = {
    [NAME_SPACE] = {"NAMESPACE", 253}, [POD] = {"POD", 253},      [CONTAINER] = {"CONTAINER", 253},
    [STATE] = {"STATE", 24},           [REASON] = {"REASON", 64}, [RESTARTS] = {"RESTARTS", 12},
};

/* Where a line is too long these columns are cut, in this order, the widest first, down to least. */
static const struct {
    size_t from, to, least;
} cuts[] = {{NAME_SPACE, NAMES, 20},
            {REASON, REASON + 1, 16},
            {NAME_SPACE, NAMES, 9},
            {REASON, REASON + 1, 12},
            {STATE, STATE + 1, 11}};

/* Cell i of a row is text[start[i]] up to text[start[i + 1]]. */
struct row {
    size_t start[COLUMNS + 1];
    size_t pod, place; /* its Pod's number, and its own */
    struct rank rank;
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

/* No cell shows more of a longer text than bytes of its start and of its end: only those are kept. */
enum { WHOLE = 1024 };

static void add_ends(struct buf *b, struct str s)
{
    size_t head = WHOLE / 2, tail = s.n - head;
    if (s.n <= WHOLE) {
        buf_str(b, s);
        return;
    }
    while (head > 0 && (s.p[head] & 0xc0) == 0x80)
        head--;
    while (tail < s.n && (s.p[tail] & 0xc0) == 0x80)
        tail++;
    buf_add(b, s.p, head);
    buf_add(b, s.p + tail, s.n - tail);
}

/* A cell is one word: blanks would make it two. */
static void add_cell(struct buf *b, struct str s)
{
    size_t at = b->n;
    struct buf ends = {0};
    if (s.n > WHOLE)
        add_ends(&ends, s);
    shown_text(b, !s.n ? str_of("-") : s.n > WHOLE ? (struct str){ends.p, ends.n} : s);
    b->failed |= ends.failed;
    buf_free(&ends);
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
    add_ends(&who, pod->workload);
    buf_puts(&who, pod->workload.n ? "/" : "");
    add_ends(&who, pod->name.n ? pod->name : pod->generate_name);
    const struct str cells[COLUMNS] = {pod->name_space,    {who.p, who.n}, name,
                                       {state.p, state.n}, s.reason,       s.restarts};
    for (size_t i = 0; row && i < COLUMNS; i++) {
        row->start[i] = t->text.n;
        add_cell(&t->text, cells[i]);
    }
    if (row) {
        row->start[COLUMNS] = t->text.n;
        row->pod = t->pods;
        row->place = t->n;
        row->rank = target_rank(pod, o, container, init);
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
    t->pods++;
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

/* The last byte of what is at most so many columns wide. */
static size_t head_of(struct str s, size_t width)
{
    size_t at = 0;
    for (size_t used = 0, n; at < s.n; at += n) {
        n = str_utf8(s, at);
        n = n ? n : 1;
        used += width_of((struct str){s.p + at, n});
        if (used > width)
            break;
    }
    return at;
}

/* Where the last so many columns start. */
static size_t tail_of(struct str s, size_t width)
{
    size_t at = s.n;
    for (size_t used = 0; at > 0;) {
        size_t before = at - 1;
        while (before > 0 && (s.p[before] & 0xc0) == 0x80)
            before--;
        used += width_of((struct str){s.p + before, at - before});
        if (used > width)
            break;
        at = before;
    }
    return at;
}

/* Cut in the middle: names differ at both ends. No name of Kubernetes has two dots. */
static void print_cell(struct buf *out, struct str s, size_t width, bool padded)
{
    static const char dots[] = "..";
    size_t wide = width_of(s);
    if (wide > width) {
        size_t left = width - (sizeof dots - 1), head = head_of(s, (left + 1) / 2),
               tail = tail_of(s, left / 2);
        struct str first = {s.p, head}, last = {s.p + tail, s.n - tail};
        buf_str(out, first);
        buf_puts(out, dots);
        buf_str(out, last);
        wide = width_of(first) + sizeof dots - 1 + width_of(last);
    } else {
        buf_str(out, s);
    }
    if (padded)
        buf_fill(out, ' ', width - wide);
}

/* The rows' own order, but what fails comes first, and of a Pod what podclone takes. */
static int order(const void *one, const void *other)
{
    const struct row *a = one, *b = other;
    bool a_fails = a->rank.class < CLASS_USUAL, b_fails = b->rank.class < CLASS_USUAL;
    if (a_fails != b_fails)
        return a_fails ? -1 : 1;
    int ranks = target_order(&a->rank, &b->rank);
    if (!a_fails && a->pod != b->pod)
        ranks = 0;
    return ranks ? ranks : (a->place > b->place) - (a->place < b->place);
}

static size_t sum(const size_t width[COLUMNS])
{
    size_t total = (size_t)2 * (COLUMNS - 1);
    for (size_t i = 0; i < COLUMNS; i++)
        total += width[i];
    return total;
}

/* Takes what is too much from the widest of some columns, and nothing from one that is as narrow as it may
 * be. */
static void narrow(size_t width[COLUMNS], size_t cut, size_t limit)
{
    for (size_t total = sum(width); total > limit; total--) {
        size_t widest = COLUMNS;
        for (size_t i = cuts[cut].from; i < cuts[cut].to; i++)
            if (width[i] > cuts[cut].least && (widest == COLUMNS || width[i] > width[widest]))
                widest = i;
        if (widest == COLUMNS)
            return;
        width[widest]--;
    }
}

static void fit(const struct table *t, size_t width[COLUMNS], size_t limit, bool with_headers)
{
    for (size_t i = 0; i < COLUMNS; i++) {
        width[i] = with_headers ? width_of(str_of(columns[i].header)) : 0;
        for (size_t r = 0; r < t->n; r++) {
            size_t wide = width_of(cell(t, &t->rows[r], i));
            width[i] = wide > width[i] ? wide : width[i];
        }
        width[i] = width[i] > columns[i].most ? columns[i].most : width[i];
    }
    for (size_t cut = 0; limit && cut < sizeof cuts / sizeof *cuts; cut++)
        narrow(width, cut, limit);
}

static void print_keys(struct buf *out, const struct str cells[COLUMNS], const char *between)
{
    for (size_t i = 0; i < NAMES; i++) {
        buf_puts(out, i ? between : "");
        buf_str(out, cells[i]);
    }
}

static void print_row(struct buf *out, const struct str cells[COLUMNS], const size_t width[COLUMNS],
                      bool keys)
{
    bool cut = false;
    for (size_t i = 0; i < NAMES; i++)
        cut |= width_of(cells[i]) > width[i];
    if (keys) {
        print_keys(out, cells, "\t");
        buf_puts(out, "\t");
    }
    for (size_t i = 0; i < COLUMNS; i++) {
        bool last = i + 1 == COLUMNS && !(keys && cut);
        print_cell(out, cells[i], width[i], !last);
        buf_puts(out, last ? "\n" : "  ");
    }
    if (keys && cut) {
        print_keys(out, cells, "/");
        buf_puts(out, "\n");
    }
}

void table_print(struct table *t, const struct options *o, struct buf *out)
{
    size_t width[COLUMNS];
    struct str cells[COLUMNS];
    bool with_headers = !option_on(o, OPT_NO_HEADERS), keys = option_on(o, OPT_KEYS);
    if (t->n)
        qsort(t->rows, t->n, sizeof *t->rows, order);
    fit(t, width, o->width, with_headers);
    for (size_t i = 0; i < COLUMNS; i++)
        cells[i] = str_of(columns[i].header);
    if (with_headers)
        print_row(out, cells, width, keys);
    for (size_t r = 0; r < t->n; r++) {
        for (size_t i = 0; i < COLUMNS; i++)
            cells[i] = cell(t, &t->rows[r], i);
        print_row(out, cells, width, keys);
    }
    if (t->failed || t->text.failed)
        out->failed = true;
}

void table_free(struct table *t)
{
    free(t->rows);
    buf_free(&t->text);
    *t = (struct table){0};
}
