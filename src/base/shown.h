/* Text from a manifest, safe for a terminal or a shell: control characters and characters that reorder text
 * are escaped. */
#ifndef SHOWN_H
#define SHOWN_H

#include "base/text.h"

void shown_text(struct buf *b, struct str s);
/* As one word for a shell, so that who pastes it runs only what it shows. */
void shown_word(struct buf *b, struct str s);

#endif
