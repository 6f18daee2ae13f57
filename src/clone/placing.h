/* Where the clone may run. */
#ifndef PLACING_H
#define PLACING_H

#include "clone/clone.h"

/* --any-node and --node-name: what names another node goes. */
void placing_any_node(struct clone *c);
/* --keep-affinity: what the API server merged from matchLabelKeys it merges again, and refuses twice. */
void placing_label_keys(struct clone *c);

#endif
