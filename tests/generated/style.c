/* Random Pods: random shapes over the PodSpec, written in random styles, cloned with random options. Each
 * clone is read by libyaml and by libfyaml, and cloned again. generated [COUNT [SEED]] */
#include "oracle.h"
#include "render.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { MOST = 64 };

enum type { STRING, LITERAL, MAPPING, SEQUENCE };

/* A value; of a sequence the keys are unused. */
struct value {
    enum type type;
    const char *text;
    size_t n;
    const char *keys[MOST];
    struct value *values[MOST];
};

/* How a document is written. */
struct manner {
    struct buf *out;
    const char *newline;
    bool json, lines, comments, deep; /* deep: the dashes of a sequence stand two columns right of its key */
    unsigned flow;                    /* of a hundred collections, so many in flow style */
};

static uint64_t random_state;
static struct arena arena;

static unsigned pick(unsigned n)
{
    random_state += 0x9e3779b97f4a7c15U;
    uint64_t z = random_state;
    z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9U;
    z = (z ^ z >> 27) * 0x94d049bb133111ebU;
    return (unsigned)((z ^ z >> 31) % n);
}

static bool chance(unsigned percent)
{
    return pick(100) < percent;
}

static struct value *make(enum type type, const char *text)
{
    struct value *v = arena_alloc(&arena, sizeof *v);
    if (!v)
        abort();
    v->type = type;
    v->text = text;
    return v;
}

static struct value *map(void)
{
    return make(MAPPING, NULL);
}

static struct value *seq(void)
{
    return make(SEQUENCE, NULL);
}

static struct value *put(struct value *to, const char *key, struct value *v)
{
    if (to->n == MOST)
        return v;
    to->keys[to->n] = key;
    to->values[to->n++] = v;
    return v;
}

static struct value *push(struct value *to, struct value *v)
{
    return put(to, NULL, v);
}

static const char *format(const char *fmt, unsigned n)
{
    struct buf b = {0};
    buf_fmt(&b, fmt, n);
    return arena_take(&arena, &b).p;
}

static struct value *string(void)
{
    static const char *const texts[] = {
        "plain",
        "yes",
        "n",
        "1e3",
        "0777",
        "12:30:00",
        "2026-11-23",
        "~",
        "null",
        "",
        " lead",
        "trail ",
        "a: b",
        "a #b",
        "# c",
        "- d",
        "? e",
        ": f",
        "it's",
        "\"quoted\"",
        "{a}",
        "[b]",
        "*c",
        "&d",
        "!e",
        "%f",
        "@g",
        "`h",
        "|",
        ">",
        "=",
        "<<",
        ".5",
        "one\ntwo",
        "one\ntwo\n",
        "one\n\ntwo\n\n",
        "\nlead",
        "tab\there",
        "\ttab",
        "caf\xc3\xa9",
        "\xf0\x9f\x8e\x89",
        "$(A) $$(B) $$",
        "back\\slash",
        "a,b",
        "/bin/sh",
        "-c",
        "exec sleep 1 && echo 'it'\"'\"'s'",
        "x=1; while :; do\n  echo $x\ndone\n",
        "---",
        "...",
        "a very long line that an emitter of eighty columns would have folded somewhere"};
    return make(STRING, texts[pick(sizeof texts / sizeof *texts)]);
}

static struct value *number(void)
{
    static const char *const numbers[] = {"0", "1", "137", "65534", "8080", "3600"};
    return make(LITERAL, numbers[pick(6)]);
}

static struct value *boolean(void)
{
    return make(LITERAL, chance(50) ? "true" : "false");
}

static struct value *name(const char *fmt, unsigned n)
{
    return make(STRING, format(fmt, n));
}

static struct value *strings(unsigned most)
{
    struct value *s = seq();
    for (unsigned n = pick(most + 1); n > 0; n--)
        push(s, string());
    return s;
}

static struct value *quantity(void)
{
    struct value *r = map();
    if (chance(70))
        put(r, "cpu", chance(50) ? number() : make(STRING, "250m"));
    if (chance(70))
        put(r, "memory", make(STRING, "64Mi"));
    if (chance(20))
        put(r, "ephemeral-storage", make(STRING, "1Gi"));
    return r;
}

static struct value *security(void)
{
    struct value *s = map();
    if (chance(50))
        put(s, "runAsNonRoot", boolean());
    if (chance(50))
        put(s, "runAsUser", number());
    if (chance(20))
        put(put(s, "seccompProfile", map()), "type", make(STRING, "RuntimeDefault"));
    if (chance(20))
        put(put(s, "seLinuxOptions", map()), "level", make(STRING, "s0:c1,c2"));
    return s;
}

static struct value *probe(void)
{
    struct value *p = map();
    put(put(p, "httpGet", map()), "port", number());
    if (chance(50))
        put(p, "periodSeconds", number());
    return p;
}

static struct value *variable(unsigned i)
{
    static const char *const paths[] = {"metadata.name", "metadata.labels['app']",
                                        "metadata.labels['job-name']", "status.podIP"};
    struct value *v = map();
    put(v, "name", name("VAR_%u", i));
    if (chance(60))
        put(v, "value", string());
    else if (chance(50))
        put(put(put(v, "valueFrom", map()), "fieldRef", map()), "fieldPath", make(STRING, paths[pick(4)]));
    else
        put(put(put(v, "valueFrom", map()), "secretKeyRef", map()), "key", make(STRING, "k"));
    return v;
}

static struct value *mounts(const char *place, unsigned volumes)
{
    struct value *s = seq();
    for (unsigned i = 0; i < volumes; i++) {
        if (!chance(50))
            continue;
        struct value *m = push(s, map());
        put(m, place, name("/mnt/%u", i));
        put(m, "name", name("volume-%u", i));
        if (chance(20))
            put(m, "readOnly", boolean());
    }
    return s;
}

static struct value *container(unsigned i, unsigned volumes, bool init)
{
    static const char *const probes[] = {"livenessProbe", "readinessProbe", "startupProbe"};
    struct value *c = map();
    put(c, "name", name(init ? "init-%u" : "container-%u", i));
    put(c, "image", make(STRING, "registry.example.com:5000/a/b:1"));
    if (chance(50))
        put(c, "command", strings(4));
    if (chance(50))
        put(c, "args", strings(5));
    if (chance(60)) {
        struct value *env = put(c, "env", seq());
        for (unsigned n = pick(6); n > 0; n--)
            push(env, variable(n));
    }
    if (chance(20))
        put(put(push(put(c, "envFrom", seq()), map()), "configMapRef", map()), "name",
            make(STRING, "config"));
    for (unsigned p = 0; p < 3; p++)
        if (chance(30))
            put(c, probes[p], probe());
    if (chance(30))
        put(push(put(c, "ports", seq()), map()), chance(50) ? "hostPort" : "containerPort", number());
    if (chance(50))
        put(put(c, "resources", map()), "limits", quantity());
    if (chance(40))
        put(c, "securityContext", security());
    if (chance(20))
        put(put(put(put(c, "lifecycle", map()), "preStop", map()), "exec", map()), "command", strings(2));
    if (volumes && chance(60))
        put(c, "volumeMounts", mounts("mountPath", volumes));
    if (volumes && chance(10))
        put(c, "volumeDevices", mounts("devicePath", volumes));
    if (init && chance(30))
        put(c, "restartPolicy", make(STRING, "Always"));
    return c;
}

static struct value *volume(unsigned i)
{
    static const char *const kinds[] = {
        "emptyDir", "persistentVolumeClaim", "configMap", "nfs", "hostPath", "cinder", "ephemeral"};
    struct value *v = map();
    const char *kind = kinds[pick(7)];
    if (chance(50))
        put(v, "name", name("volume-%u", i));
    struct value *what = put(v, kind, map());
    if (chance(70))
        put(what, strcmp(kind, "persistentVolumeClaim") == 0 ? "claimName" : "path", make(STRING, "/data"));
    if (v->n == 1)
        put(v, "name", name("volume-%u", i));
    return v;
}

static struct value *affinity(void)
{
    struct value *a = map();
    if (chance(50))
        put(a, "podAntiAffinity", map());
    if (chance(50)) {
        struct value *n =
            put(put(a, "nodeAffinity", map()), "requiredDuringSchedulingIgnoredDuringExecution", map());
        struct value *term = push(put(n, "nodeSelectorTerms", seq()), map());
        struct value *field = push(put(term, chance(50) ? "matchFields" : "matchExpressions", seq()), map());
        put(field, "key", make(STRING, "metadata.name"));
        put(field, "operator", make(STRING, "In"));
        push(put(field, "values", seq()), make(STRING, "node"));
    }
    return a;
}

static struct value *spec(unsigned containers, unsigned inits)
{
    static const char *const policies[] = {"Always", "Never", "OnFailure"};
    struct value *s = map();
    unsigned volumes = pick(5);
    if (chance(30))
        put(s, "affinity", affinity());
    if (chance(20))
        put(s, "activeDeadlineSeconds", number());
    struct value *list = put(s, "containers", seq());
    for (unsigned i = 0; i < containers; i++)
        push(list, container(i, volumes, false));
    list = inits || chance(10) ? put(s, "initContainers", seq()) : NULL;
    for (unsigned i = 0; i < inits; i++)
        push(list, container(i, volumes, true));
    if (chance(30))
        put(s, "hostNetwork", boolean());
    if (chance(60))
        put(s, "nodeName", make(STRING, "node-1"));
    if (chance(30))
        put(s, "priority", number());
    if (chance(20))
        put(s, "priorityClassName", make(STRING, "high"));
    if (chance(20))
        put(push(put(s, "readinessGates", seq()), map()), "conditionType", make(STRING, "example.com/ready"));
    if (chance(60))
        put(s, "restartPolicy", make(STRING, policies[pick(3)]));
    if (chance(40))
        put(s, "securityContext", security());
    if (chance(40))
        put(push(put(s, "tolerations", seq()), map()), "operator", make(STRING, "Exists"));
    if (chance(20))
        put(push(put(s, "topologySpreadConstraints", seq()), map()), "maxSkew", number());
    list = volumes || chance(10) ? put(s, "volumes", seq()) : NULL;
    for (unsigned i = 0; i < volumes; i++)
        push(list, volume(i));
    return s;
}

static struct value *metadata(void)
{
    static const char *const owners[] = {"ReplicaSet", "Job", "StatefulSet", "DaemonSet", "Node"};
    static const char *const gone[] = {"uid", "resourceVersion", "selfLink"};
    struct value *m = map();
    if (chance(50)) {
        struct value *a = put(m, "annotations", map());
        for (unsigned n = pick(4); n > 0; n--)
            put(a, format("example.com/a%u", n), string());
    }
    if (chance(50))
        put(m, "creationTimestamp",
            chance(50) ? make(LITERAL, "null") : make(STRING, "2026-11-23T10:00:00Z"));
    if (chance(40))
        put(m, "generateName", make(STRING, "web-5d4-"));
    if (chance(70)) {
        struct value *l = put(m, "labels", map());
        put(l, "app", string());
        if (chance(40))
            put(l, "pod-template-hash", make(STRING, "5d4"));
        if (chance(20))
            put(l, "job-name", make(STRING, "1e3"));
    }
    put(m, "name", make(STRING, "web-5d4-x"));
    if (chance(70))
        put(m, "namespace", make(STRING, "shop"));
    if (chance(50)) {
        struct value *o = push(put(m, "ownerReferences", seq()), map());
        put(o, "controller", boolean());
        put(o, "kind", make(STRING, owners[pick(5)]));
        put(o, "name", make(STRING, "owner"));
    }
    for (unsigned i = 0; i < 3; i++)
        if (chance(50))
            put(m, gone[i], make(STRING, "1234"));
    return m;
}

static struct value *status(unsigned containers, unsigned inits)
{
    static const char *const states[] = {"waiting", "running", "terminated"};
    struct value *s = map();
    for (int init = 0; init < 2; init++) {
        struct value *list = put(s, init ? "initContainerStatuses" : "containerStatuses", seq());
        for (unsigned i = 0; i < (init ? inits : containers); i++) {
            struct value *c = push(list, map());
            put(c, "name", name(init ? "init-%u" : "container-%u", i));
            put(c, "ready", boolean());
            struct value *state = put(put(c, "state", map()), states[pick(3)], map());
            if (chance(60))
                put(state, "reason", make(STRING, chance(50) ? "CrashLoopBackOff" : "Error"));
            if (chance(50))
                put(state, "exitCode", number());
            if (chance(40))
                put(state, "message", string());
        }
    }
    return s;
}

static struct value *pod(void)
{
    unsigned containers = 1 + pick(3), inits = chance(40) ? 1 + pick(2) : 0;
    struct value *p = map();
    put(p, "apiVersion", make(STRING, "v1"));
    put(p, "kind", make(STRING, "Pod"));
    put(p, "metadata", metadata());
    put(p, "spec", spec(containers, inits));
    if (chance(70))
        put(p, "status", status(containers, inits));
    return p;
}

static void shuffle(struct value *v)
{
    for (size_t i = v->n; v->type == MAPPING && i > 1; i--) {
        size_t j = pick((unsigned)i);
        struct value *value = v->values[i - 1];
        const char *key = v->keys[i - 1];
        v->values[i - 1] = v->values[j];
        v->keys[i - 1] = v->keys[j];
        v->values[j] = value;
        v->keys[j] = key;
    }
    for (size_t i = 0; i < v->n; i++)
        shuffle(v->values[i]);
}

/* A scalar on one line: a string in whatever quotes can hold it. */
static void write_scalar(struct manner *m, const struct value *v, bool flow)
{
    struct str s = str_of(v->text);
    bool printable = !strpbrk(v->text, "\n\t");
    if (v->type == LITERAL) {
        buf_puts(m->out, v->text);
    } else if (m->json || flow || !printable || chance(30)) {
        render_quoted(m->out, s);
    } else if (chance(30)) {
        buf_puts(m->out, "'");
        for (size_t i = 0; i < s.n; i++)
            buf_fmt(m->out, s.p[i] == '\'' ? "''" : "%c", s.p[i]);
        buf_puts(m->out, "'");
    } else {
        struct node plain = {.kind = NODE_SCALAR, .style = STYLE_DOUBLE, .text = s};
        render_scalar(m->out, &plain, false);
    }
}

static void new_line(struct manner *m, size_t column)
{
    buf_puts(m->out, m->newline);
    buf_fill(m->out, ' ', column);
}

static void write_flow(struct manner *m, const struct value *v, size_t column)
{
    bool mapping = v->type == MAPPING;
    if (v->type < MAPPING) {
        write_scalar(m, v, true);
        return;
    }
    buf_puts(m->out, mapping ? "{" : "[");
    for (size_t i = 0; i < v->n; i++) {
        buf_puts(m->out, i ? (m->lines ? "," : ", ") : "");
        if (m->lines)
            new_line(m, column + 2);
        if (mapping && m->json)
            buf_fmt(m->out, "\"%s\": ", v->keys[i]);
        else if (mapping)
            buf_fmt(m->out, "%s: ", v->keys[i]);
        write_flow(m, v->values[i], column + 2);
    }
    if (m->lines && v->n)
        new_line(m, column);
    buf_puts(m->out, mapping ? "}" : "]");
}

/* A block scalar, where the text allows one. */
static bool write_literal(struct manner *m, const struct value *v, size_t column)
{
    size_t n = strlen(v->text);
    if (v->type != STRING || n < 2 || strchr(" \n\t", v->text[0]) || strchr(v->text, '\t') || !chance(40))
        return false;
    bool ends = v->text[n - 1] == '\n';
    buf_puts(m->out, !ends ? "|-" : v->text[n - 2] == '\n' ? "|+" : "|");
    for (const char *p = v->text; *p;) {
        size_t line = strcspn(p, "\n");
        buf_puts(m->out, m->newline);
        buf_fill(m->out, ' ', line ? column : 0);
        buf_add(m->out, p, line);
        p += line + (p[line] == '\n');
    }
    return true;
}

static void write_block(struct manner *m, const struct value *v, size_t column);

static void write_value(struct manner *m, const struct value *v, size_t column, bool item)
{
    static const char *const remarks[] = {" # why", "  # it's: {", " # - a", "\t# tab"};
    size_t inner = item || v->type == MAPPING || m->deep ? column + 2 : column;
    if (v->type < MAPPING) {
        buf_puts(m->out, " ");
        if (write_literal(m, v, column + 2))
            return;
        write_scalar(m, v, false);
    } else if (!v->n || chance(m->flow)) {
        buf_puts(m->out, " ");
        write_flow(m, v, column + 2);
    } else {
        if (item)
            buf_puts(m->out, " ");
        else
            new_line(m, inner);
        write_block(m, v, inner);
        return;
    }
    if (m->comments && chance(15))
        buf_puts(m->out, remarks[pick(4)]);
}

static void write_block(struct manner *m, const struct value *v, size_t column)
{
    for (size_t i = 0; i < v->n; i++) {
        if (i && m->comments && chance(8)) {
            new_line(m, chance(50) ? column : pick((unsigned)column + 1));
            buf_puts(m->out, "# a line: of [its own");
        }
        if (i && m->comments && chance(5))
            buf_puts(m->out, m->newline);
        if (i)
            new_line(m, column);
        buf_puts(m->out, v->type == MAPPING ? v->keys[i] : "-");
        buf_puts(m->out, v->type == MAPPING ? ":" : "");
        write_value(m, v->values[i], column, v->type == SEQUENCE);
    }
}

static void write_pod(struct buf *out, struct value *v)
{
    struct manner m = {.out = out, .newline = chance(15) ? "\r\n" : "\n"};
    m.json = chance(20);
    m.lines = m.json && chance(60);
    m.comments = !m.json && chance(50);
    m.deep = chance(30);
    m.flow = chance(50) ? 0 : 20;
    if (chance(40))
        shuffle(v);
    if (m.json) {
        write_flow(&m, v, 0);
    } else {
        buf_puts(out, chance(10) ? "---\n" : chance(5) ? "\xef\xbb\xbf" : m.comments ? "# a Pod\n" : "");
        write_block(&m, v, 0);
    }
    if (!chance(10))
        buf_puts(out, m.newline);
}

static int choose_options(char **argv)
{
    static char *const options[] = {"--tools=none",
                                    "--tools=image",
                                    "--keep-labels",
                                    "--keep-labels=false",
                                    "--keep-annotations=false",
                                    "--same-node",
                                    "--keep-pvcs",
                                    "--keep-pvcs=readonly",
                                    "--in-service",
                                    "--ttl=0",
                                    "--ttl=90m",
                                    "--label=team=yes",
                                    "--keep-affinity",
                                    "--keep-host-ports",
                                    "--keep-liveness",
                                    "--keep-readiness",
                                    "--keep-startup",
                                    "--keep-lifecycle",
                                    "--keep-priority",
                                    "--container=container-0",
                                    "--name=the-clone",
                                    "--tools-dir=/t",
                                    "--explain"};
    int argc = 1;
    argv[0] = "podclone";
    for (unsigned n = pick(4); n > 0; n--)
        argv[argc++] = options[pick(sizeof options / sizeof *options)];
    return argc;
}

int main(int argc, char **argv)
{
    static char why[16384];
    unsigned long count = argc > 1 ? strtoul(argv[1], NULL, 10) : 3000, cloned = 0, failed = 0;
    uint64_t seed = argc > 2 ? strtoull(argv[2], NULL, 10) : (uint64_t)time(NULL);
    printf("seed %llu\n", (unsigned long long)seed);
    for (unsigned long i = 0; i < count && failed < 5; i++) {
        char *words[16];
        struct buf text = {0};
        random_state = seed + i;
        int n = choose_options(words);
        write_pod(&text, pod());
        enum verdict verdict = oracle_run(n, words, (struct str){text.p, text.n}, why, sizeof why);
        /* Options can exclude each other; nothing else may be refused. */
        bool usage = verdict == ORACLE_REFUSED && !*why;
        cloned += verdict == ORACLE_CLONED;
        if (verdict == ORACLE_BROKEN || (verdict == ORACLE_REFUSED && !usage)) {
            failed++;
            printf("FAIL seed %llu, with", (unsigned long long)(seed + i));
            for (int w = 1; w < n; w++)
                printf(" %s", words[w]);
            printf(": %s\n%.*s\n----\n", why, (int)text.n, text.p);
        }
        buf_free(&text);
        arena_reset(&arena);
        why[0] = '\0';
    }
    arena_free(&arena);
    printf("%lu passed, %lu failed\n", cloned, failed);
    return failed != 0 || cloned < count / 2;
}
