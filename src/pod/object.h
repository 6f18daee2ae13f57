/* What kind of object a tree is, and where the parts of a Pod are in it: checked once, so that rules and
 * steps need not. Nothing is marked here. */
#ifndef OBJECT_H
#define OBJECT_H

#include "base/error.h"
#include "pod/named.h"

struct pod {
    struct node *root, *metadata, *spec;
    const struct node *status; /* may be NULL */
    struct named *statuses;    /* of init containers, then of containers, by name */
    struct node *containers,
        *init_containers; /* sequences of mappings that have a name; the second may be NULL */
    struct str name, name_space, generate_name; /* empty where absent */
    const struct node *owners;                  /* a sequence; NULL where nobody owns it */
    struct str workload;   /* the kind, in lower case, of what the template was lifted from */
    struct str owner_kind; /* the same, as it is written, where it selects its Pods by no more than the
                              template has */
    struct str ordinal, first_name; /* of a StatefulSet's template: those of its first Pod */
    bool is_clone;                  /* made by podclone before */
    bool windows;
    bool ranged; /* a template of OpenShift's, which gives the Pods that it makes a user */
    bool host_network;
};

/* The value of a mapping's key, which is to be edited: NULL where it is absent or null, and with an error
 * where it is of another kind, or comes through an alias or a merge key. */
struct node *object_child(const struct node *mapping, const char *key, enum kind kind, struct error *e);
/* The same to be read, or removed with its key: through an alias or a merge key too. */
const struct node *object_seen(const struct node *mapping, const char *key, enum kind kind, struct error *e);
/* A mapping below a mapping, whatever leads to it; NULL for anything else. */
const struct node *object_part(const struct node *mapping, const char *key);
/* An error where what counts for the key comes through a merge key, and an edit would miss it. */
bool object_own(const struct node *mapping, const char *key, struct error *e);
/* An error where a merge key brings the key in, and it would be there without its own entry too. */
bool object_removable(const struct node *mapping, const char *key, struct error *e);
/* Whether these lists have no more items than anybody has; NULL ends them. */
bool object_few(const struct node *mapping, const char *const lists[], struct error *e);
/* The container of that name among the entries of containers; NULL if there is none. */
struct node *object_container(const struct node *containers, struct str name);

/* The names of the containers and init containers there are, with commas between. */
void object_containers(struct buf *b, const struct pod *pod);

/* The Pod's volumes; NULL if there are none. */
const struct node *object_volumes(const struct pod *pod);
/* The volumes that a rule made an emptyDir, by name. */
struct named object_emptied(const struct pod *pod, struct arena *arena);

/* Whether a template, or the clone of one, tells that it is OpenShift's. */
bool object_is_openshift(const struct pod *pod);

bool object_pod(struct pod *pod, struct node *root, struct arena *arena, struct error *e);

/* Whether an object of this kind owns the Pod, or will: as its controller or not. */
bool object_owned_by(const struct pod *pod, const char *kind);

/* Whether nobody reads, or edits, what is at this key: most of what the cluster keeps of an object. */
bool object_unread(const struct node *key);

enum object { OBJECT_OTHER, OBJECT_POD, OBJECT_WORKLOAD };

/* A Pod, or something that makes Pods; key is then the one whose value is the template. An item of a List may
 * lack its kind: it is a Pod if it has containers. */
enum object object_is(struct node *root, bool item, struct node **template_key);
/* Why an object is neither; false. */
bool object_refuse(const struct node *root, struct error *e);
/* KIND NAME, for people. */
void object_describe(struct buf *b, const struct node *root);
/* [NAMESPACE/][KIND/]NAME: what a clone is of. */
void object_source(struct buf *b, const struct pod *pod);

#endif
