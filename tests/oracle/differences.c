#include "oracle/differences.h"

#include "oracle/reasons.h"

#include <fnmatch.h>
#include <stdio.h>
#include <string.h>

struct comparison {
    const struct options *options;
    struct str target;
    struct buf *said;
};

enum { PATH = 1024 };

static bool matches(const char *place, const char *path)
{
    const char *rest = strstr(place, "...");
    return rest ? strncmp(place, path, (size_t)(rest - place)) == 0 : fnmatch(place, path, FNM_PATHNAME) == 0;
}

/* The path in a container, written as one in any container; empty for other paths. */
static void as_any(char *any, const char *path)
{
    const char *slash = strchr(path, '/');
    bool container = strncmp(path, "target", 6) == 0 || strncmp(path, "beside", 6) == 0;
    snprintf(any, PATH, "%s%s", container ? "any" : "", container && slash ? slash : "");
}

static void differ(const struct comparison *f, const char *path, int how)
{
    char any[PATH];
    as_any(any, path);
    for (size_t i = 0; i < reason_count; i++) {
        bool stays = option_on(f->options, reasons[i].unless);
        bool asked = reasons[i].when == OPT_NONE || option_on(f->options, reasons[i].when);
        bool here = matches(reasons[i].place, path) || matches(reasons[i].place, any);
        if ((reasons[i].how & how) && !stays && asked && here)
            return;
    }
    if (!f->said->n)
        buf_fmt(f->said, "%s without a reason: %s",
                how == GONE  ? "gone"
                : how == NEW ? "new"
                             : "changed",
                path);
}

static void walk(const struct comparison *f, const char *path, const struct node *was, const struct node *is);

static void below(char *to, const char *path, struct str key)
{
    snprintf(to, PATH, "%s%s%.*s", path, *path ? "/" : "", (int)key.n, key.p);
    for (char *p = to + strlen(path) + (*path != '\0'); *p; p++)
        if (*p == '/')
            *p = '|';
}

static const struct node *key_of(const struct node *mapping, struct str key)
{
    const struct node *k = node_first(mapping);
    while (k && !(k->kind == NODE_SCALAR && str_same(k->text, key)))
        k = node_after(k);
    return k;
}

static void walk_mapping(const struct comparison *f, const char *path, const struct node *was,
                         const struct node *is)
{
    char here[PATH];
    for (const struct node *k = node_first(was); k; k = node_after(k)) {
        const struct node *now = key_of(is, k->text);
        /* A key that is a collection has no name to look for. */
        if (k->kind != NODE_SCALAR)
            continue;
        below(here, path, k->text);
        if (now)
            walk(f, here, k->value, now->value);
        else
            differ(f, here, GONE);
    }
    for (const struct node *k = node_first(is); k; k = node_after(k)) {
        below(here, path, k->text);
        if (k->kind == NODE_SCALAR && !key_of(was, k->text))
            differ(f, here, NEW);
    }
}

/* The text that tells an item of a sequence from the others. */
static struct str identity(const char *path, const struct node *item)
{
    static const char *const keys[][2] = {{"volumeMounts", "mountPath"},
                                          {"volumeDevices", "devicePath"},
                                          {"ports", "containerPort"},
                                          {"readinessGates", "conditionType"}};
    const char *last = strrchr(path, '/'), *key = "name";
    for (size_t i = 0; last && i < sizeof keys / sizeof *keys; i++)
        if (strcmp(last + 1, keys[i][0]) == 0)
            key = keys[i][1];
    return node_text(item->kind == NODE_MAPPING ? node_get(item, key) : item);
}

static bool is_in(const char *path, const struct node *items, struct str id)
{
    for (; items; items = node_after(items))
        if (str_same(identity(path, items), id))
            return true;
    return false;
}

static bool are_told_apart(const char *path, const struct node *items)
{
    for (; items; items = node_after(items)) {
        struct str id = identity(path, items);
        if (!id.n || is_in(path, node_after(items), id))
            return false;
    }
    return true;
}

static size_t count(const struct node *items)
{
    size_t n = 0;
    for (; items; items = node_after(items))
        n++;
    return n;
}

static void walk_item(const struct comparison *f, const char *path, const struct node *was,
                      const struct node *is)
{
    char item[PATH];
    below(item, path, str_of("item"));
    if (strcmp(path, "spec/containers") == 0 || strcmp(path, "spec/initContainers") == 0)
        walk(f, str_same(identity(path, was), f->target) ? "target" : "beside", was, is);
    else
        walk(f, item, was, is);
}

static void walk_sequence(const struct comparison *f, const char *path, const struct node *was,
                          const struct node *is)
{
    char item[PATH];
    const struct node *a = node_first(was), *b = node_first(is);
    below(item, path, str_of("item"));
    /* Nobody could say which of them are gone. */
    if (count(a) != count(b) && !are_told_apart(path, a))
        return;
    while (a || b) {
        if (a && b && str_same(identity(path, a), identity(path, b))) {
            walk_item(f, path, a, b);
            a = node_after(a);
            b = node_after(b);
        } else if (b && !is_in(path, a, identity(path, b))) {
            differ(f, item, NEW);
            b = node_after(b);
        } else {
            differ(f, item, GONE);
            a = node_after(a);
        }
    }
}

static void walk(const struct comparison *f, const char *path, const struct node *was, const struct node *is)
{
    if (was->kind == NODE_MAPPING && is->kind == NODE_MAPPING)
        walk_mapping(f, path, was, is);
    else if (was->kind == NODE_SEQUENCE && is->kind == NODE_SEQUENCE)
        walk_sequence(f, path, was, is);
    else if (was->kind != is->kind)
        differ(f, path, node_is_null(was) ? NEW : OTHER);
    else if (!str_same(was->text, is->text) || (was->style == STYLE_PLAIN) != (is->style == STYLE_PLAIN))
        differ(f, path, OTHER);
}

/* The options that set a value, and where. */
static const struct {
    enum option option;
    bool target; /* the path is in the target, not in the Pod */
    const char *path[4];
} settings[] = {
    {OPT_AS_USER, true, {"securityContext", "runAsUser"}},
    {OPT_IMAGE, true, {"image"}},
    {OPT_IMAGE_PULL_POLICY, true, {"imagePullPolicy"}},
    {OPT_NAME, false, {"metadata", "name"}},
    {OPT_NODE_NAME, false, {"spec", "nodeName"}},
    {OPT_SET_CPU, true, {"resources", "limits", "cpu"}},
    {OPT_SET_MEMORY, true, {"resources", "limits", "memory"}},
    {OPT_TO_NAMESPACE, false, {"metadata", "namespace"}},
};

static void check_settings(const struct comparison *f, const struct node *pod, const struct node *target)
{
    for (size_t i = 0; i < sizeof settings / sizeof *settings; i++) {
        const char *value = f->options->value[settings[i].option];
        const struct node *n = settings[i].target ? target : pod;
        for (size_t k = 0; k < 4 && settings[i].path[k]; k++)
            n = node_get(n, settings[i].path[k]);
        if (value && !node_is(n, value) && !f->said->n)
            buf_fmt(f->said, "%s is not %s", settings[i].path[1] ? settings[i].path[1] : settings[i].path[0],
                    value);
    }
}

/* A node is kept only if asked for, by the mirror of a static Pod, and by a clone of one. */
static void check_node(const struct comparison *f, const struct node *was, const struct node *is)
{
    const struct node *metadata = node_get(was, "metadata");
    bool keeps = option_on(f->options, OPT_SAME_NODE) || f->options->value[OPT_NODE_NAME] ||
                 node_get(node_get(metadata, "annotations"), "podclone/source");
    for (const struct node *o = node_first(node_get(metadata, "ownerReferences")); o; o = node_after(o))
        keeps |= node_is(node_get(o, "kind"), "Node");
    if (!keeps && node_key(node_get(is, "spec"), "nodeName") && !f->said->n)
        buf_puts(f->said, "nodeName stays");
}

/* hold, and behind it the container's own words, or the one that says that it has none. */
static bool is_held(const struct node *command)
{
    for (const struct node *w = node_first(command); w; w = node_after(w)) {
        struct str word = node_text(w);
        if (word.n > 5 && memcmp(word.p + word.n - 5, "/hold", 5) == 0)
            return node_after(w) != NULL;
    }
    return false;
}

/* Whether the target runs the words behind `--`; without them it waits. */
static bool runs(const struct comparison *f, const struct node *target, bool windows)
{
    bool arguments = option_on(f->options, OPT_ARGUMENTS_ONLY);
    char **words = f->options->command;
    const struct node *command = node_get(target, "command"), *args = node_get(target, "args");
    const struct node *first = node_first(arguments ? args : command);
    if (!words)
        return windows ? first && !args : is_held(command);
    for (const struct node *w = first; w || *words; w = node_after(w), words++)
        if (!w || !*words || !node_is(w, *words))
            return false;
    return first && (arguments || !args);
}

static const struct node *named(const struct node *items, struct str name)
{
    const struct node *i = node_first(items);
    while (i && !str_same(node_text(node_get(i, "name")), name))
        i = node_after(i);
    return i;
}

/* The target mounts a volume that holds the tools, and an init container before all others fills it. */
static bool has_tools(const struct comparison *f, const struct node *spec, const struct node *target)
{
    bool init = f->options->tools == TOOLS_INIT;
    const struct node *mounts = node_get(target, "volumeMounts"), *mount = node_first(mounts);
    const struct node *filler = node_first(node_get(spec, "initContainers"));
    while (mount && node_after(mount))
        mount = node_after(mount);
    struct str volume = node_text(node_get(mount, "name"));
    if (!str_starts(node_text(node_get(mount, "mountPath")), f->options->value[OPT_TOOLS_DIR]) ||
        !node_get(named(node_get(spec, "volumes"), volume), init ? "emptyDir" : "image"))
        return false;
    return !init || (node_is(node_get(filler, "image"), f->options->value[OPT_TOOLS_IMAGE]) &&
                     named(node_get(filler, "volumeMounts"), volume));
}

/* What is in it at these keys, with slashes between. */
static const struct node *at(const struct node *n, const char *keys)
{
    char key[64];
    for (size_t length; *keys; keys += length + (keys[length] == '/')) {
        length = strcspn(keys, "/");
        snprintf(key, sizeof key, "%.*s", (int)length, keys);
        n = node_real(node_get(node_real(n), key));
    }
    return n;
}

static bool wants_windows(const struct node *term)
{
    for (const struct node *e = node_first(at(term, "matchExpressions")); e; e = node_after(e)) {
        const struct node *first = node_first(at(e, "values"));
        if (node_is(at(e, "key"), "kubernetes.io/os") && node_is(at(e, "operator"), "In") &&
            !node_after(first))
            return node_is(first, "windows");
    }
    return false;
}

static bool is_windows(const struct node *spec)
{
    static const char terms[] =
        "affinity/nodeAffinity/requiredDuringSchedulingIgnoredDuringExecution/nodeSelectorTerms";
    const struct node *os = at(spec, "os/name"), *term = node_first(at(spec, terms));
    if (!os)
        os = node_real(node_get(at(spec, "nodeSelector"), "kubernetes.io/os"));
    if (os)
        return node_is(os, "windows");
    for (const struct node *c = node_first(at(spec, "containers")); c; c = node_after(c))
        if (node_first(at(c, "securityContext/windowsOptions")))
            return true;
    bool only = term != NULL;
    for (; term && only; term = node_after(term))
        only = wants_windows(term);
    return only || node_first(at(spec, "securityContext/windowsOptions"));
}

/* What --custom says comes before everything else in the target, which is then not checked. */
static void check_target(const struct comparison *f, const struct node *pod)
{
    const struct node *spec = node_get(pod, "spec"), *target = named(node_get(spec, "containers"), f->target);
    if (!target)
        target = named(node_get(spec, "initContainers"), f->target);
    if (f->said->n || f->options->value[OPT_CUSTOM])
        return;
    check_settings(f, pod, target);
    if (!f->said->n && !runs(f, target, is_windows(spec)))
        buf_puts(f->said, "the target does not run what it should");
    if (!f->said->n && f->options->tools != TOOLS_NONE && !is_windows(spec) && !has_tools(f, spec, target))
        buf_puts(f->said, "no tools");
}

void differences_check(struct buf *b, const struct node *original, const struct node *clone,
                       const struct options *o)
{
    const struct node *annotations = node_get(node_get(clone, "metadata"), "annotations");
    struct comparison f = {o, node_text(node_get(annotations, "podclone/container")), b};
    walk(&f, "", original, clone);
    check_node(&f, original, clone);
    check_target(&f, clone);
}
