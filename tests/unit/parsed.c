#include "parsed.h"

#include "yaml/lower.h"
#include "yaml/splice.h"

struct node *parse_bytes(struct parsed_text *parsed, const char *bytes, size_t n)
{
    *parsed = (struct parsed_text){0};
    buf_add(&parsed->text, bytes, n);
    in_case((struct str){parsed->text.p, n});
    if (!input_of(parsed->text.p, n, &parsed->source, &parsed->error))
        return NULL;
    struct parse *parse = parse_open(&parsed->source, &parsed->arena, &parsed->arena, &parsed->error);
    holds(parse != NULL);
    enum parsed got = parse_next(parse, &parsed->document);
    holds(got != PARSE_ITEM);
    parsed->root = got == PARSE_DOCUMENT ? parsed->document.root : NULL;
    /* What is wrong in the documents behind it counts too. */
    struct document rest;
    while (got == PARSE_DOCUMENT)
        got = parse_next(parse, &rest);
    if (got == PARSE_FAILED)
        parsed->root = NULL;
    parse_close(parse);
    return parsed->root;
}

struct node *parse_text(struct parsed_text *parsed, const char *text)
{
    return parse_bytes(parsed, text, strlen(text));
}

void forget(struct parsed_text *parsed)
{
    arena_free(&parsed->arena);
    buf_free(&parsed->text);
}

void must_refuse(const char *text, size_t n, size_t at, const char *message)
{
    struct parsed_text parsed;
    holds(parse_bytes(&parsed, text, n) == NULL);
    holds(parsed.error.set);
    says(parsed.error.text, message);
    if (at != SIZE_MAX)
        equal_int(parsed.error.at, at);
    forget(&parsed);
}

void must_become(struct parsed_text *parsed, const char *text)
{
    struct edits edits = {0};
    struct buf out = {0};
    holds(lower(&parsed->source, &parsed->document, parsed->root, &parsed->arena, &edits, &parsed->error));
    splice(&parsed->source, 0, parsed->source.n, &edits, &out);
    equal_buf(&out, text);
    edits_free(&edits);
    forget(parsed);
}

struct node *sample(struct arena *arena)
{
    struct node *outer = node_mapping(arena), *list = node_sequence(arena), *item = node_mapping(arena);
    node_put(arena, item, "a", node_string(arena, str_of("1")), "");
    node_put(arena, item, "b", node_mapping(arena), "");
    node_push(list, item, "");
    node_push(list, node_sequence(arena), "");
    node_push(list, node_string(arena, str_of("x\ny\n")), "");
    node_put(arena, outer, "list", list, "");
    return outer->child;
}
