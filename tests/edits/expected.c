/* The events that are expected: those of the document, with the change made on them. */
#include "trial.h"

#include <stdlib.h>
#include <string.h>

const char *const new_values[NEW_VALUES][24] = {
    {"splain text"},
    {"qyes"},
    {"qone\ntwo\n"},
    {"{", "sa", "[", "{",  "sb", "q1", "sc",     "qx\ny", "sd", "q",
     "}", "{",  "}", "sz", "]",  "se", "qa\n\n", "sf",    "l5", "}"},
    {"{", "}"},
    {"l5"},
    {"[", "]"},
    {"[", "[", "sx", "q~", "]", "[", "[", "q0777", "]", "]", "{", "qon",
     "q- it's \"q\": \xc3\xa9 \xf0\x9f\x98\x80 #\\", "}", "]"},
};

/* The number of the operation, from 1, that does this to the tree; 0 for none. */
static size_t op_of(const struct trial *trial, enum action action, const struct tree *tree)
{
    for (size_t i = 0; i < trial->n; i++) {
        const struct op *op = &trial->ops[i];
        if (op->action == action && (action == FILL ? op->in : value_at(trial->doc, op->in, op->at)) == tree)
            return i + 1;
    }
    return 0;
}

/* The key of an entry in an order. */
struct str key_text(const struct trial *trial, const struct tree *in, long number)
{
    if (number >= 0)
        return trial->doc->events.list[entry_at(trial->doc, in, (size_t)number)->event].value;
    const struct op *op = &trial->ops[-number - 1];
    return op->action == PUT ? key_text(trial, in, (long)op->at) : str_of(op->key);
}

static struct order *has_order(const struct trial *trial, const struct tree *in)
{
    struct order *order = trial->orders;
    while (order && order->of != in)
        order = order->next;
    return order;
}

static struct order *order_of(struct trial *trial, struct tree *in)
{
    struct order *order = has_order(trial, in);
    if (order)
        return order;
    order = must(malloc(sizeof *order));
    *order = (struct order){.next = trial->orders, .of = in, .n = entry_count(trial->doc, in)};
    order->list = must(malloc((order->n + 2) * sizeof *order->list));
    for (size_t i = 0; i < order->n; i++)
        order->list[i] = (long)i;
    return trial->orders = order;
}

static bool has_new(const struct trial *trial, const struct tree *in)
{
    const struct order *order = has_order(trial, in);
    return order && order->n > entry_count(trial->doc, in);
}

static void insert_at(struct order *order, size_t at, long number)
{
    memmove(order->list + at + 1, order->list + at, (order->n - at) * sizeof *order->list);
    order->list[at] = number;
    order->n++;
}

static size_t place_behind(const struct order *order, size_t at)
{
    size_t i = 0;
    while (order->list[i] != (long)at)
        i++;
    return i + 1;
}

static bool is_sorted(const struct trial *trial, const struct tree *in)
{
    for (size_t i = 1; i < entry_count(trial->doc, in); i++)
        if (str_order(key_text(trial, in, (long)i - 1), key_text(trial, in, (long)i)) >= 0)
            return false;
    return true;
}

static size_t put_place(const struct trial *trial, const struct order *order, struct str key)
{
    if (!is_sorted(trial, order->of))
        return order->n;
    size_t i = 0;
    while (i < order->n && str_order(key_text(trial, order->of, order->list[i]), key) <= 0)
        i++;
    return i;
}

/* Notes what an operation changes: what it removes, and where its new entry stands. */
static void plan(struct trial *trial, size_t i)
{
    struct op *op = &trial->ops[i];
    long number = -(long)i - 1;
    if (op->action == REMOVE || op->action == SWAP || op->action == PUT)
        entry_at(trial->doc, op->in, op->at)->removed = true;
    struct order *list =
        op->action == REMOVE || op->action == REPLACE || op->action == FILL ? NULL : order_of(trial, op->in);
    if (op->action == AFTER || op->action == SWAP)
        insert_at(list, place_behind(list, op->at), number);
    else if (op->action == BEFORE)
        insert_at(list, op->at ? place_behind(list, op->at - 1) : 0, number);
    else if (op->action == PUT)
        insert_at(list, is_map(trial->doc, op->in) ? place_behind(list, op->at) : list->n, number);
    else if (op->action == PUSH_FIRST)
        insert_at(list, is_map(trial->doc, op->in) ? put_place(trial, list, str_of(op->key)) : 0, number);
    for (struct tree *tree = op->in; tree; tree = tree->parent)
        tree->changed = true;
}

/* Whether the entry stays. A sequence that loses all its items goes with its key. */
static bool survives(const struct trial *trial, const struct tree *in, size_t at)
{
    const struct tree *inner = value_at(trial->doc, in, at);
    if (entry_at(trial->doc, in, at)->removed)
        return false;
    if (!inner->changed || !is_seq(trial->doc, inner) || entry_count(trial->doc, inner) == 0 ||
        has_new(trial, inner))
        return true;
    for (size_t i = 0; i < entry_count(trial->doc, inner); i++)
        if (survives(trial, inner, i))
            return true;
    return false;
}

static bool is_block_scalar(const struct event *event)
{
    return event->type == YAML_SCALAR_EVENT &&
           (event->style == YAML_LITERAL_SCALAR_STYLE || event->style == YAML_FOLDED_SCALAR_STYLE);
}

/* Whether the entry ends in a block scalar that the end of the file cuts off, without a line break: it has to
 * stay the last thing in the file, or it would gain a line break. */
bool cut_off(const struct trial *trial, const struct tree *in, size_t at)
{
    const struct doc *doc = trial->doc;
    if (doc->lines[doc->text.n] == doc->text.n)
        return false;
    for (;;) {
        const struct tree *last = value_at(doc, in, at);
        const struct event *event = &doc->events.list[last->event];
        if (!survives(trial, in, at) || op_of(trial, REPLACE, last))
            return false;
        if (is_block_scalar(event))
            return event->end == doc->text.n;
        if (is_flow(doc, last) || entry_count(doc, last) == 0)
            return false;
        in = last;
        at = entry_count(doc, last) - 1;
    }
}

static void expect_event(struct trial *trial, struct event event)
{
    events_add(&trial->expected, event);
}

static void expect_new_value(struct trial *trial, const char *const *part)
{
    for (; *part; part++) {
        char kind = **part;
        struct event event = {.type = YAML_SCALAR_EVENT, .want = WANT_VALUE, .value = str_of(*part + 1)};
        if (kind == '{')
            event.type = YAML_MAPPING_START_EVENT;
        else if (kind == '[')
            event.type = YAML_SEQUENCE_START_EVENT;
        else if (kind == '}')
            event.type = YAML_MAPPING_END_EVENT;
        else if (kind == ']')
            event.type = YAML_SEQUENCE_END_EVENT;
        else
            event.want = kind == 'q' ? WANT_QUOTED : kind == 'l' ? WANT_PLAIN : WANT_VALUE;
        if (event.type != YAML_SCALAR_EVENT)
            event.value = (struct str){NULL, 0};
        expect_event(trial, event);
    }
}

static void expect_new(struct trial *trial, const struct tree *in, size_t i)
{
    const struct op *op = &trial->ops[i];
    bool map = op->action == FILL ? op->new_value % 2 == 0 : is_map(trial->doc, in);
    struct str key = op->action == FILL || !map ? str_of(op->key) : key_text(trial, in, -(long)i - 1);
    if (map)
        expect_event(trial, (struct event){.type = YAML_SCALAR_EVENT,
                                           .want = str_is(key, "on") ? WANT_QUOTED : WANT_VALUE,
                                           .value = key});
    expect_new_value(trial, new_values[op->new_value]);
}

/* The tree is removed; an alias of one of its anchors will take that over. */
static void lose(struct trial *trial, struct tree *tree)
{
    tree->gone = true;
    for (size_t i = 0; i < tree->n; i++)
        lose(trial, tree->kids[i]);
}

static void expect_tree(struct trial *trial, struct tree *tree);

static void expect_alias(struct trial *trial, struct tree *tree)
{
    struct tree *target = tree->target;
    if (is_collection(trial->doc, target) && (target->gone || target->changed))
        trial->error = true;
    if (is_collection(trial->doc, target) || !target->gone) {
        expect_event(trial, trial->doc->events.list[tree->event]);
        return;
    }
    struct event event = trial->doc->events.list[target->event];
    event.want = WANT_MOVED;
    expect_event(trial, event);
    target->gone = false;
    target->moved = true;
    for (struct tree *up = tree->parent; up; up = up->parent)
        up->changed = true;
}

static void expect_filled(struct trial *trial, struct tree *tree, size_t number)
{
    const struct event *event = &trial->doc->events.list[tree->event];
    bool map = trial->ops[number].new_value % 2 == 0, was_null = !is_collection(trial->doc, tree);
    struct event start = {.type = map ? YAML_MAPPING_START_EVENT : YAML_SEQUENCE_START_EVENT,
                          .want = WANT_VALUE};
    if (was_null)
        tree->gone = true;
    else
        start = (struct event){
            .type = start.type, .want = start.want, .anchor = event->anchor, .tag = event->tag};
    expect_event(trial, start);
    expect_new(trial, tree, number);
    expect_event(trial, (struct event){.type = map ? YAML_MAPPING_END_EVENT : YAML_SEQUENCE_END_EVENT});
}

/* Whether the value has no bytes, and its key no colon to put bytes behind. */
static bool has_no_place(const struct trial *trial, const struct tree *tree)
{
    const struct event *event = &trial->doc->events.list[tree->event];
    return tree->parent && is_map(trial->doc, tree->parent) && !is_flow(trial->doc, tree->parent) &&
           event->start == event->end && !entry_at(trial->doc, tree->parent, tree->at)->colon;
}

/* Moves the last of the old entries behind the new ones, if it has to stay the last thing in the file. */
static void keep_cut_off_last(const struct trial *trial, const struct tree *tree, struct order *order)
{
    size_t last = order->n;
    for (size_t i = 0; i < order->n; i++)
        if (order->list[i] >= 0)
            last = i;
    /* Items have an order, and stay in it. */
    if (last == order->n || is_flow(trial->doc, tree) || is_seq(trial->doc, tree) ||
        !cut_off(trial, tree, (size_t)order->list[last]))
        return;
    long number = order->list[last];
    memmove(order->list + last, order->list + last + 1, (order->n - last - 1) * sizeof *order->list);
    order->list[order->n - 1] = number;
}

static void expect_collection(struct trial *trial, struct tree *tree)
{
    struct order *order = order_of(trial, tree);
    size_t left = 0;
    for (size_t i = 0; i < order->n; i++)
        left += order->list[i] < 0 || survives(trial, tree, (size_t)order->list[i]);
    bool differs = order->n > entry_count(trial->doc, tree) || left < order->n;
    if (differs && tree->explicit)
        trial->error = true;
    keep_cut_off_last(trial, tree, order);
    struct event start = trial->doc->events.list[tree->event];
    if (left == 0)
        start.want = WANT_VALUE;
    expect_event(trial, start);
    for (size_t i = 0; i < order->n; i++) {
        if (order->list[i] < 0) {
            expect_new(trial, tree, (size_t)(-order->list[i] - 1));
            continue;
        }
        size_t at = (size_t)order->list[i];
        bool stays = survives(trial, tree, at);
        struct tree *key = entry_at(trial->doc, tree, at);
        (stays ? expect_tree : lose)(trial, key);
        if (is_map(trial->doc, tree))
            (stays ? expect_tree : lose)(trial, value_at(trial->doc, tree, at));
    }
    expect_event(trial,
                 (struct event){.type = start.type == YAML_MAPPING_START_EVENT ? YAML_MAPPING_END_EVENT
                                                                               : YAML_SEQUENCE_END_EVENT});
}

static void expect_all(struct trial *trial, struct tree *tree)
{
    expect_event(trial, trial->doc->events.list[tree->event]);
    for (size_t i = 0; i < tree->n; i++)
        expect_tree(trial, tree->kids[i]);
    if (is_collection(trial->doc, tree))
        expect_event(trial, (struct event){.type = is_map(trial->doc, tree) ? YAML_MAPPING_END_EVENT
                                                                            : YAML_SEQUENCE_END_EVENT});
}

static void expect_tree(struct trial *trial, struct tree *tree)
{
    size_t replaced = op_of(trial, REPLACE, tree), filled = op_of(trial, FILL, tree);
    if (replaced || filled)
        trial->error |= has_no_place(trial, tree);
    if (replaced) {
        tree->gone = true;
        expect_new_value(trial, new_values[trial->ops[replaced - 1].new_value]);
    } else if (filled) {
        expect_filled(trial, tree, filled - 1);
    } else if (tree->target) {
        expect_alias(trial, tree);
    } else if (tree->changed && is_collection(trial->doc, tree)) {
        expect_collection(trial, tree);
    } else {
        expect_all(trial, tree);
    }
}

void expect_stream(struct trial *trial)
{
    struct doc *doc = trial->doc;
    for (size_t i = 0; i < trial->n; i++)
        plan(trial, i);
    size_t root = 0;
    for (size_t i = 0; i < doc->events.n;) {
        yaml_event_type_t type = doc->events.list[i].type;
        expect_event(trial, doc->events.list[i++]);
        if (type != YAML_DOCUMENT_START_EVENT)
            continue;
        expect_tree(trial, doc->roots[root++]);
        while (doc->events.list[i].type != YAML_DOCUMENT_END_EVENT)
            i++;
    }
}
