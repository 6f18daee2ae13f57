#include "yaml/edits.h"

#include "yaml/lower_parts.h"

#include <stdint.h>
#include <stdlib.h>

void edits_clear(struct edits *edits)
{
    edits->n = edits->text.n = 0;
}

void edits_free(struct edits *edits)
{
    free(edits->list);
    buf_free(&edits->text);
    *edits = (struct edits){0};
}

void edit_put(struct walk *walk, size_t at, size_t len)
{
    struct edits *out = walk->out;
    if (out->n == out->cap) {
        size_t cap = out->cap ? out->cap * 2 : 64;
        struct edit *list = cap > SIZE_MAX / sizeof *list ? NULL : realloc(out->list, cap * sizeof *list);
        if (!list) {
            error_memory(walk->error);
            return;
        }
        out->list = list;
        out->cap = cap;
    }
    out->list[out->n++] = (struct edit){at, len, walk->taken, out->text.n - walk->taken};
    walk->taken = out->text.n;
    walk->done = at + len;
}

static size_t anchor_from(const struct walk *walk, size_t at)
{
    return anchors_from(walk->document->anchors, walk->document->n_anchors, at);
}

struct anchor *edit_anchor_of(const struct walk *walk, const struct node *node)
{
    size_t i = anchor_from(walk, node->start);
    return i < walk->document->n_anchors && walk->document->anchors[i].node == node
               ? &walk->document->anchors[i]
               : NULL;
}

void edit_lose_anchors(struct walk *walk, size_t from, size_t to)
{
    for (size_t i = anchor_from(walk, from);
         i < walk->document->n_anchors && walk->document->anchors[i].node->start < to; i++)
        walk->document->anchors[i].gone = true;
}

void edit_cut(struct walk *walk, size_t from, size_t to)
{
    if (from < walk->done)
        from = walk->done;
    if (to < from)
        to = from;
    edit_lose_anchors(walk, from, to);
    if (to > from || edit_has_text(walk))
        edit_put(walk, from, to - from);
}

void edit_break_line(struct walk *walk, size_t column)
{
    buf_puts(walk->text, walk->source->newline);
    buf_fill(walk->text, ' ', column);
}

void edit_part_comment(struct walk *walk, size_t end)
{
    if (end < walk->source->n && walk->source->p[end] == '#')
        buf_puts(walk->text, " ");
}
