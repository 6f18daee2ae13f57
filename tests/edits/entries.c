/* The bytes of the entries, as the tokens tell them. */
#include "document.h"

#include <string.h>

/* Whether the token has bytes. */
bool is_real(const struct token *token)
{
    return token->end > token->start;
}

static int nesting(yaml_token_type_t type)
{
    switch (type) {
    case YAML_BLOCK_MAPPING_START_TOKEN:
    case YAML_BLOCK_SEQUENCE_START_TOKEN:
    case YAML_FLOW_MAPPING_START_TOKEN:
    case YAML_FLOW_SEQUENCE_START_TOKEN:
        return 1;
    case YAML_BLOCK_END_TOKEN:
    case YAML_FLOW_MAPPING_END_TOKEN:
    case YAML_FLOW_SEQUENCE_END_TOKEN:
        return -1;
    default:
        return 0;
    }
}

/* The number of the token behind the entry whose tokens start here. */
static size_t entry_stop(const struct doc *doc, const struct tree *in, size_t token)
{
    int depth = 0;
    for (size_t i = token;; i++) {
        yaml_token_type_t type = doc->tokens.list[i].type;
        bool next = is_flow(doc, in)  ? type == YAML_FLOW_ENTRY_TOKEN
                    : is_map(doc, in) ? type == YAML_KEY_TOKEN
                                      : type == YAML_BLOCK_ENTRY_TOKEN || type == YAML_KEY_TOKEN;
        if (depth == 0 && i > token && next)
            return i;
        depth += nesting(type);
        if (depth < 0 || type == YAML_DOCUMENT_START_TOKEN || type == YAML_DOCUMENT_END_TOKEN ||
            type == YAML_STREAM_END_TOKEN)
            return i;
    }
}

/* Notes where the tokens from..to, those of one entry, lie in the text. */
static void place_entry(const struct doc *doc, struct tree *in, size_t at, size_t from, size_t to)
{
    struct tree *entry = entry_at(doc, in, at);
    const struct token *tokens = doc->tokens.list;
    size_t before = from;
    while (before > 0 && !is_real(&tokens[before - 1]))
        before--;
    entry->before = before ? tokens[before - 1].end : 0;
    bool first = true;
    int depth = 0;
    for (size_t i = from; i < to; i++) {
        if (depth == 0 && tokens[i].type == YAML_VALUE_TOKEN)
            entry->colon = true;
        if (tokens[i].type == YAML_KEY_TOKEN && is_real(&tokens[i]) && depth == 0 && is_map(doc, in))
            in->explicit = true;
        depth += nesting(tokens[i].type);
        if (!is_real(&tokens[i]))
            continue;
        if (first)
            entry->lead = tokens[i].start;
        first = false;
        entry->end = tokens[i].end;
        entry->ends_in_block =
            tokens[i].type == YAML_SCALAR_TOKEN &&
            (tokens[i].style == YAML_LITERAL_SCALAR_STYLE || tokens[i].style == YAML_FOLDED_SCALAR_STYLE);
    }
}

/* Finds the tokens of one kind in their order. */
struct cursor {
    size_t at;
    int flow;
};

struct walker {
    struct doc *doc;
    struct cursor key, item, flow;
};

/* The next token of one of two kinds; in block style only, unless it may be anywhere. */
static size_t next_of(const struct doc *doc, struct cursor *cursor, yaml_token_type_t a, yaml_token_type_t b,
                      bool anywhere)
{
    for (;;) {
        yaml_token_type_t type = doc->tokens.list[cursor->at++].type;
        bool found = (type == a || type == b) && (anywhere || cursor->flow == 0);
        if (type == YAML_FLOW_MAPPING_START_TOKEN || type == YAML_FLOW_SEQUENCE_START_TOKEN)
            cursor->flow++;
        if (type == YAML_FLOW_MAPPING_END_TOKEN || type == YAML_FLOW_SEQUENCE_END_TOKEN)
            cursor->flow--;
        if (found)
            return cursor->at - 1;
    }
}

static void place_flow(struct walker *walker, struct tree *tree)
{
    struct doc *doc = walker->doc;
    size_t at =
        next_of(doc, &walker->flow, YAML_FLOW_MAPPING_START_TOKEN, YAML_FLOW_SEQUENCE_START_TOKEN, true) + 1;
    for (size_t i = 0; i < entry_count(doc, tree); i++) {
        size_t stop = entry_stop(doc, tree, at);
        place_entry(doc, tree, i, at, stop);
        at = stop + 1;
    }
}

static void place_entries(struct walker *walker, struct tree *tree)
{
    struct doc *doc = walker->doc;
    const struct event *event = &doc->events.list[tree->event];
    bool flow = is_flow(doc, tree);
    tree->bracket = flow && event->end > event->start && strchr("{[", doc->text.p[event->end - 1]);
    if (flow && tree->bracket)
        place_flow(walker, tree);
    if (flow && !tree->bracket) {
        tree->explicit = true;
        tree->kids[0]->lead = tree->lead;
        tree->kids[0]->end = tree->end;
    }
    for (size_t i = 0; i < entry_count(doc, tree); i++) {
        if (!flow && is_map(doc, tree)) {
            size_t at = next_of(doc, &walker->key, YAML_KEY_TOKEN, YAML_KEY_TOKEN, false);
            place_entry(doc, tree, i, at, entry_stop(doc, tree, at));
        } else if (!flow) {
            size_t at = next_of(doc, &walker->item, YAML_BLOCK_ENTRY_TOKEN, YAML_BLOCK_ENTRY_TOKEN, false);
            place_entry(doc, tree, i, at, entry_stop(doc, tree, at));
        }
        struct tree *key = entry_at(doc, tree, i);
        if (is_map(doc, tree) && doc->events.list[key->event].type != YAML_SCALAR_EVENT)
            tree->explicit = true;
        place_entries(walker, key);
        if (is_map(doc, tree))
            place_entries(walker, value_at(doc, tree, i));
    }
}

void build_trees(struct doc *doc)
{
    doc->all = must(calloc(doc->events.n, sizeof *doc->all));
    struct walker walker = {.doc = doc};
    size_t roots = 0;
    for (size_t i = 0; i < doc->events.n; i++)
        roots += doc->events.list[i].type == YAML_DOCUMENT_START_EVENT;
    doc->roots = must(calloc(roots + 1, sizeof(struct tree *)));
    roots = 0;
    for (size_t i = 0; i < doc->events.n;) {
        if (doc->events.list[i++].type != YAML_DOCUMENT_START_EVENT)
            continue;
        doc->roots[roots] = build(doc, &i, doc->trees);
        place_entries(&walker, doc->roots[roots++]);
    }
}
