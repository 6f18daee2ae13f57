#include "oracle.h"

#include "clone/merge.h"
#include "frame.h"
#include "report.h"
#include "stream.h"
#include "yaml/verify.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <yaml.h>

enum { MOST_NAMES = 4096 };

const char *__lsan_default_suppressions(void);

/* libfyaml leaks what it was reading when it refuses a text. */
const char *__lsan_default_suppressions(void)
{
    return "leak:libfyaml";
}

/* A finished output, read again: what it holds, and where the clones' names are. */
struct read {
    const struct options *options;
    char *why;
    size_t size;
    bool broken, twins; /* twins: two containers or two volumes of one name, which no cluster takes */
    struct node *pods[MOST_NAMES];
    size_t n;
};

static void broken(struct read *r, const char *what, const struct node *at)
{
    if (!r->broken)
        snprintf(r->why, r->size, "%s (byte %zu of the output)", what, at ? at->start : 0);
    r->broken = true;
}

static void wants_none(struct read *r, const struct node *mapping, const char *const keys[])
{
    for (; *keys; keys++)
        if (node_key(mapping, *keys))
            broken(r, *keys, mapping);
}

static void wants_text(struct read *r, const struct node *mapping, const char *key, const char *value)
{
    const struct node *v = node_get(mapping, key);
    if (!v || (value && !node_is(v, value)))
        broken(r, key, mapping);
}

static void check_metadata(struct read *r, const struct node *metadata)
{
    static const char *const gone[] = {"ownerReferences",
                                       "generateName",
                                       "selfLink",
                                       "uid",
                                       "resourceVersion",
                                       "generation",
                                       "creationTimestamp",
                                       "deletionTimestamp",
                                       "managedFields",
                                       "finalizers",
                                       "deletionGracePeriodSeconds",
                                       NULL};
    static const char *const labels_gone[] = {"pod-template-hash", "controller-revision-hash",     "job-name",
                                              "controller-uid",    "batch.kubernetes.io/job-name", NULL};
    static const char *const annotations_gone[] = {"kubectl.kubernetes.io/last-applied-configuration",
                                                   "kubernetes.io/config.mirror", NULL};
    const struct node *labels = node_get(metadata, "labels"),
                      *annotations = node_get(metadata, "annotations");
    wants_none(r, metadata, gone);
    if (!r->options->value[OPT_LABEL])
        wants_none(r, labels, labels_gone);
    wants_none(r, annotations, annotations_gone);
    wants_text(r, labels, "podclone/clone", "true");
    wants_text(r, annotations, "podclone/source", NULL);
    wants_text(r, annotations, "podclone/container", NULL);
    wants_text(r, metadata, "name", r->options->value[OPT_NAME]);
}

static void check_containers(struct read *r, const struct node *containers)
{
    static const char *const host_port[] = {"hostPort", NULL}, *const liveness[] = {"livenessProbe", NULL},
                             *const readiness[] = {"readinessProbe", NULL};
    for (struct node *c = node_first(containers); c; c = node_after(c)) {
        const struct node *ports = node_get(c, "ports");
        if (r->options->value[OPT_CUSTOM])
            continue;
        for (struct node *p = node_first(ports); p; p = node_after(p))
            if (!option_on(r->options, OPT_KEEP_HOST_PORTS))
                wants_none(r, p, host_port);
        if (!option_on(r->options, OPT_KEEP_LIVENESS))
            wants_none(r, c, liveness);
        if (!option_on(r->options, OPT_KEEP_READINESS))
            wants_none(r, c, readiness);
    }
}

static void check_spec(struct read *r, const struct node *spec)
{
    static const char *const gone[] = {"priority",
                                       "preemptionPolicy",
                                       "overhead",
                                       "ephemeralContainers",
                                       "schedulingGates",
                                       "schedulingGroup",
                                       "workloadRef",
                                       "setHostnameAsFQDN",
                                       NULL};
    static const char *const placed[] = {"nodeName", NULL}, *const spread[] = {"topologySpreadConstraints",
                                                                               NULL};
    wants_none(r, spec, gone);
    if (!option_on(r->options, OPT_SAME_NODE) && !r->options->value[OPT_NODE_NAME])
        wants_none(r, spec, placed);
    if (!option_on(r->options, OPT_KEEP_AFFINITY))
        wants_none(r, spec, spread);
    if (r->options->ttl)
        wants_text(r, spec, "activeDeadlineSeconds", NULL);
    else if (node_key(spec, "activeDeadlineSeconds"))
        broken(r, "activeDeadlineSeconds", spec);
    if (node_is(node_get(spec, "restartPolicy"), "Never"))
        broken(r, "restartPolicy", spec);
    check_containers(r, node_get(spec, "containers"));
    check_containers(r, node_get(spec, "initContainers"));
}

static bool is_twin(const struct node *in, const struct node *of)
{
    struct str name = node_text(node_get(node_real(of), "name"));
    for (const struct node *e = node_first(in); e; e = node_after(e))
        if (e != of && str_same(node_text(node_get(node_real(e), "name")), name))
            return true;
    return false;
}

static bool has_twins(const struct node *spec)
{
    static const char *const lists[] = {"containers", "initContainers", "volumes"};
    for (size_t i = 0; i < 3; i++) {
        const struct node *list = node_get(spec, lists[i]);
        for (const struct node *e = node_first(list); e; e = node_after(e))
            if (is_twin(list, e) || (i == 0 && is_twin(node_get(spec, lists[1]), e)))
                return true;
    }
    return false;
}

static void check_pod(struct read *r, struct node *pod)
{
    static const char *const gone[] = {"status", NULL};
    wants_none(r, pod, gone);
    check_metadata(r, node_get(pod, "metadata"));
    check_spec(r, node_get(pod, "spec"));
    r->twins |= has_twins(node_get(pod, "spec"));
    if (r->n < MOST_NAMES)
        r->pods[r->n++] = pod;
}

static bool is_list(const struct document *d)
{
    struct str kind = node_text(node_get(d->root, "kind"));
    return d->items && kind.n >= 4 && memcmp(kind.p + kind.n - 4, "List", 4) == 0;
}

/* Reads the text into r, whose nodes live in the arena. */
static void read_output(struct read *r, struct str text, struct arena *a)
{
    struct source s;
    struct error e = {0};
    struct document d;
    struct parse *p = input_of(text.p, text.n, &s, &e) ? parse_open(&s, a, a, &e) : NULL;
    enum parsed parsed = PARSE_FAILED;
    struct node *items[MOST_NAMES];
    size_t n = 0;
    while (p && (parsed = parse_next(p, &d)) != PARSE_FAILED && parsed != PARSE_END) {
        if (parsed == PARSE_ITEM && n < MOST_NAMES)
            items[n++] = d.item;
        if (parsed != PARSE_DOCUMENT || !d.root || node_is_null(d.root))
            continue;
        /* A document of an output is a Pod, a List of Pods, or nothing. */
        for (size_t i = 0; i < n && is_list(&d); i++)
            check_pod(r, items[i]);
        if (!is_list(&d))
            check_pod(r, d.root);
        n = 0;
    }
    parse_close(p);
    if (parsed != PARSE_END && !r->broken) {
        snprintf(r->why, r->size, "the output cannot be read: %s (byte %zu)", e.text, e.at);
        r->broken = true;
    }
}

/* The text with every clone's name as NAME: what must not change when a clone is cloned. */
static void without_names(struct buf *b, struct str text, const struct read *r)
{
    size_t at = 0;
    for (size_t i = 0; i < r->n; i++) {
        const struct node *name = node_get(node_get(r->pods[i], "metadata"), "name");
        if (!name || name->start < at)
            continue;
        buf_add(b, text.p + at, name->start - at);
        buf_puts(b, "NAME");
        at = name->end;
    }
    buf_add(b, text.p + at, text.n - at);
}

/* One line, or whole lines, that a terminal can be shown. */
static bool is_showable(const struct buf *b)
{
    for (size_t i = 0; i < b->n; i++) {
        unsigned char c = (unsigned char)b->p[i];
        if ((c < 0x20 && c != '\n') || c == 0x7f ||
            (c == 0xc2 && i + 1 < b->n && (unsigned char)b->p[i + 1] < 0xa0))
            return false;
    }
    return b->n == 0 || b->p[b->n - 1] == '\n';
}

static bool explains(const struct source *s, const struct error *e, char *why, size_t size)
{
    struct buf b = {0};
    report_error(&b, "-", s, e);
    bool ok = e->text[0] && (!e->placed || e->at <= s->n) && is_showable(&b) &&
              memchr(b.p, '\n', b.n) == b.p + b.n - 1;
    if (!ok)
        snprintf(why, size, "a bad error: %.*s", (int)b.n, b.p);
    buf_free(&b);
    return ok;
}

/* A line break of its own. */
static bool has_lone_return(struct str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (s.p[i] == '\r' && (i + 1 == s.n || s.p[i + 1] != '\n'))
            return true;
    return false;
}

static bool has(struct str s, const char *word)
{
    size_t n = strlen(word);
    const char *end = s.p + s.n;
    for (const char *p = s.p; (p = memchr(p, word[0], (size_t)(end - p))); p++)
        if ((size_t)(end - p) >= n && memcmp(p, word, n) == 0)
            return true;
    return false;
}

/* The difference is about a scalar without text: libfyaml has other line breaks in it. */
static bool is_about_blanks(const char *difference)
{
    static const char before[] = "libyaml reads a scalar";
    const char *at = strstr(difference, before);
    if (at)
        at += sizeof before - 1;
    return at && strncmp(at + strspn(at, " \r\n\t"), ", libfyaml", 10) == 0;
}

/* libfyaml is not asked about what it reads differently in the input, nor about what 0.7.12 misreads. */
static bool is_read_alike(struct str input, struct str output, char *why, size_t size)
{
    struct error e = {0}, before = {0};
    if (verify_text(output, &e))
        return true;
    bool misread = is_about_blanks(e.text) || has_lone_return(output) || has(output, "''''") ||
                   has(output, "\xe2\x80\xa8") || has(output, "\xe2\x80\xa9") || has(output, "\xc2\x85");
    if (strstr(e.text, "libfyaml") && (misread || !verify_text(input, &before)))
        return true;
    snprintf(why, size, "%s", e.text);
    return false;
}

static bool is_same_event(const yaml_event_t *a, const yaml_event_t *b)
{
    if (a->type != b->type)
        return false;
    if (a->type != YAML_SCALAR_EVENT)
        return true;
    return a->data.scalar.length == b->data.scalar.length &&
           memcmp(a->data.scalar.value, b->data.scalar.value, a->data.scalar.length) == 0 &&
           (a->data.scalar.style == YAML_PLAIN_SCALAR_STYLE) ==
               (b->data.scalar.style == YAML_PLAIN_SCALAR_STYLE);
}

/* The same bytes, or at least the same documents: a comment may stand on a line that is made anew. */
static bool is_same(const struct buf *one, const struct buf *two)
{
    if (one->n == two->n && memcmp(one->p, two->p, one->n) == 0)
        return true;
    yaml_parser_t a, b;
    yaml_parser_initialize(&a);
    yaml_parser_initialize(&b);
    yaml_parser_set_input_string(&a, (unsigned char *)one->p, one->n);
    yaml_parser_set_input_string(&b, (unsigned char *)two->p, two->n);
    bool ok = true, end = false;
    while (ok && !end) {
        yaml_event_t x = {0}, y = {0};
        /* Surrogates in JSON end both. */
        bool more = yaml_parser_parse(&a, &x) != 0, also = yaml_parser_parse(&b, &y) != 0;
        ok = more == also && (!more || is_same_event(&x, &y));
        end = !more || x.type == YAML_STREAM_END_EVENT;
        yaml_event_delete(&x);
        yaml_event_delete(&y);
    }
    yaml_parser_delete(&a);
    yaml_parser_delete(&b);
    return ok;
}

/* One run of the filter. */
struct attempt {
    struct options options;
    struct arena arena;
    struct source source; /* what an error is about */
    struct buf out, said;
    enum state state;
    struct error error;
    bool usage; /* a usage error */
};

static bool attempt(struct attempt *t, struct words *w, struct str input)
{
    struct error *e = &t->error;
    struct node *patch = NULL;
    t->usage = !options_parse(&t->options, w->argc, w->argv, e);
    if (t->usage)
        return false;
    if (t->options.value[OPT_CUSTOM] &&
        !(input_of(w->custom.p, w->custom.n, &t->source, e) && merge_parse(&patch, &t->source, &t->arena, e)))
        return false;
    struct custom custom = {patch, w->custom};
    return input_of(input.p, input.n, &t->source, e) &&
           clone_source(&t->options, &custom, &t->source, &t->out, &t->said, &t->state, e);
}

static void attempt_free(struct attempt *t)
{
    buf_free(&t->out);
    buf_free(&t->said);
    arena_free(&t->arena);
}

static struct str text_of(const struct buf *b)
{
    return (struct str){b->p, b->n};
}

/* Options that choose among Pods would not choose a clone by its new name, or without its status. */
static void leave_choice(struct words *again, struct words *w)
{
    bool command = false;
    again->argc = 0;
    again->custom = w->custom;
    for (int i = 0; i < w->argc; i++) {
        command |= strcmp(w->argv[i], "--") == 0;
        if (command || (strncmp(w->argv[i], "--pod=", 6) != 0 && strncmp(w->argv[i], "--failing", 9) != 0))
            again->argv[again->argc++] = w->argv[i];
    }
    again->argv[again->argc] = NULL;
}

static void tell_difference(const struct buf *one, const struct buf *two, char *why, size_t size)
{
    size_t at = 0;
    while (at < one->n && at < two->n && one->p[at] == two->p[at])
        at++;
    size_t from = at > 40 ? at - 40 : 0, left = two->n - from;
    snprintf(why, size, "the clone's clone differs at byte %zu: %.*s", at, (int)(left < 120 ? left : 120),
             two->p + from);
}

/* pristine: the input had none of podclone's names; with them it may be half a clone, or mount what it has
 * not. */
static bool is_stable(struct words *w, struct str first, bool pristine, const struct read *was, char *why,
                      size_t size)
{
    struct words again;
    struct attempt t = {0};
    struct buf one = {0}, two = {0};
    struct arena a = {0};
    struct read *r = calloc(1, sizeof *r);
    *r = (struct read){.options = &t.options, .why = why, .size = size};
    leave_choice(&again, w);
    bool cloned = attempt(&t, &again, first), ok = false;
    /* The second run looks at more of the Pod than the first, and may find what no cluster would have taken.
     */
    bool misshapen = !cloned && strstr(t.error.text, "where Kubernetes has");
    if (cloned) {
        read_output(r, text_of(&t.out), &a);
        without_names(&one, first, was);
        without_names(&two, text_of(&t.out), r);
        ok = !r->broken && (!pristine || is_same(&one, &two));
        if (!ok && !r->broken)
            tell_difference(&one, &two, why, size);
    } else if (!misshapen) {
        snprintf(why, size, "the clone cannot be cloned: %s (byte %zu)", t.error.text, t.error.at);
    }
    buf_free(&one);
    buf_free(&two);
    attempt_free(&t);
    arena_free(&a);
    free(r);
    return ok || misshapen;
}

/* Nothing else is different: looked at where the input is one Pod without aliases. */
static void check_frame(struct read *r, struct str in, struct arena *a)
{
    struct source s;
    struct error e = {0};
    struct document d = {0}, more = {0};
    struct buf said = {0};
    struct node *key;
    struct parse *p = input_of(in.p, in.n, &s, &e) ? parse_open(&s, a, a, &e) : NULL;
    bool pod = p && parse_next(p, &d) == PARSE_DOCUMENT && d.root && !d.n_anchors && r->n == 1 &&
               object_is(d.root, false, &key) == OBJECT_POD;
    if (pod && parse_next(p, &more) == PARSE_END)
        frame_check(&said, d.root, r->pods[0], r->options);
    if (said.n) {
        snprintf(r->why, r->size, "%.*s", (int)said.n, said.p);
        r->broken = true;
    }
    buf_free(&said);
    parse_close(p);
}

static bool keeps_promises(struct words *w, const struct options *o, struct str in, struct str out, char *why,
                           size_t size)
{
    struct arena a = {0};
    struct read *r = calloc(1, sizeof *r);
    *r = (struct read){.options = o, .why = why, .size = size};
    read_output(r, out, &a);
    if (!r->broken && !r->n)
        broken(r, "no clone", NULL);
    bool pristine = !r->twins && !has(in, "podclone");
    if (!r->broken && pristine)
        check_frame(r, in, &a);
    pristine &= !o->value[OPT_LABEL];
    bool ok = !r->broken && is_read_alike(in, out, why, size) && is_stable(w, out, pristine, r, why, size);
    arena_free(&a);
    free(r);
    return ok;
}

static bool is_right(struct words *w, struct attempt *t, bool cloned, struct str input, char *why,
                     size_t size)
{
    bool list = option_on(&t->options, OPT_LIST), ok = true;
    if (!cloned)
        return explains(&t->source, &t->error, why, size);
    if (!is_showable(&t->said) || (list && !is_showable(&t->out))) {
        snprintf(why, size, "what a terminal should not be shown: %.*s", (int)t->said.n, t->said.p);
        return false;
    }
    if (!list)
        ok = keeps_promises(w, &t->options, input, text_of(&t->out), why, size);
    if (!ok && getenv("ORACLE_SHOW"))
        fprintf(stderr, "%.*s\n--------\n", (int)t->out.n, t->out.p);
    return ok;
}

enum verdict oracle_run(struct words *w, struct str input, char *why, size_t size)
{
    struct attempt t = {0};
    why[0] = '\0';
    bool cloned = attempt(&t, w, input), ok = t.usage || is_right(w, &t, cloned, input, why, size);
    if (ok && !cloned && !t.usage)
        snprintf(why, size, "%s (byte %zu)", t.error.text, t.error.at);
    attempt_free(&t);
    return !ok ? ORACLE_BROKEN : cloned ? ORACLE_CLONED : ORACLE_REFUSED;
}
