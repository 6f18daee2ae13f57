/* Bytes: characters of UTF-8, the order of strings, buffers and the arena. */
#include "base/text.h"
#include "unit.h"

/* The first and the last character of each length, and what is none. A character above U+FFFF is none here.
 */
static void text_characters(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        size_t n;
        unsigned code;
    } characters[] = {
        {"\x01", 1, 1},         {"\x7f", 1, 0x7f},          {"\xc2\x80", 2, 0x80},
        {"\xdf\xbf", 2, 0x7ff}, {"\xe0\xa0\x80", 3, 0x800}, {"\xef\xbf\xbf", 3, 0xffff},
        {"\x80", 0, 0x80},      {"\xc1\xbf", 0, 0xc1},      {"\xc2", 0, 0xc2},
        {"\xe0\xa0", 0, 0xe0},  {"\xe0\x9f\xbf", 0, 0x7ff}, {"\xf0\x90\x80\x80", 0, 0xf0},
    };
    for (size_t i = 0; i < COUNT(characters); i++) {
        unsigned code;
        in_case_of(characters[i].text);
        equal_int(str_char(str_of(characters[i].text), 0, &code), characters[i].n);
        equal_int(code, characters[i].code);
    }
}

static void text_order(void **state)
{
    (void)state;
    static const char *const ascending[] = {"", "a", "a\x01", "aa", "ab", "b", "\xc3\xa9"};
    for (size_t i = 0; i < COUNT(ascending); i++)
        for (size_t k = 0; k < COUNT(ascending); k++) {
            int order = str_order(str_of(ascending[i]), str_of(ascending[k]));
            in_case_of(ascending[i]);
            equal_int((order > 0) - (order < 0), (i > k) - (i < k));
            equal_int(str_same(str_of(ascending[i]), str_of(ascending[k])), i == k);
        }
    holds(str_starts(str_of("ab"), "a") && str_starts(str_of("ab"), "ab") &&
          !str_starts(str_of("ab"), "abc"));
    holds(str_has(str_of("abc"), str_of("a")) && str_has(str_of("abc"), str_of("bc")) &&
          str_has(str_of("abc"), str_of("abc")));
    holds(!str_has(str_of("abc"), str_of("abcd")) && !str_has(str_of("abc"), str_of("ac")) &&
          !str_has(str_of("abc"), str_of("")) && !str_has(str_of(""), str_of("a")));
}

static void text_buffers(void **state)
{
    (void)state;
    struct buf b = {0};
    buf_fmt(&b, "%s-%d", "a", 12);
    buf_fill(&b, '.', 1000);
    buf_str(&b, str_of("z"));
    equal_int(b.n, 1005);
    holds(memcmp(b.p, "a-12....", 8) == 0 && b.p[1003] == '.' && b.p[1004] == 'z');
    holds(!buf_grow(&b, SIZE_MAX / 2));
    holds(b.failed && b.n == 1005);
    buf_puts(&b, "nothing");
    equal_int(b.n, 1005);
    buf_free(&b);
}

/* A limit holds to the byte, and what is above it takes no memory. */
static void text_limits(void **state)
{
    (void)state;
    struct buf b = {0};
    buf_limit(&b, 300);
    buf_fill(&b, '.', 300);
    equal_int(b.n, 300);
    holds(!b.failed && b.cap == 300);
    buf_puts(&b, "z");
    holds(b.failed && b.full && b.n == 300 && b.cap == 300);
    buf_limit(&b, 301);
    buf_puts(&b, "z");
    holds(!b.failed && !b.full && b.n == 301);
    buf_limit(&b, 10);
    holds(!buf_grow(&b, 1) && b.full);
    buf_limit(&b, 0);
    buf_fill(&b, '.', 1000);
    holds(!b.failed && b.n == 1301);
    b.failed = true;
    buf_limit(&b, 0);
    holds(b.failed);
    buf_free(&b);
}

/* Memory is zeroed, also when it is used again. */
static void text_arena(void **state)
{
    (void)state;
    struct arena arena = {0};
    for (int round = 0; round < 3; round++) {
        for (size_t size = 1; size < 200000; size = size * 3 + 1) {
            unsigned char *p = arena_alloc(&arena, size);
            holds(p && (uintptr_t)p % _Alignof(max_align_t) == 0);
            holds(p[0] == 0 && p[size / 2] == 0 && p[size - 1] == 0);
            memset(p, 0xff, size);
        }
        equal_str(arena_copy(&arena, str_of("copy")), "copy");
        arena_reset(&arena);
    }
    holds(!arena_alloc(&arena, SIZE_MAX));
    holds(arena.failed && !arena_alloc(&arena, 1));
    equal_str(arena_copy(&arena, str_of("copy")), "");
    arena_free(&arena);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {fresh_test(text_characters), fresh_test(text_order),
                                       fresh_test(text_buffers), fresh_test(text_limits),
                                       fresh_test(text_arena)};
    return run_tests_named(argc, argv, tests);
}
