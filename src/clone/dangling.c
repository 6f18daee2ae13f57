#include "clone/dangling.h"

#include "clone/facts.h"
#include "clone/put.h"
#include "yaml/scalar.h"

static const char why_port[] = "the port of that name is removed";

/* The number of the port that has this name, among the removed ones; NULL if there is none. */
static const struct node *port_number(const struct node *ports, struct str name)
{
    for (const struct node *p = node_first(ports); name.n && p; p = node_after(p))
        if (str_same(node_text(node_get(node_real(p), "name")), name))
            return node_real(node_get(node_real(p), "containerPort"));
    return NULL;
}

/* A probe, or a hook of the lifecycle. */
static void number_port(struct clone *c, struct node *in, const char *key, const struct node *ports)
{
    static const char *const actions[] = {"httpGet", "tcpSocket"};
    const struct node *probe = in ? node_real(node_get(in, key)) : NULL;
    for (size_t i = 0; i < sizeof actions / sizeof *actions; i++) {
        const struct node *action = node_real(node_get(probe, actions[i]));
        const struct node *port = node_given(action, "port");
        /* A name may look like a number: "1e3". */
        bool named = port && port->kind == NODE_SCALAR && scalar_of(port) == SCALAR_STRING;
        const struct node *number = named ? port_number(ports, port->text) : NULL;
        if (!number || number->kind != NODE_SCALAR)
            continue;
        struct node *own = object_child(in, key, NODE_MAPPING, c->error);
        own = own ? object_child(own, actions[i], NODE_MAPPING, c->error) : NULL;
        if (own)
            put_scalar(c, own, "port", node_copy(c->arena, number), why_port);
    }
}

static void number_ports(struct clone *c, struct node *container)
{
    static const char *const probes[] = {"livenessProbe", "readinessProbe", "startupProbe"},
                             *const hooks[] = {"postStart", "preStop"};
    const struct node *gone = NULL;
    for (const struct node *k = container->child; k && !gone; k = k->next)
        if (k->mark == MARK_REMOVE && k->kind == NODE_SCALAR && str_is(k->text, "ports"))
            gone = node_real(k->value);
    if (!gone)
        return;
    for (size_t i = 0; i < sizeof probes / sizeof *probes; i++)
        number_port(c, container, probes[i], gone);
    if (!node_real(node_get(container, "lifecycle")))
        return;
    for (size_t i = 0; i < sizeof hooks / sizeof *hooks; i++)
        number_port(c, object_child(container, "lifecycle", NODE_MAPPING, c->error), hooks[i], gone);
}

void dangling_ports(struct clone *c)
{
    put_each_container(c, number_ports);
}

static bool is_gone(const struct node *containers, struct str name)
{
    for (const struct node *i = containers ? containers->child : NULL; i; i = i->next)
        if (i->mark == MARK_REMOVE && str_same(node_text(node_get(i, "name")), name))
            return true;
    return false;
}

/* The removed container that this reference names; empty where it names none. */
static struct str names_gone(const struct clone *c, const struct node *reference)
{
    struct str name = node_text(node_get(node_real(reference), "containerName"));
    bool gone = name.n && (is_gone(c->pod.containers, name) || is_gone(c->pod.init_containers, name));
    return gone ? name : (struct str){"", 0};
}

/* Whether the container can write files into the volume. */
static bool writes(const struct node *container, struct str volume)
{
    const struct node *mounts = node_real(node_get(container, "volumeMounts"));
    for (const struct node *m = node_first(mounts); m; m = node_after(m))
        if (str_same(node_text(node_get(node_real(m), "name")), volume) &&
            !node_is_true(node_get(node_real(m), "readOnly")))
            return true;
    return false;
}

/* The first container that was removed, or that stays, and writes into the volume. */
static struct str writer(const struct node *containers, struct str volume, bool gone)
{
    for (const struct node *i = containers ? containers->child : NULL; i; i = i->next)
        if ((i->mark == MARK_REMOVE) == gone && i->mark != MARK_NEW && writes(i, volume))
            return node_text(node_get(i, "name"));
    return (struct str){"", 0};
}

/* The removed container that wrote the file of this variable, where no other init container does; what the
 * target would write it does not. */
static struct str wrote(const struct clone *c, const struct node *variable)
{
    const struct node *from = node_real(node_get(variable, "valueFrom")),
                      *file = node_real(node_get(from, "fileKeyRef"));
    struct str volume = node_text(node_get(file, "volumeName")), none = {"", 0};
    if (!file || writer(c->pod.init_containers, volume, false).n)
        return none;
    struct str init = writer(c->pod.init_containers, volume, true);
    return init.n ? init : writer(c->pod.containers, volume, true);
}

static void drop_written(struct clone *c, struct node *variable, struct str container)
{
    struct str name = node_text(node_get(node_real(variable), "name"));
    clone_note(c, "the variable %.*s goes: %.*s wrote the file that gave it, and the clone is without that",
               (int)name.n, name.p, (int)container.n, container.p);
    node_remove(variable, "a container that is removed wrote its file");
}

static void drop(struct clone *c, struct node *entry, const char *what, const char *key, struct str container)
{
    struct str name = node_text(node_get(node_real(entry), key));
    clone_note(c, "the %s %.*s goes: it shows a resource of %.*s, which the clone is without", what,
               (int)name.n, name.p, (int)container.n, container.p);
    node_remove(entry, "it shows a resource of a container that is removed");
}

static void drop_variables(struct clone *c, struct node *container)
{
    const struct node *env = object_seen(container, "env", NODE_SEQUENCE, c->error);
    for (struct node *v = node_first(env), *next; v; v = next) {
        next = node_after(v);
        struct str gone =
            names_gone(c, node_get(node_real(node_get(node_real(v), "valueFrom")), "resourceFieldRef"));
        struct str author = wrote(c, node_real(v));
        bool given =
            container == c->target.container && facts_is_given(c, node_text(node_get(node_real(v), "name")));
        if ((!gone.n && !author.n) || given || !object_child(container, "env", NODE_SEQUENCE, c->error))
            continue;
        if (gone.n)
            drop(c, v, "variable", "name", gone);
        else
            drop_written(c, v, author);
    }
}

/* Of a downwardAPI volume, or of a projected one's source. */
static void drop_files(struct clone *c, struct node *source, struct str volume)
{
    (void)volume;
    const struct node *seen =
        node_real(node_get(node_real(node_get(node_real(source), "downwardAPI")), "items"));
    for (struct node *i = node_first(seen), *next; i; i = next) {
        next = node_after(i);
        struct str gone = names_gone(c, node_get(node_real(i), "resourceFieldRef"));
        if (!gone.n)
            continue;
        struct node *own = object_child(source, "downwardAPI", NODE_MAPPING, c->error);
        if (own && object_child(own, "items", NODE_SEQUENCE, c->error))
            drop(c, i, "file", "path", gone);
    }
}

void dangling_resources(struct clone *c)
{
    put_each_container(c, drop_variables);
    put_each_source(c, drop_files);
}

/* Whether a container that was removed, or one that stays, claims it. */
static bool is_claimed(const struct node *containers, struct str claim, bool gone)
{
    for (const struct node *i = containers ? containers->child : NULL; i; i = i->next) {
        const struct node *claims = node_real(node_get(node_real(node_get(i, "resources")), "claims"));
        for (const struct node *k = node_first(claims); k && (i->mark == MARK_REMOVE) == gone;
             k = node_after(k))
            if (str_same(node_text(node_get(node_real(k), "name")), claim))
                return true;
    }
    return false;
}

void dangling_claims(struct clone *c)
{
    static const char key[] = "resourceClaims";
    const char *named = c->options->value[OPT_NODE_NAME]       ? "--node-name"
                        : option_on(c->options, OPT_SAME_NODE) ? "--same-node"
                                                               : NULL;
    const struct pod *pod = &c->pod;
    const struct node *claims = object_seen(pod->spec, key, NODE_SEQUENCE, c->error);
    for (struct node *k = node_first(claims), *next; k && !c->error->set; k = next) {
        struct str name = node_text(node_get(node_real(k), "name")),
                   shared = node_text(node_get(node_real(k), "resourceClaimName"));
        bool went = is_claimed(pod->containers, name, true) || is_claimed(pod->init_containers, name, true),
             stays =
                 is_claimed(pod->containers, name, false) || is_claimed(pod->init_containers, name, false);
        next = node_after(k);
        if (went && !stays && object_child(pod->spec, key, NODE_SEQUENCE, c->error))
            node_remove(k, "no container that stays claims it");
        else if (shared.n)
            clone_note(c, "the resource claim %.*s is the original's: the clone shares it, or waits for it",
                       (int)shared.n, shared.p);
        else if (named)
            clone_note(
                c,
                "the scheduler allocates the resource claim %.*s, and %s leaves the scheduler out: the "
                "clone waits for it without end",
                (int)name.n, name.p, named);
    }
}
