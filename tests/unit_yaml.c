/* Edits and refusals of the editor that random edits of the style files do not reach, each in a line. */
#include "yaml/lower.h"
#include "yaml/splice.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* cmocka needs the headers above */
#include <cmocka.h>

/* What is done to the entry at path, `a/0/b`, whose value it is about. want: the text afterwards; behind a
 * `!`, how the error starts. */
struct change {
    const char *text;
    enum { REMOVE, REPLACE, PUSH, PUSH_FIRST, PUT } what;
    const char *path, *want;
};

static struct node *item_at(const struct node *sequence, long index)
{
    struct node *item = sequence->child;
    while (item && index-- > 0)
        item = item->next;
    return item;
}

/* The root itself for an empty path. */
static struct node *entry_at(struct node *root, const char *path)
{
    struct node *entry = root;
    for (size_t n; entry && *path; path += n + (path[n] == '/')) {
        const struct node *in = entry == root ? root : node_of(entry);
        n = strcspn(path, "/");
        entry = in->kind == NODE_MAPPING ? node_find(in, (struct str){path, n})
                                         : item_at(in, strtol(path, NULL, 10));
    }
    return entry;
}

static void mark(struct arena *arena, struct node *entry, const struct change *change)
{
    struct node *value = entry->parent ? node_of(entry) : entry, *new = node_string(arena, str_of("new"));
    switch (change->what) {
    case REMOVE:
        node_remove(entry, NULL);
        break;
    case REPLACE:
        node_replace(arena, value, new, NULL);
        break;
    case PUSH:
        node_push(value, new, NULL);
        break;
    case PUSH_FIRST:
        node_push_first(value, new, NULL);
        break;
    case PUT:
        node_put(arena, value, "z", new, NULL);
        break;
    }
}

/* The edited text, or `!` and the error. */
static void edited(const struct change *change, struct buf *out)
{
    struct source source;
    struct error error = {0};
    struct arena arena = {0};
    struct edits edits = {0};
    struct document document;
    assert_true(input_of(change->text, strlen(change->text), &source, &error));
    struct parse *parse = parse_open(&source, &arena, &arena, &error);
    assert_non_null(parse);
    if (parse_next(parse, &document) == PARSE_DOCUMENT) {
        struct node *entry = entry_at(document.root, change->path);
        assert_non_null(entry);
        mark(&arena, entry, change);
        if (lower(&source, &document, document.root, &arena, &edits, &error))
            splice(&source, 0, source.n, &edits, out);
    }
    if (error.set)
        buf_fmt(out, "!%s", error.text);
    parse_close(parse);
    edits_free(&edits);
    arena_free(&arena);
}

static void check(const struct change *changes, size_t n)
{
    size_t failed = 0;
    for (size_t i = 0; i < n; i++) {
        struct buf out = {0};
        edited(&changes[i], &out);
        size_t length = strlen(changes[i].want), given = changes[i].want[0] == '!' ? length : out.n;
        if (given != length || out.n < length || memcmp(out.p, changes[i].want, length) != 0) {
            print_error("%s\nat %s became\n%.*s\nwanted\n%s\n", changes[i].text, changes[i].path, (int)out.n,
                        out.p ? out.p : "", changes[i].want);
            failed++;
        }
        buf_free(&out);
    }
    assert_int_equal(failed, 0);
}

#define CHECK(changes) check(changes, sizeof changes / sizeof *changes)

/* With a colon behind it, a `?` without a key would be the key `?:`. */
static void lone_question_mark(void **state)
{
    (void)state;
    static const struct change changes[] = {
        {"{a: b,\n ?\n}\n", REPLACE, "/", "!a mapping with a `?` key"},
        {"{a: b, ? }\n", REPLACE, "/", "!a mapping with a `?` key"},
        {"{? , a: b}\n", REPLACE, "/", "!a mapping with a `?` key"},
        {"{? x, a: b}\n", REPLACE, "x", "{? x: \"new\", a: b}\n"},
        {"{a: b, c }\n", REPLACE, "c", "{a: b, c: \"new\" }\n"},
    };
    CHECK(changes);
}

/* The example of src/yaml/README.md. */
static void readme(void **state)
{
    (void)state;
    static const char text[] = "a:\n- b: 1\n  c: 3 # why\n# about d\n  d: 4\n",
                      after[] = "a:\n- b: 1\n# about d\n  d: 4\n  e: 2\n";
    struct source source;
    struct error error = {0};
    struct arena arena = {0};
    struct edits edits = {0};
    struct document document;
    struct buf out = {0};
    assert_true(input_of(text, strlen(text), &source, &error));
    struct parse *parse = parse_open(&source, &arena, &arena, &error);
    assert_int_equal(parse_next(parse, &document), PARSE_DOCUMENT);
    struct node *item = node_get(document.root, "a")->child;
    node_remove(node_key(item, "c"), "");
    node_put(&arena, item, "e", node_literal(&arena, "2"), "");
    assert_true(lower(&source, &document, document.root, &arena, &edits, &error));
    assert_int_equal(source.n, 40);
    assert_int_equal(edits.n, 2);
    assert_int_equal(edits.list[0].at, 10);
    assert_int_equal(edits.list[0].len, 13);
    assert_int_equal(edits.list[0].size, 0);
    assert_int_equal(edits.list[1].at, 40);
    assert_int_equal(edits.list[1].len, 0);
    splice(&source, 0, source.n, &edits, &out);
    assert_int_equal(out.n, strlen(after));
    assert_memory_equal(out.p, after, out.n);
    parse_close(parse);
    buf_free(&out);
    edits_free(&edits);
    arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(lone_question_mark), cmocka_unit_test(readme)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
