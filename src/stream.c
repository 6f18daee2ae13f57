#include "stream.h"

#include "lift.h"
#include "lower.h"
#include "report.h"
#include "shown.h"
#include "splice.h"
#include "table.h"

#include <string.h>

/* The whole run: what lasts longer than one object. */
struct run {
    const struct options *options;
    const struct custom *custom;
    const struct source *source;
    struct error *error;
    struct arena arena, items; /* a document's, and an item's */
    struct names names;
    struct table table;
    struct buf *out, *said;
    struct buf advice, many; /* for one clone, and for several */
    struct buf cut;          /* what is no Pod, for people */
    struct buf unwanted;     /* Pods that --pod and --failing left out */
    size_t cuts, pods, lists;
    struct error refused; /* the first that was cut, if it is the only one */
    size_t written;       /* the source's bytes before this are in out, or cut */
    size_t clones;
    struct lower_items list;
    size_t list_clones; /* of the List that is being read */
    struct undo {
        size_t out, written, clones, said, cuts, cut;
    } undo; /* where its document began */
};

enum fate { FATE_FAILED, FATE_STAYS, FATE_GOES };

static void skim(struct buf *names, const struct node *object)
{
    if (names->n > 200)
        return;
    buf_puts(names, names->n ? ", " : "");
    object_describe(names, object);
}

static enum fate no_pod(struct run *r, const struct node *object)
{
    if (!r->cuts++)
        object_refuse(object, &r->refused);
    skim(&r->cut, object);
    return FATE_GOES;
}

static bool is_wanted(const struct run *r, const struct pod *pod)
{
    const char *wanted = r->options->value[OPT_POD], *slash = wanted ? strchr(wanted, '/') : NULL;
    struct str name = pod->name.n ? pod->name : pod->generate_name;
    if (slash && !str_same(pod->name_space, (struct str){wanted, (size_t)(slash - wanted)}))
        return false;
    if (wanted && !str_is(name, slash ? slash + 1 : wanted))
        return false;
    return !option_on(r->options, OPT_FAILING) || target_is_failing(pod);
}

/* Marks the Pod's clone, if it is wanted. */
static enum fate mark(struct run *r, struct arena *a, struct pod *pod)
{
    struct clone c = {.options = r->options,
                      .custom = r->custom,
                      .source = r->source,
                      .arena = a,
                      .error = r->error,
                      .names = &r->names};
    r->pods++;
    if (!is_wanted(r, pod)) {
        skim(&r->unwanted, pod->root);
        return FATE_GOES;
    }
    if (option_on(r->options, OPT_LIST)) {
        table_add(&r->table, pod);
        return FATE_GOES;
    }
    c.pod = *pod;
    if (!clone_mark(&c))
        return FATE_FAILED;
    if (option_on(r->options, OPT_EXPLAIN))
        report_explain(r->said, c.pod.root);
    if (!option_on(r->options, OPT_QUIET))
        report_clone(r->said, &c);
    if (!r->clones++) {
        report_advice(&r->advice, &c);
        report_advice_for_many(&r->many, &c);
    }
    return FATE_STAYS;
}

/* Makes the edits, and appends the source up to to, or to the last edit. */
static void write_edits(struct run *r, struct edits *edits, size_t to)
{
    const struct edit *last = edits->n ? &edits->list[edits->n - 1] : NULL;
    if (last && last->at + last->len > to)
        to = last->at + last->len;
    if (to > r->written) {
        splice(r->source, r->written, to, edits, r->out);
        r->written = to;
    }
    edits_free(edits);
}

static bool item(struct run *r, struct document *d)
{
    struct pod pod;
    struct node *object = d->item, *key;
    struct edits edits = {0};
    enum fate fate = FATE_GOES;
    if (object->kind == NODE_ALIAS)
        return error_at(r->error, object->start, "an item that is an alias: write it out here");
    if (object->kind != NODE_MAPPING)
        return error_at(r->error, object->start, "an item that is no mapping, and so no object");
    if (object_is(object, true, &key) != OBJECT_POD)
        fate = no_pod(r, object);
    else
        fate = object_pod(&pod, object, r->error) ? mark(r, &r->items, &pod) : FATE_FAILED;
    r->list_clones += fate == FATE_STAYS;
    if (fate != FATE_FAILED &&
        lower_item(r->source, d, object, fate == FATE_STAYS, &r->list, &r->items, &edits, r->error))
        write_edits(r, &edits, fate == FATE_STAYS ? object->end : 0);
    edits_free(&edits);
    arena_reset(&r->items);
    return !r->error->set;
}

/* A document that goes leaves the comments around it. */
static void cut_document(struct run *r, const struct document *d)
{
    struct range range = lower_document_range(r->source, d);
    if (range.from > r->written)
        buf_add(r->out, r->source->p + r->written, range.from - r->written);
    r->written = range.to;
}

static enum fate pod_document(struct run *r, struct document *d)
{
    struct pod pod;
    struct edits edits = {0};
    if (!object_pod(&pod, d->root, r->error))
        return FATE_FAILED;
    enum fate fate = mark(r, &r->arena, &pod);
    if (fate == FATE_STAYS && !lower(r->source, d, d->root, &r->arena, &edits, r->error))
        fate = FATE_FAILED;
    if (fate == FATE_STAYS)
        write_edits(r, &edits, d->root->end);
    edits_free(&edits);
    return fate;
}

static bool is_blank(const struct buf *b)
{
    for (size_t i = 0; i < b->n; i++)
        if (!strchr(" \t\r\n", b->p[i]))
            return false;
    return true;
}

/* The lifted template takes the place of the whole workload. What starts with `{` kubectl takes for JSON. */
static void write_lifted(struct run *r, const struct node *root, struct range part, struct edits *edits)
{
    struct range whole = lower_root_range(r->source, root);
    const struct edit *last = edits->n ? &edits->list[edits->n - 1] : NULL;
    size_t to = last && last->at + last->len > part.to ? last->at + last->len : part.to;
    struct buf text = {0};
    splice(r->source, part.from, to, edits, &text);
    struct source lifted = {.p = text.p, .n = text.n};
    buf_add(r->out, r->source->p + r->written, whole.from - r->written);
    if (!r->source->json && text.n && text.p[0] == '{' && is_blank(r->out))
        buf_fmt(r->out, "---%s", r->source->newline);
    lift_text(r->out, &lifted, part.indent > whole.indent ? part.indent - whole.indent : 0);
    if (is_line_start(r->source, whole.to) && text.n && !is_line_start(&lifted, lifted.n))
        buf_puts(r->out, r->source->newline);
    r->out->failed |= text.failed;
    r->written = whole.to;
    buf_free(&text);
}

static enum fate workload_document(struct run *r, struct document *d, struct node *key)
{
    struct pod pod;
    struct edits edits = {0};
    if (key->value->kind != NODE_MAPPING) {
        error_at(r->error, key->start,
                 "the template is an alias, and the clone changes what is in it: write it out here");
        return FATE_FAILED;
    }
    struct range part = lower_value_range(r->source, key);
    lower_lose_outside(d, part);
    if (!lift_pod(&pod, d->root, key, &r->arena, r->error))
        return FATE_FAILED;
    enum fate fate = mark(r, &r->arena, &pod);
    if (fate == FATE_STAYS && !lower(r->source, d, key->value, &r->arena, &edits, r->error))
        fate = FATE_FAILED;
    if (fate == FATE_STAYS)
        write_lifted(r, d->root, part, &edits);
    edits_free(&edits);
    return fate;
}

static bool is_list(const struct document *d)
{
    struct str kind = node_text(node_get(d->root, "kind"));
    return d->items && kind.n >= 4 && memcmp(kind.p + kind.n - 4, "List", 4) == 0;
}

/* The root turned out to be no List, or one without a Pod: what its items gave is taken back. */
static void take_back(struct run *r)
{
    r->out->n = r->undo.out;
    r->written = r->undo.written;
    r->clones = r->undo.clones;
    r->said->n = r->undo.said;
    r->cuts = r->undo.cuts;
    r->cut.n = r->undo.cut;
}

static enum fate list_document(struct run *r, struct document *d)
{
    struct edits edits = {0};
    r->lists++;
    if (!r->list_clones) {
        r->out->n = r->undo.out;
        r->written = r->undo.written;
        return FATE_GOES;
    }
    lower_items_end(&r->list, &edits, r->error);
    write_edits(r, &edits, d->root->end);
    return r->error->set ? FATE_FAILED : FATE_STAYS;
}

static bool document(struct run *r, struct document *d)
{
    struct node *key = NULL;
    enum fate fate;
    bool empty = !d->root || node_is_null(d->root);
    if (!empty && d->root->kind != NODE_MAPPING)
        return object_refuse(d->root, r->error);
    if (d->items && !is_list(d))
        take_back(r);
    enum object object = object_is(d->root, false, &key);
    if (empty)
        fate = FATE_STAYS;
    else if (is_list(d))
        fate = list_document(r, d);
    else if (object == OBJECT_POD)
        fate = pod_document(r, d);
    else if (object == OBJECT_WORKLOAD)
        fate = workload_document(r, d, key);
    else
        fate = no_pod(r, d->root);
    if (fate == FATE_GOES)
        cut_document(r, d);
    arena_reset(&r->arena);
    arena_reset(&r->items);
    return fate != FATE_FAILED;
}

static void begin_list(struct run *r)
{
    r->list = (struct lower_items){0};
    r->list_clones = 0;
    r->undo = (struct undo){r->out->n, r->written, r->clones, r->said->n, r->cuts, r->cut.n};
}

static bool read_all(struct run *r, struct parse *p)
{
    struct document d;
    enum parsed parsed;
    bool in_list = false;
    while ((parsed = parse_next(p, &d)) == PARSE_ITEM || parsed == PARSE_DOCUMENT) {
        if (!in_list)
            begin_list(r);
        in_list = parsed == PARSE_ITEM;
        if (!(in_list ? item(r, &d) : document(r, &d)))
            return false;
    }
    return parsed == PARSE_END;
}

/* Nothing was cloned: why. */
static bool explain_nothing(struct run *r)
{
    const char *pod = r->options->value[OPT_POD];
    struct buf *there = r->unwanted.n ? &r->unwanted : &r->cut;
    int n = there->n < 400 ? (int)there->n : 400;
    if (pod && r->pods)
        return error_set(r->error, "no %s in the input: there is %.*s", pod, n, there->p ? there->p : "");
    if (r->pods)
        return error_set(r->error,
                         "no Pod is failing: there is %.*s (without --failing one is cloned all the same)", n,
                         there->p ? there->p : "");
    if (r->cuts == 1) {
        *r->error = r->refused;
        return false;
    }
    if (r->cuts)
        return error_at(r->error, r->refused.at, "no Pod in it, but %.*s: kubectl get pod NAME -o yaml", n,
                        there->p ? there->p : "");
    if (r->lists)
        return error_set(r->error, "no Pod in it: the List is empty (kubectl found none)");
    return error_at(r->error, r->source->bom, "no Pod in it: nothing but comments and empty documents");
}

static void conclude(struct run *r)
{
    if (option_on(r->options, OPT_LIST)) {
        if (!r->pods && r->cuts)
            explain_nothing(r);
        r->out->n = 0;
        table_print(&r->table, r->out, !option_on(r->options, OPT_NO_HEADERS));
        return;
    }
    if (!r->clones) {
        explain_nothing(r);
        return;
    }
    buf_add(r->out, r->source->p + r->written, r->source->n - r->written);
    if (option_on(r->options, OPT_QUIET))
        return;
    if (r->cuts) {
        buf_puts(r->said, "  note: cut out, being no Pod: ");
        shown_text(r->said, (struct str){r->cut.p, r->cut.n});
        buf_puts(r->said, r->cut.n > 200 ? ", ...\n" : "\n");
    }
    buf_add(r->said, r->clones > 1 ? r->many.p : r->advice.p, r->clones > 1 ? r->many.n : r->advice.n);
}

bool clone_source(const struct options *o, const struct custom *custom, const struct source *s,
                  struct buf *out, struct buf *said, struct error *e)
{
    struct run r = {.options = o, .custom = custom, .source = s, .error = e, .out = out, .said = said};
    struct parse *p = parse_open(s, &r.arena, &r.items, e);
    if (p && read_all(&r, p))
        conclude(&r);
    parse_close(p);
    if (out->failed || said->failed || r.names.failed || r.advice.failed || r.cut.failed || r.unwanted.failed)
        error_memory(e);
    names_free(&r.names);
    table_free(&r.table);
    struct buf *bufs[] = {&r.advice, &r.many, &r.cut, &r.unwanted};
    for (size_t i = 0; i < sizeof bufs / sizeof *bufs; i++)
        buf_free(bufs[i]);
    arena_free(&r.arena);
    arena_free(&r.items);
    return !e->set;
}
