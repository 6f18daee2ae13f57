#include "names.h"

#include <stdlib.h>
#include <string.h>

/* COUNTER: what a given suffix may grow by, -2 to -99999, to keep names distinct. */
enum { NAME_MOST = 63, SUFFIX = 5, COUNTER = 6 };

static const char debug[] = "debug-";

static uint64_t word_at(const unsigned char *p)
{
    uint64_t w = 0;
    for (int i = 7; i >= 0; i--)
        w = w << 8 | p[i];
    return w;
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

/* The slot of the name, or the free one where it would be; cap is a power of two, and never full. */
static struct name_slot *slot_of(const struct names *names, uint64_t name)
{
    size_t at = name & (names->cap - 1);
    while (names->slots[at].name && names->slots[at].name != name)
        at = (at + 1) & (names->cap - 1);
    return &names->slots[at];
}

static bool grow(struct names *names)
{
    struct names more = {.n = names->n, .cap = names->cap ? names->cap * 2 : 64};
    more.slots = more.cap > SIZE_MAX / 2 / sizeof *more.slots ? NULL : calloc(more.cap, sizeof *more.slots);
    if (!more.slots)
        return false;
    for (size_t i = 0; i < names->cap; i++)
        if (names->slots[i].name)
            *slot_of(&more, names->slots[i].name) = names->slots[i];
    free(names->slots);
    *names = more;
    return true;
}

/* NULL when memory is out; taken: whether the name was there before. */
static struct name_slot *add(struct names *names, struct str name, bool *taken)
{
    uint64_t h = names_hash(1, name) | 1;
    if (names->n * 2 >= names->cap && !grow(names)) {
        names->failed = true;
        return NULL;
    }
    struct name_slot *slot = slot_of(names, h);
    *taken = slot->name != 0;
    if (!*taken)
        names->n++;
    slot->name = h;
    return slot;
}

bool names_add(struct names *names, struct str name)
{
    bool taken = false;
    return !add(names, name, &taken) || !taken;
}

static size_t trimmed(struct str s)
{
    while (s.n && (s.p[s.n - 1] == '-' || s.p[s.n - 1] == '.'))
        s.n--;
    return s.n;
}

/* One of the names for this base and suffix. */
static struct str candidate(struct buf *b, size_t start, struct str base, const char *suffix, uint64_t hash,
                            uint64_t counter)
{
    static const char letters[] = "bcdfghjklmnpqrstvwxz2456789";
    b->n = start;
    buf_puts(b, debug);
    buf_str(b, base);
    buf_puts(b, "-");
    for (int i = 0; !suffix && i < SUFFIX; i++, hash /= sizeof letters - 1)
        buf_add(b, &letters[hash % (sizeof letters - 1)], 1);
    buf_puts(b, suffix ? suffix : "");
    if (suffix && counter > 1)
        buf_fmt(b, "-%llu", (unsigned long long)counter);
    return (struct str){b->p + start, b->n - start};
}

void names_make(struct names *names, struct buf *b, struct str base, const char *suffix, uint64_t hash)
{
    size_t start = b->n, tail = suffix ? strlen(suffix) + COUNTER : SUFFIX,
           most = NAME_MOST - strlen(debug) - 1 - tail;
    uint64_t counter = 1;
    bool taken = false;
    base.n = trimmed((struct str){base.p, base.n < most ? base.n : most});
    struct str first = candidate(b, start, base, suffix, hash, counter);
    struct name_slot *slot = add(names, first, &taken);
    uint64_t key = slot ? slot->name : 0;
    /* Many objects can be alike: each goes on where the one before it ended. */
    if (taken && slot->counter) {
        hash = slot->hash;
        counter = slot->counter;
    }
    while (taken && !b->failed) {
        hash = mix(hash, counter++);
        taken = !names_add(names, candidate(b, start, base, suffix, hash, counter));
    }
    if (slot && counter > 1) {
        slot = slot_of(names, key);
        slot->hash = hash;
        slot->counter = counter;
    }
}

void names_free(struct names *names)
{
    free(names->slots);
    *names = (struct names){0};
}
