/* streams FILE...: puts each document of tests/style into Pods, Services and templates, as their last value,
 * and these into streams, Lists and workloads, with all that may stand between. The output must have exactly
 * the documents that stay, and each is read as it was read in the input. */
#include "events/events.h"
#include "options/line.h"
#include "stream.h"
#include "yaml/verify.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* An object: the lines before and behind the document, and the column of the document. */
struct piece {
    const char *name, *before, *behind;
    size_t column;
    bool item, stays; /* it can be an item of a List; it stays in the output */
};

#define POD "kind: Pod\nmetadata: {name: a}\nspec: {containers: [{name: c}]}\nzzz:\n"
#define WORKLOAD                                                                                             \
    "kind: Deployment\nmetadata: {name: a}\nspec:\n    template:\n"                                          \
    "        spec: {containers: [{name: c}]}\n        zzz:\n"

static const struct piece
    pod = {"Pod", POD, "", 2, true, true},
    service = {"Service", "kind: Service\nzzz:\n", "", 2, true, false},
    closed = {"Service, and more", "kind: Service\nzzz:\n", "more: x\n", 2, true, false},
    deployment = {"Deployment", WORKLOAD, "", 12, false, true},
    replicas = {
        "Deployment, and more", WORKLOAD, "    replicas: 1\n\n   # deep\n\nstatus: {}\n", 12, false, true};

enum { MOST = 4 };

static const struct piece *const patterns[][MOST] = {
    {&pod, &service},          {&service, &pod},  {&pod, &service, &pod},    {&service, &pod, &service},
    {&pod, &service, &closed}, {&pod, &closed},   {&pod, &closed, &pod},     {&deployment, &service},
    {&closed, &replicas},      {&replicas, &pod}, {&pod, &deployment, &pod}, {&replicas, &closed, &pod}};

static const char *const between[] = {"---\n",
                                      "...\n---\n",
                                      "\n  \n---\n",
                                      "# comment\n\n---\n",
                                      "      # deep comment\n\n--- # comment\n",
                                      "\n...\n# comment\n...\n%YAML 1.1\n---\n"},
                         *const between_items[] = {"", "\n      \n", "# comment\n\n",
                                                   "          # deep comment\n\n"};

enum { GAPS = sizeof between / sizeof *between, ITEM_GAPS = sizeof between_items / sizeof *between_items };

static size_t passed, failed, unfit;
static const struct str nothing = {"", 0};

/* Adds the text with each line indented, but for empty ones. */
static void indent(struct buf *b, struct str text, size_t column)
{
    const struct source s = {.p = text.p, .n = text.n};
    for (size_t at = 0, next; at < text.n; at = next) {
        next = line_next(&s, at);
        buf_fill(b, ' ', break_at(&s, at) ? 0 : column);
        buf_add(b, text.p + at, next - at);
    }
    if (text.n && !is_line_start(&s, text.n))
        buf_puts(b, "\n");
}

static void put(struct buf *b, const struct piece *piece, struct str style)
{
    buf_puts(b, piece->before);
    indent(b, style, piece->column);
    buf_puts(b, piece->behind);
}

static void put_stream(struct buf *b, const struct piece *const pieces[], struct str style, size_t gap)
{
    for (size_t i = 0; i < MOST && pieces[i]; i++, gap /= GAPS) {
        if (i)
            buf_puts(b, between[gap % GAPS]);
        put(b, pieces[i], style);
    }
    buf_puts(b, "\n   # the end\n\n");
}

static void put_list(struct buf *b, const struct piece *const pieces[], struct str style, size_t gap)
{
    bool kind_first = gap % 2;
    buf_puts(b, kind_first ? "kind: List\nitems:\n" : "items:\n");
    for (size_t i = 0; i < MOST && pieces[i]; i++, gap /= ITEM_GAPS) {
        struct buf item = {0};
        size_t dash = b->n;
        put(&item, pieces[i], style);
        indent(b, (struct str){item.p, item.n}, 2);
        b->p[dash] = '-';
        buf_puts(b, between_items[gap % ITEM_GAPS]);
        buf_free(&item);
    }
    buf_puts(b, kind_first ? "" : "kind: List\n");
}

/* The event that starts the value of the next key `zzz`, from `at` on; the end if there is no such key. */
static size_t next_style(const struct events *e, size_t at)
{
    while (at < e->n && !(e->list[at].type == YAML_SCALAR_EVENT && str_is(e->list[at].value, "zzz")))
        at++;
    return at < e->n ? at + 1 : at;
}

static size_t node_end(const struct events *e, size_t at)
{
    int depth = 0;
    do {
        yaml_event_type_t t = e->list[at++].type;
        depth += (t == YAML_MAPPING_START_EVENT || t == YAML_SEQUENCE_START_EVENT) -
                 (t == YAML_MAPPING_END_EVENT || t == YAML_SEQUENCE_END_EVENT);
    } while (depth > 0);
    return at;
}

static bool same_event(const struct event *a, const struct event *b)
{
    return a->type == b->type && a->style == b->style && a->plain == b->plain && a->quoted == b->quoted &&
           str_same(a->value, b->value) && str_same(a->anchor, b->anchor) && str_same(a->tag, b->tag);
}

static bool same_node(const struct events *a, size_t at, const struct events *b, size_t from)
{
    size_t n = node_end(a, at) - at;
    if (from >= b->n || node_end(b, from) - from != n)
        return false;
    for (size_t i = 0; i < n; i++)
        if (!same_event(&a->list[at + i], &b->list[from + i]))
            return false;
    return true;
}

/* How many documents are not empty. */
static size_t documents(const struct events *e)
{
    size_t n = 0;
    for (size_t i = 1; i < e->n; i++)
        n += e->list[i - 1].type == YAML_DOCUMENT_START_EVENT && e->list[i].type == YAML_MAPPING_START_EVENT;
    return n;
}

/* What is wrong with the output; NULL if all is well. */
static const char *judge(const struct events *in, const struct events *out,
                         const struct piece *const pieces[], bool list)
{
    size_t at = 0, from = 0, stay = 0;
    for (size_t i = 0; i < MOST && pieces[i]; i++) {
        at = next_style(in, at);
        stay += pieces[i]->stays;
        if (!pieces[i]->stays)
            continue;
        from = next_style(out, from);
        if (!same_node(in, at, out, from))
            return "another value";
    }
    if (next_style(out, from) < out->n)
        return "something is left of what is cut";
    return documents(out) == (list ? 1 : stay) ? NULL : "the documents are others";
}

/* Whether both parsers agree about the output, if they agree about the input. */
static bool confirmed(struct str in, struct str out, const struct events *read, struct error *e)
{
    struct error none = {0};
    return !verify_available() || libfyaml_differs(read, out) || !verify_text(in, &none) ||
           verify_text(out, e);
}

static void try(const char *name, struct str text, const struct piece *const pieces[], bool list)
{
    char *argv[] = {"podclone", "-q", "--tools=none", NULL};
    static const struct custom no_custom;
    struct options o;
    struct source s;
    struct buf out = {0}, said = {0};
    enum state state;
    struct error e = {0};
    struct events in = {0}, read = {0};
    if (!events_read(&in, text)) {
        events_free(&in);
        unfit++;
        return;
    }
    const char *why = e.text;
    struct str got = nothing;
    if (options_parse(&o, 3, argv, &e) && input_of(text.p, text.n, &s, &e) &&
        clone_source(&o, &no_custom, &s, &out, &said, &state, &e)) {
        got = (struct str){out.p, out.n};
        why = events_read(&read, got) ? judge(&in, &read, pieces, list) : "libyaml refuses the output";
    }
    if (!why && !confirmed(text, got, &read, &e))
        why = e.text;
    if (why)
        printf("FAIL %s in %s, %s: %s\n%.*s=>\n%.*s\n", name, pieces[0]->name, pieces[1]->name, why,
               (int)text.n, text.p, (int)got.n, got.p);
    *(why ? &failed : &passed) += 1;
    buf_free(&out);
    buf_free(&said);
    events_free(&in);
    events_free(&read);
}

static bool has_items(const struct piece *const pieces[])
{
    for (size_t i = 0; i < MOST && pieces[i]; i++)
        if (!pieces[i]->item)
            return false;
    return true;
}

/* Sanitizers are slow, and see most in a few streams. */
#ifdef __SANITIZE_ADDRESS__
enum { STRIDE = 7 };
#else
enum { STRIDE = 1 };
#endif

static void try_all(const char *name, struct str style)
{
    struct buf b = {0};
    for (size_t p = 0; p < sizeof patterns / sizeof *patterns; p++) {
        for (size_t gap = 0; gap < GAPS * GAPS; gap += STRIDE) {
            b.n = 0;
            put_stream(&b, patterns[p], style, gap);
            try(name, (struct str){b.p, b.n}, patterns[p], false);
        }
        for (size_t gap = 0; has_items(patterns[p]) && gap < ITEM_GAPS * ITEM_GAPS; gap += STRIDE) {
            b.n = 0;
            put_list(&b, patterns[p], style, gap);
            try(name, (struct str){b.p, b.n}, patterns[p], true);
        }
    }
    buf_free(&b);
}

int main(int argc, char **argv)
{
    static char text[1 << 16];
    for (int i = 1; i < argc; i++) {
        FILE *f = fopen(argv[i], "rb");
        size_t n = f ? fread(text, 1, sizeof text, f) : 0;
        if (!f || fclose(f) != 0 || n == sizeof text) {
            printf("FAIL %s: cannot be read\n", argv[i]);
            failed++;
            continue;
        }
        try_all(argv[i], (struct str){text, n});
    }
    printf("%zu passed, %zu failed (%zu do not fit)\n", passed, failed, unfit);
    return failed || !passed;
}
