#include "clone/tools.h"

#include "clone/privileges.h"
#include "clone/put.h"

#include <string.h>

static const char prefix[] = "podclone-tools";
static const char why_tools[] = "a static busybox beside the application";
static const char why_again[] = "made by an earlier podclone; it is made anew";
static const char why_sleep[] = "a sleep in place of the command that dies";

/* Linux runs no argument over 128 KiB, its end included. */
enum { LONGEST_ARGUMENT = 128 * 1024 - 1 };

static struct node *text(struct clone *c, const char *s)
{
    return node_string(c->arena, str_of(s));
}

static struct node *list(struct clone *c, const char *const words[])
{
    struct node *seq = node_sequence(c->arena);
    for (; *words; words++)
        node_push(seq, text(c, *words), NULL);
    return seq;
}

static struct node *mapping_at(struct clone *c, struct node *parent, const char *key, const char *why)
{
    return node_put(c->arena, parent, key, node_mapping(c->arena), why);
}

static void put_literal(struct clone *c, struct node *mapping, const char *key, const char *value)
{
    node_put(c->arena, mapping, key, node_literal(c->arena, value), NULL);
}

/* The kubelet expands $(NAME) and $$ in a command, and mangles a character above 0x7f behind a dollar;
 * doubled, a dollar stays one. */
static struct str escaped(struct clone *c, struct str s)
{
    struct buf b = {0};
    const char *from = s.p, *end = s.p + s.n, *dollar;
    if (!s.n || !memchr(s.p, '$', s.n))
        return s;
    for (; (dollar = memchr(from, '$', (size_t)(end - from))); from = dollar + 1) {
        bool doubles = end - dollar > 1 && (dollar[1] == '$' || dollar[1] == '(' || dollar[1] & 0x80);
        buf_add(&b, from, (size_t)(dollar - from) + 1);
        buf_puts(&b, doubles ? "$" : "");
    }
    buf_add(&b, from, (size_t)(end - from));
    return arena_take(c->arena, &b);
}

static struct str unescaped(struct clone *c, struct str s)
{
    struct buf b = {0};
    for (size_t i = 0; i < s.n; i++) {
        buf_add(&b, s.p + i, 1);
        if (s.p[i] == '$' && i + 1 < s.n && s.p[i + 1] == '$')
            i++;
    }
    return arena_take(c->arena, &b);
}

/* The init container that an earlier run made: it calls itself so. Its arguments say what the target ran. */
static struct node *old_container(const struct clone *c)
{
    for (struct node *i = node_first(c->pod.init_containers); i; i = node_after(i)) {
        const struct node *words = node_real(node_get(i, "command")), *last = NULL;
        for (const struct node *w = node_first(words); w; w = node_after(w))
            last = w;
        if (node_is(last, prefix))
            return i;
    }
    return NULL;
}

/* The volume that an earlier run made: what its container mounts, else an image of that name. */
static struct str old_volume(const struct clone *c, const struct node *old)
{
    const struct node *mounts = node_real(node_get(old, "volumeMounts"));
    if (mounts && node_first(mounts))
        return node_text(node_get(node_first(mounts), "name"));
    for (struct node *v = node_first(object_volumes(&c->pod)); v; v = node_after(v))
        if (node_get(v, "image") && str_starts(node_text(node_get(v, "name")), prefix))
            return node_text(node_get(v, "name"));
    return (struct str){"", 0};
}

static struct str *new_words(struct clone *c, const struct node *seq)
{
    size_t n = 0;
    for (struct node *w = node_first(seq); w; w = node_after(w))
        n++;
    return arena_alloc(c->arena, (n + 1) * sizeof(struct str));
}

static void read_old(struct clone *c, const struct node *old)
{
    struct original *o = &c->original;
    const struct node *args = node_real(node_get(old, "args"));
    size_t i = 0;
    o->how = "image";
    o->words = new_words(c, args);
    for (struct node *a = node_first(args); a && o->words; a = node_after(a), i++) {
        if (i == 3)
            o->how = node_is(a, "command") ? "command" : node_is(a, "args") ? "args" : "image";
        else if (i > 4)
            o->words[o->count++] = unescaped(c, node_text(a));
    }
}

/* Without the init container the annotation is all there is. */
static void read_annotation(struct clone *c)
{
    struct original *o = &c->original;
    const struct node *annotations = node_get(c->pod.metadata, "annotations");
    struct str json = node_text(node_get(annotations, "podclone/command"));
    struct source s;
    struct error none = {0};
    struct document d = {0};
    o->how = "image";
    if (!json.n || !input_of(json.p, json.n, &s, &none))
        return;
    struct parse *p = parse_open(&s, c->arena, c->arena, &none);
    if (p && parse_next(p, &d) == PARSE_DOCUMENT && d.root && d.root->kind == NODE_SEQUENCE) {
        o->how = node_is(node_get(annotations, "podclone/args-only"), "true") ? "args" : "command";
        o->words = new_words(c, d.root);
        for (struct node *w = node_first(d.root); w && o->words; w = node_after(w))
            o->words[o->count++] = arena_copy(c->arena, node_text(w));
    }
    parse_close(p);
}

static void add_words(struct clone *c, const struct node *container, const char *key)
{
    struct original *o = &c->original;
    const struct node *seq = object_seen(container, key, NODE_SEQUENCE, c->error);
    for (struct node *w = node_first(seq); w && o->words; w = node_after(w)) {
        if (node_real(w)->kind != NODE_SCALAR)
            error_at(c->error, w->start, "a word of %s is not a string", key);
        o->words[o->count++] = node_text(w);
    }
}

static void read_target(struct clone *c)
{
    struct original *o = &c->original;
    struct node *target = c->target.container;
    const struct node *command = object_seen(target, "command", NODE_SEQUENCE, c->error);
    const struct node *args = object_seen(target, "args", NODE_SEQUENCE, c->error);
    size_t n = 1;
    for (struct node *w = node_first(command); w; w = node_after(w))
        n++;
    for (struct node *w = node_first(args); w; w = node_after(w))
        n++;
    o->how = node_first(command) ? "command" : node_first(args) ? "args" : "image";
    o->words = arena_alloc(c->arena, n * sizeof *o->words);
    add_words(c, target, "command");
    add_words(c, target, "args");
}

/* The names that the target's env declares, one a line; first `*` where it has an envFrom, or more names than
 * an argument holds: then any variable that is set counts. */
static struct str declared(struct clone *c)
{
    const struct node *target = c->target.container;
    struct buf names = {0};
    if (node_first(node_real(node_get(target, "envFrom"))))
        buf_puts(&names, "*");
    for (struct node *v = node_first(node_real(node_get(target, "env"))); v; v = node_after(v)) {
        struct str name = node_text(node_get(node_real(v), "name"));
        buf_puts(&names, names.n || str_is(name, "*") ? "\n" : "");
        buf_str(&names, name);
    }
    if (names.n > LONGEST_ARGUMENT) {
        clone_note(c,
                   "the names in env are over 128 KiB: rerun takes any variable that is set for one of them");
        buf_free(&names);
        return str_of("*");
    }
    return arena_take(c->arena, &names);
}

/* Behind the last item of seq, which may be NULL for none: a command can have many words. */
static void push_words(struct clone *c, struct node *seq, struct node *last,
                       struct str (*as)(struct clone *, struct str))
{
    for (size_t i = 0; seq && i < c->original.count; i++) {
        struct node *word = node_string(c->arena, as(c, c->original.words[i]));
        if (!word)
            return;
        node_link(seq, last, word);
        last = word;
    }
}

static struct str as_it_is(struct clone *c, struct str word)
{
    (void)c;
    return word;
}

static struct node *words_list(struct clone *c)
{
    struct node *seq = node_sequence(c->arena);
    push_words(c, seq, NULL, as_it_is);
    return seq;
}

/* An earlier clone's target gets its command back when another container becomes the target. */
static void restore(struct clone *c, struct node *was)
{
    static const char *const keys[] = {"command", "args"};
    for (size_t i = 0; i < 2; i++)
        if (node_key(was, keys[i]))
            node_remove(node_key(was, keys[i]), why_again);
    if (c->original.count)
        node_put(c->arena, was, c->original.how, words_list(c), why_again);
}

static void strip(struct clone *c, const struct node *parent, const char *key, struct str volume)
{
    const struct node *hit = node_first(volume.n ? object_seen(parent, key, NODE_SEQUENCE, c->error) : NULL);
    while (hit && !str_same(node_text(node_get(node_real(hit), "name")), volume))
        hit = node_after(hit);
    struct node *sequence = hit ? object_child(parent, key, NODE_SEQUENCE, c->error) : NULL;
    for (struct node *v = node_first(sequence), *next; v; v = next) {
        next = node_after(v);
        if (str_same(node_text(node_get(v, "name")), volume))
            node_remove(v, why_again);
    }
}

void tools_strip(struct clone *c)
{
    if (!c->pod.is_clone) {
        read_target(c);
        return;
    }
    struct str was = node_text(node_get(node_get(c->pod.metadata, "annotations"), "podclone/container"));
    struct node *old = old_container(c);
    if (old && old == c->target.container) {
        error_at(c->error, node_get(old, "name")->start,
                 "%.*s brings the tools of an earlier clone: choose another container (-c)",
                 (int)c->target.name.n, c->target.name.p);
        return;
    }
    struct str volume = old_volume(c, old);
    if (old)
        read_old(c, old);
    else
        read_annotation(c);
    if (old)
        privileges_remove_container(c, old, why_again);
    strip(c, c->pod.spec, "volumes", volume);
    for (int init = 0; init < 2; init++) {
        const struct node *containers = init ? c->pod.init_containers : c->pod.containers;
        for (struct node *i = node_first(containers); i; i = node_after(i))
            strip(c, i, "volumeMounts", volume);
    }
    if (str_same(was, c->target.name))
        return;
    struct node *container = object_container(c->pod.containers, was);
    if (!container)
        container = object_container(c->pod.init_containers, was);
    if (container)
        restore(c, container);
    c->original = (struct original){0};
    read_target(c);
}

static bool has_name(const struct node *sequence, struct str name)
{
    return object_container(sequence, name) != NULL;
}

static bool name_taken(const struct clone *c, struct str name)
{
    return has_name(c->pod.containers, name) || has_name(c->pod.init_containers, name);
}

static bool volume_taken(const struct clone *c, struct str name)
{
    return has_name(object_volumes(&c->pod), name);
}

static bool has_path(const struct clone *c, const char *list, const char *key, struct str dir)
{
    const struct node *items = node_real(node_get(c->target.container, list));
    for (struct node *i = node_first(items); i; i = node_after(i)) {
        struct str path = node_text(node_get(node_real(i), key));
        if (path.n >= dir.n && memcmp(path.p, dir.p, dir.n) == 0 && (path.n == dir.n || path.p[dir.n] == '/'))
            return true;
    }
    return false;
}

static bool dir_taken(const struct clone *c, struct str dir)
{
    return has_path(c, "volumeMounts", "mountPath", dir) || has_path(c, "volumeDevices", "devicePath", dir);
}

static struct str free_name(struct clone *c, const char *name,
                            bool (*taken)(const struct clone *c, struct str name))
{
    struct str s = str_of(name);
    for (unsigned n = 2; taken(c, s) && !c->arena->failed; n++)
        s = put_format(c, "%s-%u", name, n);
    return s;
}

/* A field of the target's security context, else of the Pod's. */
static const struct node *effective(const struct clone *c, const char *key)
{
    const struct node *own = node_get(node_real(node_get(c->target.container, "securityContext")), key);
    return own && !node_is_null(own) ? own
                                     : node_get(node_real(node_get(c->pod.spec, "securityContext")), key);
}

/* Scalars only: what an alias stands for could be endless. */
static void copy(struct clone *c, struct node *to, const char *key, const struct node *value)
{
    value = node_real(value);
    if (value && value->kind == NODE_SCALAR && !node_is_null(value))
        node_put(c->arena, to, key, node_copy(c->arena, value), NULL);
}

/* Files carry the label of who wrote them: the target could not read another's. */
static void copy_selinux(struct clone *c, struct node *to)
{
    static const char *const keys[] = {"level", "role", "type", "user"};
    const struct node *target = node_real(node_get(c->target.container, "securityContext"));
    const struct node *from = node_real(node_get(target, "seLinuxOptions"));
    struct node *options = node_mapping(c->arena);
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        copy(c, options, keys[i], node_get(from, keys[i]));
    if (node_first(options))
        node_put(c->arena, to, "seLinuxOptions", options, NULL);
}

/* What passes wherever the original passed: at least the restricted profile. */
static void put_security(struct clone *c, struct node *container)
{
    static const char *const all[] = {"ALL", NULL};
    struct node *s = mapping_at(c, container, "securityContext", NULL);
    const struct node *target = node_real(node_get(c->target.container, "securityContext"));
    const struct node *pod = node_real(node_get(c->pod.spec, "securityContext"));
    const struct node *user = effective(c, "runAsUser");
    bool nonroot =
        node_is_true(node_get(target, "runAsNonRoot")) || node_is_true(node_get(pod, "runAsNonRoot"));
    put_literal(c, s, "allowPrivilegeEscalation", "false");
    if (node_is(node_get(node_real(node_get(pod, "appArmorProfile")), "type"), "Localhost"))
        put_text(c, mapping_at(c, s, "appArmorProfile", NULL), "type", str_of("RuntimeDefault"), NULL);
    node_put(c->arena, mapping_at(c, s, "capabilities", NULL), "drop", list(c, all), NULL);
    put_literal(c, s, "readOnlyRootFilesystem", "true");
    copy(c, s, "runAsGroup", node_get(target, "runAsGroup"));
    if (nonroot)
        put_literal(c, s, "runAsNonRoot", "true");
    if (nonroot && (!user || node_is_null(user) || node_is(user, "0")))
        put_literal(c, s, "runAsUser", "65534");
    else
        copy(c, s, "runAsUser", user);
    copy_selinux(c, s);
    put_text(c, mapping_at(c, s, "seccompProfile", NULL), "type", str_of("RuntimeDefault"), NULL);
}

/* The target's own numbers: quotas are met, the QoS class stays, and the Pod's request does not grow. */
static void put_resources(struct clone *c, struct node *container)
{
    static const char *const kinds[] = {"limits", "requests"}, *const counted[] = {"cpu", "ephemeral-storage",
                                                                                   "memory"};
    const struct node *from = node_real(node_get(c->target.container, "resources"));
    struct node *resources = node_mapping(c->arena);
    for (size_t k = 0; k < 2; k++) {
        struct node *part = node_mapping(c->arena);
        for (size_t i = 0; i < 3; i++)
            copy(c, part, counted[i], node_get(node_real(node_get(from, kinds[k])), counted[i]));
        if (node_first(part))
            node_put(c->arena, resources, kinds[k], part, NULL);
    }
    if (node_first(resources))
        node_put(c->arena, container, "resources", resources, NULL);
}

static void put_mount(struct clone *c, struct node *container, const char *why)
{
    struct node *mount = node_mapping(c->arena);
    put_text(c, mount, "mountPath", c->tools.dir, NULL);
    put_text(c, mount, "name", c->tools.volume, NULL);
    node_push(put_collection(c, container, "volumeMounts", NODE_SEQUENCE, why), mount, why);
}

/* The original with such a word cannot have run, but the clone shall. */
static struct str runnable(struct clone *c, struct str word)
{
    if (word.n <= LONGEST_ARGUMENT)
        return word;
    clone_note(
        c, "a word of the command is over 128 KiB, and Linux runs none that long: rerun has it cut short");
    word.n = LONGEST_ARGUMENT;
    while (word.n && (word.p[word.n] & 0xc0) == 0x80)
        word.n--;
    return word;
}

static struct str as_argument(struct clone *c, struct str word)
{
    return escaped(c, runnable(c, word));
}

static struct node *tools_container(struct clone *c)
{
    struct arena *a = c->arena;
    const char *const command[] = {"/bin/busybox", "sh", "-c", NULL};
    struct node *container = node_mapping(a), *cmd = list(c, command), *args = node_sequence(a);
    struct node *texts[] = {node_string(a, escaped(c, c->tools.dir)),
                            node_ready(a, &c->scripts[SCRIPT_SHELL]),
                            node_ready(a, &c->scripts[SCRIPT_RERUN]), text(c, c->original.how),
                            node_string(a, escaped(c, declared(c)))};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        node_push(args, texts[i], NULL);
    push_words(c, args, texts[4], as_argument);
    node_push(cmd, node_ready(a, &c->scripts[SCRIPT_INIT]), NULL);
    node_push(cmd, text(c, prefix), NULL);
    node_put(c->arena, container, "args", args, NULL);
    node_put(c->arena, container, "command", cmd, NULL);
    put_text(c, container, "image", str_of(c->options->value[OPT_TOOLS_IMAGE]), NULL);
    put_text(c, container, "name", c->tools.container, NULL);
    put_resources(c, container);
    put_security(c, container);
    put_mount(c, container, NULL);
    return container;
}

static void put_volume(struct clone *c)
{
    struct node *volume = node_mapping(c->arena);
    put_text(c, volume, "name", c->tools.volume, NULL);
    if (c->options->tools == TOOLS_INIT)
        mapping_at(c, volume, "emptyDir", NULL);
    else
        put_text(c, mapping_at(c, volume, "image", NULL), "reference",
                 str_of(c->options->value[OPT_TOOLS_IMAGE]), NULL);
    node_push(put_collection(c, c->pod.spec, "volumes", NODE_SEQUENCE, why_tools), volume, why_tools);
}

void tools_add(struct clone *c)
{
    c->tools.dir = free_name(c, c->options->value[OPT_TOOLS_DIR], dir_taken);
    c->tools.volume = free_name(c, prefix, volume_taken);
    c->tools.container = free_name(c, prefix, name_taken);
    if (c->options->tools == TOOLS_NONE || c->pod.windows)
        return;
    put_volume(c);
    if (c->options->tools == TOOLS_INIT)
        node_push_first(put_collection(c, c->pod.spec, "initContainers", NODE_SEQUENCE, why_tools),
                        tools_container(c), why_tools);
    put_mount(c, c->target.container, why_tools);
}

struct str tools_program(struct clone *c, const char *name)
{
    struct str dir = c->tools.dir;
    return c->options->tools == TOOLS_NONE ? str_of(name)
                                           : put_format(c, "%.*s/bin/%s", (int)dir.n, dir.p, name);
}

/* It ends on any signal that a runtime may send: a sleep as process 1 ignores TERM, and images choose their
 * STOPSIGNAL. */
static struct node *sleeping(struct clone *c)
{
    const char *const windows[] = {"cmd.exe", "/c", "ping -t 127.0.0.1 > NUL", NULL};
    if (c->pod.windows)
        return list(c, windows);
    bool busybox = c->options->tools == TOOLS_INIT, none = c->options->tools == TOOLS_NONE;
    struct str dir = none ? (struct str){"", 0} : c->tools.dir;
    const char *run = put_format(c, "%.*s%s", (int)dir.n, dir.p,
                                 busybox ? "/busybox"
                                 : none  ? ""
                                         : "/bin/")
                          .p;
    const char *loop =
        put_format(c,
                   "trap 'exit 0' TERM INT QUIT HUP USR1 USR2; while :; do %s%ssleep 86400 & wait $!; done",
                   run, busybox ? " " : "")
            .p;
    const char *const with_busybox[] = {run, "sh", "-c", loop, NULL};
    const char *const without[] = {put_format(c, "%ssh", run).p, "-c", loop, NULL};
    return list(c, busybox ? with_busybox : without);
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
void tools_command(struct clone *c)
{
    const struct node *custom = c->custom->root;
    const char *const *words = (const char *const *)c->options->command;
    bool arguments = option_on(c->options, OPT_ARGUMENTS_ONLY);
    bool has_command = node_key(custom, "command"), has_args = node_key(custom, "args");
    const char *why = words ? "given after --" : has_command ? "--custom" : why_sleep;
    if (!has_args)
        set_words(c, "args", arguments && words ? list(c, words) : NULL, why);
    if (!has_command && !arguments && (words || !has_args))
        set_words(c, "command", words ? list(c, words) : sleeping(c), why);
}
