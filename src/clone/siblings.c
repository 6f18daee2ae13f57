#include "clone/siblings.h"

#include "clone/metadata.h"
#include "clone/readers.h"
#include "yaml/scalar.h"

#include <stdlib.h>

struct label {
    struct str key, value;
    bool stays; /* with --keep-labels=false, too */
};

/* The clone's labels, sorted by key. */
struct label_set {
    struct clone *clone;
    struct label *list;
    size_t n;
    bool fewer; /* only those that stay with --keep-labels=false */
};

static int by_key(const void *a, const void *b)
{
    return str_order(((const struct label *)a)->key, ((const struct label *)b)->key);
}

static struct label_set labels_of(struct clone *c)
{
    const struct node *mapping = node_get(c->pod.metadata, "labels");
    struct label_set l = {.clone = c};
    size_t most = 0;
    for (const struct node *k = node_first(mapping); k; k = node_after(k))
        most++;
    l.list = arena_alloc(c->arena, (most + 1) * sizeof *l.list);
    for (struct node *k = l.list ? node_first(mapping) : NULL; k; k = node_after(k)) {
        const struct reader *reader = readers_find(&c->pod, IN_LABELS, k->text);
        bool given = k->mark == MARK_NEW || k->value->mark == MARK_REPLACE,
             stays = given || (reader && reader->action == READER_KEPT);
        l.list[l.n++] = (struct label){k->text, node_text(k->value), stays};
    }
    if (l.n)
        qsort(l.list, l.n, sizeof *l.list, by_key);
    return l;
}

/* NULL where the clone has it not. */
static const struct label *label(const struct label_set *l, struct str key)
{
    struct label wanted = {.key = key};
    const struct label *found = l->n ? bsearch(&wanted, l->list, l->n, sizeof wanted, by_key) : NULL;
    return found && (found->stays || !l->fewer) ? found : NULL;
}

static bool is_one_of(struct str value, const struct node *values)
{
    for (const struct node *v = node_first(node_real(values)); v; v = node_after(v))
        if (str_same(node_text(v), value))
            return true;
    return false;
}

static bool meets(const struct label_set *l, const struct node *expression)
{
    const struct label *has = label(l, node_text(node_get(expression, "key")));
    const struct node *op = node_get(expression, "operator"), *values = node_get(expression, "values");
    if (node_is(op, "Exists"))
        return has != NULL;
    if (node_is(op, "DoesNotExist"))
        return !has;
    if (node_is(op, "In"))
        return has && is_one_of(has->value, values);
    return !has || !is_one_of(has->value, values);
}

/* The keys whose values a Pod has in common with the one that has the term, or has not. */
static bool meets_keys(const struct label_set *l, const struct node *keys, bool same)
{
    for (const struct node *i = node_first(node_real(keys)); i; i = node_after(i)) {
        const struct label *has = label(l, node_text(i));
        const struct node *k = metadata_key(l->clone, LABELS, node_text(i));
        struct str was = !k                              ? node_text(i)
                         : k->value->kind == NODE_SCALAR ? scalar_string(k->value)
                                                         : node_text(k->value);
        if (k && (has && str_same(has->value, was)) != same)
            return false;
    }
    return true;
}

/* Whether a term or a constraint selects the clone. */
static bool selects(const struct label_set *l, const struct node *term)
{
    const struct node *selector = node_real(node_get(term, "labelSelector"));
    if (!selector || selector->kind != NODE_MAPPING)
        return false;
    for (struct node *k = node_first(node_real(node_get(selector, "matchLabels"))); k; k = node_after(k)) {
        const struct label *has = label(l, k->text);
        if (!has || !str_same(has->value, node_text(k->value)))
            return false;
    }
    const struct node *list = node_real(node_get(selector, "matchExpressions"));
    for (const struct node *expression = node_first(list); expression; expression = node_after(expression))
        if (!meets(l, node_real(expression)))
            return false;
    return meets_keys(l, node_get(term, "matchLabelKeys"), true) &&
           meets_keys(l, node_get(term, "mismatchLabelKeys"), false);
}

/* Whether the term looks at Pods of the clone's namespace; what a selector of namespaces finds is not known.
 */
static bool looks_at(const struct clone *c, const struct node *term)
{
    const char *to = c->options->value[OPT_TO_NAMESPACE];
    const struct node *names = node_real(node_get(term, "namespaces")),
                      *selector = node_given(term, "namespaceSelector");
    struct str name_space = to ? str_of(to) : c->pod.name_space;
    if (selector)
        return true;
    return node_first(names) ? is_one_of(name_space, names) : str_same(name_space, c->pod.name_space);
}

/* Whether the labels that the flag drops are what is selected. */
static const char *flag(struct label_set *l, const struct node *term)
{
    l->fewer = true;
    bool all_the_same = selects(l, term);
    l->fewer = false;
    return all_the_same ? "" : " (--keep-labels=false)";
}

static void note_anti_affinity(struct clone *c, struct label_set *l, const struct node *terms)
{
    for (const struct node *item = node_first(terms); item; item = node_after(item)) {
        const struct node *term = node_real(item);
        struct str topology = node_text(node_get(term, "topologyKey"));
        bool nodes = str_is(topology, "kubernetes.io/hostname");
        if (!looks_at(c, term) || !selects(l, term))
            continue;
        if (nodes)
            topology = str_of("nodes");
        clone_note(c,
                   "the Pod's required anti-affinity selects the clone's labels: the clone and its siblings "
                   "keep each other %s their %.*s%s",
                   nodes ? "off" : "out of", (int)topology.n, topology.p, flag(l, term));
        return;
    }
}

static void note_spread(struct clone *c, struct label_set *l, const struct node *constraints)
{
    const char *to = c->options->value[OPT_TO_NAMESPACE];
    for (const struct node *i = node_first(constraints); i; i = node_after(i)) {
        const struct node *constraint = node_real(i);
        if (!node_is(node_get(constraint, "whenUnsatisfiable"), "DoNotSchedule") ||
            (to && !str_is(c->pod.name_space, to)) || !selects(l, constraint))
            continue;
        clone_note(
            c,
            "the Pod's spread constraints select the clone's labels: it counts as one of its siblings, "
            "and can keep the next one Pending%s",
            flag(l, constraint));
        return;
    }
}

void siblings_note(struct clone *c)
{
    const struct node *affinity = node_real(node_get(c->pod.spec, "affinity"));
    const struct node *terms = node_real(node_get(node_real(node_get(affinity, "podAntiAffinity")),
                                                  "requiredDuringSchedulingIgnoredDuringExecution")),
                      *constraints = node_real(node_get(c->pod.spec, "topologySpreadConstraints"));
    if (!node_first(terms) && !node_first(constraints))
        return;
    struct label_set l = labels_of(c);
    note_anti_affinity(c, &l, terms);
    note_spread(c, &l, constraints);
}
