/* libyaml must read the same events, marks and errors from yaml/feed as from a string, wherever the text is
 * divided. replay.c gives it files; comments of different lengths before each put a division at many places
 * in it. */
#include "yaml/feed.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static bool same_text(const yaml_char_t *a, const yaml_char_t *b)
{
    return (!a && !b) || (a && b && strcmp((const char *)a, (const char *)b) == 0);
}

static bool same_mark(yaml_mark_t a, yaml_mark_t b)
{
    return a.index == b.index && a.line == b.line && a.column == b.column;
}

static bool same_scalar(const yaml_event_t *a, const yaml_event_t *b)
{
    return a->data.scalar.length == b->data.scalar.length && a->data.scalar.style == b->data.scalar.style &&
           memcmp(a->data.scalar.value, b->data.scalar.value, a->data.scalar.length) == 0 &&
           same_text(a->data.scalar.anchor, b->data.scalar.anchor) &&
           same_text(a->data.scalar.tag, b->data.scalar.tag);
}

static bool same_event(const yaml_event_t *a, const yaml_event_t *b)
{
    return a->type == b->type && same_mark(a->start_mark, b->start_mark) &&
           same_mark(a->end_mark, b->end_mark) && (a->type != YAML_SCALAR_EVENT || same_scalar(a, b)) &&
           (a->type != YAML_ALIAS_EVENT || same_text(a->data.alias.anchor, b->data.alias.anchor));
}

/* Reads the rest of the input; whether it fails. */
static bool fails(yaml_parser_t *p)
{
    yaml_event_t e;
    yaml_event_type_t type = YAML_NO_EVENT;
    while (type != YAML_STREAM_END_EVENT && !p->error && yaml_parser_parse(p, &e)) {
        type = e.type;
        yaml_event_delete(&e);
    }
    return p->error != YAML_NO_ERROR;
}

static bool same_error(const yaml_parser_t *a, const yaml_parser_t *b)
{
    return a->error == b->error && strcmp(a->problem, b->problem) == 0 &&
           a->problem_offset == b->problem_offset && a->problem_value == b->problem_value &&
           same_mark(a->problem_mark, b->problem_mark) && same_mark(a->context_mark, b->context_mark);
}

/* Bytes that are no UTF-8 are found as far ahead as the text was fed: the other parser may find another error
 * before them. */
static bool same_failure(yaml_parser_t *a, yaml_parser_t *b)
{
    if (!fails(a) || !fails(b))
        return false;
    if (a->error != YAML_READER_ERROR && b->error == YAML_READER_ERROR)
        return a->problem_mark.index <= b->problem_offset;
    if (b->error != YAML_READER_ERROR && a->error == YAML_READER_ERROR)
        return b->problem_mark.index <= a->problem_offset;
    return same_error(a, b);
}

static void compare(const struct source *s, size_t from, bool decoded)
{
    yaml_parser_t fed, plain;
    yaml_event_type_t type = YAML_NO_EVENT;
    struct feed feed;
    if (!yaml_parser_initialize(&fed) || !yaml_parser_initialize(&plain))
        abort();
    feed_open(&feed, s, &fed, from);
    if (!feed.decoded)
        abort();
    feed.decoded = decoded;
    yaml_parser_set_input_string(&plain, (const unsigned char *)s->p + from, s->n - from);
    while (type != YAML_STREAM_END_EVENT) {
        yaml_event_t a = {0}, b = {0};
        bool both = yaml_parser_parse(&fed, &a) & yaml_parser_parse(&plain, &b);
        if (both ? !same_event(&a, &b) : !same_failure(&fed, &plain))
            abort();
        type = both ? a.type : YAML_STREAM_END_EVENT;
        yaml_event_delete(&a);
        yaml_event_delete(&b);
    }
    yaml_parser_delete(&fed);
    yaml_parser_delete(&plain);
}

static void compare_behind(size_t pad, size_t from, const uint8_t *data, size_t size)
{
    struct buf b = {0};
    buf_fill(&b, '#', pad);
    buf_puts(&b, "\n");
    buf_add(&b, (const char *)data, size);
    struct source s = {.p = b.p, .n = b.n};
    if (b.failed)
        abort();
    compare(&s, from, true);
    compare(&s, from, false);
    buf_free(&b);
}

/* The sizes that are fed: a bite first; then chunks from the start of the source, mouthfuls from a place
 * inside it. */
enum { BITE = 64, CHUNK = 16384, MOUTHFUL = 1024, ENDS = 12 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    size_t step = 1 + size / ENDS;
    compare(&(struct source){.p = (const char *)data, .n = size}, 0, true);
    for (size_t at = 0; at < size && at < CHUNK; at += step) {
        compare_behind(BITE + CHUNK - 1 - at % CHUNK, 0, data, size);
        compare_behind(1 + BITE + 2 * MOUTHFUL - 1 - at % MOUTHFUL, 1, data, size);
        compare_behind(BITE - 1 - at % BITE, 0, data, size);
    }
    return 0;
}
