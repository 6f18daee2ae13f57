/* Documents that nobody sends by accident. Each theme has a table of them. */
#ifndef HOSTILE_H
#define HOSTILE_H

#include <stddef.h>
#include <stdio.h>

/* What every document needs: a Pod, its spec with a container that is not closed, a command in it. */
#define POD     "apiVersion: v1\nkind: Pod\nmetadata:\n  name: a\n"
#define SPEC    "spec:\n  containers:\n  - name: a\n"
#define COMMAND "    command: [a]\n"

/* due: CLONED, REFUSED or EITHER, with these options. */
struct hostile {
    const char *name;
    void (*write)(void);
    const char *due, *options;
};

/* Each ends with a row without a name. */
extern const struct hostile nesting_documents[], anchors_documents[], adding_documents[], crowds_documents[],
    streams_documents[], texts_documents[];

/* Writes the text N times. */
void times(size_t n, const char *text);
/* The same with the numbers from 0, for up to two %zu in the format. */
void numbered(size_t n, const char *format);

#endif
