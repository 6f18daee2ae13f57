/* The events that libyaml and libfyaml read in a text, for tests to compare. It shares no code with the
 * program. */
#ifndef EVENTS_H
#define EVENTS_H

#include "base/text.h"

#include <yaml.h>

/* How exactly an event must be like the expected one. SAME: in everything, as for a node that was there
 * before. VALUE: a new node, in any style. QUOTED, PLAIN: a new node that must be so. MOVED: an alias that
 * became the text of its anchor, where the style may not fit and be another. */
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
/* The text must be one that events_read() took. */
void tokens_read(struct tokens *out, struct str text);
void events_add(struct events *to, struct event e);
void events_clear(struct events *e);
void events_free(struct events *e);

/* Whether the library reads the wanted events in the text; if not, `why` says what differs. */
bool libyaml_reads(const struct events *want, struct str text, char *why, size_t size);
bool libfyaml_reads(const struct events *want, struct str text, char *why, size_t size);
/* Whether libfyaml 0.7.12 is known to read such a text in another way. The function has the whole list of
 * such cases. */
bool libfyaml_differs(const struct events *want, struct str text);

#endif
