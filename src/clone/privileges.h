/* --profile, --as-root and --as-user: what the target may do, and as whom. */
#ifndef PRIVILEGES_H
#define PRIVILEGES_H

#include "clone/clone.h"

void privileges_set(struct clone *c);
/* An error where a Windows Pod is to get what Kubernetes refuses it. */
bool privileges_fit(struct clone *c);
enum confinement { PROFILE_APPARMOR, PROFILE_SECCOMP };
/* The annotation of a container's profile goes: newer Kubernetes has a field, and wants both alike. */
void privileges_forget_profile(struct clone *c, const struct node *container, enum confinement of,
                               const char *why);
/* A container goes, and takes its profiles' annotations along. */
void privileges_remove_container(struct clone *c, struct node *container, const char *why);

#endif
