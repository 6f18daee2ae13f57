/* The tree of the events, as libyaml gives them. */
#include "document.h"

#include <stdlib.h>

void *must(void *p)
{
    if (!p)
        abort();
    return p;
}

static struct tree *new_tree(struct doc *doc, size_t event)
{
    struct tree *tree = &doc->all[doc->trees++];
    *tree = (struct tree){.event = event};
    return tree;
}

static void add_kid(struct tree *tree, struct tree *kid)
{
    tree->kids = must(realloc(tree->kids, (tree->n + 1) * sizeof *tree->kids));
    tree->kids[tree->n++] = kid;
    kid->parent = tree;
}

bool is_map(const struct doc *doc, const struct tree *tree)
{
    return doc->events.list[tree->event].type == YAML_MAPPING_START_EVENT;
}

bool is_seq(const struct doc *doc, const struct tree *tree)
{
    return doc->events.list[tree->event].type == YAML_SEQUENCE_START_EVENT;
}

bool is_collection(const struct doc *doc, const struct tree *tree)
{
    return is_map(doc, tree) || is_seq(doc, tree);
}

bool is_flow(const struct doc *doc, const struct tree *tree)
{
    const struct event *event = &doc->events.list[tree->event];
    return is_map(doc, tree) ? event->style == YAML_FLOW_MAPPING_STYLE
                             : is_seq(doc, tree) && event->style == YAML_FLOW_SEQUENCE_STYLE;
}

static struct tree *find_anchor(struct doc *doc, size_t from, size_t to, struct str name)
{
    while (to-- > from) {
        const struct event *event = &doc->events.list[doc->all[to].event];
        if (event->type != YAML_ALIAS_EVENT && event->anchor.p && str_same(event->anchor, name))
            return &doc->all[to];
    }
    return NULL;
}

struct tree *build(struct doc *doc, size_t *at, size_t first)
{
    const struct event *event = &doc->events.list[*at];
    struct tree *tree = new_tree(doc, (*at)++);
    if (event->type == YAML_ALIAS_EVENT)
        tree->target = find_anchor(doc, first, doc->trees, event->anchor);
    if (!is_collection(doc, tree))
        return tree;
    yaml_event_type_t last = is_map(doc, tree) ? YAML_MAPPING_END_EVENT : YAML_SEQUENCE_END_EVENT;
    while (doc->events.list[*at].type != last) {
        struct tree *kid = build(doc, at, first);
        kid->at = is_map(doc, tree) ? tree->n / 2 : tree->n;
        add_kid(tree, kid);
    }
    ++*at;
    return tree;
}

size_t entry_count(const struct doc *doc, const struct tree *tree)
{
    return is_map(doc, tree) ? tree->n / 2 : is_seq(doc, tree) ? tree->n : 0;
}

struct tree *entry_at(const struct doc *doc, const struct tree *tree, size_t at)
{
    return tree->kids[is_map(doc, tree) ? 2 * at : at];
}

struct tree *value_at(const struct doc *doc, const struct tree *tree, size_t at)
{
    return tree->kids[is_map(doc, tree) ? 2 * at + 1 : at];
}
