#include "clone/steps.h"

#include "clone/dangling.h"
#include "clone/hold.h"
#include "clone/identity.h"
#include "clone/metadata.h"
#include "clone/notes.h"
#include "clone/overrides.h"
#include "clone/placing.h"
#include "clone/put.h"
#include "clone/rules.h"
#include "clone/service.h"
#include "clone/siblings.h"
#include "clone/taken.h"
#include "clone/tools.h"
#include "clone/undo.h"

static void find_target(struct clone *c)
{
    target_find(&c->target, &c->pod, c->options->value[OPT_CONTAINER], c->error);
}

static void run_rules(struct clone *c)
{
    rules_apply(c->options, &c->pod, &c->target, c->arena, c->error);
}

/* A clone's clone is named like the first one. */
static struct str base_of(const struct clone *c)
{
    struct str base = c->pod.generate_name, name = c->pod.name,
               source = node_text(node_get(node_get(c->pod.metadata, "annotations"), "podclone/source"));
    if (!base.n || object_owned_by(&c->pod, "StatefulSet"))
        base = name.n ? name : base;
    return c->pod.is_clone ? names_base(base, source) : base;
}

static void given_name(struct clone *c, struct buf *b)
{
    const char *given = c->options->value[OPT_NAME];
    buf_puts(b, given);
    if (!names_add(c->names, str_of(given)))
        error_at(c->error, c->pod.root->start,
                 "--name would give two clones one name: choose one Pod with --pod");
}

static void name(struct clone *c)
{
    const struct options *o = c->options;
    const char *why = o->value[OPT_NAME] ? "--name" : o->value[OPT_SUFFIX] ? "--suffix" : "the clone's own";
    struct buf b = {0};
    const struct node *root = c->pod.root;
    uint64_t hash = names_hash(0, (struct str){c->source->p + root->start, root->end - root->start});
    hash = names_hash(hash, c->shape);
    if (c->custom->root)
        hash = names_hash(hash, c->custom->bytes);
    if (o->value[OPT_NAME])
        given_name(c, &b);
    else
        names_make(c->names, &b, base_of(c), o->value[OPT_SUFFIX], hash);
    c->name = arena_take(c->arena, &b);
    put_text(c, c->pod.metadata, "name", c->name, why);
}

static void deadline(struct clone *c)
{
    static const char key[] = "activeDeadlineSeconds", why[] = "a forgotten clone ends by itself (--ttl)";
    if (c->options->ttl)
        put_scalar(c, c->pod.spec, key, node_literal(c->arena, put_format(c, "%lld", c->options->ttl).p),
                   why);
    else
        put_remove(c, c->pod.spec, key, "--ttl 0");
}

/* Kubernetes refuses one that restarts a container beside restartPolicy Never. */
static void drop_resize_policy(struct clone *c, struct node *container)
{
    put_remove(c, container, "resizePolicy", "restartPolicy Never could refuse it");
}

static void restart_policy(struct clone *c)
{
    if (option_on(c->options, OPT_ONCE)) {
        put_text(c, c->pod.spec, "restartPolicy", str_of("Never"), "--once: nothing runs the command again");
        put_each_container(c, drop_resize_policy);
        return;
    }
    if (node_is(node_get(c->pod.spec, "restartPolicy"), "Never"))
        put_text(c, c->pod.spec, "restartPolicy", str_of("OnFailure"),
                 "an out-of-memory kill must not end the clone");
}

static void drop_devices(struct clone *c, struct node *container)
{
    const struct node *seen = object_seen(container, "volumeDevices", NODE_SEQUENCE, c->error);
    const struct node *hit = node_first(seen);
    if (!hit)
        return;
    if (!c->emptied.arena)
        c->emptied = object_emptied(&c->pod, c->arena);
    while (hit && !named_find(&c->emptied, node_text(node_get(node_real(hit), "name"))))
        hit = node_after(hit);
    struct node *devices = hit ? object_child(container, "volumeDevices", NODE_SEQUENCE, c->error) : NULL;
    for (struct node *device = node_first(devices), *next; device; device = next) {
        next = node_after(device);
        if (named_find(&c->emptied, node_text(node_get(node_real(device), "name"))))
            node_remove(device, "an emptyDir is no block device");
    }
}

static void volume_devices(struct clone *c)
{
    put_each_container(c, drop_devices);
}

const struct step steps[] = {
    {MARKS, "the target", find_target},
    {MARKS, "what an earlier clone added", undo_clone},
    {MARKS, "what the target ran", hold_read},
    {SAYS, "deaths to know of", notes_death},
    {MARKS, "containers that shall not run", overrides_containers},
    {MARKS, "labels and annotations by reader", identity_drop},
    {MARKS, "injected containers", identity_opt_out},
    {MARKS, "labels", metadata_label},
    {SAYS, "siblings to know of", siblings_note},
    {MARKS, "the earlier clone's probe", service_strip},
    {MARKS, "the rule table", run_rules},
    {MARKS, "names of ports that went", dangling_ports},
    {MARKS, "resources of containers that went", dangling_resources},
    {MARKS, "claims of containers that went", dangling_claims},
    {MARKS, "name", name},
    {MARKS, "the whole Pod, if asked", overrides_pod},
    {MARKS, "env that a dropped label gave", metadata_freeze},
    {MARKS, "annotations", metadata_annotate},
    {MARKS, "deadline", deadline},
    {MARKS, "restart policy", restart_policy},
    {MARKS, "readiness gates", service_gates},
    {MARKS, "any node", placing_any_node},
    {MARKS, "label keys that are merged again", placing_label_keys},
    {MARKS, "block devices of emptied volumes", volume_devices},
    {SAYS, "volumes to know of", notes_volumes},
    {SAYS, "containers to know of", notes_containers},
    {MARKS, "the target, if asked", overrides_target},
    {SAYS, "tools to know of", notes_tools},
    {MARKS, "names of the tools", taken_avoid},
    {MARKS, "tools", tools_add},
    {MARKS, "command", hold_put},
    {MARKS, "readiness probe", service_probe},
};

const size_t steps_count = sizeof steps / sizeof *steps;

bool steps_run(struct clone *c)
{
    bool quiet = option_on(c->options, OPT_QUIET);
    for (size_t i = 0; i < steps_count && !c->error->set; i++)
        if (steps[i].does == MARKS || !quiet)
            steps[i].run(c);
    if (c->arena->failed || c->names->failed)
        error_memory(c->error);
    return !c->error->set;
}
