/* Nodes by name: the first of a name is found, whatever the order they were added in. */
#include "pod/named.h"
#include "unit.h"

static const char *const texts[] = {"b", "a", "", "b", "ab", "a", "c", "abc", "bb", "0"};

static void named_first(void **state)
{
    (void)state;
    struct arena arena = {0};
    struct named named = {.arena = &arena};
    holds(!named_find(&named, str_of("a")));
    for (size_t i = 0; i < COUNT(texts); i++) {
        struct node *node = node_string(&arena, str_of(texts[i]));
        named_add(&named, node->text, node);
        /* It stays right when more is added after a look. */
        holds(node_is(named_find(&named, str_of(texts[0])), texts[0]));
    }
    for (size_t i = 0; i < COUNT(texts); i++) {
        in_case_of(texts[i]);
        holds(node_is(named_find(&named, str_of(texts[i])), texts[i]));
    }
    holds(!named_find(&named, str_of("aa")) && !named_find(&named, str_of("d")));
    arena_free(&arena);
}

static void named_twice(void **state)
{
    (void)state;
    struct arena arena = {0};
    struct named named = {.arena = &arena};
    struct node *one = node_string(&arena, str_of("one")), *two = node_string(&arena, str_of("two"));
    named_add(&named, str_of("z"), two);
    named_add(&named, str_of("x"), one);
    named_add(&named, str_of("x"), two);
    holds(named_find(&named, str_of("x")) == one && named_find(&named, str_of("z")) == two);
    arena_free(&arena);
}

static void named_without_memory(void **state)
{
    (void)state;
    struct arena arena = {.failed = true};
    struct named named = {.arena = &arena};
    named_add(&named, str_of("a"), NULL);
    holds(!named.n && !named_find(&named, str_of("a")));
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {fresh_test(named_first), fresh_test(named_twice),
                                       fresh_test(named_without_memory)};
    return run_tests_named(argc, argv, tests);
}
