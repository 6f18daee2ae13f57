#include "pod/target.h"

#include "pod/instant.h"

#include <stdlib.h>
#include <string.h>

/* One container and what its status says. Mappings are NULL where absent. */
struct seen {
    bool init, sidecar, always; /* always: it is restarted whatever its exit code */
    const struct node *status, *waiting, *running, *terminated, *last;
};

typedef bool class_test(const struct seen *c, bool initializing);

static const char default_container[] = "kubectl.kubernetes.io/default-container";

const struct node *target_status(const struct pod *pod, struct str name)
{
    return named_find(pod->statuses, name);
}

bool target_is_sidecar(const struct node *init_container)
{
    return node_is(node_get(init_container, "restartPolicy"), "Always");
}

/* Of a Pod that succeeded nothing died: what restarted did better then, and sidecars are stopped last. */
static bool succeeded(const struct pod *pod)
{
    return node_is(node_get(pod->status, "phase"), "Succeeded");
}

static struct seen look(const struct pod *pod, const struct node *container, bool init)
{
    const struct node *own = node_given(container, "restartPolicy"),
                      *policy = node_given(pod->spec, "restartPolicy");
    struct seen c = {.init = init, .sidecar = init && target_is_sidecar(container)};
    c.always = c.sidecar || (!init && (own ? node_is(own, "Always") : !policy || node_is(policy, "Always")));
    if (succeeded(pod))
        return c;
    c.status = target_status(pod, node_text(node_get(container, "name")));
    const struct node *state = object_part(c.status, "state");
    c.waiting = object_part(state, "waiting");
    c.running = object_part(state, "running");
    c.terminated = object_part(state, "terminated");
    c.last = object_part(object_part(c.status, "lastState"), "terminated");
    return c;
}

static bool is_ready(const struct seen *c)
{
    return node_is_true(node_get(c->status, "ready"));
}

static bool ended_badly(const struct node *terminated, bool always)
{
    const struct node *code = node_given(terminated, "exitCode");
    return terminated && (always || (code && !node_is_int(code, 0)));
}

static bool waits_for_its_turn(const struct node *waiting)
{
    struct str reason = node_text(node_get(waiting, "reason"));
    return reason.n == 0 || str_is(reason, "ContainerCreating") || str_is(reason, "PodInitializing");
}

/* When its last life ended. */
static long long end_of(const struct seen *c)
{
    const struct node *end = c->terminated ? c->terminated : c->last;
    long long at;
    return instant_read(node_text(node_get(end, "finishedAt")), &at) ? at : INSTANT_NONE;
}

static bool died(const struct seen *c)
{
    return (c->waiting && !waits_for_its_turn(c->waiting)) || ended_badly(c->terminated, c->always) ||
           (ended_badly(c->last, c->always) && !is_ready(c));
}

static bool init_died(const struct seen *c, bool initializing)
{
    (void)initializing;
    return c->init && !c->sidecar && died(c);
}

static bool sidecar_died_early(const struct seen *c, bool initializing)
{
    return c->sidecar && initializing && died(c);
}

static bool container_died(const struct seen *c, bool initializing)
{
    (void)initializing;
    return !c->init && died(c);
}

static bool sidecar_died(const struct seen *c, bool initializing)
{
    (void)initializing;
    return c->sidecar && died(c);
}

static bool init_hangs(const struct seen *c, bool initializing)
{
    return c->init && initializing &&
           (c->sidecar ? !node_is_true(node_get(c->status, "started")) : c->running != NULL);
}

static bool container_was_killed(const struct seen *c, bool initializing)
{
    (void)initializing;
    return !c->init && c->running && ended_badly(c->last, c->always);
}

static bool container_unready(const struct seen *c, bool initializing)
{
    (void)initializing;
    return !c->init && c->running && !is_ready(c);
}

static class_test *const classes[] = {init_died,  sidecar_died_early,   container_died,   sidecar_died,
                                      init_hangs, container_was_killed, container_unready};

enum { CLASSES = sizeof classes / sizeof *classes };

static int class_of(const struct seen *c, bool initializing)
{
    int class = 0;
    while (class < CLASSES && !classes[class](c, initializing))
        class ++;
    return class + 1;
}

static struct node *named(const struct pod *pod, struct str name, bool *init)
{
    struct node *c = object_container(pod->containers, name);
    *init = c == NULL;
    return c ? c : object_container(pod->init_containers, name);
}

static struct str annotation(const struct pod *pod, const char *key)
{
    return node_text(node_get(node_get(pod->metadata, "annotations"), key));
}

static struct node *by_annotation(const struct pod *pod, const char *key, bool *init)
{
    struct str name = annotation(pod, key);
    return name.n ? named(pod, name, init) : NULL;
}

/* What a node's reboot ended weeks ago is not what dies now. */
static bool is_long_past(const struct seen *c, long long last_end)
{
    enum { LONG = 3600 };
    return c->running && last_end != INSTANT_NONE && end_of(c) < last_end - LONG;
}

static struct rank rank_of(const struct pod *pod, const struct outlook *o, const struct node *container,
                           bool init)
{
    struct seen c = look(pod, container, init);
    if (is_long_past(&c, o->last_end))
        c.last = NULL;
    struct rank r = {.class = class_of(&c, o->initializing),
                     .runs = c.running != NULL,
                     .unusual = !str_same(node_text(node_get(container, "name")), o->usual_name),
                     .ended = end_of(&c)};
    if (r.class == CLASS_USUAL && container != o->usual)
        r.class = CLASS_OTHER;
    return r;
}

struct rank target_rank(const struct pod *pod, const struct outlook *o, struct node *container, bool init)
{
    struct rank r = rank_of(pod, o, container, init);
    r.class = container == o->again ? CLASS_AGAIN : r.class;
    return r;
}

/* Runs over init containers, then containers. */
static struct node *each(const struct pod *pod, struct node *c, bool *init)
{
    *init = c ? *init : true;
    c = c ? node_after(c) : node_first(pod->init_containers);
    if (c || !*init)
        return c;
    *init = false;
    return node_first(pod->containers);
}

struct outlook target_outlook(const struct pod *pod)
{
    struct outlook o = {.last_end = INSTANT_NONE, .usual_name = annotation(pod, default_container)};
    bool init, fails = false;
    const struct node *own = pod->is_clone ? by_annotation(pod, "podclone/container", &init) : NULL;
    o.usual = own ? own : by_annotation(pod, default_container, &init);
    if (!o.usual)
        o.usual = node_first(pod->containers);
    for (struct node *c = NULL; (c = each(pod, c, &init));) {
        struct seen seen = look(pod, c, init);
        o.initializing |= !init && node_is(node_get(seen.waiting, "reason"), "PodInitializing");
        long long end = died(&seen) || container_was_killed(&seen, false) ? end_of(&seen) : INSTANT_NONE;
        if (end != INSTANT_NONE && (o.last_end == INSTANT_NONE || end > o.last_end))
            o.last_end = end;
    }
    for (struct node *c = own ? each(pod, NULL, &init) : NULL; c; c = each(pod, c, &init))
        fails |= rank_of(pod, &o, c, init).class < CLASS_USUAL;
    o.again = fails ? own : NULL;
    return o;
}

int target_order(const struct rank *a, const struct rank *b)
{
    if (a->class != b->class)
        return a->class < b->class ? -1 : 1;
    if (a->runs != b->runs)
        return a->runs ? 1 : -1;
    if (a->unusual != b->unusual)
        return a->unusual ? 1 : -1;
    return (a->ended > b->ended) - (a->ended < b->ended);
}

/* The first in order; of what is alike, the first in the spec. */
static struct node *first(const struct pod *pod, int *class, bool *init)
{
    struct node *taken = NULL;
    struct rank best = {.class = CLASS_OTHER + 1};
    struct outlook o = target_outlook(pod);
    bool its;
    for (struct node *c = NULL; (c = each(pod, c, &its));) {
        struct rank rank = target_rank(pod, &o, c, its);
        if (target_order(&rank, &best) >= 0)
            continue;
        best = rank;
        *init = its;
        taken = c;
    }
    *class = best.class;
    return taken;
}

bool target_is_failing(const struct pod *pod)
{
    int class;
    bool init;
    first(pod, &class, &init);
    return class < CLASS_USUAL;
}

struct standing target_standing(const struct pod *pod, struct str container)
{
    static const char *const states[] = {"waiting", "running", "terminated"};
    const struct node *status = target_status(pod, container), *state = object_part(status, "state");
    struct standing s = {.restarts = node_text(node_get(status, "restartCount"))};
    for (size_t i = 0; i < 3 && !s.state; i++) {
        const struct node *now = object_part(state, states[i]);
        s.state = now ? states[i] : NULL;
        s.reason = node_text(node_get(now, "reason"));
    }
    if (!s.reason.n && !node_is_true(node_get(status, "ready")))
        s.reason = node_text(node_get(object_part(object_part(status, "lastState"), "terminated"), "reason"));
    return s;
}

static bool unknown(const struct pod *pod, const char *name, struct error *e)
{
    struct buf names = {0};
    object_containers(&names, pod);
    error_at(e, pod->containers->start, "no container %s in the Pod: there is %.*s", name, (int)names.n,
             names.p ? names.p : "");
    buf_free(&names);
    return false;
}

long target_exit_code(const struct node *terminated)
{
    long code;
    return node_int(node_get(terminated, "exitCode"), &code) && code >= 0 ? code : -1;
}

struct death target_death(const struct pod *pod, struct str container)
{
    const struct node *status = target_status(pod, container), *state = object_part(status, "state");
    const struct node *waiting = object_part(state, "waiting"), *end = object_part(state, "terminated");
    const struct node *last = object_part(object_part(status, "lastState"), "terminated");
    struct death d = {.restarted = last != NULL};
    if (!end)
        end = last;
    if (waiting && !waits_for_its_turn(waiting))
        d.waiting = node_text(node_get(waiting, "reason"));
    if (d.waiting.n && !str_is(d.waiting, "CrashLoopBackOff"))
        d.waiting_message = node_text(node_get(waiting, "message"));
    d.message = node_text(node_get(end, "message"));
    d.reason = node_text(node_get(end, "reason"));
    d.exit_code = target_exit_code(end);
    return d;
}

static struct str failed_before(const struct pod *pod, const struct node *target)
{
    for (struct node *c = node_first(pod->init_containers); c && c != target; c = node_after(c)) {
        struct seen seen = look(pod, c, true);
        if (died(&seen))
            return node_text(node_get(c, "name"));
    }
    return (struct str){"", 0};
}

bool target_find(struct target *t, const struct pod *pod, const char *name, struct error *e)
{
    *t = (struct target){0};
    if (name)
        t->container = named(pod, str_of(name), &t->init);
    else if (pod->is_clone)
        t->container = by_annotation(pod, "podclone/container", &t->init);
    if (name && !t->container)
        return unknown(pod, name, e);
    if (!t->container)
        t->container = first(pod, &t->class, &t->init);
    t->sidecar = t->init && target_is_sidecar(t->container);
    t->name = node_text(node_get(t->container, "name"));
    t->death = target_death(pod, t->name);
    if (name)
        t->earlier_init = failed_before(pod, t->container);
    return true;
}
