/* A sandbox for the process: it can read what is open, write its output, take memory and exit. A manifest
 * that broke into the parser could do no more. */
#ifndef SANDBOX_H
#define SANDBOX_H

#include <stdbool.h>
#include <stddef.h>

/* The kind that this build has: "seccomp" or "pledge"; NULL for none. */
const char *sandbox_kind(void);
/* Enters it for good. Only these n descriptors, at most 8, can be read then, and only standard output and
 * error can be written. False where the system refuses; the program works without it too. */
bool sandbox_enter(const int *readable, size_t n);

#endif
