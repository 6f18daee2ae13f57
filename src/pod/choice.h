/* Which objects of the input are to be cloned: Pods and what makes them, by --pod and --failing; and what to
 * say where none is. */
#ifndef CHOICE_H
#define CHOICE_H

#include "options/options.h"
#include "pod/object.h"

enum { NAMES_CUT, NAMES_LEFT, NAMES_TAKEN, NAMES_KINDS };

struct choice {
    const struct options *options;
    size_t cuts, pods, taken, lists; /* objects that are no Pod; Pods; those wanted; Lists */
    struct error refused;            /* the first that was cut, if it is the only one */
    struct buf names[NAMES_KINDS];   /* for people: of what is cut, left out, and named by --pod */
};

/* How it stood, to be taken back. */
struct chosen {
    size_t cuts, pods, taken, names[NAMES_KINDS];
};

void choice_cut(struct choice *c, const struct node *object);
/* Whether the Pod is wanted. */
bool choice_takes(struct choice *c, const struct pod *pod);
/* At the end: an error where nothing was wanted, or --pod names more than one. */
bool choice_check(const struct choice *c, const struct source *s, struct error *e);
/* The names of what was cut. */
void choice_say_cut(const struct choice *c, struct buf *b);

struct chosen choice_now(const struct choice *c);
void choice_back(struct choice *c, const struct chosen *then);
bool choice_failed(const struct choice *c);
void choice_free(struct choice *c);

#endif
