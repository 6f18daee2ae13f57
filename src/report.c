#include "report.h"

#include "base/shown.h"

#include <string.h>

void report_error(struct buf *b, const char *file, const struct source *s, const struct error *e)
{
    buf_puts(b, "podclone: ");
    if (file)
        shown_text(b, str_of(file));
    if (file && e->placed && s) {
        size_t line = 1, at = 0, next;
        while (at < e->at && (next = line_next(s, at)) <= e->at && next > at && is_line_start(s, next)) {
            line++;
            at = next;
        }
        buf_fmt(b, ":%zu:%zu", line, e->at - (at < s->bom ? s->bom : at) + 1);
    }
    if (file)
        buf_puts(b, ": ");
    shown_text(b, str_of(e->text));
    buf_puts(b, "\n");
}

static void kubectl(struct buf *b, const char *title, const char *verb, struct str name_space,
                    struct str name)
{
    buf_fmt(b, "  %-10s kubectl %s", title, verb);
    if (name_space.n) {
        buf_puts(b, " -n ");
        shown_word(b, name_space);
    }
    buf_puts(b, " ");
    shown_word(b, name);
}

static bool is_written_late(const struct clone *c)
{
    return c->options->tools == TOOLS_IMAGE && !c->original.count && !c->pod.windows;
}

/* What is executed in the clone, behind `--`. */
static void add_shell(struct buf *b, const struct clone *c)
{
    if (c->pod.windows)
        buf_puts(b, "cmd.exe");
    else if (c->options->tools == TOOLS_NONE)
        buf_puts(b, "sh");
    else
        buf_fmt(b, "%.*s/%s", (int)c->tools.dir.n, c->tools.dir.p,
                c->options->tools == TOOLS_IMAGE && c->original.count ? "image/bin/sh" : "shell");
}

static void shell(struct buf *b, const struct clone *c)
{
    bool bare = c->options->tools == TOOLS_NONE || (c->options->tools == TOOLS_IMAGE && c->original.count);
    buf_puts(b, " -- ");
    add_shell(b, c);
    buf_puts(b, "\n");
    if (!c->pod.windows && !bare)
        buf_fmt(b, "  %-10s rerun   (in that shell: what the container ran)\n", "the crash");
}

static void assign(struct buf *b, const char *name, struct str value)
{
    buf_puts(b, name);
    quoted_word(b, value);
    buf_puts(b, "\n");
}

/* With an image volume hold writes the shell, a moment after the container runs: this waits for it, 10
 * seconds. */
static void add_entry(struct buf *b, const struct clone *c)
{
    static const char wait[] =
        "until [ -x \"$0\" ] || [ $# = 99 ]; do set -- \"$@\" .; \"${0%/*}/image/bin/sleep\" 0.1; done; "
        "exec \"$0\"";
    struct buf shell = {0};
    add_shell(&shell, c);
    if (is_written_late(c)) {
        quoted_word(b, (struct str){shell.p, shell.n - strlen("shell")});
        buf_puts(b, "image/bin/sh -c ");
        quoted_word(b, str_of(wait));
        buf_puts(b, " ");
    }
    quoted_word(b, (struct str){shell.p, shell.n});
    b->failed |= shell.failed;
    buf_free(&shell);
}

void report_facts(struct buf *b, const struct clone *c)
{
    struct buf entry = {0};
    add_entry(&entry, c);
    assign(b, "name=", c->name);
    assign(b, "target=", c->target.name);
    assign(b, "clone_namespace=", c->name_space);
    assign(b, "shell=", (struct str){entry.p, entry.n});
    b->failed |= entry.failed;
    buf_free(&entry);
}

/* The same, with the shell's own flags for kubectl behind each kubectl. The last line break is not the
 * text's. */
static void assign_advice(struct buf *b, const char *name, struct str text)
{
    static const struct str kubectl = {" kubectl ", 9};
    size_t done = 0;
    text.n -= text.n ? 1 : 0;
    buf_puts(b, name);
    for (size_t at = 0; at + kubectl.n <= text.n; at++) {
        if (!str_same((struct str){text.p + at, kubectl.n}, kubectl))
            continue;
        at += kubectl.n - 1;
        quoted_word(b, (struct str){text.p + done, at - done});
        buf_puts(b, "\"$shown_flags\"");
        done = at;
    }
    quoted_word(b, (struct str){text.p + done, text.n - done});
    buf_puts(b, "\n");
}

void report_for_shell(struct buf *said, struct buf *facts, struct str advice)
{
    struct buf notes = *said;
    size_t last = advice.n ? advice.n - 1 : 0;
    while (last > 0 && advice.p[last - 1] != '\n')
        last--;
    *said = *facts;
    *facts = (struct buf){0};
    assign(said, "notes=", (struct str){notes.p, notes.n});
    assign_advice(said, "advice=", (struct str){advice.p, last});
    assign_advice(said, "delete_it=", (struct str){advice.p + last, advice.n - last});
    said->failed |= notes.failed;
    buf_free(&notes);
}

static void death(struct buf *b, const struct clone *c)
{
    const struct death *d = &c->target.death;
    bool whole = option_on(c->options, OPT_EXPLAIN);
    const char *comma = ": ";
    if (d->waiting.n) {
        buf_puts(b, comma);
        shown_text(b, d->waiting);
        comma = ", ";
    }
    if (d->exit_code >= 0) {
        buf_fmt(b, "%sexit code %ld", comma, d->exit_code);
        comma = ", ";
    }
    if (d->reason.n) {
        buf_puts(b, comma);
        shown_text(b, d->reason);
    }
    struct str message = d->waiting_message.n ? d->waiting_message : d->message;
    if (message.n && (whole || !c->quoted)) {
        buf_puts(b, ": ");
        shown_cut(b, message, clone_message_most(c));
    }
}

void report_clone(struct buf *b, const struct clone *c)
{
    /* What an earlier clone is of, too. */
    struct str source = node_text(node_get(node_get(c->pod.metadata, "annotations"), "podclone/source"));
    buf_puts(b, "podclone: ");
    shown_text(b, c->name);
    buf_puts(b, " is a debug clone of ");
    shown_text(b, source);
    buf_puts(b, ", container ");
    shown_text(b, c->target.name);
    death(b, c);
    buf_puts(b, "\n");
    buf_add(b, c->notes->p, c->notes->n);
}

/* What comes before the first slash; empty where there is none. */
static struct str head(struct str s)
{
    const char *slash = s.n ? memchr(s.p, '/', s.n) : NULL;
    return (struct str){s.p, slash ? (size_t)(slash - s.p) : 0};
}

static struct str behind(struct str s, struct str first)
{
    size_t skip = first.n ? first.n + 1 : 0;
    return (struct str){s.p + skip, s.n - skip};
}

static bool is_workload(struct str kind, bool with_log)
{
    static const char *const kinds[] = {
        "deployment", "replicaset",       "statefulset", "daemonset",   "job", "replicationcontroller",
        "cronjob",    "deploymentconfig", "rollout",     "podtemplate", NULL};
    enum { LOGGED = 6 };
    size_t i = 0;
    while (kinds[i] && !str_is(kind, kinds[i]))
        i++;
    return with_log ? i < LOGGED : kinds[i] != NULL;
}

/* The log is the original's, also of an earlier clone's: [NAMESPACE/][KIND/]NAME. A name that starts with a
 * dash shall not be an option. */
static void log_of(struct buf *b, const struct clone *c)
{
    struct str name = node_text(node_get(node_get(c->pod.metadata, "annotations"), "podclone/source")),
               space = head(name);
    if (is_workload(space, false) && !str_same(space, c->pod.name_space))
        space = c->pod.name_space;
    else
        name = behind(name, space);
    struct str kind = head(name);
    if (c->pod.workload.n || (kind.n && !is_workload(kind, true)))
        return;
    struct buf word = {0};
    buf_puts(&word, name.n && name.p[0] == '-' ? "pod/" : "");
    buf_str(&word, name);
    kubectl(b, "its log", c->target.death.restarted ? "logs --previous" : "logs", space,
            (struct str){word.p, word.n});
    b->failed |= word.failed;
    buf_free(&word);
    buf_puts(b, " -c ");
    shown_word(b, c->target.name);
    buf_puts(b, "\n");
}

void report_advice(struct buf *b, const struct clone *c)
{
    kubectl(b, "enter it", "exec -it", c->name_space, c->name);
    shell(b, c);
    log_of(b, c);
    kubectl(b, "delete it", "delete pod", c->name_space, c->name);
    buf_puts(b, "\n");
}

void report_advice_for_many(struct buf *b, const struct clone *c)
{
    static const struct str name_space = {"NAMESPACE", 9};
    kubectl(b, "enter one", "exec -it", name_space, str_of("NAME"));
    shell(b, c);
    kubectl(b, "delete all", "delete pod", name_space, str_of("-l"));
    buf_puts(b, " podclone/clone\n");
}

/* An entry on the way from the root to the one at hand. */
struct trail {
    const struct trail *up;
    const struct node *entry;
    size_t number; /* of an item */
};

static void add_path(struct buf *b, const struct trail *t)
{
    if (t->up)
        add_path(b, t->up);
    node_path_part(b, t->entry, t->number);
}

static void explain_line(struct buf *b, const char *what, const struct trail *t, const char *why)
{
    struct buf path = {0};
    add_path(&path, t);
    buf_fmt(b, "%-8s", what);
    shown_text(b, (struct str){path.p, path.n});
    if (why)
        buf_fmt(b, "  (%s)", why);
    buf_puts(b, "\n");
    b->failed |= path.failed;
    buf_free(&path);
}

static const struct node *value_of(const struct node *entry)
{
    return entry->parent->kind == NODE_MAPPING ? entry->value : entry;
}

/* What something else than its collection was added for. */
static void explain_inside(struct buf *b, const struct trail *up, const char *why)
{
    const struct node *v = value_of(up->entry);
    struct trail t = {.up = up, .entry = v->kind == NODE_SCALAR ? NULL : node_first(v)};
    for (; t.entry && !b->failed; t.entry = node_after(t.entry), t.number++) {
        const char *own = t.entry->why;
        bool other = own && why && strcmp(own, why) != 0;
        if (other)
            explain_line(b, "added", &t, own);
        explain_inside(b, &t, other ? own : why);
    }
}

static void explain_below(struct buf *b, const struct node *collection, const struct trail *up);

/* A key that was removed and put again is one change; before: the entry before it, removed or not. */
static void explain_entry(struct buf *b, const struct trail *t, const struct node *before)
{
    const struct node *entry = t->entry, *v = value_of(entry), *next = entry->next;
    bool key = entry->parent->kind == NODE_MAPPING, twice = next && key && str_same(entry->text, next->text),
         second = before && key && str_same(before->text, entry->text);
    if (key && entry->mark == MARK_KEEP && entry->why && v->mark == MARK_KEEP)
        explain_line(b, "kept", t, entry->why);
    else if (entry->mark == MARK_REMOVE)
        explain_line(b, twice ? "changed" : "removed", t, twice ? next->why : entry->why);
    else if (entry->mark == MARK_NEW && !second)
        explain_line(b, "added", t, entry->why);
    if (entry->mark == MARK_NEW)
        explain_inside(b, t, entry->why);
    else if (entry->mark == MARK_REMOVE)
        return;
    else if (v->mark == MARK_REPLACE)
        explain_line(b, "changed", t, v->why);
    else
        explain_below(b, v, t);
}

/* The number of an item is the one it has in the source, that of a new one the one it gets. */
static void explain_below(struct buf *b, const struct node *collection, const struct trail *up)
{
    const struct node *before = NULL;
    size_t had = 0, has = 0;
    for (const struct node *entry = collection->child; entry && !b->failed;
         before = entry, entry = entry->next) {
        struct trail t = {up, entry, entry->mark == MARK_NEW ? has : had};
        explain_entry(b, &t, before);
        had += entry->mark != MARK_NEW;
        has += entry->mark != MARK_REMOVE;
    }
}

void report_explain(struct buf *b, const struct node *root)
{
    explain_below(b, root, NULL);
}
