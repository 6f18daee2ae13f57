/* What the program's tables hold, for tables.sh: "rule PATH<TAB>WHY" and "option --NAME" lines. */
#include "clone/rules.h"
#include "options/options.h"

#include <stdio.h>
#include <string.h>

/* The table of options is the parser's own; --help prints all of it. */
static void print_options(void)
{
    struct buf help = {0};
    options_help(PROGRAM_FILTER, &help);
    for (const char *line = help.p, *end = help.p + help.n, *next; line < end; line = next + 1) {
        next = memchr(line, '\n', (size_t)(end - line));
        const char *name = line + 6;
        if (next > name && memcmp(name, "--", 2) == 0)
            printf("option %.*s\n", (int)strcspn(name, ",=[\n"), name);
    }
    buf_free(&help);
}

int main(void)
{
    for (size_t i = 0; i < rules_count; i++)
        printf("rule %s%s%s\t%s\n", rules[i].parent, rules[i].parent[0] ? " " : "", rules[i].key,
               rules[i].why);
    print_options();
    return ferror(stdout) || fclose(stdout) != 0;
}
