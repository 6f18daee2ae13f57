#include "clone/metadata.h"

#include "clone/put.h"
#include "yaml/render.h"
#include "yaml/scalar.h"

#include <string.h>

static const char *const kinds[] = {[LABELS] = "labels", [ANNOTATIONS] = "annotations"};

struct node *metadata_key(struct clone *c, enum kept_in in, struct str name)
{
    if (!c->keys[in].arena)
        c->keys[in] = named_keys(c->arena, node_real(node_get(c->pod.metadata, kinds[in])));
    return named_find(&c->keys[in], name);
}

bool metadata_is_given(const struct clone *c, struct str key)
{
    const char *given;
    for (int at = 1; (given = option_each(c->options, OPT_LABEL, &at));)
        if (strcspn(given, "=") == key.n && memcmp(given, key.p, key.n) == 0)
            return true;
    return false;
}

/* The text between metadata.KIND[' and '] of a field path. */
static struct str subscript(struct str path, const char *prefix)
{
    size_t n = strlen(prefix);
    if (!str_starts(path, prefix) || path.n < n + 2 || path.p[path.n - 2] != '\'' ||
        path.p[path.n - 1] != ']')
        return (struct str){"", 0};
    return (struct str){path.p + n, path.n - n - 2};
}

/* What a label or an annotation was that the clone has not, or has otherwise, unless --label says so. */
static bool lost(struct clone *c, enum kept_in in, struct str name, struct str *value)
{
    const struct node *k = name.n ? metadata_key(c, in, name) : NULL;
    if (!k || (k->mark != MARK_REMOVE && k->value->mark != MARK_REPLACE) ||
        (in == LABELS && metadata_is_given(c, name)))
        return false;
    *value = k->value->kind == NODE_SCALAR ? scalar_string(k->value) : node_text(k->value);
    return true;
}

bool metadata_differs(struct clone *c, struct str path, struct str *value)
{
    static const char name[] = "metadata.name",
                      name_label[] = "metadata.labels['statefulset.kubernetes.io/pod-name']",
                      index[] = "metadata.labels['apps.kubernetes.io/pod-index']";
    const struct pod *pod = &c->pod;
    bool first = pod->ordinal.n && (str_is(path, name) || str_is(path, name_label) || str_is(path, index));
    if (first) {
        *value = str_is(path, index) ? pod->ordinal : pod->first_name;
        return true;
    }
    *value = pod->name;
    return lost(c, LABELS, subscript(path, "metadata.labels['"), value) ||
           lost(c, ANNOTATIONS, subscript(path, "metadata.annotations['"), value) ||
           (str_is(path, name) && object_owned_by(pod, "StatefulSet"));
}

/* Whether this variable would show what the original's did not; the value that it showed. */
static bool is_frozen(struct clone *c, const struct node *variable, struct str *value)
{
    const struct node *from = node_real(node_get(variable, "valueFrom"));
    const struct node *field = node_real(node_get(from, "fieldRef"));
    return field && metadata_differs(c, node_text(node_get(field, "fieldPath")), value);
}

static void freeze(struct clone *c, struct node *variable)
{
    static const char why[] = "the application sees what it saw";
    struct str value;
    if (!is_frozen(c, variable, &value))
        return;
    put_remove(c, variable, "valueFrom", why);
    node_put(c->arena, variable, "value", node_string(c->arena, value), why);
}

static void freeze_container(struct clone *c, struct node *container)
{
    const struct node *own = node_key(container, "env"), *env = node_get(container, "env"),
                      *real = object_seen(container, "env", NODE_SEQUENCE, c->error);
    struct str value;
    for (struct node *v = node_first(real); v; v = node_after(v)) {
        const struct node *alias = v->kind == NODE_ALIAS ? v : env->kind == NODE_ALIAS ? env : NULL;
        if (!is_frozen(c, node_real(v), &value))
            continue;
        if (alias)
            error_at(c->error, alias->start,
                     "an alias, and the clone changes what is in it: write it out here");
        else if (!own || own->value != env)
            object_own(container, "env", c->error);
        else
            freeze(c, v);
    }
}

void metadata_freeze(struct clone *c)
{
    put_each_container(c, freeze_container);
}

/* Its key may be one that YAML takes for a number or a boolean. */
static void put_label(struct clone *c, struct node *labels, const char *key, struct str value)
{
    if (node_get(labels, key))
        put_text(c, labels, key, value, "--label");
    else if (labels && object_own(labels, key, c->error))
        node_put_any(c->arena, labels, key, node_string(c->arena, value), "--label");
}

void metadata_label(struct clone *c)
{
    struct node *labels =
        put_collection(c, c->pod.metadata, "labels", NODE_MAPPING, "to find every clone by");
    const char *given;
    for (int at = 1; (given = option_each(c->options, OPT_LABEL, &at));) {
        const char *equals = strchr(given, '=');
        struct str key = arena_copy(c->arena, (struct str){given, (size_t)(equals - given)});
        put_label(c, labels, key.p, str_of(equals + 1));
    }
    put_text(c, labels, "podclone/clone", str_of("true"), "to find every clone by");
}

/* Kubernetes takes 256 KiB of annotations, keys and values together. */
enum { ANNOTATIONS_MOST = 256 * 1024 };

static bool too_long(struct clone *c)
{
    return error_at(c->error, c->pod.metadata->start,
                    "with the clone's own the annotations are over 256 KiB, which Kubernetes refuses "
                    "(--keep-annotations=false)");
}

static struct str command_json(struct clone *c)
{
    struct buf b = {.most = ANNOTATIONS_MOST};
    for (size_t i = 0; i < c->original.count; i++) {
        buf_puts(&b, i ? "," : "[");
        render_quoted(&b, c->original.words[i]);
    }
    buf_puts(&b, "]");
    if (b.full)
        too_long(c);
    buf_limit(&b, 0);
    return arena_take(c->arena, &b);
}

static size_t size_of(const struct node *annotations)
{
    size_t total = 0;
    for (const struct node *k = node_first(annotations); k; k = node_after(k))
        total += k->text.n + node_text(k->value).n;
    return total;
}

void metadata_annotate(struct clone *c)
{
    static const char why[] = "what the clone is of",
                      shield[] = "Argo CD neither prunes nor counts the clone";
    struct node *metadata = c->pod.metadata,
                *a = put_collection(c, metadata, "annotations", NODE_MAPPING, why);
    if (node_get(node_get(metadata, "labels"), "app.kubernetes.io/instance")) {
        put_text(c, a, "argocd.argoproj.io/compare-options", str_of("IgnoreExtraneous"), shield);
        put_text(c, a, "argocd.argoproj.io/sync-options", str_of("Prune=false"), shield);
    }
    put_text(c, a, "kubectl.kubernetes.io/default-container", c->target.name, "exec and logs need no -c");
    struct buf source = {0};
    if (c->original.count)
        put_text(c, a, "podclone/command", command_json(c), "what the target ran");
    put_text(c, a, "podclone/container", c->target.name, why);
    if (!c->pod.is_clone) {
        object_source(&source, &c->pod);
        put_text(c, a, "podclone/source", arena_take(c->arena, &source), why);
    }
    if (size_of(a) > ANNOTATIONS_MOST)
        too_long(c);
}
