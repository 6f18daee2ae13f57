/* Image references, by the grammar that runtimes and the API's own tools read:
 * [HOST[:PORT]/]PATH[:TAG][@ALGORITHM:HEX]. */
#ifndef REFERENCE_H
#define REFERENCE_H

#include "options/options.h"

bool is_reference(struct str image);
/* Fails for an option that names an image which no runtime takes. */
bool check_references(const struct options *o, struct error *e);

#endif
