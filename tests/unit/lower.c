/* Edits whose bytes cannot be told from the events that are read back: the line breaks, blanks and layout of
 * what is inserted. */
#include "yaml/lower.h"
#include "parsed.h"

static void lower_at_the_end(void **state)
{
    (void)state;
    struct parsed_text parsed;
    parse_text(&parsed, "a: 1\nb: 2");
    node_remove(node_key(parsed.root, "b"), "");
    must_become(&parsed, "a: 1\n");
    parse_text(&parsed, "a: 1\nb: 2");
    node_remove(node_key(parsed.root, "b"), "");
    node_put(&parsed.arena, parsed.root, "c", node_literal(&parsed.arena, "3"), "");
    must_become(&parsed, "a: 1\nc: 3\n");
    parse_text(&parsed, "a: 1\nb: 2");
    node_put(&parsed.arena, parsed.root, "c", node_literal(&parsed.arena, "3"), "");
    node_put(&parsed.arena, parsed.root, "d", node_literal(&parsed.arena, "4"), "");
    must_become(&parsed, "a: 1\nb: 2\nc: 3\nd: 4");
    parse_text(&parsed, "a: 1\nb: |\n  c");
    node_put(&parsed.arena, parsed.root, "d", node_literal(&parsed.arena, "4"), "");
    must_become(&parsed, "a: 1\nd: 4\nb: |\n  c");
}

/* New entries are indented like their neighbours. */
static void lower_layouts(void **state)
{
    (void)state;
    struct parsed_text parsed;
    struct arena *arena = &parsed.arena;
    parse_text(&parsed, "{\n\t\"a\": {\n\t\t\"b\": {}\n\t}\n}\n");
    node_put(arena, node_get(parsed.root, "a"), "c", sample(arena)->value, "");
    node_put(arena, node_get(node_get(parsed.root, "a"), "b"), "d", node_literal(arena, "1"), "");
    must_become(&parsed, "{\n\t\"a\": {\n\t\t\"b\": {\n\t\t\t\"d\": 1\n\t\t},\n\t\t\"c\": [\n\t\t\t{\n"
                         "\t\t\t\t\"a\": \"1\",\n\t\t\t\t\"b\": {}\n\t\t\t},\n\t\t\t[],\n\t\t\t\"x\\ny\\n\"\n"
                         "\t\t]\n\t}\n}\n");
    parse_text(&parsed, "{\"a\":[[1]],\"b\":null}");
    node_push(node_get(parsed.root, "a")->child, node_literal(arena, "2"), "");
    node_fill(node_get(parsed.root, "b"), NODE_SEQUENCE);
    node_push(node_get(parsed.root, "b"), sample(arena)->value, "");
    must_become(&parsed, "{\"a\":[[1,2]],\"b\":[[{\"a\":\"1\",\"b\":{}},[],\"x\\ny\\n\"]]}");
    parse_text(&parsed, "a: {} # c\nb:\n- []\n");
    node_put(arena, node_get(parsed.root, "a"), "x", sample(arena)->value, "");
    node_push(node_get(parsed.root, "b")->child, node_literal(arena, "2"), "");
    must_become(&parsed, "a:\n  x:\n  - a: \"1\"\n    b: {}\n  - []\n  - \"x\\ny\\n\" # c\nb:\n- - 2\n");
}

/* A null that is a block scalar, by its tag, ends at the next line's start: the line break stays. */
static void lower_fills_block_scalar(void **state)
{
    (void)state;
    struct parsed_text parsed;
    parse_text(&parsed, "a: !!null |-\n#b\nc: [1]\n");
    struct node *null = node_get(parsed.root, "a");
    holds(node_is_null(null));
    node_fill(null, NODE_MAPPING);
    node_put(&parsed.arena, null, "d", sample(&parsed.arena)->value, "");
    must_become(&parsed, "a:\n  d:\n  - a: \"1\"\n    b: {}\n  - []\n  - \"x\\ny\\n\"\n#b\nc: [1]\n");
}

/* The first alias that stays becomes the text of a removed anchor. A key may end in what a value must not end
 * in. */
static void lower_moves_anchors(void **state)
{
    (void)state;
    struct parsed_text parsed;
    parse_text(&parsed, "&x k:: 1\nb: *x\n");
    node_remove(parsed.root->child, "");
    must_become(&parsed, "b: &x \"k:\"\n");
    parse_text(&parsed, "&x k:l: 1\nb: *x\n");
    node_remove(parsed.root->child, "");
    must_become(&parsed, "b: &x k:l\n");
}

/* Blank lines between removed entries stay. Behind a block scalar they become its text, so a blank line with
 * spaces in it must not come there. */
static void lower_blanks_between(void **state)
{
    (void)state;
    struct parsed_text parsed;
    parse_text(&parsed, "list:\n- >\n  b\n\n- k: 1\n\n  m: 2\n\n- n\nnested:\n  p: 3\n   \nq: 4\n");
    struct node *list = node_get(parsed.root, "list");
    node_remove(list->child->next, "");
    node_remove(list->child->next->next, "");
    node_remove(node_key(parsed.root, "nested"), "");
    must_become(&parsed, "list:\n- >\n  b\n\n\nq: 4\n");
}

static void lower_anchors(void **state)
{
    (void)state;
    struct parsed_text parsed;
    parse_text(&parsed, "a: &x 1\nb: *x\nc: *x\n");
    node_remove(node_key(parsed.root, "a"), "");
    must_become(&parsed, "b: &x 1\nc: *x\n");
    parse_text(&parsed, "a: &x\n  b: 1\nc: *x\n");
    node_remove(node_key(node_get(parsed.root, "a"), "b"), "");
    struct edits edits = {0};
    holds(!lower(&parsed.source, &parsed.document, parsed.root, &parsed.arena, &edits, &parsed.error));
    equal_int(parsed.error.at, 16);
    edits_free(&edits);
    forget(&parsed);
}

/* The value of a `? |` key may be absent: blank lines would join the text of the key. */
static void lower_blanks_behind_key(void **state)
{
    (void)state;
    struct parsed_text parsed;
    parse_text(&parsed, "- ? |+\n    x\n- b\n\n- &c c\n");
    node_remove(parsed.root->child->next, "");
    must_become(&parsed, "- ? |+\n    x\n- &c c\n");
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        fresh_test(lower_at_the_end),         fresh_test(lower_layouts), fresh_test(lower_blanks_behind_key),
        fresh_test(lower_fills_block_scalar), fresh_test(lower_anchors), fresh_test(lower_moves_anchors),
        fresh_test(lower_blanks_between)};
    return run_tests_named(argc, argv, tests);
}
