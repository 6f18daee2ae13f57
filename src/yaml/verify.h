/* The second opinion: a finished text is read by libyaml and by libfyaml, an independent parser. */
#ifndef VERIFY_H
#define VERIFY_H

#include "base/error.h"
#include "base/text.h"

/* Whether this build has it. */
bool verify_available(void);
/* Whether both see the same documents: structure, values, anchors, tags, and what is quoted. The error says
 * where in the text they differ. libfyaml only reads what libyaml accepts. */
bool verify_text(struct str text, struct error *error);

#endif
