/* Names for what the clone gets: a container, volumes and a directory that the Pod has not taken. */
#ifndef TAKEN_H
#define TAKEN_H

#include "clone/clone.h"

/* Fills c->tools. Where a name or a mount path is taken already, it gets a number. */
void taken_avoid(struct clone *c);

#endif
