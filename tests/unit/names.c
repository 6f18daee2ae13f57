/* The names of clones: at most 63 characters, and none twice in one output. */
#include "base/names.h"
#include "unit.h"

static void must_be_named(const char *base, const char *suffix, const char *start)
{
    struct names names = {0};
    struct buf name = {0};
    in_case_of(base);
    names_make(&names, &name, str_of(base), suffix, 42);
    holds(!name.failed);
    holds(str_starts((struct str){name.p, name.n}, start));
    holds(name.n <= 63);
    buf_free(&name);
    names_free(&names);
}

static void names_cut(void **state)
{
    static const char most[] = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.-b";
    (void)state;
    must_be_named("cart-75b-", "x", "debug-cart-75b-x");
    must_be_named("a.", "x", "debug-a-x");
    must_be_named(most, NULL, "debug-aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa-");
    must_be_named("cart", "a-long-suffix-of-forty-characters-at-mos",
                  "debug-cart-a-long-suffix-of-forty-characters-at-mos");
}

static void names_cut_and_numbered(void **state)
{
    (void)state;
    static const char most[] = "debug-aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa-x",
                      next[] = "debug-aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa-x-2";
    static const char *const want[] = {most, next};
    struct names names = {0};
    char base[80];
    memset(base, 'a', sizeof base);
    equal_int(sizeof most - 1, 63);
    equal_int(sizeof next - 1, 63);
    for (size_t i = 0; i < COUNT(want); i++) {
        struct buf name = {0};
        names_make(&names, &name, (struct str){base, sizeof base}, "x", 1);
        equal_buf(&name, want[i]);
    }
    struct buf cut = {0}, one = {0}, two = {0};
    base[53] = base[54] = '-';
    names_make(&names, &cut, (struct str){base, sizeof base}, "y", 1);
    equal_buf(&cut, "debug-aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa-y");
    names_make(&names, &one, str_of("a"), NULL, 1);
    names_make(&names, &two, str_of("a"), NULL, 1);
    equal_int(one.n, strlen("debug-a-") + 5);
    equal_int(two.n, one.n);
    holds(memcmp(one.p, two.p, one.n) != 0);
    buf_free(&one);
    buf_free(&two);
    names_free(&names);
}

static void names_numbered(void **state)
{
    struct names given = {0};
    struct buf both = {0};
    (void)state;
    names_make(&given, &both, str_of("same"), "x", 7);
    names_make(&given, &both, str_of("same"), "x", 7);
    equal_buf(&both, "debug-same-xdebug-same-x-2");
    names_free(&given);
}

/* Names of one output differ, even if they are made from the same bytes. */
static void names_distinct(void **state)
{
    struct names given = {0};
    struct buf name = {0};
    (void)state;
    for (int i = 0; i < 1000; i++) {
        size_t before = given.n;
        name.n = 0;
        names_make(&given, &name, str_of("same"), NULL, 7);
        equal_int(given.n, before + 1);
    }
    holds(!names_add(&given, (struct str){name.p, name.n}));
    buf_free(&name);
    names_free(&given);
}

static void names_hashes(void **state)
{
    (void)state;
    holds(names_hash(0, str_of("abcdefgh")) != names_hash(0, str_of("abcdefgi")));
    holds(names_hash(0, str_of("abc")) != names_hash(0, (struct str){"abc\0", 4}));
    holds(names_hash(0, str_of("abc")) != names_hash(1, str_of("abc")));
    holds(names_hash(0, str_of("abc")) == names_hash(0, str_of("abc")));
}

/* A suffix can have dashes, and a number behind it: the name of the original tells where it starts. */
static void names_back(void **state)
{
    static const struct {
        const char *clone, *source, *base;
    } cases[] = {
        {"debug-cart-75b9d-x2k4p", "shop/cart-75b9d-h7725", "cart-75b9d"},
        {"debug-cart-75b9d-zz", "cart-75b9d-h7725", "cart-75b9d"},
        {"debug-cart-75b9d-zz-2", "shop/cart-75b9d-h7725", "cart-75b9d"},
        {"debug-cart-my-own-suffix-12", "deployment/cart", "cart"},
        {"debug-cart-my-own-suffix", "shop/deployment/cart", "cart"},
        {"debug-db-0-zz-2", "shop/db-0", "db-0"},
        {"debug-db-zz", "db-zz-0", "db"},
        {"debug-cart-x-2", "cart-x2k4p", "cart"},
        {"debug-web-zz-2", "webh7725", "web"},
        {"debug-a-zz", "a.b", "a"},
        {"debug-other-x", "cart", "other"},
        {"debug-other-x-y", "", "other-x"},
        {"debug-other", "cart", "other"},
        {"debug--x", "cart", "-x"},
        {"mine-zz-2", "mine", "mine-zz-2"},
        {"debug-aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa-zz-2",
         "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
         "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"},
    };
    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        in_case_of(cases[i].clone);
        struct str base = names_base(str_of(cases[i].clone), str_of(cases[i].source));
        equal_str(base, cases[i].base);
    }
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {fresh_test(names_cut),      fresh_test(names_cut_and_numbered),
                                       fresh_test(names_numbered), fresh_test(names_back),
                                       fresh_test(names_distinct), fresh_test(names_hashes)};
    return run_tests_named(argc, argv, tests);
}
