#include "base/error.h"

#include <stdarg.h>
#include <stdio.h>

static void fill(struct error *error, const char *fmt, va_list args) __attribute__((format(printf, 2, 0)));

static void fill(struct error *error, const char *fmt, va_list args)
{
    error->set = true;
    if (vsnprintf(error->text, sizeof error->text, fmt, args) < 0)
        error->text[0] = '\0';
}

bool error_at(struct error *error, size_t at, const char *fmt, ...)
{
    if (error->set)
        return false;
    va_list args;
    va_start(args, fmt);
    fill(error, fmt, args);
    va_end(args);
    error->placed = true;
    error->at = at;
    return false;
}

bool error_set(struct error *error, const char *fmt, ...)
{
    if (error->set)
        return false;
    va_list args;
    va_start(args, fmt);
    fill(error, fmt, args);
    va_end(args);
    return false;
}

bool error_budget(struct error *error, size_t at)
{
    return error_at(
        error, at,
        "the clone, and what is said of it, would add more than %d MiB to the input: no Pod needs so "
        "much",
        ADDED_MIB);
}

bool error_memory(struct error *error)
{
    return error_set(error, "out of memory");
}
