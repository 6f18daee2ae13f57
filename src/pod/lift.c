#include "pod/lift.h"

#include "yaml/continued.h"

#include <string.h>

static const char why[] = "the template becomes a Pod";

/* Whether the workload's controller tells its Pods by something the template does not have: a hash, a uid. */
static bool selects_by_more(struct str kind)
{
    static const char *const kinds[] = {"Deployment", "Rollout", "CronJob", "PodTemplate", NULL};
    for (size_t i = 0; kinds[i]; i++)
        if (str_is(kind, kinds[i]))
            return true;
    return false;
}

static struct node *mapping_at(struct arena *a, struct node *parent, const char *key, struct error *e)
{
    struct node *v = object_child(parent, key, NODE_MAPPING, e), *null = node_get(parent, key);
    if (v || e->set)
        return v;
    if (!null)
        return node_put(a, parent, key, node_mapping(a), why);
    node_fill(null, NODE_MAPPING);
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

/* A StatefulSet's claims are made for its own Pods only. */
static void empty_claims(struct node *template, const struct node *workload, struct arena *a, struct error *e)
{
    static const char empty[] = "the claim of the StatefulSet's own Pods: an empty directory";
    const struct node *claims = node_real(node_get(node_get(workload, "spec"), "volumeClaimTemplates"));
    struct node *spec = node_get(template, "spec"),
                *volumes = object_child(spec, "volumes", NODE_SEQUENCE, e);
    if (!claims || claims->kind != NODE_SEQUENCE || !node_first(claims) || e->set)
        return;
    struct node *null = node_get(spec, "volumes");
    if (!volumes && null)
        node_fill(volumes = null, NODE_SEQUENCE);
    if (!volumes)
        volumes = node_put(a, spec, "volumes", node_sequence(a), empty);
    for (const struct node *c = node_first(claims); c; c = node_after(c)) {
        struct str name = node_text(node_get(node_real(node_get(node_real(c), "metadata")), "name"));
        struct node *volume = node_mapping(a), *same = object_container(volumes, name);
        if (same)
            node_remove(same, empty);
        node_put(a, volume, "emptyDir", node_mapping(a), NULL);
        node_put(a, volume, "name", node_string(a, name), NULL);
        node_push(volumes, volume, empty);
    }
}

static struct str lower_case(struct arena *a, struct str s)
{
    struct buf b = {0};
    for (size_t i = 0; i < s.n; i++)
        buf_fill(&b, (char)(s.p[i] >= 'A' && s.p[i] <= 'Z' ? s.p[i] | 0x20 : s.p[i]), 1);
    return arena_take(a, &b);
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
    struct node *own = mapping_at(a, template, "metadata", e);
    set(a, own, "name", named, e);
    if (name_space.n)
        set(a, own, "namespace", name_space, e);
    empty_claims(template, workload, a, e);
    if (e->set || !object_pod(pod, template, e))
        return false;
    pod->name = name;
    pod->name_space = name_space;
    pod->generate_name = name.n ? (struct str){"", 0} : generate_name;
    pod->workload = lower_case(a, kind);
    pod->owner_kind = selects_by_more(kind) ? (struct str){"", 0} : kind;
    pod->owner_name = named;
    struct str start =
        node_text(node_get(node_real(node_get(node_get(workload, "spec"), "ordinals")), "start"));
    if (str_is(kind, "StatefulSet"))
        pod->ordinal = start.n ? start : str_of("0");
    return true;
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
