/* The command line, the names of clones, and how people see text. */
#include "base/names.h"
#include "base/shown.h"
#include "options/options.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

enum { MOST = 8 };

struct line {
    char *argv[MOST];
    const char *error; /* NULL: it is right */
};

static bool parse(struct options *o, const struct line *l, struct error *e)
{
    static char *argv[MOST + 2];
    int argc = 1;
    argv[0] = "podclone";
    for (; argc <= MOST && l->argv[argc - 1]; argc++)
        argv[argc] = l->argv[argc - 1];
    argv[argc] = NULL;
    *e = (struct error){0};
    return options_parse(o, argc, argv, e);
}

static void lines(void **state)
{
    static const struct line all[] = {
        {{"-c", "app"}, NULL},
        {{"-capp"}, NULL},
        {{"-c=app", "file"}, NULL},
        {{"--container=app", "-q", "-"}, NULL},
        {{"--copy-to", "x"}, NULL},
        {{"--keep-labels"}, NULL},
        {{"--keep-labels=false"}, NULL},
        {{"--keep-liveness=true", "--keep-liveness=false"}, NULL},
        {{"--ttl", "1h30m10s"}, NULL},
        {{"--ttl=0"}, NULL},
        {{"--label", "a/b=c", "--label=d="}, NULL},
        {{"file", "--", "sh", "-c", "x"}, NULL},
        {{"--env", "A=1,B-", "--set-image", "*=x,a=y:1"}, NULL},
        {{"-i", "-t"}, NULL},
        {{"--contain=app"}, "unknown option --contain, is it --container?"},
        {{"-z"}, "unknown option -z"},
        {{"-it"}, NULL},
        {{"-itqcapp"}, NULL},
        {{"-qz"}, "unknown option -z"},
        {{"-itc"}, "-c needs a value"},
        {{"--name"}, "--name needs a value"},
        {{"--name="}, "--name needs a value"},
        {{"-c"}, "-c needs a value"},
        {{"a", "b"}, "two files, a and b: one at a time"},
        {{"--"}, "no command after --"},
        {{"--keep-pvcs=maybe"}, "--keep-pvcs is true, false or readonly, not maybe"},
        {{"--quiet=maybe"}, "--quiet is true or false, not maybe"},
        {{"--ttl", "soon"}, "--ttl takes a time such as 90m, 24h or 3600, not soon"},
        {{"--ttl", "9999999999"}, "--ttl takes a time such as 90m, 24h or 3600, not 9999999999"},
        {{"--label", "a"}, "--label takes KEY=VALUE, not a"},
        {{"--label", "a b=c"}, "--label a b=c: Kubernetes does not allow this key"},
        {{"--name", "x", "--suffix", "y"}, "--name and --suffix exclude each other"},
        {{"--as-root", "--profile=restricted"}, "--as-root and --profile=restricted exclude each other"},
        {{"--no-limits", "--set-cpu", "1"}, "--no-limits and --set-cpu exclude each other"},
        {{"-t"}, "--tty needs --stdin"},
        {{"--arguments-only"}, "--arguments-only needs -- and the arguments"},
        {{"--env", "\"A=1"}, "--env takes NAME=VALUE,..., not \"A"},
        {{"--env", "\"A=1\"B=2"}, "--env takes NAME=VALUE,..., not \"A"},
        {{"--env", "A=\"1\",B=\"2"}, NULL},
        {{"--tools=none", "--tools-dir=/x"}, "--tools=none and --tools-dir exclude each other"},
        {{"--env", "A"}, "--env takes NAME=VALUE,..., not A"},
        {{"--set-image", "a="}, "--set-image takes NAME=IMAGE,..., not a"},
        {{"--name", "\xff"}, "argument 2 is not UTF-8"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        struct options o;
        struct error e;
        bool right = parse(&o, &all[i], &e);
        if (all[i].error)
            assert_string_equal(e.text, all[i].error);
        assert_int_equal(right, all[i].error == NULL);
    }
}

static void values(void **state)
{
    static const struct line l = {
        {"--ttl=90m", "--keep-labels", "--label", "a=1", "-", "--label=b=2", "--", "sh"}, NULL};
    struct options o;
    struct error e;
    int at = 1;
    (void)state;
    assert_true(parse(&o, &l, &e));
    assert_int_equal(o.ttl, 5400);
    assert_int_equal(o.labels, LABELS_KEEP);
    assert_string_equal(o.file, "-");
    assert_string_equal(o.command[0], "sh");
    assert_string_equal(option_each(&o, OPT_LABEL, &at), "a=1");
    assert_string_equal(option_each(&o, OPT_LABEL, &at), "b=2");
    assert_null(option_each(&o, OPT_LABEL, &at));
    assert_false(option_on(&o, OPT_QUIET));
    assert_false(option_on(&o, OPT_NONE));
}

static void pairs(void **state)
{
    const char *list = "A=1,2,\"E=x,F=y\",B=x=y,C-,\"G-\",D=,";
    static const char *const want[][2] = {{"A", "1,2"}, {"E", "x,F=y"}, {"B", "x=y"},
                                          {"C-", NULL}, {"G-", NULL},   {"D", ","}};
    struct str name, value;
    (void)state;
    for (size_t i = 0; i < sizeof want / sizeof *want; i++) {
        assert_true(option_pair(&list, &name, &value));
        assert_true(str_is(name, want[i][0]));
        assert_true(want[i][1] ? str_is(value, want[i][1]) : value.p == NULL);
    }
    assert_false(option_pair(&list, &name, &value));
}

/* What kubectl podclone is told: each line of want stands in it. */
static void told(const char *const *words, const char *const want[])
{
    char *argv[16] = {"--shell-options"};
    struct options o;
    struct error e = {0};
    struct buf b = {0};
    int argc = 1;
    for (; words[argc - 1]; argc++)
        argv[argc] = (char *)(uintptr_t)words[argc - 1];
    assert_true(options_parse_wrapper(&o, argc, argv, &e));
    options_shell(&o, &b);
    buf_add(&b, "", 1);
    assert_false(b.failed);
    for (size_t i = 0; want[i]; i++)
        if (!strstr(b.p, want[i]))
            fail_msg("no %s in:\n%s", want[i], b.p);
    buf_free(&b);
}

static void wrapper(void **state)
{
    (void)state;
    told((const char *[]){"--suffix=me", "-q", "--shell-options", "--tools", "none", "a", "po/b", "deploy/c",
                          "--ttl=0", "--label=a=1", "--label", "b=2", NULL},
         (const char *[]){"opt_tools='none'\n", "opt_suffix='me'\n", "opt_quiet='true'\n", "opt_rm=\n",
                          "pods=' '\\''pod/a'\\'' '\\''pod/b'\\'' '\\''deploy/c'\\'''\n",
                          "'\\''--label=a=1'\\'' '\\''--label=b=2'\\''", "'\\''--ttl=0'\\''", "command=''\n",
                          NULL});
    told((const char *[]){"--shell-options", "-ninner", "--token=t", "-v", "6", "--timeout=1m30s", "--",
                          "it's", "", NULL},
         (const char *[]){"opt_namespace='inner'\n", "shown_flags=' --v=6'\n", "'\\''--token=t'\\''",
                          "timeout=90\n", "command=' '\\''it'\\''\\'\\'''\\''s'\\'' '\\'''\\'''\n", NULL});
}

static void guesses(void **state)
{
    static const struct {
        const char *word, *error;
        enum program program;
    } all[] = {
        {"contianer", "unknown option --contianer, is it --container?", PROGRAM_FILTER},
        {"keep-pvc", "unknown option --keep-pvc, is it --keep-pvcs?", PROGRAM_FILTER},
        {"copyto", "unknown option --copyto, is it --copy-to?", PROGRAM_FILTER},
        {"expl", "unknown option --expl, is it --explain?", PROGRAM_FILTER},
        {"frobnicate", "unknown option --frobnicate", PROGRAM_FILTER},
        {"x", "unknown option --x", PROGRAM_FILTER},
        {"shell-note", "unknown option --shell-note", PROGRAM_FILTER},
        {"a-word-that-is-longer-than-any-option-there-is",
         "unknown option --a-word-that-is-longer-than-any-option-there-is", PROGRAM_FILTER},
        {"rm", "--rm is an option of kubectl podclone", PROGRAM_FILTER},
        {"pod", "--pod is an option of podclone", PROGRAM_WRAPPER},
        {"namspace", "unknown option --namspace, is it --namespace?", PROGRAM_WRAPPER},
    };
    (void)state;
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        char word[80] = "--", shell[] = "--shell-options", *argv[] = {"podclone", shell, word, NULL};
        struct options o;
        struct error e = {0};
        bool filter = all[i].program == PROGRAM_FILTER;
        strcat(word, all[i].word);
        assert_false(filter ? options_parse(&o, 2, argv + 1, &e) : options_parse_wrapper(&o, 3, argv, &e));
        assert_string_equal(e.text, all[i].error);
    }
}

static void shown_log(void **state)
{
    struct buf b = {0};
    (void)state;
    shown_lines(&b, str_of("a\tb\r\n\033[1m\rc\xc2\x9b\x9b\xe2\x82\xac\xf0\x9f\x90\x8b\xf5\xe2\x82"));
    assert_true(str_is((struct str){b.p, b.n},
                       "a\tb\n\\x1b[1m\\x0dc\\x9b\\x9b\xe2\x82\xac\xf0\x9f\x90\x8b\\xf5\\xe2\\x82"));
    buf_free(&b);
}

static void name_is(const char *base, const char *suffix, const char *want)
{
    struct names names = {0};
    struct buf b = {0};
    names_make(&names, &b, str_of(base), suffix, 42);
    buf_add(&b, "", 1);
    assert_false(b.failed);
    assert_int_equal(strncmp(b.p, want, strlen(want)), 0);
    assert_true(b.n - 1 <= 63);
    buf_free(&b);
    names_free(&names);
}

static void names(void **state)
{
    static const char most[] = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.-b";
    (void)state;
    name_is("cart-75b-", "x", "debug-cart-75b-x");
    name_is("a.", "x", "debug-a-x");
    name_is(most, NULL, "debug-aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa-");
    name_is("cart", "a-long-suffix-of-forty-characters-at-mos",
            "debug-cart-a-long-suffix-of-forty-characters-at-mos");
}

static void numbered(void **state)
{
    struct names given = {0};
    struct buf b = {0};
    (void)state;
    names_make(&given, &b, str_of("same"), "x", 7);
    names_make(&given, &b, str_of("same"), "x", 7);
    assert_true(str_is((struct str){b.p, b.n}, "debug-same-xdebug-same-x-2"));
    buf_free(&b);
    names_free(&given);
}

/* Names of one output differ, whatever they are made from. */
static void distinct(void **state)
{
    struct names given = {0};
    struct buf b = {0};
    (void)state;
    for (int i = 0; i < 1000; i++) {
        size_t before = given.n;
        b.n = 0;
        names_make(&given, &b, str_of("same"), NULL, 7);
        assert_int_equal(given.n, before + 1);
    }
    assert_false(names_add(&given, (struct str){b.p, b.n}));
    buf_free(&b);
    names_free(&given);
}

static void hashes(void **state)
{
    (void)state;
    assert_true(names_hash(0, str_of("abcdefgh")) != names_hash(0, str_of("abcdefgi")));
    assert_true(names_hash(0, str_of("abc")) != names_hash(0, (struct str){"abc\0", 4}));
    assert_true(names_hash(0, str_of("abc")) != names_hash(1, str_of("abc")));
    assert_true(names_hash(0, str_of("abc")) == names_hash(0, str_of("abc")));
}

static void shown(void **state)
{
    static const struct {
        const char *text, *shown, *word;
    } all[] = {
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
    (void)state;
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        struct buf b = {0}, w = {0};
        shown_text(&b, str_of(all[i].text));
        shown_word(&w, str_of(all[i].text));
        assert_true(str_is((struct str){b.p, b.n}, all[i].shown));
        assert_true(str_is((struct str){w.p, w.n}, all[i].word));
        buf_free(&b);
        buf_free(&w);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lines),   cmocka_unit_test(values),    cmocka_unit_test(pairs),
        cmocka_unit_test(names),   cmocka_unit_test(distinct),  cmocka_unit_test(numbered),
        cmocka_unit_test(hashes),  cmocka_unit_test(shown),     cmocka_unit_test(wrapper),
        cmocka_unit_test(guesses), cmocka_unit_test(shown_log),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
