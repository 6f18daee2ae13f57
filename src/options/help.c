#include "options/options.h"

static const char *const usage[] = {
    [PROGRAM_FILTER] =
        "usage: podclone [OPTION...] [FILE] [-- COMMAND [ARG...]]\n\n"
        "Reads the exported manifest of a Pod and writes that of a debug clone: the same image,\n"
        "environment, mounts and user, busybox beside the application, a sleep (or COMMAND) in its place.\n\n"
        "    kubectl get pod X -o yaml | podclone | kubectl create -f -\n\n",
    [PROGRAM_WRAPPER] = "usage: kubectl podclone [POD|TYPE/NAME]... [OPTION...] [-- COMMAND [ARG...]]\n\n"
                        "Clones a dead Pod, waits until the clone's target runs, and enters it. Without a "
                        "POD: a picker over\n"
                        "all namespaces. Words after -- are the target's command in place of a sleep.\n\n"};

static void help_option(struct buf *b, const struct spec *s)
{
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

/* kubectl's own, one after the other: kubectl options explains them. */
static void help_kubectl(struct buf *b)
{
    enum { WIDTH = 95 };
    size_t line = 0;
    buf_puts(b, "\nAs in kubectl, for every call of it:\n");
    for (const struct spec *s = specs; s < specs + OPT_COUNT; s++) {
        struct buf word = {0};
        if (s->whose != OF_KUBECTL)
            continue;
        if (s->letter)
            buf_fmt(&word, "-%c, ", s->letter);
        buf_fmt(&word, "--%s", s->name);
        if (s->metavar)
            buf_fmt(&word, "=%s", s->metavar);
        bool fits = line && line + word.n < WIDTH;
        buf_puts(b, fits ? ", " : line ? ",\n      " : "      ");
        line = (fits ? line : 0) + word.n + 2;
        buf_add(b, word.p, word.n);
        b->failed |= word.failed;
        buf_free(&word);
    }
    buf_puts(b,
             "\n\nThe other options are those of podclone (podclone --help); -c NAME names the container.\n"
             "The words of PODCLONE_OPTIONS, options with blanks between them, come before all others.\n");
}

void options_help(enum program program, struct buf *b)
{
    buf_puts(b, usage[program]);
    for (const struct spec *s = specs; s < specs + OPT_COUNT; s++) {
        bool shown =
            program == PROGRAM_FILTER ? spec_is_of(s, program) : s->whose == SHARED || s->whose == OF_WRAPPER;
        if (s->help && shown)
            help_option(b, s);
    }
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
