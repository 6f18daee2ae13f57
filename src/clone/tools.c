#include "clone/tools.h"

#include "clone/hold.h"
#include "clone/privileges.h"
#include "clone/put.h"

#include <string.h>

static const char why_tools[] = "a static busybox beside the application";

static struct node *mapping_at(struct clone *c, struct node *parent, const char *key, const char *why)
{
    return node_put(c->arena, parent, key, node_mapping(c->arena), why);
}

static void put_literal(struct clone *c, struct node *mapping, const char *key, const char *value)
{
    node_put(c->arena, mapping, key, node_literal(c->arena, value), NULL);
}

/* The kubelet expands $(NAME) and $$ in a command, and mangles a character above 0x7f behind a dollar;
 * doubled, a dollar stays one. */
static struct str escaped(struct clone *c, struct str s)
{
    struct buf b = {0};
    const char *from = s.p, *end = s.p + s.n, *dollar;
    if (!s.n || !memchr(s.p, '$', s.n))
        return s;
    for (; (dollar = memchr(from, '$', (size_t)(end - from))); from = dollar + 1) {
        bool doubles = end - dollar > 1 && (dollar[1] == '$' || dollar[1] == '(' || dollar[1] & 0x80);
        buf_add(&b, from, (size_t)(dollar - from) + 1);
        buf_puts(&b, doubles ? "$" : "");
    }
    buf_add(&b, from, (size_t)(end - from));
    return arena_take(c->arena, &b);
}

/* A field of the target's security context, else of the Pod's. */
static const struct node *effective(const struct clone *c, const char *key)
{
    const struct node *own = node_given(node_given(c->target.container, "securityContext"), key);
    return own ? own : node_given(node_given(c->pod.spec, "securityContext"), key);
}

/* Scalars only: what an alias stands for could be endless. */
static void copy(struct clone *c, struct node *to, const char *key, const struct node *value)
{
    value = node_real(value);
    if (value && value->kind == NODE_SCALAR && !node_is_null(value))
        node_put(c->arena, to, key, node_copy(c->arena, value), NULL);
}

/* Fields of a mapping in the target's own security context; what the Pod's has holds for all anyway. */
static void copy_fields(struct clone *c, struct node *to, const char *key, const char *const fields[])
{
    const struct node *target = node_real(node_get(c->target.container, "securityContext"));
    const struct node *from = node_real(node_get(target, key));
    struct node *copied = node_mapping(c->arena);
    for (; *fields; fields++)
        copy(c, copied, *fields, node_get(from, *fields));
    if (node_first(copied))
        node_put(c->arena, to, key, copied, NULL);
}

/* What tells that OpenShift gives the Pod a user must be in the clone too, or its own clone would differ. */
static bool is_ranged(const struct clone *c)
{
    return c->pod.ranged && object_is_openshift(&c->pod);
}

/* What passes wherever the original passed: at least the restricted profile. */
static void put_security(struct clone *c, struct node *container)
{
    static const char *const all[] = {"ALL", NULL};
    struct node *security = mapping_at(c, container, "securityContext", NULL);
    const struct node *target = node_real(node_get(c->target.container, "securityContext"));
    const struct node *pod = node_real(node_get(c->pod.spec, "securityContext"));
    const struct node *user = effective(c, "runAsUser");
    bool nonroot =
        node_is_true(node_get(target, "runAsNonRoot")) || node_is_true(node_get(pod, "runAsNonRoot"));
    put_literal(c, security, "allowPrivilegeEscalation", "false");
    if (node_is(node_get(node_real(node_get(pod, "appArmorProfile")), "type"), "Localhost"))
        put_text(c, mapping_at(c, security, "appArmorProfile", NULL), "type", str_of("RuntimeDefault"), NULL);
    node_put(c->arena, mapping_at(c, security, "capabilities", NULL), "drop", put_list(c, all), NULL);
    put_literal(c, security, "readOnlyRootFilesystem", "true");
    copy(c, security, "runAsGroup", node_get(target, "runAsGroup"));
    if (nonroot)
        put_literal(c, security, "runAsNonRoot", "true");
    if (nonroot && (!user ? !is_ranged(c) : node_is_int(user, 0)))
        put_literal(c, security, "runAsUser", "65534");
    else
        copy(c, security, "runAsUser", user);
    /* Files carry the label of who wrote them: the target could not read another's. */
    copy_fields(c, security, "seLinuxOptions", (const char *const[]){"level", "role", "type", "user", NULL});
    copy_fields(c, security, "seccompProfile", (const char *const[]){"localhostProfile", "type", NULL});
}

/* The target's own numbers: quotas are met, the QoS class stays, and the Pod's request does not grow. */
static void put_resources(struct clone *c, struct node *container)
{
    static const char *const kinds[] = {"limits", "requests"}, *const counted[] = {"cpu", "ephemeral-storage",
                                                                                   "memory"};
    const struct node *from = node_real(node_get(c->target.container, "resources"));
    struct node *resources = node_mapping(c->arena);
    for (size_t k = 0; k < 2; k++) {
        struct node *part = node_mapping(c->arena);
        for (size_t i = 0; i < 3; i++)
            copy(c, part, counted[i], node_get(node_real(node_get(from, kinds[k])), counted[i]));
        if (node_first(part))
            node_put(c->arena, resources, kinds[k], part, NULL);
    }
    if (node_first(resources))
        node_put(c->arena, container, "resources", resources, NULL);
}

static void put_mount(struct clone *c, struct node *container, struct str dir, struct str volume,
                      const char *why)
{
    struct node *mount = node_mapping(c->arena);
    put_text(c, mount, "mountPath", dir, NULL);
    put_text(c, mount, "name", volume, NULL);
    node_push(put_collection(c, container, "volumeMounts", NODE_SEQUENCE, why), mount, why);
}

/* What it is given are the words that rerun runs where hold does not run, and so the kubelet expands none of
 * them. */
static struct node *init_container(struct clone *c)
{
    const char *const command[] = {"/bin/sh", "-c", NULL};
    struct node *container = node_mapping(c->arena), *words = put_list(c, command),
                *args = node_sequence(c->arena), *last = NULL;
    node_push(words, node_ready(c->arena, c->script), NULL);
    node_push(words, node_string(c->arena, tools_path(c, "hold")), NULL);
    for (size_t i = 0; i < c->original.count; i++) {
        bool none = i == 0 && c->original.no_command;
        struct str word = none ? tools_path(c, HOLD_ENTRYPOINT) : escaped(c, c->original.words[i]);
        last = put_behind(args, last, node_string(c->arena, word));
    }
    if (node_first(args))
        node_put(c->arena, container, "args", args, NULL);
    node_put(c->arena, container, "command", words, NULL);
    put_text(c, container, "image", str_of(c->options->value[OPT_TOOLS_IMAGE]), NULL);
    put_text(c, container, "name", c->tools.container, NULL);
    put_resources(c, container);
    put_security(c, container);
    put_mount(c, container, c->tools.dir, c->tools.volume, NULL);
    return container;
}

/* A volume of the Pod: empty, or busybox's image. Returns what describes it, to be filled. */
static void put_volume(struct clone *c, struct str name, const char *image)
{
    struct node *volume = node_mapping(c->arena);
    if (image)
        put_text(c, mapping_at(c, volume, "image", NULL), "reference", str_of(image), NULL);
    put_text(c, volume, "name", name, NULL);
    if (!image)
        mapping_at(c, volume, "emptyDir", NULL);
    node_push(put_collection(c, c->pod.spec, "volumes", NODE_SEQUENCE, why_tools), volume, why_tools);
}

static struct str joined(struct clone *c, const char *dir, const char *file)
{
    struct buf b = {0};
    buf_str(&b, c->tools.dir);
    buf_puts(&b, dir);
    buf_puts(&b, file);
    return arena_take(c->arena, &b);
}

struct str tools_path(struct clone *c, const char *file)
{
    return joined(c, "/", file);
}

/* Of an image volume the target's own first process makes the rest, where it is hold. */
static bool is_bare_image(const struct clone *c)
{
    return c->options->tools == TOOLS_IMAGE && c->original.count;
}

struct str tools_program(struct clone *c, const char *name)
{
    if (c->options->tools == TOOLS_NONE)
        return str_of(name);
    return joined(c, is_bare_image(c) ? "/image/bin/" : "/bin/", name);
}

void tools_add(struct clone *c)
{
    enum tools tools = c->options->tools;
    if (tools == TOOLS_NONE || c->pod.windows)
        return;
    if (!is_bare_image(c)) {
        put_volume(c, c->tools.volume, NULL);
        put_mount(c, c->target.container, c->tools.dir, c->tools.volume, why_tools);
    }
    if (tools == TOOLS_INIT) {
        node_push_first(put_collection(c, c->pod.spec, "initContainers", NODE_SEQUENCE, why_tools),
                        init_container(c), why_tools);
        return;
    }
    put_volume(c, c->tools.image, c->options->value[OPT_TOOLS_IMAGE]);
    put_mount(c, c->target.container, tools_path(c, "image"), c->tools.image, why_tools);
}
