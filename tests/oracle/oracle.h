/* What must hold of every run of the filter, whatever the input and the options are. Fuzzing and the property
 * tests ask it. */
#ifndef ORACLE_H
#define ORACLE_H

#include "clone/clone.h"
#include "oracle/words.h"

enum verdict { ORACLE_REFUSED, ORACLE_CLONED, ORACLE_BROKEN };

/* Runs the filter over the input, and again over its output. ORACLE_BROKEN: something does not hold, and
 * `why` says what. ORACLE_REFUSED: an error about the input, which is in `why`, or a usage error, and `why`
 * is empty. */
enum verdict oracle_run(struct words *w, struct str input, char *why, size_t size);

#endif
