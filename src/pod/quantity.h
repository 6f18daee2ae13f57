/* A resource quantity: 500m, 1.5Gi, 2e6, or a number. */
#ifndef QUANTITY_H
#define QUANTITY_H

#include "yaml/node.h"

/* False for what is none. */
bool quantity_read(const struct node *scalar, double *value);

#endif
