/* Which container died: read from the status, so that nobody has to know. */
#ifndef TARGET_H
#define TARGET_H

#include "pod/object.h"

/* What a container's status says of its end. Empty and -1 where it says nothing. */
struct death {
    struct str waiting, waiting_message; /* the reason why it waits, and the kubelet's words for it */
    struct str reason, message;          /* of its last end */
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
    struct str
        earlier_init; /* of a named one: a failed init container before it, which keeps it from starting */
};

/* name NULL: find it. An unknown name is an error that lists the names there are. */
bool target_find(struct target *t, const struct pod *pod, const char *name, struct error *e);

/* What all containers of a Pod are judged by: looked up once for a Pod. */
struct outlook {
    bool initializing;        /* the containers wait for init containers */
    long long last_end;       /* the latest end of a container that died; INSTANT_NONE */
    struct str usual_name;    /* the one that the default-container annotation names */
    const struct node *usual; /* the container that is taken where none fails */
    const struct node *again; /* of a clone in which one fails: the clone's own target */
};
struct outlook target_outlook(const struct pod *pod);

/* The rules that fall below CLASS_USUAL are for containers that fail. */
enum { CLASS_AGAIN, CLASS_USUAL = 8, CLASS_OTHER };

/* Where a container stands among those that may be the target. */
struct rank {
    int class;       /* the first rule, 1 to 8, that it meets */
    bool runs;       /* it is not down now */
    bool unusual;    /* the default-container annotation does not name it */
    long long ended; /* when its last life did; INSTANT_NONE */
};
struct rank target_rank(const struct pod *pod, const struct outlook *o, struct node *container, bool init);
/* Below 0 where a is taken before b, 0 where the order of the spec decides. The container that target_find
 * takes is the first of a Pod's by this order. */
int target_order(const struct rank *a, const struct rank *b);
/* Whether any container fails. */
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
/* The status of this container; NULL where there is none. */
const struct node *target_status(const struct pod *pod, struct str container);
/* The exit code of what is terminated; -1 where it says none. */
long target_exit_code(const struct node *terminated);
/* What it says of its end. */
struct death target_death(const struct pod *pod, struct str container);

#endif
