/* What libyaml and libfyaml read in a text, for the tests to compare. Shares no code with the program. */
#ifndef EVENTS_H
#define EVENTS_H

#include "base/text.h"

#include <yaml.h>

/* How exactly an event is expected: a node that was there is the same; a new one may have any style, or must
 * be quoted, or plain; an alias that became its anchor's text may have lost a style that does not fit. */
enum want { WANT_SAME, WANT_VALUE, WANT_QUOTED, WANT_PLAIN, WANT_MOVED };

struct event {
    yaml_event_type_t type;
    enum want want;
    int style;
    bool plain, quoted; /* the implicit flags of a scalar */
    struct str value, anchor, tag;
    size_t start, end; /* bytes */
};

struct events {
    struct event *list;
    size_t n, cap;
    struct arena text;
};

struct token {
    yaml_token_type_t type;
    int style;
    size_t start, end;
};

struct tokens {
    struct token *list;
    size_t n, cap;
};

/* False where libyaml refuses the text. */
bool events_read(struct events *out, struct str text);
/* Only of a text that was read. */
void tokens_read(struct tokens *out, struct str text);
void events_add(struct events *to, struct event e);
void events_clear(struct events *e);
void events_free(struct events *e);

/* Whether the library reads the wanted events in the text; else why not. */
bool libyaml_reads(const struct events *want, struct str text, char *why, size_t size);
bool libfyaml_reads(const struct events *want, struct str text, char *why, size_t size);
/* libfyaml 0.7.12 is known to read this text in another way: the whole list is in there. */
bool libfyaml_differs(const struct events *want, struct str text);

#endif
