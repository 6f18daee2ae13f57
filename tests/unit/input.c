/* Bytes: line breaks, JSON or YAML, and what is refused at once. */
#include "parsed.h"

#include <limits.h>
#include <unistd.h>

static const struct {
    const char *text, *newline;
    size_t first, second; /* where the first line ends, and where the second starts */
} broken[] = {{"a\nb", "\n", 1, 2},
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

static void input_breaks(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(broken); i++) {
        struct source s;
        struct error e = {0};
        in_case_of(broken[i].text);
        holds(input_of(broken[i].text, strlen(broken[i].text), &s, &e));
        equal_str(str_of(s.newline), broken[i].newline);
        equal_int(line_end(&s, 0), broken[i].first);
        equal_int(line_next(&s, 0), broken[i].second);
        equal_int(line_start(&s, s.n), s.n > broken[i].second ? broken[i].second : line_start(&s, s.n));
        for (size_t at = 0; at <= s.n; at++)
            equal_int(is_line_start(&s, at), at == 0 || (at == broken[i].second && at > broken[i].first));
    }
}

static void input_lines(void **state)
{
    (void)state;
    struct source s;
    struct error e = {0};
    const char *text = "\xef\xbb\xbf  a: \xc3\xa9\n\t- b\n";
    holds(input_of(text, strlen(text), &s, &e));
    equal_int(s.bom, 3);
    equal_int(s.ascii, 8);
    equal_int(input_ascii(&s, 10), s.n);
    equal_int(line_start(&s, 5), 3);
    holds(is_line_start(&s, 3));
    holds(is_first_on_line(&s, 5));
    holds(!is_first_on_line(&s, 8));
    equal_int(blanks_before(&s, 12), 11);
    holds(is_first_on_line(&s, 12));
    holds(!is_first_on_line(&s, 14));
}

static const struct {
    const char *text;
    bool json, foreign;
} forms[] = {{"{}", true, false},
             {" \n\t[1]", true, false},
             {"\xef\xbb\xbf{}", true, false},
             {"a: {}", false, false},
             {"{\"a\":\"\\uD800\"}", true, true},
             {"{\"a\":\"\\\\ud800\"}", true, false},
             {"a: \"\\ud800\"", false, false}};

static void input_forms(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(forms); i++) {
        struct source s;
        struct error e = {0};
        in_case_of(forms[i].text);
        holds(input_of(forms[i].text, strlen(forms[i].text), &s, &e));
        equal_int(s.json, forms[i].json);
        equal_int(s.foreign, forms[i].foreign);
    }
}

static void input_refused(void **state)
{
    (void)state;
    must_refuse("", 0, 0, "empty");
    must_refuse(" \n\t\r\n", 5, 0, "empty");
    must_refuse("\xef\xbb\xbf", 3, 3, "empty");
    must_refuse("\xff\xfe{\0}\0", 6, 0, "UTF-16");
    must_refuse("\xfe\xff\0{\0}", 6, 0, "UTF-16");
    must_refuse("\0{\0}", 4, 0, "UTF-16");
    must_refuse("{\0}\0", 4, 0, "UTF-16");
    must_refuse("NAME   READY\nx      1/1\n", 24, 0, "-o yaml");
    must_refuse("NAMESPACE   NAME   READY\n", 25, 0, "-o yaml");
    must_refuse("a: \"\x01\"\n", 7, 4, "control characters");
    must_refuse("a: \xc3\x28\n", 6, 4, "UTF-8");
    struct parsed_text parsed;
    holds(parse_text(&parsed, "NAME: x\n") != NULL);
    forget(&parsed);
}

static void input_read_all(void **state)
{
    (void)state;
    int ends[2];
    equal_int(pipe(ends), 0);
    equal_int(write(ends[1], "a: 1\n", 5), 5);
    close(ends[1]);
    struct buf b = {0};
    struct source s;
    struct error e = {0};
    holds(input_read(ends[0], &b, &s, &e));
    equal_str(((struct str){s.p, s.n}), "a: 1\n");
    close(ends[0]);
    holds(!input_read(ends[0], &b, &s, &e));
    says(e.text, "cannot read");
    buf_free(&b);
}

/* An error prints lengths as an int. A text that is too long for one is refused before a byte of it is read.
 */
static void input_too_long(void **state)
{
    (void)state;
    struct source s;
    struct error e = {0};
    holds(!input_of("", (size_t)INT_MAX + 1, &s, &e));
    says(e.text, "2 GiB");
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {fresh_test(input_breaks),   fresh_test(input_lines),
                                       fresh_test(input_forms),    fresh_test(input_refused),
                                       fresh_test(input_read_all), fresh_test(input_too_long)};
    return run_tests_named(argc, argv, tests);
}
