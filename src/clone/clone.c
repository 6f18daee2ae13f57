#include "clone/clone.h"

#include "base/shown.h"

#include <stdarg.h>
#include <stdio.h>

void clone_note(struct clone *c, const char *fmt, ...)
{
    char text[2048];
    va_list args;
    if (option_on(c->options, OPT_QUIET))
        return;
    va_start(args, fmt);
    int n = vsnprintf(text, sizeof text, fmt, args);
    va_end(args);
    if (n < 0)
        return;
    struct buf shown = {0};
    shown_text(&shown, (struct str){text, (size_t)n < sizeof text ? (size_t)n : sizeof text - 1});
    struct note *note = arena_alloc(c->arena, sizeof *note);
    if (note) {
        note->text = arena_take(c->arena, &shown);
        *(c->last_note ? &c->last_note->next : &c->notes) = note;
        c->last_note = note;
    }
    buf_free(&shown);
}
