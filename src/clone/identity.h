/* The steps on what others know a Pod by: its labels and annotations, as the tables of readers say. They run
 * before the rule table, while the Pod still has its owners, its gates and its affinity. */
#ifndef IDENTITY_H
#define IDENTITY_H

#include "clone/clone.h"

/* Removes, keeps and edits by reader; then drops all other labels where an owner selects by them or a load
 * balancer takes Pods that are not ready (--keep-labels), and all other annotations if asked. */
void identity_drop(struct clone *c);
/* A container that was removed, or is the target, is not injected anew. */
void identity_opt_out(struct clone *c);

#endif
