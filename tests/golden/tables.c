/* Prints the program's tables for tables.sh, a line for each row: "ACTION PATH<TAB>WHY" as --explain has
 * them, with blanks between the keys of a path; "cause NAME<TAB>HOW ITS WORDS BEGIN"; "reader BY<TAB>KEY" for
 * the manual; "option --NAME". */
#include "clone/causes.h"
#include "clone/readers.h"
#include "clone/rules.h"
#include "clone/service.h"
#include "options/options.h"

#include <stdio.h>
#include <string.h>

/* Only the parser sees the table of options, but --help prints all of it. */
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

static void print_readers(void)
{
    static const char *const actions[] = {"removed", "kept", "changed"};
    for (const struct reader *r = readers; r < readers + readers_count; r++) {
        if (r->in & IN_LABELS)
            printf("%s metadata labels %s\t%s\n", actions[r->action], r->key, r->why);
        if (r->in & IN_ANNOTATIONS)
            printf("%s metadata annotations %s\t%s\n", actions[r->action], r->key, r->why);
        printf("reader %.*s\t%s\n", (int)strcspn(r->why, ":"), r->why, r->key);
    }
    for (const struct injector *i = injectors; i < injectors + injectors_count; i++) {
        printf("put metadata %s %s\t%s\n", i->in == IN_LABELS ? "labels" : "annotations", i->key, i->why);
        printf("reader %s\t%s\n", i->by, i->key);
    }
    for (const struct gate *g = gates; g < gates + gates_count; g++) {
        printf("removed spec readinessGates *\t%s\n", g->why);
        printf("reader %.*s\t%s\n", (int)strcspn(g->why, ":"), g->why, g->condition);
    }
}

/* The search takes it for granted. */
static bool are_sorted(void)
{
    for (size_t i = 1; i < readers_count; i++)
        if (strcmp(readers[i - 1].key, readers[i].key) > 0) {
            printf("not sorted: %s\n", readers[i].key);
            return false;
        }
    return true;
}

int main(void)
{
    for (size_t i = 0; i < rules_count; i++)
        printf("removed %s%s%s\t%s\n", rules[i].parent, rules[i].parent[0] ? " " : "", rules[i].key,
               rules[i].why);
    for (size_t i = 0; i < causes_count; i++) {
        const char *words = causes[i].words ? causes[i].words : "";
        printf("cause %s\t%.*s\n", causes[i].name, (int)strcspn(words, "{`"), words);
    }
    print_readers();
    print_options();
    return !are_sorted() || ferror(stdout) || fclose(stdout) != 0;
}
