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

/* Adds the containers that were removed. */
static void add_gone(struct named *gone, const struct node *containers)
{
    for (const struct node *i = containers ? containers->child : NULL; i; i = i->next)
        if (i->mark == MARK_REMOVE)
            named_add(gone, node_text(node_get(i, "name")), i);
}

/* The removed container that this reference names; empty where it names none. */
static struct str names_gone(struct clone *c, const struct node *reference)
{
    struct str name = node_text(node_get(node_real(reference), "containerName")), none = {"", 0};
    if (name.n && !c->gone.arena) {
        c->gone.arena = c->arena;
        add_gone(&c->gone, c->pod.containers);
        add_gone(&c->gone, c->pod.init_containers);
    }
    return name.n && named_find(&c->gone, name) ? name : none;
}

/* Who writes into a volume, by its name. */
enum { STAYING_INIT, REMOVED_INIT, REMOVED };

/* Adds the volumes that containers can write files into, those of removed ones or of those that stay. */
static struct named writers(struct clone *c, const struct node *containers, bool gone)
{
    struct named found = {.arena = c->arena};
    for (const struct node *i = containers ? containers->child : NULL; i; i = i->next) {
        const struct node *mounts = node_real(node_get(i, "volumeMounts"));
        for (const struct node *m =
                 (i->mark == MARK_REMOVE) == gone && i->mark != MARK_NEW ? node_first(mounts) : NULL;
             m; m = node_after(m))
            if (!node_is_true(node_get(node_real(m), "readOnly")))
                named_add(&found, node_text(node_get(node_real(m), "name")), i);
    }
    return found;
}

/* The removed container that wrote the file of this variable, where no other init container does; what the
 * target would write it does not. */
static struct str wrote(struct clone *c, const struct node *variable)
{
    const struct node *from = node_real(node_get(variable, "valueFrom")),
                      *file = node_real(node_get(from, "fileKeyRef")), *by;
    struct str volume = node_text(node_get(file, "volumeName")), none = {"", 0};
    if (file && !c->writers[REMOVED].arena) {
        c->writers[STAYING_INIT] = writers(c, c->pod.init_containers, false);
        c->writers[REMOVED_INIT] = writers(c, c->pod.init_containers, true);
        c->writers[REMOVED] = writers(c, c->pod.containers, true);
    }
    if (!file || named_find(&c->writers[STAYING_INIT], volume))
        return none;
    by = named_find(&c->writers[REMOVED_INIT], volume);
    if (!by)
        by = named_find(&c->writers[REMOVED], volume);
    return by ? node_text(node_get(by, "name")) : none;
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

/* Adds what is claimed by containers that were removed, or by those that stay. */
static void add_claims(struct named *claims, const struct node *containers, bool gone)
{
    for (const struct node *i = containers ? containers->child : NULL; i; i = i->next) {
        const struct node *list = node_real(node_get(node_real(node_get(i, "resources")), "claims"));
        for (const struct node *k = (i->mark == MARK_REMOVE) == gone ? node_first(list) : NULL; k;
             k = node_after(k))
            named_add(claims, node_text(node_get(node_real(k), "name")), k);
    }
}

void dangling_claims(struct clone *c)
{
    static const char key[] = "resourceClaims";
    const char *named = c->options->value[OPT_NODE_NAME]       ? "--node-name"
                        : option_on(c->options, OPT_SAME_NODE) ? "--same-node"
                                                               : NULL;
    const struct pod *pod = &c->pod;
    const struct node *claims = object_seen(pod->spec, key, NODE_SEQUENCE, c->error);
    struct named went = {.arena = c->arena}, stays = {.arena = c->arena};
    for (int init = 0; init < 2 && node_first(claims); init++) {
        add_claims(&went, init ? pod->init_containers : pod->containers, true);
        add_claims(&stays, init ? pod->init_containers : pod->containers, false);
    }
    for (struct node *k = node_first(claims), *next; k && !c->error->set; k = next) {
        struct str name = node_text(node_get(node_real(k), "name")),
                   shared = node_text(node_get(node_real(k), "resourceClaimName"));
        next = node_after(k);
        if (named_find(&went, name) && !named_find(&stays, name) &&
            object_child(pod->spec, key, NODE_SEQUENCE, c->error))
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
