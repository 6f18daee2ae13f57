/* The steps for options that make the clone differ from the original on purpose. */
#ifndef OVERRIDES_H
#define OVERRIDES_H

#include "clone/clone.h"

/* Removes containers that shall not run, before anything is said of those that do. */
void overrides_containers(struct clone *c);
/* Namespace, node, process sharing, optional references: what concerns the whole Pod. */
void overrides_pod(struct clone *c);
/* Images, environment, terminal, resources, privileges and user of the target, and at last --custom. The
 * tools come after it: they fit what the target has become. */
void overrides_target(struct clone *c);

#endif
