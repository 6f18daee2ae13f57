/* Texts that others have a grammar for: image references, times, quantities. */
#include "options/reference.h"
#include "pod/instant.h"
#include "pod/quantity.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#define HEX "5c80cb3b7fa01e4526bc6b33c5f8caa4e16db5ec8f7e4f70a6afed8e19528536"

static void references(void **state)
{
    static const char *const good[] = {"ubuntu",
                                       "a/b:1",
                                       "localhost:5000/x",
                                       "localhost/x",
                                       "a__b",
                                       "a--b",
                                       "x_y.z-w",
                                       "Foo/bar",
                                       "[::1]:5000/x",
                                       "reg.io:1/a/b:T",
                                       "x@sha256:" HEX,
                                       "x:tag@sha256:" HEX,
                                       "sha256:" HEX,
                                       "registry:5000",
                                       "a.b/" HEX,
                                       "x:_1",
                                       "x@sha512+b64:" HEX};
    static const char *const bad[] = {"",
                                      "image:label@deadbeef",
                                      "a b",
                                      "SUPERIMAGE#1!!!!",
                                      "reg.io/A/b",
                                      "a___b",
                                      "foo.com/Bar",
                                      ":x",
                                      "x:",
                                      "x@",
                                      "/x",
                                      "x/",
                                      "a//b",
                                      "x:-1",
                                      "x-",
                                      "a..b",
                                      "a._b",
                                      HEX,
                                      "host:port/x",
                                      "a.b.c-/x",
                                      "x@:" HEX,
                                      "x@sha256:dead",
                                      "x@1:" HEX,
                                      "Ubuntu",
                                      "x:a:b"};
    (void)state;
    for (size_t i = 0; i < sizeof good / sizeof *good; i++)
        assert_true(is_reference(str_of(good[i])));
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_false(is_reference(str_of(bad[i])));
}

static void instants(void **state)
{
    static const struct {
        const char *text;
        long long seconds;
    } good[] = {{"1970-01-01T00:00:00Z", 0},
                {"1969-12-31T23:59:59Z", -1},
                {"2000-02-29T12:00:00.999Z", 951825600},
                {"2026-05-04T10:30:00+02:30", 1777881600},
                {"2026-05-04t04:00:00-04:00", 1777881600},
                {"2100-03-01T00:00:00z", 4107542400}};
    static const char *const bad[] = {"",
                                      "null",
                                      "2026-05-04",
                                      "2026-05-04T08:00:00",
                                      "2026-13-04T08:00:00Z",
                                      "2026-00-04T08:00:00Z",
                                      "2026-05-00T08:00:00Z",
                                      "2026-05-04T08:00:00Z ",
                                      "2026-05-04T08:00:00+2:00",
                                      "2026-05-04 08:00:00Z",
                                      "x026-05-04T08:00:00Z"};
    long long seconds;
    (void)state;
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        assert_true(instant_read(str_of(good[i].text), &seconds));
        assert_true(seconds == good[i].seconds);
    }
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_false(instant_read(str_of(bad[i]), &seconds));
}

static void quantities(void **state)
{
    static const struct {
        const char *text;
        double value;
    } good[] = {{"1", 1},     {"500m", 0.5}, {"1.5Mi", 1572864}, {"2e6", 2e6},
                {"1E", 1e18}, {".5Ki", 512}, {"-1k", -1000}};
    static const char *const bad[] = {"", "m", "1x", "0x10", "inf", "nan", "1 Mi", "1mi"};
    double value;
    (void)state;
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        assert_true(quantity_read(str_of(good[i].text), &value));
        assert_true(value == good[i].value);
    }
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_false(quantity_read(str_of(bad[i]), &value));
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(references), cmocka_unit_test(instants),
                                       cmocka_unit_test(quantities)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
