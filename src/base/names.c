#include "base/names.h"

#include <stdlib.h>
#include <string.h>

enum { NAME_MOST = 63, SUFFIX = 5 };

static const char debug[] = "debug-";

/* The word in little-endian order. Compilers make one load of it. */
static uint64_t word_at(const unsigned char *p)
{
    return (uint64_t)p[0] | (uint64_t)p[1] << 8 | (uint64_t)p[2] << 16 | (uint64_t)p[3] << 24 |
           (uint64_t)p[4] << 32 | (uint64_t)p[5] << 40 | (uint64_t)p[6] << 48 | (uint64_t)p[7] << 56;
}

static uint64_t mix(uint64_t h, uint64_t w)
{
    h = (h ^ w) * 0x9e3779b97f4a7c15U;
    return h ^ h >> 32;
}

uint64_t names_hash(uint64_t seed, struct str bytes)
{
    const unsigned char *p = (const unsigned char *)bytes.p;
    uint64_t h = mix(seed, bytes.n);
    size_t at = 0;
    for (; bytes.n - at >= 8; at += 8)
        h = mix(h, word_at(p + at));
    unsigned char rest[8] = {0};
    if (bytes.n > at)
        memcpy(rest, p + at, bytes.n - at);
    return mix(mix(h, word_at(rest)), 0);
}

static bool grow(struct names *names)
{
    struct names more = {.cap = names->cap ? names->cap * 2 : 64};
    more.slots = more.cap > SIZE_MAX / 2 / sizeof *more.slots ? NULL : calloc(more.cap, sizeof *more.slots);
    if (!more.slots)
        return false;
    for (size_t i = 0; i < names->cap; i++) {
        size_t at = names->slots[i] & (more.cap - 1);
        while (names->slots[i] && more.slots[at])
            at = (at + 1) & (more.cap - 1);
        if (names->slots[i])
            more.slots[at] = names->slots[i];
    }
    more.n = names->n;
    free(names->slots);
    *names = more;
    return true;
}

bool names_add(struct names *names, struct str name)
{
    uint64_t h = names_hash(1, name) | 1;
    if (names->n * 2 >= names->cap && !grow(names)) {
        names->failed = true;
        return true;
    }
    size_t at = h & (names->cap - 1);
    for (; names->slots[at]; at = (at + 1) & (names->cap - 1))
        if (names->slots[at] == h)
            return false;
    names->slots[at] = h;
    names->n++;
    return true;
}

static size_t trimmed(struct str s)
{
    while (s.n && (s.p[s.n - 1] == '-' || s.p[s.n - 1] == '.'))
        s.n--;
    return s.n;
}

/* The last part of a name: five characters of the hash, or the given suffix. number: 0 the first time. */
static void add_suffix(struct buf *b, const char *suffix, uint64_t hash, size_t number)
{
    static const char letters[] = "bcdfghjklmnpqrstvwxz2456789";
    if (number)
        hash = mix(hash, number);
    for (int i = 0; !suffix && i < SUFFIX; i++, hash /= sizeof letters - 1)
        buf_add(b, &letters[hash % (sizeof letters - 1)], 1);
    buf_puts(b, suffix ? suffix : "");
    if (suffix && number)
        buf_fmt(b, "-%zu", number);
}

static bool make(struct names *names, struct buf *b, struct str base, struct str tail)
{
    size_t most = NAME_MOST - strlen(debug) - 1 - tail.n, start = b->n;
    buf_puts(b, debug);
    buf_add(b, base.p, trimmed((struct str){base.p, base.n < most ? base.n : most}));
    buf_puts(b, "-");
    buf_str(b, tail);
    if (b->failed || names_add(names, (struct str){b->p + start, b->n - start}))
        return true;
    b->n = start;
    return false;
}

void names_make(struct names *names, struct buf *b, struct str base, const char *suffix, uint64_t hash)
{
    struct buf tail = {0};
    bool made = false;
    /* Numbers start behind the count of all names: from 1 on, the n-th clone of one base would try n of them.
     */
    for (size_t number = 0; !made && !tail.failed; number = number ? number + 1 : names->n + 1) {
        tail.n = 0;
        add_suffix(&tail, suffix, hash, number);
        made = make(names, b, base, (struct str){tail.p, tail.n});
    }
    names->failed |= tail.failed;
    buf_free(&tail);
}

/* How much of a clone's name is the start of the name it was made from; 0 where nothing is. A name that is
 * cut may end anywhere. */
static size_t common(struct str clone, struct str name, bool cut)
{
    enum { GENERATED = 5 }; /* so many characters the cluster adds to generateName */
    size_t most = 0;
    for (size_t n = 1; n < clone.n && n <= name.n && clone.p[n - 1] == name.p[n - 1]; n++) {
        bool ends = cut || n == name.n || name.p[n] == '-' || name.p[n] == '.' || name.n - n == GENERATED;
        most = ends && clone.p[n] == '-' ? n : most;
    }
    return most;
}

struct str names_base(struct str clone, struct str source)
{
    enum { PREFIX = sizeof debug - 1, TRIMMED = 3 };
    if (!str_starts(clone, debug))
        return clone;
    struct str base = {clone.p + PREFIX, clone.n - PREFIX};
    size_t at = source.n, last = base.n;
    while (at && source.p[at - 1] != '/')
        at--;
    size_t n = common(base, (struct str){source.p + at, source.n - at}, clone.n + TRIMMED >= NAME_MOST);
    while (last && base.p[last - 1] != '-')
        last--;
    return (struct str){base.p, n ? n : last > 1 ? last - 1 : base.n};
}

void names_free(struct names *names)
{
    free(names->slots);
    *names = (struct names){0};
}
