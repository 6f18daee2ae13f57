/* Crowds: more labels, containers, volumes, ports or variables than any cluster has. */
#include "hostile.h"

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

static void flow_keys(void)
{
    fputs("{kind: Pod, metadata: {name: a, labels: {", stdout);
    numbered(100000, "k%zu: v%zu, ");
    fputs("job-name: x}}, spec: {containers: [{name: a}]}}\n", stdout);
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

/* As many containers, volumes and mounts as podclone takes: ten times what a cluster can store. */
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

static void tags(void)
{
    fputs(POD SPEC "    args:\n", stdout);
    numbered(50000, "    - !<tag:%zu> a\n");
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

const struct hostile crowds_documents[] = {
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
    {"flow-keys", flow_keys, "CLONED", ""},
    {"tags", tags, "CLONED", ""},
    {"crowds-listed", crowds, "CLONED", "--list"},
    {NULL, NULL, NULL, NULL},
};
