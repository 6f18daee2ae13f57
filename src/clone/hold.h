/* What the target runs in the clone: hold before the words of its command, which the kubelet expands as it
 * did; or other words, if the user gave some, and then the annotation podclone/command keeps its own. */
#ifndef HOLD_H
#define HOLD_H

#include "clone/clone.h"

/* In the directory of the tools, the word that stands for the command that a manifest does not have. Below a
 * file nothing can be run, so no container that ever ran has it first. */
#define HOLD_ENTRYPOINT "hold/image-entrypoint"

/* Reads the target's own words, where others will take their place. */
void hold_read(struct clone *c);
/* The target's command in the clone. */
void hold_put(struct clone *c);

#endif
