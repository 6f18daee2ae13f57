#include "base/error.h"

#include <stdarg.h>
#include <stdio.h>

static void fill(struct error *e, const char *fmt, va_list args) __attribute__((format(printf, 2, 0)));

static void fill(struct error *e, const char *fmt, va_list args)
{
    e->set = true;
    if (vsnprintf(e->text, sizeof e->text, fmt, args) < 0)
        e->text[0] = '\0';
}

bool error_at(struct error *e, size_t at, const char *fmt, ...)
{
    if (e->set)
        return false;
    va_list args;
    va_start(args, fmt);
    fill(e, fmt, args);
    va_end(args);
    e->placed = true;
    e->at = at;
    return false;
}

bool error_set(struct error *e, const char *fmt, ...)
{
    if (e->set)
        return false;
    va_list args;
    va_start(args, fmt);
    fill(e, fmt, args);
    va_end(args);
    return false;
}

bool error_memory(struct error *e)
{
    return error_set(e, "out of memory");
}
