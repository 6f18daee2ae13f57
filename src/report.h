/* What people read: errors, notes, explanations. Whatever comes from the manifest is shown without control
 * characters, and quoted where a shell would read it. Appends to a buffer; main prints. */
#ifndef REPORT_H
#define REPORT_H

#include "clone/clone.h"

/* One line: podclone: FILE:LINE:COLUMN: what is wrong. Both count from 1, the column in bytes; without them
 * where the error has no place, without the file where that is NULL. */
void report_error(struct buf *b, const char *file, const struct source *s, const struct error *e);
/* Who the clone is, and its notes. */
void report_clone(struct buf *b, const struct clone *c);
/* How to use it; and the same for many, where any of them will do for c. */
void report_advice(struct buf *b, const struct clone *c);
void report_advice_for_many(struct buf *b, const struct clone *c);
/* What a script needs to know of the clone, as assignments for a shell to evaluate. */
void report_facts(struct buf *b, const struct clone *c);
/* Puts those facts before what was said, which becomes an assignment too, and the advice behind it. How to
 * delete the clone is the advice's last line. */
void report_for_shell(struct buf *said, struct buf *facts, struct str advice);
/* A line for each mark. */
void report_explain(struct buf *b, const struct node *root);

#endif
