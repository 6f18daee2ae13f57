#include "clone/taken.h"

#include "clone/put.h"

#include <string.h>

/* Adds what starts like the name; of a path no more than the directory that could be meant. */
static void add_taken(struct named *taken, const char *name, const struct node *items, const char *key,
                      bool path)
{
    size_t n = strlen(name);
    for (const struct node *i = node_first(items); i; i = node_after(i)) {
        struct str text = node_text(node_get(node_real(i), key));
        if (!str_starts(text, name))
            continue;
        const char *slash = path ? memchr(text.p + n, '/', text.n - n) : NULL;
        named_add(taken, slash ? (struct str){text.p, (size_t)(slash - text.p)} : text, i);
    }
}

static struct str free_name(struct clone *c, const char *name, struct named *taken)
{
    struct str s = str_of(name);
    for (unsigned n = 2; named_find(taken, s) && !c->arena->failed; n++)
        s = put_format(c, "%s-%u", name, n);
    return s;
}

static struct str free_dir(struct clone *c, const char *name)
{
    struct named taken = {.arena = c->arena};
    const struct node *target = c->target.container;
    add_taken(&taken, name, node_real(node_get(target, "volumeMounts")), "mountPath", true);
    add_taken(&taken, name, node_real(node_get(target, "volumeDevices")), "devicePath", true);
    return free_name(c, name, &taken);
}

static struct str free_volume(struct clone *c, const char *name)
{
    struct named taken = {.arena = c->arena};
    add_taken(&taken, name, object_volumes(&c->pod), "name", false);
    return free_name(c, name, &taken);
}

static struct str free_container(struct clone *c, const char *name)
{
    struct named taken = {.arena = c->arena};
    add_taken(&taken, name, c->pod.containers, "name", false);
    add_taken(&taken, name, c->pod.init_containers, "name", false);
    return free_name(c, name, &taken);
}

void taken_avoid(struct clone *c)
{
    c->tools.dir = free_dir(c, c->options->value[OPT_TOOLS_DIR]);
    c->tools.volume = free_volume(c, "podclone-tools");
    c->tools.image = free_volume(c, "podclone-tools-image");
    c->tools.container = free_container(c, "podclone-tools");
}
