#include "yaml/node.h"

#include <string.h>

struct node *node_find(const struct node *mapping, struct str key)
{
    if (!mapping || mapping->kind != NODE_MAPPING)
        return NULL;
    for (struct node *k = mapping->child; k; k = k->next)
        if (k->text.n == key.n && k->mark != MARK_REMOVE && k->kind == NODE_SCALAR &&
            memcmp(k->text.p, key.p, key.n) == 0)
            return k;
    return NULL;
}

bool node_is_merge(const struct node *key)
{
    return key->kind == NODE_SCALAR && key->style == STYLE_PLAIN && key->text.n == 2 &&
           str_is(key->text, "<<");
}

/* Of what a merge key stands for, one mapping or a sequence of them, the first that has the key. */
static struct node *merged(const struct node *merge, const char *key)
{
    const struct node *from = node_real(merge->value);
    struct node *v = node_get(from, key);
    for (struct node *i = from->kind == NODE_SEQUENCE ? from->child : NULL; i && !v; i = i->next)
        v = node_get(node_real(i), key);
    return v;
}

struct node *node_merged(const struct node *mapping, struct node *own, const char *key)
{
    struct node *v = own ? own->value : NULL;
    for (struct node *m = own ? own->next : mapping->child; m; m = m->next) {
        struct node *other = m->mark != MARK_REMOVE && node_is_merge(m) ? merged(m, key) : NULL;
        v = other ? other : v;
    }
    return v;
}

static bool has_like(const struct node *mapping, const char *key)
{
    size_t n = strlen(key);
    bool any = n && key[n - 1] == '*';
    if (!mapping || mapping->kind != NODE_MAPPING)
        return false;
    for (const struct node *k = mapping->child; any && k; k = k->next)
        if (k->kind == NODE_SCALAR && k->text.n >= n - 1 && memcmp(k->text.p, key, n - 1) == 0)
            return true;
    return any ? node_brings(mapping, key) != NULL : node_get(mapping, key) != NULL;
}

const struct node *node_brings(const struct node *mapping, const char *key)
{
    const struct node *last = NULL;
    for (const struct node *m = mapping->merges ? mapping->child : NULL; m; m = m->next) {
        if (m->mark == MARK_REMOVE || !node_is_merge(m))
            continue;
        const struct node *from = node_real(m->value);
        bool has = has_like(from, key);
        for (struct node *i = from->kind == NODE_SEQUENCE ? from->child : NULL; i && !has; i = i->next)
            has = has_like(node_real(i), key);
        last = has ? m : last;
    }
    return last;
}

const struct node *node_real(const struct node *n)
{
    if (n && n->mark == MARK_REPLACE)
        return n->value;
    return n && n->kind == NODE_ALIAS ? n->named : n;
}

struct str node_text(const struct node *n)
{
    n = node_real(n);
    return n && n->kind == NODE_SCALAR ? n->text : (struct str){"", 0};
}

bool node_is(const struct node *n, const char *text)
{
    n = node_real(n);
    return n && n->kind == NODE_SCALAR && str_is(n->text, text);
}

static bool is_plain_word(const struct node *n, const char *const words[])
{
    n = node_real(n);
    if (!n || n->kind != NODE_SCALAR || n->style != STYLE_PLAIN || n->tagged)
        return false;
    for (; *words; words++)
        if (str_is(n->text, *words))
            return true;
    return false;
}

bool node_is_null(const struct node *n)
{
    static const char *const nulls[] = {"", "~", "null", "Null", "NULL", NULL};
    return is_plain_word(n, nulls);
}

bool node_is_true(const struct node *n)
{
    static const char *const trues[] = {"true", "True", "TRUE", "yes", "Yes", "YES", "on", "On", "ON", NULL};
    return is_plain_word(n, trues);
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

bool node_in_flow(const struct node *n)
{
    for (n = n->parent; n; n = n->parent)
        if (n->kind == NODE_SEQUENCE || n->kind == NODE_MAPPING)
            return n->style == STYLE_FLOW;
    return false;
}

bool node_is_block_scalar(const struct node *n)
{
    return n->kind == NODE_SCALAR && (n->style == STYLE_LITERAL || n->style == STYLE_FOLDED);
}

/* Where nothing was marked there is nothing to edit. */
static void touch(struct node *n)
{
    for (; n && !n->touched; n = n->parent)
        n->touched = true;
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

void node_replace(struct arena *a, struct node *scalar, struct node *with, const char *why)
{
    if (!with)
        return;
    if (scalar->kind == NODE_SCALAR && str_same(scalar->text, with->text) && scalar->style != STYLE_PLAIN) {
        node_restore(scalar);
        return;
    }
    if (scalar->mark == MARK_NEW) {
        scalar->text = arena_copy(a, with->text);
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
    for (struct node *e = collection->child; e; e = e->next)
        last = e;
    return last;
}

/* Behind a removed key of the same name, whose place it takes; else where the sorted keys have it, or last.
 */
static struct node *place_of(const struct node *mapping, struct str key)
{
    struct node *place = NULL;
    for (struct node *k = mapping->child; k; k = k->next)
        if (k->mark == MARK_REMOVE && k->kind == NODE_SCALAR && str_same(k->text, key))
            return k;
    if (!mapping->sorted)
        return last_entry(mapping);
    for (struct node *k = mapping->child; k && str_order(k->text, key) <= 0; k = k->next)
        place = k;
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

struct node *node_put(struct arena *a, struct node *mapping, const char *key, struct node *value,
                      const char *why)
{
    return put_key(mapping, node_literal(a, key), value, why);
}

struct node *node_put_any(struct arena *a, struct node *mapping, const char *key, struct node *value,
                          const char *why)
{
    return put_key(mapping, node_string(a, str_of(key)), value, why);
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

static struct node *make(struct arena *a, enum kind kind, enum style style)
{
    struct node *n = arena_alloc(a, sizeof *n);
    if (!n)
        return NULL;
    n->kind = (unsigned char)kind;
    n->style = (unsigned char)style;
    n->mark = MARK_NEW;
    n->sorted = true;
    n->text = (struct str){"", 0};
    return n;
}

struct node *node_mapping(struct arena *a)
{
    return make(a, NODE_MAPPING, STYLE_BLOCK);
}

struct node *node_sequence(struct arena *a)
{
    return make(a, NODE_SEQUENCE, STYLE_BLOCK);
}

struct node *node_string(struct arena *a, struct str text)
{
    struct node *n = make(a, NODE_SCALAR, STYLE_DOUBLE);
    if (n)
        n->text = text;
    return n;
}

struct node *node_ready(struct arena *a, struct ready *string)
{
    struct node *n = node_string(a, string->text);
    if (n)
        n->ready = string;
    return n;
}

struct node *node_literal(struct arena *a, const char *text)
{
    struct node *n = make(a, NODE_SCALAR, STYLE_PLAIN);
    if (n)
        n->text = str_of(text);
    return n;
}

static size_t digits(struct str s, size_t at)
{
    size_t n = 0;
    while (at + n < s.n && s.p[at + n] >= '0' && s.p[at + n] <= '9')
        n++;
    return n;
}

static bool is_json_number(struct str s)
{
    size_t at = s.n && s.p[0] == '-' ? 1 : 0, n = digits(s, at);
    if (n == 0 || (n > 1 && s.p[at] == '0'))
        return false;
    at += n;
    if (at < s.n && s.p[at] == '.') {
        n = digits(s, at + 1);
        at += n ? n + 1 : 0;
    }
    if (at < s.n && (s.p[at] == 'e' || s.p[at] == 'E')) {
        size_t sign = at + 1 < s.n && (s.p[at + 1] == '-' || s.p[at + 1] == '+');
        n = digits(s, at + 1 + sign);
        at += n ? n + 1 + sign : 0;
    }
    return at == s.n;
}

/* A plain scalar is copied as what it is read as, so that JSON can hold it too. */
static const char *literal_of(const struct node *n)
{
    static const char *const falses[] = {"false", "False", "FALSE", "no",  "No",
                                         "NO",    "off",   "Off",   "OFF", NULL};
    return node_is_null(n) ? "null" : node_is_true(n) ? "true" : is_plain_word(n, falses) ? "false" : NULL;
}

struct node *node_copy(struct arena *a, const struct node *n)
{
    n = node_real(n);
    if (!n)
        return NULL;
    const char *literal = literal_of(n);
    if (literal)
        return node_literal(a, literal);
    bool number = n->kind == NODE_SCALAR && n->style == STYLE_PLAIN && !n->tagged && is_json_number(n->text);
    struct node *copy = make(a, n->kind, number ? STYLE_PLAIN : STYLE_DOUBLE);
    if (!copy)
        return NULL;
    copy->text = n->text;
    copy->sorted = n->sorted;
    struct node *last = NULL;
    for (struct node *e = node_first(n); e; e = node_after(e)) {
        struct node *entry = n->kind == NODE_MAPPING ? node_string(a, e->text) : node_copy(a, e);
        if (!entry)
            return NULL;
        if (n->kind == NODE_MAPPING) {
            entry->value = node_copy(a, e->value);
            if (!entry->value)
                return NULL;
            entry->value->parent = entry;
        }
        node_link(copy, last, entry);
        last = entry;
    }
    return copy;
}

static size_t index_of(const struct node *item)
{
    size_t index = 0;
    for (const struct node *e = item->parent->child; e && e != item; e = e->next)
        index += item->mark == MARK_NEW ? e->mark != MARK_REMOVE : e->mark != MARK_NEW;
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
    if (up->kind == NODE_SCALAR) {
        node_path(b, up);
        return;
    }
    node_path(b, up);
    if (up->kind == NODE_SEQUENCE)
        buf_fmt(b, "[%zu]", index_of(entry));
    else if (is_word(entry->text))
        buf_fmt(b, "%s%.*s", b->n ? "." : "", (int)entry->text.n, entry->text.p);
    else
        buf_fmt(b, "['%.*s']", (int)entry->text.n, entry->text.p);
}
