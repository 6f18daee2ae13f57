/* Fuzzes the whole filter: the first bytes choose options, the rest is the input. */
#include "oracle/oracle.h"

#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* The low bits of the first byte are the number of options, the others say whether there is a command. */
static struct str choose(struct words *w, const uint8_t *data, size_t size)
{
    unsigned options = data[0] % 8, command = data[0] / 16;
    size_t head = 1 + options * (size_t)WORDS_EACH;
    words_begin(w);
    if (size < head)
        return (struct str){"", 0};
    struct str rest = {(const char *)data + head, size - head};
    for (unsigned i = 0; i < options; i++) {
        size_t used = words_option(w, data + 1 + i * WORDS_EACH, rest);
        rest = (struct str){rest.p + used, rest.n - used};
    }
    if (command > 8)
        words_command(w, (uint8_t)command);
    return rest;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static char why[4096];
    struct words w;
    if (!size)
        return 0;
    struct str input = choose(&w, data, size);
    if (oracle_run(&w, input, why, sizeof why) != ORACLE_BROKEN)
        return 0;
    for (int i = 0; i < w.argc; i++)
        fprintf(stderr, "%s ", w.argv[i]);
    fprintf(stderr, "\n%.*s\n%s\n", (int)w.custom.n, w.custom.p, why);
    abort();
}
