#include "yaml/parse.h"

#include "yaml/anchors.h"
#include "yaml/feed.h"

#include <limits.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <yaml.h>

/* libyaml counts characters; this remembers one pair of counts that are the same place. */
struct cursor {
    size_t character, byte;
    size_t next; /* the next byte above 0x7f from there on */
};

enum { SPARE = 16 };

/* Nodes come by the dozen. */
struct pool {
    struct arena *arena;
    struct node *nodes; /* as many zeroed ones as spare */
    size_t spare;
};

struct frame {
    struct node *collection; /* NULL inside one that is not read */
    struct node *last;       /* the last entry */
    struct pool *pool;       /* its entries' */
    size_t column;           /* of a block collection's entries, as libyaml counts */
    bool wants_value;
    bool bracket;  /* a flow pair in a sequence has none, and no end mark of its own */
    bool anchored; /* it has an anchor, or is inside what has one */
    bool unread;   /* its entries get no nodes */
};

struct parse {
    yaml_parser_t yaml;
    yaml_event_t yaml_event;
    const struct source *source;
    struct pool document_pool, item_pool;
    struct error *error;
    bool (*unread)(const struct node *key);
    struct document *document;
    struct anchors anchors; /* of the document, by name */
    size_t cap_anchors;     /* room in the document's list of them */
    bool going_on;          /* an item was handed out, and its document has more */
    struct feed feed;
    struct cursor first, cursor;          /* first: where libyaml began to read */
    size_t pos;                           /* the end of what has become nodes: scans start here */
    struct frame *top;                    /* of frames */
    struct frame frames[PARSE_DEPTH + 1]; /* the first one stands for the document */
};

/* The frame of the root's items. */
enum { ITEMS = 2 };

static size_t depth(const struct parse *parse)
{
    return (size_t)(parse->top - parse->frames);
}

/* Where a node, and its text, lives. */
static struct pool *pool_of(struct parse *parse, bool anchored)
{
    return anchored ? &parse->document_pool : parse->top->pool;
}

static struct arena *home(struct parse *parse, bool anchored)
{
    return pool_of(parse, anchored)->arena;
}

static void move_cursor(struct parse *parse, size_t character)
{
    const struct source *source = parse->source;
    struct cursor *cursor = &parse->cursor;
    if (character < cursor->character)
        *cursor = parse->first;
    while (character - cursor->character > cursor->next - cursor->byte && cursor->next < source->n) {
        cursor->character += cursor->next - cursor->byte + 1;
        cursor->byte = cursor->next + 1;
        while (cursor->byte < source->n && (source->p[cursor->byte] & 0xc0) == 0x80)
            cursor->byte++;
        cursor->next = input_ascii(source, cursor->byte);
    }
}

/* The byte offset of libyaml's character index: up to the next character above 0x7f both count alike. */
static inline size_t byte_of(struct parse *parse, size_t character)
{
    const struct cursor *cursor = &parse->cursor;
    if (character < cursor->character || character - cursor->character > cursor->next - cursor->byte)
        move_cursor(parse, character);
    return cursor->byte + (character - cursor->character);
}

static bool in_flow(const struct parse *parse)
{
    const struct node *collection = parse->top->collection;
    return collection && collection->style == STYLE_FLOW;
}

/* What JSON allows and YAML does not; kubectl reads both. NULL for what is wrong in both. */
static const char *only_json(const struct source *source, size_t at)
{
    size_t before = at;
    if (!source->json || at >= source->n)
        return NULL;
    if (source->p[at] == '\x7f')
        return "a raw DEL character, which is read only as \\u007f: jq . rewrites it";
    while (before > 0 && strchr(" \t\r\n", source->p[before - 1]))
        before--;
    if (source->p[at] == ':' && line_end(source, before) < at)
        return "a line break before the colon, which is not read here: jq . rewrites it";
    return NULL;
}

/* What libyaml found is no document's start. */
static bool is_behind_root(const struct parse *parse)
{
    return parse->source->json && parse->yaml.error == YAML_PARSER_ERROR &&
           strstr(parse->yaml.problem, "<document start>");
}

static bool yaml_error(struct parse *parse)
{
    const yaml_parser_t *yaml = &parse->yaml;
    const struct source *source = parse->source;
    const char *form = source->json ? "JSON" : "YAML";
    if (yaml->error == YAML_MEMORY_ERROR)
        return error_memory(parse->error);
    bool reader = yaml->error == YAML_READER_ERROR;
    size_t at = reader ? parse->feed.origin + yaml->problem_offset : byte_of(parse, yaml->problem_mark.index);
    const char *json = only_json(source, at);
    if (json)
        return error_at(parse->error, at, "%s", json);
    if (reader)
        return error_at(parse->error, at, "invalid %s: %s", form, yaml->problem);
    if (is_behind_root(parse))
        return error_at(parse->error, at, "invalid JSON: something behind the object");
    /* What is not closed is missed only at the end: where it starts says more. */
    if (yaml->context && at >= source->n)
        at = byte_of(parse, yaml->context_mark.index);
    if (at >= source->n && in_flow(parse))
        at = parse->top->collection->start;
    if (yaml->context)
        return error_at(parse->error, at, "invalid %s: %s, %s", form, yaml->context, yaml->problem);
    return error_at(parse->error, at, "invalid %s: %s", form, yaml->problem);
}

/* Past blanks, line breaks, byte order marks, comments and, in flow collections, commas. */
static size_t skip(const struct source *source, size_t at, bool comma)
{
    const char *p = source->p;
    size_t n = source->n, brk;
    while (at < n) {
        char c = p[at];
        if (c > ',') /* an indicator or text, most often */
            break;
        if (c == ' ' || c == '\n' || c == '\t' || (comma && c == ',')) {
            at++;
            while (n - at >= 8 && memcmp(p + at, "        ", 8) == 0)
                at += 8;
        } else if (c == '#') {
            at = line_end(source, at);
        } else if ((brk = break_at(source, at)) || (brk = mark_at(source, at))) {
            at += brk;
        } else {
            break;
        }
    }
    return at;
}

static bool is_anchor_char(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
}

size_t parse_property_end(const struct source *source, size_t at)
{
    bool anchor = source->p[at++] == '&', verbatim = !anchor && at < source->n && source->p[at] == '<';
    for (; at < source->n; at++) {
        char c = source->p[at];
        if (anchor ? !is_anchor_char(c)
                   : c == ' ' || c == '\t' || (c == ',' && !verbatim) || break_at(source, at))
            break;
    }
    return at;
}

size_t parse_properties_end(const struct source *source, const struct node *node)
{
    size_t at = node->start;
    if (!node->anchor.n && !node->tagged)
        return at;
    at = parse_property_end(source, at);
    return node->anchor.n && node->tagged ? parse_property_end(source, skip(source, at, false)) : at;
}

size_t parse_body(const struct source *source, const struct node *node)
{
    size_t end = parse_properties_end(source, node), at = end == node->start ? end : skip(source, end, false);
    return at < node->end ? at : end;
}

static struct str restored(struct parse *parse, const struct node *node, const char *value, size_t length)
{
    struct buf b = {0};
    struct str raw = {parse->source->p + node->start, node->end - node->start}, read = {value, length};
    (node->style == STYLE_DOUBLE ? feed_restore : feed_restore_text)(&b, raw, read);
    return arena_take(home(parse, node->anchor.n), &b);
}

/* Most scalars stand in the source as they are, and need no copy. */
static struct str scalar_text(struct parse *parse, const struct node *node, const char *value, size_t length)
{
    const char *raw = parse->source->p + node->start;
    size_t size = node->end - node->start;
    const yaml_event_t *event = &parse->yaml_event;
    if (size == length && node->style == STYLE_PLAIN && event->start_mark.line == event->end_mark.line)
        return (struct str){raw, length};
    if (size == length && memcmp(raw, value, length) == 0)
        return (struct str){raw, length};
    if (size == length + 2 && node->style != STYLE_PLAIN && memcmp(raw + 1, value, length) == 0)
        return (struct str){raw + 1, length};
    if (parse->source->surrogates && memchr(raw, '\\', size))
        return restored(parse, node, value, length);
    return arena_copy(home(parse, node->anchor.n), (struct str){value, length});
}

/* Finds what introduces n, scanning forward from the last node's end; gives an absent value its place. */
static void find_lead(struct parse *parse, struct node *node, char indicator)
{
    const struct source *source = parse->source;
    bool empty = node->start == node->end;
    size_t at = skip(source, parse->pos, in_flow(parse) && indicator != ':');
    node->lead = node->start;
    if (at < source->n && (at < node->start || empty) && source->p[at] == indicator) {
        node->lead = at;
        parse->pos = at + 1;
    } else if (indicator == ':') {
        node->lead = parse->pos;
    }
    if (empty)
        node->start = node->end = parse->pos;
}

/* In a block libyaml sets an absent value right behind its colon; without a colon, at what comes next. */
static inline void find_colon(struct parse *parse, struct node *node)
{
    const char *text = parse->source->p;
    bool empty = node->start == node->end, absent = empty && node->kind == NODE_SCALAR && !in_flow(parse);
    if (absent && (parse->pos >= node->start || text[node->start - 1] != ':')) {
        node->lead = parse->pos;
    } else if (absent) {
        node->lead = node->start - 1;
        parse->pos = node->start;
    } else if (parse->pos < node->start && text[parse->pos] == ':') {
        node->lead = parse->pos++;
    } else {
        find_lead(parse, node, ':');
    }
    if (empty)
        node->start = node->end = parse->pos;
}

/* A key behind `?` is not in its mapping's column; in flow, where there are no columns, the `?` is looked
 * for. */
static inline void find_question_mark(struct parse *parse, const struct frame *frame, struct node *node)
{
    bool flow = frame->collection->style == STYLE_FLOW;
    bool implicit = flow ? parse->pos <= node->start &&
                               !memchr(parse->source->p + parse->pos, '?', node->start - parse->pos)
                         : parse->yaml_event.start_mark.column == frame->column;
    /* A block scalar is never a key without one, wherever it stands. */
    if (implicit && node->start < node->end && !node_is_block_scalar(node))
        node->lead = node->start;
    else
        find_lead(parse, node, '?');
}

/* Most items stand in the second column behind their dash. */
static inline void find_dash(struct parse *parse, const struct frame *frame, struct node *node)
{
    const char *start = parse->source->p + node->start;
    if (parse->yaml_event.start_mark.column == frame->column + 2 && node->start < node->end &&
        start[-2] == '-')
        node->lead = node->start - 2;
    else
        find_lead(parse, node, '-');
}

static inline void attach_key(struct frame *frame, struct node *key)
{
    struct node *mapping = frame->collection;
    if (key->kind != NODE_SCALAR || key->lead != key->start)
        key->explicit = mapping->explicit = true;
    if (node_is_merge(key))
        mapping->merges = 1;
    if (frame->last && str_order(frame->last->text, key->text) >= 0)
        mapping->sorted = false;
}

static void attach_root(struct parse *parse, struct node *node)
{
    parse->document->root = node;
    if (node->start == node->end && node->kind == NODE_SCALAR)
        node->start = node->end = parse->pos;
    node->lead = node->start;
}

/* Puts n where the events say it stands: the root, a key, a key's value or an item. */
static inline void attach(struct parse *parse, struct node *node)
{
    struct frame *frame = parse->top;
    node->lead = node->start;
    if (frame->unread)
        return;
    if (frame->wants_value) {
        find_colon(parse, node);
        frame->last->value = node;
        node->parent = frame->last;
        frame->wants_value = false;
        return;
    }
    if (!frame->collection) {
        attach_root(parse, node);
        return;
    }
    bool in_mapping = frame->collection->kind == NODE_MAPPING;
    if (in_mapping) {
        find_question_mark(parse, frame, node);
        attach_key(frame, node);
    } else if (frame->collection->style == STYLE_BLOCK) {
        find_dash(parse, frame, node);
    }
    *(frame->last ? &frame->last->next : &frame->collection->child) = node;
    frame->last = node;
    node->parent = frame->collection;
    frame->wants_value = in_mapping;
}

static inline struct node *new_node(struct parse *parse, enum kind kind, enum style style,
                                    const yaml_char_t *anchor)
{
    struct pool *pool = pool_of(parse, anchor);
    if (!pool->spare) {
        pool->nodes = arena_alloc(pool->arena, SPARE * sizeof *pool->nodes);
        if (!pool->nodes) {
            error_memory(parse->error);
            return NULL;
        }
        pool->spare = SPARE;
    }
    struct node *node = &pool->nodes[--pool->spare];
    node->kind = (unsigned char)kind;
    node->style = (unsigned char)style;
    node->sorted = kind == NODE_MAPPING;
    node->start = byte_of(parse, parse->yaml_event.start_mark.index);
    node->end = byte_of(parse, parse->yaml_event.end_mark.index);
    return node;
}

static bool list_anchor(struct parse *parse, struct node *node)
{
    struct document *document = parse->document;
    if (document->n_anchors == parse->cap_anchors) {
        size_t cap = document->n_anchors ? document->n_anchors * 2 : 16;
        struct anchor *list = arena_alloc(parse->document_pool.arena, cap * sizeof *list);
        if (!list)
            return false;
        if (document->n_anchors)
            memcpy(list, document->anchors, document->n_anchors * sizeof *list);
        document->anchors = list;
        parse->cap_anchors = cap;
    }
    document->anchors[document->n_anchors++] = (struct anchor){.node = node};
    return true;
}

static bool set_anchor(struct parse *parse, struct node *node, const yaml_char_t *anchor)
{
    node->anchor = arena_copy(parse->document_pool.arena, str_of((const char *)anchor));
    if (!anchors_put(&parse->anchors, node) || !list_anchor(parse, node))
        return error_memory(parse->error);
    return true;
}

static bool name_alias(struct parse *parse, struct node *node)
{
    node->text = arena_copy(home(parse, false), str_of((const char *)parse->yaml_event.data.alias.anchor));
    node->named = anchors_get(&parse->anchors, node->text);
    if (!node->named)
        return error_at(parse->error, node->start, "the alias *%s has no anchor before it", node->text.p);
    if (node->named->end == SIZE_MAX)
        return error_at(parse->error, node->start, "the alias *%s stands inside what it names", node->text.p);
    return true;
}

/* The event of a sequence that is not indented under its key ends behind its first dash, others before it. */
static size_t block_column(const struct parse *parse, const struct node *node)
{
    size_t column = parse->yaml_event.end_mark.column;
    return node->kind == NODE_SEQUENCE &&
                   (node->end >= parse->source->n || parse->source->p[node->end] != '-')
               ? column - 1
               : column;
}

/* The root's items: a List's, if its kind says so. */
static bool is_items(const struct parse *parse, const struct node *node)
{
    return depth(parse) == ITEMS && node->kind == NODE_SEQUENCE && node->parent &&
           node->parent->kind == NODE_SCALAR && str_is(node->parent->text, "items");
}

static bool is_in_items(const struct parse *parse)
{
    const struct node *items = parse->document->items;
    return items && depth(parse) >= ITEMS && parse->frames[ITEMS].collection == items;
}

static bool push_frame(struct parse *parse)
{
    if (depth(parse) == PARSE_DEPTH)
        return error_at(parse->error, byte_of(parse, parse->yaml_event.start_mark.index),
                        "nested more than %d deep, and no manifest is", PARSE_DEPTH);
    parse->top++;
    *parse->top = (struct frame){.pool = parse->top[-1].pool, .anchored = parse->top[-1].anchored};
    return true;
}

/* A collection's entries follow. */
static bool open_collection(struct parse *parse, struct node *node)
{
    if (!push_frame(parse))
        return false;
    struct frame *frame = parse->top;
    bool flow = node->style == STYLE_FLOW, key = node->parent && node->parent->kind == NODE_SCALAR;
    char last = node->end > node->start ? parse->source->p[node->end - 1] : '\0';
    frame->collection = node;
    frame->column = flow ? 0 : block_column(parse, node);
    frame->bracket = flow && (last == '{' || last == '[');
    frame->anchored |= node->anchor.n > 0;
    frame->unread = key && parse->unread && !frame->anchored && parse->unread(node->parent);
    if (frame->bracket)
        parse->pos = node->end;
    node->end = SIZE_MAX; /* not known yet, and no limit for its properties */
    if (!frame->bracket)
        parse->pos = parse_body(parse->source, node);
    node->explicit = flow && !frame->bracket;
    if (is_items(parse, node))
        parse->document->items = node;
    frame->pool = is_in_items(parse) && !frame->anchored ? &parse->item_pool : &parse->document_pool;
    return true;
}

static const unsigned char styles[] = {[YAML_ANY_SCALAR_STYLE] = STYLE_PLAIN,
                                       [YAML_PLAIN_SCALAR_STYLE] = STYLE_PLAIN,
                                       [YAML_SINGLE_QUOTED_SCALAR_STYLE] = STYLE_SINGLE,
                                       [YAML_DOUBLE_QUOTED_SCALAR_STYLE] = STYLE_DOUBLE,
                                       [YAML_LITERAL_SCALAR_STYLE] = STYLE_LITERAL,
                                       [YAML_FOLDED_SCALAR_STYLE] = STYLE_FOLDED};

/* What the event says of its node. */
struct properties {
    enum kind kind;
    enum style style;
    const yaml_char_t *anchor, *tag;
};

static inline struct properties properties_of(const yaml_event_t *event)
{
    switch (event->type) {
    case YAML_SCALAR_EVENT:
        return (struct properties){NODE_SCALAR, styles[event->data.scalar.style], event->data.scalar.anchor,
                                   event->data.scalar.tag};
    case YAML_MAPPING_START_EVENT:
        return (struct properties){NODE_MAPPING,
                                   event->data.mapping_start.style == YAML_FLOW_MAPPING_STYLE ? STYLE_FLOW
                                                                                              : STYLE_BLOCK,
                                   event->data.mapping_start.anchor, event->data.mapping_start.tag};
    case YAML_SEQUENCE_START_EVENT:
        return (struct properties){NODE_SEQUENCE,
                                   event->data.sequence_start.style == YAML_FLOW_SEQUENCE_STYLE ? STYLE_FLOW
                                                                                                : STYLE_BLOCK,
                                   event->data.sequence_start.anchor, event->data.sequence_start.tag};
    default:
        return (struct properties){NODE_ALIAS, STYLE_PLAIN, NULL, NULL};
    }
}

static inline bool add_node(struct parse *parse, const struct properties *is)
{
    const yaml_event_t *event = &parse->yaml_event;
    struct node *node = new_node(parse, is->kind, is->style, is->anchor);
    if (!node)
        return false;
    node->tagged = is->tag != NULL;
    if (is->anchor && !set_anchor(parse, node, is->anchor))
        return false;
    if (is->kind == NODE_SCALAR)
        node->text =
            scalar_text(parse, node, (const char *)event->data.scalar.value, event->data.scalar.length);
    else if (is->kind == NODE_ALIAS && !name_alias(parse, node))
        return false;
    attach(parse, node);
    if (is->kind == NODE_MAPPING || is->kind == NODE_SEQUENCE)
        return open_collection(parse, node);
    if (node->end > parse->pos)
        parse->pos = node->end;
    return true;
}

static int by_text(const void *a, const void *b)
{
    const struct node *one = *(const struct node *const *)a, *other = *(const struct node *const *)b;
    int order = str_order(one->text, other->text);
    return order ? order : (one->start > other->start) - (one->start < other->start);
}

/* Keys that ascend are distinct; only others need a look. */
static bool check_duplicates(struct parse *parse, const struct node *mapping)
{
    if (mapping->sorted)
        return true;
    size_t n = 1;
    for (const struct node *key = mapping->child; key; key = key->next)
        n++;
    const struct node **keys = malloc(n * sizeof *keys);
    if (!keys)
        return error_memory(parse->error);
    n = 0;
    for (const struct node *key = mapping->child; key; key = key->next)
        if (key->kind == NODE_SCALAR && !node_is_merge(key))
            keys[n++] = key;
    qsort(keys, n, sizeof *keys, by_text);
    bool ok = true;
    for (size_t i = 1; ok && i < n; i++)
        if (str_same(keys[i - 1]->text, keys[i]->text))
            ok = error_at(parse->error, keys[i]->start, "duplicate key %.*s", (int)keys[i]->text.n,
                          keys[i]->text.p);
    free(keys);
    return ok;
}

/* What is not read has an end all the same: behind text and brackets, and behind the indicator before an
 * empty value. */
static void pass_end(struct parse *parse)
{
    size_t start = parse->yaml_event.start_mark.index, end = parse->yaml_event.end_mark.index,
           at = byte_of(parse, end);
    if (start < end || (at > parse->pos && strchr(":-?", parse->source->p[at - 1])))
        parse->pos = at;
}

static unsigned weight(const struct node *node)
{
    node = node_real(node);
    unsigned keys = 1U + (node->kind == NODE_MAPPING ? node->merges : 0U);
    for (const struct node *key = node->kind == NODE_MAPPING ? node->child : NULL; key && keys <= UCHAR_MAX;
         key = key->next)
        keys++;
    return keys;
}

/* A lookup visits all that merge keys bring in, and aliases can make that grow without end. */
static bool weigh_merges(struct parse *parse, struct node *mapping)
{
    unsigned total = 0;
    for (const struct node *key = mapping->merges ? mapping->child : NULL; key; key = key->next) {
        if (!node_is_merge(key))
            continue;
        const struct node *from = node_real(key->value);
        total += from->kind == NODE_SEQUENCE ? 0 : weight(from);
        for (const struct node *item = from->kind == NODE_SEQUENCE ? from->child : NULL; item;
             item = item->next)
            if ((total += weight(item)) > UCHAR_MAX)
                break;
        if (total > UCHAR_MAX)
            return error_at(parse->error, key->start,
                            "merge keys that bring in more than %d keys, and no manifest has so many",
                            UCHAR_MAX);
    }
    mapping->merges = (unsigned char)(mapping->merges && !total ? 1 : total);
    return true;
}

static bool close_collection(struct parse *parse)
{
    const struct frame *frame = parse->top--;
    struct node *node = frame->collection;
    if (frame->bracket || !node)
        pass_end(parse);
    if (!node)
        return true;
    node->end = parse->pos;
    return node->kind == NODE_SEQUENCE || (weigh_merges(parse, node) && check_duplicates(parse, node));
}

static bool pass_over(struct parse *parse, enum kind kind)
{
    if (kind == NODE_SCALAR)
        pass_end(parse);
    else if (!push_frame(parse))
        return false;
    else
        parse->top->unread = true;
    return true;
}

static bool take_node(struct parse *parse)
{
    struct properties is = properties_of(&parse->yaml_event);
    /* What has an anchor is read: an alias may name it. */
    bool unread = parse->top->unread && !is.anchor && is.kind != NODE_ALIAS;
    return unread ? pass_over(parse, is.kind) : add_node(parse, &is);
}

static bool take_event(struct parse *parse)
{
    const yaml_event_t *event = &parse->yaml_event;
    switch (event->type) {
    case YAML_DOCUMENT_START_EVENT:
        parse->document->start = byte_of(parse, event->start_mark.index);
        parse->pos = byte_of(parse, event->end_mark.index);
        return true;
    case YAML_SCALAR_EVENT:
    case YAML_ALIAS_EVENT:
    case YAML_MAPPING_START_EVENT:
    case YAML_SEQUENCE_START_EVENT:
        return take_node(parse);
    case YAML_MAPPING_END_EVENT:
    case YAML_SEQUENCE_END_EVENT:
        return close_collection(parse);
    default:
        return true;
    }
}

/* The item that the last event ended; it is taken out of the sequence, which would grow with the input. */
static bool take_item(struct parse *parse)
{
    if (depth(parse) != ITEMS || parse->top->collection != parse->document->items || !parse->top->last)
        return false;
    parse->document->item = parse->top->last;
    parse->document->items->child = NULL;
    parse->top->last = NULL;
    return true;
}

static bool restart(struct parse *parse, size_t at)
{
    yaml_parser_delete(&parse->yaml);
    if (!yaml_parser_initialize(&parse->yaml))
        return error_memory(parse->error);
    feed_open(&parse->feed, parse->source, &parse->yaml, at);
    return true;
}

/* JSON objects may follow each other, as kubectl prints and reads them; for libyaml each is an input of its
 * own. False where it is something else that libyaml does not like. */
static bool next_object(struct parse *parse)
{
    const struct source *source = parse->source;
    size_t at = is_behind_root(parse) ? byte_of(parse, parse->yaml.problem_mark.index) : source->n;
    if (at >= source->n || (source->p[at] != '{' && source->p[at] != '['))
        return false;
    parse->first = parse->cursor = (struct cursor){.byte = at, .next = parse->cursor.next};
    return restart(parse, at);
}

struct parse *parse_open(const struct source *source, struct arena *arena, struct arena *items,
                         struct error *error)
{
    struct parse *parse = malloc(sizeof *parse);
    if (parse)
        memset(parse, 0, offsetof(struct parse, frames)); /* not the frames: a small input needs few */
    if (!parse || !yaml_parser_initialize(&parse->yaml)) {
        free(parse);
        error_memory(error);
        return NULL;
    }
    parse->source = source;
    parse->document_pool.arena = arena;
    parse->item_pool.arena = items;
    parse->top = parse->frames;
    parse->error = error;
    parse->first = parse->cursor = (struct cursor){.byte = source->bom, .next = source->ascii};
    feed_open(&parse->feed, source, &parse->yaml, 0);
    return parse;
}

void parse_unread(struct parse *parse, bool (*unread)(const struct node *key))
{
    parse->unread = unread;
}

/* Ends, and starts without properties, own no memory. */
static void delete_event(yaml_event_t *event)
{
    bool bare = event->type == YAML_MAPPING_END_EVENT || event->type == YAML_SEQUENCE_END_EVENT ||
                (event->type == YAML_MAPPING_START_EVENT && !event->data.mapping_start.anchor &&
                 !event->data.mapping_start.tag);
    if (!bare)
        yaml_event_delete(event);
}

enum parsed parse_next(struct parse *parse, struct document *document)
{
    parse->document = document;
    if (!parse->going_on) {
        *document = (struct document){0};
        anchors_free(&parse->anchors);
        parse->cap_anchors = 0;
        parse->top = parse->frames;
        *parse->top = (struct frame){.pool = &parse->document_pool};
        parse->document_pool.spare = 0; /* the arena may have been reset */
    }
    parse->item_pool.spare = 0;
    parse->going_on = false;
    for (;;) {
        if (!yaml_parser_parse(&parse->yaml, &parse->yaml_event)) {
            if (next_object(parse))
                continue;
            yaml_error(parse);
            return PARSE_FAILED;
        }
        yaml_event_type_t type = parse->yaml_event.type;
        bool ok = take_event(parse);
        delete_event(&parse->yaml_event);
        if (!ok)
            return PARSE_FAILED;
        if (depth(parse) > ITEMS)
            continue;
        if (parse->document_pool.arena->failed || parse->item_pool.arena->failed) {
            error_memory(parse->error);
            return PARSE_FAILED;
        }
        if (take_item(parse)) {
            parse->going_on = true;
            return PARSE_ITEM;
        }
        if (type == YAML_DOCUMENT_END_EVENT)
            return PARSE_DOCUMENT;
        if (type == YAML_STREAM_END_EVENT)
            return PARSE_END;
    }
}

void parse_close(struct parse *parse)
{
    if (!parse)
        return;
    yaml_parser_delete(&parse->yaml);
    anchors_free(&parse->anchors);
    free(parse);
}
