#include "base/shown.h"
#include "options/checks.h"

static void assign(struct buf *b, const char *name, const struct buf *words)
{
    buf_fmt(b, "%s=", name);
    quoted_word(b, (struct str){words->p, words->n});
    buf_puts(b, "\n");
    b->failed |= words->failed;
}

/* A word of a shell, in a text that a shell evaluates once more. */
static void add_word(struct buf *words, const char *word)
{
    buf_puts(words, " ");
    quoted_word(words, str_of(word));
}

static void add_option(struct buf *words, const struct spec *s, const char *value, bool shown)
{
    struct buf word = {0};
    buf_fmt(&word, "--%s=%s", s->name, value);
    buf_puts(words, " ");
    if (shown)
        shown_word(words, (struct str){word.p, word.n});
    else
        quoted_word(words, (struct str){word.p, word.n});
    words->failed |= word.failed;
    buf_free(&word);
}

/* What is given as often as it was. */
static void add_given(struct buf *words, const struct options *o, enum option id, bool shown)
{
    int at = 1;
    if (o->value[id] == specs[id].initial)
        return;
    if (specs[id].takes != TAKES_MANY)
        add_option(words, &specs[id], o->value[id], shown);
    else
        for (const char *value; (value = option_each(o, id, &at));)
            add_option(words, &specs[id], value, shown);
}

/* opt_NAME, empty for what is off. */
static void assign_option(struct buf *b, const struct options *o, enum option id)
{
    buf_puts(b, "opt_");
    for (const char *p = specs[id].name; *p; p++)
        buf_add(b, *p == '-' ? "_" : p, 1);
    buf_puts(b, "=");
    if (option_on(o, id))
        quoted_word(b, str_of(o->value[id]));
    buf_puts(b, "\n");
}

/* TYPE/NAME, where a Pod is always a pod. */
static void add_pod(struct buf *pods, const char *word)
{
    struct buf whole = {0};
    const char *name = check_pod_name(word);
    buf_fmt(&whole, "%s%s", name ? "pod/" : "", name ? name : word);
    buf_add(&whole, "", 1);
    if (!whole.failed)
        add_word(pods, whole.p);
    pods->failed |= whole.failed;
    buf_free(&whole);
}

static void assign_words(struct buf *b, const struct options *o)
{
    struct buf pods = {0}, command = {0};
    int at = 1;
    for (const char *pod; (pod = option_word(o, &at));)
        add_pod(&pods, pod);
    for (char **word = o->command; word && *word; word++)
        add_word(&command, *word);
    assign(b, "pods", &pods);
    assign(b, "command", &command);
    buf_free(&pods);
    buf_free(&command);
}

void options_shell(const struct options *o, struct buf *b)
{
    struct buf words = {0}, flags = {0}, shown = {0};
    for (enum option id = 0; id < OPT_COUNT; id++) {
        const struct spec *s = &specs[id];
        if (!spec_is_of(s, PROGRAM_WRAPPER))
            continue;
        if (s->whose == OF_KUBECTL)
            add_given(&flags, o, id, false);
        if (s->whose == OF_KUBECTL && id != OPT_TOKEN)
            add_given(&shown, o, id, true);
        if (s->whose <= SHARED)
            add_given(&words, o, id, false);
        if (s->whose != OF_KUBECTL)
            assign_option(b, o, id);
    }
    if (o->command && o->value[OPT_ONCE] == specs[OPT_ONCE].initial)
        add_option(&words, &specs[OPT_ONCE], "true", false);
    assign(b, "words", &words);
    assign(b, "flags", &flags);
    assign(b, "shown_flags", &shown);
    assign_words(b, o);
    buf_fmt(b, "timeout=%lld\nlimit=%s\n", o->wait,
            o->value[OPT_REQUEST_TIMEOUT] ? "" : "--request-timeout=20s");
    buf_free(&words);
    buf_free(&flags);
    buf_free(&shown);
}
