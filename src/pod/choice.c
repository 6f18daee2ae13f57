#include "pod/choice.h"

#include "base/shown.h"
#include "pod/target.h"

#include <string.h>

enum { ENOUGH = 200 }; /* bytes of names */

static bool has_room(struct buf *names)
{
    if (names->n <= ENOUGH)
        buf_puts(names, names->n ? ", " : "");
    return names->n <= ENOUGH;
}

void choice_cut(struct choice *c, const struct node *object)
{
    if (!c->cuts++)
        object_refuse(object, &c->refused);
    if (has_room(&c->names[NAMES_CUT]))
        object_describe(&c->names[NAMES_CUT], object);
}

static bool drop_end(struct str *s, struct str end)
{
    bool ends = s->n >= end.n && memcmp(s->p + s->n - end.n, end.p, end.n) == 0;
    s->n -= ends ? end.n : 0;
    return ends;
}

/* [NAMESPACE/][KIND/]NAME, where `-` is no namespace: --list shows it so. */
static bool is_named(const struct pod *pod, struct str wanted)
{
    struct str space = pod->name_space.n ? pod->name_space : str_of("-"), slash = str_of("/"), rest,
               kind = pod->workload.n ? pod->workload : str_of("pod");
    if (!drop_end(&wanted, pod->name.n ? pod->name : pod->generate_name))
        return false;
    if (!wanted.n || !drop_end(&wanted, slash))
        return !wanted.n;
    rest = wanted;
    bool of_kind = drop_end(&rest, kind) && (!rest.n || (drop_end(&rest, slash) && str_same(rest, space)));
    return of_kind || str_same(wanted, space);
}

bool choice_takes(struct choice *c, const struct pod *pod)
{
    const char *name = c->options->value[OPT_POD];
    bool takes = (!name || is_named(pod, str_of(name))) &&
                 (!option_on(c->options, OPT_FAILING) || target_is_failing(pod));
    struct buf *names = &c->names[takes ? NAMES_TAKEN : NAMES_LEFT];
    c->pods++;
    c->taken += takes;
    if ((name || !takes) && has_room(names))
        object_source(names, pod);
    return takes;
}

static bool explain_none(const struct choice *c, const struct source *s, struct error *e)
{
    const struct buf *there = &c->names[c->pods ? NAMES_LEFT : NAMES_CUT];
    const char *pod = c->options->value[OPT_POD], *names = there->p ? there->p : "",
               *more = there->n > ENOUGH ? ", ..." : "";
    int n = there->n < 400 ? (int)there->n : 400;
    if (pod && c->pods)
        return error_set(e, "no %s in the input: there is %.*s%s", pod, n, names, more);
    if (c->pods)
        return error_set(e,
                         "no Pod is failing: there is %.*s%s (without --failing one is taken all the same)",
                         n, names, more);
    if (c->cuts == 1)
        *e = c->refused;
    if (c->cuts)
        return error_at(e, c->refused.at, "no Pod in it, but %.*s%s: kubectl get pod NAME -o yaml", n, names,
                        more);
    if (c->lists)
        return error_set(e, "no Pod in it: the List is empty (kubectl found none)");
    return error_at(e, s->bom, "no Pod in it: nothing but comments and empty documents");
}

bool choice_check(const struct choice *c, const struct source *s, struct error *e)
{
    const struct buf *taken = &c->names[NAMES_TAKEN];
    bool none_fails = option_on(c->options, OPT_FAILING) && c->pods && !c->options->value[OPT_POD];
    /* A table may be empty. */
    if (option_on(c->options, OPT_LIST) && !c->cuts && (c->pods ? none_fails : c->lists > 0))
        return true;
    if (!c->taken)
        return explain_none(c, s, e);
    if (c->options->value[OPT_POD] && c->taken > 1)
        return error_set(e, "--pod %s names more than one: %.*s%s", c->options->value[OPT_POD], (int)taken->n,
                         taken->p, taken->n > ENOUGH ? ", ..." : "");
    return true;
}

void choice_say_cut(const struct choice *c, struct buf *b)
{
    const struct buf *cut = &c->names[NAMES_CUT];
    if (!c->cuts)
        return;
    buf_puts(b, "  note: cut out, being no Pod: ");
    shown_text(b, (struct str){cut->p, cut->n});
    buf_puts(b, cut->n > ENOUGH ? ", ...\n" : "\n");
}

struct chosen choice_now(const struct choice *c)
{
    struct chosen now = {.cuts = c->cuts, .pods = c->pods, .taken = c->taken};
    for (size_t i = 0; i < NAMES_KINDS; i++)
        now.names[i] = c->names[i].n;
    return now;
}

void choice_back(struct choice *c, const struct chosen *then)
{
    c->cuts = then->cuts;
    c->pods = then->pods;
    c->taken = then->taken;
    for (size_t i = 0; i < NAMES_KINDS; i++)
        c->names[i].n = then->names[i];
}

bool choice_failed(const struct choice *c)
{
    bool failed = false;
    for (size_t i = 0; i < NAMES_KINDS; i++)
        failed |= c->names[i].failed;
    return failed;
}

void choice_free(struct choice *c)
{
    for (size_t i = 0; i < NAMES_KINDS; i++)
        buf_free(&c->names[i]);
}
