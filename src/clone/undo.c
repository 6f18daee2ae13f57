#include "clone/undo.h"

#include "clone/hold.h"
#include "clone/privileges.h"
#include "clone/put.h"

#include <string.h>

static const char why[] = "an earlier clone had it; it is made anew", prefix[] = "podclone-tools";

static bool ends(struct str s, const char *end)
{
    size_t n = strlen(end);
    return s.n >= n && memcmp(s.p + s.n - n, end, n) == 0;
}

/* The init container that an earlier run made: its command ends in the path of hold; before 0.2 in its own
 * name. */
static struct node *old_container(const struct clone *c)
{
    for (struct node *i = node_first(c->pod.init_containers); i; i = node_after(i)) {
        const struct node *last = NULL;
        for (const struct node *w = node_first(node_real(node_get(i, "command"))); w; w = node_after(w))
            last = w;
        if (ends(node_text(last), "/hold") || node_is(last, prefix))
            return i;
    }
    return NULL;
}

/* The word of the target's command that is hold: all before it, and hold, is not the container's own. */
static struct node *hold_word(const struct node *container)
{
    struct node *word = node_first(node_real(node_get(container, "command")));
    while (word && !ends(node_text(word), "/hold"))
        word = node_after(word);
    return word;
}

static bool is_named(struct node *entry, struct named *names)
{
    return named_find(names, node_text(node_get(node_real(entry), "name"))) != NULL;
}

static void remove_named(struct clone *c, const struct node *parent, const char *key, struct named *names)
{
    struct node *hit = node_first(object_seen(parent, key, NODE_SEQUENCE, c->error));
    while (hit && !is_named(hit, names))
        hit = node_after(hit);
    struct node *sequence = hit ? object_child(parent, key, NODE_SEQUENCE, c->error) : NULL;
    for (struct node *entry = node_first(sequence), *next; entry; entry = next) {
        next = node_after(entry);
        if (is_named(entry, names))
            node_remove(entry, why);
    }
}

/* Nobody else can have them: their names were free. */
static void remove_each(struct clone *c, struct named *volumes)
{
    remove_named(c, c->pod.spec, "volumes", volumes);
    for (int init = 0; init < 2; init++) {
        const struct node *containers = init ? c->pod.init_containers : c->pod.containers;
        for (struct node *i = node_first(containers); i; i = node_after(i))
            remove_named(c, i, "volumeMounts", volumes);
    }
}

/* Whether the target mounts a volume of the tools here: in the directory of hold, or an image of that name.
 */
static bool is_tools_mount(struct named *volumes, const struct node *mount, struct str hold)
{
    struct str path = node_text(node_get(mount, "mountPath")), name = node_text(node_get(mount, "name"));
    const struct node *volume = named_find(volumes, name);
    bool around = path.n && path.n < hold.n && memcmp(path.p, hold.p, path.n) == 0 && hold.p[path.n] == '/';
    return str_starts(name, prefix) && (around || node_get(volume, "image"));
}

static void remove_volumes(struct clone *c, const struct node *was, const struct node *tools)
{
    struct node *first = node_first(node_real(node_get(tools, "volumeMounts")));
    struct str hold = node_text(hold_word(was));
    struct named volumes = named_items(c->arena, object_volumes(&c->pod)), ours = {.arena = c->arena};
    if (first)
        named_add(&ours, node_text(node_get(node_real(first), "name")), first);
    const struct node *mounts = object_seen(was, "volumeMounts", NODE_SEQUENCE, c->error);
    for (const struct node *mount = node_first(mounts); mount; mount = node_after(mount))
        if (is_tools_mount(&volumes, node_real(mount), hold))
            named_add(&ours, node_text(node_get(node_real(mount), "name")), mount);
    if (ours.n)
        remove_each(c, &ours);
}

/* The target's command without hold; without all of it, if hold was told that there is none. */
static void remove_hold(struct clone *c, struct node *was, const struct node *hold)
{
    const struct node *behind = node_after(hold);
    bool none = !behind || ends(node_text(behind), HOLD_ENTRYPOINT);
    /* The same target gets its new words into the list that is there. */
    if (none && was != c->target.container) {
        put_remove(c, was, "command", why);
        return;
    }
    if (none)
        behind = NULL;
    struct node *command = object_child(was, "command", NODE_SEQUENCE, c->error);
    for (struct node *word = node_first(command), *next; word && word != behind; word = next) {
        next = node_after(word);
        node_remove(word, why);
    }
}

/* The words of podclone/command, a JSON array; NULL without it. */
static struct node *read_words(struct clone *c, const struct node *annotations)
{
    struct str json = node_text(node_get(annotations, "podclone/command"));
    struct source source;
    if (!json.n)
        return NULL;
    struct node *words = node_sequence(c->arena), *last = NULL;
    for (struct node *w = node_first(put_json(c, json, &source)); w; w = node_after(w))
        last = put_behind(words, last, node_string(c->arena, node_text(w)));
    return words;
}

/* Before 0.2 it was the init container, or a second annotation, that knew whether the image's entrypoint ran.
 */
static bool is_args_only(const struct node *annotations, const struct node *tools)
{
    const struct node *mode = node_first(node_real(node_get(tools, "args")));
    for (int i = 0; mode && i < 3; i++)
        mode = node_after(mode);
    return node_is(mode, "args") || node_is(node_get(annotations, "podclone/args-only"), "true");
}

/* The first of these words that is not in the command, where the command is how they start; else the first.
 */
static struct node *behind_command(const struct node *command, struct node *words)
{
    struct node *word = node_first(words);
    for (struct node *w = node_first(command); w; w = node_after(w), word = node_after(word))
        if (!word || !str_same(node_text(w), node_text(word)))
            return node_first(words);
    return word;
}

static void put_words(struct clone *c, struct node *was, const char *key, struct node *words)
{
    struct node *old = node_key(was, key);
    bool stays = node_first(words);
    if (stays ? !object_own(was, key, c->error) : !object_removable(was, key, c->error))
        return;
    if (old)
        node_remove(old, why);
    if (stays)
        node_put(c->arena, was, key, words, why);
}

/* The target ran other words than its own: those are in the annotation. What still stands of them is not
 * touched. */
static void restore_words(struct clone *c, struct node *was, const struct node *tools)
{
    const struct node *annotations = node_get(c->pod.metadata, "annotations");
    const struct node *command = object_seen(was, "command", NODE_SEQUENCE, c->error);
    struct node *words = read_words(c, annotations), *first = node_first(words);
    bool marked = words && first && ends(node_text(first), HOLD_ENTRYPOINT),
         args = marked || is_args_only(annotations, tools);
    struct node *rest = args ? NULL : behind_command(command, words);
    if (!words && tools)
        clone_note(
            c, "an earlier podclone made this clone and kept no command: rerun takes the image's entrypoint "
               "for it");
    if (marked)
        words->child = first->next;
    bool stands = words && !args && node_first(command) && rest != first;
    if (stands)
        words->child = rest;
    else if (!args || node_first(command))
        put_words(c, was, "command", args ? NULL : words);
    put_words(c, was, "args", args || stands ? words : NULL);
}

void undo_clone(struct clone *c)
{
    if (!c->pod.is_clone)
        return;
    struct node *annotations = object_child(c->pod.metadata, "annotations", NODE_MAPPING, c->error);
    struct str name = node_text(node_get(annotations, "podclone/container"));
    struct node *tools = old_container(c), *was = object_container(c->pod.containers, name);
    if (!was)
        was = object_container(c->pod.init_containers, name);
    if (tools && tools == c->target.container) {
        error_at(c->error, node_get(tools, "name")->start,
                 "%.*s brings the tools of an earlier clone: choose another container (-c)",
                 (int)c->target.name.n, c->target.name.p);
        return;
    }
    struct node *hold = hold_word(was);
    if (was)
        remove_volumes(c, was, tools);
    if (hold)
        remove_hold(c, was, hold);
    else if (was)
        restore_words(c, was, tools);
    if (tools)
        privileges_remove_container(c, tools, why);
    put_remove(c, annotations, "podclone/command", why);
    put_remove(c, annotations, "podclone/args-only", why);
}
