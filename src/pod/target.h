/* Which container died: read from the status, so that nobody has to know. */
#ifndef TARGET_H
#define TARGET_H

#include "pod/object.h"

/* What a container's status says of its end. Empty and -1 where it says nothing. */
struct death {
    struct str waiting, message; /* the reason it waits, and the kubelet's words */
    struct str reason;           /* of its termination */
    long exit_code;
    bool restarted; /* there is a log of the time before */
};

struct target {
    struct node *container;
    struct str name;
    bool init;    /* it is an init container */
    bool sidecar; /* and a native sidecar at that */
    int class;    /* which rule found it, 1 to 8; 0: it was named, or the manifest is a clone's */
    struct death death;
    struct str earlier_init; /* a failed init container before it, which keeps it from starting */
};

/* name NULL: find it. An unknown name is an error that lists the names there are. */
bool target_find(struct target *t, const struct pod *pod, const char *name, struct error *e);
/* The first rule, 1 to 7, that this container meets; 0 for none. */
int target_class(const struct pod *pod, struct node *container, bool init, bool initializing);
/* Whether the containers wait for init containers: asked once for a Pod. */
bool target_is_initializing(const struct pod *pod);
/* Whether any container meets one. */
bool target_is_failing(const struct pod *pod);
/* What the status says of this container, for a table. */
struct standing {
    const char *state; /* "waiting", "running", "terminated"; NULL: nothing is said */
    struct str reason; /* why it waits or ended; of a container that runs, why it ended before */
    struct str restarts;
};
struct standing target_standing(const struct pod *pod, struct str container);
/* A native sidecar is an init container that restarts on its own. */
bool target_is_sidecar(const struct node *init_container);
/* What the status says of this container. */
struct death target_death(const struct pod *pod, struct str container);

#endif
