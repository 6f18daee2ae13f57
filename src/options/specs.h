/* The table of options: a row for each. The parser, --help, the completions and the checks of values read it.
 */
#ifndef SPECS_H
#define SPECS_H

#include "base/error.h"
#include "base/text.h"

enum option {
    OPT_CONTAINER,
    OPT_NAME,
    OPT_SUFFIX,
    OPT_LABEL,
    OPT_TO_NAMESPACE,
    OPT_IMAGE,
    OPT_SET_IMAGE,
    OPT_IMAGE_PULL_POLICY,
    OPT_ENV,
    OPT_ARGUMENTS_ONLY,
    OPT_ONCE,
    OPT_STDIN,
    OPT_TTY,
    OPT_PROFILE,
    OPT_AS_ROOT,
    OPT_AS_USER,
    OPT_CUSTOM,
    OPT_NO_LIMITS,
    OPT_SET_MEMORY,
    OPT_SET_CPU,
    OPT_OPTIONAL_REFS,
    OPT_ONE_CONTAINER,
    OPT_KEEP_INIT_CONTAINERS,
    OPT_SHARE_PROCESSES,
    OPT_NODE_NAME,
    OPT_TTL,
    OPT_TOOLS,
    OPT_TOOLS_IMAGE,
    OPT_TOOLS_DIR,
    OPT_SAME_NODE,
    OPT_ANY_NODE,
    OPT_IN_SERVICE,
    OPT_KEEP_LABELS,
    OPT_KEEP_ANNOTATIONS,
    OPT_KEEP_LIVENESS,
    OPT_KEEP_READINESS,
    OPT_KEEP_STARTUP,
    OPT_KEEP_LIFECYCLE,
    OPT_KEEP_HOST_PORTS,
    OPT_KEEP_PVCS,
    OPT_KEEP_AFFINITY,
    OPT_KEEP_PRIORITY,
    OPT_POD,
    OPT_FAILING,
    OPT_LIST,
    OPT_NO_HEADERS,
    OPT_WIDTH,
    OPT_STATE,
    OPT_EXPLAIN,
    OPT_VERIFY,
    OPT_QUIET,
    OPT_HELP,
    OPT_VERSION,
    OPT_NAMESPACE,
    OPT_ALL_NAMESPACES,
    OPT_FILENAME,
    OPT_TEMPLATE,
    OPT_RM,
    OPT_REPLACE,
    OPT_ATTACH,
    OPT_KEEP,
    OPT_DRY_RUN,
    OPT_TIMEOUT,
    OPT_CONTEXT,
    OPT_KUBECONFIG,
    OPT_CLUSTER,
    OPT_USER,
    OPT_AS,
    OPT_AS_GROUP,
    OPT_AS_UID,
    OPT_SERVER,
    OPT_TOKEN,
    OPT_CERTIFICATE_AUTHORITY,
    OPT_CLIENT_CERTIFICATE,
    OPT_CLIENT_KEY,
    OPT_TLS_SERVER_NAME,
    OPT_INSECURE_SKIP_TLS_VERIFY,
    OPT_DISABLE_COMPRESSION,
    OPT_REQUEST_TIMEOUT,
    OPT_CACHE_DIR,
    OPT_V,
    OPT_KEYS,
    OPT_HISTORY,
    OPT_SELECTOR,
    OPT_SHELL_NOTES,
    OPT_SHOWN,
    OPT_LIST_OPTIONS,
    OPT_PREVIEW,
    OPT_SHELL_OPTIONS,
    OPT_COUNT,
    OPT_NONE = OPT_COUNT /* in a rule: nothing keeps it */
};

/* podclone, or kubectl podclone, whose words podclone reads for it. */
enum program { PROGRAM_FILTER, PROGRAM_WRAPPER };

enum takes {
    TAKES_NOTHING, /* --flag, --flag=false */
    TAKES_MAYBE,   /* --flag, --flag=value */
    TAKES_VALUE,   /* --flag=value, --flag value */
    TAKES_MANY     /* the same, more than once */
};

/* Whether the option's value is part of what the clone's name is made from. */
enum shapes { SHAPES_CLONE, SHAPES_NOTHING };

/* Which program has the option. */
enum whose {
    HANDED_ON,   /* podclone, and kubectl podclone hands it on */
    SHARED,      /* the same, but kubectl podclone acts on it too, and its --help has it */
    OF_PODCLONE, /* podclone alone */
    OF_WRAPPER,  /* kubectl podclone alone */
    OF_KUBECTL   /* kubectl podclone, which hands it to every call of kubectl */
};

/* The heading that the option stands under, in --help and in the manual. help.c has the words. */
enum heading {
    UNDER_PODS,
    UNDER_ANSWERS,
    UNDER_NAMES,
    UNDER_COMMAND,
    UNDER_PRIVILEGES,
    UNDER_RESOURCES,
    UNDER_OTHERS,
    UNDER_TOOLS,
    UNDER_PLACE,
    UNDER_KEPT,
    UNDER_SESSION,
    UNDER_PRINTED,
    UNDER_KUBECTL,
    UNDER_COUNT,
    UNDER_NONE = UNDER_COUNT
};

struct spec {
    char letter; /* 0 for none */
    const char *name, *alias;
    const char *metavar; /* with | in it: the words that the value may be */
    enum takes takes;
    enum shapes shapes;
    const char *initial;
    const char *help; /* NULL: the option is for scripts, and --help does not show it */
    enum whose whose;
    enum heading under;
};

extern const struct spec specs[OPT_COUNT];

bool spec_is_of(const struct spec *s, enum program program);

#endif
