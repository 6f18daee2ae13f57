/* Clones the documents of a list, under callgrind: a dump of the counters for each, named NAME N STATUS. A
 * line of the list is NAME, N, FILE and the options. */
#include "options/line.h"
#include "stream.h"

#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>
#include <valgrind/callgrind.h>

enum { WORDS = 24 };

static bool clone(const struct options *options, const struct source *source, struct error *error)
{
    struct buf out = {0}, said = {0};
    struct custom none = {0};
    enum state state;
    bool cloned = clone_source(options, &none, source, &out, &said, &state, error);
    buf_free(&out);
    buf_free(&said);
    return cloned;
}

static bool run(int argc, char **argv, const char *name, const char *n, const char *file)
{
    struct options options;
    struct source source;
    struct buf in = {0};
    struct error error = {0};
    char what[256];
    int fd = open(file, O_RDONLY);
    bool ready =
        fd >= 0 && options_parse(&options, argc, argv, &error) && input_read(fd, &in, &source, &error);
    CALLGRIND_ZERO_STATS;
    bool cloned = ready && clone(&options, &source, &error);
    snprintf(what, sizeof what, "%s %s %s", name, n, cloned ? "cloned" : error.text);
    CALLGRIND_DUMP_STATS_AT(what);
    buf_free(&in);
    if (fd >= 0)
        close(fd);
    return cloned;
}

int main(int argc, char **argv)
{
    char line[1024];
    FILE *list = argc > 1 ? fopen(argv[1], "r") : NULL;
    while (list && fgets(line, sizeof line, list)) {
        char *words[WORDS + 1] = {NULL}, *rest;
        int n = 0;
        for (char *word = strtok_r(line, " \n", &rest); word && n < WORDS;
             word = strtok_r(NULL, " \n", &rest))
            words[n++] = word;
        if (n > 2)
            run(n - 2, words + 2, words[0], words[1], words[2]);
    }
    return !list || fclose(list) != 0;
}
