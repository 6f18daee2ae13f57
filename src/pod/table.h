/* --list: a line a container, failing ones first, aligned. */
#ifndef TABLE_H
#define TABLE_H

#include "pod/object.h"

struct row;

struct table {
    struct row *rows;
    size_t n, cap;
    struct buf text; /* the rows' cells */
    bool failed;
};

void table_add(struct table *t, const struct pod *pod);
/* Takes back all rows but the first n. */
void table_back(struct table *t, size_t n);
void table_print(struct table *t, struct buf *out, bool headers);
void table_free(struct table *t);

#endif
