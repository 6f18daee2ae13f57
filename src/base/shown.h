/* Text from a manifest on a terminal or in a shell: control characters and what reorders text are escaped. */
#ifndef SHOWN_H
#define SHOWN_H

#include "base/text.h"

void shown_text(struct buf *b, struct str s);
/* As one word of a shell, so that pasting it runs only what it shows. */
void shown_word(struct buf *b, struct str s);
/* As one word of a shell, whatever is in it: for scripts, not for people. */
void quoted_word(struct buf *b, struct str s);
/* Lines of a log: their line breaks and tabs stay, and bytes that are no UTF-8 are escaped too. */
void shown_lines(struct buf *b, struct str s);

#endif
