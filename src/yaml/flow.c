#include "yaml/lower_parts.h"

#include "yaml/extents.h"
#include "yaml/render.h"

#include <string.h>

/* Whether values near the node stand right behind their colons. Where the node is an item, the key of its
 * sequence tells. */
static bool is_tight(const struct source *source, const struct node *node)
{
    while (node->parent && node->parent->kind != NODE_SCALAR)
        node = node->parent;
    return node->parent && node->lead + 1 == node->start && node->lead < source->n &&
           source->p[node->lead] == ':';
}

/* More blanks than this before an entry are no indentation that anybody gave it, and reading them again for
 * each edit could take longer than all the rest. */
enum { DEEPEST = 4096 };

/* How many blanks stand before this byte, if it is the first on its line; else -1. */
static long indent_of(const struct source *source, size_t at)
{
    size_t from = at;
    while (from > source->bom && at - from <= DEEPEST &&
           (source->p[from - 1] == ' ' || source->p[from - 1] == '\t'))
        from--;
    return at - from <= DEEPEST && is_line_start(source, from) ? (long)(at - from) : -1;
}

/* New entries beside an entry, or inside it, are laid out as it is. */
static struct layout layout_of(const struct source *source, const struct node *near)
{
    const struct node *value = near->parent->kind == NODE_MAPPING ? near->value : near, *outer = near->parent;
    struct layout layout = {.tight = is_tight(source, value)};
    long indent = indent_of(source, near->lead), outside = -1;
    if (indent < 0)
        return layout;
    layout.lines = true;
    layout.indent = (struct str){source->p + near->lead - indent, (size_t)indent};
    for (; outer && outside < 0; outer = outer->parent)
        outside = indent_of(source, outer->lead);
    layout.unit = (size_t)(indent > outside ? indent - (outside < 0 ? 0 : outside) : 0);
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

/* The new ones of the entries before stop, with separators between them. */
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

/* Removed and new entries between two that stay. */
struct stretch {
    struct node *before, *after;    /* the two that stay; NULL at an end of the collection */
    struct node *from;              /* the first entry between them */
    struct node *cut_from, *cut_to; /* the first and the last one that is removed */
    bool fresh;                     /* some are new */
};

/* The node that an entry of a flow collection ends with. */
static struct node *last_of(const struct source *source, struct node *entry)
{
    struct node *value = node_of(entry);
    if (value->kind == NODE_MAPPING && value->explicit && value->child)
        value = value->child->value; /* of a pair without braces */
    return value->parent->kind == NODE_SCALAR && value->start == value->end && source->p[value->lead] != ':'
               ? value->parent
               : value;
}

/* What has to stand behind an entry whose neighbours change. An absent value needs a blank before a comma or
 * a bracket, or the colon or tag before it would not end. A plain `-` needs a comma: before a blank it would
 * be a dash. */
static const char *end_of(const struct source *source, struct node *entry)
{
    const struct node *value = last_of(source, entry);
    if (value->kind != NODE_SCALAR || value->mark != MARK_KEEP || value->style != STYLE_PLAIN)
        return "";
    return !value->text.n ? " " : str_is(value->text, "-") ? "," : "";
}

/* An entry stays before the stretch: new ones follow it, and removed ones go with the comma before them. */
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
    edit_part_comment(walk, end);
    edit_cut(walk, at, end);
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
    /* The entry behind the stretch must not come to a line's start: it would be taken for no text there. */
    if (stretch->after && needs_blank(walk->source, stretch->after->lead)) {
        layout.lines &= layout.indent.n > 0;
        buf_puts(walk->text, is_line_start(walk->source, at) ? " " : "");
    }
    json_entries(walk, stretch->from, stretch->after, &layout);
    if (stretch->fresh && stretch->after)
        json_separator(walk, &layout);
    edit_cut(walk, at, stretch->after ? stretch->after->lead : entry_end(stretch->cut_to));
}

bool has_tabs(struct walk *walk, const struct node *collection)
{
    const struct source *source = walk->source;
    const struct node *root = collection;
    const char *p = source->p + collection->start, *end = source->p + collection->end;
    /* What stands in a collection that was looked through needs no other look. */
    if (collection->start >= walk->no_tabs_from && collection->end <= walk->no_tabs_to)
        return false;
    while (root->parent)
        root = root->parent;
    while (root->style == STYLE_BLOCK && (p = memchr(p, '\t', (size_t)(end - p)))) {
        size_t at = (size_t)(p++ - source->p);
        if (is_line_start(source, at))
            return !error_at(walk->error, at,
                             "a tab that indents what the clone changes: blanks do that within a block");
    }
    walk->no_tabs_from = collection->start;
    walk->no_tabs_to = collection->end;
    return false;
}

void walk_flow(struct walk *walk, struct node *collection)
{
    if (has_tabs(walk, collection))
        return;
    if (is_empty(collection)) {
        edit_cut(walk, parse_body(walk->source, collection) + 1, collection->end - 1);
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

void fill_flow(struct walk *walk, struct node *collection)
{
    struct layout layout = {0};
    if (collection->parent)
        layout = layout_of(walk->source,
                           collection->parent->kind == NODE_SCALAR ? collection->parent : collection);
    put_indicator(walk, collection);
    render_json_value(walk->text, collection, &layout, walk->source->newline);
    edit_cut(walk, collection->style == STYLE_FLOW ? parse_body(walk->source, collection) : collection->start,
             collection->end);
}
