/* One object on its way from tree to clone: what the steps share. */
#ifndef CLONE_H
#define CLONE_H

#include "base/names.h"
#include "clone/scripts.h"
#include "options/options.h"
#include "pod/object.h"
#include "pod/target.h"
#include "yaml/parse.h"

/* What the target ran, where the clone runs other words: its command and args. */
struct original {
    bool no_command; /* the first word then says so */
    struct str *words;
    size_t count;
};

/* Names that are free in this Pod. */
struct tools_names {
    struct str container, volume, image, dir;
};

/* The partial container of --custom. */
struct custom {
    const struct node *root; /* NULL without it */
    struct str bytes;
};

struct clone {
    const struct options *options;
    const struct source *source;
    const struct custom *custom;
    struct str shape; /* the options that shape the clone, as text */
    struct arena *arena;
    struct error *error;
    struct names *names;
    struct ready *script; /* the one that brings the tools */
    struct pod pod;
    struct target target;
    struct original original;
    struct tools_names tools;
    struct str name, name_space; /* the clone's */
    struct buf *notes;           /* lines for people, after success */
    struct named keys[2];        /* the original's labels and annotations, once somebody looks for one */
    struct named gone;           /* the containers that were removed */
    struct named writers[3];     /* of volumes: see dangling.c */
    struct named emptied;        /* the volumes that a rule made an emptyDir, once the rules have run */
    bool dropped[2];             /* whether the clone is without some of them */
    bool quoted;                 /* a note has what is worth knowing of the kubelet's message */
};

/* A message of the cluster's is cut to a line, unless --explain asks for all of it. */
size_t clone_message_most(const struct clone *c);

void clone_say(struct clone *c, struct str text);
void clone_note(struct clone *c, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

#endif
