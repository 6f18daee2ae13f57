/* The tree of nodes: looking things up, and marking them. */
#include "parsed.h"

static void node_lookups(void **state)
{
    (void)state;
    struct parsed_text parsed;
    struct node *root =
        parse_text(&parsed, "a: &x {b: [1, yes], c: ~}\nd: *x\ne: \"~\"\nf:\ng: !!str\nh: 'true'\n");
    holds(root != NULL);
    struct node *a = node_get(root, "a"), *d = node_get(root, "d");
    equal_int(a->kind, NODE_MAPPING);
    holds(node_get(root, "z") == NULL);
    holds(node_get(node_get(a, "b"), "z") == NULL);
    holds(node_get(NULL, "z") == NULL);
    holds(node_real(d) == a);
    holds(node_get(d, "b") == NULL);
    struct node *one = node_first(node_get(a, "b")), *yes = node_after(one);
    holds(node_is(one, "1"));
    holds(!node_is(one, "2"));
    equal_str(node_text(yes), "yes");
    holds(node_is_true(yes));
    holds(!node_is_true(node_get(root, "h")));
    equal_str(node_text(a), "");
    holds(node_is_null(node_get(a, "c")));
    holds(node_is_null(node_get(root, "f")));
    holds(!node_is_null(node_get(root, "e")));
    holds(!node_is_null(node_get(root, "g")));
    holds(node_in_flow(one));
    holds(!node_in_flow(a));
    node_remove(one, "");
    holds(node_first(node_get(a, "b")) == yes);
    node_remove(node_key(root, "a"), "");
    holds(node_get(root, "a") == NULL);
    forget(&parsed);
}

/* Puts an entry under each of the keys, which are one letter each. */
static void put_all(struct arena *arena, struct node *mapping, const char *keys)
{
    for (const char *key = keys; *key; key++)
        holds(node_put(arena, mapping, arena_copy(arena, (struct str){key, 1}).p, node_literal(arena, "1"),
                       "") != NULL);
}

static void must_have(const struct node *collection, const char *entries)
{
    struct buf found = {0};
    for (const struct node *entry = node_first(collection); entry; entry = node_after(entry))
        buf_str(&found, entry->text);
    equal_buf(&found, entries);
}

static void node_order(void **state)
{
    (void)state;
    struct parsed_text parsed;
    struct node *root = parse_text(&parsed, "sorted: {b: 1, d: 2}\nunsorted: {d: 1, b: 2}\nlist: [1]\n");
    put_all(&parsed.arena, node_get(root, "sorted"), "cea");
    must_have(node_get(root, "sorted"), "abcde");
    put_all(&parsed.arena, node_get(root, "unsorted"), "ca");
    must_have(node_get(root, "unsorted"), "dbca");
    node_remove(node_key(node_get(root, "sorted"), "c"), "");
    must_have(node_get(root, "sorted"), "abde");
    struct node *list = node_get(root, "list");
    node_push(list, node_literal(&parsed.arena, "2"), "");
    node_push_first(list, node_literal(&parsed.arena, "0"), "");
    must_have(list, "012");
    holds(node_put(&parsed.arena, list, "x", NULL, "") == NULL);
    forget(&parsed);
}

static void node_paths(void **state)
{
    (void)state;
    static const char *const paths[] = {"spec.containers[0].env", "spec.containers[1].env",
                                        "metadata.labels['a.b/c']", "metadata['']"};
    struct parsed_text parsed;
    struct node *root = parse_text(&parsed, "spec: {containers: [{env: 1}, {env: 2}]}\n"
                                            "metadata: {labels: {a.b/c: 1}, '': 2}\n");
    struct node *list = node_get(node_get(root, "spec"), "containers");
    struct node *entries[] = {node_key(list->child, "env"), node_key(list->child->next, "env"),
                              node_key(node_get(node_get(root, "metadata"), "labels"), "a.b/c"),
                              node_key(node_get(root, "metadata"), "")};
    for (size_t i = 0; i < COUNT(paths); i++) {
        struct buf path = {0};
        node_path(&path, entries[i]);
        equal_buf(&path, paths[i]);
    }
    forget(&parsed);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {fresh_test(node_lookups), fresh_test(node_order),
                                       fresh_test(node_paths)};
    return run_tests_named(argc, argv, tests);
}
