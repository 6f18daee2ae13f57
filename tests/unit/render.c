/* Bytes, nodes, rendering: the engine's parts one by one. */
#include "base/names.h"
#include "yaml/input.h"
#include "yaml/lower.h"
#include "yaml/node.h"
#include "yaml/parse.h"
#include "yaml/render.h"
#include "yaml/splice.h"

#include <limits.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* cmocka needs the headers above */
#include <cmocka.h>

/* A text, parsed. */
struct parsed_text {
    struct buf text;
    struct source source;
    struct arena arena;
    struct error error;
    struct document document;
    struct node *root;
};

static struct node *parse_text(struct parsed_text *t, const char *p, size_t n)
{
    *t = (struct parsed_text){0};
    buf_add(&t->text, p, n);
    if (!input_of(t->text.p, n, &t->source, &t->error))
        return NULL;
    struct parse *parse = parse_open(&t->source, &t->arena, &t->arena, &t->error);
    assert_non_null(parse);
    enum parsed got = parse_next(parse, &t->document);
    assert_int_not_equal(got, PARSE_ITEM);
    t->root = got == PARSE_DOCUMENT ? t->document.root : NULL;
    /* What is wrong further on counts too. */
    struct document rest;
    while (got == PARSE_DOCUMENT)
        got = parse_next(parse, &rest);
    if (got == PARSE_FAILED)
        t->root = NULL;
    parse_close(parse);
    return t->root;
}

static struct node *parse_string(struct parsed_text *t, const char *text)
{
    return parse_text(t, text, strlen(text));
}

static void forget(struct parsed_text *t)
{
    arena_free(&t->arena);
    buf_free(&t->text);
}

static void assert_str(struct str s, const char *text)
{
    assert_int_equal(s.n, strlen(text));
    assert_memory_equal(s.p, text, s.n);
}

static void assert_buf(struct buf *b, const char *text)
{
    buf_add(b, "", 1);
    assert_string_equal(b->p, text);
    buf_free(b);
}

static void assert_refused(const char *text, size_t n, size_t at, const char *message)
{
    struct parsed_text t;
    assert_null(parse_text(&t, text, n));
    assert_true(t.error.set);
    if (!strstr(t.error.text, message))
        fail_msg("'%s' does not say '%s'", t.error.text, message);
    if (at != SIZE_MAX)
        assert_int_equal(t.error.at, at);
    forget(&t);
}

/* Input. */

static void input_breaks(void **state)
{
    (void)state;
    static const struct {
        const char *text, *newline;
        size_t first, second; /* where the first line ends, and the second starts */
    } cases[] = {{"a\nb", "\n", 1, 2},
                 {"a\r\nb", "\r\n", 1, 3},
                 {"a\rb", "\r", 1, 2},
                 {"a\xc2\x85"
                  "b",
                  "\n", 1, 3},
                 {"a\xe2\x80\xa8"
                  "b",
                  "\n", 1, 4},
                 {"a\xe2\x80\xa9"
                  "b",
                  "\n", 1, 4},
                 {"a\xc2\xa0\xe2\x80\xa7", "\n", 6, 6},
                 {"a", "\n", 1, 1}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct source s;
        struct error e = {0};
        assert_true(input_of(cases[i].text, strlen(cases[i].text), &s, &e));
        assert_string_equal(s.newline, cases[i].newline);
        assert_int_equal(line_end(&s, 0), cases[i].first);
        assert_int_equal(line_next(&s, 0), cases[i].second);
        assert_int_equal(line_start(&s, s.n), s.n > cases[i].second ? cases[i].second : line_start(&s, s.n));
        for (size_t at = 0; at <= s.n; at++)
            assert_int_equal(is_line_start(&s, at),
                             at == 0 || (at == cases[i].second && at > cases[i].first));
    }
}

static void input_lines(void **state)
{
    (void)state;
    struct source s;
    struct error e = {0};
    const char *text = "\xef\xbb\xbf  a: \xc3\xa9\n\t- b\n";
    assert_true(input_of(text, strlen(text), &s, &e));
    assert_int_equal(s.bom, 3);
    assert_int_equal(s.ascii, 8);
    assert_int_equal(input_ascii(&s, 10), s.n);
    assert_int_equal(line_start(&s, 5), 3);
    assert_true(is_line_start(&s, 3));
    assert_true(is_first_on_line(&s, 5));
    assert_false(is_first_on_line(&s, 8));
    assert_int_equal(blanks_before(&s, 12), 11);
    assert_true(is_first_on_line(&s, 12));
    assert_false(is_first_on_line(&s, 14));
}

static void input_forms(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        bool json, surrogates;
    } cases[] = {{"{}", true, false},
                 {" \n\t[1]", true, false},
                 {"\xef\xbb\xbf{}", true, false},
                 {"a: {}", false, false},
                 {"{\"a\":\"\\uD800\"}", true, true},
                 {"{\"a\":\"\\\\ud800\"}", true, false},
                 {"a: \"\\ud800\"", false, false}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct source s;
        struct error e = {0};
        assert_true(input_of(cases[i].text, strlen(cases[i].text), &s, &e));
        assert_int_equal(s.json, cases[i].json);
        assert_int_equal(s.surrogates, cases[i].surrogates);
    }
}

static void input_refused(void **state)
{
    (void)state;
    assert_refused("", 0, 0, "empty");
    assert_refused(" \n\t\r\n", 5, 0, "empty");
    assert_refused("\xef\xbb\xbf", 3, 3, "empty");
    assert_refused("\xff\xfe{\0}\0", 6, 0, "UTF-16");
    assert_refused("\xfe\xff\0{\0}", 6, 0, "UTF-16");
    assert_refused("\0{\0}", 4, 0, "UTF-16");
    assert_refused("{\0}\0", 4, 0, "UTF-16");
    assert_refused("NAME   READY\nx      1/1\n", 24, 0, "-o yaml");
    assert_refused("NAMESPACE   NAME   READY\n", 25, 0, "-o yaml");
    assert_refused("a: \"\x01\"\n", 7, 4, "control characters");
    assert_refused("a: \xc3\x28\n", 6, 4, "UTF-8");
    struct parsed_text t;
    assert_non_null(parse_string(&t, "NAME: x\n"));
    forget(&t);
}

static void input_read_all(void **state)
{
    (void)state;
    int ends[2];
    assert_int_equal(pipe(ends), 0);
    assert_int_equal(write(ends[1], "a: 1\n", 5), 5);
    close(ends[1]);
    struct buf b = {0};
    struct source s;
    struct error e = {0};
    assert_true(input_read(ends[0], &b, &s, &e));
    assert_str((struct str){s.p, s.n}, "a: 1\n");
    close(ends[0]);
    assert_false(input_read(ends[0], &b, &s, &e));
    assert_non_null(strstr(e.text, "cannot read"));
    buf_free(&b);
}

/* Nodes. */

static void node_lookups(void **state)
{
    (void)state;
    struct parsed_text t;
    struct node *root =
        parse_string(&t, "a: &x {b: [1, yes], c: ~}\nd: *x\ne: \"~\"\nf:\ng: !!str\nh: 'true'\n");
    assert_non_null(root);
    struct node *a = node_get(root, "a"), *d = node_get(root, "d");
    assert_int_equal(a->kind, NODE_MAPPING);
    assert_null(node_get(root, "z"));
    assert_null(node_get(node_get(a, "b"), "z"));
    assert_null(node_get(NULL, "z"));
    assert_ptr_equal(node_real(d), a);
    assert_null(node_get(d, "b"));
    struct node *one = node_first(node_get(a, "b")), *yes = node_after(one);
    assert_true(node_is(one, "1"));
    assert_false(node_is(one, "2"));
    assert_str(node_text(yes), "yes");
    assert_true(node_is_true(yes));
    assert_false(node_is_true(node_get(root, "h")));
    assert_str(node_text(a), "");
    assert_true(node_is_null(node_get(a, "c")));
    assert_true(node_is_null(node_get(root, "f")));
    assert_false(node_is_null(node_get(root, "e")));
    assert_false(node_is_null(node_get(root, "g")));
    assert_true(node_in_flow(one));
    assert_false(node_in_flow(a));
    node_remove(one, "");
    assert_ptr_equal(node_first(node_get(a, "b")), yes);
    node_remove(node_key(root, "a"), "");
    assert_null(node_get(root, "a"));
    forget(&t);
}

static void put_all(struct parsed_text *t, struct node *m, const char *keys)
{
    for (const char *k = keys; *k; k++)
        assert_non_null(node_put(&t->arena, m, arena_copy(&t->arena, (struct str){k, 1}).p,
                                 node_literal(&t->arena, "1"), ""));
}

static void assert_keys(const struct node *m, const char *keys)
{
    struct buf b = {0};
    for (const struct node *k = node_first(m); k; k = node_after(k))
        buf_str(&b, k->text);
    assert_buf(&b, keys);
}

static void node_order(void **state)
{
    (void)state;
    struct parsed_text t;
    struct node *root = parse_string(&t, "sorted: {b: 1, d: 2}\nunsorted: {d: 1, b: 2}\nlist: [1]\n");
    put_all(&t, node_get(root, "sorted"), "cea");
    assert_keys(node_get(root, "sorted"), "abcde");
    put_all(&t, node_get(root, "unsorted"), "ca");
    assert_keys(node_get(root, "unsorted"), "dbca");
    node_remove(node_key(node_get(root, "sorted"), "c"), "");
    assert_keys(node_get(root, "sorted"), "abde");
    struct node *list = node_get(root, "list");
    node_push(list, node_literal(&t.arena, "2"), "");
    node_push_first(list, node_literal(&t.arena, "0"), "");
    assert_keys(list, "012");
    assert_null(node_put(&t.arena, list, "x", NULL, ""));
    forget(&t);
}

static void node_paths(void **state)
{
    (void)state;
    static const char *const paths[] = {"spec.containers[0].env", "spec.containers[1].env",
                                        "metadata.labels['a.b/c']", "metadata['']"};
    struct parsed_text t;
    struct node *root = parse_string(&t, "spec: {containers: [{env: 1}, {env: 2}]}\n"
                                         "metadata: {labels: {a.b/c: 1}, '': 2}\n");
    struct node *list = node_get(node_get(root, "spec"), "containers");
    struct node *entries[] = {node_key(list->child, "env"), node_key(list->child->next, "env"),
                              node_key(node_get(node_get(root, "metadata"), "labels"), "a.b/c"),
                              node_key(node_get(root, "metadata"), "")};
    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++) {
        struct buf b = {0};
        node_path(&b, entries[i]);
        assert_buf(&b, paths[i]);
    }
    forget(&t);
}

/* Rendering. */

static void render_words(void **state)
{
    (void)state;
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
                                         "685.230_15e+03",
                                         NULL};
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
                                        "-",
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
                                        "b64=",
                                        NULL};
    for (size_t i = 0; quoted[i]; i++) {
        struct buf b = {0}, want = {0};
        render_scalar(&b, &(struct node){.style = STYLE_DOUBLE, .text = str_of(quoted[i])}, false);
        buf_fmt(&want, "\"%s\"", quoted[i]);
        buf_add(&want, "", 1);
        assert_buf(&b, want.p);
        buf_free(&want);
    }
    for (size_t i = 0; plain[i]; i++) {
        if (strcmp(plain[i], "-") == 0)
            continue;
        struct buf b = {0};
        render_scalar(&b, &(struct node){.style = STYLE_DOUBLE, .text = str_of(plain[i])}, false);
        assert_buf(&b, plain[i]);
    }
}

static void render_quotes(void **state)
{
    (void)state;
    static const struct {
        const char *text, *yaml, *json;
    } cases[] = {{"-", "'-'", "\"-\""},
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
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct node n = {.style = STYLE_DOUBLE, .text = str_of(cases[i].text)};
        struct buf b = {0};
        render_scalar(&b, &n, false);
        assert_buf(&b, cases[i].yaml);
        render_scalar(&b, &n, true);
        assert_buf(&b, cases[i].json);
    }
}

/* {"k": text, "z": last} as an entry's value. */
static struct node *entry_with(struct arena *a, const char *text)
{
    struct node *m = node_mapping(a), *outer = node_mapping(a);
    node_put(a, m, "k", node_string(a, str_of(text)), "");
    node_put(a, m, "z", node_literal(a, "null"), "");
    node_put(a, outer, "e", m, "");
    return outer->child;
}

static void render_literals(void **state)
{
    (void)state;
    static const struct {
        const char *text, *block;
    } cases[] = {{"a\nb", "e:\n    k: |-\n      a\n      b\n    z: null"},
                 {"a\nb\n", "e:\n    k: |\n      a\n      b\n    z: null"},
                 {"a\n\n", "e:\n    k: |+\n      a\n\n    z: null"},
                 {"a\n\n  b\n", "e:\n    k: |\n      a\n\n        b\n    z: null"},
                 {"a\tb\n", "e:\n    k: |\n      a\tb\n    z: null"},
                 {" a\n", "e:\n    k: \" a\\n\"\n    z: null"},
                 {"\na\n", "e:\n    k: \"\\na\\n\"\n    z: null"},
                 {"\n", "e:\n    k: \"\\n\"\n    z: null"},
                 {"a\r\nb", "e:\n    k: \"a\\u000d\\nb\"\n    z: null"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct arena a = {0};
        struct buf b = {0};
        render_block(&b, entry_with(&a, cases[i].text), 2, "\n");
        assert_buf(&b, cases[i].block);
        arena_free(&a);
    }
}

static struct node *sample(struct arena *a)
{
    struct node *outer = node_mapping(a), *list = node_sequence(a), *item = node_mapping(a);
    node_put(a, item, "a", node_string(a, str_of("1")), "");
    node_put(a, item, "b", node_mapping(a), "");
    node_push(list, item, "");
    node_push(list, node_sequence(a), "");
    node_push(list, node_string(a, str_of("x\ny\n")), "");
    node_put(a, outer, "list", list, "");
    return outer->child;
}

static void render_layouts(void **state)
{
    (void)state;
    struct arena a = {0};
    struct buf b = {0};
    render_block(&b, sample(&a), 2, "\r\n");
    assert_buf(&b, "list:\r\n  - a: \"1\"\r\n    b: {}\r\n  - []\r\n  - \"x\\ny\\n\"");
    render_json(&b, sample(&a), &(struct layout){0}, "\n");
    assert_buf(&b, "\"list\": [{\"a\": \"1\", \"b\": {}}, [], \"x\\ny\\n\"]");
    render_json(&b, sample(&a), &(struct layout){.tight = true}, "\n");
    assert_buf(&b, "\"list\":[{\"a\":\"1\",\"b\":{}},[],\"x\\ny\\n\"]");
    render_json(&b, sample(&a), &(struct layout){.lines = true, .indent = {"  ", 2}, .unit = 2}, "\n");
    assert_buf(
        &b,
        "\"list\": [\n    {\n      \"a\": \"1\",\n      \"b\": {}\n    },\n    [],\n    \"x\\ny\\n\"\n  ]");
    render_json(&b, sample(&a)->value, &(struct layout){.lines = true, .indent = {"\t", 1}, .unit = 1}, "\n");
    assert_buf(&b, "[\n\t\t{\n\t\t\t\"a\": \"1\",\n\t\t\t\"b\": {}\n\t\t},\n\t\t[],\n\t\t\"x\\ny\\n\"\n\t]");
    arena_free(&a);
}

/* Parsing. */

/* Every scalar's bytes, alone, are read as the same scalar. */
static void assert_spans(const struct parsed_text *t, const struct node *n)
{
    assert_true(n->lead <= n->start && n->start <= n->end && n->end <= t->source.n);
    for (const struct node *e = n->child; e; e = e->next) {
        assert_true(e->start >= n->start && e->end <= n->end);
        assert_spans(t, e);
        if (n->kind == NODE_MAPPING)
            assert_spans(t, e->value);
    }
    if (n->kind != NODE_SCALAR || n->start == n->end || node_is_block_scalar(n))
        return;
    struct parsed_text again;
    const struct node *root = parse_text(&again, t->source.p + n->start, n->end - n->start);
    /* A plain scalar is a line or more of its own only inside its collection. */
    assert_non_null(root);
    assert_int_equal(root->style, n->style);
    assert_int_equal(root->text.n, n->text.n);
    assert_memory_equal(root->text.p, n->text.p, n->text.n);
    assert_int_equal(root->anchor.n, n->anchor.n);
    assert_int_equal(root->tagged, n->tagged);
    forget(&again);
}

static void parse_offsets(void **state)
{
    (void)state;
    static const char *const texts[] = {
        "a: 1\n\"b\" : 'c''d'\ne: [f, \"g\\n\", {h: i}, ] # c\nj:\n- k\n-   l: m\n    n: o\n",
        "\xef\xbb\xbf\xc3\xa9: \xe2\x82\xac # \xf0\x9f\x98\x80\nb: &x !!str \"\xc3\xbc\"\nc: *x\n",
        "a:\r\n- - &y b\r\n  - c\r\n- !t\r\n  d: e\r\nf: &z {g: h}\r\n",
        "? a\n: b\n? - c\n: d\n",
        "[a: b, {c: d}: e, ? f : g]",
        "{\"a\":{\"b\":[1,2.5,\"\\u00e9\"]},\"c\":null}"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct parsed_text t;
        assert_non_null(parse_string(&t, texts[i]));
        assert_spans(&t, t.root);
        forget(&t);
    }
}

static void parse_leads(void **state)
{
    (void)state;
    struct parsed_text t;
    struct node *root = parse_string(&t, "a: 1\nb:\n- # c - d\n  e\n-    f\n? g # :\n: h\n");
    struct node *a = root->child, *b = a->next, *g = b->next;
    assert_int_equal(a->lead, 0);
    assert_int_equal(a->value->lead, 1);
    assert_int_equal(b->value->child->lead, 8);
    assert_int_equal(b->value->child->next->lead, 22);
    assert_int_equal(g->lead, 29);
    assert_int_equal(g->start, 31);
    assert_true(g->explicit && root->explicit);
    assert_int_equal(g->value->lead, 37);
    forget(&t);
    root = parse_string(&t, "a: &x # c\n  !!str b\nd: &y !<t,u>\n  e: f\n");
    assert_int_equal(parse_properties_end(&t.source, root->child->value), 17);
    assert_int_equal(parse_body(&t.source, root->child->value), 18);
    assert_int_equal(parse_body(&t.source, root->child->next->value), 35);
    forget(&t);
}

static void nest(struct buf *b, size_t depth, bool flow)
{
    if (flow) {
        buf_fill(b, '[', depth);
        buf_fill(b, ']', depth);
        return;
    }
    for (size_t i = 0; i < depth; i++) {
        buf_fill(b, ' ', i);
        buf_puts(b, i + 1 < depth ? "k:\n" : "k: v\n");
    }
}

static void parse_depth(void **state)
{
    (void)state;
    for (int flow = 0; flow < 2; flow++) {
        struct buf b = {0};
        struct parsed_text t;
        nest(&b, 512, flow);
        assert_non_null(parse_text(&t, b.p, b.n));
        forget(&t);
        buf_free(&b);
        nest(&b, 513, flow);
        assert_refused(b.p, b.n, flow ? 512 : b.n - 5, "512");
        buf_free(&b);
    }
}

static void parse_refused(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        size_t at;
        const char *message;
    } cases[] = {{"a: 1\nb: 2\na: 3\n", 10, "duplicate key a"},
                 {"b: 1\na: 2\n\"b\": 3\n", 10, "duplicate key b"},
                 {"{\"a\":1,\"a\":2}", 7, "duplicate key a"},
                 {"x:\n  a: 1\n  a: 2\n", 12, "duplicate key a"},
                 {"{\"a\":1,\"\\u0061\":2}", 7, "duplicate key a"},
                 {"a: *x\nb: &x 1\n", 3, "*x"},
                 {"a: &x 1\n---\nb: *x\n", 15, "*x"},
                 {"a: &x [*x]\n", 7, "*x"},
                 {"a: [1\n", 3, "YAML"},
                 {"{\"a\":1", 0, "JSON"},
                 {"\xc3\xa9: 1\n\xc3\xa9\xc3\xa9: [\n", 12, "YAML"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_refused(cases[i].text, strlen(cases[i].text), cases[i].at, cases[i].message);
    struct parsed_text t;
    assert_non_null(parse_string(&t, "a: &x {b: 1}\nc: &x {d: 1}\ne: {<<: *x, f: 1}\ng: {a: 1, A: 2}\n"));
    assert_ptr_equal(node_get(node_get(t.root, "e"), "<<")->named, node_get(t.root, "c"));
    assert_true(node_get(t.root, "e")->merges);
    assert_false(t.root->merges);
    forget(&t);
}

static void parse_surrogates(void **state)
{
    (void)state;
    static const struct {
        const char *json, *text;
    } cases[] = {{"\\ud83d\\ude00", "\xf0\x9f\x98\x80"},
                 {"\\uD83D\\uDE00", "\xf0\x9f\x98\x80"},
                 {"a\\ud800\\udc00b\\udbff\\udfff", "a\xf0\x90\x80\x80"
                                                    "b\xf4\x8f\xbf\xbf"},
                 {"\\ud83d", "\xef\xbf\xbd"},
                 {"\\ude00\\ud83d", "\xef\xbf\xbd\xef\xbf\xbd"},
                 {"\\ud83dx\\ude00", "\xef\xbf\xbdx\xef\xbf\xbd"},
                 {"\\ud83d\\ud83d\\ude00", "\xef\xbf\xbd\xf0\x9f\x98\x80"},
                 {"\\ud83d\\u0041", "\xef\xbf\xbd"
                                    "A"},
                 {"\\\\ud83d", "\\ud83d"},
                 {"\\\\\\ud83d\\ude00", "\\\xf0\x9f\x98\x80"},
                 {"\\n\\t\\\"\\/\\b\\f\\r\\u00e9\\ud83d\\ude00", "\n\t\"/\b\f\r\xc3\xa9\xf0\x9f\x98\x80"},
                 {"\xef\xbf\xbd\\ufffd\\ud83d\\ude00", "\xef\xbf\xbd\xef\xbf\xbd\xf0\x9f\x98\x80"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct parsed_text t;
        struct buf b = {0};
        buf_fmt(&b, "{\"a\":\"%s\",\"%s\":1}", cases[i].json, cases[i].json);
        assert_non_null(parse_text(&t, b.p, b.n));
        assert_str(node_get(t.root, "a")->text, cases[i].text);
        assert_str(t.root->child->next->text, cases[i].text);
        buf_free(&b);
        forget(&t);
    }
}

/* Where a backslash is no escape, text stays as it is: also right behind the input's start. */
static void parse_backslashes(void **state)
{
    (void)state;
    static const char *const texts[] = {"\\ud800",
                                        "\\\\uFFFD \\ud800",
                                        "\\\\\\ud800 \\ufffd",
                                        "\xef\xbf\xbd\\ud800",
                                        "\xef\xbf\xbd\\uFFFD\\",
                                        "\\ud83d\\ude00 \\uD83D \\\\"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct parsed_text t;
        struct buf b = {0};
        buf_fmt(&b, "{'%s':\n'%s',z: '\\ud800'}", texts[i], texts[i]);
        assert_non_null(parse_text(&t, b.p, b.n));
        assert_str(t.root->child->text, texts[i]);
        assert_str(t.root->child->value->text, texts[i]);
        buf_free(&b);
        forget(&t);
    }
}

/* A length is printed as an int: nothing of what is refused is read. */
static void input_too_long(void **state)
{
    (void)state;
    struct source s;
    struct error e = {0};
    assert_false(input_of("", (size_t)INT_MAX + 1, &s, &e));
    assert_non_null(strstr(e.text, "2 GiB"));
}

/* libyaml reads 64 bytes and then chunks of 16 KB: a pair is put across the end of one in every way. */
static void parse_chunks(void **state)
{
    (void)state;
    for (size_t end = 64; end <= 64 + 16384; end += 16384)
        for (size_t pad = end - 40; pad < end + 4; pad++) {
            struct parsed_text t;
            struct buf b = {0};
            buf_puts(&b, "{\"a\":\"");
            buf_fill(&b, 'x', pad);
            buf_puts(&b, "\\\\\\ud83d\\ude00\\\\ud83d\\ud83d\"}");
            assert_non_null(parse_text(&t, b.p, b.n));
            struct str s = node_get(t.root, "a")->text;
            assert_int_equal(s.n, pad + 1 + 4 + 6 + 3);
            assert_memory_equal(s.p + pad, "\\\xf0\x9f\x98\x80\\ud83d\xef\xbf\xbd", 14);
            buf_free(&b);
            forget(&t);
        }
}

/* Edits whose bytes the events do not tell. */

static void assert_edited(struct parsed_text *t, const char *text)
{
    struct edits edits = {0};
    struct buf out = {0};
    assert_true(lower(&t->source, &t->document, t->root, &t->arena, &edits, &t->error));
    splice(&t->source, 0, t->source.n, &edits, &out);
    assert_buf(&out, text);
    edits_free(&edits);
    forget(t);
}

static void lower_at_the_end(void **state)
{
    (void)state;
    struct parsed_text t;
    parse_string(&t, "a: 1\nb: 2");
    node_remove(node_key(t.root, "b"), "");
    assert_edited(&t, "a: 1\n");
    parse_string(&t, "a: 1\nb: 2");
    node_remove(node_key(t.root, "b"), "");
    node_put(&t.arena, t.root, "c", node_literal(&t.arena, "3"), "");
    assert_edited(&t, "a: 1\nc: 3\n");
    parse_string(&t, "a: 1\nb: 2");
    node_put(&t.arena, t.root, "c", node_literal(&t.arena, "3"), "");
    node_put(&t.arena, t.root, "d", node_literal(&t.arena, "4"), "");
    assert_edited(&t, "a: 1\nb: 2\nc: 3\nd: 4");
    parse_string(&t, "a: 1\nb: |\n  c");
    node_put(&t.arena, t.root, "d", node_literal(&t.arena, "4"), "");
    assert_edited(&t, "a: 1\nd: 4\nb: |\n  c");
}

static void lower_layouts(void **state)
{
    (void)state;
    struct parsed_text t;
    parse_string(&t, "{\n\t\"a\": {\n\t\t\"b\": {}\n\t}\n}\n");
    node_put(&t.arena, node_get(t.root, "a"), "c", sample(&t.arena)->value, "");
    node_put(&t.arena, node_get(node_get(t.root, "a"), "b"), "d", node_literal(&t.arena, "1"), "");
    assert_edited(
        &t,
        "{\n\t\"a\": {\n\t\t\"b\": {\n\t\t\t\"d\": 1\n\t\t},\n\t\t\"c\": [\n\t\t\t{\n\t\t\t\t\"a\": \"1\",\n"
        "\t\t\t\t\"b\": {}\n\t\t\t},\n\t\t\t[],\n\t\t\t\"x\\ny\\n\"\n\t\t]\n\t}\n}\n");
    parse_string(&t, "{\"a\":[[1]],\"b\":null}");
    node_push(node_get(t.root, "a")->child, node_literal(&t.arena, "2"), "");
    node_fill(node_get(t.root, "b"), NODE_SEQUENCE);
    node_push(node_get(t.root, "b"), sample(&t.arena)->value, "");
    assert_edited(&t, "{\"a\":[[1,2]],\"b\":[[{\"a\":\"1\",\"b\":{}},[],\"x\\ny\\n\"]]}");
    parse_string(&t, "a: {} # c\nb:\n- []\n");
    node_put(&t.arena, node_get(t.root, "a"), "x", sample(&t.arena)->value, "");
    node_push(node_get(t.root, "b")->child, node_literal(&t.arena, "2"), "");
    assert_edited(&t, "a:\n  x:\n  - a: \"1\"\n    b: {}\n  - []\n  - \"x\\ny\\n\" # c\nb:\n- - 2\n");
}

/* The text of a key whose anchor an alias takes over may end in what only a key can end in. */
static void lower_moves_anchors(void **state)
{
    (void)state;
    struct parsed_text t;
    parse_string(&t, "&x k:: 1\nb: *x\n");
    node_remove(t.root->child, "");
    assert_edited(&t, "b: &x \"k:\"\n");
    parse_string(&t, "&x k:l: 1\nb: *x\n");
    node_remove(t.root->child, "");
    assert_edited(&t, "b: &x k:l\n");
}

/* Blank lines that stay between removed entries are a block scalar's own, and so would be one with blanks in
 * it behind them. */
static void lower_blanks_between(void **state)
{
    (void)state;
    struct parsed_text t;
    parse_string(&t, "list:\n- >\n  b\n\n- k: 1\n\n  m: 2\n\n- n\nnested:\n  p: 3\n   \nq: 4\n");
    struct node *list = node_get(t.root, "list");
    node_remove(list->child->next, "");
    node_remove(list->child->next->next, "");
    node_remove(node_key(t.root, "nested"), "");
    assert_edited(&t, "list:\n- >\n  b\n\n\nq: 4\n");
    forget(&t);
}

static void lower_anchors(void **state)
{
    (void)state;
    struct parsed_text t;
    parse_string(&t, "a: &x 1\nb: *x\nc: *x\n");
    node_remove(node_key(t.root, "a"), "");
    assert_edited(&t, "b: &x 1\nc: *x\n");
    parse_string(&t, "a: &x\n  b: 1\nc: *x\n");
    node_remove(node_key(node_get(t.root, "a"), "b"), "");
    struct edits edits = {0};
    assert_false(lower(&t.source, &t.document, t.root, &t.arena, &edits, &t.error));
    assert_int_equal(t.error.at, 16);
    edits_free(&edits);
    forget(&t);
}

static void names_distinct(void **state)
{
    (void)state;
    static const char most[] = "debug-aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa-x",
                      next[] = "debug-aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa-x-2";
    static const char *const want[] = {most, next};
    struct names names = {0};
    char base[80];
    memset(base, 'a', sizeof base);
    assert_int_equal(sizeof most - 1, 63);
    assert_int_equal(sizeof next - 1, 63);
    for (size_t i = 0; i < 2; i++) {
        struct buf b = {0};
        names_make(&names, &b, (struct str){base, sizeof base}, "x", 1);
        assert_buf(&b, want[i]);
    }
    struct buf cut = {0}, one = {0}, two = {0};
    base[53] = base[54] = '-';
    names_make(&names, &cut, (struct str){base, sizeof base}, "y", 1);
    assert_buf(&cut, "debug-aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa-y");
    names_make(&names, &one, str_of("a"), NULL, 1);
    names_make(&names, &two, str_of("a"), NULL, 1);
    assert_int_equal(one.n, strlen("debug-a-") + 5);
    assert_int_equal(two.n, one.n);
    assert_memory_not_equal(one.p, two.p, one.n);
    buf_free(&one);
    buf_free(&two);
    names_free(&names);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(input_breaks),        cmocka_unit_test(input_lines),
        cmocka_unit_test(input_forms),         cmocka_unit_test(input_refused),
        cmocka_unit_test(input_read_all),      cmocka_unit_test(node_lookups),
        cmocka_unit_test(node_order),          cmocka_unit_test(node_paths),
        cmocka_unit_test(render_words),        cmocka_unit_test(render_quotes),
        cmocka_unit_test(render_literals),     cmocka_unit_test(render_layouts),
        cmocka_unit_test(parse_offsets),       cmocka_unit_test(parse_leads),
        cmocka_unit_test(parse_depth),         cmocka_unit_test(parse_refused),
        cmocka_unit_test(parse_surrogates),    cmocka_unit_test(parse_backslashes),
        cmocka_unit_test(input_too_long),      cmocka_unit_test(parse_chunks),
        cmocka_unit_test(lower_at_the_end),    cmocka_unit_test(lower_layouts),
        cmocka_unit_test(lower_anchors),       cmocka_unit_test(names_distinct),
        cmocka_unit_test(lower_moves_anchors), cmocka_unit_test(lower_blanks_between)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
