#include "yaml/continued.h"

bool continued_open(struct continued *continued, const struct source *text)
{
    *continued = (struct continued){0};
    if (!yaml_parser_initialize(&continued->yaml))
        return false;
    feed_open(&continued->feed, text, &continued->yaml, 0);
    return true;
}

/* Finds the next scalar over lines. A block scalar is none: its lines are indented. */
static void next_scalar(struct continued *continued)
{
    yaml_token_t token;
    do {
        continued->ended = !yaml_parser_scan(&continued->yaml, &token) || token.type == YAML_STREAM_END_TOKEN;
        if (continued->ended)
            return;
        bool scalar = token.type == YAML_SCALAR_TOKEN &&
                      token.data.scalar.style != YAML_LITERAL_SCALAR_STYLE &&
                      token.data.scalar.style != YAML_FOLDED_SCALAR_STYLE;
        continued->first = token.start_mark.line;
        continued->last = scalar ? token.end_mark.line : token.start_mark.line;
        yaml_token_delete(&token);
    } while (continued->first == continued->last);
}

bool continued_at(struct continued *continued, size_t line)
{
    while (!continued->ended && continued->last < line)
        next_scalar(continued);
    return !continued->ended && continued->first < line && line <= continued->last;
}

void continued_close(struct continued *continued)
{
    yaml_parser_delete(&continued->yaml);
}
