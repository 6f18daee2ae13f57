#include "clone/rules.h"

#include <string.h>

static bool on_host_network(const struct pod *pod, const struct target *t, const struct node *parent)
{
    (void)t;
    (void)parent;
    return pod->host_network;
}

/* Init containers behind a native sidecar wait for its startup probe. */
static bool not_awaited(const struct pod *pod, const struct target *t, const struct node *parent)
{
    return parent == t->container || parent->parent != pod->init_containers || !target_is_sidecar(parent);
}

static bool no_sidecar(const struct pod *pod, const struct target *t, const struct node *parent)
{
    (void)pod;
    (void)parent;
    return !t->sidecar;
}

/* What a node owns, the mirror of a static Pod, uses that node's files. The kubelet ends its name in the
 * node's: by that an earlier clone of one, which nobody owns, is known. */
static bool not_on_node(const struct pod *pod, const struct target *t, const struct node *parent)
{
    struct str source = node_text(node_get(node_get(pod->metadata, "annotations"), "podclone/source")),
               node = node_text(node_get(parent, "nodeName"));
    (void)t;
    return !object_owned_by(pod, "Node") &&
           !(node.n && source.n > node.n && source.p[source.n - node.n - 1] == '-' &&
             memcmp(source.p + source.n - node.n, node.p, node.n) == 0);
}

/* The host name is the Pod's where the manifest has none. */
static bool named_by_name(const struct pod *pod, const struct target *t, const struct node *parent)
{
    (void)pod;
    (void)t;
    return !node_text(node_get(parent, "hostname")).n;
}

static bool restarts_all(const struct pod *pod, const struct target *t, const struct node *parent)
{
    (void)pod;
    (void)t;
    const struct node *list = node_real(node_get(parent, "restartPolicyRules"));
    for (const struct node *r = node_first(list); r; r = node_after(r))
        if (node_is(node_get(node_real(r), "action"), "RestartAllContainers"))
            return true;
    return false;
}

#define ORIGINAL "belongs to the original object"
#define ADMITTED "admission computes it, and refuses a stale value"
#define PLACING  "it could keep the clone, or the application, Pending"
#define JOINING  "the clone would wait for a controller that does not know it"
#define PROBE    "nothing restarts the clone"
#define COLLIDE  "it collides with the original's"
#define ONE_USER "one writer only: the original's data is not touched"

const struct rule rules[] = {
    {"metadata", "ownerReferences", REMOVE, OPT_NONE, NULL, "no controller deletes or counts the clone"},
    {"metadata", "generateName", REMOVE, OPT_NONE, NULL, ORIGINAL},
    {"metadata", "selfLink", REMOVE, OPT_NONE, NULL, ORIGINAL},
    {"metadata", "uid", REMOVE, OPT_NONE, NULL, ORIGINAL},
    {"metadata", "resourceVersion", REMOVE, OPT_NONE, NULL, "it makes create fail"},
    {"metadata", "generation", REMOVE, OPT_NONE, NULL, ORIGINAL},
    {"metadata", "creationTimestamp", REMOVE, OPT_NONE, NULL, ORIGINAL},
    {"metadata", "deletionTimestamp", REMOVE, OPT_NONE, NULL, ORIGINAL},
    {"metadata", "deletionGracePeriodSeconds", REMOVE, OPT_NONE, NULL, ORIGINAL},
    {"metadata", "managedFields", REMOVE, OPT_NONE, NULL, ORIGINAL},
    {"metadata", "finalizers", REMOVE, OPT_NONE, NULL, "the clone must be deletable"},
    {"spec", "nodeName", REMOVE, OPT_SAME_NODE, not_on_node, "the clone may run on any node"},
    {"spec", "topologySpreadConstraints", REMOVE, OPT_KEEP_AFFINITY, NULL, PLACING},
    {"spec", "priority", REMOVE, OPT_NONE, NULL, ADMITTED},
    {"spec", "preemptionPolicy", REMOVE, OPT_NONE, NULL, ADMITTED},
    {"spec", "priorityClassName", REMOVE, OPT_KEEP_PRIORITY, NULL, "a debug clone must not evict production"},
    {"spec", "overhead", REMOVE, OPT_NONE, NULL, ADMITTED},
    {"spec", "ephemeralContainers", REMOVE, OPT_NONE, NULL, "it makes create fail"},
    {"spec", "schedulingGates", REMOVE, OPT_NONE, NULL, JOINING},
    {"spec", "schedulingGroup", REMOVE, OPT_NONE, NULL, JOINING},
    {"spec", "workloadRef", REMOVE, OPT_NONE, NULL, JOINING},
    {"spec", "setHostnameAsFQDN", REMOVE, OPT_NONE, named_by_name,
     "the clone's longer name could pass 64 characters"},
    {"spec", "evictionResponders", REMOVE, OPT_NONE, NULL,
     "they do not know the clone, and would hold its eviction back"},
    {"spec affinity", "podAffinity", REMOVE, OPT_KEEP_AFFINITY, NULL, PLACING},
    {"spec affinity", "podAntiAffinity", REMOVE, OPT_KEEP_AFFINITY, NULL, PLACING},
    {"@container", "livenessProbe", REMOVE, OPT_KEEP_LIVENESS, NULL, PROBE},
    {"@container", "readinessProbe", REMOVE, OPT_KEEP_READINESS, NULL, PROBE},
    {"@container", "startupProbe", REMOVE, OPT_KEEP_STARTUP, not_awaited, PROBE},
    {"@container", "restartPolicyRules", REMOVE, OPT_NONE, restarts_all,
     "a rule could restart the whole clone"},
    {"@container", "ports", REMOVE, OPT_KEEP_HOST_PORTS, on_host_network, COLLIDE},
    {"@container ports *", "hostPort", REMOVE, OPT_KEEP_HOST_PORTS, NULL, COLLIDE},
    {"@target", "lifecycle", REMOVE, OPT_KEEP_LIFECYCLE, NULL, "a hook that fails kills the container"},
    {"@target", "restartPolicy", REMOVE, OPT_NONE, no_sidecar, "a rule could restart or end the clone"},
    {"@target", "restartPolicyRules", REMOVE, OPT_NONE, NULL, "a rule could restart or end the clone"},
    {"spec volumes *", "persistentVolumeClaim", READONLY, OPT_KEEP_PVCS, NULL, ONE_USER},
    {"spec volumes *", "ephemeral", EMPTYDIR, OPT_KEEP_PVCS, NULL,
     "the claim would be made anew, and stay empty"},
    {"spec volumes *", "gcePersistentDisk", READONLY, OPT_KEEP_PVCS, NULL, ONE_USER},
    {"spec volumes *", "awsElasticBlockStore", READONLY, OPT_KEEP_PVCS, NULL, ONE_USER},
    {"spec volumes *", "azureDisk", READONLY, OPT_KEEP_PVCS, NULL, ONE_USER},
    {"spec volumes *", "cinder", READONLY, OPT_KEEP_PVCS, NULL, ONE_USER},
    {"spec volumes *", "fc", READONLY, OPT_KEEP_PVCS, NULL, ONE_USER},
    {"spec volumes *", "flocker", EMPTYDIR, OPT_KEEP_PVCS, NULL, ONE_USER},
    {"spec volumes *", "iscsi", READONLY, OPT_KEEP_PVCS, NULL, ONE_USER},
    {"spec volumes *", "rbd", READONLY, OPT_KEEP_PVCS, NULL, ONE_USER},
    {"spec volumes *", "vsphereVolume", EMPTYDIR, OPT_KEEP_PVCS, NULL, ONE_USER},
    {"spec volumes *", "photonPersistentDisk", EMPTYDIR, OPT_KEEP_PVCS, NULL, ONE_USER},
    {"spec volumes *", "portworxVolume", READONLY, OPT_KEEP_PVCS, NULL, ONE_USER},
    {"spec volumes *", "scaleIO", READONLY, OPT_KEEP_PVCS, NULL, ONE_USER},
    {"spec volumes *", "storageos", READONLY, OPT_KEEP_PVCS, NULL, ONE_USER},
    {"", "status", REMOVE, OPT_NONE, NULL, "describes the original"},
};

const size_t rules_count = sizeof rules / sizeof *rules;

struct run {
    const struct rule *rule, *end; /* rows beside each other with the same parent */
    const struct options *options;
    const struct pod *pod;
    const struct target *target;
    struct arena *arena;
    struct error *error;
};

static bool asks_readonly(const struct run *r)
{
    return strcmp(r->options->value[OPT_KEEP_PVCS], "readonly") == 0;
}

static bool is_kept(const struct run *r, const struct rule *rule)
{
    if (rule->keep == OPT_KEEP_PVCS && asks_readonly(r))
        return false;
    return option_on(r->options, rule->keep);
}

static void mount_readonly(const struct run *r, const struct rule *rule, struct node *key)
{
    static const char why[] = "--keep-pvcs=readonly";
    struct node *disk = object_child(key->parent, rule->key, NODE_MAPPING, r->error);
    if (!disk || !object_own(disk, "readOnly", r->error))
        return;
    struct node *old = node_get(disk, "readOnly");
    if (old)
        node_replace(r->arena, old, node_literal(r->arena, "true"), why);
    else
        node_put(r->arena, disk, "readOnly", node_literal(r->arena, "true"), why);
}

static void act(const struct run *r, const struct rule *rule, struct node *key)
{
    if (rule->when && !rule->when(r->pod, r->target, key->parent))
        return;
    if (rule->action == READONLY && asks_readonly(r)) {
        mount_readonly(r, rule, key);
        return;
    }
    node_remove(key, rule->why);
    /* A volume of two kinds, which no cluster takes, shall not get two keys of a name. */
    if (rule->action != REMOVE && !node_key(key->parent, "emptyDir"))
        node_put(r->arena, key->parent, "emptyDir", node_mapping(r->arena), rule->why);
}

static bool matches(struct str key, const char *pattern)
{
    if (!key.n || key.p[0] != pattern[0])
        return false;
    size_t n = strlen(pattern);
    if (pattern[n - 1] == '*')
        return key.n >= n - 1 && memcmp(key.p, pattern, n - 1) == 0;
    return key.n == n && memcmp(key.p, pattern, n) == 0;
}

/* The row that applies to this key. */
static const struct rule *rule_for(const struct run *r, struct str key)
{
    const struct rule *rule = r->rule;
    while (rule < r->end && !(matches(key, rule->key) && !is_kept(r, rule)))
        rule++;
    return rule < r->end ? rule : NULL;
}

/* Whether the rest of the path leads to anything to mark from here, through aliases too. */
static bool leads_on(const struct run *r, const struct node *from, const char *path)
{
    size_t n = strcspn(path, " ");
    from = node_real(from);
    if (from->kind == NODE_SCALAR || (from->kind == NODE_SEQUENCE && !path[0]))
        return false;
    if (from->kind == NODE_MAPPING && from->merges)
        return true;
    for (const struct node *entry = node_first(from); entry; entry = node_after(entry)) {
        bool item = from->kind == NODE_SEQUENCE, last = !item && !path[0];
        if (last ? rule_for(r, entry->text) != NULL
                 : (item || (entry->text.n == n && memcmp(entry->text.p, path, n) == 0)) &&
                       leads_on(r, item ? entry : entry->value, path + n + (path[n] != '\0')))
            return true;
    }
    return false;
}

/* What comes through a merge key cannot be marked. */
static void check_merged(const struct run *r, const struct node *from)
{
    for (const struct rule *rule = r->rule; from->merges && rule < r->end; rule++)
        if (!is_kept(r, rule))
            object_removable(from, rule->key, r->error);
}

static void apply(const struct run *r, const struct node *mapping)
{
    const struct rule *rule;
    check_merged(r, mapping);
    for (struct node *k = node_first(mapping), *next; k && !r->error->set; k = next) {
        next = node_after(k);
        if (k->mark != MARK_NEW && k->kind == NODE_SCALAR && (rule = rule_for(r, k->text)))
            act(r, rule, k);
    }
}

static void descend(const struct run *r, struct node *from, const char *path);

static void each_item(const struct run *r, const struct node *sequence, const char *path)
{
    for (struct node *item = node_first(sequence); item; item = node_after(item))
        if (item->kind == NODE_MAPPING)
            descend(r, item, path);
        else if (item->kind == NODE_ALIAS && leads_on(r, item, path))
            error_at(r->error, item->start,
                     "an alias, and the clone changes what is in it: write it out here");
}

/* What the path's first part names below from. */
static void descend_key(const struct run *r, struct node *from, const char *path)
{
    char key[32] = "";
    size_t n = strcspn(path, " ");
    const char *rest = path + n + (path[n] != '\0');
    if (from->kind == NODE_SEQUENCE) {
        each_item(r, from, rest);
        return;
    }
    memcpy(key, path, n < sizeof key ? n : 0);
    if (!object_own(from, key, r->error))
        return;
    const struct node *child = node_get(from, key);
    if (child && (child->kind != NODE_ALIAS || leads_on(r, child, rest)))
        descend(r, object_child(from, key, rest[0] == '*' ? NODE_SEQUENCE : NODE_MAPPING, r->error), rest);
}

static void descend(const struct run *r, struct node *from, const char *path)
{
    if (!from || r->error->set)
        return;
    if (path[0])
        descend_key(r, from, path);
    else
        apply(r, from);
}

static void each_container(const struct run *r, const struct node *containers, const char *path)
{
    for (struct node *c = node_first(containers); c; c = node_after(c))
        descend(r, c, path);
}

static bool all_kept(const struct run *r)
{
    const struct rule *rule = r->rule;
    while (rule < r->end && is_kept(r, rule))
        rule++;
    return rule == r->end;
}

static const struct rule *same_parent(const struct rule *rule)
{
    const struct rule *end = rule + 1;
    while (end < rules + rules_count &&
           (end->parent == rule->parent || strcmp(end->parent, rule->parent) == 0))
        end++;
    return end;
}

bool rules_apply(const struct options *o, const struct pod *pod, const struct target *t, struct arena *a,
                 struct error *e)
{
    struct run r = {rules, rules, o, pod, t, a, e};
    for (; r.rule < rules + rules_count && !e->set; r.rule = r.end) {
        r.end = same_parent(r.rule);
        const char *path = r.rule->parent, *rest = path + strcspn(path, " ");
        rest += rest[0] == ' ';
        if (all_kept(&r))
            continue;
        if (path[0] != '@') {
            descend(&r, pod->root, path);
        } else if (path[1] == 't') {
            descend(&r, t->container, rest);
        } else {
            each_container(&r, pod->containers, rest);
            each_container(&r, pod->init_containers, rest);
        }
    }
    return !e->set;
}
