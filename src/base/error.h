/* An error as a value: what is wrong, and the byte of the input it is about. Made anywhere, printed in one
 * place. */
#ifndef ERROR_H
#define ERROR_H

#include <stdbool.h>
#include <stddef.h>

struct error {
    bool set, placed;
    size_t at; /* a byte offset into the input, where placed */
    char text[1024];
};

/* The first error stays. Both return false, so that a function can end with them. */
bool error_at(struct error *error, size_t at, const char *fmt, ...) __attribute__((format(printf, 3, 4)));
bool error_set(struct error *error, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
bool error_memory(struct error *error);

#endif
