/* Documents that nobody sends by accident: hostile NAME writes one, hostile lists them with what is due,
 * REFUSED, CLONED or EITHER, and options. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void times(size_t n, const char *text)
{
    while (n--)
        fputs(text, stdout);
}

static void numbered(size_t n, const char *fmt)
{
    for (size_t i = 0; i < n; i++)
        printf(fmt, i, i);
}

#define POD     "apiVersion: v1\nkind: Pod\nmetadata:\n  name: a\n"
#define SPEC    "spec:\n  containers:\n  - name: a\n"
#define COMMAND "    command: [a]\n"

static void brackets(void)
{
    times(1000000, "[");
}

static void braces(void)
{
    fputs(POD SPEC "    env: ", stdout);
    times(1000000, "{a: ");
}

static void nested_blocks(void)
{
    fputs(POD "  annotations:\n", stdout);
    for (int i = 0; i < 2000; i++) {
        for (int j = 0; j < i + 4; j++)
            putchar(' ');
        fputs("a:\n", stdout);
    }
}

static void nested_dashes(void)
{
    fputs(POD SPEC "    args:\n    ", stdout);
    times(100000, "- ");
}

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

static void keys(void)
{
    fputs(POD "  labels:\n", stdout);
    numbered(100000, "    k%zu: v\n");
    fputs(SPEC, stdout);
}

static void keys_unsorted(void)
{
    fputs(POD "  labels:\n", stdout);
    for (size_t i = 100000; i > 0; i--)
        printf("    k%zu: v\n", i);
    fputs(SPEC, stdout);
}

static void labels_dropped(void)
{
    fputs(POD "  ownerReferences: [{controller: true, kind: DaemonSet, name: d}]\n  labels:\n", stdout);
    numbered(100000, "    k%zu: v\n");
    fputs(SPEC, stdout);
}

static void containers(size_t n)
{
    fputs(POD "spec:\n  containers:\n", stdout);
    numbered(n, "  - name: c%zu\n    livenessProbe: {}\n");
    fputs("status:\n  containerStatuses:\n", stdout);
    for (size_t i = n; i > 0; i--)
        printf("  - name: c%zu\n    state: {running: {}}\n", i);
}

static void most_containers(void)
{
    containers(512);
}

static void many_containers(void)
{
    containers(20000);
}

static void statuses(void)
{
    fputs(POD SPEC "status:\n  containerStatuses:\n", stdout);
    numbered(20000, "  - name: c%zu\n    state: {running: {}}\n");
}

static void volumes(size_t n)
{
    fputs(POD SPEC "    volumeMounts:\n", stdout);
    numbered(n, "    - name: v%zu\n      mountPath: /v%zu\n");
    fputs("    volumeDevices:\n", stdout);
    numbered(n, "    - name: v%zu\n      devicePath: /d%zu\n");
    fputs("  volumes:\n", stdout);
    numbered(n, "  - name: v%zu\n    persistentVolumeClaim: {claimName: v%zu}\n");
}

static void most_volumes(void)
{
    volumes(512);
}

static void many_volumes(void)
{
    volumes(20000);
}

/* As many containers, volumes and mounts as there may be: ten times what a cluster can store. */
static void mounts(void)
{
    fputs(POD "spec:\n  containers:\n", stdout);
    for (size_t i = 0; i < 512; i++) {
        printf("  - name: c%zu\n    volumeMounts:\n", i);
        numbered(512, "    - {name: x%zu, mountPath: /v%zu}\n");
    }
    fputs("  volumes:\n", stdout);
    numbered(512, "  - name: v%zu\n    nfs: {path: /v%zu}\n");
}

static void many_devices(void)
{
    fputs(POD SPEC "    volumeDevices:\n", stdout);
    numbered(513, "    - {name: v%zu, devicePath: /d%zu}\n");
}

static void many_init_containers(void)
{
    fputs(POD SPEC "  initContainers:\n", stdout);
    numbered(513, "  - {name: i%zu, image: i%zu}\n");
}

static void many_init_statuses(void)
{
    fputs(POD SPEC "status:\n  initContainerStatuses:\n", stdout);
    numbered(513, "  - {name: i%zu, image: i%zu}\n");
}

static void names_taken(size_t n)
{
    fputs(POD SPEC "    volumeMounts:\n", stdout);
    numbered(n, "    - name: podclone-tools-%zu\n      mountPath: /podclone-%zu\n");
    fputs("    - name: podclone-tools\n      mountPath: /podclone\n  volumes:\n", stdout);
    numbered(n, "  - name: podclone-tools-%zu\n    emptyDir: {}\n");
    fputs("  - name: podclone-tools\n    emptyDir: {}\n", stdout);
}

static void most_names_taken(void)
{
    names_taken(511);
}

static void many_names_taken(void)
{
    names_taken(50000);
}

static void environment(void)
{
    fputs(POD "  labels: {job-name: j}\n" SPEC "    env:\n", stdout);
    numbered(50000,
             "    - name: E%zu\n      valueFrom: {fieldRef: {fieldPath: \"metadata.labels['job-name']\"}}\n");
}

static void environment_frozen(void)
{
    fputs(POD "  ownerReferences: [{controller: true, kind: DaemonSet, name: d}]\n  labels:\n", stdout);
    numbered(8000, "    l%zu: v%zu\n");
    fputs(SPEC "    env:\n", stdout);
    numbered(8000,
             "    - name: E%zu\n      valueFrom: {fieldRef: {fieldPath: \"metadata.labels['l%zu']\"}}\n");
}

static void ports(void)
{
    fputs(POD SPEC "    ports:\n", stdout);
    numbered(10000, "    - containerPort: %zu\n      hostPort: %zu\n");
}

static void documents(void)
{
    times(100000, "---\n" POD SPEC);
}

static void empty_documents(void)
{
    times(100000, "---\n");
    fputs(POD SPEC, stdout);
}

static void items(void)
{
    fputs("apiVersion: v1\nitems:\n", stdout);
    numbered(100000, "- kind: Pod\n  metadata: {name: p%zu}\n  spec: {containers: [{name: a}]}\n");
    fputs("kind: List\n", stdout);
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

static void flow_items(void)
{
    fputs("{\"items\":[", stdout);
    numbered(50000, "{\"kind\":\"Service\"},{\"kind\":\"Pod\",\"metadata\":{\"name\":\"p%zu\"},"
                    "\"spec\":{\"containers\":[{\"name\":\"a\"}]}},");
    fputs("{\"kind\":\"Service\"}],\"kind\":\"List\"}", stdout);
}

static void scalar(void)
{
    static char megabyte[(1 << 20) + 1];
    memset(megabyte, 'x', sizeof megabyte - 1);
    fputs(POD "  labels:\n    a: ", stdout);
    times(100, megabyte);
    fputs("\n" SPEC, stdout);
}

static void long_command(void)
{
    static char megabyte[(1 << 20) + 1];
    memset(megabyte, '$', sizeof megabyte - 1);
    fputs(POD SPEC "    command: [\"", stdout);
    times(10, megabyte);
    fputs("\"]\n", stdout);
}

static void line(void)
{
    fputs("{\"kind\": \"Pod\", \"metadata\": {\"name\": \"a\", \"uid\": \"u\"}, \"spec\": {\"containers\": [",
          stdout);
    fputs("{\"name\": \"a\", \"livenessProbe\": {}, \"ports\": [", stdout);
    numbered(200000, "{\"hostPort\": 1, \"name\": \"longer and longer %zu\"}, ");
    fputs("{}]}]}, \"status\": {}}\n", stdout);
}

static void wrong_at_the_end(void)
{
    fputs(POD "  annotations:\n", stdout);
    times(500000, "    # a comment\n");
    fputs("    a: \"\\q\"\n", stdout);
}

static void blanks(void)
{
    fputs(POD "  annotations:\n    a: b\n", stdout);
    times(5000000, " ");
    fputs("\n" SPEC, stdout);
}

static void blank_lines(void)
{
    fputs(POD "  labels:\n    a: |+\n      b\n", stdout);
    times(5000000, "\n");
    fputs(SPEC COMMAND "    args:\n    - |+\n      b\n", stdout);
    times(1000000, "\n");
    fputs("    image: a\n", stdout);
}

static void comments(void)
{
    fputs(POD SPEC, stdout);
    for (size_t i = 0; i < 50000; i++)
        fputs("    # before\n", stdout);
    fputs("    livenessProbe: {}\n", stdout);
    for (size_t i = 0; i < 50000; i++)
        fputs("      # its own\n", stdout);
    fputs("    args: [a]\n", stdout);
}

static void wide_characters(void)
{
    fputs(POD "  labels:\n    a: ", stdout);
    times(1000000, "\xc3\xa9");
    fputs("\n" SPEC "    env:\n", stdout);
    numbered(20000, "    - name: \"\xc3\xa9%zu\"\n");
}

static void surrogates(void)
{
    fputs("{\"kind\": \"Pod\", \"metadata\": {\"name\": \"a\", \"labels\": {\"a\": \"", stdout);
    times(500000, "\\ud83d\\ude00");
    fputs(
        "\"}}, \"spec\": {\"containers\": [{\"name\": \"a\", \"args\": [\"\\ud83d\\ude00\", \"\\ud83d\"]}]}}",
        stdout);
}

static void backslashes(void)
{
    fputs("{\"kind\": \"Pod\", \"metadata\": {\"name\": \"a\", \"labels\": {\"a\": \"", stdout);
    times(2000000, "\\\\");
    fputs("\\ud83d\\ude00\"}}, \"spec\": {\"containers\": [{\"name\": \"a\"}]}}", stdout);
}

static void flow_keys(void)
{
    fputs("{kind: Pod, metadata: {name: a, labels: {", stdout);
    numbered(100000, "k%zu: v%zu, ");
    fputs("job-name: x}}, spec: {containers: [{name: a}]}}\n", stdout);
}

static void nul(void)
{
    fputs(POD "  annotations: {a: \"", stdout);
    putchar('\0');
    fputs("\"}\n" SPEC, stdout);
}

static void bad_utf8(void)
{
    fputs(POD "  annotations: {a: \"\xc3(\"}\n" SPEC, stdout);
}

static void utf16(void)
{
    static const char text[] = POD SPEC;
    for (const char *p = text; *p; p++) {
        putchar(*p);
        putchar('\0');
    }
}

static void utf16_bom(void)
{
    fputs("\xff\xfe", stdout);
    utf16();
}

static void tabs(void)
{
    fputs("kind: Pod\nmetadata:\n\tname: a\n", stdout);
}

static void other_breaks(void)
{
    fputs("kind: Pod\xe2\x80\xa8metadata:\xc2\x85  name: a\xe2\x80\xa9spec:\r  containers:\r\n  - name: a\n  "
          "  args: [\"a\xe2\x80\xa8 b\"]\n",
          stdout);
}

static void tags(void)
{
    fputs(POD SPEC "    args:\n", stdout);
    numbered(50000, "    - !<tag:%zu> a\n");
}

static void percent(void)
{
    times(100000, "%A b\n");
    fputs("---\n" POD SPEC, stdout);
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

/* Objects that follow each other on one line. */
static void one_line_pods(void)
{
    numbered(
        5000,
        "{\"kind\":\"Pod\",\"metadata\":{\"name\":\"p%zu\"},\"spec\":{\"containers\":[{\"name\":\"a\"}]}} ");
}

static void one_line_workloads(void)
{
    numbered(5000, "{\"kind\":\"ReplicaSet\",\"metadata\":{\"name\":\"p%zu\"},"
                   "\"spec\":{\"template\":{\"spec\":{\"containers\":[{\"name\":\"a\"}]}}}}");
}

static void one_line_others(void)
{
    numbered(5000, "{\"kind\":\"Secret\",\"metadata\":{\"name\":\"p%zu\"}} ");
    puts("{\"kind\":\"Pod\",\"metadata\":{\"name\":\"p\"},\"spec\":{\"containers\":[{\"name\":\"a\"}]}}");
}

static void crowds(void)
{
    fputs("kind: List\nitems:\n", stdout);
    for (size_t pod = 0; pod < 20; pod++) {
        printf("- kind: Pod\n  metadata: {name: p%zu}\n  spec:\n    containers:\n", pod);
        numbered(512, "    - {name: c%zu}\n");
        fputs("  status:\n    containerStatuses:\n", stdout);
        for (size_t i = 512; i > 0; i--)
            printf("    - {name: c%zu, ready: true, state: {running: {}}}\n", i - 1);
    }
}

static const struct {
    const char *name;
    void (*write)(void);
    const char *due, *options;
} documents_of[] = {
    {"brackets", brackets, "REFUSED", ""},
    {"braces", braces, "REFUSED", ""},
    {"nested-blocks", nested_blocks, "REFUSED", ""},
    {"nested-dashes", nested_dashes, "REFUSED", ""},
    {"billion-laughs", billion_laughs, "REFUSED", "--tools=init"},
    {"laughing-args", laughing_args, "EITHER", ""},
    {"anchors", anchors, "CLONED", ""},
    {"anchors-removed", anchors_removed, "CLONED", ""},
    {"keys", keys, "CLONED", ""},
    {"keys-unsorted", keys_unsorted, "CLONED", ""},
    {"labels-dropped", labels_dropped, "CLONED", ""},
    {"containers", most_containers, "CLONED", ""},
    {"containers-listed", most_containers, "CLONED", "--list"},
    {"containers-removed", most_containers, "CLONED", "--one-container"},
    {"containers-many", many_containers, "REFUSED", ""},
    {"statuses", statuses, "REFUSED", "--list"},
    {"volumes", most_volumes, "CLONED", ""},
    {"volumes-many", many_volumes, "REFUSED", ""},
    {"devices-many", many_devices, "REFUSED", ""},
    {"init-containers-many", many_init_containers, "REFUSED", ""},
    {"init-statuses-many", many_init_statuses, "REFUSED", ""},
    {"mounts", mounts, "CLONED", "-q=false"},
    {"names-taken", most_names_taken, "CLONED", "--tools=init"},
    {"names-taken-many", many_names_taken, "REFUSED", "--tools=init"},
    {"environment", environment, "CLONED", ""},
    {"environment-frozen", environment_frozen, "CLONED", ""},
    {"ports", ports, "CLONED", "--explain"},
    {"documents", documents, "CLONED", ""},
    {"documents-suffixed", documents, "CLONED", "--suffix=x"},
    {"documents-listed", documents, "CLONED", "--list"},
    {"empty-documents", empty_documents, "CLONED", ""},
    {"items", items, "CLONED", ""},
    {"items-anchored", items_anchored, "CLONED", ""},
    {"alias-keys", alias_keys, "CLONED", ""},
    {"flow-items", flow_items, "CLONED", ""},
    {"scalar", scalar, "CLONED", ""},
    {"long-command", long_command, "CLONED", ""},
    {"line", line, "CLONED", ""},
    {"wrong-at-the-end", wrong_at_the_end, "REFUSED", ""},
    {"blanks", blanks, "CLONED", ""},
    {"blank-lines", blank_lines, "CLONED", ""},
    {"comments", comments, "CLONED", ""},
    {"wide-characters", wide_characters, "CLONED", ""},
    {"surrogates", surrogates, "CLONED", ""},
    {"backslashes", backslashes, "CLONED", ""},
    {"flow-keys", flow_keys, "CLONED", ""},
    {"nul", nul, "REFUSED", ""},
    {"bad-utf8", bad_utf8, "REFUSED", ""},
    {"utf16", utf16, "REFUSED", ""},
    {"utf16-bom", utf16_bom, "REFUSED", ""},
    {"tabs", tabs, "REFUSED", ""},
    {"other-breaks", other_breaks, "CLONED", ""},
    {"tags", tags, "CLONED", ""},
    {"percent", percent, "REFUSED", ""},
    {"merges", merges, "EITHER", ""},
    {"merges-wide", merges_wide, "REFUSED", ""},
    {"one-line-pods", one_line_pods, "CLONED", ""},
    {"one-line-workloads", one_line_workloads, "CLONED", ""},
    {"one-line-others", one_line_others, "CLONED", ""},
    {"crowds-listed", crowds, "CLONED", "--list"},
};

int main(int argc, char **argv)
{
    for (size_t i = 0; i < sizeof documents_of / sizeof *documents_of; i++)
        if (argc < 2)
            printf("%s %s %s\n", documents_of[i].name, documents_of[i].due, documents_of[i].options);
        else if (strcmp(argv[1], documents_of[i].name) == 0)
            documents_of[i].write();
    return fflush(stdout) != 0;
}
