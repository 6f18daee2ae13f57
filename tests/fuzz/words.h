/* Command lines for the oracle, chosen by bytes from a table with values for every option. */
#ifndef WORDS_H
#define WORDS_H

#include "base/text.h"

#include <stdint.h>

struct words {
    int argc;
    char *argv[24];
    struct str custom; /* what --custom's file holds */
    char text[2048];   /* of the words */
    size_t used;
};

/* How many bytes choose an option, and its value. */
enum { WORDS_EACH = 2 };

/* The program's name alone. */
void words_begin(struct words *w);
/* One option more: two bytes choose which and its value; the highest take the value from free, as it stands.
 * Returns how much of free was used. */
size_t words_option(struct words *w, const uint8_t *bytes, struct str free);
/* A word as it stands. */
void words_add(struct words *w, const char *word);
/* What follows `--`: the last that is added. */
void words_command(struct words *w, uint8_t byte);

#endif
