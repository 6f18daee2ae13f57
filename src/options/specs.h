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

struct spec {
    char letter; /* 0 for none */
    const char *name, *alias;
    const char *metavar; /* with | in it: the words that the value may be */
    enum takes takes;
    enum shapes shapes;
    const char *initial;
    const char *help; /* NULL: the option is for scripts, and --help does not show it */
};

extern const struct spec specs[OPT_COUNT];

#endif
