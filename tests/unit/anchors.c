/* The tree of anchors finds what a plain list of them finds. */
#include "yaml/anchors.h"
#include "unit.h"

#include <stdio.h>

enum { NAMES = 2000 };

/* Names that are the start of others, that differ in one bit, and that come again. */
static struct str name_of(char *text, size_t size, unsigned number)
{
    static const char *const stems[] = {"", "a", "aa", "aaaaaaaaaaaaaaaa", "Z", "_", "-", "b0"};
    unsigned spread = number * 2654435761U;
    int n = snprintf(text, size, "%s%x", stems[number % COUNT(stems)], spread >> (8 + number % 20));
    return (struct str){text, (size_t)n};
}

static void anchors_like_a_list(void **state)
{
    (void)state;
    static struct node nodes[NAMES];
    static char texts[NAMES][40];
    struct anchors anchors = {0};
    holds(anchors_get(&anchors, str_of("a")) == NULL);
    for (unsigned i = 0; i < NAMES; i++) {
        nodes[i].anchor = name_of(texts[i], sizeof texts[i], i);
        in_case(nodes[i].anchor);
        size_t same = i;
        while (same > 0 && !str_same(nodes[same - 1].anchor, nodes[i].anchor))
            same--;
        holds(anchors_get(&anchors, nodes[i].anchor) == (same ? &nodes[same - 1] : NULL));
        holds(anchors_put(&anchors, &nodes[i]));
        holds(anchors_get(&anchors, nodes[i].anchor) == &nodes[i]);
    }
    for (unsigned i = 0; i < NAMES; i++) {
        size_t last = NAMES;
        while (!str_same(nodes[last - 1].anchor, nodes[i].anchor))
            last--;
        in_case(nodes[i].anchor);
        holds(anchors_get(&anchors, nodes[i].anchor) == &nodes[last - 1]);
    }
    holds(anchors_get(&anchors, str_of("aaaaaaaaaaaaaaaa")) == NULL);
    anchors_free(&anchors);
}

/* A branch is at an earlier bit than those below it: a lookup takes at most as many steps as its name has
 * bits, whatever the names are. */
static void anchors_are_shallow(void **state)
{
    (void)state;
    static struct node nodes[NAMES];
    static char texts[NAMES][40];
    struct anchors anchors = {0};
    for (unsigned i = 0; i < NAMES; i++) {
        nodes[i].anchor = name_of(texts[i], sizeof texts[i], i);
        holds(anchors_put(&anchors, &nodes[i]));
    }
    for (size_t i = 0; i < anchors.n; i++)
        for (int side = 0; side < 2; side++) {
            const struct anchor_fork *fork = &anchors.branches[i].sides[side];
            const struct anchor_branch *above = &anchors.branches[i],
                                       *below = fork->node ? NULL : &anchors.branches[fork->branch];
            holds(!below || below->byte > above->byte ||
                  (below->byte == above->byte && below->bit < above->bit));
        }
    anchors_free(&anchors);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {fresh_test(anchors_like_a_list), fresh_test(anchors_are_shallow)};
    return run_tests_named(argc, argv, tests);
}
