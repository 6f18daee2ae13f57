#include "clone.h"

#include "lower.h"
#include "report.h"
#include "splice.h"
#include "steps.h"

#include <stdarg.h>
#include <stdio.h>

/* The whole run: what lasts longer than one object. */
struct run {
    const struct options *options;
    const struct source *source;
    struct error *error;
    struct arena arena;
    struct names names;
    struct buf *out, *said;
    size_t written; /* the source's bytes before this are in out, or cut */
    size_t clones;
};

void clone_note(struct clone *c, const char *fmt, ...)
{
    char text[2048];
    va_list args;
    va_start(args, fmt);
    int n = vsnprintf(text, sizeof text, fmt, args);
    va_end(args);
    if (n < 0)
        return;
    struct buf shown = {0};
    report_shown(&shown, (struct str){text, (size_t)n < sizeof text ? (size_t)n : sizeof text - 1});
    struct note *note = arena_alloc(c->arena, sizeof *note);
    if (note) {
        note->text = arena_take(c->arena, &shown);
        *(c->last_note ? &c->last_note->next : &c->notes) = note;
        c->last_note = note;
    }
    buf_free(&shown);
}

/* Lowers the marks and appends the document, up to its last byte or edit. */
static bool write_out(struct run *r, struct document *d, struct node *object)
{
    struct edits edits = {0};
    bool ok = lower(r->source, d, object, &r->arena, &edits, r->error);
    if (ok) {
        const struct edit *last = edits.n ? &edits.list[edits.n - 1] : NULL;
        size_t to = last && last->at + last->len > object->end ? last->at + last->len : object->end;
        splice(r->source, r->written, to, &edits, r->out);
        r->written = to;
    }
    edits_free(&edits);
    return ok;
}

static bool clone_object(struct run *r, struct document *d, struct node *object)
{
    struct clone c = {.options = r->options,
                      .source = r->source,
                      .arena = &r->arena,
                      .error = r->error,
                      .names = &r->names};
    if (!object_pod(&c.pod, object, r->error) ||
        !target_find(&c.target, &c.pod, r->options->value[OPT_CONTAINER], r->error) || !steps_run(&c))
        return false;
    r->clones++;
    if (option_on(r->options, OPT_EXPLAIN))
        report_explain(r->said, object);
    if (!option_on(r->options, OPT_QUIET))
        report_clone(r->said, &c);
    return write_out(r, d, object);
}

static bool document(struct run *r, struct document *d)
{
    if (!d->root)
        return true;
    if (r->clones)
        return error_at(r->error, d->root->start, "a second document: podclone takes one Pod at a time");
    bool ok = clone_object(r, d, d->root);
    arena_reset(&r->arena);
    return ok;
}

bool clone_source(const struct options *o, const struct source *s, struct buf *out, struct buf *said,
                  struct error *e)
{
    struct run r = {.options = o, .source = s, .error = e, .out = out, .said = said};
    struct parse *p = parse_open(s, &r.arena, e);
    struct document d;
    enum parsed parsed = PARSE_FAILED;
    while (p && (parsed = parse_next(p, &d)) == PARSE_DOCUMENT && document(&r, &d))
        ;
    parse_close(p);
    if (parsed == PARSE_END && !r.clones)
        error_set(e, "no Pod in it: the input holds only comments");
    buf_add(out, s->p + r.written, s->n - r.written);
    if (out->failed || said->failed || r.names.failed)
        error_memory(e);
    names_free(&r.names);
    arena_free(&r.arena);
    return !e->set;
}
