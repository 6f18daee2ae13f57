#include "clone/deaths.h"

#include "clone/causes.h"
#include "clone/facts.h"

/* Whether a heading is one of the alternatives. */
static bool is_heading(struct str heading, const char *alternatives)
{
    for (const char *at = alternatives; *at;) {
        size_t n = strcspn(at, "|");
        bool open = n && at[n - 1] == '*';
        if (open ? heading.n >= n - 1 && memcmp(heading.p, at, n - 1) == 0
                 : heading.n == n && memcmp(heading.p, at, n) == 0)
            return true;
        at += n + (at[n] == '|');
    }
    return false;
}

/* Where part begins in s from at on; past the end where it does not. */
static size_t find(struct str s, size_t at, const char *part, size_t n)
{
    while (at + n <= s.n && memcmp(s.p + at, part, n) != 0)
        at++;
    return at + n <= s.n ? at : s.n + 1;
}

/* Whether the message has the pattern in it; parts are what its `*` stand for. */
static bool has_message(struct saying *s, const char *pattern)
{
    size_t from = 0;
    for (int part = -1; pattern; part++) {
        size_t n = strcspn(pattern, "*"),
               at = n || part < 0 ? find(s->message, from, pattern, n) : s->message.n;
        if (at > s->message.n)
            return false;
        if (part >= 0 && part < 2)
            s->parts[part] = (struct str){s->message.p + from, at - from};
        from = at + n;
        pattern = pattern[n] ? pattern + n + 1 : NULL;
    }
    return true;
}

static bool holds(const struct cause *cause, const struct clone *c, struct saying *s)
{
    return cause->sayer == s->sayer && is_heading(s->heading, cause->heading) &&
           has_message(s, cause->message) && (!cause->when || cause->when(c, s));
}

static bool is_cured(const struct clone *c, const struct cause *cause, const struct saying *s)
{
    if (cause->cures[0] == OPT_ENV)
        return facts_variable_given(c, s);
    for (size_t i = 0; i < 2; i++)
        if (option_on(c->options, cause->cures[i]))
            return true;
    return false;
}

/* False where no row holds. */
static bool note(struct clone *c, struct saying s)
{
    size_t i = 0;
    while (i < causes_count && !holds(&causes[i], c, &s))
        i++;
    if (i == causes_count)
        return false;
    if (!causes[i].words || is_cured(c, &causes[i], &s))
        return true;
    struct buf b = {0};
    facts_fill(&b, c, &s, causes[i].words);
    clone_say(c, (struct str){b.p, b.n});
    c->arena->failed |= b.failed;
    buf_free(&b);
    return true;
}

static void note_container(struct clone *c)
{
    const struct death *d = &c->target.death;
    struct saying waits = {SAYER_CONTAINER, d->waiting, str_trimmed(d->waiting_message), {{0}}},
                  ended = {SAYER_CONTAINER, {"", 0}, str_trimmed(d->message), {{0}}};
    struct buf heading = {0};
    c->quoted = is_heading(d->waiting, CAUSES_PULLS) && !facts_other_image(c);
    if (d->waiting.n && note(c, waits))
        return;
    buf_str(&heading, d->reason);
    buf_fmt(&heading, " %ld", d->exit_code);
    ended.heading = arena_take(c->arena, &heading);
    if (d->exit_code >= 0)
        note(c, ended);
}

static bool is_creating(const struct clone *c)
{
    static const char *const lists[] = {"initContainerStatuses", "containerStatuses"};
    size_t waiting = 0;
    for (size_t i = 0; i < 2; i++)
        for (const struct node *status = node_first(node_real(node_get(c->pod.status, lists[i]))); status;
             status = node_after(status)) {
            const struct node *state = node_real(node_get(node_real(status), "state")),
                              *waits = node_real(node_get(state, "waiting")),
                              *last = node_real(node_get(node_real(status), "lastState"));
            struct str reason = node_text(node_get(waits, "reason"));
            if ((!str_is(reason, "ContainerCreating") && !str_is(reason, "PodInitializing")) ||
                node_first(last))
                return false;
            waiting++;
        }
    return waiting > 0;
}

static void note_conditions(struct clone *c)
{
    const struct node *conditions = node_real(node_get(c->pod.status, "conditions"));
    for (const struct node *i = node_first(conditions); i; i = node_after(i)) {
        static const char *const keys[] = {"type", "status", "reason"};
        struct buf heading = {0};
        for (size_t k = 0; k < 3; k++) {
            buf_puts(&heading, k ? " " : "");
            buf_str(&heading, node_text(node_get(node_real(i), keys[k])));
        }
        struct saying s = {SAYER_CONDITION,
                           arena_take(c->arena, &heading),
                           str_trimmed(node_text(node_get(node_real(i), "message"))),
                           {{0}}};
        note(c, s);
    }
}

/* Of a clone that is cloned: what its tools container waited for. */
static void note_tools(struct clone *c)
{
    const struct node *list = c->pod.init_containers;
    for (const struct node *i = list ? list->child : NULL; i; i = i->next) {
        struct death d = target_death(&c->pod, node_text(node_get(i, "name")));
        if (i->mark == MARK_REMOVE && is_heading(d.waiting, CAUSES_PULLS) &&
            node_is(node_get(i, "image"), c->options->value[OPT_TOOLS_IMAGE]))
            clone_note(
                c,
                "the image of the tools, %s, could not be pulled, and the clone needs it too (--tools-image)",
                c->options->value[OPT_TOOLS_IMAGE]);
    }
}

void deaths_note(struct clone *c)
{
    const struct node *status = c->pod.status;
    struct saying pod = {SAYER_POD,
                         node_text(node_get(status, "reason")),
                         str_trimmed(node_text(node_get(status, "message"))),
                         {{0}}};
    struct saying creating = {SAYER_POD, str_of("ContainerCreating"), {"", 0}, {{0}}};
    note_container(c);
    note_tools(c);
    note_conditions(c);
    if (is_creating(c))
        note(c, creating);
    if (pod.heading.n || pod.message.n)
        note(c, pod);
}
