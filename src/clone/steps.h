/* The steps that make a clone, in order. Each marks nodes; one of them applies the rule table. */
#ifndef STEPS_H
#define STEPS_H

#include "clone/clone.h"

enum step_does { MARKS, SAYS }; /* what only says something is not run where nothing is said (-q) */

struct step {
    enum step_does does;
    const char *name;
    void (*run)(struct clone *c);
};

extern const struct step steps[];
extern const size_t steps_count;

/* Finds the target and marks all that makes a clone of c->pod. False after an error. */
bool steps_run(struct clone *c);

#endif
