#include "clone/hold.h"

#include "base/shown.h"
#include "clone/put.h"
#include "clone/tools.h"

static const char why_hold[] = "hold waits in its place, and rerun runs it";

static bool is_replaced(const struct clone *c)
{
    const struct node *custom = c->custom->root;
    return c->options->command || c->pod.windows || node_key(custom, "command") || node_key(custom, "args");
}

static size_t count(struct clone *c, const struct node *words, const char *key)
{
    size_t n = 0;
    for (struct node *w = node_first(words); w; w = node_after(w), n++)
        if (node_real(w)->kind != NODE_SCALAR)
            error_at(c->error, w->start, "a word of %s is not a string", key);
    return n;
}

static void add_words(struct original *o, const struct node *words)
{
    for (struct node *w = node_first(words); w; w = node_after(w))
        o->words[o->count++] = node_text(w);
}

void hold_read(struct clone *c)
{
    struct original *o = &c->original;
    struct node *target = c->target.container;
    const struct node *command = object_seen(target, "command", NODE_SEQUENCE, c->error);
    const struct node *args = object_seen(target, "args", NODE_SEQUENCE, c->error);
    size_t words = count(c, command, "command") + count(c, args, "args");
    if (c->error->set || !is_replaced(c))
        return;
    o->no_command = !node_first(command);
    o->words = arena_alloc(c->arena, (words + 1) * sizeof *o->words);
    if (!o->words)
        return;
    if (o->no_command)
        o->words[o->count++] = str_of(HOLD_ENTRYPOINT);
    add_words(o, command);
    add_words(o, args);
}

static void set_words(struct clone *c, const char *key, struct node *words, const char *why)
{
    struct node *target = c->target.container, *old = node_key(target, key);
    if (!words) {
        put_remove(c, target, key, why);
        return;
    }
    if (!object_own(target, key, c->error))
        return;
    if (old)
        node_remove(old, why);
    node_put(c->arena, target, key, words, why);
}

/* What --custom says stands. */
static void replace(struct clone *c)
{
    static const char *const windows[] = {"cmd.exe", "/c", "ping -t 127.0.0.1 > NUL", NULL};
    const struct node *custom = c->custom->root;
    const char *const *words = (const char *const *)c->options->command;
    bool arguments = option_on(c->options, OPT_ARGUMENTS_ONLY);
    bool has_command = node_key(custom, "command"), has_args = node_key(custom, "args");
    const char *why = words ? "given after --" : has_command ? "--custom" : "it waits in its place";
    if (!words && !has_command && !has_args)
        words = windows;
    if (!has_args)
        set_words(c, "args", arguments && words ? put_list(c, words) : NULL, why);
    if (!has_command && !arguments && words)
        set_words(c, "command", put_list(c, words), why);
}

/* The command that waits, up to the container's own first word. */
static struct node *waiting(struct clone *c)
{
    static const char loop[] =
        "trap 'exit 0' TERM INT QUIT HUP USR1 USR2; while :; do sleep 86400 & wait $!; done";
    struct node *words = node_sequence(c->arena);
    if (c->options->tools == TOOLS_NONE) {
        const char *const none[] = {"sh", "-c", loop, NULL};
        words = put_list(c, none);
    } else if (c->options->tools == TOOLS_IMAGE) {
        node_push(words, node_string(c->arena, tools_path(c, "image/bin/sh")), NULL);
        node_push(words, node_string(c->arena, str_of("-c")), NULL);
        node_push(words, node_ready(c->arena, c->script), NULL);
    }
    node_push(words, node_string(c->arena, tools_path(c, "hold")), NULL);
    return words;
}

/* Whoever reads it pastes the command. */
static void note_entrypoint(struct clone *c)
{
    struct str image = node_text(node_get(c->target.container, "image"));
    struct buf word = {0};
    shown_word(&word, image);
    if (image.n && word.n)
        clone_note(
            c, "the manifest has no command, so the image's entrypoint ran: `crane config %.*s` shows it%s",
            (int)word.n, word.p, c->options->tools == TOOLS_NONE ? "" : ", then rerun ENTRYPOINT... runs it");
    c->arena->failed |= word.failed;
    buf_free(&word);
}

void hold_put(struct clone *c)
{
    struct node *target = c->target.container;
    if (is_replaced(c)) {
        replace(c);
        return;
    }
    struct node *command = put_collection(c, target, "command", NODE_SEQUENCE, why_hold), *words = waiting(c);
    if (!command || !words)
        return;
    if (!node_first(command)) {
        note_entrypoint(c);
        node_push(words, node_string(c->arena, tools_path(c, HOLD_ENTRYPOINT)), NULL);
    }
    for (struct node *last = NULL, *word = words->child, *next; word; last = word, word = next) {
        next = word->next;
        word->why = why_hold;
        node_link(command, last, word);
    }
}
