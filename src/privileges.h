/* --profile, --as-root and --as-user: what the target may do, and as whom. */
#ifndef PRIVILEGES_H
#define PRIVILEGES_H

#include "clone.h"

void privileges_set(struct clone *c);
/* An error where a Windows Pod is to get what Kubernetes refuses it. */
bool privileges_fit(struct clone *c);
/* The annotation of a container's AppArmor profile, before there was a field for it. */
struct str privileges_annotation(struct clone *c, const struct node *container);

#endif
