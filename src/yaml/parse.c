#include "yaml/parse.h"

#include "yaml/anchors.h"
#include "yaml/json.h"
#include "yaml/keys.h"
#include "yaml/reader.h"
#include "yaml/scalar.h"

#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum { SPARE = 16 };

/* Nodes are allocated many at a time. */
struct pool {
    struct arena *arena;
    struct node *nodes; /* zeroed, and still free */
    size_t spare;       /* so many of them */
};

struct frame {
    struct node *collection; /* NULL inside one that is not read */
    struct node *last;       /* its last entry so far */
    struct pool *pool;       /* where its entries come from */
    size_t column;           /* where the entries of a block collection stand, as libyaml counts */
    bool flow;               /* it is in flow style */
    bool wants_value;        /* its last entry is a key without a value */
    bool bracket;            /* a pair in a flow sequence has none, and then no end mark of its own */
    bool anchored;           /* it has an anchor, or stands inside a collection that has one */
    bool unread;             /* its entries get no nodes */
};

struct parse {
    struct reader reader;
    const struct source *source;
    struct pool document_pool, item_pool;
    struct error *error;
    bool (*unread)(const struct node *key);
    struct document *document;
    struct anchors anchors;               /* of the document, by name */
    size_t cap_anchors;                   /* room in the document's list of them */
    size_t aliased;                       /* so many bytes the input's aliases stand for */
    bool going_on;                        /* an item was handed out, and its document goes on */
    struct frame *top;                    /* of frames */
    struct frame frames[PARSE_DEPTH + 1]; /* the first one stands for the document */
};

/* The frame of a sequence that is the value of a key of the root. */
enum { ITEMS = 2 };

/* Which pool a node comes from; its text lives in the pool's arena. */
static struct pool *pool_of(struct parse *parse, bool anchored)
{
    return anchored ? &parse->document_pool : parse->top->pool;
}

static struct arena *home(struct parse *parse, bool anchored)
{
    return pool_of(parse, anchored)->arena;
}

/* Of JSON with something that libyaml cannot read. */
static struct str foreign_text(struct parse *parse, const struct node *node, struct str read)
{
    struct buf b = {0};
    struct str raw = {parse->source->p + node->start, node->end - node->start};
    feed_restore(&b, raw, read, node->style == STYLE_DOUBLE);
    return arena_take(home(parse, node->anchor.n), &b);
}

/* libyaml was shown other characters for those that it refuses, and JSON allows them in a string only. */
static bool check_hidden(struct parse *parse, const struct node *node)
{
    if (!parse->source->foreign || node->style == STYLE_DOUBLE)
        return true;
    size_t at = json_hidden(parse->source, node->start, node->end - node->start);
    return at == node->end ||
           error_at(parse->error, at, "invalid JSON: a control character outside a string");
}

/* Most scalars stand in the source as they are, and need no copy. */
static struct str scalar_text(struct parse *parse, const struct node *node, const char *value, size_t length)
{
    const char *raw = parse->source->p + node->start;
    size_t size = node->end - node->start;
    const yaml_event_t *event = &parse->reader.event;
    if (size == length && node->style == STYLE_PLAIN && event->start_mark.line == event->end_mark.line)
        return (struct str){raw, length};
    if (size == length && memcmp(raw, value, length) == 0)
        return (struct str){raw, length};
    if (size == length + 2 && node->style != STYLE_PLAIN && memcmp(raw + 1, value, length) == 0)
        return (struct str){raw + 1, length};
    if (parse->source->foreign)
        return foreign_text(parse, node, (struct str){value, length});
    return arena_copy(home(parse, node->anchor.n), (struct str){value, length});
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
        node->start = node->end = parse->reader.places.pos;
    node->lead = node->start;
}

/* Puts the node where the events say it stands: as the root, a key, a key's value or an item. */
static inline void attach(struct parse *parse, struct node *node)
{
    struct frame *frame = parse->top;
    node->lead = node->start;
    if (frame->unread)
        return;
    if (frame->wants_value) {
        places_colon(&parse->reader.places, node, parse->top->flow);
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
        places_question_mark(&parse->reader.places, node, parse->top->flow,
                             parse->reader.event.start_mark.column == frame->column);
        attach_key(frame, node);
    } else if (frame->collection->style == STYLE_BLOCK) {
        places_dash(&parse->reader.places, node, parse->reader.event.start_mark.column == frame->column + 2);
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
    struct node *node = pool->nodes++;
    pool->spare--;
    node->kind = (unsigned char)kind;
    node->style = (unsigned char)style;
    node->sorted = kind == NODE_MAPPING;
    node->start = reader_start(&parse->reader);
    node->end = reader_end(&parse->reader);
    return node;
}

static struct anchor *anchor_of(const struct parse *parse, const struct node *node)
{
    struct document *document = parse->document;
    return &document->anchors[anchors_from(document->anchors, document->n_anchors, node->start)];
}

/* Until a collection is closed, its weight is what aliases before it stand for. */
static void weigh(const struct parse *parse, const struct node *collection)
{
    struct anchor *anchor = anchor_of(parse, collection);
    anchor->weight = collection->end - collection->start + parse->aliased - anchor->weight;
}

/* Whoever reads the document reads what its aliases stand for: all that comes later takes time for it. */
static bool weigh_alias(struct parse *parse, const struct node *alias)
{
    size_t weight = anchor_of(parse, alias->named)->weight;
    if (weight > ADDED_MOST - parse->aliased)
        return error_at(parse->error, alias->start,
                        "up to here aliases stand for more than %d MiB, and no manifest needs so many",
                        ADDED_MIB);
    parse->aliased += weight;
    return true;
}

static bool list_anchor(struct parse *parse, struct node *node)
{
    struct document *document = parse->document;
    bool scalar = node->kind == NODE_SCALAR;
    struct anchor anchor = {.node = node, .weight = scalar ? node->end - node->start : parse->aliased};
    return anchors_append(parse->document_pool.arena, &document->anchors, &document->n_anchors,
                          &parse->cap_anchors, anchor);
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
    node->text = arena_copy(home(parse, false), str_of((const char *)parse->reader.event.data.alias.anchor));
    node->named = anchors_get(&parse->anchors, node->text);
    if (!node->named)
        return error_at(parse->error, node->start, "the alias *%s has no anchor before it", node->text.p);
    if (node->named->end == SIZE_MAX)
        return error_at(parse->error, node->start, "the alias *%s stands inside what it names", node->text.p);
    return weigh_alias(parse, node);
}

/* The event of a sequence that is not indented under its key ends behind its first dash, others before it. */
static size_t block_column(const struct parse *parse, const struct node *node)
{
    size_t column = parse->reader.event.end_mark.column;
    return node->kind == NODE_SEQUENCE &&
                   (node->end >= parse->source->n || parse->source->p[node->end] != '-')
               ? column - 1
               : column;
}

/* Whether the sequence is handed out one item at a time. */
static bool is_items(const struct parse *parse, const struct node *node)
{
    return parse->top == &parse->frames[ITEMS] && node->kind == NODE_SEQUENCE && node->parent &&
           node->parent->kind == NODE_SCALAR && str_is(node->parent->text, PARSE_ITEMS);
}

static bool is_in_items(const struct parse *parse)
{
    const struct node *items = parse->document->items;
    return items && parse->top >= &parse->frames[ITEMS] && parse->frames[ITEMS].collection == items;
}

static bool push_frame(struct parse *parse)
{
    if (parse->top == &parse->frames[PARSE_DEPTH])
        return error_at(parse->error, reader_start(&parse->reader),
                        "nested more than %d deep, and no manifest is", PARSE_DEPTH);
    parse->top++;
    *parse->top = (struct frame){.pool = parse->top[-1].pool, .anchored = parse->top[-1].anchored};
    return true;
}

/* The entries of the collection follow. */
static bool open_collection(struct parse *parse, struct node *node)
{
    if (!push_frame(parse))
        return false;
    struct frame *frame = parse->top;
    bool flow = node->style == STYLE_FLOW, key = node->parent && node->parent->kind == NODE_SCALAR;
    char last = node->end > node->start ? parse->source->p[node->end - 1] : '\0';
    frame->collection = node;
    frame->flow = flow;
    frame->column = flow ? 0 : block_column(parse, node);
    frame->bracket = flow && (last == '{' || last == '[');
    frame->anchored |= node->anchor.n > 0;
    frame->unread = key && parse->unread && !frame->anchored && parse->unread(node->parent);
    if (frame->bracket)
        parse->reader.places.pos = node->end;
    node->end = SIZE_MAX; /* not known yet, and no limit for its properties */
    if (!frame->bracket)
        parse->reader.places.pos = parse_body(parse->source, node);
    node->explicit = flow && !frame->bracket;
    if (is_items(parse, node))
        parse->document->items = node;
    frame->pool = is_in_items(parse) && !frame->anchored ? &parse->item_pool : &parse->document_pool;
    return true;
}

/* Sets what the event says of a scalar. */
static inline bool fill_scalar(struct parse *parse, struct node *node, const yaml_char_t *tag)
{
    const yaml_event_t *event = &parse->reader.event;
    const char *value = (const char *)event->data.scalar.value;
    node->text = scalar_text(parse, node, value, event->data.scalar.length);
    if (!check_hidden(parse, node))
        return false;
    node->tag = (unsigned char)scalar_tag((const char *)tag);
    if (node->tag == TAG_BINARY) {
        struct buf b = {0};
        if (!scalar_binary(&b, node->text)) {
            buf_free(&b);
            return error_at(parse->error, node->start, "a !!binary value that is not base64");
        }
        node->text = arena_take(home(parse, node->anchor.n), &b);
    }
    if (node->anchor.n) {
        node->named = arena_alloc(parse->document_pool.arena, sizeof *node);
        if (!node->named)
            return error_memory(parse->error);
        *node->named = *node;
    }
    return true;
}

static inline bool add_node(struct parse *parse, const struct properties *is)
{
    struct node *node = new_node(parse, is->kind, is->style, is->anchor);
    if (!node)
        return false;
    node->tagged = is->tag != NULL;
    if (is->anchor && !set_anchor(parse, node, is->anchor))
        return false;
    if (is->kind == NODE_SCALAR && !fill_scalar(parse, node, is->tag))
        return false;
    if (is->kind == NODE_ALIAS && !name_alias(parse, node))
        return false;
    attach(parse, node);
    if (is->kind == NODE_MAPPING || is->kind == NODE_SEQUENCE)
        return open_collection(parse, node);
    if (node->end > parse->reader.places.pos)
        parse->reader.places.pos = node->end;
    return true;
}

/* Nodes that are not read have an end all the same: behind their text or bracket, and behind the indicator
 * before an absent value. */
static inline void pass_end(struct parse *parse)
{
    const yaml_event_t *event = &parse->reader.event;
    size_t at = reader_end(&parse->reader);
    if (event->start_mark.index < event->end_mark.index ||
        (at > parse->reader.places.pos && strchr(":-?", parse->source->p[at - 1])))
        parse->reader.places.pos = at;
}

static bool close_collection(struct parse *parse)
{
    const struct frame *frame = parse->top--;
    struct node *node = frame->collection;
    if (frame->bracket || !node)
        pass_end(parse);
    if (!node)
        return true;
    node->end = parse->reader.places.pos;
    if (node->anchor.n)
        weigh(parse, node);
    return node->kind == NODE_SEQUENCE || keys_check(node, parse->error);
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
    struct properties is = reader_properties(&parse->reader);
    /* What has an anchor is read: an alias may name it. */
    bool unread = parse->top->unread && !is.anchor && is.kind != NODE_ALIAS;
    return unread ? pass_over(parse, is.kind) : add_node(parse, &is);
}

static bool take_event(struct parse *parse)
{
    const yaml_event_t *event = &parse->reader.event;
    switch (event->type) {
    case YAML_DOCUMENT_START_EVENT:
        parse->document->start = reader_start(&parse->reader);
        parse->reader.places.pos = reader_end(&parse->reader);
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

/* Takes the item that the last event ended out of its sequence, which would grow with the input. */
static bool take_item(struct parse *parse)
{
    if (parse->top != &parse->frames[ITEMS] || parse->top->collection != parse->document->items ||
        !parse->top->last)
        return false;
    parse->document->item = parse->top->last;
    parse->document->items->child = NULL;
    parse->top->last = NULL;
    return true;
}

struct parse *parse_open(const struct source *source, struct arena *arena, struct arena *items,
                         struct error *error)
{
    struct parse *parse = malloc(sizeof *parse);
    if (parse)
        memset(parse, 0, offsetof(struct parse, frames)); /* not the frames: a small input needs few */
    if (!parse || !reader_open(&parse->reader, source, error)) {
        free(parse);
        error_memory(error);
        return NULL;
    }
    parse->source = source;
    parse->document_pool.arena = arena;
    parse->item_pool.arena = items;
    parse->top = parse->frames;
    parse->error = error;
    return parse;
}

void parse_unread(struct parse *parse, bool (*unread)(const struct node *key))
{
    parse->unread = unread;
}

static void begin_document(struct parse *parse)
{
    *parse->document = (struct document){0};
    anchors_free(&parse->anchors);
    parse->cap_anchors = 0;
    parse->top = parse->frames;
    *parse->top = (struct frame){.pool = &parse->document_pool};
    parse->document_pool.spare = 0; /* the arena may have been reset */
}

/* Takes one event. Returns its type, or YAML_NO_EVENT after an error. */
static yaml_event_type_t pass_event(struct parse *parse)
{
    if (!reader_next(&parse->reader)) {
        reader_fail(&parse->reader, parse->top->flow ? parse->top->collection->start : parse->source->n);
        return YAML_NO_EVENT;
    }
    yaml_event_type_t type = parse->reader.event.type;
    bool ok = take_event(parse);
    reader_free_event(&parse->reader);
    return ok ? type : YAML_NO_EVENT;
}

enum parsed parse_next(struct parse *parse, struct document *document)
{
    parse->document = document;
    if (!parse->going_on)
        begin_document(parse);
    parse->item_pool.spare = 0;
    parse->going_on = false;
    for (yaml_event_type_t type; (type = pass_event(parse)) != YAML_NO_EVENT;) {
        if (parse->top > &parse->frames[ITEMS])
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
    return PARSE_FAILED;
}

void parse_close(struct parse *parse)
{
    if (!parse)
        return;
    reader_close(&parse->reader);
    anchors_free(&parse->anchors);
    free(parse);
}
