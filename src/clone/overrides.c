#include "clone/overrides.h"

#include "clone/merge.h"
#include "clone/privileges.h"
#include "clone/put.h"

#include <string.h>

static void remove_others(struct clone *c, struct node *containers, const struct node *but, const char *why)
{
    for (struct node *i = node_first(containers), *next; i; i = next) {
        next = node_after(i);
        if (i != but)
            privileges_remove_container(c, i, why);
    }
}

void overrides_containers(struct clone *c)
{
    static const char one[] = "--one-container", init[] = "--keep-init-containers=false";
    struct node *target = c->target.container;
    /* A Pod has at least one container; behind an init container that waits it never starts. */
    if (option_on(c->options, OPT_ONE_CONTAINER))
        remove_others(c, c->pod.containers, c->target.init ? node_first(c->pod.containers) : target, one);
    if (!option_on(c->options, OPT_KEEP_INIT_CONTAINERS))
        remove_others(c, c->pod.init_containers, target, init);
}

static void to_namespace(struct clone *c)
{
    const char *name_space = c->options->value[OPT_TO_NAMESPACE];
    c->name_space = c->pod.name_space;
    if (!name_space)
        return;
    c->name_space = str_of(name_space);
    put_text(c, c->pod.metadata, "namespace", c->name_space, "--to-namespace");
    clone_note(
        c, "the namespace %s must have what the Pod names: Secrets, ConfigMaps, the ServiceAccount, claims",
        name_space);
}

/* With a profile they are shared where the Pod does not say. */
static void share_processes(struct clone *c)
{
    static const char key[] = "shareProcessNamespace";
    const struct node *said = node_given(c->pod.spec, key);
    const char *given = c->options->value[OPT_SHARE_PROCESSES];
    bool asked = option_on(c->options, OPT_SHARE_PROCESSES),
         host = node_is_true(node_get(c->pod.spec, "hostPID"));
    if (!given && (c->options->profile == PROFILE_NONE || c->pod.windows || said))
        return;
    if (given && !asked) {
        put_remove(c, c->pod.spec, key, "--share-processes=false");
    } else if (!host) {
        put_scalar(c, c->pod.spec, key, node_literal(c->arena, "true"),
                   asked ? "--share-processes" : "--profile");
    } else if (asked) {
        clone_note(c,
                   "--share-processes has no effect: the Pod sees the processes of the whole node (hostPID)");
    }
}

/* References to Secrets, ConfigMaps, trust bundles and keys of files, below a container or the Pod's spec; *
 * is any item. */
static const char *const references[][7] = {
    {"env", "*", "valueFrom", "configMapKeyRef"},
    {"env", "*", "valueFrom", "secretKeyRef"},
    {"env", "*", "valueFrom", "fileKeyRef"},
    {"envFrom", "*", "configMapRef"},
    {"envFrom", "*", "secretRef"},
    {"volumes", "*", "configMap"},
    {"volumes", "*", "secret"},
    {"volumes", "*", "projected", "sources", "*", "configMap"},
    {"volumes", "*", "projected", "sources", "*", "secret"},
    {"volumes", "*", "projected", "sources", "*", "clusterTrustBundle"},
};

/* An alias on the way is in the way only where there is something to mark behind it. */
static void mark_optional(struct clone *c, struct node *node, const char *const path[],
                          const struct node *alias)
{
    if (node && node->kind == NODE_ALIAS) {
        alias = alias ? alias : node;
        node = node->named;
    }
    bool items = *path && strcmp(*path, "*") == 0;
    if (!node || node->kind != (items ? NODE_SEQUENCE : NODE_MAPPING))
        return;
    for (struct node *i = items ? node_first(node) : NULL; i; i = node_after(i))
        mark_optional(c, i, path + 1, alias);
    if (items)
        return;
    if (*path && object_own(node, *path, c->error))
        mark_optional(c, node_get(node, *path), path + 1, alias);
    else if (!*path && alias && !node_is_true(node_get(node, "optional")))
        error_at(c->error, alias->start,
                 "an alias, and --optional-refs changes what is in it: write it out here");
    else if (!*path)
        put_scalar(c, node, "optional", node_literal(c->arena, "true"), "--optional-refs");
}

static void optional_below(struct clone *c, struct node *node)
{
    for (size_t i = 0; i < sizeof references / sizeof *references; i++)
        mark_optional(c, node, references[i], NULL);
}

static void optional_refs(struct clone *c)
{
    if (!option_on(c->options, OPT_OPTIONAL_REFS))
        return;
    put_each_container(c, optional_below);
    optional_below(c, c->pod.spec);
}

void overrides_pod(struct clone *c)
{
    const char *node = c->options->value[OPT_NODE_NAME];
    if (!privileges_fit(c))
        return;
    to_namespace(c);
    if (node)
        put_text(c, c->pod.spec, "nodeName", str_of(node), "--node-name");
    share_processes(c);
    optional_refs(c);
}

static bool set_image(struct clone *c, struct node *containers, struct str name, struct str image)
{
    bool any = false;
    for (struct node *i = node_first(containers); i; i = node_after(i))
        if ((str_is(name, "*") || str_same(node_text(node_get(i, "name")), name))) {
            put_text(c, i, "image", image, "--set-image");
            any = true;
        }
    return any;
}

static void refuse_image(struct clone *c, struct str name)
{
    struct buf names = {0};
    object_containers(&names, &c->pod);
    error_at(c->error, c->pod.containers->start, "--set-image: no container %.*s in the Pod: there is %.*s",
             (int)name.n, name.p, (int)names.n, names.p ? names.p : "");
    buf_free(&names);
}

static void set_images(struct clone *c, bool all)
{
    const char *list;
    struct str name, image;
    for (int at = 1; (list = option_each(c->options, OPT_SET_IMAGE, &at));)
        while (option_pair(&list, &name, &image)) {
            if (str_is(name, "*") != all)
                continue;
            bool regular = set_image(c, c->pod.containers, name, image);
            if (!set_image(c, c->pod.init_containers, name, image) && !regular)
                refuse_image(c, name);
        }
}

/* A name of its own counts more than all. */
static void images(struct clone *c)
{
    const char *const *v = c->options->value;
    set_images(c, true);
    set_images(c, false);
    if (v[OPT_IMAGE])
        put_text(c, c->target.container, "image", str_of(v[OPT_IMAGE]), "--image");
    if (v[OPT_IMAGE_PULL_POLICY])
        put_text(c, c->target.container, "imagePullPolicy", str_of(v[OPT_IMAGE_PULL_POLICY]),
                 "--image-pull-policy");
}

/* The last variable of that name: it is the one that counts. */
static struct node *variable(const struct node *env, struct str name)
{
    struct node *found = NULL;
    for (struct node *v = node_first(env); v; v = node_after(v))
        if (str_same(node_text(node_get(node_real(v), "name")), name))
            found = v;
    return found;
}

static void set_variable(struct clone *c, struct str name, struct str value)
{
    static const char why[] = "--env";
    struct node *env = put_collection(c, c->target.container, "env", NODE_SEQUENCE, why),
                *v = variable(env, name);
    if (v && v->kind != NODE_MAPPING)
        error_at(c->error, v->start, "an alias, and --env changes what is in it: write it out here");
    if (v && v->kind == NODE_MAPPING) {
        put_remove(c, v, "valueFrom", why);
        put_text(c, v, "value", value, why);
    }
    if (v || c->error->set)
        return;
    v = node_mapping(c->arena);
    put_text(c, v, "name", name, NULL);
    put_text(c, v, "value", value, NULL);
    node_push(env, v, why);
}

static void environment(struct clone *c)
{
    const char *list;
    struct str name, value;
    for (int at = 1; (list = option_each(c->options, OPT_ENV, &at));)
        while (option_pair(&list, &name, &value)) {
            struct node *v, *env = object_child(c->target.container, "env", NODE_SEQUENCE, c->error);
            if (value.p)
                set_variable(c, name, value);
            for (name.n--; !value.p && (v = variable(env, name));)
                node_remove(v, "--env");
        }
    struct node *made = node_key(c->target.container, "env");
    if (made && made->mark == MARK_NEW && !node_first(made->value))
        node_remove(made, "--env");
}

static void terminal(struct clone *c)
{
    struct node *target = c->target.container;
    if (option_on(c->options, OPT_STDIN))
        put_scalar(c, target, "stdin", node_literal(c->arena, "true"), "--stdin");
    if (option_on(c->options, OPT_STDIN) && option_on(c->options, OPT_ONCE))
        put_scalar(c, target, "stdinOnce", node_literal(c->arena, "true"),
                   "the command sees the end of its input");
    if (option_on(c->options, OPT_TTY))
        put_scalar(c, target, "tty", node_literal(c->arena, "true"), "--tty");
}

/* The numbers of the Pod as a whole would be below the container's, which Kubernetes refuses. */
static void drop_whole(struct clone *c, const char *resource, const char *why)
{
    static const char *const lists[] = {"limits", "requests"};
    const struct node *seen = node_real(node_get(c->pod.spec, "resources"));
    bool any = false;
    for (size_t i = 0; i < 2; i++) {
        if (!node_get(node_real(node_get(seen, lists[i])), resource))
            continue;
        struct node *whole = object_child(c->pod.spec, "resources", NODE_MAPPING, c->error);
        struct node *list = whole ? object_child(whole, lists[i], NODE_MAPPING, c->error) : NULL;
        put_remove(c, list, resource, why);
        any = true;
        if (list && !node_first(list))
            put_remove(c, whole, lists[i], why);
        if (whole && !node_first(whole))
            put_remove(c, c->pod.spec, "resources", why);
    }
    if (any)
        clone_note(c, "the Pod as a whole had numbers for %s too (spec.resources): they go (%s)", resource,
                   why);
}

/* The limit, and the request where there is one: the QoS class stays. */
static void set_resource(struct clone *c, const char *resource, enum option id)
{
    const char *quantity = c->options->value[id], *why = id == OPT_SET_CPU ? "--set-cpu" : "--set-memory";
    if (!quantity)
        return;
    drop_whole(c, resource, why);
    struct node *resources = put_collection(c, c->target.container, "resources", NODE_MAPPING, why);
    struct node *limits = put_collection(c, resources, "limits", NODE_MAPPING, why);
    struct node *requests = resources ? object_child(resources, "requests", NODE_MAPPING, c->error) : NULL;
    put_text(c, limits, resource, str_of(quantity), why);
    if (node_given(requests, resource))
        put_text(c, requests, resource, str_of(quantity), why);
}

/* Of other resources (GPUs, huge pages) nobody gets more than was asked for: Kubernetes wants their limits.
 */
static const char *const overcommitted[] = {"cpu", "memory", "ephemeral-storage"};

enum { OVERCOMMITTED = sizeof overcommitted / sizeof *overcommitted };

static bool has_others(const struct node *limits)
{
    for (const struct node *k = node_first(limits); k; k = node_after(k)) {
        size_t i = 0;
        while (i < OVERCOMMITTED && !str_is(k->text, overcommitted[i]))
            i++;
        if (i == OVERCOMMITTED)
            return true;
    }
    return false;
}

static void no_limits(struct clone *c)
{
    static const char why[] = "--no-limits";
    struct node *r = object_child(c->target.container, "resources", NODE_MAPPING, c->error), *limits;
    if (!has_others(node_real(node_get(r, "limits")))) {
        put_remove(c, r, "limits", why);
        return;
    }
    limits = object_child(r, "limits", NODE_MAPPING, c->error);
    for (size_t i = 0; i < OVERCOMMITTED; i++)
        put_remove(c, limits, overcommitted[i], why);
}

static void resources(struct clone *c)
{
    const struct node *whole = node_real(node_get(node_real(node_get(c->pod.spec, "resources")), "limits"));
    if (option_on(c->options, OPT_NO_LIMITS)) {
        no_limits(c);
        if (node_first(whole))
            clone_note(c, "the Pod as a whole has limits too (spec.resources), and they stay");
    }
    set_resource(c, "memory", OPT_SET_MEMORY);
    set_resource(c, "cpu", OPT_SET_CPU);
}

void overrides_target(struct clone *c)
{
    images(c);
    resources(c);
    privileges_set(c);
    environment(c);
    terminal(c);
    if (!c->custom->root || c->error->set)
        return;
    const struct node *custom = node_real(node_get(c->custom->root, "securityContext"));
    if (node_key(custom, "appArmorProfile"))
        privileges_forget_profile(c, c->target.container, PROFILE_APPARMOR, "--custom");
    if (node_key(custom, "seccompProfile"))
        privileges_forget_profile(c, c->target.container, PROFILE_SECCOMP, "--custom");
    merge_container(c->arena, c->target.container, c->custom->root, c->error);
}
