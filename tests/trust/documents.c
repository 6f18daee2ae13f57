/* Asks the oracle about many documents: each line of standard input, or, if files are named, every prefix of
 * each file. In a line, "WRONG":0 marks the key behind it, which then is written twice: such a document must
 * be refused. */
#include "oracle/oracle.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static size_t passed, failed;

/* Each of these looks at fields that the others do not look at. */
static const char *const command_lines[][10] = {
    {NULL},
    {"--list"},
    {"--profile=restricted", "--optional-refs", "--env=A=b,E-", "--any-node", "--keep-pvcs=readonly",
     "--set-memory=1Gi", "--as-user=1", "--one-container", "--share-processes"},
    {"--profile=general", "--no-limits", "--keep-init-containers=false", "--set-image=*=i:2", "--tools=image",
     "--keep-labels=false", "--to-namespace=other", "--ttl=0", "--", "sh"},
};

static void try_options(struct str input, const char *what, bool must_fail, const char *const options[10])
{
    static char why[8192];
    struct words w;
    words_begin(&w);
    for (size_t i = 0; i < 10 && options[i]; i++)
        words_add(&w, options[i]);
    enum verdict verdict = oracle_run(&w, input, why, sizeof why);
    if (verdict != ORACLE_BROKEN && !(must_fail && verdict == ORACLE_CLONED)) {
        passed++;
        return;
    }
    failed++;
    printf("FAIL %s: %s\n%.*s\n", what, must_fail ? "taken" : why, (int)(input.n < 3000 ? input.n : 3000),
           input.p);
}

static void try(struct str input, const char *what, bool must_fail)
{
    for (size_t i = 0; i < sizeof command_lines / sizeof *command_lines; i++)
        try_options(input, what, must_fail, command_lines[i]);
}

/* "WRONG":0,"key":value,... becomes "key":0,"key":value,... */
static bool twice(char *line)
{
    static const char mark[] = "\"WRONG\":0,";
    char *at = strstr(line, mark), *key = at ? at + sizeof mark - 1 : NULL,
         *end = key ? strchr(key + 1, '"') : NULL;
    if (!end)
        return false;
    size_t n = (size_t)(end + 1 - key), rest = strlen(at + sizeof mark - 1) + 1;
    memmove(at + n + 3, at + sizeof mark - 1, rest);
    memmove(at, at + n + 3, n);
    memcpy(at + n, ":0,", 3);
    return true;
}

static void lines(void)
{
    static char line[1 << 16];
    while (fgets(line, sizeof line / 2, stdin)) {
        bool doubled = twice(line);
        try((struct str){line, strlen(line)}, doubled ? "a key twice" : "a wrong kind", doubled);
    }
}

static void prefixes(const char *file)
{
    static char text[1 << 20];
    FILE *f = fopen(file, "rb");
    size_t n = f ? fread(text, 1, sizeof text, f) : 0;
    if (f)
        fclose(f);
    for (size_t i = 0; i <= n; i++) {
        /* A copy of the exact size: a sanitizer sees a read behind it. */
        char *prefix = malloc(i + 1);
        if (!prefix)
            abort();
        memcpy(prefix, text, i);
        char *exact = realloc(prefix, i ? i : 1);
        try_options((struct str){exact, i}, file, n == 0, command_lines[0]);
        free(exact);
    }
}

int main(int argc, char **argv)
{
    for (int i = 1; i < argc; i++)
        prefixes(argv[i]);
    if (argc < 2)
        lines();
    printf("%zu passed, %zu failed\n", passed, failed);
    return failed != 0 || passed == 0;
}
