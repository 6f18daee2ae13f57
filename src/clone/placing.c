#include "clone/placing.h"

#include "clone/put.h"

static const char required[] = "requiredDuringSchedulingIgnoredDuringExecution",
                  hostname[] = "kubernetes.io/hostname";

static void remove_empty(struct node *mapping, const char *key, const char *why)
{
    struct node *k = node_key(mapping, key);
    if (k && k->value->kind != NODE_ALIAS && k->value->child && !node_first(k->value))
        node_remove(k, why);
}

static bool names_hosts(const struct node *expression)
{
    return node_is(node_get(node_real(expression), "key"), hostname) &&
           node_is(node_get(node_real(expression), "operator"), "In");
}

/* Whether the term named a node. */
static bool free_term(struct clone *c, struct node *term, const char *why)
{
    struct node *fields = node_key(term, "matchFields");
    const struct node *seen = node_real(node_get(node_real(term), "matchExpressions")),
                      *hit = node_first(seen);
    if (fields)
        node_remove(fields, why);
    while (hit && !names_hosts(hit))
        hit = node_after(hit);
    if (hit && term->kind == NODE_ALIAS)
        error_at(c->error, term->start, "an alias, and the clone changes what is in it: write it out here");
    struct node *list = hit ? object_child(term, "matchExpressions", NODE_SEQUENCE, c->error) : NULL;
    for (struct node *expression = node_first(list), *next; expression; expression = next) {
        next = node_after(expression);
        if (names_hosts(expression))
            node_remove(expression, why);
    }
    if (list)
        remove_empty(term, "matchExpressions", why);
    return fields || hit;
}

/* A term left empty would match no node: it goes, with all that it leaves empty. */
static void free_affinity(struct clone *c, const char *why)
{
    struct node *affinity = object_child(c->pod.spec, "affinity", NODE_MAPPING, c->error);
    struct node *node = affinity ? object_child(affinity, "nodeAffinity", NODE_MAPPING, c->error) : NULL;
    struct node *selector = node ? object_child(node, required, NODE_MAPPING, c->error) : NULL;
    struct node *terms =
        selector ? object_child(selector, "nodeSelectorTerms", NODE_SEQUENCE, c->error) : NULL;
    for (struct node *term = node_first(terms), *next; term; term = next) {
        next = node_after(term);
        if (free_term(c, term, why) && !node_first(term))
            node_remove(term, why);
    }
    remove_empty(selector, "nodeSelectorTerms", why);
    remove_empty(node, required, why);
    remove_empty(affinity, "nodeAffinity", why);
    remove_empty(c->pod.spec, "affinity", why);
}

static void free_selector(struct clone *c, const char *why)
{
    static const char key[] = "nodeSelector";
    if (!node_get(node_real(node_get(c->pod.spec, key)), hostname))
        return;
    put_remove(c, object_child(c->pod.spec, key, NODE_MAPPING, c->error), hostname, why);
    remove_empty(c->pod.spec, key, why);
}

/* The scheduler is not asked, but the node's kubelet looks. */
static void note_demands(struct clone *c)
{
    const struct node *selector = node_real(node_get(c->pod.spec, "nodeSelector")),
                      *affinity = node_real(node_get(c->pod.spec, "affinity")),
                      *node = node_real(node_get(affinity, "nodeAffinity"));
    if (node_first(selector) || node_first(node_real(node_get(node, required))))
        clone_note(c,
                   "the node %s must have the labels that nodeSelector and nodeAffinity ask for: else its "
                   "kubelet refuses the clone",
                   c->options->value[OPT_NODE_NAME]);
}

void placing_any_node(struct clone *c)
{
    bool named = c->options->value[OPT_NODE_NAME] != NULL;
    /* A node's kubelet refuses a Pod that asks for another one. */
    const char *why = named ? "--node-name" : "--any-node";
    if (!option_on(c->options, OPT_ANY_NODE) && !named)
        return;
    if (!named)
        put_remove(c, c->pod.spec, "nodeName", why);
    free_selector(c, why);
    free_affinity(c, why);
    if (named)
        note_demands(c);
}

/* Whether the API server made this expression of the key: of a label, that value alone. */
static bool was_merged(const struct node *expression, struct str key, const char *operator, struct str value)
{
    const struct node *real = node_real(expression), *values = node_real(node_get(real, "values")),
                      *first = node_first(values);
    return str_same(node_text(node_get(real, "key")), key) && node_is(node_get(real, "operator"), operator) &&
           first && str_same(node_text(first), value) && !node_after(first);
}

/* The clone's labels by key, once a term has label keys. */
struct clone_labels {
    struct clone *clone;
    struct named keys;
};

static const struct node *label(struct clone_labels *labels, struct str key)
{
    const struct node *mapping = node_get(labels->clone->pod.metadata, "labels");
    if (!labels->keys.arena) {
        labels->keys.arena = labels->clone->arena;
        for (const struct node *k = node_first(mapping); k; k = node_after(k))
            if (k->kind == NODE_SCALAR)
                named_add(&labels->keys, k->text, k);
    }
    return named_find(&labels->keys, key);
}

/* The expressions that the API server made, by their label; of that the original's value counts, whatever
 * --label made of it. */
static struct named merged(struct clone_labels *labels, const struct node *expressions, const char *operator)
{
    struct named merged = {.arena = labels->clone->arena};
    for (const struct node *expression = node_first(expressions); expression;
         expression = node_after(expression)) {
        struct str key = node_text(node_get(node_real(expression), "key"));
        const struct node *k = label(labels, key);
        if (k && k->value->kind == NODE_SCALAR && was_merged(expression, key, operator, k->value->text))
            named_add(&merged, key, expression);
    }
    return merged;
}

/* A label that goes is merged no more: what was merged stays then. */
static void unmerge(struct clone_labels *labels, const struct node *at, const char *keys,
                    const char *operator)
{
    static const char why[] = "the API server merges it from the label keys again",
                      expressions[] = "matchExpressions";
    struct error *error = labels->clone->error;
    const struct node *term = node_real(at), *list = node_real(node_get(term, keys)),
                      *real = node_real(node_get(term, "labelSelector"));
    struct node *selector = NULL;
    if (!node_first(list))
        return;
    struct named made = merged(labels, node_real(node_get(real, expressions)), operator);
    for (const struct node *k = node_first(list); k && !error->set; k = node_after(k)) {
        struct node *expression = named_find(&made, node_text(k));
        if (!expression || expression->mark == MARK_REMOVE)
            continue;
        if (at->kind == NODE_ALIAS)
            error_at(error, at->start, "an alias, and the clone changes what is in it: write it out here");
        selector = object_child(term, "labelSelector", NODE_MAPPING, error);
        if (selector && object_child(selector, expressions, NODE_SEQUENCE, error))
            node_remove(expression, why);
    }
    if (selector)
        remove_empty(selector, expressions, why);
}

static void unmerge_terms(struct clone_labels *labels, const struct node *terms, const char *inner)
{
    for (const struct node *item = node_first(node_real(terms)); item; item = node_after(item)) {
        const struct node *term = inner ? node_get(node_real(item), inner) : item;
        if (!term)
            continue;
        unmerge(labels, term, "matchLabelKeys", "In");
        unmerge(labels, term, "mismatchLabelKeys", "NotIn");
    }
}

void placing_label_keys(struct clone *c)
{
    static const char *const kinds[] = {"podAffinity", "podAntiAffinity"};
    const struct node *affinity = node_real(node_get(c->pod.spec, "affinity"));
    struct clone_labels labels = {.clone = c};
    for (size_t i = 0; i < 2; i++) {
        const struct node *kind = node_real(node_get(affinity, kinds[i]));
        unmerge_terms(&labels, node_get(kind, required), NULL);
        unmerge_terms(&labels, node_get(kind, "preferredDuringSchedulingIgnoredDuringExecution"),
                      "podAffinityTerm");
    }
    unmerge_terms(&labels, node_get(c->pod.spec, "topologySpreadConstraints"), NULL);
}
