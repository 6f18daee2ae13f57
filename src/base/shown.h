/* Text from a manifest, safe for a terminal or a shell: control characters and characters that reorder text
 * are escaped. */
#ifndef SHOWN_H
#define SHOWN_H

#include "base/text.h"

void shown_text(struct buf *b, struct str s);
/* The same, cut to this many characters with `...`, and without the blanks that it ends in. */
void shown_cut(struct buf *b, struct str s, size_t most);
/* As one word for a shell, so that who pastes it runs only what it shows. */
void shown_word(struct buf *b, struct str s);
/* As one word of a shell, whatever is in it: for scripts, not for people. */
void quoted_word(struct buf *b, struct str s);
/* Lines of a log: their line breaks and tabs stay, and bytes that are no UTF-8 are escaped too. */
void shown_lines(struct buf *b, struct str s);

#endif
