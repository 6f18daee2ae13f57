/* Who else reads a Pod's labels and annotations, and what becomes of them in a clone. Adding a reader is
 * adding a row; code, --explain, the manual and a test follow the two tables. */
#ifndef READERS_H
#define READERS_H

#include "pod/object.h"

enum read_in { IN_LABELS = 1, IN_ANNOTATIONS = 2, IN_BOTH = 3 };

enum reader_action {
    READER_REMOVED,
    READER_KEPT,  /* even where all others go */
    READER_EDITED /* a list of networks: the addresses in it go */
};

struct reader {
    enum read_in in;
    const char *key; /* one * in it stands for any text */
    enum reader_action action;
    bool (*when)(const struct pod *pod); /* NULL: always */
    const char *why;                     /* who reads it, a colon, and the reason: for --explain */
};

/* Sorted by key. */
extern const struct reader readers[];
extern const size_t readers_count;

/* The row for this key, of more than one the row with the longest text before its *; NULL for none. The time
 * grows with the key's length, not with the table. */
const struct reader *readers_find(const struct pod *pod, enum read_in in, struct str key);

/* What puts containers into a Pod that is created, and how a Pod says that it wants none. */
struct injector {
    const char *by, *why;
    enum read_in in;
    const char *key, *value;   /* the label or annotation that opts out */
    const char *listed;        /* the annotation that lists, as JSON, what was injected; or NULL */
    const char *only_with;     /* the annotation without which nothing is injected; or NULL */
    const char *containers[5]; /* their names; one * stands for any text; NULL behind the last */
};

extern const struct injector injectors[];
extern const size_t injectors_count;

/* Whether a network's key in such a list asks for an address of its own. Multus reads keys in any case. */
bool readers_is_address(struct str key);
/* Whether the text is like the pattern, which may have one *. */
bool readers_like(struct str text, const char *pattern);

#endif
