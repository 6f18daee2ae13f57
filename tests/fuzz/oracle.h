/* What every run of the filter must keep, whatever it is given: used by the fuzzer and by the generated Pods.
 */
#ifndef ORACLE_H
#define ORACLE_H

#include "clone/clone.h"
#include "words.h"

enum verdict { ORACLE_REFUSED, ORACLE_CLONED, ORACLE_BROKEN };

/* Runs the filter over the input, and again over what it wrote. ORACLE_BROKEN: a promise is, and why says
 * which. REFUSED: a usage error, or an error about the input, which why then tells. */
enum verdict oracle_run(struct words *w, struct str input, char *why, size_t size);

#endif
