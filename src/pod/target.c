#include "pod/target.h"

#include <stdlib.h>
#include <string.h>

/* One container and what its status says. Mappings are NULL where absent. */
struct seen {
    struct node *container;
    bool init, sidecar, always; /* always: it is restarted whatever its exit code */
    bool ready, started;
    const struct node *waiting, *running, *terminated, *last;
};

typedef bool class_test(const struct seen *c, bool initializing);

static const struct node *part(const struct node *mapping, const char *key)
{
    const struct node *v = node_real(node_get(node_real(mapping), key));
    return v && v->kind == NODE_MAPPING ? v : NULL;
}

static const struct node *status_of(const struct pod *pod, struct str name)
{
    static const char *const lists[] = {"initContainerStatuses", "containerStatuses"};
    for (size_t i = 0; i < 2; i++) {
        const struct node *list = node_real(node_get(pod->status, lists[i]));
        for (const struct node *s = node_first(list); s; s = node_after(s))
            if (str_same(node_text(node_get(node_real(s), "name")), name))
                return node_real(s);
    }
    return NULL;
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

static struct seen look(const struct pod *pod, struct node *container, bool init)
{
    const struct node *status = status_of(pod, node_text(node_get(container, "name")));
    const struct node *state = part(status, "state");
    const struct node *own = node_get(container, "restartPolicy"),
                      *policy = node_get(pod->spec, "restartPolicy");
    struct seen c = {.container = container, .init = init, .sidecar = init && target_is_sidecar(container)};
    c.always = c.sidecar || (!init && (own ? node_is(own, "Always") : !policy || node_is(policy, "Always")));
    if (succeeded(pod))
        return c;
    c.ready = node_is_true(node_get(status, "ready"));
    c.started = node_is_true(node_get(status, "started"));
    c.waiting = part(state, "waiting");
    c.running = part(state, "running");
    c.terminated = part(state, "terminated");
    c.last = part(part(status, "lastState"), "terminated");
    return c;
}

static bool ended_badly(const struct node *terminated, bool always)
{
    const struct node *code = node_get(terminated, "exitCode");
    return terminated && (always || (code && !node_is_int(code, 0)));
}

static bool waits_for_its_turn(const struct node *waiting)
{
    struct str reason = node_text(node_get(waiting, "reason"));
    return reason.n == 0 || str_is(reason, "ContainerCreating") || str_is(reason, "PodInitializing");
}

static bool died(const struct seen *c)
{
    return (c->waiting && !waits_for_its_turn(c->waiting)) || ended_badly(c->terminated, c->always) ||
           (!c->ready && ended_badly(c->last, c->always));
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
    return c->init && initializing && (c->sidecar ? !c->started : c->running != NULL);
}

static bool container_was_killed(const struct seen *c, bool initializing)
{
    (void)initializing;
    return !c->init && c->running && ended_badly(c->last, c->always);
}

static bool container_unready(const struct seen *c, bool initializing)
{
    (void)initializing;
    return !c->init && c->running && !c->ready;
}

static class_test *const classes[] = {init_died,  sidecar_died_early,   container_died,   sidecar_died,
                                      init_hangs, container_was_killed, container_unready};

enum { CLASSES = sizeof classes / sizeof *classes };

bool target_is_initializing(const struct pod *pod)
{
    for (struct node *c = node_first(pod->containers); c; c = node_after(c)) {
        const struct node *status = status_of(pod, node_text(node_get(c, "name")));
        if (node_is(node_get(part(part(status, "state"), "waiting"), "reason"), "PodInitializing"))
            return true;
    }
    return false;
}

static int class_of(const struct pod *pod, struct node *container, bool init, bool initializing)
{
    struct seen seen = look(pod, container, init);
    int class = 0;
    while (class < CLASSES && !classes[class](&seen, initializing))
        class ++;
    return class;
}

/* The first container of the first class that has one; NULL where nothing is wrong. */
static struct node *first_failing(const struct pod *pod, int *class, bool *init)
{
    struct node *first = NULL;
    bool initializing = target_is_initializing(pod);
    *class = CLASSES;
    for (int list = 0; list < 2; list++)
        for (struct node *c = node_first(list ? pod->containers : pod->init_containers); c;
             c = node_after(c)) {
            int its = class_of(pod, c, !list, initializing);
            if (its >= *class)
                continue;
            *class = its;
            *init = !list;
            first = c;
        }
    return first;
}

int target_class(const struct pod *pod, struct node *container, bool init, bool initializing)
{
    int class = class_of(pod, container, init, initializing);
    return class < CLASSES ? class + 1 : 0;
}

bool target_is_failing(const struct pod *pod)
{
    int class;
    bool init;
    return first_failing(pod, &class, &init) != NULL;
}

struct standing target_standing(const struct pod *pod, struct str container)
{
    static const char *const states[] = {"waiting", "running", "terminated"};
    const struct node *status = status_of(pod, container), *state = part(status, "state");
    struct standing s = {.restarts = node_text(node_get(status, "restartCount"))};
    for (size_t i = 0; i < 3 && !s.state; i++) {
        const struct node *now = part(state, states[i]);
        s.state = now ? states[i] : NULL;
        s.reason = node_text(node_get(now, "reason"));
    }
    if (!s.reason.n && !node_is_true(node_get(status, "ready")))
        s.reason = node_text(node_get(part(part(status, "lastState"), "terminated"), "reason"));
    return s;
}

static struct node *named(const struct pod *pod, struct str name, bool *init)
{
    struct node *c = object_container(pod->containers, name);
    *init = c == NULL;
    return c ? c : object_container(pod->init_containers, name);
}

static bool unknown(const struct pod *pod, const char *name, struct error *e)
{
    struct buf names = {0};
    for (int list = 0; list < 2; list++)
        for (struct node *c = node_first(list ? pod->init_containers : pod->containers); c;
             c = node_after(c)) {
            buf_puts(&names, names.n ? ", " : "");
            buf_str(&names, node_text(node_get(c, "name")));
        }
    error_at(e, pod->containers->start, "no container %s in the pod: there is %.*s", name, (int)names.n,
             names.p ? names.p : "");
    buf_free(&names);
    return false;
}

struct death target_death(const struct pod *pod, struct str container)
{
    const struct node *status = status_of(pod, container), *state = part(status, "state");
    const struct node *waiting = part(state, "waiting"), *end = part(state, "terminated");
    const struct node *last = part(part(status, "lastState"), "terminated");
    struct death d = {.exit_code = -1, .restarted = last != NULL};
    if (!end)
        end = last;
    if (waiting && !waits_for_its_turn(waiting))
        d.waiting = node_text(node_get(waiting, "reason"));
    bool backing_off = str_is(d.waiting, "CrashLoopBackOff");
    d.message = node_text(node_get(d.waiting.n && !backing_off ? waiting : end, "message"));
    d.reason = node_text(node_get(end, "reason"));
    struct str code = node_text(node_get(end, "exitCode"));
    if (code.n && code.n < 10) {
        d.exit_code = 0;
        for (size_t i = 0; i < code.n && code.p[i] >= '0' && code.p[i] <= '9'; i++)
            d.exit_code = d.exit_code * 10 + (code.p[i] - '0');
    }
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

static struct node *by_annotation(const struct pod *pod, const char *key, bool *init)
{
    struct str name = node_text(node_get(node_get(pod->metadata, "annotations"), key));
    return name.n ? named(pod, name, init) : NULL;
}

static struct node *by_status(const struct pod *pod, int *class, bool *init)
{
    struct node *failing = first_failing(pod, class, init);
    ++*class;
    if (failing)
        return failing;
    struct node *c = by_annotation(pod, "kubectl.kubernetes.io/default-container", init);
    *init = c && *init;
    return c ? c : node_first(pod->containers);
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
        t->container = by_status(pod, &t->class, &t->init);
    t->sidecar = t->init && target_is_sidecar(t->container);
    t->name = node_text(node_get(t->container, "name"));
    t->death = target_death(pod, t->name);
    t->earlier_init = failed_before(pod, t->container);
    return true;
}
