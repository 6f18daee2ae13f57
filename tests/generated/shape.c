/* Random objects, after the table of fields. */
#include "fields.h"
#include "value.h"

#include <stdlib.h>
#include <string.h>

/* Strings that YAML could take for something else, or that need quotes. */
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
    "a very long line that an emitter of eighty columns would have folded somewhere",
};

/* Where a value stands: the number of the item in its sequence, and whether it belongs to an init container.
 */
struct place {
    unsigned index;
    bool init;
};

unsigned pick(struct dice *d, unsigned n)
{
    d->state += 0x9e3779b97f4a7c15U;
    uint64_t z = d->state;
    z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9U;
    z = (z ^ z >> 27) * 0x94d049bb133111ebU;
    return (unsigned)((z ^ z >> 31) % n);
}

bool chance(struct dice *d, unsigned percent)
{
    return pick(d, 100) < percent;
}

static struct value *make(struct dice *d, enum type type, const char *text)
{
    struct value *v = arena_alloc(&d->arena, sizeof *v);
    if (!v)
        abort();
    v->type = type;
    v->text = text;
    return v;
}

static void put(struct value *to, const char *key, struct value *v)
{
    if (to->n == MOST)
        abort();
    to->keys[to->n] = key;
    to->values[to->n++] = v;
}

static struct value *numbered(struct dice *d, const char *fmt, unsigned n)
{
    struct buf b = {0};
    for (const char *p = fmt; *p; p++)
        buf_fmt(&b, *p == '#' ? "%u" : "%c", *p == '#' ? n : (unsigned char)*p);
    return make(d, STRING, arena_take(&d->arena, &b).p);
}

static struct value *one_of(struct dice *d, const char *choices)
{
    unsigned n = 1;
    for (const char *p = choices; *p; p++)
        n += *p == '|';
    for (unsigned skip = pick(d, n); skip > 0; skip--)
        choices = strchr(choices, '|') + 1;
    struct str s = arena_copy(&d->arena, (struct str){choices, strcspn(choices, "|")});
    return make(d, str_is(s, "null") ? LITERAL : STRING, s.p);
}

/* The name of a container: a, b or c; of an init container: i, j or k. */
static struct value *letter(struct dice *d, const struct place *at)
{
    static const char *const letters[2][4] = {{"a", "b", "c", "d"}, {"i", "j", "k", "l"}};
    return make(d, STRING, letters[at->init][at->index % 4]);
}

/* The basic types, with the values to choose from. A # stands for the number of the item. */
static const struct {
    const char *is, *choices;
    enum type type;
} basics[] = {
    {"bool", "true|false", LITERAL},
    {"int", "0|1|137|65534|8080|3600", LITERAL},
    {"word", "word|w-1|yes|0x1F", STRING},
    {"path", "/data|/a b|/podclone|/", STRING},
    {"port", "8080|http", STRING},
    {"quantity", "250m|64Mi|1e3|0.5|1", STRING},
    {"capability", "ALL|NET_ADMIN|SYS_PTRACE|NET_RAW", STRING},
    {"variable", "E#|E#|E#|a.b#", STRING},
    {"volume", "v#", STRING},
    {"place", "/mnt/#|/mnt/#|/mnt/#|/podclone/#", STRING},
};

/* A value of a basic type; NULL where the word names no basic type. */
static struct value *basic(struct dice *d, const char *is, const struct place *at)
{
    if (strcmp(is, "text") == 0)
        return make(d, STRING, texts[pick(d, sizeof texts / sizeof *texts)]);
    if (strcmp(is, "container") == 0)
        return letter(d, at);
    /* The name of a volume, which most often is there. */
    if (strcmp(is, "mounted") == 0)
        return numbered(d, "v#", pick(d, 4));
    for (size_t i = 0; i < sizeof basics / sizeof *basics; i++)
        if (strcmp(is, basics[i].is) == 0) {
            struct value *v = numbered(d, one_of(d, basics[i].choices)->text, at->index);
            v->type = basics[i].type;
            return v;
        }
    return NULL;
}

static struct value *any(struct dice *d, const char *is, const struct place *at);

static bool is_table_type(const char *is)
{
    for (size_t i = 0; i < field_count; i++)
        if (strcmp(fields[i].of, is) == 0)
            return true;
    return false;
}

static unsigned count_of_one(const char *of)
{
    unsigned n = 0;
    for (size_t i = 0; i < field_count; i++)
        n += strcmp(fields[i].of, of) == 0 && fields[i].how == ONE;
    return n;
}

static struct value *object(struct dice *d, const char *of, const struct place *at)
{
    struct value *v = make(d, MAPPING, NULL);
    unsigned ones = count_of_one(of), one = ones ? pick(d, ones) : 0, percent = 10 + pick(d, 30);
    for (size_t i = 0; i < field_count; i++) {
        const struct field *f = &fields[i];
        if (strcmp(f->of, of) != 0)
            continue;
        if (f->how == ONE ? one-- == 0 : f->how == ALWAYS || chance(d, percent))
            put(v, f->key, any(d, f->is, at));
    }
    return v;
}

static struct value *items(struct dice *d, const char *is, const struct place *at)
{
    struct value *v = make(d, SEQUENCE, NULL);
    bool some = strcmp(is, "Container") == 0 || strcmp(is, "Pod") == 0;
    struct place here = {.init = strncmp(is, "Init", 4) == 0 || at->init};
    const char *of = strcmp(is, "Init") == 0         ? "Container"
                     : strcmp(is, "InitStatus") == 0 ? "ContainerStatus"
                                                     : is;
    for (unsigned n = some ? 1 + pick(d, 3) : pick(d, 4); here.index < n; here.index++)
        put(v, NULL, any(d, of, &here));
    return v;
}

static struct value *entries(struct dice *d, const char *is, const struct place *at)
{
    static const char *const keys[] = {"example.com/a", "b", "yes", "1e3", "kubernetes.io/os"};
    struct value *v = make(d, MAPPING, NULL);
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        if (chance(d, 30))
            put(v, keys[i], any(d, is, at));
    return v;
}

static struct value *any(struct dice *d, const char *is, const struct place *at)
{
    if (strncmp(is, "[]", 2) == 0)
        return items(d, is + 2, at);
    if (strncmp(is, "{}", 2) == 0)
        return entries(d, is + 2, at);
    if (is_table_type(is))
        return object(d, is, at);
    struct value *v = basic(d, is, at);
    return v ? v : one_of(d, is);
}

struct value *shape(struct dice *d)
{
    static const struct place root;
    return any(d, chance(d, 70) ? "Pod" : chance(d, 50) ? "List" : "Workload", &root);
}
