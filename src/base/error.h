/* An error as a value: what is wrong, and where in the input. It can be made anywhere, and is printed in one
 * place. */
#ifndef ERROR_H
#define ERROR_H

#include <stdbool.h>
#include <stddef.h>

struct error {
    bool set, placed;
    size_t at; /* if placed: the byte of the input that it is about */
    char text[1024];
};

/* The first error stays: a later one changes nothing. All return false, so that a function can end with them.
 */
bool error_at(struct error *error, size_t at, const char *fmt, ...) __attribute__((format(printf, 3, 4)));
bool error_set(struct error *error, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
bool error_memory(struct error *error);

/* A clone, or what is said of it, would be above the budget. */
bool error_budget(struct error *error, size_t at);

/* What an input may bring beside its own bytes: so many stand for its aliases, and so many more its clones
 * may add. */
enum { ADDED_MIB = 8, ADDED_MOST = ADDED_MIB * 1024 * 1024 };

#endif
