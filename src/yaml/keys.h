/* What is asked of the keys of a mapping: no two are the same, and merge keys bring in a bounded number. */
#ifndef KEYS_H
#define KEYS_H

#include "base/error.h"
#include "yaml/node.h"

/* False, with an error at the key that is wrong. Sets mapping->merges. */
bool keys_check(struct node *mapping, struct error *error);

#endif
