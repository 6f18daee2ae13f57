#include "options/line.h"

#include "options/checks.h"

static bool read_checked(struct options *o, struct error *e)
{
    for (int i = 1; i < o->argc; i++)
        if (!check_utf8(o->argv[i]))
            return error_set(e, "argument %d is not UTF-8", i);
    if (!options_read(o, e))
        return false;
    if (o->command && !o->command[0])
        return error_set(e, "no command after --");
    return check_options(o, e);
}

bool options_parse(struct options *o, int argc, char **argv, struct error *e)
{
    *o = (struct options){.argv = argv, .argc = argc};
    return read_checked(o, e);
}

bool options_parse_wrapper(struct options *o, int argc, char **argv, struct error *e)
{
    *o = (struct options){.program = PROGRAM_WRAPPER, .argv = argv, .argc = argc};
    o->defaults = 1;
    while (o->defaults < argc && strcmp(argv[o->defaults], "--shell-options") != 0)
        o->defaults++;
    return read_checked(o, e);
}
