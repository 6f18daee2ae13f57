#include "unit.h"

#include "base/shown.h"

#include <stdlib.h>

/* The case that runs, a copy; a longer one is cut. */
static char now[400];
static size_t now_size;

void in_case(struct str text)
{
    now_size = text.n < sizeof now ? text.n : sizeof now;
    if (now_size)
        memcpy(now, text.p, now_size);
}

int begin_test(void **state)
{
    (void)state;
    now_size = 0;
    return 0;
}

static void print_shown(const char *what, struct str text)
{
    struct buf shown = {0};
    shown_text(&shown, (struct str){text.p, text.n < sizeof now ? text.n : sizeof now});
    print_error("  %s '%.*s'%s\n", what, (int)shown.n, shown.n ? shown.p : "",
                text.n >= sizeof now ? "..." : "");
    buf_free(&shown);
}

static void print_case(const char *what)
{
    print_error("%s\n", what);
    if (now_size)
        print_shown("case", (struct str){now, now_size});
}

void unit_holds(bool condition, const char *what, const char *file, int line)
{
    if (condition)
        return;
    print_case(what);
    print_error("  is not so\n");
    _fail(file, line);
}

void unit_equal_int(intmax_t got, intmax_t want, const char *what, const char *file, int line)
{
    if (got == want)
        return;
    print_case(what);
    print_error("  got %jd, wanted %jd\n", got, want);
    _fail(file, line);
}

void unit_equal_str(struct str got, struct str want, const char *what, const char *file, int line)
{
    if (str_same(got, want))
        return;
    print_case(what);
    print_shown("got", got);
    print_shown("wanted", want);
    _fail(file, line);
}

void unit_equal_buf(struct buf *got, const char *want, const char *what, const char *file, int line)
{
    unit_equal_str((struct str){got->p, got->n}, str_of(want), what, file, line);
    buf_free(got);
}

void unit_says(const char *text, const char *part, const char *file, int line)
{
    if (strstr(text, part))
        return;
    print_case("an error");
    print_shown("got", str_of(text));
    print_shown("wanted", str_of(part));
    _fail(file, line);
}
