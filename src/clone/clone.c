#include "clone/clone.h"

#include "base/shown.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>

size_t clone_message_most(const struct clone *c)
{
    return option_on(c->options, OPT_EXPLAIN) ? SIZE_MAX : 300;
}

void clone_say(struct clone *c, struct str text)
{
    if (option_on(c->options, OPT_QUIET))
        return;
    buf_puts(c->notes, "  note: ");
    shown_text(c->notes, text);
    buf_puts(c->notes, "\n");
}

void clone_note(struct clone *c, const char *fmt, ...)
{
    char text[2048];
    va_list args;
    if (option_on(c->options, OPT_QUIET))
        return;
    va_start(args, fmt);
    int n = vsnprintf(text, sizeof text, fmt, args);
    va_end(args);
    if (n >= 0)
        clone_say(c, (struct str){text, (size_t)n < sizeof text ? (size_t)n : sizeof text - 1});
}
