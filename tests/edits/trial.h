/* A trial: operations on a document, what they must give, and whether the program does that. */
#ifndef TRIAL_H
#define TRIAL_H

#include "document.h"

/* SWAP: removed, with a new entry in its place. PUT: removed, and put again under the same key. */
enum action { REMOVE, AFTER, BEFORE, SWAP, PUT, PUSH_FIRST, REPLACE, FILL };

struct op {
    enum action action;
    struct tree *in; /* the collection; of FILL, what is filled */
    size_t at;       /* the number of the entry */
    size_t new_value;
    char key[16];
};

/* The entries of a collection as they are to be: the numbers of old ones, and -1 - n for the new entry of
 * operation n. */
struct order {
    struct order *next;
    struct tree *of;
    long *list;
    size_t n;
};

struct trial {
    struct doc *doc;
    struct op *ops;
    size_t n;
    struct order *orders;
    struct events expected;
    bool error; /* the change must be refused */
};

/* New values, in parts: s a string, q a string that must be quoted, l a literal, and brackets. FILL makes a
 * mapping with an even value, a sequence with an odd one. */
enum { NEW_VALUES = 8 };
extern const char *const new_values[NEW_VALUES][24];

extern size_t passed, failed;

/* What is expected of the events. */
void expect_stream(struct trial *trial);
struct str key_text(const struct trial *trial, const struct tree *in, long number);
bool cut_off(const struct trial *trial, const struct tree *in, size_t at);
/* What is expected of the bytes: NULL if it is so, else what is wrong. */
const char *check_bytes(const struct trial *trial, struct str out);

/* What the program does. */
bool parse_all(struct doc *doc, struct arena *arena, struct error *error);
void apply(struct trial *trial, const struct op *op);
/* The nodes and the trees as they were before the trial. */
void restore(struct doc *doc);

/* Runs one trial, and counts it. */
void try_operations(struct doc *doc, struct op *ops, size_t n);
/* Every operation on every entry, alone and in pairs. */
void try_everything(struct doc *doc);

#endif
