#include "options/options.h"

#include "options/reference.h"
#include "yaml/verify.h"

#include <limits.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum takes {
    TAKES_NOTHING, /* --flag, --flag=false */
    TAKES_MAYBE,   /* --flag, --flag=value */
    TAKES_VALUE,   /* --flag=value, --flag value */
    TAKES_MANY     /* the same, more than once */
};

enum shapes { SHAPES_CLONE, SHAPES_NOTHING };

struct spec {
    char letter;
    const char *name, *alias, *metavar;
    enum takes takes;
    enum shapes shapes;
    const char *initial, *help; /* without help it is for scripts, and hidden */
};

static const struct spec specs[OPT_COUNT] = {
    [OPT_CONTAINER] = {'c', "container", NULL, "NAME", TAKES_VALUE, SHAPES_CLONE, NULL,
                       "the container to debug, an init container too (default: the one that died)"},
    [OPT_NAME] = {0, "name", "copy-to", "NAME", TAKES_VALUE, SHAPES_CLONE, NULL,
                  "the clone's name (default: debug-POD-SUFFIX)"},
    [OPT_SUFFIX] = {0, "suffix", NULL, "TEXT", TAKES_VALUE, SHAPES_CLONE, NULL,
                    "what the clone's name ends in (default: made from the input)"},
    [OPT_LABEL] = {0, "label", NULL, "KEY=VALUE", TAKES_MANY, SHAPES_CLONE, NULL, "add or change a label"},
    [OPT_TO_NAMESPACE] = {0, "to-namespace", NULL, "NAMESPACE", TAKES_VALUE, SHAPES_CLONE, NULL,
                          "create the clone in another namespace"},
    [OPT_IMAGE] = {0, "image", NULL, "IMAGE", TAKES_VALUE, SHAPES_CLONE, NULL, "the target's image"},
    [OPT_SET_IMAGE] = {0, "set-image", NULL, "NAME=IMAGE,...", TAKES_MANY, SHAPES_CLONE, NULL,
                       "images by container, init containers too (*: of all)"},
    [OPT_IMAGE_PULL_POLICY] = {0, "image-pull-policy", NULL, "Always|IfNotPresent|Never", TAKES_VALUE,
                               SHAPES_CLONE, NULL, "the target's image pull policy"},
    [OPT_ENV] = {0, "env", NULL, "NAME=VALUE,...", TAKES_MANY, SHAPES_CLONE, NULL,
                 "set a variable of the target's environment (NAME-: remove it)"},
    [OPT_ARGUMENTS_ONLY] = {0, "arguments-only", NULL, NULL, TAKES_NOTHING, SHAPES_CLONE, "false",
                            "what follows -- are the target's args; its command stays"},
    [OPT_STDIN] = {'i', "stdin", NULL, NULL, TAKES_NOTHING, SHAPES_CLONE, "false",
                   "keep the target's standard input open"},
    [OPT_TTY] = {'t', "tty", NULL, NULL, TAKES_NOTHING, SHAPES_CLONE, "false",
                 "give the target a terminal (with --stdin)"},
    [OPT_PROFILE] = {0, "profile", NULL, "general|baseline|restricted|netadmin|sysadmin", TAKES_VALUE,
                     SHAPES_CLONE, NULL, "the target's privileges"},
    [OPT_AS_ROOT] = {0, "as-root", NULL, NULL, TAKES_NOTHING, SHAPES_CLONE, "false",
                     "run the target as root"},
    [OPT_AS_USER] = {0, "as-user", NULL, "UID", TAKES_VALUE, SHAPES_CLONE, NULL,
                     "run the target as this user"},
    /* What is in the file shapes the clone, not where it lies. */
    [OPT_CUSTOM] = {0, "custom", NULL, "FILE", TAKES_VALUE, SHAPES_NOTHING, NULL,
                    "a partial container, YAML or JSON, merged into the target"},
    [OPT_NO_LIMITS] = {0, "no-limits", NULL, NULL, TAKES_NOTHING, SHAPES_CLONE, "false",
                       "no resource limits on the target: see what it really wants"},
    [OPT_SET_MEMORY] = {0, "set-memory", NULL, "QUANTITY", TAKES_VALUE, SHAPES_CLONE, NULL,
                        "the target's memory"},
    [OPT_SET_CPU] = {0, "set-cpu", NULL, "QUANTITY", TAKES_VALUE, SHAPES_CLONE, NULL, "the target's cpu"},
    [OPT_OPTIONAL_REFS] = {0, "optional-refs", NULL, NULL, TAKES_NOTHING, SHAPES_CLONE, "false",
                           "start although a Secret or ConfigMap is missing"},
    [OPT_ONE_CONTAINER] = {0, "one-container", NULL, NULL, TAKES_NOTHING, SHAPES_CLONE, "false",
                           "remove the containers beside the target"},
    [OPT_KEEP_INIT_CONTAINERS] = {0, "keep-init-containers", NULL, NULL, TAKES_NOTHING, SHAPES_CLONE, "true",
                                  "run the init containers"},
    [OPT_SHARE_PROCESSES] = {0, "share-processes", NULL, NULL, TAKES_NOTHING, SHAPES_CLONE, NULL,
                             "let the containers see each other's processes"},
    [OPT_NODE_NAME] = {0, "node-name", NULL, "NODE", TAKES_VALUE, SHAPES_CLONE, NULL, "run on this node"},
    [OPT_TTL] = {0, "ttl", NULL, "TIME", TAKES_VALUE, SHAPES_CLONE, "24h",
                 "end the clone after this time: 90m, 24h, 3600 (0: never)"},
    [OPT_TOOLS] = {0, "tools", NULL, "init|image|none", TAKES_VALUE, SHAPES_CLONE, "init",
                   "how busybox gets in: an init container, an image volume (Kubernetes 1.35), not at all"},
    [OPT_TOOLS_IMAGE] = {0, "tools-image", NULL, "IMAGE", TAKES_VALUE, SHAPES_CLONE,
                         "docker.io/library/busybox:1.37.0-musl", "an image with a static /bin/busybox"},
    [OPT_TOOLS_DIR] = {0, "tools-dir", NULL, "DIR", TAKES_VALUE, SHAPES_CLONE, "/podclone",
                       "where the tools are mounted"},
    [OPT_SAME_NODE] = {0, "same-node", NULL, NULL, TAKES_NOTHING, SHAPES_CLONE, "false",
                       "run on the original's node"},
    [OPT_ANY_NODE] = {0, "any-node", NULL, NULL, TAKES_NOTHING, SHAPES_CLONE, "false",
                      "a DaemonSet's pod: run on any node"},
    [OPT_IN_SERVICE] = {0, "in-service", NULL, NULL, TAKES_NOTHING, SHAPES_CLONE, "false",
                        "let the clone become Ready, and Services send it traffic"},
    [OPT_KEEP_LABELS] = {0, "keep-labels", NULL, "auto|true|false", TAKES_MAYBE, SHAPES_CLONE, "auto",
                         "keep the labels (auto: where no controller could adopt the clone by them)"},
    [OPT_KEEP_ANNOTATIONS] = {0, "keep-annotations", NULL, NULL, TAKES_NOTHING, SHAPES_CLONE, "true",
                              "keep the annotations that do not describe the original alone"},
    [OPT_KEEP_LIVENESS] = {0, "keep-liveness", NULL, NULL, TAKES_NOTHING, SHAPES_CLONE, "false",
                           "keep liveness probes"},
    [OPT_KEEP_READINESS] = {0, "keep-readiness", NULL, NULL, TAKES_NOTHING, SHAPES_CLONE, "false",
                            "keep readiness probes"},
    [OPT_KEEP_STARTUP] = {0, "keep-startup", NULL, NULL, TAKES_NOTHING, SHAPES_CLONE, "false",
                          "keep startup probes"},
    [OPT_KEEP_LIFECYCLE] = {0, "keep-lifecycle", NULL, NULL, TAKES_NOTHING, SHAPES_CLONE, "false",
                            "keep the target's lifecycle hooks"},
    [OPT_KEEP_HOST_PORTS] = {0, "keep-host-ports", NULL, NULL, TAKES_NOTHING, SHAPES_CLONE, "false",
                             "keep host ports"},
    [OPT_KEEP_PVCS] = {0, "keep-pvcs", NULL, "true|false|readonly", TAKES_MAYBE, SHAPES_CLONE, "false",
                       "mount the original's claims and single-writer disks instead of empty directories"},
    [OPT_KEEP_AFFINITY] = {0, "keep-affinity", NULL, NULL, TAKES_NOTHING, SHAPES_CLONE, "false",
                           "keep pod affinity and topology spread constraints"},
    [OPT_KEEP_PRIORITY] = {0, "keep-priority", NULL, NULL, TAKES_NOTHING, SHAPES_CLONE, "false",
                           "keep priorityClassName"},
    [OPT_POD] = {0, "pod", NULL, "[NAMESPACE/]NAME", TAKES_VALUE, SHAPES_NOTHING, NULL,
                 "only this Pod of the input"},
    [OPT_FAILING] = {0, "failing", NULL, NULL, TAKES_NOTHING, SHAPES_NOTHING, "false",
                     "only Pods with a container that died, hangs or is not ready"},
    [OPT_LIST] = {0, "list", NULL, NULL, TAKES_NOTHING, SHAPES_NOTHING, "false",
                  "no clone but a table of the containers, failing ones first"},
    [OPT_NO_HEADERS] = {0, "no-headers", NULL, NULL, TAKES_NOTHING, SHAPES_NOTHING, "false",
                        "the table without its first line"},
    [OPT_EXPLAIN] = {0, "explain", NULL, NULL, TAKES_NOTHING, SHAPES_NOTHING, "false",
                     "a line on standard error for each change: what, where, why"},
    [OPT_VERIFY] = {0, "verify", NULL, NULL, TAKES_NOTHING, SHAPES_NOTHING, "false",
                    "write the clone only if a second YAML parser, libfyaml, reads the same from it"},
    [OPT_QUIET] = {'q', "quiet", NULL, NULL, TAKES_NOTHING, SHAPES_NOTHING, "false",
                   "no notes on standard error"},
    [OPT_HELP] = {'h', "help", NULL, NULL, TAKES_NOTHING, SHAPES_NOTHING, "false", "print this and exit"},
    [OPT_VERSION] = {'V', "version", NULL, NULL, TAKES_NOTHING, SHAPES_NOTHING, "false",
                     "print the version and exit"},
    [OPT_LIST_OPTIONS] = {0, "list-options", NULL, NULL, TAKES_NOTHING, SHAPES_NOTHING, "false", NULL},
};

bool option_on(const struct options *o, enum option id)
{
    return id < OPT_COUNT && o->value[id] && strcmp(o->value[id], "false") != 0;
}

static enum option find_long(const char *name, size_t n)
{
    enum option id = 0;
    while (id < OPT_COUNT && !(strlen(specs[id].name) == n && memcmp(specs[id].name, name, n) == 0) &&
           !(specs[id].alias && strlen(specs[id].alias) == n && memcmp(specs[id].alias, name, n) == 0))
        id++;
    return id;
}

static enum option find_letter(char letter)
{
    enum option id = 0;
    while (id < OPT_COUNT && specs[id].letter != letter)
        id++;
    return id;
}

/* One argument that is an option, and how many words it took. */
struct match {
    enum option id;
    const char *value; /* NULL for none */
    int words;
};

static bool wants_word(enum option id)
{
    return specs[id].takes == TAKES_VALUE || specs[id].takes == TAKES_MANY;
}

static bool match_long(struct match *m, int argc, char **argv, int at, struct error *e)
{
    const char *name = argv[at] + 2, *equals = strchr(name, '=');
    size_t n = equals ? (size_t)(equals - name) : strlen(name);
    m->id = find_long(name, n);
    if (m->id == OPT_COUNT)
        return error_set(e, "unknown option --%.*s", (int)n, name);
    m->words = 1;
    m->value = equals ? equals + 1 : NULL;
    if (!m->value && wants_word(m->id)) {
        if (at + 1 >= argc)
            return error_set(e, "--%s needs a value", specs[m->id].name);
        m->value = argv[at + 1];
        m->words = 2;
    }
    return true;
}

/* The last option of a word such as -it: those before it are switches. */
static const char *last_letter(const char *word)
{
    const char *at = word + 1;
    while (at[1] && at[1] != '=' && find_letter(at[0]) != OPT_COUNT && !wants_word(find_letter(at[0])))
        at++;
    return at;
}

static bool match_letter(struct match *m, int argc, char **argv, int at, struct error *e)
{
    const char *word = last_letter(argv[at]);
    m->id = find_letter(word[0]);
    if (m->id == OPT_COUNT)
        return error_set(e, "unknown option -%c", word[0]);
    m->words = 1;
    m->value = word[1] == '=' ? word + 2 : word[1] ? word + 1 : NULL;
    if (wants_word(m->id) && !m->value) {
        if (at + 1 >= argc)
            return error_set(e, "-%c needs a value", word[0]);
        m->value = argv[at + 1];
        m->words = 2;
    }
    return true;
}

static bool is_switch_value(const char *value)
{
    return strcmp(value, "true") == 0 || strcmp(value, "false") == 0;
}

static bool take(struct options *o, const struct match *m, struct error *e)
{
    const struct spec *s = &specs[m->id];
    if (s->takes == TAKES_NOTHING && m->value && !is_switch_value(m->value))
        return error_set(e, "--%s is true or false, not %s", s->name, m->value);
    if (wants_word(m->id) && !(m->value && *m->value))
        return error_set(e, "--%s needs a value", s->name);
    o->value[m->id] = m->value ? m->value : "true";
    return true;
}

static bool choose(const char *value, const char *const names[], int *choice)
{
    for (int i = 0; names[i]; i++)
        if (strcmp(value, names[i]) == 0) {
            *choice = i;
            return true;
        }
    return false;
}

/* Go's durations: a number of seconds, or numbers with h, m and s. */
static bool parse_ttl(const char *text, long long *seconds)
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

/* The quote that ends a pair in quotes; NULL where it is in none. */
static const char *closing_quote(const char *pair)
{
    const char *quote = *pair == '"' ? strchr(pair + 1, '"') : NULL;
    return quote && (quote[1] == ',' || !quote[1]) ? quote : NULL;
}

/* NAME=, or NAME- and no more, as names of variables and containers are; or all in quotes. */
static bool starts_pair(const char *text)
{
    size_t n = strcspn(text, ",=");
    if (*text == '"')
        return closing_quote(text) != NULL;
    for (size_t i = 0; i < n; i++) {
        bool letter = (text[i] >= 'a' && text[i] <= 'z') || (text[i] >= 'A' && text[i] <= 'Z'),
             digit = text[i] >= '0' && text[i] <= '9';
        if (!letter && !digit && !strchr(i ? "_.-" : "_.*", text[i]))
            return false;
    }
    return n && (text[n] == '=' || text[n - 1] == '-');
}

/* Where a pair ends: a comma ends a value only where another pair follows. */
static const char *pair_end(const char *pair)
{
    const char *equals = strchr(pair, '=');
    for (const char *comma = strchr(pair, ','); comma; comma = strchr(comma + 1, ','))
        if (!equals || equals > comma || starts_pair(comma + 1))
            return comma;
    return pair + strlen(pair);
}

bool option_pair(const char **list, struct str *name, struct str *value)
{
    const char *from = *list;
    if (!from || !*from)
        return false;
    const char *quote = closing_quote(from), *end = quote ? quote : pair_end(from);
    const char *next = quote ? quote + 1 : end, *equals = strchr(from, '=');
    if (quote)
        from++;
    if (equals && equals >= end)
        equals = NULL;
    *name = (struct str){from, (size_t)((equals ? equals : end) - from)};
    *value = equals ? (struct str){equals + 1, (size_t)(end - equals) - 1} : (struct str){NULL, 0};
    *list = *next ? next + 1 : next;
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
};

static bool is_given(const struct options *o, enum option id, const char *value)
{
    return option_on(o, id) && o->value[id] != specs[id].initial &&
           (!value || strcmp(o->value[id], value) == 0);
}

static bool check_conflicts(const struct options *o, struct error *e)
{
    for (size_t i = 0; i < sizeof conflicts / sizeof *conflicts; i++) {
        const char *value = conflicts[i].value, *other = conflicts[i].other_value;
        if (is_given(o, conflicts[i].one, value) && is_given(o, conflicts[i].other, other))
            return error_set(e, "--%s%s%s and --%s%s%s exclude each other", specs[conflicts[i].one].name,
                             value ? "=" : "", value ? value : "", specs[conflicts[i].other].name,
                             other ? "=" : "", other ? other : "");
    }
    return true;
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

static bool check_values(struct options *o, struct error *e)
{
    static const char *const profiles[] = {"",         "general",  "baseline", "restricted",
                                           "netadmin", "sysadmin", NULL};
    static const char *const policies[] = {"Always", "IfNotPresent", "Never", NULL};
    const char *const *v = o->value;
    int choice = 0;
    if (v[OPT_PROFILE] && !choose(v[OPT_PROFILE], profiles, &choice))
        return error_set(e, "--profile is general, baseline, restricted, netadmin or sysadmin, not %s",
                         v[OPT_PROFILE]);
    o->profile = (enum profile)choice;
    if (v[OPT_IMAGE_PULL_POLICY] && !choose(v[OPT_IMAGE_PULL_POLICY], policies, &choice))
        return error_set(e, "--image-pull-policy is Always, IfNotPresent or Never, not %s",
                         v[OPT_IMAGE_PULL_POLICY]);
    if (v[OPT_AS_USER] && !is_uid(v[OPT_AS_USER]))
        return error_set(e, "--as-user takes a user's number, not %s", v[OPT_AS_USER]);
    if (v[OPT_TO_NAMESPACE] &&
        (!is_name(str_of(v[OPT_TO_NAMESPACE]), 63) || strchr(v[OPT_TO_NAMESPACE], '.')))
        return error_set(e, "--to-namespace %s: up to 63 lower case letters, digits and -",
                         v[OPT_TO_NAMESPACE]);
    if (v[OPT_NODE_NAME] && !is_name(str_of(v[OPT_NODE_NAME]), 253))
        return error_set(e, "--node-name %s: lower case letters, digits, - and .", v[OPT_NODE_NAME]);
    for (int i = 0; i < 2; i++) {
        enum option id = i ? OPT_SET_CPU : OPT_SET_MEMORY;
        if (v[id] && !is_quantity(v[id]))
            return error_set(e, "--%s takes a quantity such as %s, not %s", specs[id].name,
                             i ? "500m" : "1Gi", v[id]);
    }
    if (option_on(o, OPT_TTY) && !option_on(o, OPT_STDIN))
        return error_set(e, "--tty needs --stdin");
    if (v[OPT_CUSTOM] && strcmp(v[OPT_CUSTOM], "-") == 0 && (!o->file || strcmp(o->file, "-") == 0))
        return error_set(e, "--custom=- needs a FILE: standard input cannot be both");
    if (option_on(o, OPT_ARGUMENTS_ONLY) && !o->command)
        return error_set(e, "--arguments-only needs -- and the arguments");
    return check_pairs(o, OPT_ENV, true, e) && check_pairs(o, OPT_SET_IMAGE, false, e) &&
           check_references(o, e);
}

/* The output is UTF-8, and so must be what goes into it. */
static bool is_utf8(const char *text)
{
    const unsigned char *p = (const unsigned char *)text;
    while (*p) {
        int more = *p < 0x80                 ? 0
                   : *p >= 0xc2 && *p < 0xe0 ? 1
                   : (*p & 0xf0) == 0xe0     ? 2
                   : *p >= 0xf0 && *p < 0xf5 ? 3
                                             : -1;
        unsigned first = p[0], second = more > 0 ? p[1] : 0;
        bool overlong = (first == 0xe0 && second < 0xa0) || (first == 0xed && second > 0x9f) ||
                        (first == 0xf0 && second < 0x90) || (first == 0xf4 && second > 0x8f);
        if (more < 0 || overlong)
            return false;
        for (p++; more > 0; more--, p++)
            if ((*p & 0xc0) != 0x80)
                return false;
    }
    return true;
}

static bool check(struct options *o, struct error *e)
{
    static const char *const labels[] = {"auto", "true", "false", NULL};
    static const char *const tools[] = {"init", "image", "none", NULL};
    static const char *const pvcs[] = {"true", "false", "readonly", NULL};
    int choice = 0;
    if (!choose(o->value[OPT_KEEP_LABELS], labels, &choice))
        return error_set(e, "--keep-labels is auto, true or false, not %s", o->value[OPT_KEEP_LABELS]);
    o->labels = (enum labels)choice;
    if (!choose(o->value[OPT_TOOLS], tools, &choice))
        return error_set(e, "--tools is init, image or none, not %s", o->value[OPT_TOOLS]);
    o->tools = (enum tools)choice;
    if (!choose(o->value[OPT_KEEP_PVCS], pvcs, &choice))
        return error_set(e, "--keep-pvcs is true, false or readonly, not %s", o->value[OPT_KEEP_PVCS]);
    if (!parse_ttl(o->value[OPT_TTL], &o->ttl))
        return error_set(e, "--ttl takes a time such as 90m, 24h or 3600, not %s", o->value[OPT_TTL]);
    const char *dir = o->value[OPT_TOOLS_DIR];
    if (dir[0] != '/' || !dir[1] || strpbrk(dir, " \t\r\n'\"\\$:=`;&|<>()[]{}*?!#~") || strlen(dir) > 100 ||
        dir[strlen(dir) - 1] == '/')
        return error_set(e, "--tools-dir takes a short absolute path without blanks, quotes, = and :, not %s",
                         dir);
    if (o->value[OPT_NAME] && !is_name(str_of(o->value[OPT_NAME]), 253))
        return error_set(e, "--name %s: Kubernetes allows lower case letters, digits, - and .",
                         o->value[OPT_NAME]);
    if (o->value[OPT_SUFFIX] && !is_name(str_of(o->value[OPT_SUFFIX]), 40))
        return error_set(e, "--suffix %s: up to 40 lower case letters, digits, - and .",
                         o->value[OPT_SUFFIX]);
    if (!check_conflicts(o, e) || !check_values(o, e))
        return false;
    if (option_on(o, OPT_VERIFY) && !verify_available())
        return error_set(e, "--verify: this podclone was built without libfyaml, the second parser");
    int at = 1;
    for (const char *label; (label = option_each(o, OPT_LABEL, &at));)
        if (!check_label(label, e))
            return false;
    return true;
}

/* The word of argv that stands at *at: an option, the file or the start of the command. */
static bool next(struct options *o, int *at, struct error *e)
{
    char *word = o->argv[*at];
    struct match m = {.id = OPT_COUNT};
    if (word[0] == '-' && word[1] == '-' && !word[2]) {
        o->command = o->argv + *at + 1;
        *at = o->argc;
        return true;
    }
    if (word[0] != '-' || !word[1]) {
        if (o->file)
            return error_set(e, "two files, %s and %s: one at a time", o->file, word);
        o->file = word;
        (*at)++;
        return true;
    }
    if (!(word[1] == '-' ? match_long(&m, o->argc, o->argv, *at, e)
                         : match_letter(&m, o->argc, o->argv, *at, e)))
        return false;
    if (word[1] != '-')
        for (const char *before = word + 1; before < last_letter(word); before++)
            o->value[find_letter(*before)] = "true";
    *at += m.words;
    return take(o, &m, e);
}

bool options_parse(struct options *o, int argc, char **argv, struct error *e)
{
    *o = (struct options){.argv = argv, .argc = argc};
    for (enum option id = 0; id < OPT_COUNT; id++)
        o->value[id] = specs[id].initial;
    for (int i = 1; i < argc; i++)
        if (!is_utf8(argv[i]))
            return error_set(e, "argument %d is not UTF-8", i);
    for (int at = 1; at < argc;)
        if (!next(o, &at, e))
            return false;
    if (o->command && !o->command[0])
        return error_set(e, "no command after --");
    return check(o, e);
}

const char *option_each(const struct options *o, enum option id, int *at)
{
    while (o->value[id] && *at < o->argc && strcmp(o->argv[*at], "--") != 0) {
        struct match m = {.id = OPT_COUNT};
        struct error none = {0};
        char *word = o->argv[*at];
        bool option = word[0] == '-' && word[1];
        if (option && word[1] == '-' ? !match_long(&m, o->argc, o->argv, *at, &none)
                                     : option && !match_letter(&m, o->argc, o->argv, *at, &none))
            return NULL;
        *at += option ? m.words : 1;
        if (m.id == id)
            return m.value;
    }
    return NULL;
}

void options_shape(const struct options *o, struct buf *b)
{
    for (enum option id = 0; id < OPT_COUNT; id++) {
        if (specs[id].shapes != SHAPES_CLONE || specs[id].takes == TAKES_MANY || !o->value[id])
            continue;
        if (!specs[id].initial || strcmp(o->value[id], specs[id].initial) != 0)
            buf_fmt(b, "--%s=%s\n", specs[id].name, o->value[id]);
    }
    for (enum option id = 0; id < OPT_COUNT; id++) {
        int at = 1;
        const char *value;
        while (specs[id].takes == TAKES_MANY && (value = option_each(o, id, &at)))
            buf_fmt(b, "--%s=%s\n", specs[id].name, value);
    }
    for (char **word = o->command; word && *word; word++)
        buf_fmt(b, "-- %s\n", *word);
}

void options_help(struct buf *b)
{
    buf_puts(
        b,
        "usage: podclone [OPTION...] [FILE] [-- COMMAND [ARG...]]\n\n"
        "Reads the exported manifest of a Pod and writes that of a debug clone: the same image,\n"
        "environment, mounts and user, busybox beside the application, a sleep (or COMMAND) in its place.\n\n"
        "    kubectl get pod X -o yaml | podclone | kubectl create -f -\n\n");
    for (enum option id = 0; id < OPT_COUNT; id++) {
        const struct spec *s = &specs[id];
        if (!s->help)
            continue;
        if (s->letter)
            buf_fmt(b, "  -%c, --%s", s->letter, s->name);
        else
            buf_fmt(b, "      --%s", s->name);
        if (s->alias)
            buf_fmt(b, ", --%s", s->alias);
        if (s->metavar)
            buf_fmt(b, s->takes == TAKES_MAYBE ? "[=%s]" : "=%s", s->metavar);
        buf_fmt(b, "\n          %s", s->help);
        if (s->takes != TAKES_NOTHING && s->initial)
            buf_fmt(b, " (default: %s)", s->initial);
        buf_puts(b, "\n");
    }
}

void options_list(struct buf *b)
{
    static const char *const takes[] = {"nothing", "maybe", "value", "many"};
    for (const struct spec *s = specs; s < specs + OPT_COUNT; s++) {
        if (!s->help)
            continue;
        buf_fmt(b, "%s\t", takes[s->takes]);
        if (s->letter)
            buf_fmt(b, "-%c ", s->letter);
        buf_fmt(b, "--%s", s->name);
        if (s->alias)
            buf_fmt(b, " --%s", s->alias);
        buf_fmt(b, "\t%s\t%s\n", s->metavar ? s->metavar : "-", s->help);
    }
}
