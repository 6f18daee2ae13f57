/* The steps that mark nothing: what somebody should know before the clone is created. */
#ifndef NOTES_H
#define NOTES_H

#include "clone/clone.h"

/* Deaths that a clone alone does not cure. */
void notes_death(struct clone *c);
/* Volumes that show a dropped label, were emptied, or are shared and stay writable. */
void notes_volumes(struct clone *c);
/* What the tools may not get: room, or a user. */
void notes_tools(struct clone *c);
/* Containers that run beside the target. */
void notes_containers(struct clone *c);

#endif
