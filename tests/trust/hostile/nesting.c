/* Collections inside each other, deeper than the program's limit. */
#include "hostile.h"

static void brackets(void)
{
    times(1000000, "[");
}

static void braces(void)
{
    fputs(POD SPEC "    env: ", stdout);
    times(1000000, "{a: ");
}

static void nested_blocks(void)
{
    fputs(POD "  annotations:\n", stdout);
    for (int i = 0; i < 2000; i++) {
        for (int j = 0; j < i + 4; j++)
            putchar(' ');
        fputs("a:\n", stdout);
    }
}

static void nested_dashes(void)
{
    fputs(POD SPEC "    args:\n    ", stdout);
    times(100000, "- ");
}

const struct hostile nesting_documents[] = {
    {"brackets", brackets, "REFUSED", ""},
    {"braces", braces, "REFUSED", ""},
    {"nested-blocks", nested_blocks, "REFUSED", ""},
    {"nested-dashes", nested_dashes, "REFUSED", ""},
    {NULL, NULL, NULL, NULL},
};
