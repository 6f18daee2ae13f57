#include "options/options.h"

#include <string.h>

enum { WIDTH = 80, INDENT = 10 };

static const char *const usage[] = {
    [PROGRAM_FILTER] = "usage: podclone [OPTION...] [FILE] [-- COMMAND [ARG...]]\n\n"
                       "Reads the manifest of a dead Pod and writes that of a debug clone, which lives:\n"
                       "the same image, environment, mounts and user, a busybox beside the application,\n"
                       "and a command that waits, or COMMAND.\n\n"
                       "    kubectl get pod X -o yaml | podclone | kubectl create -f -\n",
    [PROGRAM_WRAPPER] = "usage: kubectl podclone [POD|TYPE/NAME]... [OPTION...] [-- COMMAND [ARG...]]\n\n"
                        "Makes a debug clone of a dead Pod, waits until it runs, and enters it. Without a\n"
                        "POD you pick one of all namespaces. COMMAND runs once: its log, its exit code.\n\n"
                        "    kubectl podclone POD --rm\n"};

static const char *const headings[UNDER_COUNT] = {
    [UNDER_PODS] = "Which Pods",
    [UNDER_ANSWERS] = "Answers in place of a clone",
    [UNDER_NAMES] = "Which container, which name",
    [UNDER_COMMAND] = "The image and the command",
    [UNDER_PRIVILEGES] = "Privileges",
    [UNDER_RESOURCES] = "Resources and references",
    [UNDER_OTHERS] = "The other containers",
    [UNDER_TOOLS] = "The tools",
    [UNDER_PLACE] = "Where it runs, and who sees it",
    [UNDER_KEPT] = "What is kept",
    [UNDER_SESSION] = "The session",
    [UNDER_PRINTED] = "What is printed",
    [UNDER_KUBECTL] = "As in kubectl, for every call of it",
};

static void help_names(struct buf *b, const struct spec *s)
{
    if (s->letter)
        buf_fmt(b, "-%c, ", s->letter);
    buf_fmt(b, "--%s", s->name);
    if (s->alias)
        buf_fmt(b, ", --%s", s->alias);
    if (s->metavar)
        buf_fmt(b, s->takes == TAKES_MAYBE ? "[=%s]" : "=%s", s->metavar);
}

/* Adds the word to a line that has *column columns by now, or to the next one. */
static void help_word(struct buf *b, size_t *column, const char *word, size_t n)
{
    if (*column + 1 + n > WIDTH) {
        buf_puts(b, "\n");
        *column = 0;
    }
    buf_fill(b, ' ', *column ? 1 : INDENT);
    buf_add(b, word, n);
    *column += (*column ? 1 : INDENT) + n;
}

/* kubectl podclone has defaults of its own for what it shares with podclone. */
static void help_option(enum program program, struct buf *b, const struct spec *s)
{
    bool own = s->whose == OF_WRAPPER || program == PROGRAM_FILTER;
    struct buf initial = {0};
    size_t column = WIDTH;
    buf_puts(b, s->letter ? "  " : "      ");
    help_names(b, s);
    for (const char *text = s->help; *text; text += strspn(text, " ")) {
        size_t n = strcspn(text, " ");
        help_word(b, &column, text, n);
        text += n;
    }
    if (own && s->takes != TAKES_NOTHING && s->initial) {
        buf_fmt(&initial, "(default: %s)", s->initial);
        help_word(b, &column, initial.p, initial.n);
    }
    buf_puts(b, "\n");
    b->failed |= initial.failed;
    buf_free(&initial);
}

static bool help_has(enum program program, const struct spec *s, enum heading under)
{
    bool own = s->whose == SHARED || s->whose == OF_WRAPPER;
    return s->under == under && s->help && (program == PROGRAM_FILTER ? spec_is_of(s, program) : own);
}

static void help_heading(enum program program, enum heading under, struct buf *b)
{
    bool empty = true;
    for (const struct spec *s = specs; s < specs + OPT_COUNT; s++) {
        if (!help_has(program, s, under))
            continue;
        if (empty)
            buf_fmt(b, "\n%s:\n", headings[under]);
        empty = false;
        help_option(program, b, s);
    }
}

/* kubectl's own, one after the other: kubectl options explains them. */
static void help_kubectl(struct buf *b)
{
    size_t line = 0;
    buf_fmt(b, "\n%s:\n", headings[UNDER_KUBECTL]);
    for (const struct spec *s = specs; s < specs + OPT_COUNT; s++) {
        struct buf names = {0};
        if (s->under != UNDER_KUBECTL)
            continue;
        help_names(&names, s);
        bool fits = line && line + names.n + 3 <= WIDTH;
        buf_puts(b, fits ? ", " : line ? ",\n      " : "      ");
        line = (fits ? line + 2 : 6) + names.n;
        buf_add(b, names.p, names.n);
        b->failed |= names.failed;
        buf_free(&names);
    }
    buf_puts(b, "\n\nAll options of podclone work here too: see podclone --help. The words of\n"
                "PODCLONE_OPTIONS, options with blanks between them, come before all others.\n");
}

void options_help(enum program program, struct buf *b)
{
    buf_puts(b, usage[program]);
    for (enum heading under = 0; under < UNDER_COUNT; under++)
        help_heading(program, under, b);
    if (program == PROGRAM_WRAPPER)
        help_kubectl(b);
}

void options_list(enum program program, struct buf *b)
{
    static const char *const takes[] = {"nothing", "maybe", "value", "many"};
    static const char *const whose[] = {"podclone", "podclone", "podclone", "kubectl-podclone", "kubectl"};
    for (const struct spec *s = specs; s < specs + OPT_COUNT; s++) {
        if (!s->help || !spec_is_of(s, program))
            continue;
        buf_fmt(b, "%s\t", takes[s->takes]);
        if (s->letter)
            buf_fmt(b, "-%c ", s->letter);
        buf_fmt(b, "--%s", s->name);
        if (s->alias)
            buf_fmt(b, " --%s", s->alias);
        buf_fmt(b, "\t%s\t%s\t%s\n", s->metavar ? s->metavar : "-", s->help, whose[s->whose]);
    }
}
