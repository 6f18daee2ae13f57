/* The program's side: its nodes, in the order of the tree, and the change made on them. */
#include "trial.h"
#include "yaml/parse.h"

#include <stdlib.h>

static void remember(struct doc *doc, struct node *node)
{
    doc->saved = must(realloc(doc->saved, (doc->n_saved + 1) * sizeof *doc->saved));
    doc->saved[doc->n_saved++] = (struct saved){node, *node};
}

/* Gives each tree its node; false if they do not match. */
static bool bind(struct doc *doc, struct tree *tree, struct node *node)
{
    static const enum kind kinds[] = {[YAML_SCALAR_EVENT] = NODE_SCALAR,
                                      [YAML_ALIAS_EVENT] = NODE_ALIAS,
                                      [YAML_MAPPING_START_EVENT] = NODE_MAPPING,
                                      [YAML_SEQUENCE_START_EVENT] = NODE_SEQUENCE};
    if (!node || node->kind != kinds[doc->events.list[tree->event].type])
        return false;
    tree->node = node;
    remember(doc, node);
    struct node *entry = node->child;
    for (size_t i = 0; i < entry_count(doc, tree); i++, entry = entry->next) {
        if (!entry || !bind(doc, entry_at(doc, tree, i), entry))
            return false;
        if (is_map(doc, tree) && !bind(doc, value_at(doc, tree, i), entry->value))
            return false;
    }
    return entry == NULL || !is_collection(doc, tree);
}

/* Parses one document. The parser hands out the items of a List one by one: they are put back into their
 * sequence. */
static enum parsed parse_document(struct parse *parse, struct document *document)
{
    struct node *first = NULL, **link = &first;
    enum parsed got;
    while ((got = parse_next(parse, document)) == PARSE_ITEM) {
        *link = document->item;
        link = &document->item->next;
    }
    if (first)
        document->items->child = first;
    return got;
}

bool parse_all(struct doc *doc, struct arena *arena, struct error *error)
{
    struct parse *parse = must(parse_open(&doc->source, arena, arena, error));
    enum parsed got;
    doc->documents = must(calloc(doc->events.n, sizeof *doc->documents));
    while ((got = parse_document(parse, &doc->documents[doc->n_documents])) == PARSE_DOCUMENT)
        doc->n_documents++;
    parse_close(parse);
    for (size_t i = 0; got == PARSE_END && i < doc->n_documents; i++)
        if (!bind(doc, doc->roots[i], doc->documents[i].root))
            return error_set(error, "the nodes are not the events");
    return got == PARSE_END;
}

/* A new value, from its parts. */
static struct node *make(struct arena *arena, const char *const **part)
{
    const char *text = *(*part)++;
    if (*text == 'l')
        return node_literal(arena, text + 1);
    if (*text != '{' && *text != '[')
        return node_string(arena, str_of(text + 1));
    struct node *node = *text == '{' ? node_mapping(arena) : node_sequence(arena);
    while (***part != '}' && ***part != ']') {
        if (*text == '{') {
            const char *key = *(*part)++ + 1;
            node_put_any(arena, node, key, make(arena, part), "");
        } else {
            node_push(node, make(arena, part), "");
        }
    }
    ++*part;
    return node;
}

static struct node *make_entry(struct arena *arena, bool map, const char *key, size_t new_value)
{
    const char *const *part = new_values[new_value];
    struct node *value = make(arena, &part);
    if (!map)
        return value;
    struct node *node = node_string(arena, str_of(key));
    node->value = value;
    value->parent = node;
    return node;
}

static void fill(struct doc *doc, const struct op *op)
{
    struct node *collection = op->in->node;
    const char *const *part = new_values[op->new_value];
    bool map = op->new_value % 2 == 0;
    if (!is_collection(doc, op->in))
        node_fill(collection, map ? NODE_MAPPING : NODE_SEQUENCE);
    if (map)
        node_put_any(&doc->arena, collection, op->key, make(&doc->arena, &part), "");
    else
        node_push(collection, make(&doc->arena, &part), "");
}

void apply(struct trial *trial, const struct op *op)
{
    struct doc *doc = trial->doc;
    struct arena *arena = &doc->arena;
    if (op->action == FILL) {
        fill(doc, op);
        return;
    }
    bool map = is_map(doc, op->in);
    struct node *collection = op->in->node, *entry = entry_at(doc, op->in, op->at)->node;
    const char *const *part = new_values[op->new_value];
    if (op->action == REMOVE || op->action == SWAP || op->action == PUT)
        node_remove(entry, "");
    if (op->action == AFTER || op->action == SWAP)
        node_link(collection, entry, make_entry(arena, map, op->key, op->new_value));
    if (op->action == BEFORE)
        node_link(collection, op->at ? entry_at(doc, op->in, op->at - 1)->node : NULL,
                  make_entry(arena, map, op->key, op->new_value));
    if (op->action == PUT && map) {
        struct str key = arena_copy(arena, key_text(trial, op->in, (long)op->at));
        node_put_any(arena, collection, key.p, make(arena, &part), "");
    } else if (op->action == PUT) {
        node_push(collection, make(arena, &part), "");
    }
    if (op->action == PUSH_FIRST && map)
        node_put_any(arena, collection, op->key, make(arena, &part), "");
    else if (op->action == PUSH_FIRST)
        node_push_first(collection, make(arena, &part), "");
    if (op->action == REPLACE)
        node_replace(arena, value_at(doc, op->in, op->at)->node, make(arena, &part), "");
}

void restore(struct doc *doc)
{
    for (size_t i = 0; i < doc->n_saved; i++)
        *doc->saved[i].node = doc->saved[i].was;
    for (size_t i = 0; i < doc->n_documents; i++)
        for (size_t a = 0; a < doc->documents[i].n_anchors; a++)
            doc->documents[i].anchors[a].gone = false;
    for (size_t i = 0; i < doc->trees; i++) {
        struct tree *tree = &doc->all[i];
        tree->changed = tree->gone = tree->moved = tree->removed = false;
    }
    arena_reset(&doc->arena);
}
