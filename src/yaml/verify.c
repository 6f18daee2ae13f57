#include "yaml/verify.h"

#ifdef PODCLONE_FYAML

#include "yaml/feed.h"
#include "yaml/input.h"

#include <libfyaml.h>
#include <stdlib.h>
#include <string.h>
#include <yaml.h>

bool verify_available(void)
{
    return true;
}

/* One event, as one of the parsers tells it; p is NULL for a value, an anchor or a tag that is absent. */
struct seen {
    const char *what;
    struct str value, anchor, tag;
    bool plain;
};

static struct str yaml_name(const yaml_char_t *name)
{
    return name ? str_of((const char *)name) : (struct str){NULL, 0};
}

static struct seen yaml_seen(const yaml_event_t *event)
{
    switch (event->type) {
    case YAML_STREAM_START_EVENT:
        return (struct seen){.what = "the start"};
    case YAML_STREAM_END_EVENT:
        return (struct seen){.what = "the end"};
    case YAML_DOCUMENT_START_EVENT:
        return (struct seen){.what = "a document"};
    case YAML_DOCUMENT_END_EVENT:
        return (struct seen){.what = "a document's end"};
    case YAML_ALIAS_EVENT:
        return (struct seen){.what = "an alias", .anchor = yaml_name(event->data.alias.anchor)};
    case YAML_MAPPING_START_EVENT:
        return (struct seen){"a mapping",
                             {NULL, 0},
                             yaml_name(event->data.mapping_start.anchor),
                             yaml_name(event->data.mapping_start.tag),
                             false};
    case YAML_MAPPING_END_EVENT:
        return (struct seen){.what = "a mapping's end"};
    case YAML_SEQUENCE_START_EVENT:
        return (struct seen){"a sequence",
                             {NULL, 0},
                             yaml_name(event->data.sequence_start.anchor),
                             yaml_name(event->data.sequence_start.tag),
                             false};
    case YAML_SEQUENCE_END_EVENT:
        return (struct seen){.what = "a sequence's end"};
    case YAML_SCALAR_EVENT:
        return (struct seen){"a scalar",
                             {(const char *)event->data.scalar.value, event->data.scalar.length},
                             yaml_name(event->data.scalar.anchor),
                             yaml_name(event->data.scalar.tag),
                             event->data.scalar.style == YAML_PLAIN_SCALAR_STYLE};
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

/* libfyaml 0.9.4 counts NULs behind a text that a NEL made shorter; only double quotes can hold one. */
static struct str fy_value(struct fy_token *token)
{
    struct str s = fy_text(token);
    bool may_hold = !token || fy_token_scalar_style(token) == FYSS_DOUBLE_QUOTED;
    while (!may_hold && s.n && !s.p[s.n - 1])
        s.n--;
    return s;
}

static struct seen fy_seen(struct fy_event *event)
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
    struct seen seen = {.what = what[event->type]};
    if (event->type == FYET_ALIAS)
        seen.anchor = fy_text(event->alias.anchor);
    if (event->type != FYET_SCALAR && event->type != FYET_MAPPING_START && event->type != FYET_SEQUENCE_START)
        return seen;
    seen.anchor = fy_text(fy_event_get_anchor_token(event));
    seen.tag = fy_text(fy_event_get_tag_token(event));
    if (event->type != FYET_SCALAR)
        return seen;
    seen.value = fy_value(event->scalar.value);
    seen.plain = !event->scalar.value || fy_token_scalar_style(event->scalar.value) == FYSS_PLAIN;
    return seen;
}

static bool same(struct str a, struct str b)
{
    return (a.p == NULL) == (b.p == NULL) && str_same(a, b);
}

/* What the two events differ in; NULL for nothing. */
static const char *difference(const struct seen *ours, const struct seen *other)
{
    if (strcmp(ours->what, other->what) != 0)
        return other->what;
    if (!str_same(ours->value, other->value))
        return "another value";
    if (ours->plain != other->plain)
        return ours->plain ? "a quoted one" : "a plain one";
    if (!same(ours->anchor, other->anchor))
        return "another anchor";
    return same(ours->tag, other->tag) ? NULL : "another tag";
}

/* What is read at once: all of a YAML text; of JSON objects that follow each other, one. */
struct part {
    struct str text;
    size_t line; /* the line of the output that it starts on, counted from 0 */
};

static bool differs(struct error *error, size_t line, size_t column, const struct seen *ours,
                    const char *what)
{
    int n = ours->value.n < 60 ? (int)ours->value.n : 60;
    return error_set(error,
                     "--verify: line %zu, column %zu of the clone: libyaml reads %s%s%.*s, libfyaml %s",
                     line + 1, column + 1, ours->what, n ? " " : "", n, n ? ours->value.p : "", what);
}

static bool refused(struct error *error, const struct part *part, const yaml_parser_t *yaml)
{
    return error_set(error, "--verify: line %zu, column %zu of the clone: libyaml refuses it: %s",
                     part->line + yaml->problem_mark.line + 1, yaml->problem_mark.column + 1,
                     yaml->problem ? yaml->problem : "");
}

/* Where another JSON object starts, if that is what libyaml complains about; else 0. */
static size_t next_object(struct str text, const yaml_parser_t *yaml)
{
    size_t at = 0;
    if (yaml->error != YAML_PARSER_ERROR || !strstr(yaml->problem, "<document start>"))
        return 0;
    for (size_t left = yaml->problem_mark.index; left > 0 && at < text.n; left--)
        for (at++; at < text.n && (text.p[at] & 0xc0) == 0x80; at++)
            ;
    return at < text.n && text.p[at] == '{' ? at : 0;
}

/* Whether libyaml reads the part. Where another JSON object follows, the part is cut short before it. */
static bool yaml_accepts(struct part *part, bool json, struct error *error)
{
    yaml_parser_t yaml;
    yaml_event_t event;
    yaml_event_type_t type = YAML_NO_EVENT;
    if (!yaml_parser_initialize(&yaml))
        return error_memory(error);
    yaml_parser_set_input_string(&yaml, (const unsigned char *)part->text.p, part->text.n);
    while (!error->set && type != YAML_STREAM_END_EVENT) {
        if (!yaml_parser_parse(&yaml, &event)) {
            size_t end = json ? next_object(part->text, &yaml) : 0;
            if (!end)
                refused(error, part, &yaml);
            part->text.n = end;
            break;
        }
        type = event.type;
        yaml_event_delete(&event);
    }
    yaml_parser_delete(&yaml);
    return !error->set;
}

/* Both parsers read at once, one event at a time. */
static bool compare(const struct part *part, yaml_parser_t *yaml, struct fy_parser *fy, struct error *error)
{
    yaml_event_type_t type = YAML_NO_EVENT;
    while (!error->set && type != YAML_STREAM_END_EVENT) {
        yaml_event_t first;
        if (!yaml_parser_parse(yaml, &first))
            return refused(error, part, yaml);
        type = first.type;
        struct fy_event *second = fy_parser_parse(fy);
        struct seen ours = yaml_seen(&first), other = {.what = "nothing"};
        if (second)
            other = fy_seen(second);
        const char *what = difference(&ours, &other);
        if (what)
            differs(error, part->line + first.start_mark.line, first.start_mark.column, &ours,
                    second ? what : "refuses it");
        if (second)
            fy_parser_event_free(fy, second);
        yaml_event_delete(&first);
    }
    return !error->set;
}

static bool compare_text(const struct part *part, struct error *error)
{
    struct str text = part->text;
    struct fy_diag *quiet = fy_diag_create(&(struct fy_diag_cfg){.level = FYET_MAX});
    /* kubectl reads YAML 1.1; and libyaml takes brackets in any column. */
    struct fy_parse_cfg cfg = {.diag = quiet,
                               .flags = FYPCF_QUIET | FYPCF_JSON_NONE | FYPCF_DEFAULT_VERSION_1_1 |
                                        FYPCF_DISABLE_MMAP_OPT | FYPCF_SLOPPY_FLOW_INDENTATION};
    struct fy_parser *fy = quiet ? fy_parser_create(&cfg) : NULL;
    yaml_parser_t yaml;
    bool initialized = fy && yaml_parser_initialize(&yaml);
    if (!initialized || fy_parser_set_string(fy, text.p, text.n) != 0) {
        error_memory(error);
    } else {
        yaml_parser_set_input_string(&yaml, (const unsigned char *)text.p, text.n);
        compare(part, &yaml, fy, error);
    }
    if (initialized)
        yaml_parser_delete(&yaml);
    if (fy)
        fy_parser_destroy(fy);
    fy_diag_destroy(quiet);
    return !error->set;
}

bool verify_text(struct str text, struct error *error)
{
    struct source source;
    struct buf b = {0};
    if (!input_of(text.p, text.n, &source, error))
        return false;
    if (source.foreign) {
        buf_str(&b, text);
        if (b.failed || !b.p)
            return error_memory(error);
        /* It is JSON, but neither parser reads it. */
        feed_hide(&source, b.p);
        text = (struct str){b.p, b.n};
    }
    size_t bom = source.json ? source.bom : 0;
    struct part part = {{text.p + bom, text.n - bom}, 0};
    for (bool ok = true; ok && part.text.n;) {
        struct str rest = part.text;
        ok = yaml_accepts(&part, source.json, error) && compare_text(&part, error);
        for (size_t at = 0; at < part.text.n; at++)
            part.line += rest.p[at] == '\n';
        part.text = (struct str){rest.p + part.text.n, rest.n - part.text.n};
    }
    buf_free(&b);
    return !error->set;
}

#else

bool verify_available(void)
{
    return false;
}

bool verify_text(struct str text, struct error *error)
{
    (void)text;
    return error_set(error, "--verify needs a podclone that was built with libfyaml");
}

#endif
