/* The scripts in tools/, made ready at build time as words that the kubelet will expand. */
#ifndef SCRIPTS_H
#define SCRIPTS_H

#include "base/text.h"

enum { SCRIPT_INIT, SCRIPT_SHELL, SCRIPT_RERUN, SCRIPTS };

struct script {
    struct str text, json; /* json: the text quoted */
};

extern const struct script scripts[SCRIPTS];

#endif
