/* Names for clones: the same for the same bytes and options, and distinct within one output. */
#ifndef NAMES_H
#define NAMES_H

#include "base/text.h"

#include <stdint.h>

/* The hashes of the names given so far. */
struct names {
    uint64_t *slots;
    size_t n, cap;
    bool failed;
};

uint64_t names_hash(uint64_t seed, struct str bytes);
/* Adds debug-BASE-SUFFIX to b. Without a suffix (NULL) five characters are made from the hash, and other ones
 * where the name is taken; a given suffix gets a number then. */
void names_make(struct names *names, struct buf *b, struct str base, const char *suffix, uint64_t hash);
/* BASE back from a clone's name, which was given a suffix, and perhaps a number. source names what it is a
 * clone of: [NAMESPACE/][KIND/]NAME. */
struct str names_base(struct str clone, struct str source);
/* False if the name was given before. */
bool names_add(struct names *names, struct str name);
void names_free(struct names *names);

#endif
