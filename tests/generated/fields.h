/* The fields of the API: what Kubernetes 1.36 has in a Pod, a List of Pods and a workload, as one table. */
#ifndef FIELDS_H
#define FIELDS_H

#include <stddef.h>

/* ONE: if a type has fields with it, an object of the type has exactly one of them. */
enum how { SOMETIMES, ALWAYS, ONE };

/* A field `key` of the type `of`. What is in it: another type of the table, []TYPE for a list, {}TYPE for a
 * mapping, one of the words in A|B|C, or a basic type, such as int. */
struct field {
    const char *of, *key, *is;
    enum how how;
};

extern const struct field fields[];
extern const size_t field_count;

#endif
