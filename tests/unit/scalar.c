/* What a scalar is. The table is what kubectl 1.32 made of the same texts with `label --local -o json`. */
#include "yaml/scalar.h"
#include "parsed.h"
#include "yaml/render.h"

#include <limits.h>

/* What stands behind `a: `; what it is, and what a copy of it says in JSON. */
static const struct {
    const char *text;
    enum scalar is;
    const char *copy;
} scalars[] = {
    {"y", SCALAR_TRUE, "true"},
    {"Y", SCALAR_TRUE, "true"},
    {"On", SCALAR_TRUE, "true"},
    {"yEs", SCALAR_STRING, "\"yEs\""},
    {"N", SCALAR_FALSE, "false"},
    {"OFF", SCALAR_FALSE, "false"},
    {"", SCALAR_NULL, "null"},
    {"~", SCALAR_NULL, "null"},
    {"Null", SCALAR_NULL, "null"},
    {"nULL", SCALAR_STRING, "\"nULL\""},
    {"!!bool \"true\"", SCALAR_TRUE, "true"},
    {"!!bool yes", SCALAR_TRUE, "true"},
    {"!!bool |-\n  true", SCALAR_TRUE, "true"},
    {"!<tag:yaml.org,2002:bool> 'y'", SCALAR_TRUE, "true"},
    {"!!null \"\"", SCALAR_NULL, "null"},
    {"!!str true", SCALAR_STRING, "\"true\""},
    {"!!str", SCALAR_STRING, "\"\""},
    {"! true", SCALAR_STRING, "\"true\""},
    {"! \"true\"", SCALAR_STRING, "\"true\""},
    {"&x ! 12", SCALAR_STRING, "\"12\""},
    {"!", SCALAR_STRING, "\"\""},
    {"!foo 1", SCALAR_STRING, "\"1\""},
    {"!!timestamp 2001-12-14", SCALAR_STRING, "\"2001-12-14\""},
    {"!!binary aGk=", SCALAR_STRING, "\"hi\""},
    {"!!binary |\n  aG\n  k=\n", SCALAR_STRING, "\"hi\""},
    {"!!binary 4oKs", SCALAR_STRING, "\"\xe2\x82\xac\""},
    {"!!binary 4oIo", SCALAR_STRING, "\"\xef\xbf\xbd\xef\xbf\xbd(\""},
    {"!!binary /w==", SCALAR_STRING, "\"\xef\xbf\xbd\""},
    {"0", SCALAR_INT, "0"},
    {"-0", SCALAR_INT, "0"},
    {"01750", SCALAR_INT, "1000"},
    {"-01750", SCALAR_INT, "-1000"},
    {"0x3E8", SCALAR_INT, "1000"},
    {"0X1f", SCALAR_INT, "31"},
    {"+0x10", SCALAR_INT, "16"},
    {"0o17", SCALAR_INT, "15"},
    {"0b11", SCALAR_INT, "3"},
    {"-0b11", SCALAR_INT, "-3"},
    {"1_000", SCALAR_INT, "1000"},
    {"1_", SCALAR_INT, "1"},
    {"0_7", SCALAR_INT, "7"},
    {"+1000", SCALAR_INT, "1000"},
    {"+_1", SCALAR_INT, "1"},
    {"!!int \"12\"", SCALAR_INT, "12"},
    {"!!int \"0x10\"", SCALAR_INT, "16"},
    {"18446744073709551615", SCALAR_INT, "18446744073709551615"},
    {"-9223372036854775808", SCALAR_INT, "-9223372036854775808"},
    {"18446744073709551616", SCALAR_FLOAT, "18446744073709551616"},
    {"+9223372036854775808", SCALAR_FLOAT, "9223372036854775808"},
    {"08", SCALAR_FLOAT, "8"},
    {".5", SCALAR_FLOAT, "0.5"},
    {"-.5", SCALAR_FLOAT, "-0.5"},
    {"+.5", SCALAR_FLOAT, "0.5"},
    {".5e3", SCALAR_FLOAT, "0.5e3"},
    {"1.", SCALAR_FLOAT, "1.0"},
    {"1.e3", SCALAR_FLOAT, "1.0e3"},
    {"1e3", SCALAR_FLOAT, "1e3"},
    {"1.5_0", SCALAR_FLOAT, "1.50"},
    {"!!float 3", SCALAR_INT, "3"},
    {"!!float \".5\"", SCALAR_FLOAT, "0.5"},
    {".inf", SCALAR_FLOAT, ".inf"},
    {".NaN", SCALAR_FLOAT, ".NaN"},
    {".nAn", SCALAR_STRING, "\".nAn\""},
    {"1e999", SCALAR_STRING, "\"1e999\""},
    {".5_0", SCALAR_STRING, "\".5_0\""},
    {"_1", SCALAR_STRING, "\"_1\""},
    {"1e", SCALAR_STRING, "\"1e\""},
    {"0x", SCALAR_STRING, "\"0x\""},
    {"0x1p3", SCALAR_STRING, "\"0x1p3\""},
    {"0xffffffffffffffffffff", SCALAR_STRING, "\"0xffffffffffffffffffff\""},
    {"12:30:00", SCALAR_STRING, "\"12:30:00\""},
    {"2001-12-14", SCALAR_STRING, "\"2001-12-14\""},
    {"\"1\"", SCALAR_STRING, "\"1\""},
    {"'y'", SCALAR_STRING, "\"y\""},
    {"<<", SCALAR_STRING, "\"<<\""},
    {"+", SCALAR_STRING, "\"+\""},
    {".", SCALAR_STRING, "\".\""},
};

static void scalar_kinds(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(scalars); i++) {
        struct parsed_text parsed;
        struct buf text = {0}, copy = {0};
        in_case_of(scalars[i].text);
        buf_fmt(&text, "a: %s\n", scalars[i].text);
        buf_add(&text, "", 1);
        parse_text(&parsed, text.p);
        holds(parsed.root != NULL);
        const struct node *value = node_get(parsed.root, "a");
        equal_int(scalar_of(value), scalars[i].is);
        render_scalar(&copy, node_copy(&parsed.arena, value), true);
        equal_buf(&copy, scalars[i].copy);
        /* A string of the same characters must not be read as this. */
        if (value->tag == TAG_NONE && value->style == STYLE_PLAIN && scalars[i].is != SCALAR_STRING)
            holds(scalar_needs_quotes(value->text));
        forget(&parsed);
        buf_free(&text);
    }
}

static void scalar_ints(void **state)
{
    (void)state;
    struct parsed_text parsed;
    parse_text(&parsed, "a: [0, 00, 0x0, -0, +0, !!int \"0\", 0b0, 0_]\nb: [1, \"0\", ~, 0.0, x, -1]\n");
    for (const struct node *i = node_get(parsed.root, "a")->child; i; i = i->next)
        holds(node_is_int(i, 0));
    for (const struct node *i = node_get(parsed.root, "b")->child; i; i = i->next)
        holds(!node_is_int(i, 0));
    holds(node_is_int(node_get(parsed.root, "b")->child, 1));
    holds(!node_is_int(NULL, 0));
    forget(&parsed);
    long value;
    parse_text(&parsed, "a: 9223372036854775807\nb: 9223372036854775808\nc: -0x10\n");
    holds(node_int(node_get(parsed.root, "a"), &value) && value == LONG_MAX);
    holds(!node_int(node_get(parsed.root, "b"), &value));
    holds(node_int(node_get(parsed.root, "c"), &value) && value == -16);
    forget(&parsed);
}

/* A null is absent, or an empty string, where Kubernetes wants a value. */
static void scalar_nulls(void **state)
{
    (void)state;
    struct parsed_text parsed;
    parse_text(&parsed,
               "a: [~, null, Null, !!null \"\", &n ~, *n]\nb: [\"~\", 'null', nULL, !!str null, 0]\nc: *n\n");
    for (const struct node *i = node_get(parsed.root, "a")->child; i; i = i->next)
        holds(node_text(i).n == 0);
    for (const struct node *i = node_get(parsed.root, "b")->child; i; i = i->next)
        holds(node_text(i).n > 0);
    holds(!node_given(parsed.root, "c") && !node_given(parsed.root, "d") && !node_given(NULL, "a"));
    holds(node_given(parsed.root, "a") == node_get(parsed.root, "a"));
    forget(&parsed);
}

/* A merge key is one by its tag too, and a word in quotes is none. */
static void scalar_merge_keys(void **state)
{
    (void)state;
    static const struct {
        const char *key;
        bool merges;
    } keys[] = {{"<<", true},        {"!!merge <<", true}, {"!!merge \"<<\"", true},
                {"! <<", true},      {"&y <<", true},      {"\"<<\"", false},
                {"!!str <<", false}, {"!foo <<", false},   {"!!binary PDw=", false}};
    for (size_t i = 0; i < COUNT(keys); i++) {
        struct parsed_text parsed;
        struct buf text = {0};
        in_case_of(keys[i].key);
        buf_fmt(&text, "a: &x {b: c}\nd: {%s : *x}\n", keys[i].key);
        buf_add(&text, "", 1);
        parse_text(&parsed, text.p);
        holds(parsed.root != NULL);
        equal_int(node_is(node_get(node_get(parsed.root, "d"), "b"), "c"), keys[i].merges);
        forget(&parsed);
        buf_free(&text);
    }
}

/* An alias of a scalar that is replaced means the old value, however often it is asked for. */
static void scalar_aliases(void **state)
{
    (void)state;
    struct parsed_text parsed;
    parse_text(&parsed, "a: &x 1000\nb: *x\n");
    node_replace(&parsed.arena, node_get(parsed.root, "a"), node_literal(&parsed.arena, "0"), "");
    const struct node *alias = node_get(parsed.root, "b");
    holds(node_is(node_get(parsed.root, "a"), "0"));
    holds(node_is(alias, "1000"));
    holds(node_is(node_real(alias), "1000"));
    equal_str(node_copy(&parsed.arena, node_real(alias))->text, "1000");
    must_become(&parsed, "a: 0\nb: &x 1000\n");
}

static void scalar_binary_errors(void **state)
{
    (void)state;
    static const char *const wrong[] = {"a: !!binary a\n", "a: !!binary a=Gk\n", "a: !!binary \"a Gk=\"\n",
                                        "a: !!binary ====\n", "!!binary aGk: a\n"};
    for (size_t i = 0; i < COUNT(wrong); i++) {
        struct parsed_text parsed;
        in_case_of(wrong[i]);
        holds(parse_text(&parsed, wrong[i]) == NULL);
        says(parsed.error.text, "a !!binary value that is not base64");
        forget(&parsed);
    }
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {fresh_test(scalar_kinds),   fresh_test(scalar_ints),
                                       fresh_test(scalar_nulls),   fresh_test(scalar_merge_keys),
                                       fresh_test(scalar_aliases), fresh_test(scalar_binary_errors)};
    return run_tests_named(argc, argv, tests);
}
