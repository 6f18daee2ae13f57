/* The bytes that are expected: what a removal leaves, and what no change may touch. */
#include "trial.h"

#include <string.h>

/* The bytes from..to are replaced by `text`; `insert` is inserted at `at`, which is not behind them. */
struct change {
    size_t from, to, at;
    const char *text, *insert;
};

static size_t without_break(const struct doc *doc, size_t to)
{
    for (size_t n = 3; n > 0; n--)
        if (n <= to && break_len(doc->text, to - n) == n && doc->lines[to] == to)
            return to - n;
    return to;
}

/* A sequence that loses its only item goes too, and so does a sequence that holds only that one, upwards. */
static void climb_emptied(const struct doc *doc, struct tree **in, size_t *at, bool any)
{
    while (is_seq(doc, *in) && (any || entry_count(doc, *in) == 1) && (*in)->parent) {
        *at = (*in)->at;
        *in = (*in)->parent;
    }
}

/* Whether the entry ends in a value without bytes: a `:` or `-` must keep a blank before what follows. */
static bool ends_nowhere(const struct doc *doc, struct tree *in, size_t at)
{
    const struct event *event = &doc->events.list[value_at(doc, in, at)->event],
                       *key = &doc->events.list[entry_at(doc, in, at)->event];
    size_t behind = key->end + blanks_at(doc, key->end);
    bool colon = behind < doc->text.n && doc->text.p[behind] == ':';
    return event->type == YAML_SCALAR_EVENT && event->style == YAML_PLAIN_SCALAR_STYLE &&
           event->value.n == 0 && (colon || !is_map(doc, in) || key->value.n == 0);
}

static void flow_removal(const struct doc *doc, struct tree *in, size_t at, struct change *change)
{
    size_t n = entry_count(doc, in);
    if (n == 1) {
        const struct event *event = &doc->events.list[in->event];
        change->from = event->end;
        change->to = in->node->end - 1;
    } else if (at + 1 < n) {
        change->from = entry_at(doc, in, at)->lead;
        change->to = entry_at(doc, in, at + 1)->lead;
    } else {
        change->from = entry_at(doc, in, at - 1)->end;
        change->to = entry_at(doc, in, at)->end;
        if (ends_nowhere(doc, in, at - 1) && blanks_at(doc, change->from))
            change->from++;
        else if (ends_nowhere(doc, in, at - 1))
            change->text = " ";
    }
}

/* What changes in the bytes when one entry is removed. */
static struct change removal(const struct doc *doc, struct tree *in, size_t at)
{
    struct change change = {.text = "", .insert = ""};
    climb_emptied(doc, &in, &at, false);
    if (is_flow(doc, in)) {
        flow_removal(doc, in, at, &change);
        change.at = change.from;
        return change;
    }
    const struct tree *entry = entry_at(doc, in, at);
    bool inline_first = at == 0 && !starts_line(doc, entry->lead), only = entry_count(doc, in) == 1;
    const struct event *start = &doc->events.list[in->event];
    bool bare_root = !in->parent && !start->anchor.p && !start->tag.p;
    const char *empty = is_map(doc, in) ? "{}" : "[]";
    change.from = change.at = entry->lead;
    if (only && (inline_first || bare_root)) {
        change.to = without_break(doc, end_of_lines(doc, entry));
        change.text = empty;
    } else if (inline_first) {
        change.to = entry_at(doc, in, at + 1)->lead;
    } else {
        change.from = change.at = doc->lines[entry->lead];
        change.to = only ? end_of_lines(doc, entry) : end_with_joined(doc, entry, end_of_lines(doc, entry));
        if (only) {
            change.at = entry->before;
            change.insert = is_map(doc, in) ? " {}" : " []";
        }
    }
    return change;
}

/* The bytes that an operation may change. */
struct span {
    size_t from, to;
};

static struct span join_spans(struct span a, struct span b)
{
    return (struct span){a.from < b.from ? a.from : b.from, a.to > b.to ? a.to : b.to};
}

static struct span entries_span(const struct doc *doc, struct tree *in)
{
    const struct tree *first = entry_at(doc, in, 0), *last = entry_at(doc, in, entry_count(doc, in) - 1);
    if (is_flow(doc, in))
        return (struct span){first->lead, last->end};
    size_t from = starts_line(doc, first->lead) ? doc->lines[first->lead] : first->lead;
    return (struct span){from, end_with_joined(doc, last, end_of_lines(doc, last))};
}

static struct span span_after(const struct trial *trial, struct tree *in, size_t at)
{
    const struct doc *doc = trial->doc;
    const struct tree *entry = entry_at(doc, in, at);
    if (is_flow(doc, in))
        return (struct span){entry->end, entry->end};
    size_t end = end_of_lines(doc, entry),
           from = starts_line(doc, entry->lead) ? doc->lines[entry->lead] : entry->lead;
    return (struct span){cut_off(trial, in, at) ? from : end, end};
}

static struct span span_before(const struct trial *trial, struct tree *in, size_t at)
{
    if (at)
        return span_after(trial, in, at - 1);
    size_t lead = entry_at(trial->doc, in, 0)->lead;
    if (!is_flow(trial->doc, in) && starts_line(trial->doc, lead))
        lead = trial->doc->lines[lead];
    return (struct span){lead, lead};
}

/* The entry with its neighbours, if they are removed too. */
static struct span removed_neighbours_span(const struct trial *trial, struct tree *in, size_t at)
{
    const struct doc *doc = trial->doc;
    climb_emptied(doc, &in, &at, true);
    size_t first = at, last = at, n = entry_count(doc, in);
    while (first > 0 && entry_at(doc, in, first - 1)->removed)
        first--;
    while (last + 1 < n && entry_at(doc, in, last + 1)->removed)
        last++;
    const struct tree *from = entry_at(doc, in, first), *to = entry_at(doc, in, last);
    size_t end = last + 1 < n ? entry_at(doc, in, last + 1)->lead : is_flow(doc, in) ? in->node->end - 1 : 0;
    if (!is_flow(doc, in) && (first > 0 || last + 1 == n || starts_line(doc, from->lead)))
        end = end_with_joined(doc, from, end_of_lines(doc, to));
    return (struct span){first > 0 && is_flow(doc, in) ? entry_at(doc, in, first - 1)->end : from->before,
                         end};
}

static struct span removed_span(const struct trial *trial, struct tree *in, size_t at)
{
    if (trial->n > 1)
        return removed_neighbours_span(trial, in, at);
    struct change change = removal(trial->doc, in, at);
    return (struct span){change.at < change.from ? change.at : change.from, change.to};
}

static struct span swapped_span(const struct trial *trial, struct tree *in, size_t at)
{
    const struct doc *doc = trial->doc;
    struct span span = entries_span(doc, in);
    size_t next = at + 1, n = entry_count(doc, in);
    while (next < n && entry_at(doc, in, next)->removed)
        next++;
    size_t lead = next < n ? entry_at(doc, in, next)->lead : span.to;
    if (at)
        span.from = span_after(trial, in, at - 1).from;
    if (is_flow(doc, in) || (at == 0 && !starts_line(doc, entry_at(doc, in, 0)->lead)))
        span.to = lead;
    else if (lead < span.to)
        span.to = end_with_joined(doc, entry_at(doc, in, at), end_of_lines(doc, entry_at(doc, in, at)));
    return span;
}

static struct span span_of(const struct trial *trial, const struct op *op)
{
    const struct doc *doc = trial->doc;
    if (op->action == REMOVE)
        return removed_span(trial, op->in, op->at);
    if (op->action == AFTER)
        return span_after(trial, op->in, op->at);
    if (op->action == BEFORE)
        return span_before(trial, op->in, op->at);
    if (op->action == PUSH_FIRST && is_seq(doc, op->in))
        return span_before(trial, op->in, 0);
    if (op->action == PUT || op->action == PUSH_FIRST)
        return entries_span(doc, op->in);
    if (op->action == SWAP)
        return swapped_span(trial, op->in, op->at);
    const struct tree *node = op->action == FILL ? op->in : value_at(doc, op->in, op->at);
    const struct event *event = &doc->events.list[node->event];
    if (!node->parent)
        return (struct span){0, doc->text.n};
    const struct tree *key = entry_at(doc, node->parent, node->at);
    if (event->start == event->end)
        return (struct span){key->end, key->end};
    size_t from = op->action == FILL
                      ? is_map(doc, node->parent) ? doc->events.list[key->event].end : key->lead
                      : event->start;
    size_t to = is_collection(doc, node) ? node->node->end : event->end;
    if (event->style == YAML_PLAIN_SCALAR_STYLE && !is_flow(doc, node->parent))
        to = end_of_tabbed(doc, next_line(doc->text, to), to);
    return (struct span){from, to};
}

static bool has_at(struct str text, size_t at, struct str part)
{
    return part.n <= text.n && at <= text.n - part.n && memcmp(text.p + at, part.p, part.n) == 0;
}

/* A removal alone must leave exactly these bytes; NULL if it does, else what is wrong. */
static const char *check_removal(const struct trial *trial, struct str out)
{
    const struct doc *doc = trial->doc;
    struct change change = removal(doc, trial->ops[0].in, trial->ops[0].at);
    struct buf wanted = {0};
    buf_add(&wanted, doc->text.p, change.at);
    buf_puts(&wanted, change.insert);
    buf_add(&wanted, doc->text.p + change.at, change.from - change.at);
    buf_puts(&wanted, change.text);
    buf_add(&wanted, doc->text.p + change.to, doc->text.n - change.to);
    bool same = wanted.n == out.n && (wanted.n == 0 || memcmp(wanted.p, out.p, wanted.n) == 0);
    buf_free(&wanted);
    return same ? NULL : "removes other bytes than the entry's";
}

const char *check_bytes(const struct trial *trial, struct str out)
{
    const struct doc *doc = trial->doc;
    for (size_t i = 0; i < doc->trees; i++)
        if (doc->all[i].moved)
            return NULL;
    if (trial->n == 0)
        return str_same(doc->text, out) ? NULL : "changes bytes without a mark";
    if (trial->n == 1 && trial->ops[0].action == REMOVE)
        return check_removal(trial, out);
    struct span span = span_of(trial, &trial->ops[0]);
    for (size_t i = 1; i < trial->n; i++)
        span = join_spans(span, span_of(trial, &trial->ops[i]));
    struct str head = {doc->text.p, span.from}, tail = {doc->text.p + span.to, doc->text.n - span.to};
    if (!has_at(out, 0, head))
        return "changes bytes before the entry";
    if (tail.n > out.n || !has_at(out, out.n - tail.n, tail))
        return "changes bytes behind the entry";
    return NULL;
}
