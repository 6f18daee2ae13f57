#include "yaml/lower_parts.h"

#include "yaml/extents.h"
#include "yaml/render.h"

/* A new entry as whole lines, at the start of a line. */
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
    edit_put(walk, at, 0);
}

void cut_lines(struct walk *walk, struct node *entry)
{
    size_t from = line_start(walk->source, entry->lead), to = extent_end(walk->source, entry);
    /* Blank lines that come to stand right behind a block scalar would become its text: they go too. */
    if (walk->block && from <= past_blank_lines(walk->source, walk->joins, ANY_BLANK))
        walk->joins = to = past_blank_lines(
            walk->source, to, keeps_breaks(walk->source, walk->block) ? ANY_BLANK : WITH_BLANKS);
    if (to >= walk->source->n)
        walk->no_break = false;
    edit_cut(walk, from, to);
}

/* The first entry stands behind something else on its line, a dash most often. The first entry that stays,
 * and the new ones before it, move up to that place. Returns the first entry that still has to be walked. */
static struct node *block_inline(struct walk *walk, struct node *collection, struct node *first)
{
    size_t column = column_at(walk->source, first->lead);
    struct node *entry = collection->child;
    for (; entry && !stays(entry); entry = entry->next) {
        if (entry->mark != MARK_NEW)
            continue;
        if (edit_has_text(walk))
            edit_break_line(walk, column);
        render_block(walk->text, entry, column, walk->source->newline);
    }
    if (entry) {
        if (edit_has_text(walk))
            edit_break_line(walk, column);
        edit_cut(walk, first->lead, entry->lead);
        return entry;
    }
    if (!edit_has_text(walk))
        buf_puts(walk->text, collection->kind == NODE_MAPPING ? "{}" : "[]");
    edit_cut(walk, first->lead, without_break(walk->source, first->lead, extent_end(walk->source, first)));
    for (entry = first->next; entry; entry = entry->next)
        if (entry->mark == MARK_REMOVE)
            cut_lines(walk, entry);
    return NULL;
}

/* New keys behind a block scalar that the end of the input cuts off go before it. Items have an order: there
 * the scalar gives up its last line break. */
static void keep_cut_off(struct walk *walk, struct node *collection)
{
    struct node **link = &collection->child, **last = NULL;
    for (; *link; link = &(*link)->next)
        if ((*link)->mark != MARK_NEW)
            last = link;
    if (!last || !(*last)->next)
        return;
    struct node *entry = *last;
    const struct node *scalar = cut_off_scalar(walk->source, entry);
    if (scalar && collection->kind == NODE_SEQUENCE)
        walk->strip = scalar;
    if (!scalar || collection->kind == NODE_SEQUENCE)
        return;
    *last = entry->next;
    *link = entry;
    entry->next = NULL;
}

void pass_block_scalar(struct walk *walk, const struct node *scalar)
{
    const struct source *source = walk->source;
    walk->block = scalar;
    walk->joins = scalar->end;
    if (scalar != walk->strip)
        return;
    size_t at = parse_body(source, scalar) + 1, chomping = at;
    while (chomping < source->n && source->p[chomping] >= '0' && source->p[chomping] <= '9')
        chomping++;
    bool keeps = chomping < source->n && source->p[chomping] == '+';
    bool strips = chomping < source->n && source->p[chomping] == '-';
    buf_puts(walk->text, strips ? "" : "-");
    edit_cut(walk, keeps ? chomping : at, keeps ? chomping + 1 : at);
}

static void put_brackets(struct walk *walk, const struct node *collection)
{
    size_t at = behind_properties(walk->source, collection);
    buf_puts(walk->text, collection->kind == NODE_MAPPING ? " {}" : " []");
    edit_put(walk, at, 0);
}

void walk_block(struct walk *walk, struct node *collection)
{
    keep_cut_off(walk, collection);
    struct node *first = original_first(collection), *entry = collection->child, *before = NULL;
    size_t column = column_at(walk->source, first->lead);
    if (!is_first_on_line(walk->source, first->lead) ||
        (is_empty(collection) && !has_place(walk->source, collection)))
        entry = block_inline(walk, collection, first);
    else if (is_empty(collection))
        put_brackets(walk, collection);
    /* Where new entries go; found once for all that follow each other. */
    size_t at = line_start(walk->source, first->lead);
    for (; entry; entry = entry->next) {
        if (entry->mark == MARK_NEW) {
            at = before ? extent_end(walk->source, before) : at;
            before = NULL;
            put_lines(walk, at, entry, column);
            continue;
        }
        if (entry->mark == MARK_REMOVE)
            cut_lines(walk, entry);
        else
            walk_entry(walk, entry);
        before = entry;
    }
}

void fill_block(struct walk *walk, struct node *collection)
{
    if (!put_indicator(walk, collection))
        return;
    walk->text->n = walk->taken;
    bool item = collection->parent->kind == NODE_SEQUENCE, was_null = collection->style != STYLE_FLOW;
    size_t from = was_null ? collection->lead + 1 : behind_properties(walk->source, collection);
    bool beside = item && from == collection->lead + 1;
    size_t column = column_at(walk->source, item ? collection->lead : collection->parent->lead);
    if (item || collection->kind == NODE_MAPPING)
        column += 2;
    for (struct node *entry = node_first(collection); entry; entry = node_after(entry)) {
        if (beside && entry == node_first(collection))
            buf_puts(walk->text, " ");
        else
            edit_break_line(walk, column);
        render_block(walk->text, entry, column, walk->source->newline);
    }
    /* A null may be a block scalar, by its tag, and that ends at a line's start. */
    size_t end = without_break(walk->source, from, collection->end);
    edit_part_comment(walk, end);
    edit_cut(walk, from, end);
    cut_tabbed_lines(walk, collection);
}
