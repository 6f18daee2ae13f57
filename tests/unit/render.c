/* New nodes as text: which strings need quotes, block scalars, layouts. */
#include "yaml/render.h"
#include "parsed.h"

/* A plain scalar like one of these would be read as something else than a string. */
static const char *const quoted[] = {"",
                                     "~",
                                     "null",
                                     "Null",
                                     "NULL",
                                     "y",
                                     "Y",
                                     "n",
                                     "N",
                                     "yes",
                                     "Yes",
                                     "YES",
                                     "no",
                                     "on",
                                     "On",
                                     "off",
                                     "OFF",
                                     "true",
                                     "True",
                                     "TRUE",
                                     "false",
                                     ".inf",
                                     "-.Inf",
                                     "+.INF",
                                     ".nan",
                                     ".NaN",
                                     "=",
                                     "<<",
                                     "0",
                                     "1",
                                     "-1",
                                     "+1",
                                     "0777",
                                     "08",
                                     "0o17",
                                     "0x1F",
                                     "-0b101",
                                     "1_000",
                                     "1e3",
                                     "1E3",
                                     "1e-3",
                                     "1.",
                                     "1.5",
                                     ".5",
                                     "-.5",
                                     "1.5e+10",
                                     "6.8523015e+5",
                                     "190:20:30",
                                     "12:30:00",
                                     "190:20:30.15",
                                     "2001-12-14",
                                     "2001-12-14t21:59:43.10-05:00",
                                     "2001-12-14 21:59:43.10 -5",
                                     "2001-1-1",
                                     "685.230_15e+03"};

static const char *const plain[] = {"a",
                                    "yesterday",
                                    "nullable",
                                    "1.2.3",
                                    "10.0.0.1",
                                    "1e",
                                    "1x",
                                    "0x",
                                    "0xg",
                                    "v1",
                                    "e3",
                                    "--",
                                    "a b",
                                    "a:b",
                                    "a#b",
                                    "-a",
                                    "?a",
                                    ":a",
                                    "/bin/sh",
                                    "$(X)",
                                    "1Gi",
                                    "500m",
                                    "12:3a",
                                    "12:345",
                                    "2001-12",
                                    "12-14-2001",
                                    "+",
                                    ".",
                                    "..",
                                    "1.2e",
                                    "_1",
                                    "app.kubernetes.io/name",
                                    "busybox:1.37.0-musl",
                                    "\xc3\xa9",
                                    "a\\b",
                                    "a\"b",
                                    "a'b",
                                    "a, b",
                                    "a[0]",
                                    "1-2-3",
                                    "b64="};

static void must_render(const char *text, bool json, const char *want)
{
    struct buf out = {0};
    in_case_of(text);
    render_scalar(&out, &(struct node){.style = STYLE_DOUBLE, .text = str_of(text)}, json);
    equal_buf(&out, want);
}

static void render_words(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(quoted); i++) {
        struct buf want = {0};
        buf_fmt(&want, "\"%s\"", quoted[i]);
        buf_add(&want, "", 1);
        must_render(quoted[i], false, want.p);
        buf_free(&want);
    }
    for (size_t i = 0; i < COUNT(plain); i++)
        must_render(plain[i], false, plain[i]);
}

static const struct {
    const char *text, *yaml, *json;
} quotes[] = {{"-", "'-'", "\"-\""},
              {"- a", "'- a'", "\"- a\""},
              {"?", "'?'", "\"?\""},
              {": a", "': a'", "\": a\""},
              {"a: b", "'a: b'", "\"a: b\""},
              {"a:", "'a:'", "\"a:\""},
              {"a #b", "'a #b'", "\"a #b\""},
              {"#a", "'#a'", "\"#a\""},
              {" a", "' a'", "\" a\""},
              {"a ", "'a '", "\"a \""},
              {"[a", "'[a'", "\"[a\""},
              {"{}", "'{}'", "\"{}\""},
              {"*", "'*'", "\"*\""},
              {"&a", "'&a'", "\"&a\""},
              {"!a", "'!a'", "\"!a\""},
              {"%a", "'%a'", "\"%a\""},
              {"@a", "'@a'", "\"@a\""},
              {"`a", "'`a'", "\"`a\""},
              {"'a'", "'''a'''", "\"'a'\""},
              {"\"a\"", "'\"a\"'", "\"\\\"a\\\"\""},
              {"---", "'---'", "\"---\""},
              {"...", "'...'", "\"...\""},
              {"a\tb", "\"a\\tb\"", "\"a\\tb\""},
              {"a\nb", "\"a\\nb\"", "\"a\\nb\""},
              {"\r", "\"\\u000d\"", "\"\\u000d\""},
              {"\x01\x7f", "\"\\u0001\\u007f\"", "\"\\u0001\\u007f\""},
              {"\xc2\x85", "\"\\u0085\"", "\"\\u0085\""},
              {"\xe2\x80\xa8\xe2\x80\xa9", "\"\\u2028\\u2029\"", "\"\\u2028\\u2029\""},
              {"\xef\xbb\xbf", "\"\\ufeff\"", "\"\\ufeff\""},
              {"a\\\n", "\"a\\\\\\n\"", "\"a\\\\\\n\""},
              {"\xc3\xa9\xf0\x9f\x98\x80", "\xc3\xa9\xf0\x9f\x98\x80", "\"\xc3\xa9\xf0\x9f\x98\x80\""}};

static void render_quotes(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(quotes); i++) {
        must_render(quotes[i].text, false, quotes[i].yaml);
        must_render(quotes[i].text, true, quotes[i].json);
    }
}

/* An entry with the value {k: text, z: null}. */
static struct node *entry_with(struct arena *arena, const char *text)
{
    struct node *mapping = node_mapping(arena), *outer = node_mapping(arena);
    node_put(arena, mapping, "k", node_string(arena, str_of(text)), "");
    node_put(arena, mapping, "z", node_literal(arena, "null"), "");
    node_put(arena, outer, "e", mapping, "");
    return outer->child;
}

static const struct {
    const char *text, *block;
} literals[] = {{"a\nb", "e:\n    k: |-\n      a\n      b\n    z: null"},
                {"a\nb\n", "e:\n    k: |\n      a\n      b\n    z: null"},
                {"a\n\n", "e:\n    k: |+\n      a\n\n    z: null"},
                {"a\n\n  b\n", "e:\n    k: |\n      a\n\n        b\n    z: null"},
                {"a\tb\n", "e:\n    k: |\n      a\tb\n    z: null"},
                {" a\n", "e:\n    k: \" a\\n\"\n    z: null"},
                {"\na\n", "e:\n    k: \"\\na\\n\"\n    z: null"},
                {"\n", "e:\n    k: \"\\n\"\n    z: null"},
                {"a\r\nb", "e:\n    k: \"a\\u000d\\nb\"\n    z: null"}};

static void render_literals(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(literals); i++) {
        struct arena arena = {0};
        struct buf out = {0};
        in_case_of(literals[i].text);
        render_block(&out, entry_with(&arena, literals[i].text), 2, "\n");
        equal_buf(&out, literals[i].block);
        arena_free(&arena);
    }
}

static void render_layouts(void **state)
{
    (void)state;
    struct arena a = {0};
    struct buf b = {0};
    render_block(&b, sample(&a), 2, "\r\n");
    equal_buf(&b, "list:\r\n  - a: \"1\"\r\n    b: {}\r\n  - []\r\n  - \"x\\ny\\n\"");
    render_json(&b, sample(&a), &(struct layout){0}, "\n");
    equal_buf(&b, "\"list\": [{\"a\": \"1\", \"b\": {}}, [], \"x\\ny\\n\"]");
    render_json(&b, sample(&a), &(struct layout){.tight = true}, "\n");
    equal_buf(&b, "\"list\":[{\"a\":\"1\",\"b\":{}},[],\"x\\ny\\n\"]");
    render_json(&b, sample(&a), &(struct layout){.lines = true, .indent = {"  ", 2}, .unit = 2}, "\n");
    equal_buf(
        &b,
        "\"list\": [\n    {\n      \"a\": \"1\",\n      \"b\": {}\n    },\n    [],\n    \"x\\ny\\n\"\n  ]");
    render_json(&b, sample(&a)->value, &(struct layout){.lines = true, .indent = {"\t", 1}, .unit = 1}, "\n");
    equal_buf(&b, "[\n\t\t{\n\t\t\t\"a\": \"1\",\n\t\t\t\"b\": {}\n\t\t},\n\t\t[],\n\t\t\"x\\ny\\n\"\n\t]");
    arena_free(&a);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {fresh_test(render_words), fresh_test(render_quotes),
                                       fresh_test(render_literals), fresh_test(render_layouts)};
    return run_tests_named(argc, argv, tests);
}
