#include "yaml/places.h"

#include <string.h>

void places_open(struct places *places, size_t byte, size_t next)
{
    places->first = places->cursor = (struct spot){.byte = byte, .ascii = next - byte};
}

void places_move(struct places *places, size_t character)
{
    const struct source *source = places->source;
    struct spot *cursor = &places->cursor;
    if (character < cursor->character)
        *cursor = places->first;
    while (character - cursor->character > cursor->ascii && cursor->byte + cursor->ascii < source->n) {
        cursor->character += cursor->ascii + 1;
        cursor->byte += cursor->ascii + 1;
        while (cursor->byte < source->n && (source->p[cursor->byte] & 0xc0) == 0x80)
            cursor->byte++;
        cursor->ascii = input_ascii(source, cursor->byte) - cursor->byte;
    }
}

/* Behind blanks, line breaks, byte order marks, comments and, where they count, commas. */
static size_t skip(const struct source *source, size_t at, bool comma)
{
    const char *p = source->p;
    size_t n = source->n, brk;
    while (at < n) {
        char c = p[at];
        if (c > ',') /* an indicator or text, most often */
            break;
        if (c == ' ' || c == '\n' || c == '\t' || (comma && c == ',')) {
            at++;
            while (n - at >= 8 && memcmp(p + at, "        ", 8) == 0)
                at += 8;
        } else if (c == '#') {
            at = line_end(source, at);
        } else if ((brk = break_at(source, at)) || (brk = mark_at(source, at))) {
            at += brk;
        } else {
            break;
        }
    }
    return at;
}

static bool is_anchor_char(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
}

size_t parse_property_end(const struct source *source, size_t at)
{
    bool anchor = source->p[at++] == '&', verbatim = !anchor && at < source->n && source->p[at] == '<';
    for (; at < source->n; at++) {
        char c = source->p[at];
        if (anchor ? !is_anchor_char(c)
                   : c == ' ' || c == '\t' || (c == ',' && !verbatim) || break_at(source, at))
            break;
    }
    return at;
}

size_t parse_properties_end(const struct source *source, const struct node *node)
{
    size_t at = node->start;
    if (!node->anchor.n && !node->tagged)
        return at;
    at = parse_property_end(source, at);
    return node->anchor.n && node->tagged ? parse_property_end(source, skip(source, at, false)) : at;
}

size_t parse_body(const struct source *source, const struct node *node)
{
    size_t end = parse_properties_end(source, node), at = end == node->start ? end : skip(source, end, false);
    return at < node->end ? at : end;
}

void places_lead(struct places *places, struct node *node, char indicator, bool in_flow)
{
    const struct source *source = places->source;
    bool empty = node->start == node->end;
    size_t at = skip(source, places->pos, in_flow && indicator != ':');
    node->lead = node->start;
    if (at < source->n && (at < node->start || empty) && source->p[at] == indicator) {
        node->lead = at;
        places->pos = at + 1;
    } else if (indicator == ':') {
        node->lead = places->pos;
    }
    if (empty)
        node->start = node->end = places->pos;
}

/* In a block collection libyaml puts an absent value right behind its colon. Where there is no colon, it puts
 * it where the next thing stands. */
void places_colon(struct places *places, struct node *node, bool in_flow)
{
    const char *text = places->source->p;
    bool empty = node->start == node->end, absent = empty && node->kind == NODE_SCALAR && !in_flow;
    if (absent && (places->pos >= node->start || text[node->start - 1] != ':')) {
        node->lead = places->pos;
    } else if (absent) {
        node->lead = node->start - 1;
        places->pos = node->start;
    } else if (places->pos < node->start && text[places->pos] == ':') {
        node->lead = places->pos++;
    } else {
        places_lead(places, node, ':', in_flow);
    }
    if (empty)
        node->start = node->end = places->pos;
}

/* The first `?` from pos on, in whatever it stands; the source's end where there is none. */
static size_t next_question(struct places *places)
{
    const struct source *source = places->source;
    if (places->question < places->pos) {
        const char *p = memchr(source->p + places->pos, '?', source->n - places->pos);
        places->question = p ? (size_t)(p - source->p) : source->n;
    }
    return places->question;
}

void places_question_mark(struct places *places, struct node *node, bool in_flow, bool in_column)
{
    /* Flow collections have no columns: there the `?` is looked for. */
    bool implicit = in_flow ? places->pos <= node->start && next_question(places) >= node->start : in_column;
    /* A block scalar is never a key without one, wherever it stands. */
    if (implicit && node->start < node->end && !node_is_block_scalar(node))
        node->lead = node->start;
    else
        places_lead(places, node, '?', in_flow);
}

void places_dash(struct places *places, struct node *node, bool near)
{
    const char *start = places->source->p + node->start;
    if (near && node->start < node->end && start[-2] == '-')
        node->lead = node->start - 2;
    else
        places_lead(places, node, '-', false);
}
