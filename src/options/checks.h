/* Which values an option may have, and which options exclude each other. Errors say what is allowed. */
#ifndef CHECKS_H
#define CHECKS_H

#include "options/options.h"

/* Sets what options.h has as numbers, too. */
bool check_options(struct options *o, struct error *e);
bool check_utf8(const char *text);
/* The name in a word that means a Pod: NAME, or pod/NAME. NULL for another type. */
const char *check_pod_name(const char *word);

#endif
