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

static size_t depth(const struct parse *p)
{
    return (size_t)(p->top - p->frames);
}

/* Where a node, and its text, lives. */
static struct pool *pool_of(struct parse *p, bool anchored)
{
    return anchored ? &p->document_pool : p->top->pool;
}

static struct arena *home(struct parse *p, bool anchored)
{
    return pool_of(p, anchored)->arena;
}

static void move_cursor(struct parse *p, size_t character)
{
    const struct source *s = p->source;
    struct cursor *c = &p->cursor;
    if (character < c->character)
        *c = p->first;
    while (character - c->character > c->next - c->byte && c->next < s->n) {
        c->character += c->next - c->byte + 1;
        c->byte = c->next + 1;
        while (c->byte < s->n && (s->p[c->byte] & 0xc0) == 0x80)
            c->byte++;
        c->next = input_ascii(s, c->byte);
    }
}

/* The byte offset of libyaml's character index: up to the next character above 0x7f both count alike. */
static inline size_t byte_of(struct parse *p, size_t character)
{
    const struct cursor *c = &p->cursor;
    if (character < c->character || character - c->character > c->next - c->byte)
        move_cursor(p, character);
    return c->byte + (character - c->character);
}

static bool in_flow(const struct parse *p)
{
    const struct node *collection = p->top->collection;
    return collection && collection->style == STYLE_FLOW;
}

/* What JSON allows and YAML does not; kubectl reads both. NULL for what is wrong in both. */
static const char *only_json(const struct source *s, size_t at)
{
    size_t before = at;
    if (!s->json || at >= s->n)
        return NULL;
    if (s->p[at] == '\x7f')
        return "a raw DEL character, which is read only as \\u007f: jq . rewrites it";
    while (before > 0 && strchr(" \t\r\n", s->p[before - 1]))
        before--;
    if (s->p[at] == ':' && line_end(s, before) < at)
        return "a line break before the colon, which is not read here: jq . rewrites it";
    return NULL;
}

/* What libyaml found is no document's start. */
static bool is_behind_root(const struct parse *p)
{
    return p->source->json && p->yaml.error == YAML_PARSER_ERROR &&
           strstr(p->yaml.problem, "<document start>");
}

static bool yaml_error(struct parse *p)
{
    const yaml_parser_t *y = &p->yaml;
    const struct source *s = p->source;
    const char *form = s->json ? "JSON" : "YAML";
    if (y->error == YAML_MEMORY_ERROR)
        return error_memory(p->error);
    bool reader = y->error == YAML_READER_ERROR;
    size_t at = reader ? p->feed.origin + y->problem_offset : byte_of(p, y->problem_mark.index);
    const char *json = only_json(s, at);
    if (json)
        return error_at(p->error, at, "%s", json);
    if (reader)
        return error_at(p->error, at, "invalid %s: %s", form, y->problem);
    if (is_behind_root(p))
        return error_at(p->error, at, "invalid JSON: something behind the object");
    /* What is not closed is missed only at the end: where it starts says more. */
    if (y->context && at >= s->n)
        at = byte_of(p, y->context_mark.index);
    if (at >= s->n && in_flow(p))
        at = p->top->collection->start;
    if (y->context)
        return error_at(p->error, at, "invalid %s: %s, %s", form, y->context, y->problem);
    return error_at(p->error, at, "invalid %s: %s", form, y->problem);
}

/* Past blanks, line breaks, byte order marks, comments and, in flow collections, commas. */
static size_t skip(const struct source *s, size_t at, bool comma)
{
    const char *p = s->p;
    size_t n = s->n, brk;
    while (at < n) {
        char c = p[at];
        if (c > ',') /* an indicator or text, most often */
            break;
        if (c == ' ' || c == '\n' || c == '\t' || (comma && c == ',')) {
            at++;
            while (n - at >= 8 && memcmp(p + at, "        ", 8) == 0)
                at += 8;
        } else if (c == '#') {
            at = line_end(s, at);
        } else if ((brk = break_at(s, at)) || (brk = mark_at(s, at))) {
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

size_t parse_property_end(const struct source *s, size_t at)
{
    bool anchor = s->p[at++] == '&', verbatim = !anchor && at < s->n && s->p[at] == '<';
    for (; at < s->n; at++) {
        char c = s->p[at];
        if (anchor ? !is_anchor_char(c) : c == ' ' || c == '\t' || (c == ',' && !verbatim) || break_at(s, at))
            break;
    }
    return at;
}

size_t parse_properties_end(const struct source *s, const struct node *n)
{
    size_t at = n->start;
    if (!n->anchor.n && !n->tagged)
        return at;
    at = parse_property_end(s, at);
    return n->anchor.n && n->tagged ? parse_property_end(s, skip(s, at, false)) : at;
}

size_t parse_body(const struct source *s, const struct node *n)
{
    size_t end = parse_properties_end(s, n), at = end == n->start ? end : skip(s, end, false);
    return at < n->end ? at : end;
}

static struct str restored(struct parse *p, const struct node *n, const char *value, size_t length)
{
    struct buf b = {0};
    struct str source = {p->source->p + n->start, n->end - n->start}, read = {value, length};
    (n->style == STYLE_DOUBLE ? feed_restore : feed_restore_text)(&b, source, read);
    return arena_take(home(p, n->anchor.n), &b);
}

/* Most scalars stand in the source as they are, and need no copy. */
static struct str scalar_text(struct parse *p, const struct node *n, const char *value, size_t length)
{
    const char *source = p->source->p + n->start;
    size_t size = n->end - n->start;
    const yaml_event_t *ev = &p->yaml_event;
    if (size == length && n->style == STYLE_PLAIN && ev->start_mark.line == ev->end_mark.line)
        return (struct str){source, length};
    if (size == length && memcmp(source, value, length) == 0)
        return (struct str){source, length};
    if (size == length + 2 && n->style != STYLE_PLAIN && memcmp(source + 1, value, length) == 0)
        return (struct str){source + 1, length};
    if (p->source->surrogates && memchr(source, '\\', size))
        return restored(p, n, value, length);
    return arena_copy(home(p, n->anchor.n), (struct str){value, length});
}

/* Finds what introduces n, scanning forward from the last node's end; gives an absent value its place. */
static void find_lead(struct parse *p, struct node *n, char indicator)
{
    const struct source *s = p->source;
    bool empty = n->start == n->end;
    size_t at = skip(s, p->pos, in_flow(p) && indicator != ':');
    n->lead = n->start;
    if (at < s->n && (at < n->start || empty) && s->p[at] == indicator) {
        n->lead = at;
        p->pos = at + 1;
    } else if (indicator == ':') {
        n->lead = p->pos;
    }
    if (empty)
        n->start = n->end = p->pos;
}

/* In a block libyaml sets an absent value right behind its colon; without a colon, at what comes next. */
static inline void find_colon(struct parse *p, struct node *n)
{
    const char *text = p->source->p;
    bool empty = n->start == n->end, absent = empty && n->kind == NODE_SCALAR && !in_flow(p);
    if (absent && (p->pos >= n->start || text[n->start - 1] != ':')) {
        n->lead = p->pos;
    } else if (absent) {
        n->lead = n->start - 1;
        p->pos = n->start;
    } else if (p->pos < n->start && text[p->pos] == ':') {
        n->lead = p->pos++;
    } else {
        find_lead(p, n, ':');
    }
    if (empty)
        n->start = n->end = p->pos;
}

/* A key behind `?` is not in its mapping's column; in flow, where there are no columns, the `?` is looked
 * for. */
static inline void find_question_mark(struct parse *p, const struct frame *f, struct node *n)
{
    bool flow = f->collection->style == STYLE_FLOW;
    bool implicit = flow ? p->pos <= n->start && !memchr(p->source->p + p->pos, '?', n->start - p->pos)
                         : p->yaml_event.start_mark.column == f->column;
    /* A block scalar is never a key without one, wherever it stands. */
    if (implicit && n->start < n->end && !node_is_block_scalar(n))
        n->lead = n->start;
    else
        find_lead(p, n, '?');
}

/* Most items stand in the second column behind their dash. */
static inline void find_dash(struct parse *p, const struct frame *f, struct node *n)
{
    const char *start = p->source->p + n->start;
    if (p->yaml_event.start_mark.column == f->column + 2 && n->start < n->end && start[-2] == '-')
        n->lead = n->start - 2;
    else
        find_lead(p, n, '-');
}

static inline void attach_key(struct frame *f, struct node *key)
{
    struct node *mapping = f->collection;
    if (key->kind != NODE_SCALAR || key->lead != key->start)
        key->explicit = mapping->explicit = true;
    if (node_is_merge(key))
        mapping->merges = 1;
    if (f->last && str_order(f->last->text, key->text) >= 0)
        mapping->sorted = false;
}

static void attach_root(struct parse *p, struct node *n)
{
    p->document->root = n;
    if (n->start == n->end && n->kind == NODE_SCALAR)
        n->start = n->end = p->pos;
    n->lead = n->start;
}

/* Puts n where the events say it stands: the root, a key, a key's value or an item. */
static inline void attach(struct parse *p, struct node *n)
{
    struct frame *f = p->top;
    n->lead = n->start;
    if (f->unread)
        return;
    if (f->wants_value) {
        find_colon(p, n);
        f->last->value = n;
        n->parent = f->last;
        f->wants_value = false;
        return;
    }
    if (!f->collection) {
        attach_root(p, n);
        return;
    }
    bool in_mapping = f->collection->kind == NODE_MAPPING;
    if (in_mapping) {
        find_question_mark(p, f, n);
        attach_key(f, n);
    } else if (f->collection->style == STYLE_BLOCK) {
        find_dash(p, f, n);
    }
    *(f->last ? &f->last->next : &f->collection->child) = n;
    f->last = n;
    n->parent = f->collection;
    f->wants_value = in_mapping;
}

static inline struct node *new_node(struct parse *p, enum kind kind, enum style style,
                                    const yaml_char_t *anchor)
{
    struct pool *pool = pool_of(p, anchor);
    if (!pool->spare) {
        pool->nodes = arena_alloc(pool->arena, SPARE * sizeof *pool->nodes);
        if (!pool->nodes) {
            error_memory(p->error);
            return NULL;
        }
        pool->spare = SPARE;
    }
    struct node *n = &pool->nodes[--pool->spare];
    n->kind = (unsigned char)kind;
    n->style = (unsigned char)style;
    n->sorted = kind == NODE_MAPPING;
    n->start = byte_of(p, p->yaml_event.start_mark.index);
    n->end = byte_of(p, p->yaml_event.end_mark.index);
    return n;
}

static bool list_anchor(struct parse *p, struct node *n)
{
    struct document *d = p->document;
    if (d->n_anchors == p->cap_anchors) {
        size_t cap = d->n_anchors ? d->n_anchors * 2 : 16;
        struct anchor *list = arena_alloc(p->document_pool.arena, cap * sizeof *list);
        if (!list)
            return false;
        if (d->n_anchors)
            memcpy(list, d->anchors, d->n_anchors * sizeof *list);
        d->anchors = list;
        p->cap_anchors = cap;
    }
    d->anchors[d->n_anchors++] = (struct anchor){.node = n};
    return true;
}

static bool set_anchor(struct parse *p, struct node *n, const yaml_char_t *anchor)
{
    n->anchor = arena_copy(p->document_pool.arena, str_of((const char *)anchor));
    if (!anchors_put(&p->anchors, n) || !list_anchor(p, n))
        return error_memory(p->error);
    return true;
}

static bool name_alias(struct parse *p, struct node *n)
{
    n->text = arena_copy(home(p, false), str_of((const char *)p->yaml_event.data.alias.anchor));
    n->named = anchors_get(&p->anchors, n->text);
    if (!n->named)
        return error_at(p->error, n->start, "the alias *%s has no anchor before it", n->text.p);
    if (n->named->end == SIZE_MAX)
        return error_at(p->error, n->start, "the alias *%s stands inside what it names", n->text.p);
    return true;
}

/* The event of a sequence that is not indented under its key ends behind its first dash, others before it. */
static size_t block_column(const struct parse *p, const struct node *n)
{
    size_t column = p->yaml_event.end_mark.column;
    return n->kind == NODE_SEQUENCE && (n->end >= p->source->n || p->source->p[n->end] != '-') ? column - 1
                                                                                               : column;
}

/* The root's items: a List's, if its kind says so. */
static bool is_items(const struct parse *p, const struct node *n)
{
    return depth(p) == ITEMS && n->kind == NODE_SEQUENCE && n->parent && n->parent->kind == NODE_SCALAR &&
           str_is(n->parent->text, "items");
}

static bool is_in_items(const struct parse *p)
{
    const struct node *items = p->document->items;
    return items && depth(p) >= ITEMS && p->frames[ITEMS].collection == items;
}

static bool push_frame(struct parse *p)
{
    if (depth(p) == PARSE_DEPTH)
        return error_at(p->error, byte_of(p, p->yaml_event.start_mark.index),
                        "nested more than %d deep, and no manifest is", PARSE_DEPTH);
    p->top++;
    *p->top = (struct frame){.pool = p->top[-1].pool, .anchored = p->top[-1].anchored};
    return true;
}

/* A collection's entries follow. */
static bool open_collection(struct parse *p, struct node *n)
{
    if (!push_frame(p))
        return false;
    struct frame *f = p->top;
    bool flow = n->style == STYLE_FLOW, key = n->parent && n->parent->kind == NODE_SCALAR;
    char last = n->end > n->start ? p->source->p[n->end - 1] : '\0';
    f->collection = n;
    f->column = flow ? 0 : block_column(p, n);
    f->bracket = flow && (last == '{' || last == '[');
    f->anchored |= n->anchor.n > 0;
    f->unread = key && p->unread && !f->anchored && p->unread(n->parent);
    if (f->bracket)
        p->pos = n->end;
    n->end = SIZE_MAX; /* not known yet, and no limit for its properties */
    if (!f->bracket)
        p->pos = parse_body(p->source, n);
    n->explicit = flow && !f->bracket;
    if (is_items(p, n))
        p->document->items = n;
    f->pool = is_in_items(p) && !f->anchored ? &p->item_pool : &p->document_pool;
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

static inline struct properties properties_of(const yaml_event_t *ev)
{
    switch (ev->type) {
    case YAML_SCALAR_EVENT:
        return (struct properties){NODE_SCALAR, styles[ev->data.scalar.style], ev->data.scalar.anchor,
                                   ev->data.scalar.tag};
    case YAML_MAPPING_START_EVENT:
        return (struct properties){
            NODE_MAPPING, ev->data.mapping_start.style == YAML_FLOW_MAPPING_STYLE ? STYLE_FLOW : STYLE_BLOCK,
            ev->data.mapping_start.anchor, ev->data.mapping_start.tag};
    case YAML_SEQUENCE_START_EVENT:
        return (struct properties){NODE_SEQUENCE,
                                   ev->data.sequence_start.style == YAML_FLOW_SEQUENCE_STYLE ? STYLE_FLOW
                                                                                             : STYLE_BLOCK,
                                   ev->data.sequence_start.anchor, ev->data.sequence_start.tag};
    default:
        return (struct properties){NODE_ALIAS, STYLE_PLAIN, NULL, NULL};
    }
}

static inline bool add_node(struct parse *p, const struct properties *is)
{
    const yaml_event_t *ev = &p->yaml_event;
    struct node *n = new_node(p, is->kind, is->style, is->anchor);
    if (!n)
        return false;
    n->tagged = is->tag != NULL;
    if (is->anchor && !set_anchor(p, n, is->anchor))
        return false;
    if (is->kind == NODE_SCALAR)
        n->text = scalar_text(p, n, (const char *)ev->data.scalar.value, ev->data.scalar.length);
    else if (is->kind == NODE_ALIAS && !name_alias(p, n))
        return false;
    attach(p, n);
    if (is->kind == NODE_MAPPING || is->kind == NODE_SEQUENCE)
        return open_collection(p, n);
    if (n->end > p->pos)
        p->pos = n->end;
    return true;
}

static int by_text(const void *a, const void *b)
{
    const struct node *x = *(const struct node *const *)a, *y = *(const struct node *const *)b;
    int order = str_order(x->text, y->text);
    return order ? order : (x->start > y->start) - (x->start < y->start);
}

/* Keys that ascend are distinct; only others need a look. */
static bool check_duplicates(struct parse *p, const struct node *mapping)
{
    if (mapping->sorted)
        return true;
    size_t n = 1;
    for (const struct node *k = mapping->child; k; k = k->next)
        n++;
    const struct node **keys = malloc(n * sizeof *keys);
    if (!keys)
        return error_memory(p->error);
    n = 0;
    for (const struct node *k = mapping->child; k; k = k->next)
        if (k->kind == NODE_SCALAR && !node_is_merge(k))
            keys[n++] = k;
    qsort(keys, n, sizeof *keys, by_text);
    bool ok = true;
    for (size_t i = 1; ok && i < n; i++)
        if (str_same(keys[i - 1]->text, keys[i]->text))
            ok = error_at(p->error, keys[i]->start, "duplicate key %.*s", (int)keys[i]->text.n,
                          keys[i]->text.p);
    free(keys);
    return ok;
}

/* What is not read has an end all the same: behind text and brackets, and behind the indicator before an
 * empty value. */
static void pass_end(struct parse *p)
{
    size_t start = p->yaml_event.start_mark.index, end = p->yaml_event.end_mark.index, at = byte_of(p, end);
    if (start < end || (at > p->pos && strchr(":-?", p->source->p[at - 1])))
        p->pos = at;
}

static unsigned weight(const struct node *n)
{
    n = node_real(n);
    unsigned keys = 1U + (n->kind == NODE_MAPPING ? n->merges : 0U);
    for (const struct node *k = n->kind == NODE_MAPPING ? n->child : NULL; k && keys <= UCHAR_MAX;
         k = k->next)
        keys++;
    return keys;
}

/* A lookup visits all that merge keys bring in, and aliases can make that grow without end. */
static bool weigh_merges(struct parse *p, struct node *mapping)
{
    unsigned total = 0;
    for (const struct node *k = mapping->merges ? mapping->child : NULL; k; k = k->next) {
        if (!node_is_merge(k))
            continue;
        const struct node *from = node_real(k->value);
        total += from->kind == NODE_SEQUENCE ? 0 : weight(from);
        for (const struct node *i = from->kind == NODE_SEQUENCE ? from->child : NULL; i; i = i->next)
            if ((total += weight(i)) > UCHAR_MAX)
                break;
        if (total > UCHAR_MAX)
            return error_at(p->error, k->start,
                            "merge keys that bring in more than %d keys, and no manifest has so many",
                            UCHAR_MAX);
    }
    mapping->merges = (unsigned char)(mapping->merges && !total ? 1 : total);
    return true;
}

static bool close_collection(struct parse *p)
{
    const struct frame *f = p->top--;
    struct node *n = f->collection;
    if (f->bracket || !n)
        pass_end(p);
    if (!n)
        return true;
    n->end = p->pos;
    return n->kind == NODE_SEQUENCE || (weigh_merges(p, n) && check_duplicates(p, n));
}

static bool pass_over(struct parse *p, enum kind kind)
{
    if (kind == NODE_SCALAR)
        pass_end(p);
    else if (!push_frame(p))
        return false;
    else
        p->top->unread = true;
    return true;
}

static bool take_node(struct parse *p)
{
    struct properties is = properties_of(&p->yaml_event);
    /* What has an anchor is read: an alias may name it. */
    bool unread = p->top->unread && !is.anchor && is.kind != NODE_ALIAS;
    return unread ? pass_over(p, is.kind) : add_node(p, &is);
}

static bool take_event(struct parse *p)
{
    const yaml_event_t *ev = &p->yaml_event;
    switch (ev->type) {
    case YAML_DOCUMENT_START_EVENT:
        p->document->start = byte_of(p, ev->start_mark.index);
        p->pos = byte_of(p, ev->end_mark.index);
        return true;
    case YAML_SCALAR_EVENT:
    case YAML_ALIAS_EVENT:
    case YAML_MAPPING_START_EVENT:
    case YAML_SEQUENCE_START_EVENT:
        return take_node(p);
    case YAML_MAPPING_END_EVENT:
    case YAML_SEQUENCE_END_EVENT:
        return close_collection(p);
    default:
        return true;
    }
}

/* The item that the last event ended; it is taken out of the sequence, which would grow with the input. */
static bool take_item(struct parse *p)
{
    if (depth(p) != ITEMS || p->top->collection != p->document->items || !p->top->last)
        return false;
    p->document->item = p->top->last;
    p->document->items->child = NULL;
    p->top->last = NULL;
    return true;
}

static bool restart(struct parse *p, size_t at)
{
    yaml_parser_delete(&p->yaml);
    if (!yaml_parser_initialize(&p->yaml))
        return error_memory(p->error);
    feed_open(&p->feed, p->source, &p->yaml, at);
    return true;
}

/* JSON objects may follow each other, as kubectl prints and reads them; for libyaml each is an input of its
 * own. False where it is something else that libyaml does not like. */
static bool next_object(struct parse *p)
{
    const struct source *s = p->source;
    size_t at = is_behind_root(p) ? byte_of(p, p->yaml.problem_mark.index) : s->n;
    if (at >= s->n || (s->p[at] != '{' && s->p[at] != '['))
        return false;
    p->first = p->cursor = (struct cursor){.byte = at, .next = p->cursor.next};
    return restart(p, at);
}

struct parse *parse_open(const struct source *s, struct arena *a, struct arena *items, struct error *e)
{
    struct parse *p = malloc(sizeof *p);
    if (p)
        memset(p, 0, offsetof(struct parse, frames)); /* not the frames: a small input needs few */
    if (!p || !yaml_parser_initialize(&p->yaml)) {
        free(p);
        error_memory(e);
        return NULL;
    }
    p->source = s;
    p->document_pool.arena = a;
    p->item_pool.arena = items;
    p->top = p->frames;
    p->error = e;
    p->first = p->cursor = (struct cursor){.byte = s->bom, .next = s->ascii};
    feed_open(&p->feed, s, &p->yaml, 0);
    return p;
}

void parse_unread(struct parse *p, bool (*unread)(const struct node *key))
{
    p->unread = unread;
}

/* Ends, and starts without properties, own no memory. */
static void delete_event(yaml_event_t *ev)
{
    bool bare = ev->type == YAML_MAPPING_END_EVENT || ev->type == YAML_SEQUENCE_END_EVENT ||
                (ev->type == YAML_MAPPING_START_EVENT && !ev->data.mapping_start.anchor &&
                 !ev->data.mapping_start.tag);
    if (!bare)
        yaml_event_delete(ev);
}

enum parsed parse_next(struct parse *p, struct document *d)
{
    p->document = d;
    if (!p->going_on) {
        *d = (struct document){0};
        anchors_free(&p->anchors);
        p->cap_anchors = 0;
        p->top = p->frames;
        *p->top = (struct frame){.pool = &p->document_pool};
        p->document_pool.spare = 0; /* the arena may have been reset */
    }
    p->item_pool.spare = 0;
    p->going_on = false;
    for (;;) {
        if (!yaml_parser_parse(&p->yaml, &p->yaml_event)) {
            if (next_object(p))
                continue;
            yaml_error(p);
            return PARSE_FAILED;
        }
        yaml_event_type_t type = p->yaml_event.type;
        bool ok = take_event(p);
        delete_event(&p->yaml_event);
        if (!ok)
            return PARSE_FAILED;
        if (depth(p) > ITEMS)
            continue;
        if (p->document_pool.arena->failed || p->item_pool.arena->failed) {
            error_memory(p->error);
            return PARSE_FAILED;
        }
        if (take_item(p)) {
            p->going_on = true;
            return PARSE_ITEM;
        }
        if (type == YAML_DOCUMENT_END_EVENT)
            return PARSE_DOCUMENT;
        if (type == YAML_STREAM_END_EVENT)
            return PARSE_END;
    }
}

void parse_close(struct parse *p)
{
    if (!p)
        return;
    yaml_parser_delete(&p->yaml);
    anchors_free(&p->anchors);
    free(p);
}
