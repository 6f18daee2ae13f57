/* Why a container died, in words that are true: a table of what the kubelet and the scheduler say. A row is
 * what they say, what it means for the clone, and the option that cures it. Adding a cause is adding a row.
 */
#ifndef CAUSES_H
#define CAUSES_H

#include "clone/clone.h"

/* Who says it: a container's state, waiting before its last end; a condition of the Pod; its status. */
enum sayer { SAYER_CONTAINER, SAYER_CONDITION, SAYER_POD };

/* What was said: REASON of what waits, REASON EXITCODE of an end, TYPE STATUS REASON of a condition. */
struct saying {
    enum sayer sayer;
    struct str heading, message;
    struct str parts[2]; /* what the `*` in a row's message stood for */
};

struct cause {
    const char *name; /* that of its fixture is cause-NAME */
    enum sayer sayer;
    const char *heading; /* alternatives with `|` between; a `*` at the end is anything */
    const char *message; /* a part of it, `*` for what differs; NULL: any */
    bool (*when)(const struct clone *c, const struct saying *s); /* what must be so too; NULL: nothing */
    const char *words;                                           /* with {facts}; NULL: nothing to say */
    enum option cures[2]; /* where one is given, nothing is said; OPT_NONE */
};

extern const struct cause causes[];
extern const size_t causes_count;

/* The reasons why a container waits for its image. */
#define CAUSES_PULLS                                                                                         \
    "ErrImagePull|ImagePullBackOff|ImageInspectError|RegistryUnavailable|ImagePullFailed|"                   \
    "SignatureValidationFailed|ErrImageNeverPull|InvalidImageName"

#endif
