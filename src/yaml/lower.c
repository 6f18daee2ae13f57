#include "yaml/lower.h"

#include "yaml/extents.h"
#include "yaml/lower_parts.h"
#include "yaml/render.h"

#include <string.h>

void walk_entry(struct walk *walk, struct node *entry)
{
    if (entry->kind != NODE_SCALAR || entry->parent->kind == NODE_SEQUENCE || node_is_block_scalar(entry))
        walk_node(walk, entry);
    if (entry->parent->kind == NODE_MAPPING)
        walk_node(walk, entry->value);
}

bool explicit_key(struct walk *walk, const struct node *node)
{
    return error_at(walk->error, node->start,
                    "a mapping with a `?` key cannot be edited: write its keys without it");
}

bool put_indicator(struct walk *walk, const struct node *node)
{
    if (node->start < node->end)
        return true;
    const struct node *key = node->parent && node->parent->value == node ? node->parent : NULL;
    if (key && (node->lead >= walk->source->n || walk->source->p[node->lead] != ':')) {
        bool over_lines = !is_one_line(walk->source, key->start, key->end);
        /* A `?` alone would become the text `?`, and no key stands over lines before its colon. */
        if (!node_in_flow(node) || over_lines || key->start == key->end)
            return explicit_key(walk, node);
        buf_puts(walk->text, ":");
    }
    buf_puts(walk->text, " ");
    return true;
}

void cut_tabbed_lines(struct walk *walk, const struct node *node)
{
    if (node->style != STYLE_PLAIN || !node->parent || node_in_flow(node))
        return;
    size_t from = line_next(walk->source, node->end), to = past_blank_lines(walk->source, from, WITH_TAB);
    if (to > from && to >= walk->source->n)
        walk->no_break = false;
    edit_cut(walk, from, to);
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
    edit_part_comment(walk, end);
    edit_cut(walk, from, end);
    cut_tabbed_lines(walk, node);
}

/* Whether the text of a plain scalar needs quotes in another place. In a flow collection some characters mean
 * something else; a colon at the end can stand only in a key. */
static bool is_particular(struct str s, bool into_flow)
{
    for (size_t i = 0; into_flow && i < s.n; i++)
        if (strchr(",[]{}?:", s.p[i]))
            return true;
    return s.n && s.p[s.n - 1] == ':';
}

/* Whether the text of a scalar stands on one line, as it would in a place of its own. */
static bool is_on_line(const struct source *source, const struct node *scalar)
{
    return !node_is_block_scalar(scalar) && is_one_line(source, parse_body(source, scalar), scalar->end);
}

/* The anchor, the tag and the text of a scalar on one line, to stand in another place. */
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
    bool moves =
        named->style != STYLE_PLAIN || named->tag == TAG_BINARY || !is_particular(named->text, into_flow);
    if (!is_on_line(source, named) || !moves)
        render_quoted(walk->text, named->text);
    else
        buf_add(walk->text, source->p + body, named->end - body);
}

/* Where an anchor was lost, the first alias of it that stays becomes the anchored scalar. */
static void alias(struct walk *walk, struct node *node)
{
    struct anchor *anchor = edit_anchor_of(walk, node->named);
    if (!anchor || !anchor->gone)
        return;
    const struct node *named = anchor->node;
    const char *cannot = named->style == STYLE_BLOCK || named->style == STYLE_FLOW ? "a collection"
                         : named->tag == TAG_BINARY && !is_on_line(walk->source, named)
                             ? "a !!binary text of many lines"
                             : NULL;
    if (cannot) {
        error_at(walk->error, node->start,
                 "*%.*s stands for %s that is changed or removed: write it out here", (int)node->text.n,
                 node->text.p, cannot);
        return;
    }
    anchored_text(walk, named, node_in_flow(node));
    anchor->gone = false;
    edit_put(walk, node->start, node->end - node->start);
}

static void walk_collection(struct walk *walk, struct node *node)
{
    bool changed = is_changed(node);
    if (changed && node->explicit)
        explicit_key(walk, node);
    else if (changed && !original_first(node) && (!node->parent || node_in_flow(node)))
        fill_flow(walk, node);
    else if (changed && !original_first(node))
        fill_block(walk, node);
    else if (changed && node->style == STYLE_FLOW)
        walk_flow(walk, node);
    else if (changed)
        walk_block(walk, node);
    else
        for (struct node *entry = node->child; entry; entry = entry->next)
            walk_entry(walk, entry);
}

/* What follows a scalar that stays needs to know how its last line ends. */
static void pass_scalar(struct walk *walk, const struct node *scalar)
{
    /* An absent value behind a `? |` key. */
    if (scalar->start == scalar->end && scalar->end == walk->joins)
        return;
    walk->block = NULL;
    walk->joins = scalar->end;
    if (node_is_block_scalar(scalar))
        pass_block_scalar(walk, scalar);
}

/* Nothing in the node was marked, and no alias has to become an anchor. Only its last scalar
 * counts. */
static void pass(struct walk *walk, const struct node *node)
{
    while (node->kind != NODE_SCALAR && node->child)
        node = last_part(original_last(node));
    pass_scalar(walk, node);
}

void walk_node(struct walk *walk, struct node *node)
{
    if (!node->touched && !walk->document->n_anchors) {
        pass(walk, node);
    } else if (node->mark == MARK_REPLACE) {
        replace(walk, node);
    } else if (node->kind == NODE_ALIAS) {
        alias(walk, node);
    } else if (node->kind == NODE_SCALAR) {
        pass_scalar(walk, node);
    } else {
        size_t edits = walk->out->n;
        walk_collection(walk, node);
        struct anchor *anchor = node->anchor.n && walk->out->n > edits ? edit_anchor_of(walk, node) : NULL;
        if (anchor)
            anchor->gone = true;
    }
}

/* Where a sequence loses all its items, its key is removed too. */
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

/* at: where the object starts, for what is wrong with it as a whole. */
static bool finish(const struct walk *walk, size_t at)
{
    if (walk->text->full)
        error_budget(walk->error, at);
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
    return finish(&walk, object->start);
}

bool lower_item(const struct source *source, struct document *document, struct node *item, bool kept,
                struct lower_items *items, struct arena *arena, struct edits *out, struct error *error)
{
    struct walk walk = start(source, document, arena, out, error);
    bool flow = item->parent->style == STYLE_FLOW;
    walk.done = items->done;
    walk.joins = items->joins;
    walk.block = items->has_block ? &items->block : NULL;
    if (!kept && flow) {
        items->from = items->cutting ? items->from : item->lead;
        items->to = item->end;
        items->cutting = true;
        edit_lose_anchors(&walk, item->start, item->end);
    } else if (!kept && !is_first_on_line(source, item->lead)) {
        explicit_key(&walk, item);
    } else if (!kept) {
        cut_lines(&walk, item);
    } else {
        if (items->cutting)
            edit_cut(&walk, items->from, item->lead);
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
    return finish(&walk, item->start);
}

bool lower_items_end(const struct source *source, struct document *document, struct lower_items *items,
                     struct arena *arena, struct edits *out, struct error *error)
{
    struct walk walk = start(source, document, arena, out, error);
    walk.done = items->done;
    if (items->cutting)
        edit_put(&walk, items->kept_end, items->to - items->kept_end);
    items->cutting = false;
    for (struct node *key = document->items->parent->next; key; key = key->next)
        walk_entry(&walk, key);
    return finish(&walk, document->items->start);
}

size_t lower_root_end(const struct source *source, const struct node *root)
{
    struct node *last = root->style == STYLE_BLOCK ? original_last(root) : NULL;
    if (last)
        return extent_end(source, last);
    return flow_end(source, root->end);
}

/* The blanks that start the line of this byte; 0 where the bytes before floor, other objects, are on it. */
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
    const struct node *first = root->style == STYLE_FLOW ? NULL : original_first(root);
    if (!first)
        return (struct range){root->start, root->end, indent_at(source, floor, root->start)};
    return (struct range){line_start(source, first->lead), lower_root_end(source, root),
                          indent_at(source, floor, first->lead)};
}

struct range lower_value_range(const struct source *source, struct node *key, size_t floor)
{
    const struct node *value = key->value;
    struct node *first = original_first(value);
    if (value->style == STYLE_FLOW || !first)
        return (struct range){parse_body(source, value), value->end, indent_at(source, floor, value->lead)};
    /* Comments above the first key belong to the value. */
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
