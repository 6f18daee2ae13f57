/* A template's lines move to the left, and no value changes by it: what is read before is read after. */
#include "pod/lift.h"
#include "parsed.h"

#define MARK "\xef\xbb\xbf"

/* A text, the column that its root moves from to the first one, and what it becomes. */
static const struct {
    const char *text;
    size_t column;
    const char *want;
} lifts[] = {
    {"  a: b\n  c:\n  - d\n", 2, "a: b\nc:\n- d\n"},
    {"  a: \"b\n    c\n d\n\n   e\"\n", 2, "a: \"b\n  c\nd\n\n e\"\n"},
    {"  a: |\n    b\n     c\n\n   \n    d\n", 2, "a: |\n  b\n   c\n\n \n  d\n"},
    {"  a: \"b\n  --- c\"\n", 2, "a: \"b\n --- c\"\n"},
    {"  a: \"b\n  " MARK "c\"\n", 2, "a: \"b\n " MARK "c\"\n"},
    {"  a: \"b\n" MARK "  c\"\n", 2, "a: \"b\n" MARK "  c\"\n"},
    {"  a: 'b\n" MARK " c\n" MARK "   d'\n  e: f\n", 2, "a: 'b\n" MARK " c\n" MARK "   d'\ne: f\n"},
    {"  a: [b\n" MARK "   c, d,\n" MARK "   e]\n", 2, "a: [b\n" MARK "   c, d,\n  e]\n"},
    {"  a: b\n" MARK " c: d\n" MARK "  # e\n", 2, "a: b\nc: d\n # e\n"},
    {"  a: |\n    b\n" MARK " c: \"d\n" MARK "\"\n", 2, "a: |\n  b\nc: \"d\n" MARK "\"\n"},
    {"  a: \"\\ud83d\\ude00\n" MARK "  c\"\n", 2, "a: \"\\ud83d\\ude00\n" MARK "  c\"\n"},
    {"a: \"b\n" MARK "  c\"\n", 0, "a: \"b\n" MARK "  c\"\n"},
};

static bool same(const struct node *a, const struct node *b)
{
    if (a->kind != b->kind || a->style != b->style || !str_same(a->text, b->text))
        return false;
    const struct node *x = a->child, *y = b->child;
    for (; x && y; x = x->next, y = y->next)
        if (!same(x, y) || (a->kind == NODE_MAPPING && !same(x->value, y->value)))
            return false;
    return !x && !y;
}

static void lift_keeps_values(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(lifts); i++) {
        struct buf out = {0};
        struct source text = {.p = lifts[i].text, .n = strlen(lifts[i].text), .foreign = true};
        in_case_of(lifts[i].text);
        lift_text(&out, &text, lifts[i].column);
        buf_add(&out, "", 1);
        equal_str(str_of(out.p), lifts[i].want);
        if (!strstr(lifts[i].text, "\\ud83d")) {
            struct parsed_text before, after;
            parse_text(&before, lifts[i].text);
            parse_text(&after, out.p);
            holds(before.root && after.root && same(before.root, after.root));
            forget(&before);
            forget(&after);
        }
        buf_free(&out);
    }
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {fresh_test(lift_keeps_values)};
    return run_tests_named(argc, argv, tests);
}
