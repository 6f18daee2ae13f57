/* Random objects in random styles, cloned with random options: the oracle looks at each clone.
 * generated [COUNT [SEED]] */
#include "oracle/oracle.h"
#include "value.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A random command line. */
static void choose(struct dice *d, struct words *w)
{
    static const struct str none = {"", 0};
    words_begin(w);
    for (unsigned n = pick(d, 5); n > 0; n--) {
        const uint8_t bytes[WORDS_EACH] = {(uint8_t)pick(d, 240), (uint8_t)pick(d, 240)};
        words_option(w, bytes, none);
    }
    if (chance(d, 10))
        words_command(w, (uint8_t)pick(d, 16));
}

static bool has_option(const struct words *w, const char *name)
{
    for (int i = 1; i < w->argc; i++)
        if (strncmp(w->argv[i], name, strlen(name)) == 0)
            return true;
    return false;
}

/* A refusal is right where an option asks for something that the object does not have, or where two options
 * exclude each other. Then the error must be one of these; a usage error has no text here. */
static bool may_refuse(const struct words *w, const char *why)
{
    static const struct {
        const char *option, *why;
    } reasons[] = {{"--container", "no container "},
                   {"--set-image", "--set-image: no container "},
                   {"--pod", "in the input"},
                   {"--pod", "names more than one"},
                   {"--failing", "no Pod is failing"},
                   {"--name", "--name would give two clones one name"},
                   {"--custom", "a container's name cannot be changed"},
                   {"--as-", "a Windows Pod"},
                   {"--profile", "a Windows Pod"},
                   {"--share-processes", "a Windows Pod"}};
    for (size_t i = 0; i < sizeof reasons / sizeof *reasons; i++)
        if (has_option(w, reasons[i].option) && strstr(why, reasons[i].why))
            return true;
    return !*why;
}

static void print_failure(uint64_t seed, const struct words *w, const char *why, const struct buf *text)
{
    printf("FAIL seed %llu, with", (unsigned long long)seed);
    for (int i = 1; i < w->argc; i++)
        printf(" '%s'", w->argv[i]);
    printf(": %s\n%.*s\n----\n", why, (int)text->n, text->p);
}

int main(int argc, char **argv)
{
    static char why[16384];
    unsigned long count = argc > 1 ? strtoul(argv[1], NULL, 10) : 3000, cloned = 0, failed = 0;
    uint64_t seed = argc > 2 ? strtoull(argv[2], NULL, 10) : 1;
    printf("seed %llu\n", (unsigned long long)seed);
    for (unsigned long i = 0; i < count && failed < 5; i++) {
        struct dice d = {.state = seed + i};
        struct words w;
        struct buf text = {0};
        choose(&d, &w);
        style(&d, shape(&d), &text);
        enum verdict verdict = oracle_run(&w, (struct str){text.p, text.n}, why, sizeof why);
        cloned += verdict == ORACLE_CLONED;
        if (verdict == ORACLE_BROKEN || (verdict == ORACLE_REFUSED && !may_refuse(&w, why))) {
            failed++;
            print_failure(seed + i, &w, why, &text);
        }
        buf_free(&text);
        arena_free(&d.arena);
    }
    printf("%lu passed, %lu failed\n", cloned, failed);
    return failed != 0 || cloned < count / 2;
}
