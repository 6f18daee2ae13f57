#include "options/options.h"

#include "options/guess.h"

bool option_on(const struct options *o, enum option id)
{
    return id < OPT_COUNT && o->value[id] && strcmp(o->value[id], "false") != 0;
}

static bool is_called(const char *option, const char *name, size_t n)
{
    return option && strlen(option) == n && memcmp(option, name, n) == 0;
}

static enum option find_long(enum program program, const char *name, size_t n)
{
    enum option id = 0;
    while (id < OPT_COUNT && !(spec_is_of(&specs[id], program) &&
                               (is_called(specs[id].name, name, n) || is_called(specs[id].alias, name, n))))
        id++;
    return id;
}

static enum option find_letter(enum program program, char letter)
{
    enum option id = 0;
    while (id < OPT_COUNT && !(spec_is_of(&specs[id], program) && specs[id].letter == letter))
        id++;
    return id;
}

/* An option on the command line: its value, or NULL for none, and how many words it took. */
struct match {
    enum option id; /* OPT_NONE: the word is no option */
    const char *value;
    int words;
};

static bool wants_word(enum option id)
{
    return specs[id].takes == TAKES_VALUE || specs[id].takes == TAKES_MANY;
}

/* Where the option must have a value and its own word has none, the next word is the value. */
static bool take_next_word(const struct options *o, struct match *m, int at)
{
    if (m->value || !wants_word(m->id))
        return true;
    if (at + 1 >= o->argc)
        return false;
    m->value = o->argv[at + 1];
    m->words = 2;
    return true;
}

static bool match_long(const struct options *o, struct match *m, int at, struct error *e)
{
    const char *name = o->argv[at] + 2, *equals = strchr(name, '=');
    size_t n = equals ? (size_t)(equals - name) : strlen(name);
    m->id = find_long(o->program, name, n);
    if (m->id == OPT_NONE)
        return guess_explain((struct str){name, n}, o->program, e);
    m->value = equals ? equals + 1 : NULL;
    return take_next_word(o, m, at) || error_set(e, "--%s needs a value", specs[m->id].name);
}

/* The last option of a word such as -it: those before it are switches. */
static const char *last_letter(enum program program, const char *word)
{
    const char *at = word + 1;
    for (enum option id; at[1] && at[1] != '=' && (id = find_letter(program, at[0])) != OPT_NONE; at++)
        if (wants_word(id))
            break;
    return at;
}

static bool match_letter(const struct options *o, struct match *m, int at, struct error *e)
{
    const char *word = last_letter(o->program, o->argv[at]);
    m->id = find_letter(o->program, word[0]);
    if (m->id == OPT_NONE)
        return error_set(e, "unknown option -%c", word[0]);
    m->value = word[1] == '=' ? word + 2 : word[1] ? word + 1 : NULL;
    return take_next_word(o, m, at) || error_set(e, "-%c needs a value", word[0]);
}

static bool match(const struct options *o, struct match *m, int at, struct error *e)
{
    const char *word = o->argv[at];
    *m = (struct match){.id = OPT_NONE, .words = 1};
    if (word[0] != '-' || !word[1])
        return true;
    return word[1] == '-' ? match_long(o, m, at, e) : match_letter(o, m, at, e);
}

static bool is_switch_value(const char *value)
{
    return strcmp(value, "true") == 0 || strcmp(value, "false") == 0;
}

static void set(struct options *o, enum option id, const char *value, int at)
{
    o->value[id] = value;
    o->by_default[id] = at < o->defaults;
}

static bool take_option(struct options *o, const struct match *m, int at, struct error *e)
{
    const struct spec *s = &specs[m->id];
    const char *word = o->argv[at];
    if (s->takes == TAKES_NOTHING && m->value && !is_switch_value(m->value))
        return error_set(e, "--%s is true or false, not %s", s->name, m->value);
    if (wants_word(m->id) && !(m->value && *m->value))
        return error_set(e, "--%s needs a value", s->name);
    if (word[1] != '-')
        for (const char *before = word + 1; before < last_letter(o->program, word); before++)
            set(o, find_letter(o->program, *before), "true", at);
    set(o, m->id, m->value ? m->value : "true", at);
    return true;
}

static bool take_file(struct options *o, const char *word, int at, struct error *e)
{
    if (o->program == PROGRAM_WRAPPER && at < o->defaults)
        return error_set(e, "%s is no option", word);
    if (o->program == PROGRAM_WRAPPER && !*word)
        return error_set(e, "the name of the Pod is empty");
    if (o->program == PROGRAM_WRAPPER) {
        o->pods++;
        return true;
    }
    if (o->file)
        return error_set(e, "two files, %s and %s: one at a time", o->file, word);
    o->file = word;
    return true;
}

/* The word of argv at *at, and those that belong to it: an option, the file, or -- and the command. */
static bool take_word(struct options *o, int *at, struct error *e)
{
    char *word = o->argv[*at];
    struct match m;
    if (strcmp(word, "--") == 0 && *at >= o->defaults) {
        o->command = o->argv + *at + 1;
        *at = o->argc;
        return true;
    }
    if (!match(o, &m, *at, e) ||
        !(m.id == OPT_NONE ? take_file(o, word, *at, e) : take_option(o, &m, *at, e)))
        return false;
    *at += m.words;
    return true;
}

bool options_read(struct options *o, struct error *e)
{
    for (enum option id = 0; id < OPT_COUNT; id++)
        o->value[id] = specs[id].initial;
    for (int at = 1; at < o->argc;) {
        struct error wrong = {0};
        bool ours = at >= o->defaults;
        if (!take_word(o, &at, &wrong))
            return error_set(e, "%s%s", ours ? "" : "PODCLONE_OPTIONS: ", wrong.text);
    }
    return true;
}

/* The next option of that id, or with OPT_NONE the next word that is none. */
static const char *next(const struct options *o, enum option id, int *at)
{
    while (*at < o->argc && strcmp(o->argv[*at], "--") != 0) {
        struct match m;
        struct error none = {0};
        const char *word = o->argv[*at];
        if (!match(o, &m, *at, &none))
            return NULL;
        *at += m.words;
        if (m.id == id)
            return id == OPT_NONE ? word : m.value;
    }
    return NULL;
}

const char *option_each(const struct options *o, enum option id, int *at)
{
    return o->value[id] ? next(o, id, at) : NULL;
}

const char *option_word(const struct options *o, int *at)
{
    return next(o, OPT_NONE, at);
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
