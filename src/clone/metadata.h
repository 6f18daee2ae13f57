/* The steps on metadata: what the clone is of, and what the application saw of its labels. */
#ifndef METADATA_H
#define METADATA_H

#include "clone/clone.h"

/* The labels and the annotations. */
enum kept_in { LABELS, ANNOTATIONS, KEPT_IN };

/* The original's key of that name, whatever became of it; NULL for none. */
struct node *metadata_key(struct clone *c, enum kept_in in, struct str name);
/* Whether --label says it. */
bool metadata_is_given(const struct clone *c, struct str key);
/* Labels and annotations of the clone's own. */
void metadata_label(struct clone *c);
void metadata_annotate(struct clone *c);
/* Environment that came from a dropped label becomes the value it had. */
void metadata_freeze(struct clone *c);
/* Whether a field path shows something else in the clone than in the original; value is what it showed there.
 */
bool metadata_differs(struct clone *c, struct str path, struct str *value);

#endif
