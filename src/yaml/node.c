#include "yaml/node.h"

#include "yaml/scalar.h"

#include <string.h>

struct node *node_find(const struct node *mapping, struct str name)
{
    if (!mapping || mapping->kind != NODE_MAPPING)
        return NULL;
    for (struct node *key = mapping->child; key; key = key->next)
        if (key->text.n == name.n && key->mark != MARK_REMOVE && key->kind == NODE_SCALAR &&
            memcmp(key->text.p, name.p, name.n) == 0)
            return key;
    return NULL;
}

bool node_is_merge(const struct node *key)
{
    return key->text.n == 2 && key->kind == NODE_SCALAR && str_is(key->text, "<<") &&
           (key->tag == TAG_MERGE || key->tag == TAG_BANG ||
            (key->tag == TAG_NONE && key->style == STYLE_PLAIN));
}

/* A merge key stands for a mapping, or for a sequence of them: the first one that has the key counts. */
static struct node *merged(const struct node *merge, struct str name)
{
    const struct node *from = node_real(merge->value);
    struct node *value = node_at(from, name);
    for (struct node *item = from->kind == NODE_SEQUENCE ? from->child : NULL; item && !value;
         item = item->next)
        value = node_at(node_real(item), name);
    return value;
}

struct node *node_at(const struct node *mapping, struct str name)
{
    struct node *own = node_find(mapping, name), *value = own ? own->value : NULL;
    if (!mapping || !mapping->merges)
        return value;
    for (struct node *merge = own ? own->next : mapping->child; merge; merge = merge->next) {
        struct node *other = merge->mark != MARK_REMOVE && node_is_merge(merge) ? merged(merge, name) : NULL;
        value = other ? other : value;
    }
    return value;
}

static bool has_like(const struct node *mapping, const char *name)
{
    size_t n = strlen(name);
    bool any = n && name[n - 1] == '*';
    if (!mapping || mapping->kind != NODE_MAPPING)
        return false;
    for (const struct node *key = mapping->child; any && key; key = key->next)
        if (key->kind == NODE_SCALAR && key->text.n >= n - 1 && memcmp(key->text.p, name, n - 1) == 0)
            return true;
    return any ? node_brings(mapping, name) != NULL : node_get(mapping, name) != NULL;
}

const struct node *node_brings(const struct node *mapping, const char *name)
{
    const struct node *last = NULL;
    for (const struct node *merge = mapping->merges ? mapping->child : NULL; merge; merge = merge->next) {
        if (merge->mark == MARK_REMOVE || !node_is_merge(merge))
            continue;
        const struct node *from = node_real(merge->value);
        bool has = has_like(from, name);
        for (struct node *item = from->kind == NODE_SEQUENCE ? from->child : NULL; item && !has;
             item = item->next)
            has = has_like(node_real(item), name);
        last = has ? merge : last;
    }
    return last;
}

const struct node *node_real(const struct node *node)
{
    if (node && node->mark == MARK_REPLACE)
        return node->value;
    if (!node || node->kind != NODE_ALIAS)
        return node;
    /* An alias of a scalar that is replaced keeps the old value. */
    const struct node *named = node->named;
    return named->mark == MARK_REPLACE && named->named ? named->named : named;
}

struct str node_text(const struct node *node)
{
    node = node_real(node);
    return node && node->kind == NODE_SCALAR ? scalar_string(node) : (struct str){"", 0};
}

bool node_is(const struct node *node, const char *text)
{
    node = node_real(node);
    return node && node->kind == NODE_SCALAR && str_is(node->text, text);
}

static bool is(const struct node *node, enum scalar what)
{
    node = node_real(node);
    return node && node->kind == NODE_SCALAR && scalar_of(node) == what;
}

bool node_is_null(const struct node *node)
{
    return is(node, SCALAR_NULL);
}

bool node_is_true(const struct node *node)
{
    return is(node, SCALAR_TRUE);
}

bool node_int(const struct node *node, long *value)
{
    node = node_real(node);
    return node && node->kind == NODE_SCALAR && scalar_int(node, value);
}

bool node_is_int(const struct node *node, long value)
{
    long is;
    return node_int(node, &is) && is == value;
}

const struct node *node_given(const struct node *mapping, const char *name)
{
    const struct node *value = node_real(node_get(mapping, name));
    return node_is_null(value) ? NULL : value;
}

static struct node *staying(struct node *entry)
{
    while (entry && entry->mark == MARK_REMOVE)
        entry = entry->next;
    return entry;
}

struct node *node_first(const struct node *collection)
{
    return collection ? staying(collection->child) : NULL;
}

struct node *node_after(const struct node *entry)
{
    return staying(entry->next);
}

static bool is_key(const struct node *entry)
{
    return entry->parent && entry->parent->kind == NODE_MAPPING;
}

struct node *node_of(struct node *entry)
{
    return is_key(entry) ? entry->value : entry;
}

bool node_in_flow(const struct node *node)
{
    for (node = node->parent; node; node = node->parent)
        if (node->kind == NODE_SEQUENCE || node->kind == NODE_MAPPING)
            return node->style == STYLE_FLOW;
    return false;
}

bool node_is_block_scalar(const struct node *node)
{
    return node->kind == NODE_SCALAR && (node->style == STYLE_LITERAL || node->style == STYLE_FOLDED);
}

/* The walk over the marks passes over what is not touched. */
static void touch(struct node *node)
{
    for (; node && !node->touched; node = node->parent)
        node->touched = true;
}

static void unlink_entry(struct node *entry)
{
    struct node **link = &entry->parent->child;
    while (*link && *link != entry)
        link = &(*link)->next;
    if (*link)
        *link = entry->next;
}

void node_remove(struct node *entry, const char *why)
{
    if (entry->mark == MARK_NEW)
        unlink_entry(entry);
    entry->mark = MARK_REMOVE;
    entry->why = why;
    touch(entry);
}

void node_replace(struct arena *arena, struct node *scalar, struct node *with, const char *why)
{
    if (!with)
        return;
    if (scalar->kind == NODE_SCALAR && str_same(scalar->text, with->text) && scalar->style != STYLE_PLAIN) {
        node_restore(scalar);
        return;
    }
    if (scalar->mark == MARK_NEW) {
        scalar->text = arena_copy(arena, with->text);
        scalar->style = with->style;
        scalar->ready = NULL;
        *(scalar->parent && scalar->parent->kind == NODE_SCALAR ? &scalar->parent->why : &scalar->why) = why;
        return;
    }
    scalar->mark = MARK_REPLACE;
    scalar->value = with;
    scalar->why = why;
    touch(scalar);
}

void node_restore(struct node *scalar)
{
    if (scalar->kind == NODE_SCALAR && scalar->mark == MARK_REPLACE)
        scalar->mark = MARK_KEEP;
}

void node_fill(struct node *null, enum kind kind)
{
    null->kind = (unsigned char)kind;
    null->sorted = true;
}

void node_link(struct node *collection, struct node *place, struct node *entry)
{
    struct node **at = place ? &place->next : &collection->child;
    entry->next = *at;
    *at = entry;
    entry->parent = collection;
    entry->mark = MARK_NEW;
    touch(collection);
}

static struct node *last_entry(const struct node *collection)
{
    struct node *last = NULL;
    for (struct node *entry = collection->child; entry; entry = entry->next)
        last = entry;
    return last;
}

/* The entry that a new key goes behind: a removed key of the same name, whose place it takes; else the one
 * before it in the sorted order, or the last one. */
static struct node *place_of(const struct node *mapping, struct str name)
{
    struct node *place = NULL;
    for (struct node *key = mapping->child; key; key = key->next)
        if (key->mark == MARK_REMOVE && key->kind == NODE_SCALAR && str_same(key->text, name))
            return key;
    if (!mapping->sorted)
        return last_entry(mapping);
    for (struct node *key = mapping->child; key && str_order(key->text, name) <= 0; key = key->next)
        place = key;
    return place;
}

static struct node *put_key(struct node *mapping, struct node *key, struct node *value, const char *why)
{
    if (!mapping || !key || !value)
        return NULL;
    key->value = value;
    key->why = why;
    value->parent = key;
    node_link(mapping, place_of(mapping, key->text), key);
    return value;
}

struct node *node_put(struct arena *arena, struct node *mapping, const char *name, struct node *value,
                      const char *why)
{
    return put_key(mapping, node_literal(arena, name), value, why);
}

struct node *node_put_any(struct arena *arena, struct node *mapping, const char *name, struct node *value,
                          const char *why)
{
    return put_key(mapping, node_string(arena, str_of(name)), value, why);
}

void node_push(struct node *sequence, struct node *item, const char *why)
{
    if (!sequence || !item)
        return;
    item->why = why;
    node_link(sequence, last_entry(sequence), item);
}

void node_push_first(struct node *sequence, struct node *item, const char *why)
{
    if (!sequence || !item)
        return;
    item->why = why;
    node_link(sequence, NULL, item);
}

static struct node *make(struct arena *arena, enum kind kind, enum style style)
{
    struct node *node = arena_alloc(arena, sizeof *node);
    if (!node)
        return NULL;
    node->kind = (unsigned char)kind;
    node->style = (unsigned char)style;
    node->mark = MARK_NEW;
    node->sorted = true;
    node->text = (struct str){"", 0};
    return node;
}

struct node *node_mapping(struct arena *arena)
{
    return make(arena, NODE_MAPPING, STYLE_BLOCK);
}

struct node *node_sequence(struct arena *arena)
{
    return make(arena, NODE_SEQUENCE, STYLE_BLOCK);
}

struct node *node_string(struct arena *arena, struct str text)
{
    struct node *node = make(arena, NODE_SCALAR, STYLE_DOUBLE);
    if (node)
        node->text = text;
    return node;
}

struct node *node_ready(struct arena *arena, struct ready *string)
{
    struct node *node = node_string(arena, string->text);
    if (node)
        node->ready = string;
    return node;
}

struct node *node_literal(struct arena *arena, const char *text)
{
    struct node *node = make(arena, NODE_SCALAR, STYLE_PLAIN);
    if (node)
        node->text = str_of(text);
    return node;
}

/* A boolean, a null or a number is copied in a spelling that JSON has too. */
static struct node *copy_scalar(struct arena *arena, const struct node *scalar)
{
    struct buf number = {0};
    struct node *copy;
    switch (scalar_of(scalar)) {
    case SCALAR_NULL:
        return node_literal(arena, "null");
    case SCALAR_TRUE:
        return node_literal(arena, "true");
    case SCALAR_FALSE:
        return node_literal(arena, "false");
    case SCALAR_INT:
    case SCALAR_FLOAT:
        copy = make(arena, NODE_SCALAR, STYLE_PLAIN);
        scalar_number(&number, scalar);
        if (copy)
            copy->text = arena_take(arena, &number);
        else
            buf_free(&number);
        return copy;
    default:
        return node_string(arena, scalar->text);
    }
}

struct node *node_copy(struct arena *arena, const struct node *node)
{
    node = node_real(node);
    if (!node)
        return NULL;
    if (node->kind == NODE_SCALAR)
        return copy_scalar(arena, node);
    struct node *copy = make(arena, node->kind, STYLE_BLOCK);
    if (!copy)
        return NULL;
    copy->sorted = node->sorted;
    struct node *last = NULL;
    for (struct node *entry = node_first(node); entry; entry = node_after(entry)) {
        bool in_mapping = node->kind == NODE_MAPPING;
        struct node *same = in_mapping ? node_string(arena, entry->text) : node_copy(arena, entry);
        if (!same)
            return NULL;
        if (in_mapping) {
            same->value = node_copy(arena, entry->value);
            if (!same->value)
                return NULL;
            same->value->parent = same;
        }
        node_link(copy, last, same);
        last = same;
    }
    return copy;
}

static size_t index_of(const struct node *item)
{
    size_t index = 0;
    for (const struct node *entry = item->parent->child; entry && entry != item; entry = entry->next)
        index += item->mark == MARK_NEW ? entry->mark != MARK_REMOVE : entry->mark != MARK_NEW;
    return index;
}

static bool is_word(struct str s)
{
    for (size_t i = 0; i < s.n; i++) {
        char c = s.p[i];
        if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
              c == '-'))
            return false;
    }
    return s.n > 0;
}

void node_path(struct buf *b, const struct node *entry)
{
    const struct node *up = entry->parent;
    if (!up)
        return;
    node_path(b, up);
    if (up->kind != NODE_SCALAR)
        node_path_part(b, entry, up->kind == NODE_SEQUENCE ? index_of(entry) : 0);
}

void node_path_part(struct buf *b, const struct node *entry, size_t number)
{
    if (entry->parent->kind == NODE_SEQUENCE)
        buf_fmt(b, "[%zu]", number);
    else if (is_word(entry->text))
        buf_fmt(b, "%s%.*s", b->n ? "." : "", (int)entry->text.n, entry->text.p);
    else
        buf_fmt(b, "['%.*s']", (int)entry->text.n, entry->text.p);
}
