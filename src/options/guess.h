/* What an option that there is not was probably meant to be. */
#ifndef GUESS_H
#define GUESS_H

#include "options/specs.h"

/* The error for an option that the program does not have. False. */
bool guess_explain(struct str name, enum program program, struct error *e);

#endif
