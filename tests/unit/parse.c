/* The parse: offsets, nesting, surrogates, and what is refused. */
#include "parsed.h"

/* The bytes of every scalar, read alone, are the same scalar. */
static void must_stand_alone(const struct parsed_text *parsed, const struct node *node)
{
    struct parsed_text alone;
    const struct node *root = parse_bytes(&alone, parsed->source.p + node->start, node->end - node->start);
    holds(root != NULL);
    equal_int(root->style, node->style);
    equal_bytes(root->text, node->text);
    equal_int(root->anchor.n, node->anchor.n);
    equal_int(root->tagged, node->tagged);
    forget(&alone);
    in_case((struct str){parsed->text.p, parsed->text.n});
}

/* The bytes of the node lie in those of the text, and those of its entries in its own. */
static void check_offsets(const struct parsed_text *parsed, const struct node *node)
{
    holds(node->lead <= node->start && node->start <= node->end && node->end <= parsed->source.n);
    for (const struct node *entry = node->child; entry; entry = entry->next) {
        holds(entry->start >= node->start && entry->end <= node->end);
        check_offsets(parsed, entry);
        if (node->kind == NODE_MAPPING)
            check_offsets(parsed, entry->value);
    }
    if (node->kind == NODE_SCALAR && node->start != node->end && !node_is_block_scalar(node))
        must_stand_alone(parsed, node);
}

static const char *const texts[] = {
    "a: 1\n\"b\" : 'c''d'\ne: [f, \"g\\n\", {h: i}, ] # c\nj:\n- k\n-   l: m\n    n: o\n",
    "\xef\xbb\xbf\xc3\xa9: \xe2\x82\xac # \xf0\x9f\x98\x80\nb: &x !!str \"\xc3\xbc\"\nc: *x\n",
    "a:\r\n- - &y b\r\n  - c\r\n- !t\r\n  d: e\r\nf: &z {g: h}\r\n",
    "? a\n: b\n? - c\n: d\n",
    "[a: b, {c: d}: e, ? f : g]",
    "{\"a\":{\"b\":[1,2.5,\"\\u00e9\"]},\"c\":null}"};

static void parse_offsets(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(texts); i++) {
        struct parsed_text parsed;
        holds(parse_text(&parsed, texts[i]) != NULL);
        check_offsets(&parsed, parsed.root);
        forget(&parsed);
    }
}

static void parse_leads(void **state)
{
    (void)state;
    struct parsed_text parsed;
    struct node *root = parse_text(&parsed, "a: 1\nb:\n- # c - d\n  e\n-    f\n? g # :\n: h\n");
    struct node *a = root->child, *b = a->next, *g = b->next;
    equal_int(a->lead, 0);
    equal_int(a->value->lead, 1);
    equal_int(b->value->child->lead, 8);
    equal_int(b->value->child->next->lead, 22);
    equal_int(g->lead, 29);
    equal_int(g->start, 31);
    holds(g->explicit && root->explicit);
    equal_int(g->value->lead, 37);
    forget(&parsed);
    root = parse_text(&parsed, "a: &x # c\n  !!str b\nd: &y !<t,u>\n  e: f\n");
    equal_int(parse_properties_end(&parsed.source, root->child->value), 17);
    equal_int(parse_body(&parsed.source, root->child->value), 18);
    equal_int(parse_body(&parsed.source, root->child->next->value), 35);
    forget(&parsed);
}

static void nest(struct buf *text, size_t depth, bool flow)
{
    if (flow) {
        buf_fill(text, '[', depth);
        buf_fill(text, ']', depth);
        return;
    }
    for (size_t i = 0; i < depth; i++) {
        buf_fill(text, ' ', i);
        buf_puts(text, i + 1 < depth ? "k:\n" : "k: v\n");
    }
}

static void parse_depth(void **state)
{
    (void)state;
    for (int flow = 0; flow < 2; flow++) {
        struct buf text = {0};
        struct parsed_text parsed;
        nest(&text, 512, flow);
        holds(parse_bytes(&parsed, text.p, text.n) != NULL);
        forget(&parsed);
        buf_free(&text);
        nest(&text, 513, flow);
        must_refuse(text.p, text.n, flow ? 512 : text.n - 5, "512");
        buf_free(&text);
    }
}

static const struct {
    const char *text;
    size_t at;
    const char *message;
} refused[] = {{"a: 1\nb: 2\na: 3\n", 10, "duplicate key a"},
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

static void parse_refused(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(refused); i++)
        must_refuse(refused[i].text, strlen(refused[i].text), refused[i].at, refused[i].message);
}

/* An anchor may be defined again: an alias means the last one before it. */
static void parse_anchors(void **state)
{
    (void)state;
    struct parsed_text parsed;
    holds(parse_text(&parsed, "a: &x {b: 1}\nc: &x {d: 1}\ne: {<<: *x, f: 1}\ng: {a: 1, A: 2}\n") != NULL);
    holds(node_get(node_get(parsed.root, "e"), "<<")->named == node_get(parsed.root, "c"));
    holds(node_get(parsed.root, "e")->merges);
    holds(!parsed.root->merges);
    forget(&parsed);
}

static const struct {
    const char *json, *text;
} surrogates[] = {
    {"\\ud83d\\ude00", "\xf0\x9f\x98\x80"},
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
    {"\xef\xbf\xbd\\ufffd\\ud83d\\ude00", "\xef\xbf\xbd\xef\xbf\xbd\xf0\x9f\x98\x80"},
    /* What libyaml refuses, and line breaks that it folds. */
    {"a\x7f", "a\x7f"},
    {"\xc2\x80\xc2\x9f\\\\", "\xc2\x80\xc2\x9f\\"},
    {"\xef\xbf\xbe\xef\xbf\xbf\\u007f\\u07ff\\u0800", "\xef\xbf\xbe\xef\xbf\xbf\x7f\xdf\xbf\xe0\xa0\x80"},
    {"\xc3\xbf.\x7f\xc2\x9b", "\xc3\xbf.\x7f\xc2\x9b"}};

static void parse_surrogates(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(surrogates); i++) {
        struct parsed_text parsed;
        struct buf text = {0};
        buf_fmt(&text, "{\"a\":\"%s\",\"%s\":1}", surrogates[i].json, surrogates[i].json);
        holds(parse_bytes(&parsed, text.p, text.n) != NULL);
        equal_str(node_get(parsed.root, "a")->text, surrogates[i].text);
        equal_str(parsed.root->child->next->text, surrogates[i].text);
        buf_free(&text);
        forget(&parsed);
    }
}

/* Outside double quotes a backslash starts no escape, and the text stays as it is. */
static const char *const backslashes[] = {"\\ud800",
                                          "\\\\uFFFD \\ud800",
                                          "\\\\\\ud800 \\ufffd",
                                          "\xef\xbf\xbd\\ud800",
                                          "\xef\xbf\xbd\\uFFFD\\",
                                          "\\ud83d\\ude00 \\uD83D \\\\"};

static void parse_backslashes(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(backslashes); i++) {
        struct parsed_text parsed;
        struct buf text = {0};
        buf_fmt(&text, "{'%s':\n'%s',z: '\\ud800'}", backslashes[i], backslashes[i]);
        holds(parse_bytes(&parsed, text.p, text.n) != NULL);
        equal_str(parsed.root->child->text, backslashes[i]);
        equal_str(parsed.root->child->value->text, backslashes[i]);
        buf_free(&text);
        forget(&parsed);
    }
}

/* An `x` PAD times, and then surrogates: they must be decoded wherever they are. */
static void check_surrogates_behind(size_t pad)
{
    static const char want[] = "\\\xf0\x9f\x98\x80\\ud83d\xef\xbf\xbd";
    struct parsed_text parsed;
    struct buf text = {0};
    buf_puts(&text, "{\"a\":\"");
    buf_fill(&text, 'x', pad);
    buf_puts(&text, "\\\\\\ud83d\\ude00\\\\ud83d\\ud83d\"}");
    holds(parse_bytes(&parsed, text.p, text.n) != NULL);
    struct str read = node_get(parsed.root, "a")->text;
    equal_int(read.n, pad + 1 + 4 + 6 + 3);
    equal_str(((struct str){read.p + pad, read.n - pad}), want);
    buf_free(&text);
    forget(&parsed);
}

/* The same of a control character of two bytes, whose halves libyaml gets one by one. */
static void check_control_behind(size_t pad)
{
    struct parsed_text parsed;
    struct buf text = {0};
    buf_puts(&text, "{\"a\":\"");
    buf_fill(&text, 'x', pad);
    buf_puts(&text, "\xc2\x9b\xef\xbf\xbe\x7f\"}");
    holds(parse_bytes(&parsed, text.p, text.n) != NULL);
    struct str read = node_get(parsed.root, "a")->text;
    equal_int(read.n, pad + 6);
    equal_str(((struct str){read.p + pad, 6}), "\xc2\x9b\xef\xbf\xbe\x7f");
    buf_free(&text);
    forget(&parsed);
}

/* In a string of JSON every blank and every line break above ASCII stays. */
static void parse_breaks_in_json(void **state)
{
    static const char text[] = "{\"a\":\"b \xc2\x85 c \xe2\x80\xa8 d \xe2\x80\xa9\"}",
                      want[] = "b \xc2\x85 c \xe2\x80\xa8 d \xe2\x80\xa9";
    (void)state;
    struct parsed_text parsed;
    parse_text(&parsed, text);
    equal_str(node_get(parsed.root, "a")->text, want);
    forget(&parsed);
}

/* Such characters may stand in strings only, and bytes that are no UTF-8 nowhere. */
static void parse_controls_refused(void **state)
{
    (void)state;
    must_refuse("{\"a\":\x7f}", 7, 5, "invalid JSON: a control character outside a string");
    must_refuse("{'a':'\xc2\x80'}", 10, 6, "invalid JSON: a control character outside a string");
    must_refuse("[\"\xc2\x41\x7f\"]", 7, 3, "invalid JSON");
    must_refuse("[\"\xef\xbf\x40\x7f\"]", 8, 4, "invalid JSON");
    must_refuse("{\x7f \"a\":1}", 9, 1, "invalid JSON: a control character outside a string");
    must_refuse("a: \"\x7f\"\n", 7, 4, "invalid YAML: control characters are not allowed");
}

/* libyaml reads 64 bytes first, and then chunks of 16 KB: a surrogate pair is put across the end of one in
 * every way. */
static void parse_chunks(void **state)
{
    (void)state;
    for (size_t end = 64; end <= 64 + 16384; end += 16384)
        for (size_t pad = end - 40; pad < end + 4; pad++)
            check_surrogates_behind(pad), check_control_behind(pad);
}

/* A merge key may bring in 254 keys; it counts as one itself. */
static void parse_merge_limit(void **state)
{
    enum { MOST = 254 };
    (void)state;
    for (int more = 0; more < 2; more++) {
        struct parsed_text parsed;
        struct buf text = {0};
        buf_puts(&text, "a: &a\n");
        for (int i = 0; i < MOST + more; i++)
            buf_fmt(&text, "  k%d: 1\n", i);
        buf_puts(&text, "b:\n  <<: *a\n");
        equal_int(parse_bytes(&parsed, text.p, text.n) != NULL, !more);
        buf_free(&text);
        forget(&parsed);
    }
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        fresh_test(parse_offsets),          fresh_test(parse_leads),          fresh_test(parse_depth),
        fresh_test(parse_refused),          fresh_test(parse_anchors),        fresh_test(parse_surrogates),
        fresh_test(parse_controls_refused), fresh_test(parse_breaks_in_json), fresh_test(parse_merge_limit),
        fresh_test(parse_backslashes),      fresh_test(parse_chunks)};
    return run_tests_named(argc, argv, tests);
}
