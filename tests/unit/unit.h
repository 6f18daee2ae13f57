/* What all unit tests share: assertions whose failure names the case. cmocka's own name a line, which for a
 * table of cases, or for a helper, tells nothing. */
#ifndef UNIT_H
#define UNIT_H

#include "base/text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

/* cmocka needs the headers above. */
#include <cmocka.h>

#define COUNT(array) (sizeof(array) / sizeof *(array))

/* The case that the next assertions are about: each failure prints it, control characters escaped. */
void in_case(struct str text);

static inline void in_case_of(const char *text)
{
    in_case(str_of(text));
}

#define holds(condition)       unit_holds((condition), #condition, __FILE__, __LINE__)
#define equal_int(got, want)   unit_equal_int((intmax_t)(got), (intmax_t)(want), #got, __FILE__, __LINE__)
#define equal_str(got, want)   unit_equal_str((got), str_of(want), #got, __FILE__, __LINE__)
#define equal_bytes(got, want) unit_equal_str((got), (want), #got, __FILE__, __LINE__)
/* The same of a buffer, which is freed. */
#define equal_buf(buf, want) unit_equal_buf((buf), (want), #buf, __FILE__, __LINE__)
#define says(text, part)     unit_says((text), (part), __FILE__, __LINE__)

void unit_holds(bool condition, const char *what, const char *file, int line);
void unit_equal_int(intmax_t got, intmax_t want, const char *what, const char *file, int line);
void unit_equal_str(struct str got, struct str want, const char *what, const char *file, int line);
void unit_equal_buf(struct buf *got, const char *want, const char *what, const char *file, int line);
void unit_says(const char *text, const char *part, const char *file, int line);

/* A test, without a case at its start. */
#define fresh_test(test) cmocka_unit_test_setup(test, begin_test)
int begin_test(void **state);

/* Runs the tests whose name matches the first argument, which may have * and ?; all tests without an
 * argument. */
#define run_tests_named(argc, argv, tests)                                                                   \
    (cmocka_set_test_filter((argc) > 1 ? (argv)[1] : NULL), cmocka_run_group_tests(tests, NULL, NULL))

#endif
