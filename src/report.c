#include "report.h"

#include <string.h>

/* Controls, and what reorders text on a terminal: its length in bytes and code point; 0 for anything
 * harmless. */
static size_t harmful(struct str s, size_t at, unsigned *code)
{
    const unsigned char *p = (const unsigned char *)s.p + at;
    size_t left = s.n - at;
    *code = p[0];
    if (p[0] < 0x20 || p[0] == 0x7f)
        return 1;
    if (p[0] == 0xc2 && left > 1 && p[1] < 0xa0) {
        *code = p[1];
        return 2;
    }
    if (p[0] != 0xe2 || left < 3 || (p[1] != 0x80 && p[1] != 0x81))
        return 0;
    *code = 0x2000U | (p[1] & 0x3fU) << 6 | (p[2] & 0x3fU);
    bool reorders = (*code >= 0x200e && *code <= 0x200f) || (*code >= 0x2028 && *code <= 0x202e) ||
                    (*code >= 0x2066 && *code <= 0x2069);
    return reorders ? 3 : 0;
}

void report_shown(struct buf *b, struct str s)
{
    for (size_t i = 0; i < s.n;) {
        unsigned code;
        size_t n = harmful(s, i, &code);
        if (n && code == '\n')
            buf_puts(b, "\\n");
        else if (n)
            buf_fmt(b, code < 0x100 ? "\\x%02x" : "\\u%04x", code);
        else
            buf_add(b, s.p + i, 1);
        i += n ? n : 1;
    }
}

void report_word(struct buf *b, struct str s)
{
    static const char safe[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-./:=@%+,";
    bool plain = s.n > 0;
    for (size_t i = 0; i < s.n && plain; i++)
        plain = memchr(safe, s.p[i], sizeof safe - 1) != NULL;
    if (plain) {
        buf_str(b, s);
        return;
    }
    struct buf shown = {0};
    report_shown(&shown, s);
    buf_puts(b, "'");
    for (size_t i = 0; i < shown.n; i++) {
        if (shown.p[i] == '\'')
            buf_puts(b, "'\\'");
        buf_add(b, shown.p + i, 1);
    }
    buf_puts(b, "'");
    buf_free(&shown);
}

void report_error(struct buf *b, const char *file, const struct source *s, const struct error *e)
{
    buf_puts(b, "podclone: ");
    if (file)
        report_shown(b, str_of(file));
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
    report_shown(b, str_of(e->text));
    buf_puts(b, "\n");
}

static void kubectl(struct buf *b, const char *title, const char *verb, struct str name_space,
                    struct str name)
{
    buf_fmt(b, "  %-10s kubectl %s", title, verb);
    if (name_space.n) {
        buf_puts(b, " -n ");
        report_word(b, name_space);
    }
    buf_puts(b, " ");
    report_word(b, name);
}

/* What is executed in the clone, behind `--`. */
static void shell(struct buf *b, const struct clone *c)
{
    if (c->pod.windows)
        buf_puts(b, " -- cmd.exe\n");
    else if (c->options->tools == TOOLS_NONE)
        buf_puts(b, " -- sh\n");
    else if (c->options->tools == TOOLS_IMAGE)
        buf_fmt(b, " -- %.*s/bin/sh\n", (int)c->tools.dir.n, c->tools.dir.p);
    else
        buf_fmt(b, " -- %.*s/shell\n  %-10s rerun   (in that shell: what the container ran)\n",
                (int)c->tools.dir.n, c->tools.dir.p, "the crash");
}

/* Without the line break that most messages end in. */
static struct str trimmed(struct str s)
{
    while (s.n && memchr("\n\r ", s.p[s.n - 1], 3))
        s.n--;
    return s;
}

static void death(struct buf *b, const struct death *d)
{
    const char *comma = ": ";
    if (d->waiting.n) {
        buf_puts(b, comma);
        report_shown(b, d->waiting);
        comma = ", ";
    }
    if (d->exit_code >= 0) {
        buf_fmt(b, "%sexit code %ld", comma, d->exit_code);
        comma = ", ";
    }
    if (d->reason.n) {
        buf_puts(b, comma);
        report_shown(b, d->reason);
    }
    if (d->message.n) {
        buf_puts(b, ": ");
        report_shown(b, trimmed(d->message));
    }
}

void report_clone(struct buf *b, const struct clone *c)
{
    /* What an earlier clone is of, too. */
    struct str source = node_text(node_get(node_get(c->pod.metadata, "annotations"), "podclone/source"));
    buf_puts(b, "podclone: ");
    report_shown(b, c->name);
    buf_puts(b, " is a debug clone of ");
    report_shown(b, source);
    buf_puts(b, ", container ");
    report_shown(b, c->target.name);
    death(b, &c->target.death);
    buf_puts(b, "\n");
    for (const struct note *n = c->notes; n; n = n->next) {
        buf_puts(b, "  note: ");
        buf_str(b, n->text);
        buf_puts(b, "\n");
    }
}

/* The log is the original's, also of an earlier clone's. */
static void log_of(struct buf *b, const struct clone *c)
{
    struct str source = node_text(node_get(node_get(c->pod.metadata, "annotations"), "podclone/source"));
    const char *slash = source.n ? memchr(source.p, '/', source.n) : NULL;
    size_t space = slash ? (size_t)(slash - source.p) : 0, skip = slash ? space + 1 : 0;
    if (c->pod.workload.n)
        return;
    kubectl(b, "its log", c->target.death.restarted ? "logs --previous" : "logs",
            (struct str){source.p, space}, (struct str){source.p + skip, source.n - skip});
    buf_puts(b, " -c ");
    report_word(b, c->target.name);
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

static void explain_line(struct buf *b, const char *what, const struct node *entry)
{
    struct buf path = {0};
    node_path(&path, entry);
    buf_fmt(b, "%-8s", what);
    report_shown(b, (struct str){path.p, path.n});
    if (entry->why)
        buf_fmt(b, "  (%s)", entry->why);
    buf_puts(b, "\n");
    buf_free(&path);
}

/* A key that was removed and put again is one change. */
static bool is_second(const struct node *entry)
{
    const struct node *before = NULL, *e = entry->parent->child;
    for (; e != entry; e = e->next)
        before = e;
    return before && entry->parent->kind == NODE_MAPPING && str_same(before->text, entry->text);
}

static void explain_entry(struct buf *b, const struct node *entry)
{
    const struct node *v = entry->parent->kind == NODE_MAPPING ? entry->value : entry;
    bool key = entry->parent->kind == NODE_MAPPING,
         twice = entry->next && key && str_same(entry->text, entry->next->text);
    if (entry->mark == MARK_REMOVE && twice)
        explain_line(b, "changed", entry->next);
    else if (entry->mark == MARK_REMOVE)
        explain_line(b, "removed", entry);
    else if (entry->mark == MARK_NEW && !is_second(entry))
        explain_line(b, "added", entry);
    else if (entry->mark == MARK_NEW)
        return;
    else if (v->mark == MARK_REPLACE)
        explain_line(b, "changed", v);
    else
        report_explain(b, v);
}

void report_explain(struct buf *b, const struct node *root)
{
    for (const struct node *e = root->child; e; e = e->next)
        explain_entry(b, e);
}
