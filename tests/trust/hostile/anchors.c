/* Anchors, aliases and merge keys: many of them, and some that multiply. */
#include "hostile.h"

static void billion_laughs(void)
{
    fputs("x0: &x0 [lol]\n", stdout);
    for (int i = 1; i < 30; i++)
        printf("x%d: &x%d [*x%d, *x%d, *x%d, *x%d, *x%d, *x%d, *x%d, *x%d, *x%d]\n", i, i, i - 1, i - 1,
               i - 1, i - 1, i - 1, i - 1, i - 1, i - 1, i - 1);
    fputs(POD SPEC "    args: [a]\n    env: *x29\n  volumes: *x29\n", stdout);
}

static void laughing_args(void)
{
    fputs("x0: &x0 [lol]\n", stdout);
    for (int i = 1; i < 30; i++)
        printf("x%d: &x%d [*x%d, *x%d, *x%d]\n", i, i, i - 1, i - 1, i - 1);
    fputs(POD SPEC "    resources: {limits: {cpu: *x29}}\n    securityContext: {seLinuxOptions: *x29}\n",
          stdout);
}

static void anchors(void)
{
    fputs(POD "  labels:\n", stdout);
    numbered(100000, "    k%zu: &a%zu v\n");
    fputs(SPEC "    args:\n", stdout);
    numbered(100000, "    - *a%zu\n");
}

static void anchors_removed(void)
{
    fputs("apiVersion: v1\nkind: Pod\nmetadata:\n  managedFields:\n", stdout);
    numbered(100000, "  - &a%zu v\n");
    fputs("  name: a\n" SPEC "    image: a\n    resources:\n", stdout);
    numbered(100000, "      k%zu: *a%zu\n");
}

static void items_anchored(void)
{
    fputs("apiVersion: v1\nitems:\n", stdout);
    numbered(100000, "- kind: Pod\n  metadata: {name: &a%zu p%zu}\n  spec: {containers: [{name: a}]}\n");
    fputs("kind: List\n", stdout);
}

static void alias_keys(void)
{
    fputs(POD "  labels:\n", stdout);
    numbered(100000, "    k%zu: &a%zu v\n");
    fputs(SPEC "    resources:\n", stdout);
    numbered(100000, "      *a0 : v%zu\n");
}

static void merges(void)
{
    fputs("x: &x {a: b}\n" POD "  labels:\n", stdout);
    fputs("    <<: [", stdout);
    times(100000, "*x, ");
    fputs("*x]\n" SPEC, stdout);
}

static void merges_wide(void)
{
    for (size_t i = 0; i < 200; i++) {
        printf("m%zu: &m%zu {k%zu: v", i, i, i);
        numbered(200, ", a%zu: b");
        puts("}");
    }
    fputs(POD "spec:\n  containers:\n", stdout);
    for (size_t i = 0; i < 512; i++) {
        printf("  - name: c%zu\n    <<: [*m0", i);
        for (size_t m = 1; m < 200; m++)
            printf(", *m%zu", m);
        puts("]");
    }
}

const struct hostile anchors_documents[] = {
    {"billion-laughs", billion_laughs, "REFUSED", "--tools=init"},
    {"laughing-args", laughing_args, "EITHER", ""},
    {"anchors", anchors, "CLONED", ""},
    {"anchors-removed", anchors_removed, "CLONED", ""},
    {"items-anchored", items_anchored, "CLONED", ""},
    {"alias-keys", alias_keys, "CLONED", ""},
    {"merges", merges, "EITHER", ""},
    {"merges-wide", merges_wide, "REFUSED", ""},
    {NULL, NULL, NULL, NULL},
};
