/* The second opinion on finished texts: what it takes, and what it says of the rest. */
#include "yaml/verify.h"
#include "unit.h"

static void verify_takes(void **state)
{
    (void)state;
    static const char *const good[] = {
        "a: 1\n",
        "a: &x [b]\nc: *x\n",
        "--- !!str a\n--- 'b'\n...\n",
        "{\"a\": \"\\ud83d\\ude00 \\ud800\"}\n",
        "{\"a\": 1}\n{\"b\": [2]}\n{\"c\": 3}",
        "{a: ['a\\ud80', 'b\\\\ud800 \\uFFFD', c\\ud800 d, \"\\\\ud800\"]}\n",
    };
    for (size_t i = 0; i < COUNT(good); i++) {
        struct error error = {0};
        in_case_of(good[i]);
        equal_str(str_of((verify_text(str_of(good[i]), &error), error.text)), "");
        holds(!error.set && verify_text(str_of(good[i]), &error));
    }
}

static void verify_refuses(void **state)
{
    (void)state;
    static const struct {
        const char *text, *says;
    } bad[] = {
        {"", "the input is empty"},
        {"\xef\xbb\xbf \n", "the input is empty"},
        {"a: [\n", "line 2, column 1 of the clone: libyaml refuses it"},
        {"{\"a\": 1}\n{\"b\": ]}\n", "line 2, column 7 of the clone: libyaml refuses it"},
        {"a:\n- b: 'it''''s'\n",
         "line 2, column 6 of the clone: libyaml reads a scalar it''s, libfyaml another value"},
        {"{\"a\": 1}\n{\"b\": 'it''''s'}\n", "line 2, column 7 of the clone: libyaml reads a scalar it''s"},
    };
    for (size_t i = 0; i < COUNT(bad); i++) {
        struct error error = {0};
        in_case_of(bad[i].text);
        holds(!verify_text(str_of(bad[i].text), &error));
        holds(error.set);
        says(error.text, bad[i].says);
    }
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {fresh_test(verify_takes), fresh_test(verify_refuses)};
    return verify_available() ? run_tests_named(argc, argv, tests) : 77;
}
