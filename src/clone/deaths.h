/* Notes on why the container died, and what that means for the clone: of what is said of it and of its Pod,
 * the words of the first row of causes that holds. */
#ifndef DEATHS_H
#define DEATHS_H

#include "clone/clone.h"

void deaths_note(struct clone *c);

#endif
