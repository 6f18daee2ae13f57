/* The command line. One table (specs.h) makes the parser, --help and, for scripts, the list of options. */
#ifndef OPTIONS_H
#define OPTIONS_H

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

/* These three are in the order of the words that the table of options has. */
enum labels { LABELS_AUTO, LABELS_KEEP, LABELS_DROP };
enum profile {
    PROFILE_NONE,
    PROFILE_GENERAL,
    PROFILE_BASELINE,
    PROFILE_RESTRICTED,
    PROFILE_NETADMIN,
    PROFILE_SYSADMIN
};
enum tools { TOOLS_INIT, TOOLS_IMAGE, TOOLS_NONE };

/* podclone, or kubectl podclone, whose words podclone reads for it. */
enum program { PROGRAM_FILTER, PROGRAM_WRAPPER };

struct options {
    enum program program;
    const char *value[OPT_COUNT]; /* as given, or the table's default; "true" and "false" for a switch */
    char **argv;                  /* for options that may be given more than once */
    int argc;
    const char *file; /* "-" for standard input */
    char **command;   /* what follows `--`; NULL without it */
    int pods;         /* of the wrapper: how many were named */
    int defaults;     /* of the wrapper: the words before this one are a team's, and give way to the others */
    bool by_default[OPT_COUNT]; /* the option was given there, and nowhere else */
    enum labels labels;
    enum tools tools;
    enum profile profile;
    long long ttl;  /* seconds */
    long long wait; /* of the wrapper, in seconds */
    size_t width;   /* columns of a table; 0 for any number */
};

bool option_on(const struct options *o, enum option id);
/* The next value of a repeatable option; *at starts as 1. NULL at the end. */
const char *option_each(const struct options *o, enum option id, int *at);
/* The next word that is no option's, nor the command's: the file, or a Pod of the wrapper. */
const char *option_word(const struct options *o, int *at);
/* One part of an option's value, a list with commas between: NAME=VALUE, or NAME- in name alone. False at the
 * end. */
bool option_pair(const char **list, struct str *name, struct str *value);
/* Fails with a usage error. argv outlives o. */
bool options_parse(struct options *o, int argc, char **argv, struct error *e);
/* The words of kubectl podclone: those of PODCLONE_OPTIONS, --shell-options, and those of its command line.
 */
bool options_parse_wrapper(struct options *o, int argc, char **argv, struct error *e);
/* What the wrapper's words mean, as assignments for a shell to evaluate. */
void options_shell(const struct options *o, struct buf *b);
/* Adds what shapes the clone: the same text for the same choices. */
void options_shape(const struct options *o, struct buf *b);
void options_help(enum program program, struct buf *b);
/* A line for each option, for scripts: what it takes, its names, the value, the help and who has it, with
 * tabs between. */
void options_list(enum program program, struct buf *b);

#endif
