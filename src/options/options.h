/* What the command line says: the words of argv by the table of options (specs.h), and what they mean. */
#ifndef OPTIONS_H
#define OPTIONS_H

#include "options/specs.h"

/* These three are in the order of the words that the table of options has. */
enum labels { LABELS_AUTO, LABELS_KEEP, LABELS_DROP };
enum profile {
    PROFILE_NONE,
    PROFILE_GENERAL,
    PROFILE_BASELINE,
    PROFILE_RESTRICTED,
    PROFILE_NETADMIN,
    PROFILE_SYSADMIN
};
enum tools { TOOLS_INIT, TOOLS_IMAGE, TOOLS_NONE };

struct options {
    enum program program;
    const char *value[OPT_COUNT]; /* as given, or the table's default; "true" and "false" for a switch */
    char **argv;                  /* for options that may be given more than once */
    int argc;
    const char *file; /* "-" for standard input */
    char **command;   /* what follows `--`; NULL without it */
    int pods;         /* of the wrapper: how many were named */
    int defaults;     /* of the wrapper: the words before this one are a team's, and give way to the others */
    bool by_default[OPT_COUNT]; /* the option was given there, and nowhere else */
    enum labels labels;
    enum tools tools;
    enum profile profile;
    long long ttl;  /* seconds */
    long long wait; /* of the wrapper, in seconds */
    size_t width;   /* columns of a table; 0 for any number */
};

/* Reads argv. Fails with a usage error; the values themselves are not checked yet (line.h does both). */
bool options_read(struct options *o, struct error *e);
bool option_on(const struct options *o, enum option id);
/* The next value of a repeatable option; *at starts as 1. NULL at the end. */
const char *option_each(const struct options *o, enum option id, int *at);
/* The next word that is no option's, nor the command's: the file, or a Pod of the wrapper. */
const char *option_word(const struct options *o, int *at);
/* One part of an option's value, a list with commas between: NAME=VALUE, or NAME- in name alone. False at the
 * end. */
bool option_pair(const char **list, struct str *name, struct str *value);
/* What the wrapper's words mean, as assignments for a shell to evaluate. */
void options_shell(const struct options *o, struct buf *b);
/* Adds what shapes the clone: the same text for the same choices. */
void options_shape(const struct options *o, struct buf *b);
void options_help(enum program program, struct buf *b);
/* A line for each option, for scripts: what it takes, its names, the value, the help and who has it, with
 * tabs between. */
void options_list(enum program program, struct buf *b);

#endif
