/* What a clone's target does now: what kubectl podclone waits for. Read from the status of a Pod that the
 * cluster has printed. */
#ifndef STATE_H
#define STATE_H

#include "pod/target.h"

/* The values are the exit status of podclone --state. */
enum state {
    STATE_RUNS = 0,
    STATE_WAITS = 3, /* for what may come yet */
    STATE_FAILS = 4, /* it waits for what does not come by waiting */
    STATE_ENDED = 5
};

/* Appends one line: run, wait, fail or end; the exit code of the target's last end, or `-`; and words for
 * people. */
enum state state_tell(struct buf *b, const struct pod *pod, const struct target *target);
/* Appends two lines: how the target is now, and how it ended before. */
void state_history(struct buf *b, const struct pod *pod, const struct target *target);

#endif
