/* The steps that keep traffic away from the clone, whoever routes it (--in-service): Services, which look at
 * Ready, and load balancers, which look at its containers or at nothing. */
#ifndef SERVICE_H
#define SERVICE_H

#include "clone/clone.h"

/* Readiness gates of load balancers: their controllers set them on every Pod that they take in. */
struct gate {
    const char *why;       /* whose it is, a colon, and the reason: for --explain */
    const char *condition; /* one * in it stands for any text */
    bool unready;          /* it sends traffic to Pods that are not ready, too */
};

extern const struct gate gates[];
extern const size_t gates_count;

/* Whether a load balancer takes the clone as it is, by its labels. Asked while the gates are still there. */
bool service_takes_unready(const struct clone *c);
/* What an earlier clone put in, before it is taken for the original's. */
void service_strip(struct clone *c);
/* A gate that nothing opens; those of load balancers go. */
void service_gates(struct clone *c);
/* The target's probe, which never runs and never passes. The tools are there by now. */
void service_probe(struct clone *c);

#endif
