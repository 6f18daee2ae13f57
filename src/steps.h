/* What is no row of the rule table: in order, each over the same mark calls. */
#ifndef STEPS_H
#define STEPS_H

#include "clone.h"

struct step {
    const char *name;
    void (*run)(struct clone *c);
};

extern const struct step steps[];
extern const size_t steps_count;

/* Marks all that makes a clone of c->pod, the rules' marks among it. */
bool steps_run(struct clone *c);

#endif
