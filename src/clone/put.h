/* Mark calls with their checks, for the steps: what is in the way is an error, what is missing is made. */
#ifndef PUT_H
#define PUT_H

#include "clone/clone.h"

/* The collection at a key, made where it is absent or null; NULL after an error. */
struct node *put_collection(struct clone *c, struct node *parent, const char *key, enum kind kind,
                            const char *why);
/* Puts a scalar at a key, or changes the one that is there. */
void put_scalar(struct clone *c, struct node *mapping, const char *key, struct node *value, const char *why);
void put_text(struct clone *c, struct node *mapping, const char *key, struct str value, const char *why);
/* Removes a key, if it is there. */
void put_remove(struct clone *c, struct node *mapping, const char *key, const char *why);
/* Changes a scalar, where it is not the same already. */
void put_replace(struct arena *a, struct node *old, struct node *value, const char *why);
/* A new sequence of these strings, which NULL ends. */
struct node *put_list(struct clone *c, const char *const words[]);
/* Puts a new item behind the last one; returns the one that is the last then. */
struct node *put_behind(struct node *sequence, struct node *last, struct node *item);
/* printf, for a string that lives as long as the object. */
struct str put_format(struct clone *c, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/* The tree of a JSON text, whose bytes s then describes; NULL where it is none. It lives as long as the
 * object. */
struct node *put_json(struct clone *c, struct str text, struct source *s);

/* Volumes and the sources of projected ones: what may have a downwardAPI. */
void put_each_source(struct clone *c, void (*run)(struct clone *c, struct node *source, struct str volume));
/* Containers first, then init containers. */
void put_each_container(struct clone *c, void (*run)(struct clone *c, struct node *container));

#endif
