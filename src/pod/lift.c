#include "pod/lift.h"

#include "yaml/continued.h"

#include <string.h>

static const char why[] = "the template becomes a Pod";

/* Whether the workload's controller tells its Pods by something the template does not have: a hash, a uid. */
static bool selects_by_more(struct str kind, const struct node *spec)
{
    static const char *const kinds[] = {"Deployment", "Rollout", "CronJob", "PodTemplate", NULL};
    for (size_t i = 0; kinds[i]; i++)
        if (str_is(kind, kinds[i]))
            return true;
    return str_is(kind, "Job") && !node_is_true(node_get(spec, "manualSelector"));
}

static struct node *collection_at(struct arena *a, struct node *parent, const char *key, enum kind kind,
                                  struct error *e)
{
    struct node *v = object_child(parent, key, kind, e), *null = node_get(parent, key);
    if (v || e->set)
        return v;
    if (!null)
        return node_put(a, parent, key, kind == NODE_MAPPING ? node_mapping(a) : node_sequence(a), why);
    node_fill(null, kind);
    return null;
}

static void set(struct arena *a, struct node *mapping, const char *key, struct str value, struct error *e)
{
    if (!mapping || !object_own(mapping, key, e))
        return;
    struct node *old = node_get(mapping, key);
    if (old)
        node_replace(a, old, node_string(a, value), why);
    else
        node_put(a, mapping, key, node_string(a, value), why);
}

static struct str claim_name(const struct node *claim)
{
    return node_text(node_get(node_real(node_get(node_real(claim), "metadata")), "name"));
}

static void push_empty(struct arena *a, struct node *volumes, struct str name, const char *because)
{
    struct node *volume = node_mapping(a);
    node_put(a, volume, "emptyDir", node_mapping(a), NULL);
    node_put(a, volume, "name", node_string(a, name), NULL);
    node_push(volumes, volume, because);
}

/* A StatefulSet's claims are made for its own Pods only. */
static void empty_claims(struct node *template, const struct node *workload, struct arena *a, struct error *e)
{
    static const char empty[] = "the claim of the StatefulSet's own Pods: an empty directory";
    static const char *const lists[] = {"volumeClaimTemplates", NULL};
    const struct node *claims = node_real(node_get(node_get(workload, "spec"), lists[0]));
    struct node *spec = node_get(template, "spec"),
                *volumes = object_child(spec, "volumes", NODE_SEQUENCE, e);
    if (!claims || claims->kind != NODE_SEQUENCE || !node_first(claims) || e->set ||
        !object_few(node_get(workload, "spec"), lists, e))
        return;
    struct node *null = node_get(spec, "volumes");
    if (!volumes && null)
        node_fill(volumes = null, NODE_SEQUENCE);
    if (!volumes)
        volumes = node_put(a, spec, "volumes", node_sequence(a), empty);
    struct named there = named_items(a, volumes), given = {.arena = a};
    for (const struct node *c = node_first(claims); c; c = node_after(c))
        named_add(&given, claim_name(c), c);
    for (const struct node *c = node_first(claims); c; c = node_after(c)) {
        struct node *same = named_find(&there, claim_name(c));
        if (same)
            node_remove(same, empty);
        if (named_find(&given, claim_name(c)) == c)
            push_empty(a, volumes, claim_name(c), empty);
    }
}

/* Its first Pod's name and index. */
static struct str numbered(struct arena *a, struct str name, struct str index)
{
    struct buf b = {0};
    buf_str(&b, name);
    buf_puts(&b, "-");
    buf_str(&b, index);
    return arena_take(a, &b);
}

/* A host name is a label of DNS: a longer one no controller could have given. */
static void give_host(struct node *template, struct str host, struct str subdomain, struct arena *a,
                      struct error *e)
{
    enum { LABEL_MOST = 63 };
    struct node *spec = object_child(template, "spec", NODE_MAPPING, e);
    if (spec && host.n <= LABEL_MOST)
        set(a, spec, "hostname", host, e);
    if (spec && subdomain.n)
        set(a, spec, "subdomain", subdomain, e);
}

static const char index_name[] = "JOB_COMPLETION_INDEX", why_index[] = "that of the Job's first Pod";

static bool shows_index(const struct node *variable)
{
    static const char key[] = "batch.kubernetes.io/job-completion-index";
    static const char *const kinds[] = {"metadata.annotations['", "metadata.labels['"};
    const struct node *from = node_real(node_get(node_real(variable), "valueFrom"));
    struct str path = node_text(node_get(node_real(node_get(from, "fieldRef")), "fieldPath"));
    for (size_t i = 0; i < 2; i++) {
        size_t n = strlen(kinds[i]);
        if (str_starts(path, kinds[i]) &&
            str_is((struct str){path.p + n, path.n - n - (path.n > n + 1 ? 2 : 0)}, key))
            return true;
    }
    return false;
}

/* As the controller has it: behind all others, where none has the name. Those that show the index get it. */
static void give_index(struct node *container, struct arena *a, struct error *e)
{
    struct node *env = collection_at(a, container, "env", NODE_SEQUENCE, e), *variable = node_mapping(a);
    bool has = false;
    for (struct node *v = node_first(env), *next; v; v = next) {
        next = node_after(v);
        has |= node_is(node_get(node_real(v), "name"), index_name);
        if (v->kind != NODE_MAPPING || !shows_index(v))
            continue;
        node_remove(node_key(v, "valueFrom"), why_index);
        node_put(a, v, "value", node_string(a, str_of("0")), why_index);
    }
    if (has || !env)
        return;
    node_put(a, variable, "name", node_string(a, str_of(index_name)), NULL);
    node_put(a, variable, "value", node_string(a, str_of("0")), NULL);
    node_push(env, variable, why_index);
}

static void give_indexes(const struct pod *pod, struct arena *a, struct error *e)
{
    for (int init = 0; init < 2; init++)
        for (struct node *c = node_first(init ? pod->init_containers : pod->containers); c && !e->set;
             c = node_after(c))
            give_index(c, a, e);
}

static struct str lower_case(struct arena *a, struct str s)
{
    struct buf b = {0};
    for (size_t i = 0; i < s.n; i++)
        buf_fill(&b, (char)(s.p[i] >= 'A' && s.p[i] <= 'Z' ? s.p[i] | 0x20 : s.p[i]), 1);
    return arena_take(a, &b);
}

/* As the controller writes it, in whatever base the manifest has it. */
static struct str first_ordinal(const struct node *spec, struct arena *a)
{
    struct buf b = {0};
    long start = 0;
    node_int(node_given(node_given(spec, "ordinals"), "start"), &start);
    buf_fmt(&b, "%ld", start);
    return arena_take(a, &b);
}

/* What the controller adds to each Pod that it numbers. */
static void settle(struct pod *pod, const struct node *workload, struct str kind, struct arena *a,
                   struct error *e)
{
    const struct node *spec = node_real(node_get(workload, "spec")), *job = spec;
    if (str_is(kind, "CronJob"))
        job = node_real(node_get(node_real(node_get(spec, "jobTemplate")), "spec"));
    if (str_is(kind, "StatefulSet"))
        pod->ordinal = first_ordinal(spec, a);
    if (pod->ordinal.n)
        pod->first_name = numbered(a, pod->name, pod->ordinal);
    if (pod->ordinal.n && pod->name.n)
        give_host(pod->root, pod->first_name, node_text(node_get(spec, "serviceName")), a, e);
    if ((!str_is(kind, "Job") && !str_is(kind, "CronJob")) ||
        !node_is(node_get(job, "completionMode"), "Indexed"))
        return;
    give_indexes(pod, a, e);
    /* A CronJob's Jobs are named after the time. */
    if (job == spec && pod->name.n)
        give_host(pod->root, numbered(a, pod->name, str_of("0")), (struct str){"", 0}, a, e);
}

bool lift_pod(struct pod *pod, struct node *workload, struct node *key, struct arena *a, struct error *e)
{
    struct node *template = key->value, *metadata = node_get(workload, "metadata");
    struct str kind = node_text(node_get(workload, "kind"));
    struct str name = node_text(node_get(metadata, "name")),
               generate_name = node_text(node_get(metadata, "generateName")),
               name_space = node_text(node_get(metadata, "namespace")), named = name.n ? name : generate_name;
    if (!named.n)
        return error_at(e, workload->start, "a %.*s without a name", (int)kind.n, kind.p);
    set(a, template, "apiVersion", str_of("v1"), e);
    set(a, template, "kind", str_of("Pod"), e);
    struct node *own = collection_at(a, template, "metadata", NODE_MAPPING, e);
    set(a, own, "name", named, e);
    if (name_space.n)
        set(a, own, "namespace", name_space, e);
    empty_claims(template, workload, a, e);
    if (e->set || !object_pod(pod, template, a, e))
        return false;
    pod->name = name;
    pod->name_space = name_space;
    pod->generate_name = name.n ? (struct str){"", 0} : generate_name;
    pod->workload = lower_case(a, kind);
    pod->owner_kind =
        selects_by_more(kind, node_real(node_get(workload, "spec"))) ? (struct str){"", 0} : kind;
    pod->ranged = object_is_openshift(pod);
    settle(pod, workload, kind, a, e);
    return !e->set;
}

/* Whether a line of the text starts with a byte order mark. */
static bool has_marks(const struct source *text)
{
    size_t at = input_ascii(text, 0);
    while (at < text->n && !mark_at(text, at))
        at = input_ascii(text, at + 1);
    return at < text->n;
}

/* Adds a line, less the blanks that the column stands for. A mark at its start counts as one of them. */
static void lift_line(struct buf *b, const struct source *text, size_t at, size_t next, size_t column)
{
    size_t mark = column ? mark_at(text, at) : 0, blanks = at + mark, most = blanks + column - (mark != 0);
    while (blanks < next && blanks < most && text->p[blanks] == ' ')
        blanks++;
    if (blanks > at && needs_blank(text, blanks))
        buf_puts(b, " ");
    buf_add(b, text->p + blanks, next - blanks);
}

void lift_text(struct buf *b, const struct source *text, size_t column)
{
    struct continued continued;
    bool marks = column && has_marks(text), opened = marks && continued_open(&continued, text);
    b->failed |= marks && !opened;
    for (size_t at = 0, line = 0, next; at < text->n; at = next, line++) {
        next = line_next(text, at);
        /* In a scalar the mark is text, and so are the blanks behind it. */
        bool whole = opened && mark_at(text, at) && continued_at(&continued, line);
        lift_line(b, text, at, next, whole ? 0 : column);
    }
    if (opened)
        continued_close(&continued);
}
