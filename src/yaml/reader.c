#include "yaml/reader.h"

#include <string.h>

bool reader_open(struct reader *reader, const struct source *source, struct error *error)
{
    if (!yaml_parser_initialize(&reader->yaml))
        return error_memory(error);
    reader->source = reader->places.source = source;
    reader->error = error;
    places_open(&reader->places, source->bom, source->ascii);
    feed_open(&reader->feed, source, &reader->yaml, 0);
    return true;
}

/* Behind a JSON object libyaml found something that starts no document. */
static bool is_behind_root(const struct reader *reader)
{
    return reader->source->json && reader->yaml.error == YAML_PARSER_ERROR &&
           strstr(reader->yaml.problem, "<document start>");
}

/* A comment or a directive is nothing that JSON has between objects. */
static bool is_behind_bracket(const struct source *source, size_t at)
{
    while (at > 0 && strchr(" \t\r\n", source->p[at - 1]))
        at--;
    return at > 0 && (source->p[at - 1] == '}' || source->p[at - 1] == ']');
}

/* For libyaml each of the JSON objects that follow each other is an input of its own. False where what
 * follows is something else. */
static bool next_object(struct reader *reader)
{
    const struct source *source = reader->source;
    if (!is_behind_root(reader))
        return false;
    size_t at = places_byte(&reader->places, reader->yaml.problem_mark.index);
    if (at >= source->n || (source->p[at] != '{' && source->p[at] != '[') || !is_behind_bracket(source, at))
        return false;
    places_open(&reader->places, at, reader->places.cursor.byte + reader->places.cursor.ascii);
    yaml_parser_delete(&reader->yaml);
    if (!yaml_parser_initialize(&reader->yaml))
        return error_memory(reader->error);
    feed_open(&reader->feed, source, &reader->yaml, at);
    return true;
}

bool reader_next(struct reader *reader)
{
    while (!yaml_parser_parse(&reader->yaml, &reader->event))
        if (!next_object(reader))
            return false;
    return true;
}

/* Most events own no memory: ends, and mappings without anchor and tag. */
void reader_free_event(struct reader *reader)
{
    yaml_event_t *event = &reader->event;
    bool bare = event->type != YAML_SCALAR_EVENT &&
                (event->type == YAML_MAPPING_END_EVENT || event->type == YAML_SEQUENCE_END_EVENT ||
                 (event->type == YAML_MAPPING_START_EVENT && !event->data.mapping_start.anchor &&
                  !event->data.mapping_start.tag));
    if (!bare)
        yaml_event_delete(event);
}

static const unsigned char styles[] = {[YAML_ANY_SCALAR_STYLE] = STYLE_PLAIN,
                                       [YAML_PLAIN_SCALAR_STYLE] = STYLE_PLAIN,
                                       [YAML_SINGLE_QUOTED_SCALAR_STYLE] = STYLE_SINGLE,
                                       [YAML_DOUBLE_QUOTED_SCALAR_STYLE] = STYLE_DOUBLE,
                                       [YAML_LITERAL_SCALAR_STYLE] = STYLE_LITERAL,
                                       [YAML_FOLDED_SCALAR_STYLE] = STYLE_FOLDED};

struct properties reader_properties(const struct reader *reader)
{
    const yaml_event_t *event = &reader->event;
    switch (event->type) {
    case YAML_SCALAR_EVENT:
        return (struct properties){NODE_SCALAR, styles[event->data.scalar.style], event->data.scalar.anchor,
                                   event->data.scalar.tag};
    case YAML_MAPPING_START_EVENT:
        return (struct properties){NODE_MAPPING,
                                   event->data.mapping_start.style == YAML_FLOW_MAPPING_STYLE ? STYLE_FLOW
                                                                                              : STYLE_BLOCK,
                                   event->data.mapping_start.anchor, event->data.mapping_start.tag};
    case YAML_SEQUENCE_START_EVENT:
        return (struct properties){NODE_SEQUENCE,
                                   event->data.sequence_start.style == YAML_FLOW_SEQUENCE_STYLE ? STYLE_FLOW
                                                                                                : STYLE_BLOCK,
                                   event->data.sequence_start.anchor, event->data.sequence_start.tag};
    default:
        return (struct properties){NODE_ALIAS, STYLE_PLAIN, NULL, NULL};
    }
}

/* What is wrong in YAML and right in JSON; NULL for what is wrong in both. */
static const char *only_json(const struct source *source, size_t at)
{
    size_t before = at;
    if (!source->json || at >= source->n)
        return NULL;
    while (before > 0 && strchr(" \t\r\n", source->p[before - 1]))
        before--;
    if (source->p[at] == ':' && line_end(source, before) < at)
        return "a line break before the colon, which is not read here: jq . rewrites it";
    return NULL;
}

/* Where libyaml found its problem. */
static size_t problem_at(struct reader *reader)
{
    const yaml_parser_t *yaml = &reader->yaml;
    if (yaml->error == YAML_READER_ERROR)
        return reader->feed.origin + yaml->problem_offset;
    return places_byte(&reader->places, yaml->problem_mark.index);
}

void reader_fail(struct reader *reader, size_t open)
{
    const yaml_parser_t *yaml = &reader->yaml;
    const char *form = reader->source->json ? "JSON" : "YAML";
    if (yaml->error == YAML_MEMORY_ERROR) {
        error_memory(reader->error);
        return;
    }
    size_t at = problem_at(reader), end = reader->source->n;
    const char *json = only_json(reader->source, at);
    bool is_reader = yaml->error == YAML_READER_ERROR;
    if (json)
        error_at(reader->error, at, "%s", json);
    else if (!is_reader && is_behind_root(reader))
        error_at(reader->error, at, "invalid JSON: something behind the object");
    if (reader->error->set)
        return;
    /* What is not closed is missed only at the end of the input: where it starts says more. */
    if (!is_reader && yaml->context && at >= end)
        at = places_byte(&reader->places, yaml->context_mark.index);
    if (!is_reader && at >= end && open < end)
        at = open;
    if (!is_reader && yaml->context)
        error_at(reader->error, at, "invalid %s: %s, %s", form, yaml->context, yaml->problem);
    else
        error_at(reader->error, at, "invalid %s: %s", form, yaml->problem);
}

void reader_close(struct reader *reader)
{
    yaml_parser_delete(&reader->yaml);
}
