#include "options/checks.h"
#include "options/reference.h"

#include "yaml/verify.h"

#include <limits.h>
#include <stdint.h>
#include <stdlib.h>

/* Go's durations: a number of seconds, or numbers with h, m and s. */
static bool parse_time(const char *text, long long *seconds)
{
    static const struct {
        char letter;
        long long seconds;
    } units[] = {{'h', 3600}, {'m', 60}, {'s', 1}, {'\0', 1}};
    *seconds = 0;
    do {
        long long n = 0;
        if (*text < '0' || *text > '9')
            return false;
        for (; *text >= '0' && *text <= '9'; text++)
            if ((n = n * 10 + (*text - '0')) > INT_MAX)
                return false;
        size_t u = 0;
        while (u < sizeof units / sizeof *units && units[u].letter != *text)
            u++;
        if (u == sizeof units / sizeof *units)
            return false;
        *seconds += n * units[u].seconds;
        if (*text)
            text++;
    } while (*text);
    return *seconds <= INT_MAX;
}

static bool is_time(const char *text)
{
    long long seconds;
    return parse_time(text, &seconds);
}

/* A DNS label's characters, or a subdomain's: what Kubernetes allows in a Pod's name. */
static bool is_name(struct str name, size_t most)
{
    const char *p = name.p;
    if (name.n == 0 || name.n > most || strspn(p, "abcdefghijklmnopqrstuvwxyz0123456789-.") < name.n)
        return false;
    for (size_t i = 0; i < name.n; i++) {
        bool edge = i == 0 || i + 1 == name.n || p[i - 1] == '.' || p[i + 1] == '.';
        if (edge && (p[i] == '-' || p[i] == '.'))
            return false;
    }
    return true;
}

static bool is_qualified(const char *text, size_t n)
{
    if (n == 0 || n > 63)
        return false;
    for (size_t i = 0; i < n; i++) {
        bool alnum = (text[i] >= 'a' && text[i] <= 'z') || (text[i] >= 'A' && text[i] <= 'Z') ||
                     (text[i] >= '0' && text[i] <= '9');
        if (!alnum && (i == 0 || i + 1 == n || !strchr("-_.", text[i])))
            return false;
    }
    return true;
}

static bool check_label(const char *label, struct error *e)
{
    const char *equals = strchr(label, '='), *slash = strchr(label, '/');
    if (!equals)
        return error_set(e, "--label takes KEY=VALUE, not %s", label);
    bool prefixed = slash && slash < equals;
    const char *name = prefixed ? slash + 1 : label;
    if (!is_qualified(name, (size_t)(equals - name)) ||
        (prefixed && !is_name((struct str){label, (size_t)(slash - label)}, 253)))
        return error_set(e, "--label %s: Kubernetes does not allow this key", label);
    if (equals[1] && !is_qualified(equals + 1, strlen(equals + 1)))
        return error_set(e, "--label %s: Kubernetes does not allow this value", label);
    return true;
}

static bool is_pod_name(const char *text)
{
    return is_name(str_of(text), 253);
}

static bool is_suffix(const char *text)
{
    return is_name(str_of(text), 40);
}

static bool is_namespace(const char *text)
{
    return is_name(str_of(text), 63) && !strchr(text, '.');
}

static bool is_uid(const char *text)
{
    size_t n = strlen(text);
    return n > 0 && n < 11 && strspn(text, "0123456789") == n && (text[0] != '0' || n == 1) &&
           strtoll(text, NULL, 10) <= INT32_MAX;
}

/* What Kubernetes takes for a quantity, nearly: digits, a point, a suffix. */
static bool is_quantity(const char *text)
{
    static const char *const suffixes[] = {"",   "m",  "k",  "M",  "G",  "T",  "P", "E",
                                           "Ki", "Mi", "Gi", "Ti", "Pi", "Ei", NULL};
    static const char digits[] = "0123456789";
    size_t whole = strspn(text, digits), part = text[whole] == '.' ? strspn(text + whole + 1, digits) : 0;
    size_t n = whole + (text[whole] == '.' ? part + 1 : 0);
    for (size_t i = 0; (whole || part) && suffixes[i]; i++)
        if (strcmp(text + n, suffixes[i]) == 0)
            return true;
    return false;
}

static bool is_width(const char *text)
{
    size_t n = strlen(text);
    return n > 0 && n < 6 && strspn(text, "0123456789") == n;
}

/* Scripts have it in single quotes, and manifests in plain style. */
static bool is_directory(const char *text)
{
    size_t n = strlen(text);
    return text[0] == '/' && n > 1 && n <= 100 && text[n - 1] != '/' &&
           !strpbrk(text, " \t\r\n'\"\\$:=`;&|<>()[]{}*?!#~");
}

/* What a value must be. The error is "--name takes WHAT, not VALUE" or "--name VALUE: RULE". */
static const struct {
    enum option id;
    bool (*test)(const char *value);
    const char *what, *rule;
} tests[] = {
    {OPT_TTL, is_time, "a time such as 90m, 24h or 3600", NULL},
    {OPT_TIMEOUT, is_time, "a time such as 90s or 2m", NULL},
    {OPT_WIDTH, is_width, "a number of columns", NULL},
    {OPT_TOOLS_DIR, is_directory, "a short absolute path without blanks, quotes, = and :", NULL},
    {OPT_NAME, is_pod_name, NULL, "Kubernetes allows lower case letters, digits, - and ."},
    {OPT_SUFFIX, is_suffix, NULL, "up to 40 lower case letters, digits, - and ."},
    {OPT_AS_USER, is_uid, "a user's number", NULL},
    {OPT_TO_NAMESPACE, is_namespace, NULL, "up to 63 lower case letters, digits and -"},
    {OPT_NODE_NAME, is_pod_name, NULL, "lower case letters, digits, - and ."},
    {OPT_SET_MEMORY, is_quantity, "a quantity such as 1Gi", NULL},
    {OPT_SET_CPU, is_quantity, "a quantity such as 500m", NULL},
};

static bool check_values(const struct options *o, struct error *e)
{
    for (size_t i = 0; i < sizeof tests / sizeof *tests; i++) {
        const char *name = specs[tests[i].id].name, *value = o->value[tests[i].id];
        if (!value || tests[i].test(value))
            continue;
        if (tests[i].what)
            return error_set(e, "--%s takes %s, not %s", name, tests[i].what, value);
        return error_set(e, "--%s %s: %s", name, value, tests[i].rule);
    }
    return true;
}

/* The place of value in words, which has | between them; -1 where it is none of them. */
static int choice_of(const char *words, const char *value)
{
    size_t n = strlen(value);
    for (int choice = 0;; choice++) {
        size_t length = strcspn(words, "|");
        if (length == n && memcmp(words, value, n) == 0)
            return choice;
        if (!words[length])
            return -1;
        words += length + 1;
    }
}

/* a|b|c as "a, b or c". */
static void add_words(struct buf *b, const char *words)
{
    for (const char *rest = words; *rest;) {
        size_t n = strcspn(rest, "|");
        const char *next = rest[n] ? rest + n + 1 : rest + n;
        buf_add(b, rest, n);
        if (*next)
            buf_puts(b, strchr(next, '|') ? ", " : " or ");
        rest = next;
    }
}

static bool not_a_choice(const struct spec *s, const char *value, struct error *e)
{
    struct buf words = {0};
    add_words(&words, s->metavar);
    error_set(e, "--%s is %.*s, not %s", s->name, (int)words.n, words.p ? words.p : "", value);
    buf_free(&words);
    return false;
}

static bool check_choices(const struct options *o, struct error *e)
{
    for (enum option id = 0; id < OPT_COUNT; id++) {
        const struct spec *s = &specs[id];
        bool has_choices = s->metavar && strchr(s->metavar, '|');
        if (has_choices && o->value[id] && choice_of(s->metavar, o->value[id]) < 0)
            return not_a_choice(s, o->value[id], e);
    }
    return true;
}

static bool check_pairs(const struct options *o, enum option id, bool minus, struct error *e)
{
    const char *list;
    struct str name, value;
    for (int at = 1; (list = option_each(o, id, &at));)
        while (option_pair(&list, &name, &value)) {
            bool removes = minus && !value.p && name.n > 1 && name.p[name.n - 1] == '-';
            if (!name.n || name.p[0] == '"' || !(removes || (value.p && (minus || value.n))))
                return error_set(e, "--%s takes %s, not %.*s", specs[id].name, specs[id].metavar, (int)name.n,
                                 name.p);
        }
    return true;
}

static bool check_labels(const struct options *o, struct error *e)
{
    int at = 1;
    for (const char *label; (label = option_each(o, OPT_LABEL, &at));)
        if (!check_label(label, e))
            return false;
    return true;
}

/* Options that contradict each other. A value of NULL stands for any. */
static const struct {
    enum option one;
    const char *value;
    enum option other;
    const char *other_value;
} conflicts[] = {
    {OPT_NAME, NULL, OPT_SUFFIX, NULL},
    {OPT_SAME_NODE, NULL, OPT_ANY_NODE, NULL},
    {OPT_SAME_NODE, NULL, OPT_NODE_NAME, NULL},
    {OPT_AS_ROOT, NULL, OPT_AS_USER, NULL},
    {OPT_AS_ROOT, NULL, OPT_PROFILE, "restricted"},
    {OPT_AS_USER, "0", OPT_PROFILE, "restricted"},
    {OPT_NO_LIMITS, NULL, OPT_SET_MEMORY, NULL},
    {OPT_NO_LIMITS, NULL, OPT_SET_CPU, NULL},
    {OPT_TOOLS, "none", OPT_TOOLS_IMAGE, NULL},
    {OPT_TOOLS, "none", OPT_TOOLS_DIR, NULL},
    {OPT_LIST, NULL, OPT_STATE, NULL},
    {OPT_FILENAME, NULL, OPT_REPLACE, NULL},
    {OPT_FILENAME, NULL, OPT_ALL_NAMESPACES, NULL},
};

static bool is_given(const struct options *o, enum option id, const char *value)
{
    return option_on(o, id) && o->value[id] != specs[id].initial &&
           (!value || strcmp(o->value[id], value) == 0);
}

/* What a team has by default gives way to what excludes it. */
static bool drop_default(struct options *o, enum option one, enum option other)
{
    if (o->by_default[one] == o->by_default[other])
        return false;
    enum option id = o->by_default[one] ? one : other;
    o->value[id] = specs[id].initial;
    return true;
}

static bool check_conflicts(struct options *o, struct error *e)
{
    for (size_t i = 0; i < sizeof conflicts / sizeof *conflicts; i++) {
        const char *value = conflicts[i].value, *other = conflicts[i].other_value;
        if (is_given(o, conflicts[i].one, value) && is_given(o, conflicts[i].other, other) &&
            !drop_default(o, conflicts[i].one, conflicts[i].other))
            return error_set(e, "--%s%s%s and --%s%s%s exclude each other", specs[conflicts[i].one].name,
                             value ? "=" : "", value ? value : "", specs[conflicts[i].other].name,
                             other ? "=" : "", other ? other : "");
    }
    return true;
}

/* Options that make no sense without another. */
static bool check_needs(const struct options *o, struct error *e)
{
    const char *custom = o->value[OPT_CUSTOM];
    if (option_on(o, OPT_TTY) && !option_on(o, OPT_STDIN))
        return error_set(e, "--tty needs --stdin");
    if (custom && strcmp(custom, "-") == 0 && (!o->file || strcmp(o->file, "-") == 0))
        return error_set(e, "--custom=- needs a FILE: standard input cannot be both");
    if (option_on(o, OPT_ARGUMENTS_ONLY) && !o->command)
        return error_set(e, "--arguments-only needs -- and the arguments");
    if (option_on(o, OPT_ONCE) && !o->command)
        return error_set(e, "--once needs -- and a command");
    if (option_on(o, OPT_VERIFY) && !verify_available())
        return error_set(e, "--verify: this podclone was built without libfyaml, the second parser");
    return true;
}

/* Options that are for one Pod. */
static bool check_one_pod(const struct options *o, struct error *e)
{
    static const enum option one[] = {OPT_NAME, OPT_CONTAINER, OPT_RM, OPT_ATTACH, OPT_KEEP};
    for (size_t i = 0; i < sizeof one / sizeof *one && o->pods > 1; i++)
        if (is_given(o, one[i], NULL))
            return error_set(e, "--%s is for one Pod", specs[one[i]].name);
    return true;
}

const char *check_pod_name(const char *word)
{
    static const char *const types[] = {"po", "pod", "pods", NULL};
    const char *slash = strchr(word, '/');
    if (!slash)
        return word;
    for (size_t i = 0; types[i]; i++)
        if (str_is((struct str){word, (size_t)(slash - word)}, types[i]))
            return slash + 1;
    return NULL;
}

/* What else the wrapper's words must be. */
static bool check_wrapper(const struct options *o, struct error *e)
{
    int at = 1;
    if (o->program != PROGRAM_WRAPPER)
        return true;
    if (option_on(o, OPT_LIST) && o->pods)
        return error_set(e, "--list takes no Pod");
    for (const char *word; option_on(o, OPT_REPLACE) && (word = option_word(o, &at));)
        if (!check_pod_name(word))
            return error_set(e, "--replace deletes a Pod, not %s", word);
    return check_one_pod(o, e);
}

static int choice_in(const struct options *o, enum option id)
{
    return o->value[id] ? choice_of(specs[id].metavar, o->value[id]) : -1;
}

bool check_options(struct options *o, struct error *e)
{
    if (!check_choices(o, e) || !check_values(o, e) || !check_conflicts(o, e) || !check_needs(o, e) ||
        !check_pairs(o, OPT_ENV, true, e) || !check_pairs(o, OPT_SET_IMAGE, false, e) ||
        !check_labels(o, e) || !check_references(o, e) || !check_wrapper(o, e))
        return false;
    o->labels = (enum labels)choice_in(o, OPT_KEEP_LABELS);
    o->tools = (enum tools)choice_in(o, OPT_TOOLS);
    o->profile = (enum profile)(choice_in(o, OPT_PROFILE) + 1);
    parse_time(o->value[OPT_TTL], &o->ttl);
    parse_time(o->value[OPT_TIMEOUT], &o->wait);
    o->width = (size_t)strtoll(o->value[OPT_WIDTH], NULL, 10);
    return true;
}

/* The output is UTF-8, and so must be what goes into it. */
bool check_utf8(const char *text)
{
    struct str s = str_of(text);
    size_t at = 0, n;
    while (at < s.n && (n = str_utf8(s, at)))
        at += n;
    return at == s.n;
}
