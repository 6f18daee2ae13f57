/* Whether the Pods that are like the original shut the clone out, or count it: a note. */
#ifndef SIBLINGS_H
#define SIBLINGS_H

#include "clone/clone.h"

/* For labels that stay and that the Pod's own required anti-affinity, or its spread constraints, select. It
 * runs when the clone has all its labels, and while the Pod still has its affinity. */
void siblings_note(struct clone *c);

#endif
