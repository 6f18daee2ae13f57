#include "clone/put.h"

#include "yaml/render.h"

#include <stdarg.h>
#include <stdio.h>

struct str put_format(struct clone *c, const char *fmt, ...)
{
    char small[256];
    struct buf b = {0};
    va_list args, again;
    va_start(args, fmt);
    va_copy(again, args);
    int n = vsnprintf(small, sizeof small, fmt, args);
    va_end(args);
    bool fits = n >= 0 && (size_t)n < sizeof small;
    if (!fits)
        buf_fill(&b, '\0', n < 0 ? 0 : (size_t)n + 1);
    if (!fits && !b.failed && b.n)
        vsnprintf(b.p, b.n--, fmt, again);
    va_end(again);
    return fits ? arena_copy(c->arena, (struct str){small, (size_t)n}) : arena_take(c->arena, &b);
}

/* The collection at a key, made where it is absent or null. */
struct node *put_collection(struct clone *c, struct node *parent, const char *key, enum kind kind,
                            const char *why)
{
    struct node *v = object_child(parent, key, kind, c->error), *null = node_get(parent, key);
    if (v || c->error->set)
        return v;
    if (null) {
        node_fill(null, kind);
        return null;
    }
    return node_put(c->arena, parent, key,
                    kind == NODE_MAPPING ? node_mapping(c->arena) : node_sequence(c->arena), why);
}

/* What is there already is no change. */
void put_replace(struct arena *a, struct node *old, struct node *value, const char *why)
{
    struct buf b = {0};
    if (value)
        render_scalar(&b, value, false);
    bool same = old->kind == NODE_SCALAR && old->style == STYLE_PLAIN && !old->tagged &&
                str_same(old->text, (struct str){b.p, b.n});
    buf_free(&b);
    if (same)
        node_restore(old);
    else
        node_replace(a, old, value, why);
}

void put_remove(struct clone *c, struct node *mapping, const char *key, const char *why)
{
    struct node *k = mapping && object_removable(mapping, key, c->error) ? node_key(mapping, key) : NULL;
    if (k)
        node_remove(k, why);
}

/* Puts a scalar at a key, or changes the one that is there. */
void put_scalar(struct clone *c, struct node *mapping, const char *key, struct node *value, const char *why)
{
    if (mapping && !object_own(mapping, key, c->error))
        return;
    struct node *old = node_get(mapping, key);
    if (!old)
        node_put(c->arena, mapping, key, value, why);
    else if (old->kind != NODE_SCALAR && old->kind != NODE_ALIAS)
        error_at(c->error, old->start, "%s is a collection where Kubernetes has a scalar", key);
    else
        put_replace(c->arena, old, value, why);
}

void put_text(struct clone *c, struct node *mapping, const char *key, struct str value, const char *why)
{
    put_scalar(c, mapping, key, node_string(c->arena, value), why);
}

struct node *put_json(struct clone *c, struct str text, struct source *s)
{
    struct error none = {0};
    struct document d = {0}, end = {0};
    if (!text.n || !input_of(text.p, text.n, s, &none) || !s->json)
        return NULL;
    struct parse *p = parse_open(s, c->arena, c->arena, &none);
    bool one = p && parse_next(p, &d) == PARSE_DOCUMENT && !d.n_anchors && parse_next(p, &end) == PARSE_END;
    parse_close(p);
    return one ? d.root : NULL;
}

struct node *put_list(struct clone *c, const char *const words[])
{
    struct node *sequence = node_sequence(c->arena);
    for (; *words; words++)
        node_push(sequence, node_string(c->arena, str_of(*words)), NULL);
    return sequence;
}

struct node *put_behind(struct node *sequence, struct node *last, struct node *item)
{
    if (!sequence || !item)
        return last;
    node_link(sequence, last, item);
    return item;
}

void put_each_container(struct clone *c, void (*run)(struct clone *c, struct node *container))
{
    for (struct node *i = node_first(c->pod.containers); i; i = node_after(i))
        run(c, i);
    for (struct node *i = node_first(c->pod.init_containers); i; i = node_after(i))
        run(c, i);
}

void put_each_source(struct clone *c, void (*run)(struct clone *c, struct node *source, struct str volume))
{
    for (struct node *v = node_first(object_volumes(&c->pod)); v && !c->error->set; v = node_after(v)) {
        struct str volume = node_text(node_get(node_real(v), "name"));
        const struct node *sources =
            node_real(node_get(node_real(node_get(node_real(v), "projected")), "sources"));
        run(c, v, volume);
        for (struct node *source = node_first(sources); source; source = node_after(source))
            run(c, source, volume);
    }
}
