/* Lines, and those that belong to a block entry. */
#include "document.h"

#include <stdlib.h>
#include <string.h>

size_t break_len(struct str text, size_t at)
{
    static const char *const breaks[] = {"\r\n", "\n", "\r", "\xc2\x85", "\xe2\x80\xa8", "\xe2\x80\xa9"};
    for (size_t i = 0; i < sizeof breaks / sizeof *breaks; i++)
        if (strlen(breaks[i]) <= text.n - at && memcmp(text.p + at, breaks[i], strlen(breaks[i])) == 0)
            return strlen(breaks[i]);
    return 0;
}

size_t next_line(struct str text, size_t at)
{
    while (at < text.n && !break_len(text, at))
        at++;
    return at < text.n ? at + break_len(text, at) : at;
}

void find_lines(struct doc *doc)
{
    doc->lines = must(calloc(doc->text.n + 1, sizeof *doc->lines));
    size_t start = doc->text.n >= 3 && memcmp(doc->text.p, "\xef\xbb\xbf", 3) == 0 ? 3 : 0, at = 0;
    while (at < doc->text.n) {
        size_t n = break_len(doc->text, at);
        doc->lines[at] = start;
        for (size_t i = 1; i < n; i++)
            doc->lines[at + i] = start;
        at += n ? n : 1;
        if (n)
            start = at;
    }
    doc->lines[at] = start;
}

size_t blanks_at(const struct doc *doc, size_t at)
{
    size_t n = 0;
    while (at + n < doc->text.n && (doc->text.p[at + n] == ' ' || doc->text.p[at + n] == '\t'))
        n++;
    return n;
}

bool starts_line(const struct doc *doc, size_t at)
{
    return doc->lines[at] + blanks_at(doc, doc->lines[at]) >= at;
}

static bool is_blank(const struct doc *doc, size_t line)
{
    size_t at = line + blanks_at(doc, line);
    return at == doc->text.n || break_len(doc->text, at);
}

static bool has_tab(const struct doc *doc, size_t line)
{
    return memchr(doc->text.p + line, '\t', blanks_at(doc, line)) != NULL;
}

/* The end of the last line with a tab, among the blank lines that start here and a comment behind them; `to`
 * where no line has a tab. */
size_t end_of_tabbed(const struct doc *doc, size_t line, size_t to)
{
    for (; line < doc->text.n && is_blank(doc, line); line = next_line(doc->text, line))
        if (has_tab(doc, line))
            to = next_line(doc->text, line);
    bool comment = line < doc->text.n && doc->text.p[line + blanks_at(doc, line)] == '#';
    return comment && has_tab(doc, line) ? next_line(doc->text, line) : to;
}

/* Where the lines of a block entry end. Two kinds of lines behind the entry belong to it: comment lines that
 * are deeper than the entry, and lines that start with a tab, which nothing but its plain scalar allows
 * there. */
size_t end_of_lines(const struct doc *doc, const struct tree *entry)
{
    size_t to = entry->ends_in_block ? entry->end : next_line(doc->text, entry->end), column = 0;
    for (size_t i = doc->lines[entry->lead]; i < entry->lead; i++)
        column += (doc->text.p[i] & 0xc0) != 0x80;
    if (!entry->ends_in_block)
        to = end_of_tabbed(doc, to, to);
    for (size_t at = to; at < doc->text.n; at = next_line(doc->text, at)) {
        if (is_blank(doc, at))
            continue;
        if (doc->text.p[at + blanks_at(doc, at)] != '#' || blanks_at(doc, at) <= column)
            break;
        to = next_line(doc->text, at);
    }
    return to;
}

/* The same for an entry that is removed. If a block scalar stands before it, blank lines behind the entry
 * would become text of that scalar, and are removed too. */
size_t end_with_joined(const struct doc *doc, const struct tree *entry, size_t to)
{
    size_t token = doc->tokens.n;
    for (size_t i = 0; i < doc->tokens.n; i++)
        if (is_real(&doc->tokens.list[i]) && doc->tokens.list[i].end <= entry->lead)
            token = i;
    if (token == doc->tokens.n)
        return to;
    const struct token *last = &doc->tokens.list[token];
    bool is_block = last->type == YAML_SCALAR_TOKEN &&
                    (last->style == YAML_LITERAL_SCALAR_STYLE || last->style == YAML_FOLDED_SCALAR_STYLE);
    if (!is_block || last->end != doc->lines[entry->lead])
        return to;
    size_t header = last->start + strcspn(doc->text.p + last->start, "+# \r\n"), past = to;
    bool keeps = doc->text.p[header] == '+';
    for (size_t at = to; at < doc->text.n && is_blank(doc, at); at = next_line(doc->text, at))
        if (keeps || blanks_at(doc, at))
            past = next_line(doc->text, at);
    return past;
}
