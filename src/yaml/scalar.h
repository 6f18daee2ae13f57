/* What a scalar is, as kubectl reads it: YAML 1.1 with tags, in the dialect of the go-yaml that is part of
 * sigs.k8s.io/yaml. Numbers in base 60 and dates are strings there. */
#ifndef SCALAR_H
#define SCALAR_H

#include "yaml/node.h"

enum scalar { SCALAR_STRING, SCALAR_NULL, SCALAR_TRUE, SCALAR_FALSE, SCALAR_INT, SCALAR_FLOAT };

/* The tag of a node, by the name that libyaml gives it; NULL for none. */
enum tag scalar_tag(const char *name);
/* What a scalar is. Of an alias, or of a replaced scalar, ask for what node_real() gives. */
enum scalar scalar_of(const struct node *scalar);
/* Its text: that of a null is empty, since Kubernetes takes a null for an empty string. */
struct str scalar_string(const struct node *scalar);
/* The integer that it is, in whatever base it is written. False where it is none, or none that fits. */
bool scalar_int(const struct node *scalar, long *value);
/* Adds a number, SCALAR_INT or SCALAR_FLOAT, as JSON writes it. */
void scalar_number(struct buf *b, const struct node *scalar);
/* Whether a string needs quotes, or kubectl or another reader of YAML 1.1 would take it for something else.
 */
bool scalar_needs_quotes(struct str text);
/* Adds what a !!binary scalar stands for. False where its text is no base64. */
bool scalar_binary(struct buf *b, struct str text);

#endif
