#include "clone/service.h"

#include "clone/put.h"
#include "clone/readers.h"
#include "clone/tools.h"

#define BY(who)              who ": its controller would take the clone in"
#define LONGER_THAN_ANY_LIFE "2147483647"

static const char probe_key[] = "readinessProbe";

const struct gate gates[] = {
    {BY("AWS VPC Lattice"), "application-networking.k8s.aws/pod-readiness-gate", false},
    {BY("GKE"), "cloud.google.com/load-balancer-neg-ready", true},
    {BY("Tencent Cloud"), "cloud.tencent.com/load-balancer-backendgroup-ready", false},
    {BY("Oracle Cloud"), "podreadiness.ingress.oraclecloud.com/*", false},
    {BY("Alibaba Cloud"), "service.readiness.alibabacloud.com/*", false},
    {BY("AWS ALB Ingress"), "target-health.alb.ingress.k8s.aws/*", false},
    {BY("Alibaba Cloud ALB"), "target-health.alb.k8s.alicloud/*", false},
    {BY("Huawei Cloud"), "target-health.elb.k8s.cce/*", false},
    {BY("AWS Load Balancer"), "target-health.elbv2.k8s.aws/*", false},
};

const size_t gates_count = sizeof gates / sizeof *gates;

static struct str condition_of(const struct node *item)
{
    return node_text(node_get(node_real(item), "conditionType"));
}

/* The load balancer's row for this gate; NULL for another's. */
static const struct gate *gate_of(const struct node *item)
{
    size_t i = 0;
    while (i < gates_count && !readers_like(condition_of(item), gates[i].condition))
        i++;
    return i < gates_count ? &gates[i] : NULL;
}

bool service_takes_unready(const struct clone *c)
{
    const struct node *list = node_real(node_get(c->pod.spec, "readinessGates"));
    if (option_on(c->options, OPT_IN_SERVICE) || !list || list->kind != NODE_SEQUENCE)
        return false;
    for (const struct node *g = node_first(list); g; g = node_after(g)) {
        const struct gate *gate = gate_of(g);
        if (gate && gate->unready)
            return true;
    }
    return false;
}

void service_gates(struct clone *c)
{
    static const char condition[] = "podclone/in-service",
                      why[] = "never Ready: a Service sends it no traffic";
    bool in_service = option_on(c->options, OPT_IN_SERVICE), there = false;
    struct node *list = object_child(c->pod.spec, "readinessGates", NODE_SEQUENCE, c->error);
    for (struct node *g = node_first(list), *next; g; g = next) {
        const struct gate *gate = gate_of(g);
        bool own = str_is(condition_of(g), condition);
        next = node_after(g);
        if (gate || (own && in_service))
            node_remove(g, gate ? gate->why : "--in-service");
        there |= own;
    }
    if (in_service || there || c->error->set)
        return;
    struct node *gate = node_mapping(c->arena);
    list = put_collection(c, c->pod.spec, "readinessGates", NODE_SEQUENCE, why);
    node_put(c->arena, gate, "conditionType", node_string(c->arena, str_of(condition)), NULL);
    node_push(list, gate, why);
}

static void strip(struct clone *c, struct node *container)
{
    struct node *key = node_key(container, probe_key);
    (void)c;
    if (key && node_is(node_get(node_real(key->value), "initialDelaySeconds"), LONGER_THAN_ANY_LIFE))
        node_remove(key, "made by an earlier podclone; it is made anew");
}

void service_strip(struct clone *c)
{
    if (c->pod.is_clone)
        put_each_container(c, strip);
}

static struct node *failing_command(struct clone *c)
{
    static const char *const windows[] = {"cmd.exe", "/c", "exit 1"};
    struct node *words = node_sequence(c->arena);
    for (size_t i = 0; c->pod.windows && i < sizeof windows / sizeof *windows; i++)
        node_push(words, node_string(c->arena, str_of(windows[i])), NULL);
    if (!c->pod.windows)
        node_push(words, node_string(c->arena, tools_program(c, "false")), NULL);
    return words;
}

/* What --custom says stands, and init containers can have no probe. */
void service_probe(struct clone *c)
{
    static const char why[] = "load balancers look at the containers: this one never becomes ready";
    struct node *target = c->target.container, *probe = node_mapping(c->arena),
                *exec = node_mapping(c->arena);
    bool can = !c->target.init || c->target.sidecar, keeps = option_on(c->options, OPT_KEEP_READINESS);
    if (option_on(c->options, OPT_IN_SERVICE) || !can || node_key(c->custom->root, probe_key) ||
        (keeps && node_given(target, probe_key)))
        return;
    put_remove(c, target, probe_key, why);
    node_put(c->arena, exec, "command", failing_command(c), NULL);
    node_put(c->arena, probe, "exec", exec, NULL);
    node_put(c->arena, probe, "initialDelaySeconds", node_literal(c->arena, LONGER_THAN_ANY_LIFE), NULL);
    node_put(c->arena, target, probe_key, probe, why);
}
