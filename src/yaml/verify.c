#include "yaml/verify.h"

#ifdef PODCLONE_FYAML

#include "yaml/input.h"

#include <libfyaml.h>
#include <stdlib.h>
#include <string.h>
#include <yaml.h>

bool verify_available(void)
{
    return true;
}

/* One event, as either parser tells it; p is NULL for what is absent. */
struct seen {
    const char *what;
    struct str value, anchor, tag;
    bool plain;
};

static struct str yaml_name(const yaml_char_t *name)
{
    return name ? str_of((const char *)name) : (struct str){NULL, 0};
}

static struct seen yaml_seen(const yaml_event_t *y)
{
    switch (y->type) {
    case YAML_STREAM_START_EVENT:
        return (struct seen){.what = "the start"};
    case YAML_STREAM_END_EVENT:
        return (struct seen){.what = "the end"};
    case YAML_DOCUMENT_START_EVENT:
        return (struct seen){.what = "a document"};
    case YAML_DOCUMENT_END_EVENT:
        return (struct seen){.what = "a document's end"};
    case YAML_ALIAS_EVENT:
        return (struct seen){.what = "an alias", .anchor = yaml_name(y->data.alias.anchor)};
    case YAML_MAPPING_START_EVENT:
        return (struct seen){"a mapping",
                             {NULL, 0},
                             yaml_name(y->data.mapping_start.anchor),
                             yaml_name(y->data.mapping_start.tag),
                             false};
    case YAML_MAPPING_END_EVENT:
        return (struct seen){.what = "a mapping's end"};
    case YAML_SEQUENCE_START_EVENT:
        return (struct seen){"a sequence",
                             {NULL, 0},
                             yaml_name(y->data.sequence_start.anchor),
                             yaml_name(y->data.sequence_start.tag),
                             false};
    case YAML_SEQUENCE_END_EVENT:
        return (struct seen){.what = "a sequence's end"};
    case YAML_SCALAR_EVENT:
        return (struct seen){"a scalar",
                             {(const char *)y->data.scalar.value, y->data.scalar.length},
                             yaml_name(y->data.scalar.anchor),
                             yaml_name(y->data.scalar.tag),
                             y->data.scalar.style == YAML_PLAIN_SCALAR_STYLE};
    default:
        return (struct seen){.what = "nothing"};
    }
}

static struct str fy_text(struct fy_token *token)
{
    struct str s = {NULL, 0};
    s.p = token ? fy_token_get_text(token, &s.n) : NULL;
    return s;
}

static struct seen fy_seen(struct fy_event *f)
{
    static const char *const what[] = {
        [FYET_NONE] = "nothing",
        [FYET_STREAM_START] = "the start",
        [FYET_STREAM_END] = "the end",
        [FYET_DOCUMENT_START] = "a document",
        [FYET_MAPPING_START] = "a mapping",
        [FYET_DOCUMENT_END] = "a document's end",
        [FYET_MAPPING_END] = "a mapping's end",
        [FYET_SEQUENCE_START] = "a sequence",
        [FYET_SEQUENCE_END] = "a sequence's end",
        [FYET_SCALAR] = "a scalar",
        [FYET_ALIAS] = "an alias",
    };
    struct seen s = {.what = what[f->type]};
    if (f->type == FYET_ALIAS)
        s.anchor = fy_text(f->alias.anchor);
    if (f->type != FYET_SCALAR && f->type != FYET_MAPPING_START && f->type != FYET_SEQUENCE_START)
        return s;
    s.anchor = fy_text(fy_event_get_anchor_token(f));
    s.tag = fy_text(fy_event_get_tag_token(f));
    if (f->type != FYET_SCALAR)
        return s;
    s.value = fy_text(f->scalar.value);
    s.plain = !f->scalar.value || fy_token_scalar_style(f->scalar.value) == FYSS_PLAIN;
    return s;
}

static bool same(struct str a, struct str b)
{
    return (a.p == NULL) == (b.p == NULL) && str_same(a, b);
}

/* What they differ in; NULL for nothing. */
static const char *difference(const struct seen *y, const struct seen *f)
{
    if (strcmp(y->what, f->what) != 0)
        return f->what;
    if (!str_same(y->value, f->value))
        return "another value";
    if (y->plain != f->plain)
        return y->plain ? "a quoted one" : "a plain one";
    if (!same(y->anchor, f->anchor))
        return "another anchor";
    return same(y->tag, f->tag) ? NULL : "another tag";
}

/* What is read at once: of JSON objects that follow each other, one. */
struct part {
    struct str text;
    size_t line; /* of the output, where it starts */
};

static bool differs(struct error *e, size_t line, size_t column, const struct seen *y, const char *what)
{
    int n = y->value.n < 60 ? (int)y->value.n : 60;
    return error_set(e, "--verify: line %zu, column %zu of the clone: libyaml reads %s%s%.*s, libfyaml %s",
                     line + 1, column + 1, y->what, n ? " " : "", n, n ? y->value.p : "", what);
}

static bool refused(struct error *e, const struct part *part, const yaml_parser_t *y)
{
    return error_set(e, "--verify: line %zu, column %zu of the clone: libyaml refuses it: %s",
                     part->line + y->problem_mark.line + 1, y->problem_mark.column + 1,
                     y->problem ? y->problem : "");
}

/* Where libyaml found another JSON object in place of a document's start; 0 where that is not the trouble. */
static size_t next_object(struct str text, const yaml_parser_t *y)
{
    size_t at = 0;
    if (y->error != YAML_PARSER_ERROR || !strstr(y->problem, "<document start>"))
        return 0;
    for (size_t left = y->problem_mark.index; left > 0 && at < text.n; left--)
        for (at++; at < text.n && (text.p[at] & 0xc0) == 0x80; at++)
            ;
    return at < text.n && text.p[at] == '{' ? at : 0;
}

/* Cuts the part short where another JSON object follows. */
static bool yaml_accepts(struct part *part, bool json, struct error *e)
{
    yaml_parser_t y;
    yaml_event_t event;
    yaml_event_type_t type = YAML_NO_EVENT;
    if (!yaml_parser_initialize(&y))
        return error_memory(e);
    yaml_parser_set_input_string(&y, (const unsigned char *)part->text.p, part->text.n);
    while (!e->set && type != YAML_STREAM_END_EVENT) {
        if (!yaml_parser_parse(&y, &event)) {
            size_t end = json ? next_object(part->text, &y) : 0;
            if (!end)
                refused(e, part, &y);
            part->text.n = end;
            break;
        }
        type = event.type;
        yaml_event_delete(&event);
    }
    yaml_parser_delete(&y);
    return !e->set;
}

/* Both at once, an event at a time. */
static bool compare(const struct part *part, yaml_parser_t *yaml, struct fy_parser *fy, struct error *e)
{
    yaml_event_type_t type = YAML_NO_EVENT;
    while (!e->set && type != YAML_STREAM_END_EVENT) {
        yaml_event_t y;
        if (!yaml_parser_parse(yaml, &y))
            return refused(e, part, yaml);
        type = y.type;
        struct fy_event *f = fy_parser_parse(fy);
        struct seen one = yaml_seen(&y), other = {.what = "nothing"};
        if (f)
            other = fy_seen(f);
        const char *what = difference(&one, &other);
        if (what)
            differs(e, part->line + y.start_mark.line, y.start_mark.column, &one, f ? what : "refuses it");
        if (f)
            fy_parser_event_free(fy, f);
        yaml_event_delete(&y);
    }
    return !e->set;
}

static bool compare_text(const struct part *part, struct error *e)
{
    struct str text = part->text;
    struct fy_diag *quiet = fy_diag_create(&(struct fy_diag_cfg){.level = FYET_MAX});
    /* As YAML 1.1, which kubectl reads, and with brackets in any column, which libyaml takes. */
    struct fy_parse_cfg cfg = {.diag = quiet,
                               .flags = FYPCF_QUIET | FYPCF_JSON_NONE | FYPCF_DEFAULT_VERSION_1_1 |
                                        FYPCF_DISABLE_MMAP_OPT | FYPCF_SLOPPY_FLOW_INDENTATION};
    struct fy_parser *fy = quiet ? fy_parser_create(&cfg) : NULL;
    yaml_parser_t yaml;
    bool initialized = fy && yaml_parser_initialize(&yaml);
    if (!initialized || fy_parser_set_string(fy, text.p, text.n) != 0) {
        error_memory(e);
    } else {
        yaml_parser_set_input_string(&yaml, (const unsigned char *)text.p, text.n);
        compare(part, &yaml, fy, e);
    }
    if (initialized)
        yaml_parser_delete(&yaml);
    if (fy)
        fy_parser_destroy(fy);
    fy_diag_destroy(quiet);
    return !e->set;
}

/* Neither reads surrogate escapes, which kubectl's JSON parser does: both are shown U+FFFD for each. */
static void hide_surrogates(struct buf *b)
{
    char *p = b->p, *end = b->p + b->n;
    while ((p = memchr(p, '\\', (size_t)(end - p))) && end - p > 5) {
        if (p[1] == 'u' && (p[2] | 0x20) == 'd' && strchr("89abcdefABCDEF", p[3]))
            memcpy(p, "\\uFFFD", 6);
        p += 2;
    }
}

bool verify_text(struct str text, struct error *e)
{
    struct source s;
    struct buf b = {0};
    if (!input_of(text.p, text.n, &s, e))
        return false;
    if (s.surrogates) {
        buf_str(&b, text);
        if (b.failed || !b.p)
            return error_memory(e);
        hide_surrogates(&b);
        text = (struct str){b.p, b.n};
    }
    size_t bom = s.json ? s.bom : 0;
    struct part part = {{text.p + bom, text.n - bom}, 0};
    for (bool ok = true; ok && part.text.n;) {
        struct str rest = part.text;
        ok = yaml_accepts(&part, s.json, e) && compare_text(&part, e);
        for (size_t at = 0; at < part.text.n; at++)
            part.line += rest.p[at] == '\n';
        part.text = (struct str){rest.p + part.text.n, rest.n - part.text.n};
    }
    buf_free(&b);
    return !e->set;
}

#else

bool verify_available(void)
{
    return false;
}

bool verify_text(struct str text, struct error *e)
{
    (void)text;
    return error_set(e, "--verify needs a podclone that was built with libfyaml");
}

#endif
