/* The scripts in tools/, made ready at build time as words that the kubelet will expand. */
#ifndef SCRIPTS_H
#define SCRIPTS_H

#include "text.h"

struct script {
    struct str text, json; /* json: the text quoted */
};

extern const struct script script_init, script_shell, script_rerun;

#endif
