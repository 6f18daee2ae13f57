/* Fuzzes the editor: the first bytes mark entries, the rest is a document. The edited text, read again, must
 * be the marked tree. */
#include "yaml/lower.h"
#include "yaml/parse.h"
#include "yaml/splice.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { OPERATIONS = 6, MOST = 2000 };

struct text {
    struct source source;
    struct arena arena;
    struct parse *parse;
    struct document document;
};

/* Whether there is another document that can be edited as a whole. A List is no such one: its items come one
 * by one. */
static bool next_document(struct text *t)
{
    return parse_next(t->parse, &t->document) == PARSE_DOCUMENT;
}

static bool open_text(struct text *t, struct str text, struct error *e)
{
    *t = (struct text){0};
    if (!input_of(text.p, text.n, &t->source, e))
        return false;
    t->parse = parse_open(&t->source, &t->arena, &t->arena, e);
    return t->parse != NULL;
}

static void close_text(struct text *t)
{
    parse_close(t->parse);
    arena_free(&t->arena);
}

static void collect(struct node *n, struct node **all, size_t *count)
{
    for (struct node *e = n->child; e && *count < MOST; e = e->next) {
        /* The path of a rule cannot name such a key. */
        if (n->kind == NODE_MAPPING && (e->kind != NODE_SCALAR || !e->text.n))
            continue;
        all[(*count)++] = e;
        struct node *v = node_of(e);
        if (v->kind != NODE_ALIAS)
            collect(v, all, count);
    }
}

static struct node *new_value(struct arena *a, unsigned choice)
{
    static const char *const texts[] = {"text",       "yes",      "",  "a: b", "# c",
                                        "one\ntwo\n", "line\n\n", "~", "0x1F", "it's"};
    struct node *n;
    switch (choice % 14) {
    case 10:
        return node_literal(a, "true");
    case 11:
        return node_mapping(a);
    case 12:
        n = node_sequence(a);
        node_push(n, node_string(a, str_of("item")), NULL);
        return n;
    case 13:
        n = node_mapping(a);
        node_put_any(a, n, "k", node_string(a, str_of("a\nb")), NULL);
        node_put_any(a, n, "l", node_sequence(a), NULL);
        return n;
    default:
        return node_string(a, str_of(texts[choice % 14]));
    }
}

/* Adds a value to a collection; a null becomes one. */
static void add_to(struct arena *a, struct node *v, unsigned how, unsigned choice)
{
    char key[8];
    snprintf(key, sizeof key, "%c%u", 'a' + (int)(choice % 26), how);
    if (node_is_null(v) && v->mark == MARK_KEEP)
        node_fill(v, how & 1 ? NODE_MAPPING : NODE_SEQUENCE);
    if (v->kind == NODE_MAPPING && !node_key(v, key))
        node_put_any(a, v, arena_copy(a, str_of(key)).p, new_value(a, choice), NULL);
    else if (v->kind == NODE_SEQUENCE && how & 2)
        node_push_first(v, new_value(a, choice), NULL);
    else if (v->kind == NODE_SEQUENCE)
        node_push(v, new_value(a, choice), NULL);
}

static void operate(struct arena *a, struct node *entry, unsigned how, unsigned choice)
{
    struct node *v = node_of(entry);
    if (entry->mark != MARK_KEEP)
        return;
    if (how % 8 < 4)
        node_remove(entry, NULL);
    if (how % 8 == 3 && entry->parent->kind == NODE_MAPPING && entry->text.n < 100)
        node_put_any(a, entry->parent, arena_copy(a, entry->text).p, new_value(a, choice), NULL);
    if (how % 8 < 4)
        return;
    if (how % 8 < 6 && v->kind == NODE_SCALAR && v->mark == MARK_KEEP)
        node_replace(
            a, v, choice & 1 ? node_literal(a, "7") : node_string(a, new_value(a, choice % 10)->text), NULL);
    else
        add_to(a, v, how / 8, choice);
}

static bool same(const struct node *want, const struct node *got);

static bool same_entries(const struct node *want, const struct node *got)
{
    struct node *w = node_first(want), *g = node_first(got);
    for (; w && g; w = node_after(w), g = node_after(g)) {
        if (want->kind == NODE_MAPPING && (!same(w, g) || !same(w->value, g->value)))
            return false;
        if (want->kind == NODE_SEQUENCE && !same(w, g))
            return false;
    }
    return !w && !g;
}

/* Whether the node that was read is the marked one. An alias may have become the scalar that it stood for. */
static bool same(const struct node *want, const struct node *got)
{
    const struct node *w = want->mark == MARK_REPLACE ? want->value : want;
    if (w->kind == NODE_ALIAS && got->kind == NODE_ALIAS)
        return str_same(w->text, got->text);
    bool is_key = want->parent && want->parent->kind == NODE_MAPPING;
    if (w->kind == NODE_ALIAS)
        return is_key || (got->kind == NODE_SCALAR && str_same(w->named->text, got->text));
    if (w->kind != got->kind)
        return false;
    /* What was filled has the style of the null that it was, and the tag of that goes. */
    bool was_collection = w->style == STYLE_BLOCK || w->style == STYLE_FLOW;
    if (w->kind != NODE_SCALAR)
        return (w->tagged && was_collection) == got->tagged && same_entries(w, got);
    bool plain = got->style == STYLE_PLAIN;
    return str_same(w->text, got->text) && (w->mark == MARK_KEEP ? w->tagged == got->tagged : true) &&
           (w->mark == MARK_NEW ? w->style != STYLE_PLAIN || plain : plain == (w->style == STYLE_PLAIN));
}

static void fail(const char *what, struct str out, const struct error *e)
{
    /* If two aliases are keys, one may have become the text that the other stands for. */
    if (strncmp(e->text, "duplicate key", 13) == 0)
        return;
    fprintf(stderr, "%s %s (byte %zu)\n%.*s\n", what, e->text, e->at, (int)out.n, out.p);
    abort();
}

static bool is_valid(struct str input)
{
    struct text t;
    struct error e = {0};
    enum parsed parsed = PARSE_FAILED;
    if (open_text(&t, input, &e))
        while ((parsed = parse_next(t.parse, &t.document)) == PARSE_DOCUMENT)
            ;
    close_text(&t);
    return parsed == PARSE_END;
}

/* The first document must be as it was marked, the others as they were. */
static void check(struct text *was, struct str input, struct str out)
{
    struct text now = {0}, before = {0};
    struct error e = {0}, none = {0};
    if (!open_text(&now, out, &e)) {
        /* Everything was removed. */
        if (node_first(was->document.root))
            fail("nothing is left:", out, &e);
        close_text(&now);
        return;
    }
    /* Only `{}` is left of the first document, so that the others are read as JSON; or a byte order mark in
     * the text has come to its start. */
    if (now.source.json != was->source.json || now.source.bom != was->source.bom) {
        close_text(&now);
        return;
    }
    open_text(&before, input, &none);
    bool first = true, ok = true;
    while (ok && next_document(&before)) {
        const struct node *root = first ? was->document.root : before.document.root;
        ok = next_document(&now) && !root == !now.document.root && (!root || same(root, now.document.root));
        if (!ok)
            fail(first ? "the edited document differs:" : "the next document differs:", out, &e);
        first = false;
    }
    if (ok && (next_document(&now) || e.set))
        fail("there is more:", out, &e);
    close_text(&now);
    close_text(&before);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct node *all[MOST];
    struct text t;
    struct error e = {0};
    struct edits edits = {0};
    struct buf out = {0};
    size_t count = 0;
    if (size < OPERATIONS * 4)
        return 0;
    struct str input = {(const char *)data + OPERATIONS * 4, size - OPERATIONS * 4};
    bool ok = open_text(&t, input, &e) && is_valid(input) && next_document(&t) && t.document.root &&
              t.document.root->kind == NODE_MAPPING && !node_key(t.document.root, "items");
    if (ok)
        collect(t.document.root, all, &count);
    for (size_t i = 0; count && i < OPERATIONS; i++) {
        const uint8_t *op = data + i * 4;
        if (op[0] || op[1])
            operate(&t.arena, all[((size_t)op[0] * 256 + op[1]) % count], op[2], op[3]);
    }
    if (ok && lower(&t.source, &t.document, t.document.root, &t.arena, &edits, &e)) {
        splice(&t.source, 0, t.source.n, &edits, &out);
        size_t at = 0;
        for (size_t i = 0; i < edits.n; i++) {
            if (edits.list[i].at < at)
                fail("edits overlap:", (struct str){out.p, out.n}, &e);
            at = edits.list[i].at + edits.list[i].len;
        }
        check(&t, input, (struct str){out.p, out.n});
    }
    edits_free(&edits);
    buf_free(&out);
    close_text(&t);
    return 0;
}
