/* The tools: the init container that brings busybox and the scripts, or the image volume, and their mounts.
 */
#ifndef TOOLS_H
#define TOOLS_H

#include "clone/clone.h"

/* Puts in what --tools asks for. */
void tools_add(struct clone *c);
/* A file in the directory of the tools. */
struct str tools_path(struct clone *c, const char *file);
/* The path of one of the tools in the clone, or its name where the image must have it. */
struct str tools_program(struct clone *c, const char *name);

#endif
