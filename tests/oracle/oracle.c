#include "oracle/oracle.h"

#include "clone/merge.h"
#include "options/line.h"
#include "oracle/differences.h"
#include "oracle/output.h"
#include "report.h"
#include "stream.h"
#include "yaml/verify.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <yaml.h>

const char *__lsan_default_suppressions(void);

/* libfyaml leaks memory when it refuses a text. */
const char *__lsan_default_suppressions(void)
{
    return "leak:libfyaml";
}

/* Whether the text is whole lines that a terminal can show: no control character in it. */
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

/* Whether an error is one line, names a place in the source, and can be shown. */
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

/* Whether a CR alone breaks a line. */
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

/* Whether the parsers disagree about a scalar of nothing but blanks: libfyaml counts its line breaks in
 * another way. */
static bool is_about_blanks(const char *difference)
{
    static const char before[] = "libyaml reads a scalar";
    const char *at = strstr(difference, before);
    if (at)
        at += sizeof before - 1;
    return at && strncmp(at + strspn(at, " \r\n\t"), ", libfyaml", 10) == 0;
}

/* Whether both parsers read the same in the output. It does not count if libfyaml disagrees about the input
 * too, or about something that libfyaml 0.7.12 is known to misread. */
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

/* Whether two outputs have the same bytes, or at least the same documents: a comment may stand on a line that
 * is written anew. */
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
        /* libyaml refuses surrogates in JSON: that ends both. */
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

/* The options for cloning the clone. Those that choose a Pod by its name or its status are left out: the
 * clone has another name, and no status. */
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

static struct output *new_output(void)
{
    struct output *output = calloc(1, sizeof *output);
    if (!output)
        abort();
    return output;
}

/* Whether a clone of the first output is the same as that, but for the names. That is asked where the input
 * is pristine, without any of podclone's own names: with them it may be half a clone, or mount a volume that
 * it does not have. */
static bool is_stable(struct words *w, struct str first, bool pristine, const struct output *was, char *why,
                      size_t size)
{
    struct words again;
    struct attempt t = {0};
    struct buf one = {0}, two = {0};
    struct arena a = {0};
    struct output *output = new_output();
    *output = (struct output){.options = &t.options, .why = why, .size = size};
    leave_choice(&again, w);
    bool cloned = attempt(&t, &again, first), ok = false;
    /* The second run looks at more of the Pod than the first: it may find a field of a wrong kind, which no
     * cluster takes. */
    bool misshapen = !cloned && strstr(t.error.text, "where Kubernetes has");
    if (cloned) {
        output_read(output, text_of(&t.out), &a);
        output_without_names(&one, first, was);
        output_without_names(&two, text_of(&t.out), output);
        ok = !output->broken && (!pristine || is_same(&one, &two));
        if (!ok && !output->broken)
            tell_difference(&one, &two, why, size);
    } else if (!misshapen) {
        snprintf(why, size, "the clone cannot be cloned: %s (byte %zu)", t.error.text, t.error.at);
    }
    buf_free(&one);
    buf_free(&two);
    attempt_free(&t);
    arena_free(&a);
    free(output);
    return ok || misshapen;
}

/* Whether every difference between input and clone has a reason; asked where the input is one Pod without
 * aliases. */
static void check_differences(struct output *output, struct str in, struct arena *a)
{
    struct source s;
    struct error e = {0};
    struct document d = {0}, more = {0};
    struct buf said = {0};
    struct node *key;
    struct parse *p = input_of(in.p, in.n, &s, &e) ? parse_open(&s, a, a, &e) : NULL;
    bool pod = p && parse_next(p, &d) == PARSE_DOCUMENT && d.root && !d.n_anchors && output->n == 1 &&
               object_is(d.root, false, &key) == OBJECT_POD;
    if (pod && parse_next(p, &more) == PARSE_END)
        differences_check(&said, d.root, output->pods[0], output->options);
    if (said.n) {
        snprintf(output->why, output->size, "%.*s", (int)said.n, said.p);
        output->broken = true;
    }
    buf_free(&said);
    parse_close(p);
}

/* Whether a clone stays on a node after which its original is not named. The kubelet ends a mirror Pod's name
 * in its node's, and by that the mirror is known in the clone. */
static bool loses_node(const struct output *output)
{
    for (size_t i = 0; i < output->n; i++) {
        const struct node *metadata = node_real(node_get(output->pods[i], "metadata")),
                          *annotations = node_real(node_get(metadata, "annotations")),
                          *spec = node_real(node_get(output->pods[i], "spec"));
        struct str node = node_text(node_get(spec, "nodeName")),
                   source = node_text(node_get(annotations, "podclone/source"));
        if (node.n && !(source.n > node.n && source.p[source.n - node.n - 1] == '-' &&
                        memcmp(source.p + source.n - node.n, node.p, node.n) == 0))
            return true;
    }
    return false;
}

static bool keeps_promises(struct words *w, const struct options *o, struct str in, struct str out, char *why,
                           size_t size)
{
    struct arena a = {0};
    struct output *output = new_output();
    *output = (struct output){.options = o, .why = why, .size = size};
    output_read(output, out, &a);
    if (!output->broken && !output->n)
        output_broken(output, "no clone", NULL);
    bool pristine = !output->twins && !has(in, "podclone");
    if (!output->broken && pristine)
        check_differences(output, in, &a);
    pristine &= !o->value[OPT_LABEL] && !loses_node(output);
    bool ok = !output->broken && is_read_alike(in, out, why, size) &&
              is_stable(w, out, pristine, output, why, size);
    arena_free(&a);
    free(output);
    return ok;
}

static bool is_right(struct words *w, struct attempt *t, bool cloned, struct str input, char *why,
                     size_t size)
{
    bool list = option_on(&t->options, OPT_LIST) || option_on(&t->options, OPT_STATE), ok = true;
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
