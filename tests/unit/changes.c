/* Edits and refusals of the editor that random edits of the style files do not reach, each in a line. */
#include "unit.h"
#include "yaml/lower.h"
#include "yaml/splice.h"

#include <stdio.h>
#include <stdlib.h>

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
    holds(input_of(change->text, strlen(change->text), &source, &error));
    struct parse *parse = parse_open(&source, &arena, &arena, &error);
    holds(parse != NULL);
    if (parse_next(parse, &document) == PARSE_DOCUMENT) {
        struct node *entry = entry_at(document.root, change->path);
        holds(entry != NULL);
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
    for (size_t i = 0; i < n; i++) {
        struct buf out = {0};
        in_case_of(changes[i].text);
        edited(&changes[i], &out);
        if (changes[i].want[0] == '!' && out.n > strlen(changes[i].want))
            out.n = strlen(changes[i].want);
        equal_buf(&out, changes[i].want);
    }
}

#define CHECK(changes) check(changes, COUNT(changes))

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

/* Blanks that are no indentation are not read again for each edit: new entries are laid out as if there were
 * text before them. */
static void many_blanks(void **state)
{
    (void)state;
    enum { BLANKS = 5000 };
    static char text[BLANKS + 40], want[BLANKS + 60];
    snprintf(text, sizeof text, "[1,\n%*s2]\n", BLANKS, "");
    snprintf(want, sizeof want, "[1,\n%*s2, \"new\"]\n", BLANKS, "");
    check(&(struct change){text, PUSH, "", want}, 1);
    snprintf(text, sizeof text, "[1,\n%*s2]\n", 40, "");
    snprintf(want, sizeof want, "[1,\n%*s2,\n%*s\"new\"]\n", 40, "", 40, "");
    check(&(struct change){text, PUSH, "", want}, 1);
}

/* New items come behind a block scalar that the end of the input cuts off, and its text stays what it was;
 * new keys come before it. */
static void cut_off_scalars(void **state)
{
    (void)state;
    static const struct change changes[] = {
        {"- |\n  a", PUSH, "", "- |-\n  a\n- new"},
        {"- |+\n  a", PUSH, "", "- |-\n  a\n- new"},
        {"- |-\n  a", PUSH, "", "- |-\n  a\n- new"},
        {"- >2+ # c\n  a\n  b", PUSH, "", "- >2- # c\n  a\n  b\n- new"},
        {"- >1\n a", PUSH, "", "- >-1\n a\n- new"},
        {"- &x !y |\n  a", PUSH, "", "- &x !y |-\n  a\n- new"},
        {"- |", PUSH, "", "- |-\n- new"},
        {"- |+\n  a\n\n  ", PUSH, "", "- |+\n  a\n\n- new\n  "},
        {"- |\n  a\n    ", PUSH, "", "- |-\n  a\n    \n- new"},
        {"- b: 1\n  c:\n  - d: |\n      a", PUSH, "", "- b: 1\n  c:\n  - d: |-\n      a\n- new"},
        {"- ? |\n    a", PUSH, "", "- ? |-\n    a\n- new"},
        {"- |\r\n  a", PUSH, "", "- |-\r\n  a\r\n- new"},
        {"- |\n  a", PUSH_FIRST, "", "- new\n- |\n  a"},
        {"a: |\n  b", PUT, "", "z: new\na: |\n  b"},
        {"x:\n- ? |\n    a", PUT, "", "z: new\nx:\n- ? |\n    a"},
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
    holds(input_of(text, strlen(text), &source, &error));
    struct parse *parse = parse_open(&source, &arena, &arena, &error);
    equal_int(parse_next(parse, &document), PARSE_DOCUMENT);
    struct node *item = node_get(document.root, "a")->child;
    node_remove(node_key(item, "c"), "");
    node_put(&arena, item, "e", node_literal(&arena, "2"), "");
    holds(lower(&source, &document, document.root, &arena, &edits, &error));
    equal_int(source.n, 40);
    equal_int(edits.n, 2);
    equal_int(edits.list[0].at, 10);
    equal_int(edits.list[0].len, 13);
    equal_int(edits.list[0].size, 0);
    equal_int(edits.list[1].at, 40);
    equal_int(edits.list[1].len, 0);
    splice(&source, 0, source.n, &edits, &out);
    equal_buf(&out, after);
    parse_close(parse);
    edits_free(&edits);
    arena_free(&arena);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {fresh_test(lone_question_mark), fresh_test(many_blanks),
                                       fresh_test(cut_off_scalars), fresh_test(readme)};
    return run_tests_named(argc, argv, tests);
}
