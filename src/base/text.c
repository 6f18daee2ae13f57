#include "base/text.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ARENA_BLOCK = 64 * 1024 };

struct arena_block {
    struct arena_block *below;
    size_t used, cap;
    max_align_t bytes[];
};

bool str_starts(struct str s, const char *prefix)
{
    size_t n = strlen(prefix);
    return s.n >= n && memcmp(s.p, prefix, n) == 0;
}

struct str str_trimmed(struct str s)
{
    while (s.n && memchr("\n\r ", s.p[s.n - 1], 3))
        s.n--;
    return s;
}

bool str_has(struct str s, struct str part)
{
    for (size_t at = 0; part.n && at + part.n <= s.n; at++)
        if (memcmp(s.p + at, part.p, part.n) == 0)
            return true;
    return false;
}

int str_order(struct str a, struct str b)
{
    size_t n = a.n < b.n ? a.n : b.n;
    int order = n ? memcmp(a.p, b.p, n) : 0;
    return order ? order : (a.n > b.n) - (a.n < b.n);
}

size_t str_char(struct str s, size_t at, unsigned *code)
{
    const unsigned char *p = (const unsigned char *)s.p + at;
    size_t left = s.n - at;
    *code = p[0];
    if (p[0] < 0x80)
        return 1;
    if (p[0] >= 0xc2 && p[0] < 0xe0 && left > 1) {
        *code = (p[0] & 0x1fU) << 6 | (p[1] & 0x3fU);
        return 2;
    }
    if (p[0] < 0xe0 || p[0] > 0xef || left < 3)
        return 0;
    *code = (p[0] & 0x0fU) << 12 | (p[1] & 0x3fU) << 6 | (p[2] & 0x3fU);
    return *code < 0x800 ? 0 : 3;
}

size_t str_utf8(struct str s, size_t at)
{
    const unsigned char *p = (const unsigned char *)s.p + at;
    size_t n = p[0] < 0x80                   ? 1
               : p[0] >= 0xc2 && p[0] < 0xe0 ? 2
               : (p[0] & 0xf0) == 0xe0       ? 3
               : p[0] >= 0xf0 && p[0] < 0xf5 ? 4
                                             : 0;
    if (n == 0 || n > s.n - at)
        return 0;
    for (size_t i = 1; i < n; i++)
        if ((p[i] & 0xc0) != 0x80)
            return 0;
    bool overlong = (p[0] == 0xe0 && p[1] < 0xa0) || (p[0] == 0xf0 && p[1] < 0x90),
         beyond = (p[0] == 0xed && p[1] > 0x9f) || (p[0] == 0xf4 && p[1] > 0x8f);
    return overlong || beyond ? 0 : n;
}

bool buf_grow(struct buf *b, size_t n)
{
    bool full = b->most && (b->n > b->most || n > b->most - b->n);
    if (b->failed || full || n > SIZE_MAX / 2 - b->n) {
        b->full |= full && !b->failed;
        b->failed = true;
        return false;
    }
    size_t cap = b->cap ? b->cap : 256;
    while (cap < b->n + n)
        cap += cap / 2;
    if (b->most && cap > b->most)
        cap = b->most;
    char *p = realloc(b->p, cap);
    if (!p) {
        b->failed = true;
        return false;
    }
    b->p = p;
    b->cap = cap;
    return true;
}

void buf_limit(struct buf *b, size_t most)
{
    b->failed &= !b->full;
    b->full = false;
    b->most = most;
}

void buf_fill(struct buf *b, char c, size_t n)
{
    if (n == 0 || !buf_room(b, n))
        return;
    memset(b->p + b->n, c, n);
    b->n += n;
}

void buf_fmt(struct buf *b, const char *fmt, ...)
{
    va_list args;
    va_start(args, fmt);
    int n = vsnprintf(NULL, 0, fmt, args);
    va_end(args);
    if (n < 0)
        b->failed = true;
    if (n <= 0 || !buf_room(b, (size_t)n + 1))
        return;
    va_start(args, fmt);
    vsnprintf(b->p + b->n, (size_t)n + 1, fmt, args);
    va_end(args);
    b->n += (size_t)n;
}

void buf_free(struct buf *b)
{
    free(b->p);
    *b = (struct buf){0};
}

static struct arena_block *arena_grow(struct arena *arena, size_t size)
{
    struct arena_block *block = arena->spare;
    if (block && block->cap >= size) {
        arena->spare = block->below;
    } else {
        size_t cap = size > ARENA_BLOCK ? size : ARENA_BLOCK;
        block = cap > SIZE_MAX / 2 ? NULL : malloc(sizeof *block + cap);
        if (!block)
            return NULL;
        block->cap = cap;
    }
    block->used = 0;
    block->below = arena->top;
    arena->top = block;
    return block;
}

void *arena_alloc(struct arena *arena, size_t size)
{
    if (arena->failed || size > SIZE_MAX / 2) {
        arena->failed = true;
        return NULL;
    }
    size = (size + sizeof(max_align_t) - 1) / sizeof(max_align_t) * sizeof(max_align_t);
    struct arena_block *block = arena->top;
    if (!block || block->cap - block->used < size)
        block = arena_grow(arena, size);
    if (!block) {
        arena->failed = true;
        return NULL;
    }
    void *p = (char *)block->bytes + block->used;
    block->used += size;
    return memset(p, 0, size);
}

struct str arena_copy(struct arena *arena, struct str s)
{
    char *p = arena_alloc(arena, s.n + 1);
    if (!p)
        return (struct str){"", 0};
    if (s.n)
        memcpy(p, s.p, s.n);
    return (struct str){p, s.n};
}

struct str arena_take(struct arena *arena, struct buf *b)
{
    if (b->failed)
        arena->failed = true;
    struct str s = arena_copy(arena, (struct str){b->p, b->n});
    buf_free(b);
    return s;
}

void arena_reset(struct arena *arena)
{
    while (arena->top) {
        struct arena_block *block = arena->top;
        arena->top = block->below;
        block->below = arena->spare;
        arena->spare = block;
    }
}

void arena_free(struct arena *arena)
{
    arena_reset(arena);
    while (arena->spare) {
        struct arena_block *block = arena->spare;
        arena->spare = block->below;
        free(block);
    }
    *arena = (struct arena){0};
}
