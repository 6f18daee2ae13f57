#include "oracle/output.h"

#include "yaml/parse.h"

#include <stdio.h>

void output_broken(struct output *output, const char *what, const struct node *at)
{
    if (!output->broken)
        snprintf(output->why, output->size, "%s (byte %zu of the output)", what, at ? at->start : 0);
    output->broken = true;
}

static void must_lack(struct output *output, const struct node *mapping, const char *const keys[])
{
    for (; *keys; keys++)
        if (node_key(mapping, *keys))
            output_broken(output, *keys, mapping);
}

/* Any value will do where `value` is NULL. */
static void must_have(struct output *output, const struct node *mapping, const char *key, const char *value)
{
    const struct node *found = node_get(mapping, key);
    if (!found || (value && !node_is(found, value)))
        output_broken(output, key, mapping);
}

static void check_metadata(struct output *output, const struct node *metadata)
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
    must_lack(output, metadata, gone);
    if (!output->options->value[OPT_LABEL])
        must_lack(output, labels, labels_gone);
    must_lack(output, annotations, annotations_gone);
    must_have(output, labels, "podclone/clone", "true");
    must_have(output, annotations, "podclone/source", NULL);
    must_have(output, annotations, "podclone/container", NULL);
    must_have(output, metadata, "name", output->options->value[OPT_NAME]);
}

/* The probe that the clone's target gets never runs. */
static bool never_ready(const struct node *container)
{
    return node_is(node_get(node_get(container, "readinessProbe"), "initialDelaySeconds"), "2147483647");
}

static void check_containers(struct output *output, const struct node *containers)
{
    static const char *const host_port[] = {"hostPort", NULL}, *const liveness[] = {"livenessProbe", NULL},
                             *const readiness[] = {"readinessProbe", NULL};
    for (struct node *c = node_first(containers); c; c = node_after(c)) {
        const struct node *ports = node_get(c, "ports");
        if (output->options->value[OPT_CUSTOM])
            continue;
        for (struct node *p = node_first(ports); p; p = node_after(p))
            if (!option_on(output->options, OPT_KEEP_HOST_PORTS))
                must_lack(output, p, host_port);
        if (!option_on(output->options, OPT_KEEP_LIVENESS))
            must_lack(output, c, liveness);
        if (!option_on(output->options, OPT_KEEP_READINESS) &&
            (option_on(output->options, OPT_IN_SERVICE) || !never_ready(c)))
            must_lack(output, c, readiness);
    }
}

static void check_spec(struct output *output, const struct node *spec)
{
    static const char *const gone[] = {"priority",
                                       "preemptionPolicy",
                                       "overhead",
                                       "ephemeralContainers",
                                       "schedulingGates",
                                       "schedulingGroup",
                                       "workloadRef",
                                       "evictionResponders",
                                       NULL},
                             *const named[] = {"setHostnameAsFQDN", NULL};
    static const char *const spread[] = {"topologySpreadConstraints", NULL};
    must_lack(output, spec, gone);
    if (!node_text(node_get(spec, "hostname")).n)
        must_lack(output, spec, named);
    if (!option_on(output->options, OPT_KEEP_AFFINITY))
        must_lack(output, spec, spread);
    if (output->options->ttl)
        must_have(output, spec, "activeDeadlineSeconds", NULL);
    else if (node_key(spec, "activeDeadlineSeconds"))
        output_broken(output, "activeDeadlineSeconds", spec);
    if (node_is(node_get(spec, "restartPolicy"), "Never") != option_on(output->options, OPT_ONCE))
        output_broken(output, "restartPolicy", spec);
    check_containers(output, node_get(spec, "containers"));
    check_containers(output, node_get(spec, "initContainers"));
}

/* Whether another entry of the list has the name of this one. */
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

static void check_pod(struct output *output, struct node *pod)
{
    static const char *const gone[] = {"status", NULL};
    must_lack(output, pod, gone);
    check_metadata(output, node_get(pod, "metadata"));
    check_spec(output, node_get(pod, "spec"));
    output->twins |= has_twins(node_get(pod, "spec"));
    if (output->n < OUTPUT_PODS)
        output->pods[output->n++] = pod;
}

static bool is_list(const struct document *document)
{
    struct str kind = node_text(node_get(document->root, "kind"));
    return document->items && kind.n >= 4 && memcmp(kind.p + kind.n - 4, "List", 4) == 0;
}

void output_read(struct output *output, struct str text, struct arena *arena)
{
    struct source source;
    struct error error = {0};
    struct document document;
    struct parse *parse =
        input_of(text.p, text.n, &source, &error) ? parse_open(&source, arena, arena, &error) : NULL;
    enum parsed parsed = PARSE_FAILED;
    struct node *items[OUTPUT_PODS];
    size_t n = 0;
    while (parse && (parsed = parse_next(parse, &document)) != PARSE_FAILED && parsed != PARSE_END) {
        if (parsed == PARSE_ITEM && n < OUTPUT_PODS)
            items[n++] = document.item;
        if (parsed != PARSE_DOCUMENT || !document.root || node_is_null(document.root))
            continue;
        /* A document of an output is a Pod, a List of Pods, or nothing. */
        for (size_t i = 0; i < n && is_list(&document); i++)
            check_pod(output, items[i]);
        if (!is_list(&document))
            check_pod(output, document.root);
        n = 0;
    }
    parse_close(parse);
    if (parsed != PARSE_END && !output->broken) {
        snprintf(output->why, output->size, "the output cannot be read: %s (byte %zu)", error.text, error.at);
        output->broken = true;
    }
}

void output_without_names(struct buf *to, struct str text, const struct output *output)
{
    size_t at = 0;
    for (size_t i = 0; i < output->n; i++) {
        const struct node *name = node_get(node_get(output->pods[i], "metadata"), "name");
        if (!name || name->start < at)
            continue;
        buf_add(to, text.p + at, name->start - at);
        buf_puts(to, "NAME");
        at = name->end;
    }
    buf_add(to, text.p + at, text.n - at);
}
