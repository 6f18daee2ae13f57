/* What stays and names something that was removed. */
#ifndef DANGLING_H
#define DANGLING_H

#include "clone/clone.h"

/* Probes and hooks that name a port which went get its number. */
void dangling_ports(struct clone *c);
/* Variables and files that show a resource of a container which went go too, with a note; so do variables
 * from a file that it wrote. */
void dangling_resources(struct clone *c);
/* A device that only containers which went claim goes; of one that others may have, a note. */
void dangling_claims(struct clone *c);

#endif
