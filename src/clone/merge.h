/* A partial container merged into one, as Kubernetes merges strategically: mappings key by key, env,
 * volumeMounts, volumeDevices and ports item by item, the rest replaced; null removes. */
#ifndef MERGE_H
#define MERGE_H

#include "base/error.h"
#include "yaml/node.h"

/* Reads a patch: one document, a mapping that does not rename the container. */
bool merge_parse(struct node **patch, const struct source *s, struct arena *a, struct error *e);
/* Marks the container. patch is not changed. */
bool merge_container(struct arena *a, struct node *container, const struct node *patch, struct error *e);

#endif
