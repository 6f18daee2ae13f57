/* A point in time, as the API writes it: 2026-05-04T08:00:00Z. */
#ifndef INSTANT_H
#define INSTANT_H

#include "base/text.h"

#include <limits.h>

#define INSTANT_NONE LLONG_MAX /* later than any */

/* Seconds since 1970; false for what is no time of RFC 3339. */
bool instant_read(struct str text, long long *seconds);

#endif
