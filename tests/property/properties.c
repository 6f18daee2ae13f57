/* properties FILE...: asks the oracle about each file without options, and with each option. The values of
 * the options take turns from file to file. */
#include "options/options.h"
#include "oracle/oracle.h"

#include <stdio.h>
#include <stdlib.h>

static size_t passed, failed;

static void try(const char *file, struct words *w, struct str input)
{
    static char why[8192];
    if (oracle_run(w, input, why, sizeof why) != ORACLE_BROKEN) {
        passed++;
        return;
    }
    failed++;
    printf("FAIL %s:", file);
    for (int i = 1; i < w->argc; i++)
        printf(" %s", w->argv[i]);
    printf(": %s\n", why);
}

static void with_options(const char *file, struct str input, int turn)
{
    struct words w;
    words_begin(&w);
    try(file, &w, input);
    for (int id = 0; id < OPT_COUNT; id++) {
        const uint8_t bytes[WORDS_EACH] = {(uint8_t)id, (uint8_t)((turn + id) % 12)};
        words_begin(&w);
        words_option(&w, bytes, (struct str){"", 0});
        if (w.argc > 1)
            try(file, &w, input);
    }
}

int main(int argc, char **argv)
{
    static char text[1 << 20];
    for (int i = 1; i < argc; i++) {
        FILE *f = fopen(argv[i], "rb");
        size_t n = f ? fread(text, 1, sizeof text, f) : 0;
        if (!f || n == sizeof text || fclose(f) != 0) {
            perror(argv[i]);
            return 1;
        }
        with_options(argv[i], (struct str){text, n}, i);
    }
    printf("%zu passed, %zu failed\n", passed, failed);
    return failed != 0 || passed == 0;
}
