#include "yaml/lower.h"

#include "yaml/render.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

struct lower {
    const struct source *s;
    struct document *d;
    struct arena *arena;
    struct edits *out;
    struct buf *text; /* of the edits */
    size_t taken;     /* so much of it is in edits */
    struct error *error;
    size_t done;              /* everything before this byte is settled */
    const struct node *block; /* the block scalar that the last line which stays belongs to */
    size_t joins;  /* what follows this byte in the source, and the blank lines before it, follows it */
    bool no_break; /* the output has no line break where the input ends */
};

/* The text written since the last edit becomes the next one's. */
static void emit(struct lower *l, size_t at, size_t len)
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
    out->list[out->n++] = (struct edit){at, len, l->taken, out->text.n - l->taken};
    l->taken = out->text.n;
    l->done = at + len;
}

static bool has_text(const struct lower *l)
{
    return l->text->n > l->taken;
}

/* The first anchor that starts at this byte or behind it. */
static size_t anchor_from(const struct lower *l, size_t at)
{
    size_t low = 0, high = l->d->n_anchors;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (l->d->anchors[middle].node->start < at)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static struct anchor *anchor_of(const struct lower *l, const struct node *n)
{
    size_t i = anchor_from(l, n->start);
    return i < l->d->n_anchors && l->d->anchors[i].node == n ? &l->d->anchors[i] : NULL;
}

/* The anchors in removed bytes are gone; an alias that stays has to take one's place. */
static void lose_anchors(struct lower *l, size_t from, size_t to)
{
    for (size_t i = anchor_from(l, from); i < l->d->n_anchors && l->d->anchors[i].node->start < to; i++)
        l->d->anchors[i].gone = true;
}

/* Nothing, or the text that was written, takes the place of these bytes. */
static void cut(struct lower *l, size_t from, size_t to)
{
    if (from < l->done)
        from = l->done;
    if (to < from)
        to = from;
    lose_anchors(l, from, to);
    if (to > from || has_text(l))
        emit(l, from, to - from);
}

/* In characters, as libyaml counts: a byte order mark may start any line. */
static size_t column_of(const struct source *s, size_t at)
{
    size_t column = 0;
    for (size_t i = line_start(s, at); i < at; i++)
        column += (s->p[i] & 0xc0) != 0x80;
    return column;
}

static struct node *first_original(const struct node *collection)
{
    struct node *e = collection->child;
    while (e && e->mark == MARK_NEW)
        e = e->next;
    return e;
}

static struct node *last_original(const struct node *collection)
{
    struct node *last = NULL;
    for (struct node *e = collection->child; e; e = e->next)
        last = e->mark == MARK_NEW ? last : e;
    return last;
}

static size_t entry_end(struct node *entry)
{
    struct node *v = node_of(entry);
    return v->end > entry->end ? v->end : entry->end;
}

/* Which blank lines count: all, those with blanks in them, those with a tab. */
enum blanks { ANY_BLANK, WITH_BLANKS, WITH_TAB };

/* Past the blank lines from at on, up to the last one that counts. With a tab before it, a comment counts
 * too. */
static size_t past_blank_lines(const struct source *s, size_t at, enum blanks which)
{
    size_t past = at;
    while (at < s->n) {
        size_t text = at;
        bool tab = false;
        for (; text < s->n && (s->p[text] == ' ' || s->p[text] == '\t'); text++)
            tab |= s->p[text] == '\t';
        bool comment = which == WITH_TAB && tab && text < s->n && s->p[text] == '#';
        if (comment)
            return line_next(s, text);
        if (text < s->n && !break_at(s, text))
            break;
        bool counts = which == ANY_BLANK || (which == WITH_BLANKS ? text > at : tab);
        at = line_next(s, text);
        if (counts)
            past = at;
    }
    return past;
}

/* A comment line that is indented deeper than the entry before it belongs to that entry. */
static size_t past_own_comments(const struct source *s, size_t at, size_t column)
{
    for (;;) {
        size_t line = past_blank_lines(s, at, ANY_BLANK), text = line;
        while (text < s->n && (s->p[text] == ' ' || s->p[text] == '\t'))
            text++;
        if (text >= s->n || s->p[text] != '#' || text - line <= column)
            return at;
        at = line_next(s, text);
    }
}

/* Where a block entry's lines end: behind its last line's break, or where the input ends. A line with nothing
 * but blanks and a tab is allowed only after a plain scalar: it stays with it. */
static size_t extent_end(const struct source *s, struct node *entry)
{
    size_t end = entry_end(entry);
    if (!is_line_start(s, end)) /* as it is behind a block scalar */
        end = past_blank_lines(s, line_next(s, end), WITH_TAB);
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
    bool last = at >= l->s->n;
    if (at < l->done)
        at = l->done;
    if (last && l->no_break)
        buf_puts(l->text, l->s->newline);
    buf_fill(l->text, ' ', column);
    render_block(l->text, entry, column, l->s->newline);
    if (!last || !l->no_break)
        buf_puts(l->text, l->s->newline);
    l->block = NULL;
    emit(l, at, 0);
}

static bool keeps_breaks(const struct source *s, const struct node *block)
{
    size_t at = parse_body(s, block) + 1;
    while (at < s->n && s->p[at] >= '0' && s->p[at] <= '9')
        at++;
    return at < s->n && s->p[at] == '+';
}

static void cut_lines(struct lower *l, struct node *entry)
{
    size_t from = line_start(l->s, entry->lead), to = extent_end(l->s, entry);
    /* Blank lines that came next to a block scalar would become its text. */
    if (l->block && from <= past_blank_lines(l->s, l->joins, ANY_BLANK))
        l->joins = to = past_blank_lines(l->s, to, keeps_breaks(l->s, l->block) ? ANY_BLANK : WITH_BLANKS);
    if (to >= l->s->n)
        l->no_break = false;
    cut(l, from, to);
}

static bool stays(const struct node *entry)
{
    return entry->mark == MARK_KEEP || entry->mark == MARK_REPLACE;
}

static void break_line(struct lower *l, size_t column)
{
    buf_puts(l->text, l->s->newline);
    buf_fill(l->text, ' ', column);
}

/* A collection whose first entry is not the first thing on its line: what stays or is new moves up to that
 * place. Returns the first entry that is still to be done. */
static struct node *block_inline(struct lower *l, struct node *c, struct node *first)
{
    size_t column = column_of(l->s, first->lead);
    struct node *e = c->child;
    for (; e && !stays(e); e = e->next) {
        if (e->mark != MARK_NEW)
            continue;
        if (has_text(l))
            break_line(l, column);
        render_block(l->text, e, column, l->s->newline);
    }
    if (e) {
        if (has_text(l))
            break_line(l, column);
        cut(l, first->lead, e->lead);
        return e;
    }
    if (!has_text(l))
        buf_puts(l->text, c->kind == NODE_MAPPING ? "{}" : "[]");
    cut(l, first->lead, without_break(l->s, first->lead, extent_end(l->s, first)));
    for (e = first->next; e; e = e->next)
        if (e->mark == MARK_REMOVE)
            cut_lines(l, e);
    return NULL;
}

/* The last entry is a block scalar that the input's end cuts off: a line break behind it would become its
 * text. */
static bool is_cut_off(const struct source *s, const struct node *entry)
{
    for (;;) {
        if (!stays(entry))
            return false;
        const struct node *v = entry->parent->kind == NODE_MAPPING ? entry->value : entry;
        if (v->mark == MARK_KEEP && node_is_block_scalar(v))
            return v->end >= s->n && !is_line_start(s, s->n);
        entry = v->style == STYLE_BLOCK ? last_original(v) : NULL;
        if (!entry)
            return false;
    }
}

/* New entries behind such a block scalar go before it. */
static void keep_cut_off_last(struct lower *l, struct node *c)
{
    struct node **link = &c->child, **last = NULL;
    for (; *link; link = &(*link)->next)
        if ((*link)->mark != MARK_NEW)
            last = link;
    if (!last || !(*last)->next || !is_cut_off(l->s, *last))
        return;
    struct node *entry = *last;
    *last = entry->next;
    *link = entry;
    entry->next = NULL;
}

static void walk_entry(struct lower *l, struct node *entry)
{
    if (entry->kind != NODE_SCALAR || entry->parent->kind == NODE_SEQUENCE)
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

/* The root has no indicator to stand behind. */
static bool has_place(const struct source *s, const struct node *c)
{
    return c->lead < c->start || parse_properties_end(s, c) > c->start;
}

static void put_brackets(struct lower *l, const struct node *c)
{
    size_t at = behind_properties(l->s, c);
    buf_puts(l->text, c->kind == NODE_MAPPING ? " {}" : " []");
    emit(l, at, 0);
}

static void block(struct lower *l, struct node *c)
{
    keep_cut_off_last(l, c);
    struct node *first = first_original(c), *e = c->child, *before = NULL;
    size_t column = column_of(l->s, first->lead);
    if (!is_first_on_line(l->s, first->lead) || (is_empty(c) && !has_place(l->s, c)))
        e = block_inline(l, c, first);
    else if (is_empty(c))
        put_brackets(l, c);
    for (; e; e = e->next) {
        if (e->mark == MARK_NEW) {
            put_lines(l, before ? extent_end(l->s, before) : line_start(l->s, first->lead), e, column);
            continue;
        }
        if (e->mark == MARK_REMOVE)
            cut_lines(l, e);
        else
            walk_entry(l, e);
        before = e;
    }
}

/* Whether values stand tight behind their colons around n: an item's mapping may tell. */
static bool is_tight(const struct source *s, const struct node *n)
{
    while (n->parent && n->parent->kind != NODE_SCALAR)
        n = n->parent;
    return n->parent && n->lead + 1 == n->start && n->lead < s->n && s->p[n->lead] == ':';
}

/* How new entries beside this one, or inside it, are laid out: as it is. */
static struct layout layout_of(const struct source *s, const struct node *near)
{
    const struct node *v = near->parent->kind == NODE_MAPPING ? near->value : near, *outer = near->parent;
    struct layout y = {.tight = is_tight(s, v)};
    if (!is_first_on_line(s, near->lead))
        return y;
    y.lines = true;
    size_t from = blanks_before(s, near->lead);
    y.indent = (struct str){s->p + from, near->lead - from};
    while (outer && !is_first_on_line(s, outer->lead))
        outer = outer->parent;
    size_t outside = outer ? outer->lead - blanks_before(s, outer->lead) : 0;
    y.unit = y.indent.n > outside ? y.indent.n - outside : 0;
    return y;
}

static void json_separator(struct lower *l, const struct layout *y)
{
    buf_puts(l->text, y->lines || y->tight ? "," : ", ");
    if (y->lines) {
        buf_puts(l->text, l->s->newline);
        buf_str(l->text, y->indent);
    }
}

/* The new entries from e up to stop, with separators between them. */
static void json_entries(struct lower *l, struct node *e, const struct node *stop, const struct layout *y)
{
    size_t before = l->text->n;
    for (; e != stop; e = e->next) {
        if (e->mark != MARK_NEW)
            continue;
        if (l->text->n > before)
            json_separator(l, y);
        render_json(l->text, e, y, l->s->newline);
    }
}

/* One stretch of removed and new entries, between the last one that stayed and the next. */
struct stretch {
    struct node *before, *after; /* NULL at the collection's ends */
    struct node *from;           /* its first entry */
    struct node *cut_from, *cut_to;
    bool fresh; /* has new entries */
};

/* libyaml takes a comment right behind a quote, a bracket or a colon, others do not: behind what is new it
 * gets a blank. */
static void part_comment(struct lower *l, size_t end)
{
    if (end < l->s->n && l->s->p[end] == '#')
        buf_puts(l->text, " ");
}

/* The scalar that an entry of a flow collection ends with, or whatever else does. */
static struct node *last_of(const struct source *s, struct node *entry)
{
    struct node *v = node_of(entry);
    if (v->kind == NODE_MAPPING && v->explicit && v->child)
        v = v->child->value; /* a pair without braces */
    return v->parent->kind == NODE_SCALAR && v->start == v->end && s->p[v->lead] != ':' ? v->parent : v;
}

/* What must stand behind an entry: nothing behind a colon, or only a tag, needs a blank before a comma or a
 * bracket, and `-` must not get one. */
static const char *end_of(const struct source *s, struct node *entry)
{
    const struct node *v = last_of(s, entry);
    if (v->kind != NODE_SCALAR || v->mark != MARK_KEEP || v->style != STYLE_PLAIN)
        return "";
    return !v->text.n ? " " : str_is(v->text, "-") ? "," : "";
}

/* What stays is before: new entries follow it, removed ones go with the comma before them. */
static void flow_after(struct lower *l, struct stretch *t, const struct layout *y)
{
    size_t at = entry_end(t->before), end = t->cut_to ? entry_end(t->cut_to) : at;
    const char *needs = end_of(l->s, t->before);
    if (*needs == ' ' && !t->fresh && (l->s->p[at] == ' ' || l->s->p[at] == '\t'))
        at++;
    else if (*needs == ' ' || !t->fresh)
        buf_puts(l->text, needs);
    if (t->fresh)
        json_separator(l, y);
    json_entries(l, t->from, t->after, y);
    part_comment(l, end);
    cut(l, at, end);
}

static void flow_stretch(struct lower *l, struct stretch *t)
{
    struct node *near = t->before ? t->before : t->after ? t->after : t->cut_from;
    if (!near)
        return;
    struct layout y = layout_of(l->s, near);
    if (!y.lines && t->after)
        y = layout_of(l->s, t->after);
    if (t->before && !(t->after && t->cut_from)) {
        flow_after(l, t, &y);
        return;
    }
    size_t at = t->cut_from ? t->cut_from->lead : near->lead;
    /* What may stand anywhere but at a line's start. */
    if (t->after && needs_blank(l->s, t->after->lead)) {
        y.lines &= y.indent.n > 0;
        buf_puts(l->text, is_line_start(l->s, at) ? " " : "");
    }
    json_entries(l, t->from, t->after, &y);
    if (t->fresh && t->after)
        json_separator(l, &y);
    cut(l, at, t->after ? t->after->lead : entry_end(t->cut_to));
}

/* Within a block no plain text may stand before a line that starts with a tab, and an edit could put some
 * there. */
static bool has_tabs(struct lower *l, const struct node *c)
{
    const struct source *s = l->s;
    const struct node *root = c;
    const char *p = s->p + c->start, *end = s->p + c->end;
    while (root->parent)
        root = root->parent;
    while (root->style == STYLE_BLOCK && (p = memchr(p, '\t', (size_t)(end - p)))) {
        size_t at = (size_t)(p++ - s->p);
        if (is_line_start(s, at))
            return !error_at(l->error, at,
                             "a tab that indents what the clone changes: blanks do that within a block");
    }
    return false;
}

static void flow(struct lower *l, struct node *c)
{
    if (has_tabs(l, c))
        return;
    if (is_empty(c)) {
        cut(l, parse_body(l->s, c) + 1, c->end - 1);
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
                flow_stretch(l, &t);
            if (!e)
                return;
            walk_entry(l, e);
            t = (struct stretch){.before = e, .from = e->next};
        }
    }
}

static bool explicit_key(struct lower *l, const struct node *n)
{
    return error_at(l->error, n->start,
                    "a mapping with a `?` key cannot be edited: write its keys without it");
}

/* What an absent value needs before it: a blank, and in flow, where a key may stand alone, a colon. */
static bool put_indicator(struct lower *l, const struct node *n)
{
    if (n->start < n->end)
        return true;
    bool is_value = n->parent && n->parent->value == n;
    if (is_value && (n->lead >= l->s->n || l->s->p[n->lead] != ':')) {
        bool over_lines = line_end(l->s, n->parent->start) < n->parent->end;
        if (!node_in_flow(n) || over_lines)
            return explicit_key(l, n);
        buf_puts(l->text, ":");
    }
    buf_puts(l->text, " ");
    return true;
}

/* New entries for what was `{}`, `[]`, null or nothing in flow, or the whole document. */
static void fill_flow(struct lower *l, struct node *c)
{
    struct layout y = {0};
    if (c->parent)
        y = layout_of(l->s, c->parent->kind == NODE_SCALAR ? c->parent : c);
    put_indicator(l, c);
    render_json_value(l->text, c, &y, l->s->newline);
    cut(l, c->style == STYLE_FLOW ? parse_body(l->s, c) : c->start, c->end);
}

/* A blank line with a tab in it goes with the plain scalar that it is allowed after. */
static void cut_tabbed_lines(struct lower *l, const struct node *n)
{
    if (n->style != STYLE_PLAIN || !n->parent || node_in_flow(n))
        return;
    size_t from = line_next(l->s, n->end), to = past_blank_lines(l->s, from, WITH_TAB);
    if (to > from && to >= l->s->n)
        l->no_break = false;
    cut(l, from, to);
}

static void fill(struct lower *l, struct node *c)
{
    if (!put_indicator(l, c))
        return;
    l->text->n = l->taken;
    bool item = c->parent->kind == NODE_SEQUENCE, was_null = c->style != STYLE_FLOW;
    size_t from = was_null ? c->lead + 1 : behind_properties(l->s, c);
    bool beside = item && from == c->lead + 1;
    size_t column = column_of(l->s, item ? c->lead : c->parent->lead);
    if (item || c->kind == NODE_MAPPING)
        column += 2;
    for (struct node *e = node_first(c); e; e = node_after(e)) {
        if (beside && e == node_first(c))
            buf_puts(l->text, " ");
        else
            break_line(l, column);
        render_block(l->text, e, column, l->s->newline);
    }
    part_comment(l, c->end);
    cut(l, from, c->end);
    cut_tabbed_lines(l, c);
}

/* A block scalar may start left of where another scalar could: `name:`, and `|-` on the next line in its
 * column. */
static bool is_outdented(const struct source *s, const struct node *n)
{
    const struct node *entry = n->parent && n->parent->kind == NODE_SCALAR ? n->parent : n;
    return node_is_block_scalar(n) && n->lead < n->start && is_first_on_line(s, n->start) &&
           column_of(s, n->start) <= column_of(s, entry->lead);
}

static void replace(struct lower *l, struct node *n)
{
    const struct node *in = n->parent && n->parent->kind == NODE_SCALAR ? n->parent->parent : n->parent;
    if (!put_indicator(l, n) || (in && in->style == STYLE_FLOW && has_tabs(l, in)))
        return;
    bool moves = is_outdented(l->s, n);
    size_t from = moves ? n->lead + 1 : n->start, end = n->end;
    buf_puts(l->text, moves ? " " : "");
    render_scalar(l->text, n->value, node_in_flow(n));
    if (node_is_block_scalar(n))
        end = without_break(l->s, n->start, end);
    part_comment(l, end);
    cut(l, from, end);
    cut_tabbed_lines(l, n);
}

/* Text that plain style cannot hold everywhere: some in block only, a colon at the end in a key only. */
static bool is_particular(struct str s, bool into_flow)
{
    for (size_t i = 0; into_flow && i < s.n; i++)
        if (strchr(",[]{}?:", s.p[i]))
            return true;
    return s.n && s.p[s.n - 1] == ':';
}

/* Anchor, tag and text of a scalar, on one line, for a place of its own. */
static void anchored_text(struct lower *l, const struct node *named, bool into_flow)
{
    const struct source *s = l->s;
    size_t at = named->start, body = parse_body(s, named);
    for (int left = 1 + named->tagged; left > 0; left--) {
        while (s->p[at] != '&' && s->p[at] != '!')
            at = s->p[at] == '#' ? line_end(s, at) : at + 1;
        size_t end = parse_property_end(s, at);
        buf_add(l->text, s->p + at, end - at);
        buf_puts(l->text, " ");
        at = end;
    }
    if (node_is_block_scalar(named) || line_end(s, body) < named->end ||
        (named->style == STYLE_PLAIN && is_particular(named->text, into_flow)))
        render_quoted(l->text, named->text);
    else
        buf_add(l->text, s->p + body, named->end - body);
}

/* The first alias that stays becomes what its removed anchor named. */
static void alias(struct lower *l, struct node *n)
{
    struct anchor *a = anchor_of(l, n->named);
    if (!a || !a->gone)
        return;
    const struct node *named = a->node;
    if (named->style == STYLE_BLOCK || named->style == STYLE_FLOW) {
        error_at(l->error, n->start,
                 "*%.*s stands for a collection that is changed or removed: write it out here",
                 (int)n->text.n, n->text.p);
        return;
    }
    anchored_text(l, named, node_in_flow(n));
    a->gone = false;
    emit(l, n->start, n->end - n->start);
}

static void walk_collection(struct lower *l, struct node *n)
{
    bool changed = is_changed(n);
    if (changed && n->explicit)
        explicit_key(l, n);
    else if (changed && !first_original(n) && (!n->parent || node_in_flow(n)))
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
}

/* Nothing was marked in it, and no alias is to become an anchor: only how its last line ends matters. */
static void pass(struct lower *l, const struct node *n)
{
    while (n->kind != NODE_SCALAR && n->child)
        n = n->kind == NODE_MAPPING ? last_original(n)->value : last_original(n);
    l->block = node_is_block_scalar(n) ? n : NULL;
    l->joins = n->end;
}

static void walk(struct lower *l, struct node *n)
{
    if (!n->touched && !l->d->n_anchors) {
        pass(l, n);
    } else if (n->mark == MARK_REPLACE) {
        replace(l, n);
    } else if (n->kind == NODE_ALIAS) {
        alias(l, n);
    } else if (n->kind == NODE_SCALAR) {
        l->block = node_is_block_scalar(n) ? n : NULL;
        l->joins = n->end;
    } else {
        size_t edits = l->out->n;
        walk_collection(l, n);
        struct anchor *a = n->anchor.n && l->out->n > edits ? anchor_of(l, n) : NULL;
        if (a)
            a->gone = true;
    }
}

/* A sequence that loses all its items goes with its key. */
static void settle(struct node *n)
{
    for (struct node *e = n->child; e; e = e->next) {
        struct node *v = node_of(e);
        if (e->mark == MARK_REMOVE || e->mark == MARK_NEW || !v->touched || v->kind == NODE_ALIAS)
            continue;
        settle(v);
        if (v->kind == NODE_SEQUENCE && v->child && is_empty(v))
            node_remove(e, v->child->why);
    }
}

static struct lower start(const struct source *s, struct document *d, struct arena *a, struct edits *out,
                          struct error *e)
{
    struct lower l = {.s = s,
                      .d = d,
                      .arena = a,
                      .out = out,
                      .text = &out->text,
                      .taken = out->text.n,
                      .error = e,
                      .no_break = !is_line_start(s, s->n)};
    return l;
}

/* Whether all went well. */
static bool finish(const struct lower *l)
{
    if (l->arena->failed || l->text->failed)
        error_memory(l->error);
    return !l->error->set;
}

bool lower(const struct source *s, struct document *d, struct node *object, struct arena *a,
           struct edits *out, struct error *e)
{
    struct lower l = start(s, d, a, out, e);
    settle(object);
    walk(&l, object);
    return finish(&l);
}

void edits_clear(struct edits *edits)
{
    edits->n = edits->text.n = 0;
}

void edits_free(struct edits *edits)
{
    free(edits->list);
    buf_free(&edits->text);
    *edits = (struct edits){0};
}

bool lower_item(const struct source *s, struct document *d, struct node *item, bool stays,
                struct lower_items *items, struct arena *a, struct edits *out, struct error *e)
{
    struct lower l = start(s, d, a, out, e);
    bool flow = item->parent->style == STYLE_FLOW;
    l.done = items->done;
    l.joins = items->joins;
    l.block = items->has_block ? &items->block : NULL;
    if (!stays && flow) {
        items->from = items->cutting ? items->from : item->lead;
        items->to = item->end;
        items->cutting = true;
        lose_anchors(&l, item->start, item->end);
    } else if (!stays && !is_first_on_line(s, item->lead)) {
        explicit_key(&l, item);
    } else if (!stays) {
        cut_lines(&l, item);
    } else {
        if (items->cutting)
            cut(&l, items->from, item->lead);
        items->cutting = false;
        settle(item);
        walk(&l, item);
        items->kept_end = item->end;
    }
    items->done = l.done;
    items->joins = l.joins;
    items->has_block = l.block != NULL;
    if (l.block)
        items->block = *l.block;
    return finish(&l);
}

bool lower_items_end(const struct source *s, struct document *d, struct lower_items *items, struct arena *a,
                     struct edits *out, struct error *e)
{
    struct lower l = start(s, d, a, out, e);
    l.done = items->done;
    if (items->cutting)
        emit(&l, items->kept_end, items->to - items->kept_end);
    items->cutting = false;
    for (struct node *k = d->items->parent->next; k; k = k->next)
        walk_entry(&l, k);
    return finish(&l);
}

/* Behind a bracket, the rest of its line: but not another JSON object. */
static size_t flow_end(const struct source *s, size_t at)
{
    size_t rest = at;
    while (rest < s->n && (s->p[rest] == ' ' || s->p[rest] == '\t'))
        rest++;
    return rest == s->n || break_at(s, rest) || s->p[rest] == '#' ? line_next(s, rest) : at;
}

size_t lower_root_end(const struct source *s, const struct node *root)
{
    struct node *last = root->style == STYLE_BLOCK ? last_original(root) : NULL;
    if (last)
        return extent_end(s, last);
    return flow_end(s, root->end);
}

/* Of the line, if it starts behind floor: of one that other objects are on it is none. */
static size_t indent_at(const struct source *s, size_t floor, size_t at)
{
    struct source part = *s;
    part.bom = floor > s->bom ? floor : s->bom;
    size_t line = line_start(&part, at), text = line;
    if (!is_line_start(s, line))
        return 0;
    while (text < s->n && s->p[text] == ' ')
        text++;
    return text - line;
}

struct range lower_root_range(const struct source *s, const struct node *root, size_t floor)
{
    const struct node *first = root->style == STYLE_FLOW ? NULL : first_original(root);
    if (!first)
        return (struct range){root->start, root->end, indent_at(s, floor, root->start)};
    return (struct range){line_start(s, first->lead), lower_root_end(s, root),
                          indent_at(s, floor, first->lead)};
}

struct range lower_value_range(const struct source *s, struct node *key, size_t floor)
{
    const struct node *v = key->value;
    struct node *first = first_original(v);
    if (v->style == STYLE_FLOW || !first)
        return (struct range){parse_body(s, v), v->end, indent_at(s, floor, v->lead)};
    /* Comments above the first key are the value's. */
    bool properties = parse_properties_end(s, v) > v->start;
    size_t from = properties ? line_start(s, first->lead) : line_next(s, v->lead);
    return (struct range){from, extent_end(s, key), indent_at(s, floor, first->lead)};
}

void lower_lose_outside(struct document *d, struct range r)
{
    for (size_t i = 0; i < d->n_anchors; i++)
        if (d->anchors[i].node->start < r.from || d->anchors[i].node->start >= r.to)
            d->anchors[i].gone = true;
}
