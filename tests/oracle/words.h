/* Command lines for the oracle, which bytes choose from a table with values for every option. */
#ifndef WORDS_H
#define WORDS_H

#include "base/text.h"

#include <stdint.h>

struct words {
    int argc;
    char *argv[24];
    struct str custom; /* the text of the file that --custom names */
    char text[2048];   /* holds the words */
    size_t used;
};

/* So many bytes choose an option and its value. */
enum { WORDS_EACH = 2 };

/* A command line with the program's name alone. */
void words_begin(struct words *w);
/* Adds an option: the bytes choose which one, and its value. The highest bytes take the value from `free`, as
 * it stands. Returns how much of `free` was used. */
size_t words_option(struct words *w, const uint8_t *bytes, struct str free);
/* Adds a word as it stands. */
void words_add(struct words *w, const char *word);
/* Adds `--` and a command: nothing can be added behind it. */
void words_command(struct words *w, uint8_t byte);

#endif
