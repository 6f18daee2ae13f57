/* A resource quantity: 500m, 1.5Gi, 2e6. */
#ifndef QUANTITY_H
#define QUANTITY_H

#include "base/text.h"

/* False for what is none. */
bool quantity_read(struct str text, double *value);

#endif
