/* Nodes by name, for whoever looks for many of them: a lookup goes by halves, and not through all. */
#ifndef NAMED_H
#define NAMED_H

#include "yaml/node.h"

struct named_node;

struct named {
    struct arena *arena; /* where the list is */
    struct named_node *list;
    size_t n, cap;
    bool unsorted;
};

void named_add(struct named *named, struct str name, const struct node *node);
/* The node that was added first under the name; NULL for none. */
struct node *named_find(struct named *named, struct str name);
/* A mapping's keys that stand in the source, removed ones too, and the items of a sequence, by their name. */
struct named named_keys(struct arena *arena, const struct node *mapping);
struct named named_items(struct arena *arena, const struct node *sequence);

#endif
