/* A partial container merged into one, as Kubernetes merges strategically: mappings key by key, env,
 * volumeMounts, volumeDevices and ports item by item, the rest replaced; null removes. */
#ifndef MERGE_H
#define MERGE_H

#include "error.h"
#include "node.h"

/* Marks the container. patch is not changed. */
bool merge_container(struct arena *a, struct node *container, const struct node *patch, struct error *e);
/* Whether a patch can be one: a mapping that does not rename the container. */
bool merge_check(const struct node *patch, struct error *e);

#endif
