#include "stream.h"

#include "base/shown.h"
#include "budget.h"
#include "clone/steps.h"
#include "pod/choice.h"
#include "pod/lift.h"
#include "pod/selector.h"
#include "pod/table.h"
#include "report.h"
#include "yaml/lower.h"
#include "yaml/splice.h"

#include <string.h>

/* The whole run: what lasts longer than one object. */
struct run {
    const struct options *options;
    const struct custom *custom;
    const struct source *source;
    struct error *error;
    struct arena arena, items; /* a document's, and an item's */
    struct names names;
    struct ready script;
    struct buf shape;   /* the options that shape the clones, as text */
    struct edits edits; /* of the object at hand */
    struct table table;
    enum state state;
    struct buf *out, *said, notes;
    struct budget budget;
    struct buf told;         /* what stands for the clone with --state and the like */
    struct buf facts;        /* of the clone, for a script */
    struct buf advice, many; /* for one clone, and for several */
    struct choice choice;
    size_t blank;    /* so much of out is known to be blank */
    size_t written;  /* the source's bytes before this are in out, or cut */
    bool open;       /* the last document in out has no `...` yet */
    bool cut_behind; /* what stood right before written is cut */
    struct lower_items list;
    size_t list_clones;        /* of the List that is being read */
    struct error list_refuses; /* what is wrong with one of its items, if it is a List after all */
    struct began {
        struct chosen choice;
        size_t out, written, said, rows, left;
    } began; /* where its document did */
};

enum fate { FATE_FAILED, FATE_STAYS, FATE_GOES };

/* Whether words about the Pod stand for its clone. */
static bool tells(const struct options *o)
{
    return option_on(o, OPT_STATE) || option_on(o, OPT_HISTORY) || option_on(o, OPT_SELECTOR);
}

static bool tell(struct run *r, const struct pod *pod)
{
    struct target target;
    if (option_on(r->options, OPT_LIST))
        table_add(&r->table, pod);
    if (!tells(r->options) || option_on(r->options, OPT_SELECTOR))
        return true;
    if (!target_find(&target, pod, r->options->value[OPT_CONTAINER], r->error))
        return false;
    if (option_on(r->options, OPT_STATE))
        r->state = state_tell(&r->told, pod, &target);
    else
        state_history(&r->told, pod, &target);
    return true;
}

/* Marks the Pod's clone, if it is wanted. */
static enum fate mark(struct run *r, struct arena *a, struct pod *pod)
{
    struct clone c = {.options = r->options,
                      .custom = r->custom,
                      .shape = {r->shape.p, r->shape.n},
                      .source = r->source,
                      .arena = a,
                      .error = r->error,
                      .names = &r->names,
                      .notes = &r->notes,
                      .script = &r->script};
    if (!choice_takes(&r->choice, pod))
        return FATE_GOES;
    if (option_on(r->options, OPT_LIST) || tells(r->options))
        return tell(r, pod) ? FATE_GOES : FATE_FAILED;
    c.pod = *pod;
    budget_begin(&r->budget, pod->root);
    if (!steps_run(&c))
        return FATE_FAILED;
    if (option_on(r->options, OPT_EXPLAIN))
        report_explain(r->said, c.pod.root);
    bool quiet = option_on(r->options, OPT_QUIET);
    if (!quiet)
        report_clone(r->said, &c);
    if (r->choice.taken == 1 && !quiet) {
        r->advice.n = r->many.n = 0;
        report_advice(&r->advice, &c);
        report_advice_for_many(&r->many, &c);
    }
    if (option_on(r->options, OPT_SHELL_NOTES)) {
        r->facts.n = 0;
        report_facts(&r->facts, &c);
    }
    return FATE_STAYS;
}

/* Makes the edits, and appends the source up to to, or to the last edit. */
static void write_edits(struct run *r, size_t to)
{
    struct edits *edits = &r->edits;
    const struct edit *last = edits->n ? &edits->list[edits->n - 1] : NULL;
    if (last && last->at + last->len > to)
        to = last->at + last->len;
    if (to > r->written) {
        splice(r->source, r->written, to, edits, r->out);
        r->written = to;
    }
    edits_clear(edits);
}

static bool try_item(struct run *r, struct document *d)
{
    struct pod pod;
    struct node *object = d->item, *key;
    enum fate fate = FATE_GOES;
    if (object->kind == NODE_ALIAS)
        return error_at(r->error, object->start, "an item that is an alias: write it out here");
    if (object->kind != NODE_MAPPING)
        return error_at(r->error, object->start, "an item that is no mapping, and so no object");
    if (object_is(object, true, &key) != OBJECT_POD)
        choice_cut(&r->choice, object);
    else
        fate = object_pod(&pod, object, &r->items, r->error) ? mark(r, &r->items, &pod) : FATE_FAILED;
    r->list_clones += fate == FATE_STAYS;
    if (fate != FATE_FAILED &&
        lower_item(r->source, d, object, fate == FATE_STAYS, &r->list, &r->items, &r->edits, r->error) &&
        (fate == FATE_GOES || budget_spend(&r->budget, object, r->error)))
        write_edits(r, fate == FATE_STAYS ? object->end : 0);
    return !r->error->set;
}

/* Only a List's items need be objects, and whether it is one is not known yet. */
static bool item(struct run *r, struct document *d)
{
    if (!r->list_refuses.set && !try_item(r, d) && r->error->placed) {
        r->list_refuses = *r->error;
        *r->error = (struct error){0};
    }
    arena_reset(&r->items);
    return !r->error->set;
}

static bool is_document_end(const struct source *s, size_t at)
{
    return s->n - at >= 3 && memcmp(s->p + at, "...", 3) == 0 &&
           (s->n - at == 3 || s->p[at + 3] == ' ' || s->p[at + 3] == '\t' || break_at(s, at + 3));
}

/* What stands between documents: blank lines, comments and `...`, which without a document before it is not
 * allowed. Behind what is cut, blank lines and comments with blanks before them would become the text of a
 * block scalar that comes to stand before them: they go with it. */
static void write_gap(struct run *r, size_t to)
{
    const struct source *s = r->source;
    if (is_first_on_line(s, to))
        to = line_start(s, to);
    /* The line may go on for many more objects. */
    struct source gap = *s;
    gap.n = to;
    for (size_t next; r->written < to; r->written = next) {
        size_t at = r->written;
        next = line_next(&gap, at);
        bool whole = is_line_start(s, at), ends = whole && is_document_end(s, at),
             joins = whole && r->cut_behind && (strchr(" \t", s->p[at]) || break_at(s, at));
        if (!joins)
            r->cut_behind = false;
        if (!joins && !(ends && !r->open))
            buf_add(r->out, s->p + at, next - at);
        if (ends)
            r->open = false;
    }
}

static enum fate pod_document(struct run *r, struct document *d)
{
    struct pod pod;
    if (!object_pod(&pod, d->root, &r->arena, r->error))
        return FATE_FAILED;
    enum fate fate = mark(r, &r->arena, &pod);
    if (fate == FATE_STAYS && !(lower(r->source, d, d->root, &r->arena, &r->edits, r->error) &&
                                budget_spend(&r->budget, d->root, r->error)))
        fate = FATE_FAILED;
    if (fate == FATE_STAYS)
        write_edits(r, d->root->end);
    return fate;
}

/* Whether nothing but blank lines is in out; what was looked through once is not again. */
static bool is_blank(struct run *r)
{
    if (r->blank > r->out->n)
        r->blank = r->out->n;
    while (r->blank < r->out->n && strchr(" \t\r\n", r->out->p[r->blank]))
        r->blank++;
    return r->blank >= r->out->n;
}

/* The lifted template takes the place of the whole workload. What starts with `{` kubectl takes for JSON. */
static void write_lifted(struct run *r, const struct node *root, struct range part)
{
    struct edits *edits = &r->edits;
    struct range whole = lower_root_range(r->source, root, r->written);
    const struct edit *last = edits->n ? &edits->list[edits->n - 1] : NULL;
    size_t to = last && last->at + last->len > part.to ? last->at + last->len : part.to;
    struct buf text = {0};
    splice(r->source, part.from, to, edits, &text);
    edits_clear(edits);
    struct source lifted = {.p = text.p, .n = text.n, .foreign = r->source->foreign};
    if (root->start < whole.from) {
        buf_add(r->out, r->source->p + r->written, root->start - r->written);
        r->written = parse_properties_end(r->source, root);
    }
    buf_add(r->out, r->source->p + r->written, whole.from - r->written);
    if (!r->source->json && text.n && text.p[0] == '{' && is_blank(r))
        buf_fmt(r->out, "---%s", r->source->newline);
    lift_text(r->out, &lifted, part.indent > whole.indent ? part.indent - whole.indent : 0);
    if (is_line_start(r->source, whole.to) && text.n && !is_line_start(&lifted, lifted.n))
        buf_puts(r->out, r->source->newline);
    r->out->failed |= text.failed;
    r->written = whole.to;
    r->cut_behind = whole.to > part.to;
    buf_free(&text);
}

/* A key that starts like what is no text in the column where it would stand. */
static bool ends_document(struct run *r, const struct node *template)
{
    for (const struct node *k = node_first(template); k; k = node_after(k))
        if (template->style == STYLE_BLOCK && needs_blank(r->source, k->lead))
            return !error_at(r->error, k->start,
                             "a key that in the first column would end the document: quote it");
    return false;
}

static enum fate workload_document(struct run *r, struct document *d, struct node *key)
{
    struct pod pod;
    if (key->value->kind != NODE_MAPPING) {
        error_at(r->error, key->start,
                 "the template is an alias, and the clone changes what is in it: write it out here");
        return FATE_FAILED;
    }
    const struct node *first = key->value->child;
    if (key->value->style == STYLE_BLOCK && first && !is_first_on_line(r->source, first->lead)) {
        error_at(r->error, key->start, "the template stands behind a `?` key: write the key without it");
        return FATE_FAILED;
    }
    struct range part = lower_value_range(r->source, key, r->written);
    lower_lose_outside(d, part);
    if (ends_document(r, key->value) || !lift_pod(&pod, d->root, key, &r->arena, r->error))
        return FATE_FAILED;
    if (option_on(r->options, OPT_SELECTOR))
        selector_print(&r->told, d->root);
    enum fate fate = mark(r, &r->arena, &pod);
    if (fate == FATE_STAYS && !(lower(r->source, d, key->value, &r->arena, &r->edits, r->error) &&
                                budget_spend(&r->budget, key->value, r->error)))
        fate = FATE_FAILED;
    if (fate == FATE_STAYS)
        write_lifted(r, d->root, part);
    return fate;
}

static bool is_list(const struct document *d)
{
    struct str kind = node_text(node_get(d->root, "kind"));
    const struct node *items = node_get(d->root, "items");
    return items && (d->items || node_is_null(items)) && kind.n >= 4 &&
           memcmp(kind.p + kind.n - 4, "List", 4) == 0;
}

/* The root turned out to be no List, or one without a Pod: what its items gave is taken back. */
static void take_back(struct run *r)
{
    r->out->n = r->began.out;
    r->written = r->began.written;
    r->said->n = r->began.said;
    r->budget.left = r->began.left;
    choice_back(&r->choice, &r->began.choice);
    table_back(&r->table, r->began.rows);
}

static enum fate list_document(struct run *r, struct document *d)
{
    r->choice.lists++;
    if (r->list_refuses.set) {
        *r->error = r->list_refuses;
        return FATE_FAILED;
    }
    if (!r->list_clones) {
        r->out->n = r->began.out;
        r->written = r->began.written;
        return FATE_GOES;
    }
    lower_items_end(r->source, d, &r->list, &r->arena, &r->edits, r->error);
    write_edits(r, d->root->end);
    return r->error->set ? FATE_FAILED : FATE_STAYS;
}

static bool document(struct run *r, struct document *d)
{
    struct node *key = NULL;
    enum fate fate = FATE_GOES;
    if (!d->root || node_is_null(d->root)) {
        r->open = true;
        arena_reset(&r->arena);
        return true;
    }
    if (d->root->kind != NODE_MAPPING)
        return object_refuse(d->root, r->error);
    if (d->items && !is_list(d))
        take_back(r);
    enum object object = object_is(d->root, false, &key);
    if (is_list(d))
        fate = list_document(r, d);
    else if (object == OBJECT_POD)
        fate = pod_document(r, d);
    else if (object == OBJECT_WORKLOAD)
        fate = workload_document(r, d, key);
    else
        choice_cut(&r->choice, d->root);
    if (fate == FATE_GOES)
        r->written = is_line_start(r->source, r->written) ? lower_root_end(r->source, d->root) : d->root->end;
    r->cut_behind |= fate == FATE_GOES;
    r->open |= fate == FATE_STAYS;
    arena_reset(&r->arena);
    arena_reset(&r->items);
    return fate != FATE_FAILED;
}

static void begin_document(struct run *r, const struct document *d)
{
    write_gap(r, d->start);
    r->cut_behind = false;
    r->list = (struct lower_items){0};
    r->list_clones = 0;
    r->list_refuses = (struct error){0};
    r->began =
        (struct began){choice_now(&r->choice), r->out->n, r->written, r->said->n, r->table.n, r->budget.left};
}

static bool read_all(struct run *r, struct parse *p)
{
    struct document d;
    enum parsed parsed;
    bool in_list = false;
    while ((parsed = parse_next(p, &d)) == PARSE_ITEM || parsed == PARSE_DOCUMENT) {
        if (!in_list)
            begin_document(r, &d);
        in_list = parsed == PARSE_ITEM;
        if (!(in_list ? item(r, &d) : document(r, &d)))
            return false;
    }
    return parsed == PARSE_END;
}

static void conclude(struct run *r)
{
    bool quiet = option_on(r->options, OPT_QUIET), to_shell = option_on(r->options, OPT_SHELL_NOTES);
    if (!choice_check(&r->choice, r->source, r->error))
        return;
    if ((tells(r->options) || to_shell) && r->choice.taken > 1) {
        error_set(r->error, "%zu Pods are in the input: name one", r->choice.taken);
        return;
    }
    if (option_on(r->options, OPT_LIST) || tells(r->options)) {
        r->out->n = 0;
        buf_add(r->out, r->told.p, r->told.n);
        if (option_on(r->options, OPT_LIST))
            table_print(&r->table, r->options, r->out);
        return;
    }
    write_gap(r, r->source->n);
    budget_close(&r->budget);
    if (!quiet)
        choice_say_cut(&r->choice, r->said);
    const struct buf *advice = r->choice.taken > 1 ? &r->many : &r->advice;
    if (to_shell)
        report_for_shell(r->said, &r->facts, (struct str){r->advice.p, r->advice.n});
    else if (!quiet)
        buf_add(r->said, advice->p, advice->n);
}

bool clone_source(const struct options *o, const struct custom *custom, const struct source *s,
                  struct buf *out, struct buf *said, enum state *state, struct error *e)
{
    struct run r = {.options = o,
                    .custom = custom,
                    .source = s,
                    .error = e,
                    .out = out,
                    .said = said,
                    .script = {.text = script.text, .json = script.json},
                    .choice = {.options = o}};
    r.budget = (struct budget){.text = &r.edits.text, .said = said, .notes = &r.notes};
    options_shape(o, &r.shape);
    budget_open(&r.budget, r.shape.n + custom->bytes.n);
    struct parse *p = parse_open(s, &r.arena, &r.items, e);
    if (p)
        parse_unread(p, object_unread);
    if (p && read_all(&r, p))
        conclude(&r);
    parse_close(p);
    if (out->failed || said->failed || r.names.failed || r.notes.failed || r.advice.failed || r.many.failed ||
        r.told.failed || r.shape.failed || r.facts.failed || choice_failed(&r.choice))
        error_memory(e);
    names_free(&r.names);
    edits_free(&r.edits);
    table_free(&r.table);
    buf_free(&r.script.block);
    choice_free(&r.choice);
    buf_free(&r.shape);
    buf_free(&r.notes);
    buf_free(&r.advice);
    buf_free(&r.many);
    buf_free(&r.told);
    buf_free(&r.facts);
    arena_free(&r.arena);
    arena_free(&r.items);
    *state = r.state;
    return !e->set;
}
