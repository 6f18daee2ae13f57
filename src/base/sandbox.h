/* From here on the process can read what is open, write its output, take memory and exit: a parser that a
 * manifest broke into can do no more. */
#ifndef SANDBOX_H
#define SANDBOX_H

#include <stdbool.h>
#include <stddef.h>

/* What this build has: "seccomp", "pledge"; NULL for nothing. */
const char *sandbox_kind(void);
/* Enters it for good; of the descriptors only these n, at most 8, can then be read, and only standard output
 * and error written. False where the system refuses: the sandbox is a second wall, and the filter works
 * without it too. */
bool sandbox_enter(const int *readable, size_t n);

#endif
