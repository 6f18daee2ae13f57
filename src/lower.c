#include "lower.h"

#include "render.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

struct lower {
    const struct source *s;
    struct document *d;
    struct arena *arena;
    struct edits *out;
    struct error *error;
    size_t done;        /* everything before this byte is settled */
    bool after_block;   /* the last scalar that stays is a block scalar: blank lines after it are its own */
    bool no_break;      /* the output has no line break where the input ends */
};

static void emit(struct lower *l, size_t at, size_t len, struct str text)
{
    struct edits *out = l->out;
    if (out->n == out->cap) {
        size_t cap = out->cap ? out->cap * 2 : 64;
        struct edit *list = cap > SIZE_MAX / sizeof *list ? NULL : realloc(out->list, cap * sizeof *list);
        if (!list) {
            error_memory(l->error);
            return;
        }
        out->list = list;
        out->cap = cap;
    }
    out->list[out->n++] = (struct edit){at, len, text};
    l->done = at + len;
}

static void emit_buf(struct lower *l, size_t at, size_t len, struct buf *b)
{
    emit(l, at, len, arena_take(l->arena, b));
}

/* The anchors in removed bytes are gone; an alias that stays has to take one's place. */
static void lose_anchors(struct lower *l, size_t from, size_t to)
{
    for (struct anchor *a = l->d->anchors; a; a = a->next)
        if (a->node->start >= from && a->node->start < to)
            a->gone = true;
}

static void cut(struct lower *l, size_t from, size_t to, struct str text)
{
    if (from < l->done)
        from = l->done;
    if (to < from)
        to = from;
    lose_anchors(l, from, to);
    if (to > from || text.n)
        emit(l, from, to - from, text);
}

static const struct str nothing = {"", 0};

static size_t column_of(const struct source *s, size_t at)
{
    return at - line_start(s, at);
}

static struct node *first_original(const struct node *collection)
{
    struct node *e = collection->child;
    while (e && e->mark == MARK_NEW)
        e = e->next;
    return e;
}

static size_t entry_end(struct node *entry)
{
    struct node *v = node_of(entry);
    return v->end > entry->end ? v->end : entry->end;
}

static bool is_blank_line(const struct source *s, size_t at)
{
    while (at < s->n && (s->p[at] == ' ' || s->p[at] == '\t'))
        at++;
    return at >= s->n || break_at(s, at);
}

static size_t past_blank_lines(const struct source *s, size_t at)
{
    while (at < s->n && is_blank_line(s, at))
        at = line_next(s, at);
    return at;
}

/* A comment line that is indented deeper than the entry before it belongs to that entry. */
static size_t past_own_comments(const struct source *s, size_t at, size_t column)
{
    for (;;) {
        size_t line = past_blank_lines(s, at), text = line;
        while (text < s->n && (s->p[text] == ' ' || s->p[text] == '\t'))
            text++;
        if (text >= s->n || s->p[text] != '#' || text - line <= column)
            return at;
        at = line_next(s, text);
    }
}

/* The last node of an entry, in the order of bytes. */
static const struct node *last_leaf(const struct node *n)
{
    for (;;) {
        const struct node *last = NULL;
        if (n->style == STYLE_BLOCK)
            for (const struct node *e = n->child; e; e = e->next)
                if (e->mark != MARK_NEW)
                    last = e;
        if (!last)
            return n;
        n = last->parent->kind == NODE_MAPPING ? last->value : last;
    }
}

/* Where a block entry's lines end: behind its last line's break, or where the input ends. */
static size_t extent_end(const struct source *s, struct node *entry)
{
    size_t end = entry_end(entry);
    if (!node_is_block_scalar(last_leaf(node_of(entry))))
        end = line_next(s, end);
    return past_own_comments(s, end, column_of(s, entry->lead));
}

static size_t without_break(const struct source *s, size_t from, size_t to)
{
    return to > from && is_line_start(s, to) ? line_end(s, line_start(s, to - 1)) : to;
}

static bool is_changed(const struct node *collection)
{
    for (const struct node *e = collection->child; e; e = e->next)
        if (e->mark == MARK_NEW || e->mark == MARK_REMOVE)
            return true;
    return false;
}

static bool is_empty(const struct node *collection)
{
    return node_first(collection) == NULL;
}

static void walk(struct lower *l, struct node *n);

/* Whole lines of new entries at a line's start. */
static void put_lines(struct lower *l, size_t at, const struct node *entry, size_t column)
{
    struct buf b = {0};
    bool last = at >= l->s->n;
    if (at < l->done)
        at = l->done;
    if (last && l->no_break)
        buf_puts(&b, l->s->newline);
    buf_fill(&b, ' ', column);
    render_block(&b, entry, column, l->s->newline);
    if (!last || !l->no_break)
        buf_puts(&b, l->s->newline);
    l->after_block = false;
    emit_buf(l, at, 0, &b);
}

static void cut_lines(struct lower *l, struct node *entry)
{
    size_t from = line_start(l->s, entry->lead), to = extent_end(l->s, entry);
    if (l->after_block)
        to = past_blank_lines(l->s, to);
    if (to >= l->s->n)
        l->no_break = false;
    cut(l, from, to, nothing);
}

/* A collection whose first entry stands behind a dash: what stays or is new moves up to that place. Returns the first
 * entry that is still to be done. */
static struct node *behind_dash(struct lower *l, struct node *c, struct node *first)
{
    struct buf b = {0};
    size_t column = column_of(l->s, first->lead);
    struct node *e = c->child;
    for (; e && e->mark != MARK_KEEP && e->mark != MARK_REPLACE; e = e->next) {
        if (e->mark != MARK_NEW)
            continue;
        if (b.n) {
            buf_puts(&b, l->s->newline);
            buf_fill(&b, ' ', column);
        }
        render_block(&b, e, column, l->s->newline);
    }
    if (e) {
        if (b.n) {
            buf_puts(&b, l->s->newline);
            buf_fill(&b, ' ', column);
        }
        cut(l, first->lead, e->lead, arena_take(l->arena, &b));
        return e;
    }
    if (!b.n)
        buf_puts(&b, c->kind == NODE_MAPPING ? "{}" : "[]");
    cut(l, first->lead, without_break(l->s, first->lead, extent_end(l->s, first)), arena_take(l->arena, &b));
    for (e = first->next; e; e = e->next)
        if (e->mark == MARK_REMOVE)
            cut_lines(l, e);
    return NULL;
}

/* The last entry is a block scalar that the input's end cuts off: a line break behind it would become its text. */
static bool is_cut_off(const struct source *s, struct node *entry)
{
    const struct node *leaf = last_leaf(node_of(entry));
    return leaf->mark == MARK_KEEP && node_is_block_scalar(leaf) && leaf->end >= s->n && !is_line_start(s, s->n);
}

/* New entries behind such a block scalar go before it. */
static void keep_cut_off_last(struct lower *l, struct node *c)
{
    struct node **link = &c->child, **last = NULL;
    for (; *link; link = &(*link)->next)
        if ((*link)->mark != MARK_NEW)
            last = link;
    if (!last || (*last)->mark != MARK_KEEP || !is_cut_off(l->s, *last))
        return;
    struct node *entry = *last;
    *last = entry->next;
    for (link = last; *link; link = &(*link)->next)
        ;
    *link = entry;
    entry->next = NULL;
}

static void walk_entry(struct lower *l, struct node *entry)
{
    if (entry->kind == NODE_ALIAS || entry->parent->kind == NODE_SEQUENCE)
        walk(l, entry);
    if (entry->parent->kind == NODE_MAPPING)
        walk(l, entry->value);
}

/* Where a value goes: behind its `:` or `-`, and its anchor and tag. */
static size_t behind_properties(const struct source *s, const struct node *n)
{
    size_t end = parse_properties_end(s, n);
    return end > n->start ? end : n->lead + 1;
}

static void block(struct lower *l, struct node *c)
{
    const struct source *s = l->s;
    keep_cut_off_last(l, c);
    struct node *first = first_original(c), *e = c->child;
    size_t column = column_of(s, first->lead), at = line_start(s, first->lead);
    if (is_empty(c) && is_first_on_line(s, first->lead)) {
        emit(l, behind_properties(s, c), 0, str_of(c->kind == NODE_MAPPING ? " {}" : " []"));
    } else if (!is_first_on_line(s, first->lead)) {
        e = behind_dash(l, c, first);
    }
    for (; e; e = e->next) {
        if (e->mark == MARK_NEW) {
            put_lines(l, at, e, column);
            continue;
        }
        if (e->mark == MARK_REMOVE)
            cut_lines(l, e);
        else
            walk_entry(l, e);
        at = extent_end(s, e);
    }
}

/* How new entries beside this one, or inside it, are laid out: as it is. */
static struct layout layout_of(const struct source *s, const struct node *c, const struct node *near)
{
    const struct node *v = c->kind == NODE_MAPPING && near != c->parent ? near->value : c, *outer = c;
    struct layout y = {.tight = v->lead + 1 == v->start && s->p[v->lead] == ':'};
    if (!is_first_on_line(s, near->lead))
        return y;
    while (outer && (outer == near || !is_first_on_line(s, outer->lead)))
        outer = outer->parent;
    if (!outer)
        return y;
    size_t from = blanks_before(s, near->lead), outside = outer->lead - blanks_before(s, outer->lead);
    y.indent = (struct str){s->p + from, near->lead - from};
    y.lines = y.indent.n > outside;
    y.unit = y.lines ? y.indent.n - outside : 0;
    return y;
}

static void json_separator(struct lower *l, struct buf *b, const struct layout *y)
{
    buf_puts(b, y->lines || y->tight ? "," : ", ");
    if (y->lines) {
        buf_puts(b, l->s->newline);
        buf_str(b, y->indent);
    }
}

/* The new entries from e up to stop, with separators between them. */
static void json_entries(struct lower *l, struct buf *b, struct node *e, const struct node *stop, const struct layout *y)
{
    size_t before = b->n;
    for (; e != stop; e = e->next) {
        if (e->mark != MARK_NEW)
            continue;
        if (b->n > before)
            json_separator(l, b, y);
        render_json(b, e, y, l->s->newline);
    }
}

/* One stretch of removed and new entries, between the last one that stayed and the next. */
struct stretch {
    struct node *before, *after; /* NULL at the collection's ends */
    struct node *from;           /* its first entry */
    struct node *cut_from, *cut_to;
    bool fresh; /* has new entries */
};

static void flow_stretch(struct lower *l, struct node *c, const struct stretch *t)
{
    struct node *near = t->before ? t->before : t->after ? t->after : t->cut_from;
    struct layout y = layout_of(l->s, c, near);
    if (!y.lines && t->after && t->before)
        y = layout_of(l->s, c, t->after);
    struct buf b = {0};
    size_t at, end;
    if (t->after && t->cut_from) {
        at = t->cut_from->lead;
        end = t->after->lead;
    } else if (t->before) {
        at = entry_end(t->before);
        end = t->cut_to ? entry_end(t->cut_to) : at;
    } else if (t->after) {
        at = end = t->after->lead;
    } else {
        at = t->cut_from->lead;
        end = entry_end(t->cut_to);
    }
    bool leads = t->before && !(t->after && t->cut_from);
    if (t->fresh && leads)
        json_separator(l, &b, &y);
    json_entries(l, &b, t->from, t->after, &y);
    if (t->fresh && !leads && t->after)
        json_separator(l, &b, &y);
    cut(l, at, end, arena_take(l->arena, &b));
}

static void flow(struct lower *l, struct node *c)
{
    if (is_empty(c)) {
        cut(l, parse_body(l->s, c) + 1, c->end - 1, nothing);
        return;
    }
    struct stretch t = {.from = c->child};
    for (struct node *e = c->child;; e = e->next) {
        if (e && e->mark == MARK_NEW) {
            t.fresh = true;
        } else if (e && e->mark == MARK_REMOVE) {
            t.cut_from = t.cut_from ? t.cut_from : e;
            t.cut_to = e;
        } else {
            t.after = e;
            if (t.fresh || t.cut_from)
                flow_stretch(l, c, &t);
            if (!e)
                return;
            walk_entry(l, e);
            t = (struct stretch){.before = e, .from = e->next};
        }
    }
}

/* New entries for what was `{}`, `[]`, null or nothing. */
static void fill_flow(struct lower *l, struct node *c)
{
    struct buf b = {0};
    bool item = c->parent->kind == NODE_SEQUENCE;
    struct layout y = layout_of(l->s, item ? c->parent : c, item ? c : c->parent);
    if (c->start == c->end)
        buf_puts(&b, " ");
    render_json_value(&b, c, &y, l->s->newline);
    cut(l, parse_body(l->s, c), c->end, arena_take(l->arena, &b));
}

static void fill(struct lower *l, struct node *c)
{
    struct buf b = {0};
    bool item = c->parent->kind == NODE_SEQUENCE, behind = item && parse_properties_end(l->s, c) == c->start;
    size_t column = column_of(l->s, item ? c->lead : c->parent->lead);
    if (item || c->kind == NODE_MAPPING)
        column += 2;
    for (struct node *e = node_first(c); e; e = node_after(e)) {
        if (behind && e == node_first(c)) {
            buf_puts(&b, " ");
        } else {
            buf_puts(&b, l->s->newline);
            buf_fill(&b, ' ', column);
        }
        render_block(&b, e, column, l->s->newline);
    }
    cut(l, behind_properties(l->s, c), c->end, arena_take(l->arena, &b));
}

static void replace(struct lower *l, struct node *n)
{
    struct buf b = {0};
    if (n->start == n->end)
        buf_puts(&b, " ");
    render_scalar(&b, n->value, node_in_flow(n));
    size_t end = n->end;
    if (node_is_block_scalar(n))
        end = without_break(l->s, n->start, end);
    l->after_block = false;
    cut(l, n->start, end, arena_take(l->arena, &b));
}

/* The first alias that stays becomes what its removed anchor named. */
static void alias(struct lower *l, struct node *n)
{
    l->after_block = false;
    struct anchor *a = l->d->anchors;
    while (a && a->node != n->value)
        a = a->next;
    if (!a || !a->gone)
        return;
    const struct node *named = a->node;
    if (named->kind != NODE_SCALAR) {
        error_at(l->error, n->start, "*%.*s stands for a collection that the clone does not have: write it out here",
                 (int)n->text.n, n->text.p);
        return;
    }
    struct buf b = {0};
    size_t body = parse_body(l->s, named);
    if (node_is_block_scalar(named) || line_end(l->s, named->start) < named->end) {
        buf_fmt(&b, "&%.*s ", (int)named->anchor.n, named->anchor.p);
        render_quoted(&b, named->text);
    } else if (named->tagged || body >= named->end) {
        buf_add(&b, l->s->p + named->start, named->end - named->start);
    } else {
        buf_fmt(&b, "&%.*s ", (int)named->anchor.n, named->anchor.p);
        buf_add(&b, l->s->p + body, named->end - body);
    }
    a->gone = false;
    emit_buf(l, n->start, n->end - n->start, &b);
}

static void walk(struct lower *l, struct node *n)
{
    if (n->mark == MARK_REPLACE) {
        replace(l, n);
        return;
    }
    if (n->kind == NODE_ALIAS) {
        alias(l, n);
        return;
    }
    if (n->kind == NODE_SCALAR) {
        l->after_block = node_is_block_scalar(n);
        return;
    }
    bool changed = is_changed(n);
    if (changed && n->explicit) {
        error_at(l->error, n->start, "a mapping with a `?` key cannot be edited: write its keys without it");
        return;
    }
    if (changed && !first_original(n) && node_in_flow(n))
        fill_flow(l, n);
    else if (changed && !first_original(n))
        fill(l, n);
    else if (changed && n->style == STYLE_FLOW)
        flow(l, n);
    else if (changed)
        block(l, n);
    else
        for (struct node *e = n->child; e; e = e->next)
            walk_entry(l, e);
    if (n->style == STYLE_FLOW || !n->child)
        l->after_block = false;
}

/* A sequence that loses all its items goes with its key. */
static void settle(struct node *n)
{
    for (struct node *e = n->child; e; e = e->next) {
        if (e->mark == MARK_REMOVE || e->mark == MARK_NEW)
            continue;
        struct node *v = node_of(e);
        if (v->kind == NODE_ALIAS)
            continue;
        settle(v);
        if (v->kind == NODE_SEQUENCE && v->child && is_empty(v))
            node_remove(e, v->child->why);
    }
}

bool lower(const struct source *s, struct document *d, struct node *object, struct arena *a, struct edits *out,
           struct error *e)
{
    struct lower l = {.s = s, .d = d, .arena = a, .out = out, .error = e, .no_break = !is_line_start(s, s->n)};
    settle(object);
    walk(&l, object);
    if (a->failed)
        error_memory(e);
    return !e->set;
}

void edits_free(struct edits *edits)
{
    free(edits->list);
    *edits = (struct edits){0};
}
