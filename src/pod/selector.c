#include "pod/selector.h"

#include "base/shown.h"

static const struct node *part(const struct node *mapping, const char *key)
{
    return node_real(node_get(mapping, key));
}

static void add_comma(struct buf *b, size_t start)
{
    buf_puts(b, b->n > start ? "," : "");
}

/* key=value,... of the values that are scalars. */
static void add_labels(struct buf *b, const struct node *labels)
{
    size_t start = b->n;
    if (!labels || labels->kind != NODE_MAPPING)
        return;
    for (const struct node *key = node_first(labels); key; key = node_after(key)) {
        const struct node *value = node_real(key->value);
        if (!value || value->kind != NODE_SCALAR)
            continue;
        add_comma(b, start);
        shown_text(b, key->text);
        buf_puts(b, "=");
        shown_text(b, node_text(value));
    }
}

/* What stands before and behind the key; with values, they follow in parentheses. */
static const struct {
    const char *name, *before, *behind;
    bool values;
} operators[] = {
    {"In", "", " in ", true},
    {"NotIn", "", " notin ", true},
    {"Exists", "", "", false},
    {"DoesNotExist", "!", "", false},
};

static void add_values(struct buf *b, const struct node *values)
{
    const struct node *value = values && values->kind == NODE_SEQUENCE ? node_first(values) : NULL;
    buf_puts(b, "(");
    for (const char *comma = ""; value; value = node_after(value), comma = ",") {
        buf_puts(b, comma);
        shown_text(b, node_text(value));
    }
    buf_puts(b, ")");
}

static void add_expressions(struct buf *b, const struct node *list, size_t start)
{
    const struct node *item = list && list->kind == NODE_SEQUENCE ? node_first(list) : NULL;
    for (; item; item = node_after(item)) {
        const struct node *expression = node_real(item);
        for (size_t i = 0; i < sizeof operators / sizeof *operators; i++) {
            if (!node_is(node_get(expression, "operator"), operators[i].name))
                continue;
            add_comma(b, start);
            buf_puts(b, operators[i].before);
            shown_text(b, node_text(node_get(expression, "key")));
            buf_puts(b, operators[i].behind);
            if (operators[i].values)
                add_values(b, part(expression, "values"));
        }
    }
}

/* A ReplicationController and a DeploymentConfig have the labels themselves there. */
void selector_print(struct buf *b, const struct node *root)
{
    const struct node *selector = part(part(root, "spec"), "selector");
    const struct node *labels = part(selector, "matchLabels"), *list = part(selector, "matchExpressions");
    size_t start = b->n;
    add_labels(b, labels || list ? labels : selector);
    add_expressions(b, list, start);
    buf_puts(b, "\n");
}
