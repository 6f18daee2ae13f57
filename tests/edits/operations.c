/* Which operations are tried on a document. */
#include "trial.h"

#include <stdio.h>
#include <string.h>

/* Documents up to EXHAUSTIVE bytes: each entry is tried alone. Greater ones, and pairs in all of them:
 * samples, so many that the work stays about the same. */
enum { EXHAUSTIVE = 24 * 1024, BUDGET = 1024 * 1024 };

/* The keys of new entries. */
static const size_t new_scalars[] = {0, 1, 2, 5};
enum { NEW_SCALARS = sizeof new_scalars / sizeof *new_scalars };
static const char *const keys[] = {"m", "on", "zz top", "a", "podclone/clone", "n2"};
enum { KEYS = sizeof keys / sizeof *keys };

static bool has_key(const struct doc *doc, const struct tree *in, const char *key)
{
    if (!is_map(doc, in))
        return false;
    for (size_t i = 0; i < entry_count(doc, in); i++)
        if (str_is(doc->events.list[entry_at(doc, in, i)->event].value, key))
            return true;
    return false;
}

#ifdef __SANITIZE_ADDRESS__
enum { SANITIZED = 12 };
#else
enum { SANITIZED = 1 };
#endif

/* Whether this turn is taken. Sanitizers are slow, and see most in a few turns. */
static bool takes_turn(struct doc *doc, bool sample)
{
    size_t turn = doc->turn++;
    size_t stride = (sample ? doc->stride : 1) * SANITIZED;
    return (turn * 2654435761U >> 7) % stride == 0;
}

static struct op make_op(struct doc *doc, enum action action, struct tree *in, size_t at, size_t new_value,
                         size_t key)
{
    struct op op = {.action = action, .in = in, .at = at, .new_value = new_value};
    for (size_t i = 0; i < KEYS; i++) {
        const char *name = keys[(key + i) % KEYS];
        if (has_key(doc, in, name))
            continue;
        snprintf(op.key, sizeof op.key, "%s", name);
        break;
    }
    if (action == REPLACE)
        op.new_value = new_scalars[new_value % NEW_SCALARS];
    return op;
}

static bool is_scalar(const struct doc *doc, const struct tree *tree)
{
    return doc->events.list[tree->event].type == YAML_SCALAR_EVENT;
}

static bool can_fill(const struct doc *doc, const struct tree *tree)
{
    const struct event *event = &doc->events.list[tree->event];
    if (is_collection(doc, tree))
        return tree->n == 0;
    static const char *const nulls[] = {"", "~", "null", "Null", "NULL"};
    if (!is_scalar(doc, tree) || event->style != YAML_PLAIN_SCALAR_STYLE || event->tag.p)
        return false;
    for (size_t i = 0; i < sizeof nulls / sizeof *nulls; i++)
        if (str_is(event->value, nulls[i]))
            return true;
    return false;
}

static void try_filling(struct doc *doc, struct tree *tree)
{
    if (!can_fill(doc, tree))
        return;
    for (size_t new_value = 0; new_value < NEW_VALUES; new_value++) {
        bool fits = !is_collection(doc, tree) || is_map(doc, tree) == (new_value % 2 == 0);
        struct op op = make_op(doc, FILL, tree, 0, new_value, new_value);
        if (fits)
            try_operations(doc, &op, 1);
    }
}

static bool applies(const struct doc *doc, enum action action, const struct tree *in, size_t at)
{
    if (action == REPLACE)
        return is_scalar(doc, value_at(doc, in, at));
    return action != FILL && (action != PUSH_FIRST || at == 0) &&
           (action != PUT || !is_map(doc, in) || is_scalar(doc, entry_at(doc, in, at)));
}

static void try_alone(struct doc *doc, struct tree *in, size_t at)
{
    for (enum action action = 0; action < FILL; action++) {
        if (!applies(doc, action, in, at))
            continue;
        size_t times = action == REMOVE || doc->text.n > SMALL ? 1
                       : action == REPLACE                     ? NEW_SCALARS
                                                               : NEW_VALUES;
        for (size_t i = 0; i < times; i++) {
            struct op op = make_op(doc, action, in, at, times > 1 ? i : doc->turn % NEW_VALUES, doc->turn);
            if (takes_turn(doc, doc->text.n > EXHAUSTIVE))
                try_operations(doc, &op, 1);
        }
    }
}

static void try_pair(struct doc *doc, struct tree *a, size_t i, struct tree *b, size_t j, size_t which)
{
    static const enum action actions[] = {REMOVE, AFTER, SWAP, REPLACE, BEFORE, PUT};
    enum { N = sizeof actions / sizeof *actions };
    enum action x = actions[which % N], y = actions[which / N % N];
    if (!applies(doc, x, a, i) || !applies(doc, y, b, j) || !takes_turn(doc, true))
        return;
    struct op ops[] = {make_op(doc, x, a, i, doc->turn % NEW_VALUES, doc->turn),
                       make_op(doc, y, b, j, doc->turn / 3 % NEW_VALUES, doc->turn + 1)};
    if (a == b && strcmp(ops[0].key, ops[1].key) == 0)
        ops[1] = make_op(doc, y, b, j, ops[1].new_value, doc->turn + 2);
    try_operations(doc, ops, 2);
}

enum { PAIRS = 36, ALL_PAIRS = 12 };

static void try_pairs(struct doc *doc, struct tree *in)
{
    size_t n = entry_count(doc, in);
    for (size_t i = 0; i < n; i++)
        for (size_t j = i + 1; j < n && (n <= ALL_PAIRS || j < i + 4); j++)
            for (size_t k = 0; k < PAIRS; k++)
                if (doc->text.n < SMALL || (i + j + k) % 5 == 0)
                    try_pair(doc, in, i, in, j, k);
}

/* The entry together with entries of its own value, and of its neighbour's. */
static void try_pairs_across(struct doc *doc, struct tree *in, size_t at)
{
    for (size_t i = at; i < entry_count(doc, in) && i < at + 2; i++) {
        struct tree *value = value_at(doc, in, i);
        for (size_t j = 0; j < entry_count(doc, value) && j < 3; j++)
            for (size_t k = (i + j) % 3; k < PAIRS; k += doc->text.n < SMALL ? 1 : 5)
                try_pair(doc, in, at, value, j, k);
    }
}

static void try_entries(struct doc *doc, struct tree *tree)
{
    try_filling(doc, tree);
    for (size_t i = 0; i < entry_count(doc, tree); i++)
        try_alone(doc, tree, i);
    try_pairs(doc, tree);
    for (size_t i = 0; i < entry_count(doc, tree); i++)
        try_pairs_across(doc, tree, i);
    for (size_t i = 0; i < entry_count(doc, tree); i++)
        try_entries(doc, value_at(doc, tree, i));
}

void try_everything(struct doc *doc)
{
    doc->stride = 1 + doc->trees * doc->text.n * 48 / BUDGET;
    try_operations(doc, NULL, 0);
    for (size_t i = 0; i < doc->n_documents; i++)
        try_entries(doc, doc->roots[i]);
}
