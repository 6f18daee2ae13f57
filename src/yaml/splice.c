#include "yaml/splice.h"

void splice(const struct source *source, size_t from, size_t to, const struct edits *edits, struct buf *out)
{
    for (size_t i = 0; i < edits->n; i++) {
        const struct edit *edit = &edits->list[i];
        buf_add(out, source->p + from, edit->at - from);
        if (edit->size)
            buf_add(out, edits->text.p + edit->from, edit->size);
        from = edit->at + edit->len;
    }
    buf_add(out, source->p + from, to - from);
}
