/* Names for clones: the same for the same bytes and options, and distinct within one output. */
#ifndef NAMES_H
#define NAMES_H

#include "text.h"

#include <stdint.h>

/* A name given so far, by its hash, and where to look on for another one that starts with it. */
struct name_slot {
    uint64_t name, hash, counter;
};

struct names {
    struct name_slot *slots;
    size_t n, cap;
    bool failed;
};

uint64_t names_hash(uint64_t seed, struct str bytes);
/* Adds debug-BASE-SUFFIX to b. suffix NULL: five characters made from the hash, new ones where the name is
 * taken; a given one gets a number. */
void names_make(struct names *names, struct buf *b, struct str base, const char *suffix, uint64_t hash);
/* False where the name was given before. */
bool names_add(struct names *names, struct str name);
void names_free(struct names *names);

#endif
