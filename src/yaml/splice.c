#include "yaml/splice.h"

void splice(const struct source *s, size_t from, size_t to, const struct edits *edits, struct buf *out)
{
    for (size_t i = 0; i < edits->n; i++) {
        const struct edit *e = &edits->list[i];
        buf_add(out, s->p + from, e->at - from);
        if (e->size)
            buf_add(out, edits->text.p + e->from, e->size);
        from = e->at + e->len;
    }
    buf_add(out, s->p + from, to - from);
}
