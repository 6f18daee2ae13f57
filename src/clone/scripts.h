/* The script that brings the tools, src/inside/init.sh with the others in it: made ready at build time as a
 * word of a command that the kubelet expands. */
#ifndef SCRIPTS_H
#define SCRIPTS_H

#include "base/text.h"

struct script {
    struct str text, json; /* json: the text quoted */
};

extern const struct script script;

#endif
