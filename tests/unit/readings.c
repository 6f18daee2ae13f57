/* Texts that others have a grammar for: image references, times, quantities. */
#include "options/reference.h"
#include "parsed.h"
#include "pod/instant.h"
#include "pod/quantity.h"

#define HEX "5c80cb3b7fa01e4526bc6b33c5f8caa4e16db5ec8f7e4f70a6afed8e19528536"

static const char *const references[] = {"ubuntu",
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

static const char *const no_references[] = {"",
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

static void readings_references(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(references); i++) {
        in_case_of(references[i]);
        holds(is_reference(str_of(references[i])));
    }
    for (size_t i = 0; i < COUNT(no_references); i++) {
        in_case_of(no_references[i]);
        holds(!is_reference(str_of(no_references[i])));
    }
}

static const struct {
    const char *text;
    long long seconds;
} instants[] = {{"1970-01-01T00:00:00Z", 0},
                {"1969-12-31T23:59:59Z", -1},
                {"2000-02-29T12:00:00.999Z", 951825600},
                {"2026-05-04T10:30:00+02:30", 1777881600},
                {"2026-05-04t04:00:00-04:00", 1777881600},
                {"2100-03-01T00:00:00z", 4107542400}};

static const char *const no_instants[] = {"",
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

static void readings_instants(void **state)
{
    long long seconds;
    (void)state;
    for (size_t i = 0; i < COUNT(instants); i++) {
        in_case_of(instants[i].text);
        holds(instant_read(str_of(instants[i].text), &seconds));
        equal_int(seconds, instants[i].seconds);
    }
    for (size_t i = 0; i < COUNT(no_instants); i++) {
        in_case_of(no_instants[i]);
        holds(!instant_read(str_of(no_instants[i]), &seconds));
    }
}

/* What stands behind `a: `, as the cluster gets it: a number in JSON, or a string. */
static const struct {
    const char *text;
    double value;
} quantities[] = {{"1", 1},           {"500m", 0.5},   {"1.5Mi", 1572864}, {"2e6", 2e6},    {"1E", 1e18},
                  {".5Ki", 512},      {"-1k", -1000},  {"'2e6'", 2e6},     {"0x10", 16},    {"010", 8},
                  {"!!int \"1\"", 1}, {"1_000", 1000}, {"1.", 1},          {"\"010\"", 10}, {"&x +3", 3}};

static const char *const no_quantities[] = {"",    "~",    "m",    "1x",  "'0x10'", "inf",
                                            "nan", ".inf", "1 Mi", "1mi", "[1]"};

static bool reads_quantity(const char *text, double *value)
{
    struct parsed_text parsed;
    struct buf b = {0};
    in_case_of(text);
    buf_fmt(&b, "a: %s\n", text);
    buf_add(&b, "", 1);
    parse_text(&parsed, b.p);
    bool is = quantity_read(node_get(parsed.root, "a"), value);
    forget(&parsed);
    buf_free(&b);
    return is;
}

static void readings_quantities(void **state)
{
    double value;
    (void)state;
    for (size_t i = 0; i < COUNT(quantities); i++) {
        holds(reads_quantity(quantities[i].text, &value));
        holds(value == quantities[i].value);
    }
    for (size_t i = 0; i < COUNT(no_quantities); i++)
        holds(!reads_quantity(no_quantities[i], &value));
    holds(!quantity_read(NULL, &value));
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {fresh_test(readings_references), fresh_test(readings_instants),
                                       fresh_test(readings_quantities)};
    return run_tests_named(argc, argv, tests);
}
