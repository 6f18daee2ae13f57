/* Documents whose clones, or what is said of them, would be many times as long: aliases that stand for much,
 * and values that many variables show. The limit is 8 MiB. */
#include "hostile.h"

#define REMOVED "kubectl.kubernetes.io/last-applied-configuration"
#define SHOWS   "valueFrom: {fieldRef: {fieldPath: \"metadata.annotations['" REMOVED "']\"}}"

static void args_alias(void)
{
    fputs(POD SPEC "    args: [&v ", stdout);
    times(100000, "N");
    times(5000, ", *v");
    fputs("]\n", stdout);
}

static void env_name_alias(void)
{
    fputs(POD SPEC "    env: [&v {name: ", stdout);
    times(100000, "N");
    fputs(", valueFrom: {resourceFieldRef: {containerName: b, resource: limits.cpu}}}", stdout);
    times(20000, ", *v");
    fputs("]\n  - name: b\n", stdout);
}

/* An env of so many variables, which all are one, and containers that share it. */
static void env_alias(size_t variables, const char *shows, size_t containers)
{
    printf("    env: &e [&v {name: a, valueFrom: {%s}}", shows);
    times(variables, ",*v");
    puts("]");
    numbered(containers, "  - {name: c%zu, env: *e}\n");
}

static void env_alias_labels(void)
{
    fputs(POD "  labels:\n", stdout);
    numbered(2000, "    k%zu: \"\"\n");
    fputs(SPEC, stdout);
    env_alias(8000, "fieldRef: {fieldPath: \"metadata.labels['zz']\"}", 100);
}

static void env_alias_containers(void)
{
    fputs(POD SPEC, stdout);
    env_alias(8000, "resourceFieldRef: {containerName: zzz, resource: limits.cpu}", 400);
}

static void conditions_alias(void)
{
    fputs("x: &x ", stdout);
    times(100000, "N");
    fputs("\n" POD SPEC "status:\n  conditions:\n", stdout);
    numbered(5000, "  - {message: *x, reason: *x, status: \"False\", type: PodScheduled}\n");
}

/* An annotation that goes, of so many bytes, and so many variables that show it. */
static void shown(size_t bytes, size_t variables)
{
    fputs(POD "  annotations:\n    " REMOVED ": ", stdout);
    times(bytes, "x");
    fputs("\n" SPEC "    env:\n", stdout);
    numbered(variables, "    - name: E%zu\n      " SHOWS "\n");
}

static void shown_much(void)
{
    shown(200000, 8000);
}

static void shown_most(void)
{
    shown(8192, 1020);
}

static void shown_more(void)
{
    shown(8192, 1060);
}

/* Each Pod adds a MiB. */
static void shown_by_pods(size_t pods)
{
    fputs("kind: List\nitems:\n", stdout);
    for (size_t pod = 0; pod < pods; pod++) {
        printf("- kind: Pod\n  metadata:\n    name: p%zu\n    annotations:\n      " REMOVED ": ", pod);
        times(16384, "x");
        fputs("\n  spec:\n    containers:\n    - name: a\n      env:\n", stdout);
        numbered(64, "      - name: E%zu\n        " SHOWS "\n");
    }
}

static void shown_by_some(void)
{
    shown_by_pods(7);
}

static void shown_by_many(void)
{
    shown_by_pods(12);
}

static void noted(void)
{
    fputs(POD "  labels: {job-name: j}\n" SPEC "  volumes:\n  - name: ", stdout);
    times(1900, "v");
    fputs("\n    downwardAPI:\n      items:\n", stdout);
    numbered(8000, "      - {path: p%zu, fieldRef: {fieldPath: \"metadata.labels['job-name']\"}}\n");
}

static void indented(void)
{
    static const char blanks[] = "                                                  ";
    fputs("kind: Pod\nmetadata: {name: a}\nspec:\n", stdout);
    times(2600, blanks);
    fputs("containers:\n", stdout);
    times(2600, blanks);
    fputs("- name: a\n", stdout);
}

static void words_escaped(void)
{
    fputs(POD SPEC "    args: [\"", stdout);
    times(200000, "\\u0001");
    fputs("\"]\n", stdout);
}

const struct hostile adding_documents[] = {
    {"args-alias", args_alias, "REFUSED", "--tools=init -- sh"},
    {"env-name-alias", env_name_alias, "REFUSED", "-q=false --one-container"},
    {"env-alias-labels", env_alias_labels, "REFUSED", ""},
    {"env-alias-containers", env_alias_containers, "REFUSED", ""},
    {"conditions-alias", conditions_alias, "REFUSED", "-q=false --explain"},
    {"shown-much", shown_much, "REFUSED", ""},
    {"shown-most", shown_most, "CLONED", ""},
    {"shown-more", shown_more, "REFUSED", ""},
    {"shown-by-some", shown_by_some, "CLONED", ""},
    {"shown-by-many", shown_by_many, "REFUSED", ""},
    {"noted", noted, "REFUSED", "-q=false"},
    {"noted-quietly", noted, "CLONED", ""},
    {"indented", indented, "REFUSED", "--tools=init"},
    {"words-escaped", words_escaped, "REFUSED", "--tools=init -- sh"},
    {NULL, NULL, NULL, NULL},
};
