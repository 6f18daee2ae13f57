#include "clone/facts.h"

#include "base/shown.h"

bool facts_other_image(const struct clone *c)
{
    const char *list;
    struct str name, image;
    for (int at = 1; (list = option_each(c->options, OPT_SET_IMAGE, &at));)
        while (option_pair(&list, &name, &image))
            if (str_is(name, "*") || str_same(name, c->target.name))
                return true;
    return c->options->value[OPT_IMAGE] != NULL;
}

/* What the kubelet kills a container for, and the option that keeps it. */
static const struct {
    const char *outer, *key, *shown;
    enum option keeps;
    const char *flag;
} killers[] = {
    {NULL, "livenessProbe", "liveness probe", OPT_KEEP_LIVENESS, "--keep-liveness"},
    {NULL, "startupProbe", "startup probe", OPT_KEEP_STARTUP, "--keep-startup"},
    {"lifecycle", "postStart", "postStart hook", OPT_KEEP_LIFECYCLE, "--keep-lifecycle"},
};

enum { KILLERS = sizeof killers / sizeof *killers };

static bool has_killer(const struct clone *c, size_t i)
{
    const struct node *in = c->target.container;
    if (killers[i].outer)
        in = node_real(node_get(in, killers[i].outer));
    return node_given(in, killers[i].key) && !option_on(c->options, killers[i].keeps);
}

/* What killed the Pod as a whole is known. */
bool facts_may_be_killed(const struct clone *c, const struct saying *s)
{
    (void)s;
    size_t i = 0;
    while (i < KILLERS && !has_killer(c, i))
        i++;
    return i < KILLERS && !node_text(node_get(c->pod.status, "reason")).n;
}

static void list_killers(struct buf *b, const struct clone *c, bool flags)
{
    const char *between = "";
    for (size_t i = 0; i < KILLERS; i++) {
        if (!has_killer(c, i))
            continue;
        buf_puts(b, between);
        buf_puts(b, flags ? killers[i].flag : killers[i].shown);
        between = flags ? ", " : " or its ";
    }
}

struct str facts_memory(const struct clone *c)
{
    const struct node *resources = node_real(node_get(c->target.container, "resources"));
    return node_text(node_get(node_real(node_get(resources, "limits")), "memory"));
}

static void killed_by(struct buf *b, const struct clone *c, const struct saying *s)
{
    (void)s;
    list_killers(b, c, false);
}

static void keepers(struct buf *b, const struct clone *c, const struct saying *s)
{
    (void)s;
    list_killers(b, c, true);
}

static void image(struct buf *b, const struct clone *c, const struct saying *s)
{
    (void)s;
    buf_str(b, node_text(node_get(c->target.container, "image")));
}

static void target(struct buf *b, const struct clone *c, const struct saying *s)
{
    (void)s;
    buf_str(b, c->target.name);
}

static void memory(struct buf *b, const struct clone *c, const struct saying *s)
{
    (void)s;
    buf_str(b, facts_memory(c));
}

static void working_dir(struct buf *b, const struct clone *c, const struct saying *s)
{
    (void)s;
    struct str own = node_text(node_get(c->target.container, "workingDir"));
    buf_str(b, own.n ? own : str_of("of the image"));
}

static void message(struct buf *b, const struct clone *c, const struct saying *s)
{
    shown_cut(b, s->message, clone_message_most(c));
}

bool facts_is_volume_image(const struct clone *c, const struct saying *s)
{
    bool own = str_same(s->parts[0], node_text(node_get(c->target.container, "image")));
    for (const struct node *v = node_first(object_volumes(&c->pod)); v && !own; v = node_after(v)) {
        const struct node *image = node_real(node_get(node_real(v), "image"));
        if (str_same(node_text(node_get(image, "reference")), s->parts[0]))
            return true;
    }
    return false;
}

/* Its last word: of a condition, the reason. */
static void reason(struct buf *b, const struct clone *c, const struct saying *s)
{
    (void)c;
    size_t at = s->heading.n;
    while (at && s->heading.p[at - 1] != ' ')
        at--;
    buf_add(b, s->heading.p + at, s->heading.n - at);
}

static void said(struct buf *b, const struct clone *c, const struct saying *s)
{
    buf_str(b, s->heading);
    buf_puts(b, s->heading.n && s->message.n ? ": " : "");
    message(b, c, s);
}

/* What a chain of errors ends in is the cause; the rest repeats the image. */
static void why(struct buf *b, const struct clone *c, const struct saying *s)
{
    (void)c;
    size_t at = s->message.n;
    while (at > 1 && !(s->message.p[at - 2] == ':' && s->message.p[at - 1] == ' '))
        at--;
    if (at <= 1)
        return;
    buf_puts(b, " (");
    shown_cut(b, (struct str){s->message.p + at, s->message.n - at}, 100);
    buf_puts(b, ")");
}

static void tools_image(struct buf *b, const struct clone *c, const struct saying *s)
{
    (void)s;
    buf_puts(b, c->options->value[OPT_TOOLS_IMAGE]);
}

static void part_1(struct buf *b, const struct clone *c, const struct saying *s)
{
    (void)c;
    buf_str(b, s->parts[0]);
}

static void part_2(struct buf *b, const struct clone *c, const struct saying *s)
{
    (void)c;
    buf_str(b, s->parts[1]);
}

/* The path that mounts the volume of the first part. */
static void mounted_at(struct buf *b, const struct clone *c, const struct saying *s)
{
    const struct node *mounts = node_real(node_get(c->target.container, "volumeMounts"));
    for (const struct node *m = node_first(mounts); m; m = node_after(m)) {
        if (!str_same(node_text(node_get(node_real(m), "name")), s->parts[0]) ||
            !(node_given(node_real(m), "subPath") || node_given(node_real(m), "subPathExpr")))
            continue;
        buf_str(b, node_text(node_get(node_real(m), "mountPath")));
        return;
    }
    buf_puts(b, "PATH");
}

/* VARIABLE (key KEY of PATH in the volume VOLUME), ... of those that a file gives. */
static void files(struct buf *b, const struct clone *c, const struct saying *s)
{
    const struct node *env = node_real(node_get(c->target.container, "env"));
    const char *between = "";
    (void)s;
    for (const struct node *v = node_first(env); v; v = node_after(v)) {
        const struct node *from = node_real(node_get(node_real(v), "valueFrom")),
                          *file = node_real(node_get(from, "fileKeyRef"));
        struct str name = node_text(node_get(node_real(v), "name")), path = node_text(node_get(file, "path")),
                   volume = node_text(node_get(file, "volumeName"));
        if (!file)
            continue;
        buf_fmt(b, "%s%.*s from %.*s in the volume %.*s", between, (int)name.n, name.p, (int)path.n, path.p,
                (int)volume.n, volume.p);
        between = ", ";
    }
}

bool facts_is_given(const struct clone *c, struct str variable)
{
    const char *list;
    struct str name, value;
    for (int at = 1; (list = option_each(c->options, OPT_ENV, &at));)
        while (option_pair(&list, &name, &value))
            if (value.p && str_same(name, variable))
                return true;
    return false;
}

bool facts_variable_given(const struct clone *c, const struct saying *s)
{
    const struct node *env = node_real(node_get(c->target.container, "env"));
    if (s->parts[0].n)
        return facts_is_given(c, s->parts[0]);
    for (const struct node *v = node_first(env); v; v = node_after(v))
        if (node_get(node_real(node_get(node_real(v), "valueFrom")), "fileKeyRef") &&
            !facts_is_given(c, node_text(node_get(node_real(v), "name"))))
            return false;
    return true;
}

/* What no node, or not this one, has enough of. */
static void numbers(struct buf *b, const struct clone *c, const struct saying *s)
{
    static const struct {
        const char *scheduler, *kubelet, *flag;
        enum option given;
    } short_of[] = {{"Insufficient cpu", ": cpu, requested", "--set-cpu", OPT_SET_CPU},
                    {"Insufficient memory", ": memory, requested", "--set-memory", OPT_SET_MEMORY}};
    const char *between = " (";
    for (size_t i = 0; i < sizeof short_of / sizeof *short_of; i++) {
        bool lacks = str_has(s->message, str_of(short_of[i].scheduler)) ||
                     str_has(s->message, str_of(short_of[i].kubelet));
        if (!lacks || c->options->value[short_of[i].given])
            continue;
        buf_fmt(b, "%s%s", between, short_of[i].flag);
        between = ", ";
    }
    buf_puts(b, between[0] == ',' ? ")" : "");
}

/* What a volume, or a source of a projected one, cannot do without. */
static void needed(struct buf *b, const struct node *source)
{
    static const char *const kinds[][2] = {
        {"secret", "secretName"}, {"secret", "name"}, {"configMap", "name"}, {"clusterTrustBundle", "name"}};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        const struct node *from = node_real(node_get(node_real(source), kinds[i][0]));
        struct str name = node_text(node_get(from, kinds[i][1]));
        if (!name.n || node_is_true(node_get(from, "optional")))
            continue;
        buf_puts(b, b->n ? ", " : "");
        buf_str(b, name);
    }
}

/* Every Pod has the volume of its service account, whose ConfigMap the cluster makes. */
static void volumes(struct buf *b, const struct clone *c, const struct saying *s)
{
    (void)s;
    for (const struct node *v = node_first(object_volumes(&c->pod)); v; v = node_after(v)) {
        const struct node *sources =
            node_real(node_get(node_real(node_get(node_real(v), "projected")), "sources"));
        if (str_starts(node_text(node_get(node_real(v), "name")), "kube-api-access-"))
            continue;
        needed(b, v);
        for (const struct node *i = node_first(sources); i; i = node_after(i))
            needed(b, i);
    }
}

bool facts_needs_volumes(const struct clone *c, const struct saying *s)
{
    struct buf b = {0};
    volumes(&b, c, s);
    bool needs = b.n > 0;
    buf_free(&b);
    return needs;
}

static const struct {
    const char *name;
    void (*add)(struct buf *b, const struct clone *c, const struct saying *s);
    bool word; /* to be pasted: a shell shall read it as one word */
} facts[] = {
    {"{1}", part_1, true},
    {"{2}", part_2, true},
    {"{image}", image, true},
    {"{target}", target, true},
    {"{memory}", memory, false},
    {"{message}", message, false},
    {"{reason}", reason, false},
    {"{said}", said, false},
    {"{why}", why, false},
    {"{tools}", tools_image, false},
    {"{killers}", killed_by, false},
    {"{keepers}", keepers, false},
    {"{workingDir}", working_dir, false},
    {"{mountPath}", mounted_at, false},
    {"{files}", files, false},
    {"{numbers}", numbers, false},
    {"{volumes}", volumes, false},
};

static void add_word(struct buf *b, const struct buf *text)
{
    shown_word(b, (struct str){text->p, text->n});
    b->failed |= text->failed;
}

/* Plain: nothing is quoted. */
static void fill(struct buf *b, const struct clone *c, const struct saying *s, struct str words, bool plain)
{
    enum { FACTS = sizeof facts / sizeof *facts };
    for (size_t at = 0, n; at < words.n; at += n) {
        struct str rest = {words.p + at, words.n - at};
        struct buf text = {0};
        size_t i = 0;
        const char *end = rest.p[0] == '`' ? memchr(rest.p + 1, '`', rest.n - 1) : NULL;
        while (i < FACTS && !str_starts(rest, facts[i].name))
            i++;
        n = end ? (size_t)(end - rest.p) + 1 : i < FACTS ? strlen(facts[i].name) : 1;
        if (end)
            fill(&text, c, s, (struct str){rest.p + 1, n - 2}, true);
        else if (i < FACTS)
            facts[i].add(&text, c, s);
        if (end || (i < FACTS && facts[i].word && !plain))
            add_word(b, &text);
        else
            buf_add(b, i < FACTS ? text.p : rest.p, i < FACTS ? text.n : n);
        b->failed |= text.failed;
        buf_free(&text);
    }
}

void facts_fill(struct buf *b, const struct clone *c, const struct saying *s, const char *words)
{
    fill(b, c, s, str_of(words), false);
}
