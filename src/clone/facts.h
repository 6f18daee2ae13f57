/* What the words of a cause name: {image} is the target's image. What is between backquotes is a word of a
 * shell. */
#ifndef FACTS_H
#define FACTS_H

#include "clone/causes.h"

/* Adds words with their facts filled in. */
void facts_fill(struct buf *b, const struct clone *c, const struct saying *s, const char *words);
/* Whether an option names another image for the target. */
bool facts_other_image(const struct clone *c);
/* Whether --env sets it. */
bool facts_is_given(const struct clone *c, struct str variable);
/* Whether --env sets the variable of the first part, or all that come from files. */
bool facts_variable_given(const struct clone *c, const struct saying *s);
/* Whether the kubelet may have killed the target for what the manifest says. */
bool facts_may_be_killed(const struct clone *c, const struct saying *s);
/* Whether a volume cannot do without a Secret, ConfigMap or trust bundle. */
bool facts_needs_volumes(const struct clone *c, const struct saying *s);
/* Whether the first part is the image of a volume, and not the target's. */
bool facts_is_volume_image(const struct clone *c, const struct saying *s);
/* The target's own memory limit; empty for none. */
struct str facts_memory(const struct clone *c);

#endif
