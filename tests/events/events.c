#include "events.h"

#include <libfyaml.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int hex(char c)
{
    const char *digits = "0123456789abcdef",
               *at = c ? strchr(digits, c >= 'A' && c <= 'F' ? c | 0x20 : c) : NULL;
    return at ? (int)(at - digits) : -1;
}

/* A copy with U+FFFD for each surrogate escape in JSON: libyaml refuses these, and kubectl takes them. */
static char *readable(struct str text)
{
    char *copy = malloc(text.n + 1);
    if (!copy)
        abort();
    memcpy(copy, text.p, text.n);
    copy[text.n] = '\0';
    const char *first = copy + strspn(copy, "\xef\xbb\xbf \t\r\n");
    if (*first != '{' && *first != '[')
        return copy;
    for (char *p = copy; (p = strchr(p, '\\')); p += 2)
        if (p[1] == 'u' && hex(p[2]) == 13 && hex(p[3]) >= 8)
            memcpy(p, "\\uFFFD", 6);
        else if (!p[1])
            break;
    return copy;
}

/* For each character its byte: libyaml counts characters, and does not count a byte order mark at the start.
 */
static size_t *byte_offsets(struct str text)
{
    size_t *bytes = malloc((text.n + 2) * sizeof *bytes), n = 0, at = 0;
    if (!bytes)
        abort();
    if (text.n >= 3 && memcmp(text.p, "\xef\xbb\xbf", 3) == 0)
        at = 3;
    for (; at < text.n; at++)
        if ((text.p[at] & 0xc0) != 0x80)
            bytes[n++] = at;
    bytes[n] = text.n;
    return bytes;
}

static struct str keep(struct arena *a, const yaml_char_t *p, size_t n)
{
    return p ? arena_copy(a, (struct str){(const char *)p, n}) : (struct str){NULL, 0};
}

static struct str keep_name(struct arena *a, const yaml_char_t *p)
{
    return keep(a, p, p ? strlen((const char *)p) : 0);
}

static struct event convert(const yaml_event_t *y, struct arena *a)
{
    struct event e = {.type = y->type, .start = y->start_mark.index, .end = y->end_mark.index};
    switch (y->type) {
    case YAML_SCALAR_EVENT:
        e.value = keep(a, y->data.scalar.value, y->data.scalar.length);
        e.anchor = keep_name(a, y->data.scalar.anchor);
        e.tag = keep_name(a, y->data.scalar.tag);
        e.style = (int)y->data.scalar.style;
        e.plain = y->data.scalar.plain_implicit;
        e.quoted = y->data.scalar.quoted_implicit;
        break;
    case YAML_ALIAS_EVENT:
        e.anchor = keep_name(a, y->data.alias.anchor);
        break;
    case YAML_MAPPING_START_EVENT:
        e.anchor = keep_name(a, y->data.mapping_start.anchor);
        e.tag = keep_name(a, y->data.mapping_start.tag);
        e.style = (int)y->data.mapping_start.style;
        break;
    case YAML_SEQUENCE_START_EVENT:
        e.anchor = keep_name(a, y->data.sequence_start.anchor);
        e.tag = keep_name(a, y->data.sequence_start.tag);
        e.style = (int)y->data.sequence_start.style;
        break;
    case YAML_DOCUMENT_START_EVENT:
        e.plain = y->data.document_start.implicit;
        break;
    default:
        break;
    }
    return e;
}

void events_add(struct events *to, struct event e)
{
    if (to->n == to->cap) {
        to->cap = to->cap ? to->cap * 2 : 256;
        to->list = realloc(to->list, to->cap * sizeof *to->list);
        if (!to->list)
            abort();
    }
    to->list[to->n++] = e;
}

void events_clear(struct events *e)
{
    e->n = 0;
    arena_reset(&e->text);
}

void events_free(struct events *e)
{
    free(e->list);
    arena_free(&e->text);
    *e = (struct events){0};
}

bool events_read(struct events *out, struct str text)
{
    char *copy = readable(text);
    size_t *bytes = byte_offsets(text);
    yaml_parser_t p;
    yaml_parser_initialize(&p);
    yaml_parser_set_input_string(&p, (unsigned char *)copy, text.n);
    yaml_event_type_t type = YAML_NO_EVENT;
    bool ok = true;
    while (ok && type != YAML_STREAM_END_EVENT) {
        yaml_event_t y;
        ok = yaml_parser_parse(&p, &y);
        if (!ok)
            break;
        type = y.type;
        struct event e = convert(&y, &out->text);
        e.start = bytes[e.start];
        e.end = bytes[e.end];
        events_add(out, e);
        yaml_event_delete(&y);
    }
    yaml_parser_delete(&p);
    free(bytes);
    free(copy);
    return ok;
}

void tokens_read(struct tokens *out, struct str text)
{
    char *copy = readable(text);
    size_t *bytes = byte_offsets(text);
    yaml_parser_t p;
    yaml_parser_initialize(&p);
    yaml_parser_set_input_string(&p, (unsigned char *)copy, text.n);
    yaml_token_type_t type = YAML_NO_TOKEN;
    while (type != YAML_STREAM_END_TOKEN) {
        yaml_token_t t;
        if (!yaml_parser_scan(&p, &t))
            abort();
        type = t.type;
        if (out->n == out->cap) {
            out->cap = out->cap ? out->cap * 2 : 256;
            out->list = realloc(out->list, out->cap * sizeof *out->list);
            if (!out->list)
                abort();
        }
        out->list[out->n++] = (struct token){type, type == YAML_SCALAR_TOKEN ? (int)t.data.scalar.style : 0,
                                             bytes[t.start_mark.index], bytes[t.end_mark.index]};
        yaml_token_delete(&t);
    }
    yaml_parser_delete(&p);
    free(bytes);
    free(copy);
}

static const char *const names[] = {"nothing",      "stream start",  "stream end", "document start",
                                    "document end", "alias",         "scalar",     "sequence start",
                                    "sequence end", "mapping start", "mapping end"};

static bool same(struct str a, struct str b)
{
    return (a.p == NULL) == (b.p == NULL) && str_same(a, b);
}

static const char *scalar_difference(const struct event *want, const struct event *got, bool styles)
{
    bool plain = got->style == YAML_PLAIN_SCALAR_STYLE;
    switch (want->want) {
    case WANT_QUOTED:
        return plain ? "is plain, and would be read as something else" : NULL;
    case WANT_PLAIN:
        return plain ? NULL : "is quoted";
    case WANT_VALUE:
    case WANT_MOVED:
        return NULL;
    default:
        if (plain != (want->style == YAML_PLAIN_SCALAR_STYLE))
            return "quoted instead of plain, or plain instead of quoted";
        if (styles && (want->style != got->style || want->plain != got->plain || want->quoted != got->quoted))
            return "has another style";
        return NULL;
    }
}

static const char *difference(const struct event *want, const struct event *got, bool styles)
{
    if (want->type != got->type)
        return names[got->type];
    if (!str_same(want->value, got->value))
        return "another value";
    if (!same(want->anchor, got->anchor))
        return "another anchor";
    if (!same(want->tag, got->tag))
        return "another tag";
    if (want->type == YAML_SCALAR_EVENT)
        return scalar_difference(want, got, styles);
    if (styles && want->want == WANT_SAME && want->style != got->style)
        return "has another style";
    return NULL;
}

/* Checks event number `at` that was read. */
static bool check(const struct events *want, size_t at, const struct event *got, bool styles, char *why,
                  size_t size)
{
    static const struct event none;
    const struct event *w = at < want->n ? &want->list[at] : &none;
    const char *d = difference(w, got, styles);
    if (d)
        snprintf(why, size, "event %zu: wanted %s '%.*s', got '%.*s': %s", at, names[w->type],
                 (int)w->value.n, w->value.p ? w->value.p : "", (int)got->value.n,
                 got->value.p ? got->value.p : "", d);
    return !d;
}

bool libyaml_reads(const struct events *want, struct str text, char *why, size_t size)
{
    static struct arena scratch;
    char *copy = readable(text);
    yaml_parser_t p;
    yaml_parser_initialize(&p);
    yaml_parser_set_input_string(&p, (unsigned char *)copy, text.n);
    bool ok = true;
    yaml_event_type_t type = YAML_NO_EVENT;
    for (size_t at = 0; ok && type != YAML_STREAM_END_EVENT; at++) {
        yaml_event_t y;
        if (!yaml_parser_parse(&p, &y)) {
            snprintf(why, size, "libyaml refuses it: %s at line %zu", p.problem, p.problem_mark.line + 1);
            ok = false;
            break;
        }
        type = y.type;
        struct event got = convert(&y, &scratch);
        ok = check(want, at, &got, true, why, size);
        arena_reset(&scratch);
        yaml_event_delete(&y);
    }
    yaml_parser_delete(&p);
    free(copy);
    return ok;
}

static struct str fy_text(struct fy_token *t)
{
    size_t n = 0;
    const char *p = t ? fy_token_get_text(t, &n) : NULL;
    return (struct str){p, n};
}

/* libfyaml 0.9.4 counts NULs behind a text that a NEL made shorter; only double quotes can hold one. */
static struct str fy_value(struct fy_token *t)
{
    struct str s = fy_text(t);
    if (t && fy_token_scalar_style(t) != FYSS_DOUBLE_QUOTED)
        while (s.n && !s.p[s.n - 1])
            s.n--;
    return s;
}

static struct event fy_convert(struct fy_event *f)
{
    static const yaml_event_type_t types[] = {
        [FYET_NONE] = YAML_NO_EVENT,
        [FYET_STREAM_START] = YAML_STREAM_START_EVENT,
        [FYET_STREAM_END] = YAML_STREAM_END_EVENT,
        [FYET_DOCUMENT_START] = YAML_DOCUMENT_START_EVENT,
        [FYET_DOCUMENT_END] = YAML_DOCUMENT_END_EVENT,
        [FYET_MAPPING_START] = YAML_MAPPING_START_EVENT,
        [FYET_MAPPING_END] = YAML_MAPPING_END_EVENT,
        [FYET_SEQUENCE_START] = YAML_SEQUENCE_START_EVENT,
        [FYET_SEQUENCE_END] = YAML_SEQUENCE_END_EVENT,
        [FYET_SCALAR] = YAML_SCALAR_EVENT,
        [FYET_ALIAS] = YAML_ALIAS_EVENT,
    };
    struct event e = {.type = types[f->type]};
    if (f->type == FYET_ALIAS)
        e.anchor = fy_text(f->alias.anchor);
    if (f->type != FYET_SCALAR && f->type != FYET_MAPPING_START && f->type != FYET_SEQUENCE_START)
        return e;
    e.anchor = fy_text(fy_event_get_anchor_token(f));
    e.tag = fy_text(fy_event_get_tag_token(f));
    if (f->type != FYET_SCALAR)
        return e;
    e.value = fy_value(f->scalar.value);
    bool plain = !f->scalar.value || fy_token_scalar_style(f->scalar.value) == FYSS_PLAIN;
    e.style = plain ? YAML_PLAIN_SCALAR_STYLE : YAML_DOUBLE_QUOTED_SCALAR_STYLE;
    return e;
}

bool libfyaml_reads(const struct events *want, struct str text, char *why, size_t size)
{
    static struct fy_diag *quiet;
    if (!quiet)
        quiet = fy_diag_create(&(struct fy_diag_cfg){.level = FYET_MAX});
    struct fy_parse_cfg cfg = {.diag = quiet,
                               .flags = FYPCF_QUIET | FYPCF_JSON_NONE | FYPCF_DEFAULT_VERSION_1_1 |
                                        FYPCF_DISABLE_MMAP_OPT | FYPCF_SLOPPY_FLOW_INDENTATION};
    char *copy = readable(text);
    struct fy_parser *p = fy_parser_create(&cfg);
    if (!p || fy_parser_set_string(p, copy, text.n) != 0)
        abort();
    bool ok = true;
    size_t at = 0;
    struct fy_event *f;
    while (ok && (f = fy_parser_parse(p))) {
        struct event got = fy_convert(f);
        ok = check(want, at++, &got, false, why, size);
        fy_parser_event_free(p, f);
    }
    if (ok && at != want->n) {
        snprintf(why, size, "libfyaml stops at event %zu of %zu", at, want->n);
        ok = false;
    }
    fy_parser_destroy(p);
    free(copy);
    return ok;
}

static size_t line_of(struct str text, size_t at)
{
    while (at < text.n && text.p[at] != '\n' && text.p[at] != '\r')
        at++;
    return at < text.n ? at + 1 : at;
}

static size_t indent_of(struct str text, size_t at)
{
    size_t n = 0;
    while (at + n < text.n && text.p[at + n] == ' ')
        n++;
    return n;
}

/* Whether this line is blank or a comment from this byte on. */
static bool holds_nothing(struct str text, size_t at)
{
    at += indent_of(text, at);
    return at == text.n || strchr("\n\r#", text.p[at]);
}

/* Whether an item has no value: libfyaml wants one, if the sequence is not indented under its key. */
static bool has_empty_item(struct str text)
{
    for (size_t line = 0; line < text.n; line = line_of(text, line)) {
        size_t dash = line + indent_of(text, line), next = line_of(text, line);
        while (dash + 1 < text.n && text.p[dash] == '-' && text.p[dash + 1] == ' ' &&
               !holds_nothing(text, dash + 1))
            dash += 1 + indent_of(text, dash + 1);
        if (dash == text.n || text.p[dash] != '-' || !holds_nothing(text, dash + 1))
            continue;
        while (next < text.n && holds_nothing(text, next))
            next = line_of(text, next);
        if (next == text.n || indent_of(text, next) <= dash - line)
            return true;
    }
    return false;
}

/* libyaml takes a byte order mark at the start of any line. For libfyaml it is text there. */
static bool has_inner_bom(struct str text)
{
    for (size_t i = 1; i + 2 < text.n; i++)
        if (memcmp(text.p + i, "\xef\xbb\xbf", 3) == 0)
            return true;
    return false;
}

bool libfyaml_differs(const struct events *want, struct str text)
{
    const struct event *last = NULL;
    for (size_t i = 0; i < want->n; i++)
        if (want->list[i].type == YAML_SCALAR_EVENT)
            last = &want->list[i];
    bool cut = text.n && text.p[text.n - 1] != '\n';
    bool block =
        last && (last->style == YAML_LITERAL_SCALAR_STYLE || last->style == YAML_FOLDED_SCALAR_STYLE);
    /* A block scalar at the end of the file, without a line break or without text: libfyaml adds a line
     * break. */
    return (block && (cut || !last->value.n)) || has_empty_item(text) || has_inner_bom(text);
}
