/* The table of what a clone loses: path, action, the option that keeps it, the reason. Adding a rule is
 * adding a row. */
#ifndef RULES_H
#define RULES_H

#include "options/options.h"
#include "pod/object.h"
#include "pod/target.h"

enum action {
    REMOVE,
    EMPTYDIR, /* the volume becomes an emptyDir */
    READONLY  /* the same, but --keep-pvcs=readonly can mount it read-only instead */
};

struct rule {
    const char *parent; /* keys, with blanks between; * any item; @container, @target; rows of one parent
                           stand together */
    const char *key;    /* KEY* is a prefix */
    enum action action;
    enum option keep;
    /* Whether it applies to this mapping, the parent of what the path names; NULL: always. */
    bool (*when)(const struct pod *pod, const struct target *t, const struct node *parent);
    const char *why;
};

extern const struct rule rules[];
extern const size_t rules_count;

/* Marks what the rules say. */
bool rules_apply(const struct options *o, const struct pod *pod, const struct target *t, struct arena *a,
                 struct error *e);

#endif
