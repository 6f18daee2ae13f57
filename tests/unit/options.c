/* The command line: what is right, what is wrong and how that is said, and the values that are read. */
#include "options/line.h"
#include "unit.h"

enum { MOST = 8 };

struct line {
    char *argv[MOST];
    const char *error; /* NULL: the line is right */
};

static bool parse(struct options *options, const struct line *line, struct error *error)
{
    static char *argv[MOST + 2];
    int argc = 1;
    argv[0] = "podclone";
    for (; argc <= MOST && line->argv[argc - 1]; argc++)
        argv[argc] = line->argv[argc - 1];
    argv[argc] = NULL;
    *error = (struct error){0};
    return options_parse(options, argc, argv, error);
}

static const struct line lines[] = {
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
    {{"--name", "a-b.c-d"}, NULL},
    {{"--name", "a.-b"}, "--name a.-b: Kubernetes allows lower case letters, digits, - and ."},
    {{"--name", "a-.b"}, "--name a-.b: Kubernetes allows lower case letters, digits, - and ."},
    {{"--name", "a..b"}, "--name a..b: Kubernetes allows lower case letters, digits, - and ."},
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
    {{"--env", "-"}, "--env takes NAME=VALUE,..., not -"},
    {{"--set-image", "a="}, "--set-image takes NAME=IMAGE,..., not a"},
    {{"--name", "\xff"}, "argument 2 is not UTF-8"},
};

/* The words of a line, with blanks between. */
static void join(struct buf *text, const struct line *line)
{
    for (size_t i = 0; i < MOST && line->argv[i]; i++)
        buf_fmt(text, "%s%s", i ? " " : "", line->argv[i]);
}

static void options_lines(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(lines); i++) {
        struct options options;
        struct error error;
        struct buf text = {0};
        join(&text, &lines[i]);
        in_case((struct str){text.p, text.n});
        bool right = parse(&options, &lines[i], &error);
        equal_str(str_of(right ? "" : error.text), lines[i].error ? lines[i].error : "");
        equal_int(right, lines[i].error == NULL);
        buf_free(&text);
    }
}

static void options_values(void **state)
{
    static const struct line line = {
        {"--ttl=90m", "--keep-labels", "--label", "a=1", "-", "--label=b=2", "--", "sh"}, NULL};
    struct options options;
    struct error error;
    int at = 1;
    (void)state;
    holds(parse(&options, &line, &error));
    equal_int(options.ttl, 5400);
    equal_int(options.labels, LABELS_KEEP);
    equal_str(str_of(options.file), "-");
    equal_str(str_of(options.command[0]), "sh");
    equal_str(str_of(option_each(&options, OPT_LABEL, &at)), "a=1");
    equal_str(str_of(option_each(&options, OPT_LABEL, &at)), "b=2");
    holds(option_each(&options, OPT_LABEL, &at) == NULL);
    holds(!option_on(&options, OPT_QUIET));
    holds(!option_on(&options, OPT_NONE));
}

static void options_pairs(void **state)
{
    const char *list = "A=1,2,\"E=x,F=y\",B=x=y,C-,\"G-\",D=,";
    static const char *const want[][2] = {{"A", "1,2"}, {"E", "x,F=y"}, {"B", "x=y"},
                                          {"C-", NULL}, {"G-", NULL},   {"D", ","}};
    struct str name, value;
    (void)state;
    for (size_t i = 0; i < COUNT(want); i++) {
        in_case_of(list);
        holds(option_pair(&list, &name, &value));
        equal_str(name, want[i][0]);
        equal_int(value.p != NULL, want[i][1] != NULL);
        equal_str(value, want[i][1] ? want[i][1] : "");
    }
    holds(!option_pair(&list, &name, &value));
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {fresh_test(options_lines), fresh_test(options_values),
                                       fresh_test(options_pairs)};
    return run_tests_named(argc, argv, tests);
}
