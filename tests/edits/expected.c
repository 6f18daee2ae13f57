/* Every entry of every document given is removed, replaced, and gets neighbours; alone and in pairs. The
 * output must be read, by libyaml and by libfyaml, as the input's events with exactly that change, and its
 * bytes outside the entry must be the input's.
 *
 * What is expected is worked out from libyaml's events and tokens alone: a tree of the events, on which the
 * change is made, and the bytes of each entry, which the tokens tell. Nothing of the program is asked but its
 * nodes' order. */
#include "events/events.h"
#include "yaml/lower.h"
#include "yaml/parse.h"
#include "yaml/splice.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Documents up to SMALL are tried in every way, up to EXHAUSTIVE each entry alone, pairs and greater ones by
 * samples. */
enum { SMALL = 512, EXHAUSTIVE = 24 * 1024, BUDGET = 1024 * 1024, FY_SAMPLE = 8 };

/* A node of the expected tree; an entry is a key or an item. */
struct tree {
    struct tree *parent; /* the collection */
    struct tree **kids;  /* of a mapping: key, value, key, value... */
    size_t n;
    struct tree *target; /* of an alias */
    size_t event;
    size_t at; /* its place among its parent's entries */
    struct node *node;
    bool explicit; /* a mapping with a `?` key */
    bool bracket, changed, gone, moved, removed;
    size_t before;      /* of an entry: where the token before it ends */
    size_t lead, end;   /* of an entry: its first token's start, its last one's end */
    bool ends_in_block; /* its last token is a block scalar */
    bool colon;         /* its value stands behind a `:` */
};

enum what { REMOVE, AFTER, BEFORE, SWAP, PUT, PUSH_FIRST, REPLACE, FILL, WHATS };

static const char *const what_names[] = {
    "remove",         "insert after", "insert before", "remove and insert after",
    "remove and put", "push first",   "replace",       "fill"};

struct op {
    enum what what;
    struct tree *in; /* the collection, or what is filled */
    size_t at;       /* the entry */
    size_t shape;
    char key[16];
};

/* A collection's entries as they are to be: numbers of old ones, and -1 - n for the n-th operation's new one.
 */
struct order {
    struct order *next;
    struct tree *of;
    long *list;
    size_t n;
};

struct saved {
    struct node *node;
    struct node was;
};

struct doc {
    const char *name;
    struct source source;
    struct str text;
    struct events events;
    struct tokens tokens;
    struct tree *all;
    size_t trees;
    struct arena arena;
    struct tree **roots;
    struct document *documents;
    size_t n_documents;
    struct saved *saved;
    size_t n_saved;
    bool fy;
    size_t *lines; /* where the line of each byte starts */
    size_t stride, fy_every, turn;
};

struct run {
    struct doc *d;
    struct op *ops;
    size_t n;
    struct order *orders;
    struct events want;
    bool error; /* the change is one that must be refused */
};

static size_t passed, failed;

/* New values: s a string, q one that must be quoted, l a literal. */
static const char *const shapes[][24] = {
    {"splain text"},
    {"qyes"},
    {"qone\ntwo\n"},
    {"{", "sa", "[", "{",  "sb", "q1", "sc",     "qx\ny", "sd", "q",
     "}", "{",  "}", "sz", "]",  "se", "qa\n\n", "sf",    "l5", "}"},
    {"{", "}"},
    {"l5"},
    {"[", "]"},
    {"[", "[", "sx", "q~", "]", "[", "[", "q0777", "]", "]", "{", "qon",
     "q- it's \"q\": \xc3\xa9 \xf0\x9f\x98\x80 #\\", "}", "]"},
};
static const size_t scalar_shapes[] = {0, 1, 2, 5};
enum { SHAPES = sizeof shapes / sizeof *shapes, SCALARS = sizeof scalar_shapes / sizeof *scalar_shapes };

static void *must(void *p)
{
    if (!p)
        abort();
    return p;
}

/* The tree of the events. */

static struct tree *new_tree(struct doc *d, size_t event)
{
    struct tree *t = &d->all[d->trees++];
    *t = (struct tree){.event = event};
    return t;
}

static void add_kid(struct tree *t, struct tree *kid)
{
    t->kids = must(realloc(t->kids, (t->n + 1) * sizeof *t->kids));
    t->kids[t->n++] = kid;
    kid->parent = t;
}

static bool is_map(const struct doc *d, const struct tree *t)
{
    return d->events.list[t->event].type == YAML_MAPPING_START_EVENT;
}

static bool is_seq(const struct doc *d, const struct tree *t)
{
    return d->events.list[t->event].type == YAML_SEQUENCE_START_EVENT;
}

static bool is_collection(const struct doc *d, const struct tree *t)
{
    return is_map(d, t) || is_seq(d, t);
}

static bool is_flow(const struct doc *d, const struct tree *t)
{
    const struct event *e = &d->events.list[t->event];
    return is_map(d, t) ? e->style == YAML_FLOW_MAPPING_STYLE
                        : is_seq(d, t) && e->style == YAML_FLOW_SEQUENCE_STYLE;
}

static struct tree *find_anchor(struct doc *d, size_t from, size_t to, struct str name)
{
    while (to-- > from) {
        const struct event *e = &d->events.list[d->all[to].event];
        if (e->type != YAML_ALIAS_EVENT && e->anchor.p && str_same(e->anchor, name))
            return &d->all[to];
    }
    return NULL;
}

static struct tree *build(struct doc *d, size_t *event, size_t first)
{
    const struct event *e = &d->events.list[*event];
    struct tree *t = new_tree(d, (*event)++);
    if (e->type == YAML_ALIAS_EVENT)
        t->target = find_anchor(d, first, d->trees, e->anchor);
    if (!is_collection(d, t))
        return t;
    yaml_event_type_t last = is_map(d, t) ? YAML_MAPPING_END_EVENT : YAML_SEQUENCE_END_EVENT;
    while (d->events.list[*event].type != last) {
        struct tree *kid = build(d, event, first);
        kid->at = is_map(d, t) ? t->n / 2 : t->n;
        add_kid(t, kid);
    }
    ++*event;
    return t;
}

static size_t entries(const struct doc *d, const struct tree *t)
{
    return is_map(d, t) ? t->n / 2 : is_seq(d, t) ? t->n : 0;
}

static struct tree *entry(const struct doc *d, const struct tree *t, size_t at)
{
    return t->kids[is_map(d, t) ? 2 * at : at];
}

static struct tree *value(const struct doc *d, const struct tree *t, size_t at)
{
    return t->kids[is_map(d, t) ? 2 * at + 1 : at];
}

/* The bytes of the entries, from the tokens. */

static bool is_real(const struct token *t)
{
    return t->end > t->start;
}

static int nesting(yaml_token_type_t t)
{
    switch (t) {
    case YAML_BLOCK_MAPPING_START_TOKEN:
    case YAML_BLOCK_SEQUENCE_START_TOKEN:
    case YAML_FLOW_MAPPING_START_TOKEN:
    case YAML_FLOW_SEQUENCE_START_TOKEN:
        return 1;
    case YAML_BLOCK_END_TOKEN:
    case YAML_FLOW_MAPPING_END_TOKEN:
    case YAML_FLOW_SEQUENCE_END_TOKEN:
        return -1;
    default:
        return 0;
    }
}

/* The token behind the entry whose tokens start here. */
static size_t entry_stop(const struct doc *d, const struct tree *in, size_t token)
{
    int depth = 0;
    for (size_t i = token;; i++) {
        yaml_token_type_t t = d->tokens.list[i].type;
        bool next = is_flow(d, in)  ? t == YAML_FLOW_ENTRY_TOKEN
                    : is_map(d, in) ? t == YAML_KEY_TOKEN
                                    : t == YAML_BLOCK_ENTRY_TOKEN || t == YAML_KEY_TOKEN;
        if (depth == 0 && i > token && next)
            return i;
        depth += nesting(t);
        if (depth < 0 || t == YAML_DOCUMENT_START_TOKEN || t == YAML_DOCUMENT_END_TOKEN ||
            t == YAML_STREAM_END_TOKEN)
            return i;
    }
}

static void place(const struct doc *d, struct tree *in, size_t at, size_t from, size_t to)
{
    struct tree *e = entry(d, in, at);
    const struct token *t = d->tokens.list;
    size_t before = from;
    while (before > 0 && !is_real(&t[before - 1]))
        before--;
    e->before = before ? t[before - 1].end : 0;
    bool first = true;
    int depth = 0;
    for (size_t i = from; i < to; i++) {
        if (depth == 0 && t[i].type == YAML_VALUE_TOKEN)
            e->colon = true;
        if (t[i].type == YAML_KEY_TOKEN && is_real(&t[i]) && depth == 0 && is_map(d, in))
            in->explicit = true;
        depth += nesting(t[i].type);
        if (!is_real(&t[i]))
            continue;
        if (first)
            e->lead = t[i].start;
        first = false;
        e->end = t[i].end;
        e->ends_in_block = t[i].type == YAML_SCALAR_TOKEN && (t[i].style == YAML_LITERAL_SCALAR_STYLE ||
                                                              t[i].style == YAML_FOLDED_SCALAR_STYLE);
    }
}

/* Finds tokens of one kind in their order. */
struct cursor {
    size_t at;
    int flow;
};

struct walker {
    struct doc *d;
    struct cursor key, item, flow;
};

static size_t next_of(const struct doc *d, struct cursor *c, yaml_token_type_t a, yaml_token_type_t b,
                      bool anywhere)
{
    for (;;) {
        yaml_token_type_t t = d->tokens.list[c->at++].type;
        bool found = (t == a || t == b) && (anywhere || c->flow == 0);
        if (t == YAML_FLOW_MAPPING_START_TOKEN || t == YAML_FLOW_SEQUENCE_START_TOKEN)
            c->flow++;
        if (t == YAML_FLOW_MAPPING_END_TOKEN || t == YAML_FLOW_SEQUENCE_END_TOKEN)
            c->flow--;
        if (found)
            return c->at - 1;
    }
}

static void place_flow(struct walker *w, struct tree *t)
{
    struct doc *d = w->d;
    size_t at = next_of(d, &w->flow, YAML_FLOW_MAPPING_START_TOKEN, YAML_FLOW_SEQUENCE_START_TOKEN, true) + 1;
    for (size_t i = 0; i < entries(d, t); i++) {
        size_t stop = entry_stop(d, t, at);
        place(d, t, i, at, stop);
        at = stop + 1;
    }
}

static void place_entries(struct walker *w, struct tree *t)
{
    struct doc *d = w->d;
    const struct event *e = &d->events.list[t->event];
    bool flow = is_flow(d, t);
    t->bracket = flow && e->end > e->start && strchr("{[", d->text.p[e->end - 1]);
    if (flow && t->bracket)
        place_flow(w, t);
    if (flow && !t->bracket) {
        t->explicit = true;
        t->kids[0]->lead = t->lead;
        t->kids[0]->end = t->end;
    }
    for (size_t i = 0; i < entries(d, t); i++) {
        if (!flow && is_map(d, t)) {
            size_t at = next_of(d, &w->key, YAML_KEY_TOKEN, YAML_KEY_TOKEN, false);
            place(d, t, i, at, entry_stop(d, t, at));
        } else if (!flow) {
            size_t at = next_of(d, &w->item, YAML_BLOCK_ENTRY_TOKEN, YAML_BLOCK_ENTRY_TOKEN, false);
            place(d, t, i, at, entry_stop(d, t, at));
        }
        struct tree *k = entry(d, t, i);
        if (is_map(d, t) && d->events.list[k->event].type != YAML_SCALAR_EVENT)
            t->explicit = true;
        place_entries(w, k);
        if (is_map(d, t))
            place_entries(w, value(d, t, i));
    }
}

/* The program's nodes, in the same order. */

static void remember(struct doc *d, struct node *n)
{
    d->saved = must(realloc(d->saved, (d->n_saved + 1) * sizeof *d->saved));
    d->saved[d->n_saved++] = (struct saved){n, *n};
}

static bool bind(struct doc *d, struct tree *t, struct node *n)
{
    static const enum kind kinds[] = {[YAML_SCALAR_EVENT] = NODE_SCALAR,
                                      [YAML_ALIAS_EVENT] = NODE_ALIAS,
                                      [YAML_MAPPING_START_EVENT] = NODE_MAPPING,
                                      [YAML_SEQUENCE_START_EVENT] = NODE_SEQUENCE};
    if (!n || n->kind != kinds[d->events.list[t->event].type])
        return false;
    t->node = n;
    remember(d, n);
    struct node *e = n->child;
    for (size_t i = 0; i < entries(d, t); i++, e = e->next) {
        if (!e || !bind(d, entry(d, t, i), e))
            return false;
        if (is_map(d, t) && !bind(d, value(d, t, i), e->value))
            return false;
    }
    return e == NULL || !is_collection(d, t);
}

/* Lines, and the bytes that a removal takes. */

static size_t break_len(struct str s, size_t at)
{
    static const char *const breaks[] = {"\r\n", "\n", "\r", "\xc2\x85", "\xe2\x80\xa8", "\xe2\x80\xa9"};
    for (size_t i = 0; i < sizeof breaks / sizeof *breaks; i++)
        if (strlen(breaks[i]) <= s.n - at && memcmp(s.p + at, breaks[i], strlen(breaks[i])) == 0)
            return strlen(breaks[i]);
    return 0;
}

static size_t next_line(struct str s, size_t at)
{
    while (at < s.n && !break_len(s, at))
        at++;
    return at < s.n ? at + break_len(s, at) : at;
}

static void find_lines(struct doc *d)
{
    d->lines = must(calloc(d->text.n + 1, sizeof *d->lines));
    size_t start = d->text.n >= 3 && memcmp(d->text.p, "\xef\xbb\xbf", 3) == 0 ? 3 : 0, at = 0;
    while (at < d->text.n) {
        size_t n = break_len(d->text, at);
        d->lines[at] = start;
        for (size_t i = 1; i < n; i++)
            d->lines[at + i] = start;
        at += n ? n : 1;
        if (n)
            start = at;
    }
    d->lines[at] = start;
}

static size_t blanks(const struct doc *d, size_t at)
{
    size_t n = 0;
    while (at + n < d->text.n && (d->text.p[at + n] == ' ' || d->text.p[at + n] == '\t'))
        n++;
    return n;
}

static bool starts_line(const struct doc *d, size_t at)
{
    return d->lines[at] + blanks(d, d->lines[at]) >= at;
}

static bool is_blank(const struct doc *d, size_t line)
{
    size_t at = line + blanks(d, line);
    return at == d->text.n || break_len(d->text, at);
}

static bool has_tab(const struct doc *d, size_t line)
{
    return memchr(d->text.p + line, '\t', blanks(d, line)) != NULL;
}

/* The end of the last blank line with a tab in it, of those that start here, or of a comment behind a tab;
 * else `to`. */
static size_t tabbed_end(const struct doc *d, size_t line, size_t to)
{
    for (; line < d->text.n && is_blank(d, line); line = next_line(d->text, line))
        if (has_tab(d, line))
            to = next_line(d->text, line);
    bool comment = line < d->text.n && d->text.p[line + blanks(d, line)] == '#';
    return comment && has_tab(d, line) ? next_line(d->text, line) : to;
}

/* Where the lines of a block entry end: with it go lines with a tab before what is in them, which nothing but
 * its plain scalar allows there, and the comment lines that are deeper than it. */
static size_t lines_end(const struct doc *d, const struct tree *e)
{
    size_t to = e->ends_in_block ? e->end : next_line(d->text, e->end), column = 0;
    for (size_t i = d->lines[e->lead]; i < e->lead; i++)
        column += (d->text.p[i] & 0xc0) != 0x80;
    if (!e->ends_in_block)
        to = tabbed_end(d, to, to);
    for (size_t at = to; at < d->text.n; at = next_line(d->text, at)) {
        if (is_blank(d, at))
            continue;
        if (d->text.p[at + blanks(d, at)] != '#' || blanks(d, at) <= column)
            break;
        to = next_line(d->text, at);
    }
    return to;
}

/* Where lines would come next to a block scalar that stays and become its text, they go too. */
static size_t joined_end(const struct doc *d, const struct tree *e, size_t to)
{
    size_t token = d->tokens.n;
    for (size_t i = 0; i < d->tokens.n; i++)
        if (is_real(&d->tokens.list[i]) && d->tokens.list[i].end <= e->lead)
            token = i;
    if (token == d->tokens.n)
        return to;
    const struct token *t = &d->tokens.list[token];
    bool is_block = t->type == YAML_SCALAR_TOKEN &&
                    (t->style == YAML_LITERAL_SCALAR_STYLE || t->style == YAML_FOLDED_SCALAR_STYLE);
    if (!is_block || t->end != d->lines[e->lead])
        return to;
    size_t header = t->start + strcspn(d->text.p + t->start, "+# \r\n"), past = to;
    bool keeps = d->text.p[header] == '+';
    for (size_t at = to; at < d->text.n && is_blank(d, at); at = next_line(d->text, at))
        if (keeps || blanks(d, at))
            past = next_line(d->text, at);
    return past;
}

/* The bytes from..to are replaced by text, and at `at` something is inserted before that. */
struct change {
    size_t from, to, at;
    const char *text, *insert;
};

static size_t without_break(const struct doc *d, size_t to)
{
    for (size_t n = 3; n > 0; n--)
        if (n <= to && break_len(d->text, to - n) == n && d->lines[to] == to)
            return to - n;
    return to;
}

/* A sequence that loses its only item goes too, and so on upwards. */
static void climb(const struct doc *d, struct tree **in, size_t *at, bool any)
{
    while (is_seq(d, *in) && (any || entries(d, *in) == 1) && (*in)->parent) {
        *at = (*in)->at;
        *in = (*in)->parent;
    }
}

static bool ends_nowhere(const struct doc *d, struct tree *in, size_t at)
{
    const struct event *e = &d->events.list[value(d, in, at)->event],
                       *k = &d->events.list[entry(d, in, at)->event];
    size_t behind = k->end + blanks(d, k->end);
    bool colon = behind < d->text.n && d->text.p[behind] == ':';
    return e->type == YAML_SCALAR_EVENT && e->style == YAML_PLAIN_SCALAR_STYLE && e->value.n == 0 &&
           (colon || !is_map(d, in) || k->value.n == 0);
}

static void flow_removal(const struct doc *d, struct tree *in, size_t at, struct change *c)
{
    size_t n = entries(d, in);
    if (n == 1) {
        const struct event *e = &d->events.list[in->event];
        c->from = e->end;
        c->to = in->node->end - 1;
    } else if (at + 1 < n) {
        c->from = entry(d, in, at)->lead;
        c->to = entry(d, in, at + 1)->lead;
    } else {
        c->from = entry(d, in, at - 1)->end;
        c->to = entry(d, in, at)->end;
        if (ends_nowhere(d, in, at - 1) && blanks(d, c->from))
            c->from++;
        else if (ends_nowhere(d, in, at - 1))
            c->text = " ";
    }
}

/* What removing one entry takes from the bytes. */
static struct change removal(const struct doc *d, struct tree *in, size_t at)
{
    struct change c = {.text = "", .insert = ""};
    climb(d, &in, &at, false);
    if (is_flow(d, in)) {
        flow_removal(d, in, at, &c);
        c.at = c.from;
        return c;
    }
    const struct tree *e = entry(d, in, at);
    bool inline_first = at == 0 && !starts_line(d, e->lead), only = entries(d, in) == 1;
    const struct event *start = &d->events.list[in->event];
    bool bare_root = !in->parent && !start->anchor.p && !start->tag.p;
    const char *empty = is_map(d, in) ? "{}" : "[]";
    c.from = c.at = e->lead;
    if (only && (inline_first || bare_root)) {
        c.to = without_break(d, lines_end(d, e));
        c.text = empty;
    } else if (inline_first) {
        c.to = entry(d, in, at + 1)->lead;
    } else {
        c.from = c.at = d->lines[e->lead];
        c.to = only ? lines_end(d, e) : joined_end(d, e, lines_end(d, e));
        if (only) {
            c.at = e->before;
            c.insert = is_map(d, in) ? " {}" : " []";
        }
    }
    return c;
}

/* The events that are expected. */

static size_t op_of(const struct run *r, enum what what, const struct tree *t)
{
    for (size_t i = 0; i < r->n; i++) {
        const struct op *o = &r->ops[i];
        if (o->what == what && (what == FILL ? o->in : value(r->d, o->in, o->at)) == t)
            return i + 1;
    }
    return 0;
}

static struct str key_text(const struct run *r, const struct tree *in, long number)
{
    if (number >= 0)
        return r->d->events.list[entry(r->d, in, (size_t)number)->event].value;
    const struct op *o = &r->ops[-number - 1];
    return o->what == PUT ? key_text(r, in, (long)o->at) : str_of(o->key);
}

static struct order *has_order(const struct run *r, const struct tree *in)
{
    struct order *o = r->orders;
    while (o && o->of != in)
        o = o->next;
    return o;
}

static struct order *order_of(struct run *r, struct tree *in)
{
    struct order *o = has_order(r, in);
    if (o)
        return o;
    o = must(malloc(sizeof *o));
    *o = (struct order){.next = r->orders, .of = in, .n = entries(r->d, in)};
    o->list = must(malloc((o->n + 2) * sizeof *o->list));
    for (size_t i = 0; i < o->n; i++)
        o->list[i] = (long)i;
    return r->orders = o;
}

static bool has_new(const struct run *r, const struct tree *in)
{
    const struct order *o = has_order(r, in);
    return o && o->n > entries(r->d, in);
}

static void insert_at(struct order *o, size_t at, long number)
{
    memmove(o->list + at + 1, o->list + at, (o->n - at) * sizeof *o->list);
    o->list[at] = number;
    o->n++;
}

static size_t behind(const struct order *o, size_t at)
{
    size_t i = 0;
    while (o->list[i] != (long)at)
        i++;
    return i + 1;
}

static bool is_sorted(const struct run *r, const struct tree *in)
{
    for (size_t i = 1; i < entries(r->d, in); i++)
        if (str_order(key_text(r, in, (long)i - 1), key_text(r, in, (long)i)) >= 0)
            return false;
    return true;
}

static size_t put_place(const struct run *r, const struct order *o, struct str key)
{
    if (!is_sorted(r, o->of))
        return o->n;
    size_t i = 0;
    while (i < o->n && str_order(key_text(r, o->of, o->list[i]), key) <= 0)
        i++;
    return i;
}

static void plan(struct run *r, size_t i)
{
    struct op *o = &r->ops[i];
    long number = -(long)i - 1;
    if (o->what == REMOVE || o->what == SWAP || o->what == PUT)
        entry(r->d, o->in, o->at)->removed = true;
    struct order *list =
        o->what == REMOVE || o->what == REPLACE || o->what == FILL ? NULL : order_of(r, o->in);
    if (o->what == AFTER || o->what == SWAP)
        insert_at(list, behind(list, o->at), number);
    else if (o->what == BEFORE)
        insert_at(list, o->at ? behind(list, o->at - 1) : 0, number);
    else if (o->what == PUT)
        insert_at(list, is_map(r->d, o->in) ? behind(list, o->at) : list->n, number);
    else if (o->what == PUSH_FIRST)
        insert_at(list, is_map(r->d, o->in) ? put_place(r, list, str_of(o->key)) : 0, number);
    for (struct tree *t = o->in; t; t = t->parent)
        t->changed = true;
}

static bool survives(const struct run *r, const struct tree *in, size_t at)
{
    const struct tree *v = value(r->d, in, at);
    if (entry(r->d, in, at)->removed)
        return false;
    if (!v->changed || !is_seq(r->d, v) || entries(r->d, v) == 0 || has_new(r, v))
        return true;
    for (size_t i = 0; i < entries(r->d, v); i++)
        if (survives(r, v, i))
            return true;
    return false;
}

static bool is_block_scalar(const struct event *e)
{
    return e->type == YAML_SCALAR_EVENT &&
           (e->style == YAML_LITERAL_SCALAR_STYLE || e->style == YAML_FOLDED_SCALAR_STYLE);
}

/* A block scalar without a line break behind it, which has to stay the last thing in the file. */
static bool cut_off(const struct run *r, const struct tree *in, size_t at)
{
    const struct doc *d = r->d;
    if (d->lines[d->text.n] == d->text.n)
        return false;
    for (;;) {
        const struct tree *v = value(d, in, at);
        const struct event *e = &d->events.list[v->event];
        if (!survives(r, in, at) || op_of(r, REPLACE, v))
            return false;
        if (is_block_scalar(e))
            return e->end == d->text.n;
        if (is_flow(d, v) || entries(d, v) == 0)
            return false;
        in = v;
        at = entries(d, v) - 1;
    }
}

static void want(struct run *r, struct event e)
{
    events_add(&r->want, e);
}

static void want_shape(struct run *r, const char *const *part)
{
    for (; *part; part++) {
        char kind = **part;
        struct event e = {.type = YAML_SCALAR_EVENT, .want = WANT_VALUE, .value = str_of(*part + 1)};
        if (kind == '{')
            e.type = YAML_MAPPING_START_EVENT;
        else if (kind == '[')
            e.type = YAML_SEQUENCE_START_EVENT;
        else if (kind == '}')
            e.type = YAML_MAPPING_END_EVENT;
        else if (kind == ']')
            e.type = YAML_SEQUENCE_END_EVENT;
        else
            e.want = kind == 'q' ? WANT_QUOTED : kind == 'l' ? WANT_PLAIN : WANT_VALUE;
        if (e.type != YAML_SCALAR_EVENT)
            e.value = (struct str){NULL, 0};
        want(r, e);
    }
}

static void want_new(struct run *r, const struct tree *in, size_t i)
{
    const struct op *o = &r->ops[i];
    bool map = o->what == FILL ? o->shape % 2 == 0 : is_map(r->d, in);
    struct str key = o->what == FILL || !map ? str_of(o->key) : key_text(r, in, -(long)i - 1);
    if (map)
        want(r, (struct event){.type = YAML_SCALAR_EVENT,
                               .want = str_is(key, "on") ? WANT_QUOTED : WANT_VALUE,
                               .value = key});
    want_shape(r, shapes[o->shape]);
}

static void lose(struct run *r, struct tree *t)
{
    t->gone = true;
    for (size_t i = 0; i < t->n; i++)
        lose(r, t->kids[i]);
}

static void want_tree(struct run *r, struct tree *t);

static void want_alias(struct run *r, struct tree *t)
{
    struct tree *to = t->target;
    if (is_collection(r->d, to) && (to->gone || to->changed))
        r->error = true;
    if (is_collection(r->d, to) || !to->gone) {
        want(r, r->d->events.list[t->event]);
        return;
    }
    struct event e = r->d->events.list[to->event];
    e.want = WANT_MOVED;
    want(r, e);
    to->gone = false;
    to->moved = true;
    for (struct tree *up = t->parent; up; up = up->parent)
        up->changed = true;
}

static void want_filled(struct run *r, struct tree *t, size_t op)
{
    const struct event *e = &r->d->events.list[t->event];
    bool map = r->ops[op].shape % 2 == 0, was_null = !is_collection(r->d, t);
    struct event start = {.type = map ? YAML_MAPPING_START_EVENT : YAML_SEQUENCE_START_EVENT,
                          .want = WANT_VALUE};
    if (was_null)
        t->gone = true;
    else
        start = (struct event){.type = start.type, .want = start.want, .anchor = e->anchor, .tag = e->tag};
    want(r, start);
    want_new(r, t, op);
    want(r, (struct event){.type = map ? YAML_MAPPING_END_EVENT : YAML_SEQUENCE_END_EVENT});
}

/* An entry without bytes, and without a colon to put them behind. */
static bool has_no_place(const struct run *r, const struct tree *t)
{
    const struct event *e = &r->d->events.list[t->event];
    return t->parent && is_map(r->d, t->parent) && !is_flow(r->d, t->parent) && e->start == e->end &&
           !entry(r->d, t->parent, t->at)->colon;
}

static void want_collection(struct run *r, struct tree *t)
{
    struct order *o = order_of(r, t);
    size_t last = o->n, left = 0;
    bool differs = o->n > entries(r->d, t);
    for (size_t i = 0; i < o->n; i++) {
        bool stays = o->list[i] < 0 || survives(r, t, (size_t)o->list[i]);
        left += stays;
        differs |= !stays;
        if (o->list[i] >= 0)
            last = i;
    }
    if (differs && t->explicit)
        r->error = true;
    if (last < o->n && !is_flow(r->d, t) && cut_off(r, t, (size_t)o->list[last])) {
        long number = o->list[last];
        memmove(o->list + last, o->list + last + 1, (o->n - last - 1) * sizeof *o->list);
        o->list[o->n - 1] = number;
    }
    struct event start = r->d->events.list[t->event];
    if (left == 0)
        start.want = WANT_VALUE;
    want(r, start);
    for (size_t i = 0; i < o->n; i++) {
        if (o->list[i] < 0) {
            want_new(r, t, (size_t)(-o->list[i] - 1));
            continue;
        }
        size_t at = (size_t)o->list[i];
        bool stays = survives(r, t, at);
        struct tree *k = entry(r->d, t, at);
        (stays ? want_tree : lose)(r, k);
        if (is_map(r->d, t))
            (stays ? want_tree : lose)(r, value(r->d, t, at));
    }
    want(r, (struct event){.type = start.type == YAML_MAPPING_START_EVENT ? YAML_MAPPING_END_EVENT
                                                                          : YAML_SEQUENCE_END_EVENT});
}

static void want_all(struct run *r, struct tree *t)
{
    want(r, r->d->events.list[t->event]);
    for (size_t i = 0; i < t->n; i++)
        want_tree(r, t->kids[i]);
    if (is_collection(r->d, t))
        want(r, (struct event){.type = is_map(r->d, t) ? YAML_MAPPING_END_EVENT : YAML_SEQUENCE_END_EVENT});
}

static void want_tree(struct run *r, struct tree *t)
{
    size_t replaced = op_of(r, REPLACE, t), filled = op_of(r, FILL, t);
    if (replaced || filled)
        r->error |= has_no_place(r, t);
    if (replaced) {
        t->gone = true;
        want_shape(r, shapes[r->ops[replaced - 1].shape]);
    } else if (filled) {
        want_filled(r, t, filled - 1);
    } else if (t->target) {
        want_alias(r, t);
    } else if (t->changed && is_collection(r->d, t)) {
        want_collection(r, t);
    } else {
        want_all(r, t);
    }
}

static void want_stream(struct run *r)
{
    struct doc *d = r->d;
    for (size_t i = 0; i < r->n; i++)
        plan(r, i);
    size_t root = 0;
    for (size_t i = 0; i < d->events.n;) {
        yaml_event_type_t type = d->events.list[i].type;
        want(r, d->events.list[i++]);
        if (type != YAML_DOCUMENT_START_EVENT)
            continue;
        want_tree(r, d->roots[root++]);
        while (d->events.list[i].type != YAML_DOCUMENT_END_EVENT)
            i++;
    }
}

/* The program's side. */

static struct node *make(struct arena *a, const char *const **part)
{
    const char *p = *(*part)++;
    if (*p == 'l')
        return node_literal(a, p + 1);
    if (*p != '{' && *p != '[')
        return node_string(a, str_of(p + 1));
    struct node *n = *p == '{' ? node_mapping(a) : node_sequence(a);
    while (***part != '}' && ***part != ']') {
        if (*p == '{') {
            const char *key = *(*part)++ + 1;
            node_put_any(a, n, key, make(a, part), "");
        } else {
            node_push(n, make(a, part), "");
        }
    }
    ++*part;
    return n;
}

static struct node *make_entry(struct arena *a, bool map, const char *key, size_t shape)
{
    const char *const *part = shapes[shape];
    struct node *v = make(a, &part);
    if (!map)
        return v;
    struct node *k = node_string(a, str_of(key));
    k->value = v;
    v->parent = k;
    return k;
}

static void apply(struct run *r, const struct op *o)
{
    struct doc *d = r->d;
    struct arena *a = &d->arena;
    bool map = is_map(d, o->in);
    struct node *c = o->in->node, *e = o->what == FILL ? NULL : entry(d, o->in, o->at)->node;
    const char *const *part = shapes[o->shape];
    if (o->what == REMOVE || o->what == SWAP || o->what == PUT)
        node_remove(e, "");
    if (o->what == AFTER || o->what == SWAP)
        node_link(c, e, make_entry(a, map, o->key, o->shape));
    if (o->what == BEFORE)
        node_link(c, o->at ? entry(d, o->in, o->at - 1)->node : NULL, make_entry(a, map, o->key, o->shape));
    if (o->what == PUT && map) {
        struct str key = arena_copy(a, key_text(r, o->in, (long)o->at));
        node_put_any(a, c, key.p, make(a, &part), "");
    } else if (o->what == PUT) {
        node_push(c, make(a, &part), "");
    }
    if (o->what == PUSH_FIRST && map)
        node_put_any(a, c, o->key, make(a, &part), "");
    else if (o->what == PUSH_FIRST)
        node_push_first(c, make(a, &part), "");
    if (o->what == REPLACE)
        node_replace(a, value(d, o->in, o->at)->node, make(a, &part), "");
    if (o->what != FILL)
        return;
    map = o->shape % 2 == 0;
    if (!is_collection(d, o->in))
        node_fill(c, map ? NODE_MAPPING : NODE_SEQUENCE);
    if (map)
        node_put_any(a, c, o->key, make(a, &part), "");
    else
        node_push(c, make(a, &part), "");
}

static void restore(struct doc *d)
{
    for (size_t i = 0; i < d->n_saved; i++)
        *d->saved[i].node = d->saved[i].was;
    for (size_t i = 0; i < d->n_documents; i++)
        for (size_t a = 0; a < d->documents[i].n_anchors; a++)
            d->documents[i].anchors[a].gone = false;
    for (size_t i = 0; i < d->trees; i++) {
        struct tree *t = &d->all[i];
        t->changed = t->gone = t->moved = t->removed = false;
    }
    arena_reset(&d->arena);
}

/* Reports. */

static void print_lines(char sign, struct str s, size_t from, size_t to)
{
    for (int lines = 0; from < to && lines < 12; lines++) {
        size_t end = from;
        while (end < to && s.p[end] != '\n')
            end++;
        printf("    %c %.*s\n", sign, (int)(end - from > 200 ? 200 : end - from), s.p + from);
        from = end + 1;
    }
}

static void print_diff(struct str in, struct str out)
{
    size_t from = 0, tail = 0;
    while (from < in.n && from < out.n && in.p[from] == out.p[from])
        from++;
    while (tail < in.n - from && tail < out.n - from && in.p[in.n - tail - 1] == out.p[out.n - tail - 1])
        tail++;
    while (from > 0 && in.p[from - 1] != '\n')
        from--;
    print_lines('-', in, from, in.n - tail);
    print_lines('+', out, from, out.n - tail);
}

static void fail(const struct run *r, struct str out, const char *why)
{
    if (++failed > 30)
        return;
    printf("FAILED %s:", r->d->name);
    for (size_t i = 0; i < r->n; i++) {
        const struct op *o = &r->ops[i];
        const struct node *n =
            (o->what == FILL || o->at >= entries(r->d, o->in) ? o->in : entry(r->d, o->in, o->at))->node;
        struct buf path = {0};
        node_path(&path, n);
        printf("%s %s %.*s (shape %zu, key %s)", i ? " and" : "", what_names[o->what], (int)path.n,
               path.n ? path.p : "", o->shape, o->key);
        buf_free(&path);
    }
    printf("\n  %s\n", why);
    print_diff(r->d->text, out);
}

/* The bytes that an operation may change. */
struct span {
    size_t from, to;
};

static struct span join(struct span a, struct span b)
{
    return (struct span){a.from < b.from ? a.from : b.from, a.to > b.to ? a.to : b.to};
}

static struct span all_of(const struct doc *d, struct tree *in)
{
    const struct tree *first = entry(d, in, 0), *last = entry(d, in, entries(d, in) - 1);
    if (is_flow(d, in))
        return (struct span){first->lead, last->end};
    size_t from = starts_line(d, first->lead) ? d->lines[first->lead] : first->lead;
    return (struct span){from, joined_end(d, last, lines_end(d, last))};
}

static struct span place_after(const struct run *r, struct tree *in, size_t at)
{
    const struct doc *d = r->d;
    const struct tree *e = entry(d, in, at);
    if (is_flow(d, in))
        return (struct span){e->end, e->end};
    size_t end = lines_end(d, e), from = starts_line(d, e->lead) ? d->lines[e->lead] : e->lead;
    return (struct span){cut_off(r, in, at) ? from : end, end};
}

static struct span place_before(const struct run *r, struct tree *in, size_t at)
{
    if (at)
        return place_after(r, in, at - 1);
    size_t lead = entry(r->d, in, 0)->lead;
    if (!is_flow(r->d, in) && starts_line(r->d, lead))
        lead = r->d->lines[lead];
    return (struct span){lead, lead};
}

/* With its neighbours, if they are removed too. */
static struct span removed_run(const struct run *r, struct tree *in, size_t at)
{
    const struct doc *d = r->d;
    climb(d, &in, &at, true);
    size_t first = at, last = at, n = entries(d, in);
    while (first > 0 && entry(d, in, first - 1)->removed)
        first--;
    while (last + 1 < n && entry(d, in, last + 1)->removed)
        last++;
    const struct tree *from = entry(d, in, first), *to = entry(d, in, last);
    size_t end = last + 1 < n ? entry(d, in, last + 1)->lead : is_flow(d, in) ? in->node->end - 1 : 0;
    if (!is_flow(d, in) && (first > 0 || last + 1 == n || starts_line(d, from->lead)))
        end = joined_end(d, from, lines_end(d, to));
    return (struct span){first > 0 && is_flow(d, in) ? entry(d, in, first - 1)->end : from->before, end};
}

static struct span removed_span(const struct run *r, struct tree *in, size_t at)
{
    if (r->n > 1)
        return removed_run(r, in, at);
    struct change c = removal(r->d, in, at);
    return (struct span){c.at < c.from ? c.at : c.from, c.to};
}

static struct span swapped_span(const struct run *r, struct tree *in, size_t at)
{
    const struct doc *d = r->d;
    struct span s = all_of(d, in);
    size_t next = at + 1, n = entries(d, in);
    while (next < n && entry(d, in, next)->removed)
        next++;
    size_t lead = next < n ? entry(d, in, next)->lead : s.to;
    if (at)
        s.from = place_after(r, in, at - 1).from;
    if (is_flow(d, in) || (at == 0 && !starts_line(d, entry(d, in, 0)->lead)))
        s.to = lead;
    else if (lead < s.to)
        s.to = joined_end(d, entry(d, in, at), lines_end(d, entry(d, in, at)));
    return s;
}

static struct span span_of(const struct run *r, const struct op *o)
{
    const struct doc *d = r->d;
    if (o->what == REMOVE)
        return removed_span(r, o->in, o->at);
    if (o->what == AFTER)
        return place_after(r, o->in, o->at);
    if (o->what == BEFORE)
        return place_before(r, o->in, o->at);
    if (o->what == PUSH_FIRST && is_seq(d, o->in))
        return place_before(r, o->in, 0);
    if (o->what == PUT || o->what == PUSH_FIRST)
        return all_of(d, o->in);
    if (o->what == SWAP)
        return swapped_span(r, o->in, o->at);
    const struct tree *v = o->what == FILL ? o->in : value(d, o->in, o->at);
    const struct event *e = &d->events.list[v->event];
    if (!v->parent)
        return (struct span){0, d->text.n};
    const struct tree *k = entry(d, v->parent, v->at);
    if (e->start == e->end)
        return (struct span){k->end, k->end};
    size_t from = o->what == FILL ? is_map(d, v->parent) ? d->events.list[k->event].end : k->lead : e->start;
    size_t to = is_collection(d, v) ? v->node->end : e->end;
    if (e->style == YAML_PLAIN_SCALAR_STYLE && !is_flow(d, v->parent))
        to = tabbed_end(d, next_line(d->text, to), to);
    return (struct span){from, to};
}

static bool has_at(struct str s, size_t at, struct str part)
{
    return part.n <= s.n && at <= s.n - part.n && memcmp(s.p + at, part.p, part.n) == 0;
}

static const char *check_removal(const struct run *r, struct str out)
{
    const struct doc *d = r->d;
    struct change c = removal(d, r->ops[0].in, r->ops[0].at);
    struct buf b = {0};
    buf_add(&b, d->text.p, c.at);
    buf_puts(&b, c.insert);
    buf_add(&b, d->text.p + c.at, c.from - c.at);
    buf_puts(&b, c.text);
    buf_add(&b, d->text.p + c.to, d->text.n - c.to);
    bool same = b.n == out.n && (b.n == 0 || memcmp(b.p, out.p, b.n) == 0);
    buf_free(&b);
    return same ? NULL : "removes other bytes than the entry's";
}

static const char *check_bytes(const struct run *r, struct str out)
{
    const struct doc *d = r->d;
    for (size_t i = 0; i < d->trees; i++)
        if (d->all[i].moved)
            return NULL;
    if (r->n == 0)
        return str_same(d->text, out) ? NULL : "changes bytes without a mark";
    if (r->n == 1 && r->ops[0].what == REMOVE)
        return check_removal(r, out);
    struct span s = span_of(r, &r->ops[0]);
    for (size_t i = 1; i < r->n; i++)
        s = join(s, span_of(r, &r->ops[i]));
    struct str head = {d->text.p, s.from}, tail = {d->text.p + s.to, d->text.n - s.to};
    if (!has_at(out, 0, head))
        return "changes bytes before the entry";
    if (tail.n > out.n || !has_at(out, out.n - tail.n, tail))
        return "changes bytes behind the entry";
    return NULL;
}

/* One run: the change is made on the events and by the program, and both must agree. */

static const char *check_edits(const struct edits *edits, size_t size)
{
    size_t done = 0;
    for (size_t i = 0; i < edits->n; i++) {
        if (edits->list[i].at < done)
            return "the edits overlap or are out of order";
        done = edits->list[i].at + edits->list[i].len;
    }
    return done > size ? "an edit reaches behind the end" : NULL;
}

static void judge(struct run *r, const struct error *e, const struct edits *edits, struct str out)
{
    char why[512];
    const char *bad = NULL;
    if (r->error != e->set)
        bad = r->error ? "is done, and should be refused" : e->text;
    else if (!r->error)
        bad = check_edits(edits, r->d->text.n);
    if (!r->error && !bad && !libyaml_reads(&r->want, out, why, sizeof why))
        bad = why;
    if (!r->error && !bad)
        bad = check_bytes(r, out);
    if (!r->error && !bad && r->d->fy && r->d->turn % r->d->fy_every == 0 &&
        !libfyaml_differs(&r->want, out) && !libfyaml_reads(&r->want, out, why, sizeof why))
        bad = why;
    if (bad)
        fail(r, out, bad);
    else
        passed++;
}

static void run(struct doc *d, struct op *ops, size_t n)
{
    struct run r = {.d = d, .ops = ops, .n = n};
    struct error e = {0};
    struct edits edits = {0};
    struct buf out = {0};
    want_stream(&r);
    for (size_t i = 0; i < n; i++)
        apply(&r, &ops[i]);
    bool ok = true;
    for (size_t i = 0; ok && i < d->n_documents; i++)
        ok = lower(&d->source, &d->documents[i], d->documents[i].root, &d->arena, &edits, &e);
    if (ok)
        splice(&d->source, 0, d->text.n, &edits, &out);
    judge(&r, &e, &edits, (struct str){out.p ? out.p : "", out.n});
    for (struct order *o = r.orders, *next; o; o = next) {
        next = o->next;
        free(o->list);
        free(o);
    }
    events_free(&r.want);
    edits_free(&edits);
    buf_free(&out);
    restore(d);
}

/* Which operations are tried. */

static const char *const keys[] = {"m", "on", "zz top", "a", "podclone/clone", "n2"};
enum { KEYS = sizeof keys / sizeof *keys };

static bool has_key(const struct doc *d, const struct tree *in, const char *key)
{
    if (!is_map(d, in))
        return false;
    for (size_t i = 0; i < entries(d, in); i++)
        if (str_is(d->events.list[entry(d, in, i)->event].value, key))
            return true;
    return false;
}

#ifdef __SANITIZE_ADDRESS__
enum { SANITIZED = 12 };
#else
enum { SANITIZED = 1 };
#endif

/* Whether this turn is taken: sanitizers are slow, and see most in a few. */
static bool takes_turn(struct doc *d, bool sample)
{
    size_t turn = d->turn++;
    size_t stride = (sample ? d->stride : 1) * SANITIZED;
    return (turn * 2654435761U >> 7) % stride == 0;
}

static struct op make_op(struct doc *d, enum what what, struct tree *in, size_t at, size_t shape, size_t key)
{
    struct op o = {.what = what, .in = in, .at = at, .shape = shape};
    for (size_t i = 0; i < KEYS; i++) {
        const char *name = keys[(key + i) % KEYS];
        if (has_key(d, in, name))
            continue;
        snprintf(o.key, sizeof o.key, "%s", name);
        break;
    }
    if (what == REPLACE)
        o.shape = scalar_shapes[shape % SCALARS];
    return o;
}

static bool is_scalar(const struct doc *d, const struct tree *t)
{
    return d->events.list[t->event].type == YAML_SCALAR_EVENT;
}

static bool can_fill(const struct doc *d, const struct tree *t)
{
    const struct event *e = &d->events.list[t->event];
    if (is_collection(d, t))
        return t->n == 0;
    static const char *const nulls[] = {"", "~", "null", "Null", "NULL"};
    if (!is_scalar(d, t) || e->style != YAML_PLAIN_SCALAR_STYLE || e->tag.p)
        return false;
    for (size_t i = 0; i < sizeof nulls / sizeof *nulls; i++)
        if (str_is(e->value, nulls[i]))
            return true;
    return false;
}

static void fill_alone(struct doc *d, struct tree *t)
{
    if (!can_fill(d, t))
        return;
    for (size_t shape = 0; shape < SHAPES; shape++) {
        bool fits = !is_collection(d, t) || is_map(d, t) == (shape % 2 == 0);
        struct op o = make_op(d, FILL, t, 0, shape, shape);
        if (fits)
            run(d, &o, 1);
    }
}

static bool applies(const struct doc *d, enum what what, const struct tree *in, size_t at)
{
    if (what == REPLACE)
        return is_scalar(d, value(d, in, at));
    return what != FILL && (what != PUSH_FIRST || at == 0) &&
           (what != PUT || !is_map(d, in) || is_scalar(d, entry(d, in, at)));
}

static void alone(struct doc *d, struct tree *in, size_t at)
{
    for (enum what what = 0; what < FILL; what++) {
        if (!applies(d, what, in, at))
            continue;
        size_t times = what == REMOVE || d->text.n > SMALL ? 1 : what == REPLACE ? SCALARS : SHAPES;
        for (size_t i = 0; i < times; i++) {
            struct op o = make_op(d, what, in, at, times > 1 ? i : d->turn % SHAPES, d->turn);
            if (takes_turn(d, d->text.n > EXHAUSTIVE))
                run(d, &o, 1);
        }
    }
}

static void pair(struct doc *d, struct tree *a, size_t i, struct tree *b, size_t j, size_t which)
{
    static const enum what whats[] = {REMOVE, AFTER, SWAP, REPLACE, BEFORE, PUT};
    enum { N = sizeof whats / sizeof *whats };
    enum what x = whats[which % N], y = whats[which / N % N];
    if (!applies(d, x, a, i) || !applies(d, y, b, j) || !takes_turn(d, true))
        return;
    struct op ops[] = {make_op(d, x, a, i, d->turn % SHAPES, d->turn),
                       make_op(d, y, b, j, d->turn / 3 % SHAPES, d->turn + 1)};
    if (a == b && strcmp(ops[0].key, ops[1].key) == 0)
        ops[1] = make_op(d, y, b, j, ops[1].shape, d->turn + 2);
    run(d, ops, 2);
}

enum { PAIRS = 36, ALL_PAIRS = 12 };

static void pairs(struct doc *d, struct tree *in)
{
    size_t n = entries(d, in);
    for (size_t i = 0; i < n; i++)
        for (size_t j = i + 1; j < n && (n <= ALL_PAIRS || j < i + 4); j++)
            for (size_t k = 0; k < PAIRS; k++)
                if (d->text.n < SMALL || (i + j + k) % 5 == 0)
                    pair(d, in, i, in, j, k);
}

/* An entry with one of its value, and with its neighbour's. */
static void pairs_across(struct doc *d, struct tree *in, size_t at)
{
    for (size_t i = at; i < entries(d, in) && i < at + 2; i++) {
        struct tree *v = value(d, in, i);
        for (size_t j = 0; j < entries(d, v) && j < 3; j++)
            for (size_t k = (i + j) % 3; k < PAIRS; k += d->text.n < SMALL ? 1 : 5)
                pair(d, in, at, v, j, k);
    }
}

static void enumerate(struct doc *d, struct tree *t)
{
    fill_alone(d, t);
    for (size_t i = 0; i < entries(d, t); i++)
        alone(d, t, i);
    pairs(d, t);
    for (size_t i = 0; i < entries(d, t); i++)
        pairs_across(d, t, i);
    for (size_t i = 0; i < entries(d, t); i++)
        enumerate(d, value(d, t, i));
}

/* Documents. */

static struct buf read_file(const char *name)
{
    FILE *f = fopen(name, "rb");
    if (!f) {
        perror(name);
        exit(1);
    }
    struct buf b = {0};
    char chunk[4096];
    for (size_t n; (n = fread(chunk, 1, sizeof chunk, f)) > 0;)
        buf_add(&b, chunk, n);
    fclose(f);
    return b;
}

static void build_trees(struct doc *d)
{
    d->all = must(calloc(d->events.n, sizeof *d->all));
    struct walker w = {.d = d};
    size_t roots = 0;
    for (size_t i = 0; i < d->events.n; i++)
        roots += d->events.list[i].type == YAML_DOCUMENT_START_EVENT;
    d->roots = must(calloc(roots + 1, sizeof(struct tree *)));
    roots = 0;
    for (size_t i = 0; i < d->events.n;) {
        if (d->events.list[i++].type != YAML_DOCUMENT_START_EVENT)
            continue;
        d->roots[roots] = build(d, &i, d->trees);
        place_entries(&w, d->roots[roots++]);
    }
}

/* One document, its items, which are handed out one by one, put back into their sequence. */
static enum parsed parse_document(struct parse *p, struct document *d)
{
    struct node *first = NULL, **link = &first;
    enum parsed got;
    while ((got = parse_next(p, d)) == PARSE_ITEM) {
        *link = d->item;
        link = &d->item->next;
    }
    if (first)
        d->items->child = first;
    return got;
}

/* The program's parse, for the lifetime of the document. */
static bool parse_all(struct doc *d, struct arena *a, struct error *e)
{
    struct parse *p = must(parse_open(&d->source, a, a, e));
    enum parsed got;
    d->documents = must(calloc(d->events.n, sizeof *d->documents));
    while ((got = parse_document(p, &d->documents[d->n_documents])) == PARSE_DOCUMENT)
        d->n_documents++;
    parse_close(p);
    for (size_t i = 0; got == PARSE_END && i < d->n_documents; i++)
        if (!bind(d, d->roots[i], d->documents[i].root))
            return error_set(e, "the nodes are not the events");
    return got == PARSE_END;
}

static void try_parsed(struct doc *d)
{
    char why[512];
    d->fy = libfyaml_differs(&d->events, d->text) || libfyaml_reads(&d->events, d->text, why, sizeof why);
    if (!d->fy) {
        printf("FAILED %s: libfyaml: %s\n", d->name, why);
        failed++;
    }
    d->stride = 1 + d->trees * d->text.n * 48 / BUDGET;
    d->fy_every = d->text.n > SMALL ? FY_SAMPLE : 1;
    run(d, NULL, 0);
    for (size_t i = 0; i < d->n_documents; i++)
        enumerate(d, d->roots[i]);
}

static void free_document(struct doc *d)
{
    for (size_t i = 0; i < d->trees; i++)
        free(d->all[i].kids);
    free(d->all);
    free(d->lines);
    free(d->roots);
    free(d->documents);
    free(d->saved);
    free(d->tokens.list);
    events_free(&d->events);
    arena_free(&d->arena);
}

/* False where there is nothing to edit. */
static bool try_document(const char *name, struct str text)
{
    struct doc d = {.name = name, .text = text};
    struct arena arena = {0};
    struct error e = {0};
    bool ok = input_of(text.p, text.n, &d.source, &e) && events_read(&d.events, text);
    if (ok) {
        tokens_read(&d.tokens, text);
        find_lines(&d);
        build_trees(&d);
        ok = parse_all(&d, &arena, &e);
    }
    if (ok)
        try_parsed(&d);
    free_document(&d);
    arena_free(&arena);
    return ok;
}

/* Documents whose names say so are no good; those that were there before are not tried again. */
int main(int argc, char **argv)
{
    struct buf *texts = must(calloc((size_t)argc, sizeof *texts));
    for (int i = 1; i < argc; i++) {
        texts[i] = read_file(argv[i]);
        struct str text = {texts[i].p ? texts[i].p : "", texts[i].n};
        bool known = false;
        for (int j = 1; j < i; j++)
            known |= str_same(text, (struct str){texts[j].p, texts[j].n});
        if (known || try_document(argv[i], text) || strstr(argv[i], "error-"))
            continue;
        printf("FAILED %s: cannot be read\n", argv[i]);
        failed++;
    }
    for (int i = 1; i < argc; i++)
        buf_free(&texts[i]);
    free(texts);
    printf("%zu passed, %zu failed\n", passed, failed);
    return failed || !passed;
}
