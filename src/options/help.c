#include "options/specs.h"

static const char usage[] =
    "usage: podclone [OPTION...] [FILE] [-- COMMAND [ARG...]]\n\n"
    "Reads the exported manifest of a Pod and writes that of a debug clone: the same image,\n"
    "environment, mounts and user, busybox beside the application, a sleep (or COMMAND) in its place.\n\n"
    "    kubectl get pod X -o yaml | podclone | kubectl create -f -\n\n";

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

void options_help(struct buf *b)
{
    buf_puts(b, usage);
    for (const struct spec *s = specs; s < specs + OPT_COUNT; s++)
        if (s->help)
            help_option(b, s);
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
