#include "options/options.h"

#include "options/checks.h"
#include "options/specs.h"

bool option_on(const struct options *o, enum option id)
{
    return id < OPT_COUNT && o->value[id] && strcmp(o->value[id], "false") != 0;
}

static bool is_called(const char *option, const char *name, size_t n)
{
    return option && strlen(option) == n && memcmp(option, name, n) == 0;
}

static enum option find_long(const char *name, size_t n)
{
    enum option id = 0;
    while (id < OPT_COUNT && !is_called(specs[id].name, name, n) && !is_called(specs[id].alias, name, n))
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

/* An option on the command line: its value, or NULL for none, and how many words it took. */
struct match {
    enum option id;
    const char *value;
    int words;
};

static bool wants_word(enum option id)
{
    return specs[id].takes == TAKES_VALUE || specs[id].takes == TAKES_MANY;
}

/* Where the option must have a value and its own word has none, the next word is the value. */
static bool take_next_word(struct match *m, int argc, char **argv, int at)
{
    m->words = 1;
    if (m->value || !wants_word(m->id))
        return true;
    if (at + 1 >= argc)
        return false;
    m->value = argv[at + 1];
    m->words = 2;
    return true;
}

static bool match_long(struct match *m, int argc, char **argv, int at, struct error *e)
{
    const char *name = argv[at] + 2, *equals = strchr(name, '=');
    size_t n = equals ? (size_t)(equals - name) : strlen(name);
    m->id = find_long(name, n);
    if (m->id == OPT_COUNT)
        return error_set(e, "unknown option --%.*s", (int)n, name);
    m->value = equals ? equals + 1 : NULL;
    return take_next_word(m, argc, argv, at) || error_set(e, "--%s needs a value", specs[m->id].name);
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
    m->value = word[1] == '=' ? word + 2 : word[1] ? word + 1 : NULL;
    return take_next_word(m, argc, argv, at) || error_set(e, "-%c needs a value", word[0]);
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

/* The word of argv at *at, and those that belong to it: an option, the file, or -- and the command. */
static bool take_word(struct options *o, int *at, struct error *e)
{
    char *word = o->argv[*at];
    struct match m = {.id = OPT_COUNT};
    if (strcmp(word, "--") == 0) {
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
        if (!check_utf8(argv[i]))
            return error_set(e, "argument %d is not UTF-8", i);
    for (int at = 1; at < argc;)
        if (!take_word(o, &at, e))
            return false;
    if (o->command && !o->command[0])
        return error_set(e, "no command after --");
    return check_options(o, e);
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
