/* How people see text: on a terminal, and as a word of a shell. */
#include "base/shown.h"
#include "unit.h"

static const struct {
    const char *text, *shown, *word;
} cases[] = {
    {"plain-1.2", "plain-1.2", "plain-1.2"},
    {"", "", "''"},
    {"a b", "a b", "'a b'"},
    {"it's", "it's", "'it'\\''s'"},
    {"$(id)", "$(id)", "'$(id)'"},
    {"a\nb\033[1m", "a\\nb\\x1b[1m", "'a\\nb\\x1b[1m'"},
    {"\xc2\x9b", "\\x9b", "'\\x9b'"},
    {"\xe2\x80\xae", "\\u202e", "'\\u202e'"},
    {"\xd8\x9c", "\\u061c", "'\\u061c'"},
    {"h\xc3\xa9", "h\xc3\xa9", "'h\xc3\xa9'"},
};

static void shown_texts(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct buf shown = {0}, word = {0};
        in_case_of(cases[i].text);
        shown_text(&shown, str_of(cases[i].text));
        shown_word(&word, str_of(cases[i].text));
        equal_buf(&shown, cases[i].shown);
        equal_buf(&word, cases[i].word);
    }
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {fresh_test(shown_texts)};
    return run_tests_named(argc, argv, tests);
}
