/* What JSON has and libyaml refuses, or reads in another way: escapes of surrogates (\ud83d), control
 * characters, and line breaks above ASCII in a string. kubectl prints the characters as they are. */
#ifndef JSON_H
#define JSON_H

#include "yaml/input.h"

/* Whether there is anything of that in the source, which is JSON. */
bool json_is_foreign(const struct source *source);
/* The code unit of a \uXXXX escape at p, or -1. */
long json_unit(const char *p, const char *end);
bool json_is_surrogate(long unit);

/* Bytes of the source, from this one on, were copied to to: in the copy libyaml sees another character of the
 * same length where it would refuse one. Escapes are left to the feed. */
void json_hide_characters(const struct source *source, size_t from, unsigned char *to, size_t n);
/* Where a character is that is hidden so, of n bytes from at on; behind them where none is. */
size_t json_hidden(const struct source *source, size_t at, size_t n);

/* Adds what a string in its quotes stands for. Half a pair of surrogates becomes U+FFFD. False where it is no
 * string of JSON. */
bool json_string(struct buf *b, struct str quoted);

#endif
