/* --list: a line a container, aligned. The first one is the container that podclone would take, then come the
 * others that fail in the order of target.h, then those that do not. Names are cut in the middle where a line
 * would be wider than --width. */
#ifndef TABLE_H
#define TABLE_H

#include "options/options.h"
#include "pod/object.h"

struct row;

struct table {
    struct row *rows;
    size_t n, cap, pods;
    struct buf text; /* the rows' cells */
    bool failed;
};

void table_add(struct table *t, const struct pod *pod);
/* Takes back all rows but the first n. */
void table_back(struct table *t, size_t n);
/* With --keys each line starts with its namespace, Pod and container, whole, and a tab after each; and ends
 * in them where one was cut, so that a search finds it. */
void table_print(struct table *t, const struct options *o, struct buf *out);
void table_free(struct table *t);

#endif
