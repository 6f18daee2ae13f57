/* One trial: the change is made on the events and by the program, and both must agree. */
#include "trial.h"
#include "yaml/lower.h"
#include "yaml/splice.h"

#include <stdio.h>
#include <stdlib.h>

size_t passed, failed;

static const char *const action_names[] = {
    "remove",         "insert after", "insert before", "remove and insert after",
    "remove and put", "push first",   "replace",       "fill"};

static void print_lines(char sign, struct str text, size_t from, size_t to)
{
    for (int lines = 0; from < to && lines < 12; lines++) {
        size_t end = from;
        while (end < to && text.p[end] != '\n')
            end++;
        printf("    %c %.*s\n", sign, (int)(end - from > 200 ? 200 : end - from), text.p + from);
        from = end + 1;
    }
}

static void print_diff(struct str in, struct str out)
{
    size_t from = 0, tail = 0;
    while (from < in.n && from < out.n && in.p[from] == out.p[from])
        from++;
    while (tail < in.n - from && tail < out.n - from && in.p[in.n - tail - 1] == out.p[out.n - tail - 1])
        tail++;
    while (from > 0 && in.p[from - 1] != '\n')
        from--;
    print_lines('-', in, from, in.n - tail);
    print_lines('+', out, from, out.n - tail);
}

static void fail(const struct trial *trial, struct str out, const char *why)
{
    if (++failed > 30)
        return;
    printf("FAIL %s:", trial->doc->name);
    for (size_t i = 0; i < trial->n; i++) {
        const struct op *op = &trial->ops[i];
        const struct node *node = (op->action == FILL || op->at >= entry_count(trial->doc, op->in)
                                       ? op->in
                                       : entry_at(trial->doc, op->in, op->at))
                                      ->node;
        struct buf path = {0};
        node_path(&path, node);
        printf("%s %s %.*s (new value %zu, key %s)", i ? " and" : "", action_names[op->action], (int)path.n,
               path.n ? path.p : "", op->new_value, op->key);
        buf_free(&path);
    }
    printf("\n  %s\n", why);
    print_diff(trial->doc->text, out);
}

static const char *check_edits(const struct edits *edits, size_t size)
{
    size_t done = 0;
    for (size_t i = 0; i < edits->n; i++) {
        if (edits->list[i].at < done)
            return "the edits overlap or are out of order";
        done = edits->list[i].at + edits->list[i].len;
    }
    return done > size ? "an edit reaches behind the end" : NULL;
}

static void judge(struct trial *trial, const struct error *error, const struct edits *edits, struct str out)
{
    char why[512];
    const char *bad = NULL;
    if (trial->error != error->set)
        bad = trial->error ? "is done, and should be refused" : error->text;
    else if (!trial->error)
        bad = check_edits(edits, trial->doc->text.n);
    if (!trial->error && !bad && !libyaml_reads(&trial->expected, out, why, sizeof why))
        bad = why;
    if (!trial->error && !bad)
        bad = check_bytes(trial, out);
    if (!trial->error && !bad && trial->doc->libfyaml_agrees &&
        trial->doc->turn % trial->doc->libfyaml_every == 0 && !libfyaml_differs(&trial->expected, out) &&
        !libfyaml_reads(&trial->expected, out, why, sizeof why))
        bad = why;
    if (bad)
        fail(trial, out, bad);
    else
        passed++;
}

void try_operations(struct doc *doc, struct op *ops, size_t n)
{
    struct trial trial = {.doc = doc, .ops = ops, .n = n};
    struct error error = {0};
    struct edits edits = {0};
    struct buf out = {0};
    expect_stream(&trial);
    for (size_t i = 0; i < n; i++)
        apply(&trial, &ops[i]);
    bool ok = true;
    for (size_t i = 0; ok && i < doc->n_documents; i++)
        ok = lower(&doc->source, &doc->documents[i], doc->documents[i].root, &doc->arena, &edits, &error);
    if (ok)
        splice(&doc->source, 0, doc->text.n, &edits, &out);
    judge(&trial, &error, &edits, (struct str){out.p ? out.p : "", out.n});
    for (struct order *order = trial.orders, *next; order; order = next) {
        next = order->next;
        free(order->list);
        free(order);
    }
    events_free(&trial.expected);
    edits_free(&edits);
    buf_free(&out);
    restore(doc);
}
