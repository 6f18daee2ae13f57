#include "yaml/lower.h"

#include "yaml/render.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

struct walk {
    const struct source *source;
    struct document *document;
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
static void emit(struct walk *walk, size_t at, size_t len)
{
    struct edits *out = walk->out;
    if (out->n == out->cap) {
        size_t cap = out->cap ? out->cap * 2 : 64;
        struct edit *list = cap > SIZE_MAX / sizeof *list ? NULL : realloc(out->list, cap * sizeof *list);
        if (!list) {
            error_memory(walk->error);
            return;
        }
        out->list = list;
        out->cap = cap;
    }
    out->list[out->n++] = (struct edit){at, len, walk->taken, out->text.n - walk->taken};
    walk->taken = out->text.n;
    walk->done = at + len;
}

static bool has_text(const struct walk *walk)
{
    return walk->text->n > walk->taken;
}

/* The first anchor that starts at this byte or behind it. */
static size_t anchor_from(const struct walk *walk, size_t at)
{
    size_t low = 0, high = walk->document->n_anchors;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (walk->document->anchors[middle].node->start < at)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static struct anchor *anchor_of(const struct walk *walk, const struct node *node)
{
    size_t i = anchor_from(walk, node->start);
    return i < walk->document->n_anchors && walk->document->anchors[i].node == node
               ? &walk->document->anchors[i]
               : NULL;
}

/* The anchors in removed bytes are gone; an alias that stays has to take one's place. */
static void lose_anchors(struct walk *walk, size_t from, size_t to)
{
    for (size_t i = anchor_from(walk, from);
         i < walk->document->n_anchors && walk->document->anchors[i].node->start < to; i++)
        walk->document->anchors[i].gone = true;
}

/* Nothing, or the text that was written, takes the place of these bytes. */
static void cut(struct walk *walk, size_t from, size_t to)
{
    if (from < walk->done)
        from = walk->done;
    if (to < from)
        to = from;
    lose_anchors(walk, from, to);
    if (to > from || has_text(walk))
        emit(walk, from, to - from);
}

/* In characters, as libyaml counts: a byte order mark may start any line. */
static size_t column_of(const struct source *source, size_t at)
{
    size_t column = 0;
    for (size_t i = line_start(source, at); i < at; i++)
        column += (source->p[i] & 0xc0) != 0x80;
    return column;
}

static struct node *first_original(const struct node *collection)
{
    struct node *entry = collection->child;
    while (entry && entry->mark == MARK_NEW)
        entry = entry->next;
    return entry;
}

static struct node *last_original(const struct node *collection)
{
    struct node *last = NULL;
    for (struct node *entry = collection->child; entry; entry = entry->next)
        last = entry->mark == MARK_NEW ? last : entry;
    return last;
}

static size_t entry_end(struct node *entry)
{
    struct node *value = node_of(entry);
    return value->end > entry->end ? value->end : entry->end;
}

/* Which blank lines count: all, those with blanks in them, those with a tab. */
enum blanks { ANY_BLANK, WITH_BLANKS, WITH_TAB };

/* Past the blank lines from at on, up to the last one that counts. With a tab before it, a comment counts
 * too. */
static size_t past_blank_lines(const struct source *source, size_t at, enum blanks which)
{
    size_t past = at;
    while (at < source->n) {
        size_t text = at;
        bool tab = false;
        for (; text < source->n && (source->p[text] == ' ' || source->p[text] == '\t'); text++)
            tab |= source->p[text] == '\t';
        bool comment = which == WITH_TAB && tab && text < source->n && source->p[text] == '#';
        if (comment)
            return line_next(source, text);
        if (text < source->n && !break_at(source, text))
            break;
        bool counts = which == ANY_BLANK || (which == WITH_BLANKS ? text > at : tab);
        at = line_next(source, text);
        if (counts)
            past = at;
    }
    return past;
}

/* A comment line that is indented deeper than the entry before it belongs to that entry. */
static size_t past_own_comments(const struct source *source, size_t at, size_t column)
{
    for (;;) {
        size_t line = past_blank_lines(source, at, ANY_BLANK), text = line;
        while (text < source->n && (source->p[text] == ' ' || source->p[text] == '\t'))
            text++;
        if (text >= source->n || source->p[text] != '#' || text - line <= column)
            return at;
        at = line_next(source, text);
    }
}

/* Where a block entry's lines end: behind its last line's break, or where the input ends. A line with nothing
 * but blanks and a tab is allowed only after a plain scalar: it stays with it. */
static size_t extent_end(const struct source *source, struct node *entry)
{
    size_t end = entry_end(entry);
    if (!is_line_start(source, end)) /* as it is behind a block scalar */
        end = past_blank_lines(source, line_next(source, end), WITH_TAB);
    return past_own_comments(source, end, column_of(source, entry->lead));
}

static size_t without_break(const struct source *source, size_t from, size_t to)
{
    return to > from && is_line_start(source, to) ? line_end(source, line_start(source, to - 1)) : to;
}

static bool is_changed(const struct node *collection)
{
    for (const struct node *entry = collection->child; entry; entry = entry->next)
        if (entry->mark == MARK_NEW || entry->mark == MARK_REMOVE)
            return true;
    return false;
}

static bool is_empty(const struct node *collection)
{
    return node_first(collection) == NULL;
}

static void walk_node(struct walk *walk, struct node *node);

/* Whole lines of new entries at a line's start. */
static void put_lines(struct walk *walk, size_t at, const struct node *entry, size_t column)
{
    bool last = at >= walk->source->n;
    if (at < walk->done)
        at = walk->done;
    if (last && walk->no_break)
        buf_puts(walk->text, walk->source->newline);
    buf_fill(walk->text, ' ', column);
    render_block(walk->text, entry, column, walk->source->newline);
    if (!last || !walk->no_break)
        buf_puts(walk->text, walk->source->newline);
    walk->block = NULL;
    emit(walk, at, 0);
}

static bool keeps_breaks(const struct source *source, const struct node *block)
{
    size_t at = parse_body(source, block) + 1;
    while (at < source->n && source->p[at] >= '0' && source->p[at] <= '9')
        at++;
    return at < source->n && source->p[at] == '+';
}

static void cut_lines(struct walk *walk, struct node *entry)
{
    size_t from = line_start(walk->source, entry->lead), to = extent_end(walk->source, entry);
    /* Blank lines that came next to a block scalar would become its text. */
    if (walk->block && from <= past_blank_lines(walk->source, walk->joins, ANY_BLANK))
        walk->joins = to = past_blank_lines(
            walk->source, to, keeps_breaks(walk->source, walk->block) ? ANY_BLANK : WITH_BLANKS);
    if (to >= walk->source->n)
        walk->no_break = false;
    cut(walk, from, to);
}

static bool stays(const struct node *entry)
{
    return entry->mark == MARK_KEEP || entry->mark == MARK_REPLACE;
}

static void break_line(struct walk *walk, size_t column)
{
    buf_puts(walk->text, walk->source->newline);
    buf_fill(walk->text, ' ', column);
}

/* A collection whose first entry is not the first thing on its line: what stays or is new moves up to that
 * place. Returns the first entry that is still to be done. */
static struct node *block_inline(struct walk *walk, struct node *collection, struct node *first)
{
    size_t column = column_of(walk->source, first->lead);
    struct node *entry = collection->child;
    for (; entry && !stays(entry); entry = entry->next) {
        if (entry->mark != MARK_NEW)
            continue;
        if (has_text(walk))
            break_line(walk, column);
        render_block(walk->text, entry, column, walk->source->newline);
    }
    if (entry) {
        if (has_text(walk))
            break_line(walk, column);
        cut(walk, first->lead, entry->lead);
        return entry;
    }
    if (!has_text(walk))
        buf_puts(walk->text, collection->kind == NODE_MAPPING ? "{}" : "[]");
    cut(walk, first->lead, without_break(walk->source, first->lead, extent_end(walk->source, first)));
    for (entry = first->next; entry; entry = entry->next)
        if (entry->mark == MARK_REMOVE)
            cut_lines(walk, entry);
    return NULL;
}

/* The last entry is a block scalar that the input's end cuts off: a line break behind it would become its
 * text. */
static bool is_cut_off(const struct source *source, const struct node *entry)
{
    for (;;) {
        if (!stays(entry))
            return false;
        const struct node *value = entry->parent->kind == NODE_MAPPING ? entry->value : entry;
        if (value->mark == MARK_KEEP && node_is_block_scalar(value))
            return value->end >= source->n && !is_line_start(source, source->n);
        entry = value->style == STYLE_BLOCK ? last_original(value) : NULL;
        if (!entry)
            return false;
    }
}

/* New entries behind such a block scalar go before it. */
static void keep_cut_off_last(struct walk *walk, struct node *collection)
{
    struct node **link = &collection->child, **last = NULL;
    for (; *link; link = &(*link)->next)
        if ((*link)->mark != MARK_NEW)
            last = link;
    if (!last || !(*last)->next || !is_cut_off(walk->source, *last))
        return;
    struct node *entry = *last;
    *last = entry->next;
    *link = entry;
    entry->next = NULL;
}

static void walk_entry(struct walk *walk, struct node *entry)
{
    if (entry->kind != NODE_SCALAR || entry->parent->kind == NODE_SEQUENCE)
        walk_node(walk, entry);
    if (entry->parent->kind == NODE_MAPPING)
        walk_node(walk, entry->value);
}

/* Where a value goes: behind its `:` or `-`, and its anchor and tag. */
static size_t behind_properties(const struct source *source, const struct node *node)
{
    size_t end = parse_properties_end(source, node);
    return end > node->start ? end : node->lead + 1;
}

/* The root has no indicator to stand behind. */
static bool has_place(const struct source *source, const struct node *collection)
{
    return collection->lead < collection->start ||
           parse_properties_end(source, collection) > collection->start;
}

static void put_brackets(struct walk *walk, const struct node *collection)
{
    size_t at = behind_properties(walk->source, collection);
    buf_puts(walk->text, collection->kind == NODE_MAPPING ? " {}" : " []");
    emit(walk, at, 0);
}

static void block(struct walk *walk, struct node *collection)
{
    keep_cut_off_last(walk, collection);
    struct node *first = first_original(collection), *entry = collection->child, *before = NULL;
    size_t column = column_of(walk->source, first->lead);
    if (!is_first_on_line(walk->source, first->lead) ||
        (is_empty(collection) && !has_place(walk->source, collection)))
        entry = block_inline(walk, collection, first);
    else if (is_empty(collection))
        put_brackets(walk, collection);
    for (; entry; entry = entry->next) {
        if (entry->mark == MARK_NEW) {
            put_lines(walk, before ? extent_end(walk->source, before) : line_start(walk->source, first->lead),
                      entry, column);
            continue;
        }
        if (entry->mark == MARK_REMOVE)
            cut_lines(walk, entry);
        else
            walk_entry(walk, entry);
        before = entry;
    }
}

/* Whether values stand tight behind their colons around n: an item's mapping may tell. */
static bool is_tight(const struct source *source, const struct node *node)
{
    while (node->parent && node->parent->kind != NODE_SCALAR)
        node = node->parent;
    return node->parent && node->lead + 1 == node->start && node->lead < source->n &&
           source->p[node->lead] == ':';
}

/* How new entries beside this one, or inside it, are laid out: as it is. */
static struct layout layout_of(const struct source *source, const struct node *near)
{
    const struct node *value = near->parent->kind == NODE_MAPPING ? near->value : near, *outer = near->parent;
    struct layout layout = {.tight = is_tight(source, value)};
    if (!is_first_on_line(source, near->lead))
        return layout;
    layout.lines = true;
    size_t from = blanks_before(source, near->lead);
    layout.indent = (struct str){source->p + from, near->lead - from};
    while (outer && !is_first_on_line(source, outer->lead))
        outer = outer->parent;
    size_t outside = outer ? outer->lead - blanks_before(source, outer->lead) : 0;
    layout.unit = layout.indent.n > outside ? layout.indent.n - outside : 0;
    return layout;
}

static void json_separator(struct walk *walk, const struct layout *layout)
{
    buf_puts(walk->text, layout->lines || layout->tight ? "," : ", ");
    if (layout->lines) {
        buf_puts(walk->text, walk->source->newline);
        buf_str(walk->text, layout->indent);
    }
}

/* The new entries from e up to stop, with separators between them. */
static void json_entries(struct walk *walk, struct node *entry, const struct node *stop,
                         const struct layout *layout)
{
    size_t before = walk->text->n;
    for (; entry != stop; entry = entry->next) {
        if (entry->mark != MARK_NEW)
            continue;
        if (walk->text->n > before)
            json_separator(walk, layout);
        render_json(walk->text, entry, layout, walk->source->newline);
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
static void part_comment(struct walk *walk, size_t end)
{
    if (end < walk->source->n && walk->source->p[end] == '#')
        buf_puts(walk->text, " ");
}

/* The scalar that an entry of a flow collection ends with, or whatever else does. */
static struct node *last_of(const struct source *source, struct node *entry)
{
    struct node *value = node_of(entry);
    if (value->kind == NODE_MAPPING && value->explicit && value->child)
        value = value->child->value; /* a pair without braces */
    return value->parent->kind == NODE_SCALAR && value->start == value->end && source->p[value->lead] != ':'
               ? value->parent
               : value;
}

/* What must stand behind an entry: nothing behind a colon, or only a tag, needs a blank before a comma or a
 * bracket, and `-` must not get one. */
static const char *end_of(const struct source *source, struct node *entry)
{
    const struct node *value = last_of(source, entry);
    if (value->kind != NODE_SCALAR || value->mark != MARK_KEEP || value->style != STYLE_PLAIN)
        return "";
    return !value->text.n ? " " : str_is(value->text, "-") ? "," : "";
}

/* What stays is before: new entries follow it, removed ones go with the comma before them. */
static void flow_after(struct walk *walk, struct stretch *stretch, const struct layout *layout)
{
    size_t at = entry_end(stretch->before), end = stretch->cut_to ? entry_end(stretch->cut_to) : at;
    const char *needs = end_of(walk->source, stretch->before);
    if (*needs == ' ' && !stretch->fresh && (walk->source->p[at] == ' ' || walk->source->p[at] == '\t'))
        at++;
    else if (*needs == ' ' || !stretch->fresh)
        buf_puts(walk->text, needs);
    if (stretch->fresh)
        json_separator(walk, layout);
    json_entries(walk, stretch->from, stretch->after, layout);
    part_comment(walk, end);
    cut(walk, at, end);
}

static void flow_stretch(struct walk *walk, struct stretch *stretch)
{
    struct node *near = stretch->before  ? stretch->before
                        : stretch->after ? stretch->after
                                         : stretch->cut_from;
    if (!near)
        return;
    struct layout layout = layout_of(walk->source, near);
    if (!layout.lines && stretch->after)
        layout = layout_of(walk->source, stretch->after);
    if (stretch->before && !(stretch->after && stretch->cut_from)) {
        flow_after(walk, stretch, &layout);
        return;
    }
    size_t at = stretch->cut_from ? stretch->cut_from->lead : near->lead;
    /* What may stand anywhere but at a line's start. */
    if (stretch->after && needs_blank(walk->source, stretch->after->lead)) {
        layout.lines &= layout.indent.n > 0;
        buf_puts(walk->text, is_line_start(walk->source, at) ? " " : "");
    }
    json_entries(walk, stretch->from, stretch->after, &layout);
    if (stretch->fresh && stretch->after)
        json_separator(walk, &layout);
    cut(walk, at, stretch->after ? stretch->after->lead : entry_end(stretch->cut_to));
}

/* Within a block no plain text may stand before a line that starts with a tab, and an edit could put some
 * there. */
static bool has_tabs(struct walk *walk, const struct node *collection)
{
    const struct source *source = walk->source;
    const struct node *root = collection;
    const char *p = source->p + collection->start, *end = source->p + collection->end;
    while (root->parent)
        root = root->parent;
    while (root->style == STYLE_BLOCK && (p = memchr(p, '\t', (size_t)(end - p)))) {
        size_t at = (size_t)(p++ - source->p);
        if (is_line_start(source, at))
            return !error_at(walk->error, at,
                             "a tab that indents what the clone changes: blanks do that within a block");
    }
    return false;
}

static void flow(struct walk *walk, struct node *collection)
{
    if (has_tabs(walk, collection))
        return;
    if (is_empty(collection)) {
        cut(walk, parse_body(walk->source, collection) + 1, collection->end - 1);
        return;
    }
    struct stretch stretch = {.from = collection->child};
    for (struct node *entry = collection->child;; entry = entry->next) {
        if (entry && entry->mark == MARK_NEW) {
            stretch.fresh = true;
        } else if (entry && entry->mark == MARK_REMOVE) {
            stretch.cut_from = stretch.cut_from ? stretch.cut_from : entry;
            stretch.cut_to = entry;
        } else {
            stretch.after = entry;
            if (stretch.fresh || stretch.cut_from)
                flow_stretch(walk, &stretch);
            if (!entry)
                return;
            walk_entry(walk, entry);
            stretch = (struct stretch){.before = entry, .from = entry->next};
        }
    }
}

static bool explicit_key(struct walk *walk, const struct node *node)
{
    return error_at(walk->error, node->start,
                    "a mapping with a `?` key cannot be edited: write its keys without it");
}

/* What an absent value needs before it: a blank, and in flow, where a key may stand alone, a colon. */
static bool put_indicator(struct walk *walk, const struct node *node)
{
    if (node->start < node->end)
        return true;
    bool is_value = node->parent && node->parent->value == node;
    if (is_value && (node->lead >= walk->source->n || walk->source->p[node->lead] != ':')) {
        bool over_lines = line_end(walk->source, node->parent->start) < node->parent->end;
        if (!node_in_flow(node) || over_lines)
            return explicit_key(walk, node);
        buf_puts(walk->text, ":");
    }
    buf_puts(walk->text, " ");
    return true;
}

/* New entries for what was `{}`, `[]`, null or nothing in flow, or the whole document. */
static void fill_flow(struct walk *walk, struct node *collection)
{
    struct layout layout = {0};
    if (collection->parent)
        layout = layout_of(walk->source,
                           collection->parent->kind == NODE_SCALAR ? collection->parent : collection);
    put_indicator(walk, collection);
    render_json_value(walk->text, collection, &layout, walk->source->newline);
    cut(walk, collection->style == STYLE_FLOW ? parse_body(walk->source, collection) : collection->start,
        collection->end);
}

/* A blank line with a tab in it goes with the plain scalar that it is allowed after. */
static void cut_tabbed_lines(struct walk *walk, const struct node *node)
{
    if (node->style != STYLE_PLAIN || !node->parent || node_in_flow(node))
        return;
    size_t from = line_next(walk->source, node->end), to = past_blank_lines(walk->source, from, WITH_TAB);
    if (to > from && to >= walk->source->n)
        walk->no_break = false;
    cut(walk, from, to);
}

static void fill(struct walk *walk, struct node *collection)
{
    if (!put_indicator(walk, collection))
        return;
    walk->text->n = walk->taken;
    bool item = collection->parent->kind == NODE_SEQUENCE, was_null = collection->style != STYLE_FLOW;
    size_t from = was_null ? collection->lead + 1 : behind_properties(walk->source, collection);
    bool beside = item && from == collection->lead + 1;
    size_t column = column_of(walk->source, item ? collection->lead : collection->parent->lead);
    if (item || collection->kind == NODE_MAPPING)
        column += 2;
    for (struct node *entry = node_first(collection); entry; entry = node_after(entry)) {
        if (beside && entry == node_first(collection))
            buf_puts(walk->text, " ");
        else
            break_line(walk, column);
        render_block(walk->text, entry, column, walk->source->newline);
    }
    part_comment(walk, collection->end);
    cut(walk, from, collection->end);
    cut_tabbed_lines(walk, collection);
}

/* A block scalar may start left of where another scalar could: `name:`, and `|-` on the next line in its
 * column. */
static bool is_outdented(const struct source *source, const struct node *node)
{
    const struct node *entry = node->parent && node->parent->kind == NODE_SCALAR ? node->parent : node;
    return node_is_block_scalar(node) && node->lead < node->start && is_first_on_line(source, node->start) &&
           column_of(source, node->start) <= column_of(source, entry->lead);
}

static void replace(struct walk *walk, struct node *node)
{
    const struct node *in =
        node->parent && node->parent->kind == NODE_SCALAR ? node->parent->parent : node->parent;
    if (!put_indicator(walk, node) || (in && in->style == STYLE_FLOW && has_tabs(walk, in)))
        return;
    bool moves = is_outdented(walk->source, node);
    size_t from = moves ? node->lead + 1 : node->start, end = node->end;
    buf_puts(walk->text, moves ? " " : "");
    render_scalar(walk->text, node->value, node_in_flow(node));
    if (node_is_block_scalar(node))
        end = without_break(walk->source, node->start, end);
    part_comment(walk, end);
    cut(walk, from, end);
    cut_tabbed_lines(walk, node);
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
static void anchored_text(struct walk *walk, const struct node *named, bool into_flow)
{
    const struct source *source = walk->source;
    size_t at = named->start, body = parse_body(source, named);
    for (int left = 1 + named->tagged; left > 0; left--) {
        while (source->p[at] != '&' && source->p[at] != '!')
            at = source->p[at] == '#' ? line_end(source, at) : at + 1;
        size_t end = parse_property_end(source, at);
        buf_add(walk->text, source->p + at, end - at);
        buf_puts(walk->text, " ");
        at = end;
    }
    if (node_is_block_scalar(named) || line_end(source, body) < named->end ||
        (named->style == STYLE_PLAIN && is_particular(named->text, into_flow)))
        render_quoted(walk->text, named->text);
    else
        buf_add(walk->text, source->p + body, named->end - body);
}

/* The first alias that stays becomes what its removed anchor named. */
static void alias(struct walk *walk, struct node *node)
{
    struct anchor *anchor = anchor_of(walk, node->named);
    if (!anchor || !anchor->gone)
        return;
    const struct node *named = anchor->node;
    if (named->style == STYLE_BLOCK || named->style == STYLE_FLOW) {
        error_at(walk->error, node->start,
                 "*%.*s stands for a collection that is changed or removed: write it out here",
                 (int)node->text.n, node->text.p);
        return;
    }
    anchored_text(walk, named, node_in_flow(node));
    anchor->gone = false;
    emit(walk, node->start, node->end - node->start);
}

static void walk_collection(struct walk *walk, struct node *node)
{
    bool changed = is_changed(node);
    if (changed && node->explicit)
        explicit_key(walk, node);
    else if (changed && !first_original(node) && (!node->parent || node_in_flow(node)))
        fill_flow(walk, node);
    else if (changed && !first_original(node))
        fill(walk, node);
    else if (changed && node->style == STYLE_FLOW)
        flow(walk, node);
    else if (changed)
        block(walk, node);
    else
        for (struct node *entry = node->child; entry; entry = entry->next)
            walk_entry(walk, entry);
}

/* Nothing was marked in it, and no alias is to become an anchor: only how its last line ends matters. */
static void pass(struct walk *walk, const struct node *node)
{
    while (node->kind != NODE_SCALAR && node->child)
        node = node->kind == NODE_MAPPING ? last_original(node)->value : last_original(node);
    walk->block = node_is_block_scalar(node) ? node : NULL;
    walk->joins = node->end;
}

static void walk_node(struct walk *walk, struct node *node)
{
    if (!node->touched && !walk->document->n_anchors) {
        pass(walk, node);
    } else if (node->mark == MARK_REPLACE) {
        replace(walk, node);
    } else if (node->kind == NODE_ALIAS) {
        alias(walk, node);
    } else if (node->kind == NODE_SCALAR) {
        walk->block = node_is_block_scalar(node) ? node : NULL;
        walk->joins = node->end;
    } else {
        size_t edits = walk->out->n;
        walk_collection(walk, node);
        struct anchor *anchor = node->anchor.n && walk->out->n > edits ? anchor_of(walk, node) : NULL;
        if (anchor)
            anchor->gone = true;
    }
}

/* A sequence that loses all its items goes with its key. */
static void settle(struct node *node)
{
    for (struct node *entry = node->child; entry; entry = entry->next) {
        struct node *value = node_of(entry);
        if (entry->mark == MARK_REMOVE || entry->mark == MARK_NEW || !value->touched ||
            value->kind == NODE_ALIAS)
            continue;
        settle(value);
        if (value->kind == NODE_SEQUENCE && value->child && is_empty(value))
            node_remove(entry, value->child->why);
    }
}

static struct walk start(const struct source *source, struct document *document, struct arena *arena,
                         struct edits *out, struct error *error)
{
    struct walk walk = {.source = source,
                        .document = document,
                        .arena = arena,
                        .out = out,
                        .text = &out->text,
                        .taken = out->text.n,
                        .error = error,
                        .no_break = !is_line_start(source, source->n)};
    return walk;
}

/* Whether all went well. */
static bool finish(const struct walk *walk)
{
    if (walk->arena->failed || walk->text->failed)
        error_memory(walk->error);
    return !walk->error->set;
}

bool lower(const struct source *source, struct document *document, struct node *object, struct arena *arena,
           struct edits *out, struct error *error)
{
    struct walk walk = start(source, document, arena, out, error);
    settle(object);
    walk_node(&walk, object);
    return finish(&walk);
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

bool lower_item(const struct source *source, struct document *document, struct node *item, bool stays,
                struct lower_items *items, struct arena *arena, struct edits *out, struct error *error)
{
    struct walk walk = start(source, document, arena, out, error);
    bool flow = item->parent->style == STYLE_FLOW;
    walk.done = items->done;
    walk.joins = items->joins;
    walk.block = items->has_block ? &items->block : NULL;
    if (!stays && flow) {
        items->from = items->cutting ? items->from : item->lead;
        items->to = item->end;
        items->cutting = true;
        lose_anchors(&walk, item->start, item->end);
    } else if (!stays && !is_first_on_line(source, item->lead)) {
        explicit_key(&walk, item);
    } else if (!stays) {
        cut_lines(&walk, item);
    } else {
        if (items->cutting)
            cut(&walk, items->from, item->lead);
        items->cutting = false;
        settle(item);
        walk_node(&walk, item);
        items->kept_end = item->end;
    }
    items->done = walk.done;
    items->joins = walk.joins;
    items->has_block = walk.block != NULL;
    if (walk.block)
        items->block = *walk.block;
    return finish(&walk);
}

bool lower_items_end(const struct source *source, struct document *document, struct lower_items *items,
                     struct arena *arena, struct edits *out, struct error *error)
{
    struct walk walk = start(source, document, arena, out, error);
    walk.done = items->done;
    if (items->cutting)
        emit(&walk, items->kept_end, items->to - items->kept_end);
    items->cutting = false;
    for (struct node *key = document->items->parent->next; key; key = key->next)
        walk_entry(&walk, key);
    return finish(&walk);
}

/* Behind a bracket, the rest of its line: but not another JSON object. */
static size_t flow_end(const struct source *source, size_t at)
{
    size_t rest = at;
    while (rest < source->n && (source->p[rest] == ' ' || source->p[rest] == '\t'))
        rest++;
    return rest == source->n || break_at(source, rest) || source->p[rest] == '#' ? line_next(source, rest)
                                                                                 : at;
}

size_t lower_root_end(const struct source *source, const struct node *root)
{
    struct node *last = root->style == STYLE_BLOCK ? last_original(root) : NULL;
    if (last)
        return extent_end(source, last);
    return flow_end(source, root->end);
}

/* Of the line, if it starts behind floor: of one that other objects are on it is none. */
static size_t indent_at(const struct source *source, size_t floor, size_t at)
{
    struct source part = *source;
    part.bom = floor > source->bom ? floor : source->bom;
    size_t line = line_start(&part, at), text = line;
    if (!is_line_start(source, line))
        return 0;
    while (text < source->n && source->p[text] == ' ')
        text++;
    return text - line;
}

struct range lower_root_range(const struct source *source, const struct node *root, size_t floor)
{
    const struct node *first = root->style == STYLE_FLOW ? NULL : first_original(root);
    if (!first)
        return (struct range){root->start, root->end, indent_at(source, floor, root->start)};
    return (struct range){line_start(source, first->lead), lower_root_end(source, root),
                          indent_at(source, floor, first->lead)};
}

struct range lower_value_range(const struct source *source, struct node *key, size_t floor)
{
    const struct node *value = key->value;
    struct node *first = first_original(value);
    if (value->style == STYLE_FLOW || !first)
        return (struct range){parse_body(source, value), value->end, indent_at(source, floor, value->lead)};
    /* Comments above the first key are the value's. */
    bool properties = parse_properties_end(source, value) > value->start;
    size_t from = properties ? line_start(source, first->lead) : line_next(source, value->lead);
    return (struct range){from, extent_end(source, key), indent_at(source, floor, first->lead)};
}

void lower_lose_outside(struct document *document, struct range range)
{
    for (size_t i = 0; i < document->n_anchors; i++)
        if (document->anchors[i].node->start < range.from || document->anchors[i].node->start >= range.to)
            document->anchors[i].gone = true;
}
