/* The tools: the container that brings busybox and the scripts, the volume, the mount, and the sleep. */
#ifndef TOOLS_H
#define TOOLS_H

#include "clone/clone.h"

/* Takes out what an earlier run put in, after reading from it what the target ran. */
void tools_strip(struct clone *c);
/* Puts in what --tools asks for. */
void tools_add(struct clone *c);
/* The path of one of the tools in the clone, or its name where the image must have it. */
struct str tools_program(struct clone *c, const char *name);
/* The target's command becomes the sleep, or what follows `--`. */
void tools_command(struct clone *c);

#endif
