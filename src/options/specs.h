/* The table of options: a row for each. The parser, --help, the completions and the checks of values read it.
 */
#ifndef SPECS_H
#define SPECS_H

#include "options/options.h"

enum takes {
    TAKES_NOTHING, /* --flag, --flag=false */
    TAKES_MAYBE,   /* --flag, --flag=value */
    TAKES_VALUE,   /* --flag=value, --flag value */
    TAKES_MANY     /* the same, more than once */
};

/* Whether the option's value is part of what the clone's name is made from. */
enum shapes { SHAPES_CLONE, SHAPES_NOTHING };

/* Which program has the option. */
enum whose {
    HANDED_ON,   /* podclone, and kubectl podclone hands it on */
    SHARED,      /* the same, but kubectl podclone acts on it too, and its --help has it */
    OF_PODCLONE, /* podclone alone */
    OF_WRAPPER,  /* kubectl podclone alone */
    OF_KUBECTL   /* kubectl podclone, which hands it to every call of kubectl */
};

struct spec {
    char letter; /* 0 for none */
    const char *name, *alias;
    const char *metavar; /* with | in it: the words that the value may be */
    enum takes takes;
    enum shapes shapes;
    const char *initial;
    const char *help; /* NULL: the option is for scripts, and --help does not show it */
    enum whose whose;
};

extern const struct spec specs[OPT_COUNT];

bool spec_is_of(const struct spec *s, enum program program);

#endif
