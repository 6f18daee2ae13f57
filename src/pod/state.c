#include "pod/state.h"

#include "base/shown.h"

/* One container, and what its status says. Mappings are NULL where absent. */
struct now {
    struct str name;
    bool init, sidecar, started;
    const struct node *waiting, *running, *terminated, *last;
    struct str reason, message;
    long restarts; /* -1: nothing is said */
};

/* What a container waits for that no waiting brings. */
static const char *const hopeless[] = {
    "ImagePullBackOff",     "ErrImageNeverPull",         "InvalidImageName",
    "ImageInspectError",    "SignatureValidationFailed", "CreateContainerConfigError",
    "CreateContainerError", "RunContainerError",         "ContainerCannotRun",
    "StartError",           "CrashLoopBackOff",          NULL};

/* Words in the message of such a reason: it is over soon all the same. The node has not yet heard of what it
 * needs, or was too slow. */
static const char *const passing[] = {"failed to sync secret cache",
                                      "failed to sync configmap cache",
                                      "services have not yet been read at least once",
                                      "context deadline exceeded",
                                      "is reserved",
                                      NULL};

static struct now look(const struct pod *pod, struct node *container, bool init)
{
    struct now c = {.name = node_text(node_get(container, "name")), .init = init};
    const struct node *status = target_status(pod, c.name), *state = object_part(status, "state"), *it;
    c.sidecar = init && target_is_sidecar(container);
    c.started = node_is_true(node_get(status, "started"));
    c.waiting = object_part(state, "waiting");
    c.running = object_part(state, "running");
    c.terminated = object_part(state, "terminated");
    c.last = object_part(object_part(status, "lastState"), "terminated");
    it = c.waiting ? c.waiting : c.terminated;
    c.reason = node_text(node_get(it, "reason"));
    c.message = node_text(node_get(it, "message"));
    if (!node_int(node_get(status, "restartCount"), &c.restarts))
        c.restarts = -1;
    return c;
}

static bool is_hopeless(struct str reason, struct str message)
{
    size_t i = 0;
    while (hopeless[i] && !str_is(reason, hopeless[i]))
        i++;
    for (size_t k = 0; hopeless[i] && passing[k]; k++)
        if (str_has(message, str_of(passing[k])))
            return false;
    return hopeless[i] != NULL;
}

static bool never_started(const struct node *terminated)
{
    return is_hopeless(node_text(node_get(terminated, "reason")), node_text(node_get(terminated, "message")));
}

/* What runs before the target may fail at first, and then succeed: it waits for a database. */
static bool may_succeed(const struct now *c)
{
    enum { TRIES = 3 };
    return str_is(c->reason, "CrashLoopBackOff") && c->restarts >= 0 && c->restarts < TRIES;
}

static void add_code(struct buf *b, long code)
{
    if (code < 0)
        buf_puts(b, "-");
    else
        buf_fmt(b, "%ld", code);
}

/* REASON: MESSAGE, as far as there is one. */
static void add_cause(struct buf *b, const char *before, struct str reason, struct str message)
{
    if (reason.n) {
        buf_puts(b, before);
        shown_text(b, reason);
        before = ": ";
    }
    message = str_trimmed(message);
    if (message.n) {
        buf_puts(b, before);
        shown_text(b, message);
    }
}

static void add_name(struct buf *b, const struct now *c)
{
    buf_puts(b, c->init ? "init container " : "");
    shown_text(b, c->name);
    buf_puts(b, ": ");
}

static void add_end(struct buf *b, const struct node *terminated)
{
    buf_puts(b, "ended with exit code ");
    add_code(b, target_exit_code(terminated));
    add_cause(b, ": ", node_text(node_get(terminated, "reason")), node_text(node_get(terminated, "message")));
}

static void add_held(struct buf *b, const struct now *c)
{
    add_name(b, c);
    if (c->terminated)
        add_end(b, c->terminated);
    else if (c->running)
        buf_puts(b, c->sidecar ? "runs, but has not started" : "runs, and must end first");
    else if (c->reason.n || c->message.n)
        add_cause(b, "", c->reason, c->message);
    else
        buf_puts(b, "waiting");
}

/* The command of a clone that waits for people starts with what the tools brought. */
static bool is_hold(const struct node *container)
{
    static const struct str hold = {"/hold", 5};
    const struct node *words = node_real(node_get(container, "command")),
                      *mounts = node_real(node_get(container, "volumeMounts"));
    struct str word = node_text(node_real(words ? node_first(words) : NULL));
    if (word.n <= hold.n || !str_same((struct str){word.p + word.n - hold.n, hold.n}, hold))
        return false;
    word.n -= hold.n;
    for (const struct node *m = mounts ? node_first(mounts) : NULL; m; m = node_after(m))
        if (str_same(node_text(node_get(node_real(m), "mountPath")), word))
            return true;
    return false;
}

/* The init container before the target that is not done yet. */
static bool find_first_undone(const struct pod *pod, const struct target *target, struct now *first)
{
    for (struct node *c = node_first(pod->init_containers); c && c != target->container; c = node_after(c)) {
        *first = look(pod, c, true);
        bool done = target_exit_code(first->terminated) == 0,
             serves = first->sidecar && first->running && first->started;
        if (!done && !serves)
            return true;
    }
    return false;
}

static bool waits_for_its_turn(const struct now *c)
{
    return !c->running && !c->terminated && (!c->reason.n || str_is(c->reason, "PodInitializing"));
}

/* Before the node has the Pod there is no status of a container. */
static void add_unscheduled(struct buf *b, const struct pod *pod)
{
    const struct node *conditions = node_real(node_get(pod->status, "conditions"));
    buf_puts(b, "Pending");
    for (const struct node *c = conditions ? node_first(conditions) : NULL; c; c = node_after(c)) {
        const struct node *condition = node_real(c);
        if (node_is(node_get(condition, "type"), "PodScheduled") &&
            !node_is(node_get(condition, "status"), "True")) {
            add_cause(b, ": ", node_text(node_get(condition, "reason")),
                      node_text(node_get(condition, "message")));
            return;
        }
    }
    add_cause(b, ": ", node_text(node_get(pod->status, "reason")),
              node_text(node_get(pod->status, "message")));
}

static enum state say(struct buf *b, enum state state, long code, const struct buf *text)
{
    const char *word = state == STATE_RUNS    ? "run"
                       : state == STATE_WAITS ? "wait"
                       : state == STATE_FAILS ? "fail"
                                              : "end";
    buf_fmt(b, "%s ", word);
    add_code(b, code);
    buf_puts(b, " ");
    buf_add(b, text->p, text->n);
    buf_puts(b, "\n");
    b->failed |= text->failed;
    return state;
}

/* Of a Pod that is over, or is being deleted. */
static bool is_over(const struct pod *pod)
{
    const struct node *phase = node_get(pod->status, "phase");
    return node_is(phase, "Failed") || node_is(phase, "Succeeded");
}

static void add_over(struct buf *b, const struct pod *pod)
{
    struct str phase = node_text(node_get(pod->status, "phase"));
    buf_fmt(b, "the Pod has ended (%.*s)", (int)phase.n, phase.p);
    add_cause(b, ": ", node_text(node_get(pod->status, "reason")),
              node_text(node_get(pod->status, "message")));
}

/* What has ended, or is about to. */
static bool is_ending(struct buf *text, const struct pod *pod)
{
    if (is_over(pod))
        add_over(text, pod);
    else if (node_given(pod->metadata, "deletionTimestamp"))
        buf_puts(text, "the Pod is being deleted");
    return text->n > 0;
}

/* The target does not run, and has not run. */
static enum state judge_waiting(struct buf *text, const struct pod *pod, const struct target *target,
                                const struct now *mine)
{
    struct now first;
    bool begun = mine->waiting || mine->terminated;
    if (waits_for_its_turn(mine) && find_first_undone(pod, target, &first) &&
        (first.waiting || first.running || first.terminated)) {
        add_held(text, &first);
        bool fails = first.waiting && is_hopeless(first.reason, first.message) && !may_succeed(&first);
        return fails ? STATE_FAILS : STATE_WAITS;
    }
    if (begun)
        add_held(text, mine);
    else
        add_unscheduled(text, pod);
    return begun && is_hopeless(mine->reason, mine->message) ? STATE_FAILS : STATE_WAITS;
}

/* The containers of a Pod that has ended never had their turn: the init container that failed was not run
 * again. */
static bool ended_before(struct buf *text, const struct pod *pod, const struct target *target,
                         const struct now *mine)
{
    struct now first;
    if (!is_over(pod) || node_text(node_get(pod->status, "reason")).n || !waits_for_its_turn(mine) ||
        !find_first_undone(pod, target, &first) || !first.terminated)
        return false;
    add_held(text, &first);
    return true;
}

static enum state judge(struct buf *text, const struct pod *pod, const struct target *target,
                        const struct now *mine, long *code)
{
    bool crashed = str_is(mine->reason, "CrashLoopBackOff") && mine->last,
         explained = is_over(pod) && node_text(node_get(pod->status, "reason")).n;
    const struct node *end = mine->terminated ? mine->terminated : crashed ? mine->last : NULL;
    *code = target_exit_code(end ? end : mine->last);
    if (end && !explained) {
        add_name(text, mine);
        add_end(text, end);
        return never_started(end) ? STATE_FAILS : STATE_ENDED;
    }
    if (ended_before(text, pod, target, mine) || is_ending(text, pod))
        return STATE_FAILS;
    if (!mine->running)
        return judge_waiting(text, pod, target, mine);
    add_name(text, mine);
    buf_puts(text, is_hold(target->container) ? "waits for you" : "running");
    return STATE_RUNS;
}

enum state state_tell(struct buf *b, const struct pod *pod, const struct target *target)
{
    struct now mine = look(pod, target->container, target->init);
    struct buf text = {0};
    long code;
    enum state state = judge(&text, pod, target, &mine, &code);
    say(b, state, code, &text);
    buf_free(&text);
    return state;
}

static void add_moment(struct buf *b, const struct node *state, const char *key)
{
    struct str at = node_text(node_get(state, key));
    if (at.n) {
        buf_puts(b, ", ");
        shown_text(b, at);
    }
}

void state_history(struct buf *b, const struct pod *pod, const struct target *target)
{
    struct now mine = look(pod, target->container, target->init);
    buf_puts(b, "now: ");
    if (mine.running)
        buf_puts(b, "running");
    else
        add_held(b, &mine);
    add_moment(b, mine.terminated, "finishedAt");
    buf_puts(b, "\nbefore: ");
    if (mine.last)
        add_end(b, mine.last);
    else
        buf_puts(b, "nothing is known");
    add_moment(b, mine.last, "finishedAt");
    buf_puts(b, "\n");
}
