/* A command line, read and checked: where options come in. */
#ifndef LINE_H
#define LINE_H

#include "options/options.h"

/* Fails with a usage error. argv outlives o. */
bool options_parse(struct options *o, int argc, char **argv, struct error *e);
/* The words of kubectl podclone: those of PODCLONE_OPTIONS, --shell-options, and those of its command line.
 */
bool options_parse_wrapper(struct options *o, int argc, char **argv, struct error *e);

#endif
