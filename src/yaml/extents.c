#include "yaml/extents.h"

#include "yaml/parse.h"

struct node *original_first(const struct node *collection)
{
    struct node *entry = collection->child;
    while (entry && entry->mark == MARK_NEW)
        entry = entry->next;
    return entry;
}

struct node *original_last(const struct node *collection)
{
    struct node *last = NULL;
    for (struct node *entry = collection->child; entry; entry = entry->next)
        last = entry->mark == MARK_NEW ? last : entry;
    return last;
}

size_t entry_end(struct node *entry)
{
    struct node *value = node_of(entry);
    return value->end > entry->end ? value->end : entry->end;
}

size_t past_blank_lines(const struct source *source, size_t at, enum blanks which)
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

size_t extent_end(const struct source *source, struct node *entry)
{
    size_t end = entry_end(entry);
    /* A line with only blanks and a tab in it may stand only behind a plain scalar: it belongs to that. A
     * block scalar ends at a line's start already. */
    if (!is_line_start(source, end))
        end = past_blank_lines(source, line_next(source, end), WITH_TAB);
    return past_own_comments(source, end, column_at(source, entry->lead));
}

size_t without_break(const struct source *source, size_t from, size_t to)
{
    return to > from && is_line_start(source, to) ? line_end(source, line_start(source, to - 1)) : to;
}

bool keeps_breaks(const struct source *source, const struct node *block)
{
    size_t at = parse_body(source, block) + 1;
    while (at < source->n && source->p[at] >= '0' && source->p[at] <= '9')
        at++;
    return at < source->n && source->p[at] == '+';
}

const struct node *last_part(const struct node *entry)
{
    const struct node *value = entry->parent->kind == NODE_MAPPING ? entry->value : entry;
    return value->end > entry->end ? value : entry;
}

const struct node *cut_off_scalar(const struct source *source, const struct node *entry)
{
    while (entry && stays(entry)) {
        const struct node *part = last_part(entry);
        if (part->mark == MARK_KEEP && node_is_block_scalar(part))
            return part->end >= source->n && !is_line_start(source, source->n) ? part : NULL;
        entry = part->style == STYLE_BLOCK ? original_last(part) : NULL;
    }
    return NULL;
}

size_t behind_properties(const struct source *source, const struct node *node)
{
    size_t end = parse_properties_end(source, node);
    return end > node->start ? end : node->lead + 1;
}

bool has_place(const struct source *source, const struct node *collection)
{
    return collection->lead < collection->start ||
           parse_properties_end(source, collection) > collection->start;
}

bool is_outdented(const struct source *source, const struct node *node)
{
    const struct node *entry = node->parent && node->parent->kind == NODE_SCALAR ? node->parent : node;
    return node_is_block_scalar(node) && node->lead < node->start && is_first_on_line(source, node->start) &&
           column_at(source, node->start) <= column_at(source, entry->lead);
}

size_t flow_end(const struct source *source, size_t at)
{
    size_t rest = at;
    while (rest < source->n && (source->p[rest] == ' ' || source->p[rest] == '\t'))
        rest++;
    return rest == source->n || break_at(source, rest) || source->p[rest] == '#' ? line_next(source, rest)
                                                                                 : at;
}
