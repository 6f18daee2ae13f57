/* Many objects: documents in a stream, items of a List, JSON objects on one line. */
#include "hostile.h"

static void documents(void)
{
    times(100000, "---\n" POD SPEC);
}

static void empty_documents(void)
{
    times(100000, "---\n");
    fputs(POD SPEC, stdout);
}

static void percent(void)
{
    times(100000, "%A b\n");
    fputs("---\n" POD SPEC, stdout);
}

static void items(void)
{
    fputs("apiVersion: v1\nitems:\n", stdout);
    numbered(100000, "- kind: Pod\n  metadata: {name: p%zu}\n  spec: {containers: [{name: a}]}\n");
    fputs("kind: List\n", stdout);
}

static void flow_items(void)
{
    fputs("{\"items\":[", stdout);
    numbered(50000, "{\"kind\":\"Service\"},{\"kind\":\"Pod\",\"metadata\":{\"name\":\"p%zu\"},"
                    "\"spec\":{\"containers\":[{\"name\":\"a\"}]}},");
    fputs("{\"kind\":\"Service\"}],\"kind\":\"List\"}", stdout);
}

/* JSON objects that follow each other on one line. */
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

const struct hostile streams_documents[] = {
    {"documents", documents, "CLONED", ""},
    {"documents-suffixed", documents, "CLONED", "--suffix=x"},
    {"documents-listed", documents, "CLONED", "--list"},
    {"empty-documents", empty_documents, "CLONED", ""},
    {"items", items, "CLONED", ""},
    {"flow-items", flow_items, "CLONED", ""},
    {"percent", percent, "REFUSED", ""},
    {"one-line-pods", one_line_pods, "CLONED", ""},
    {"one-line-workloads", one_line_workloads, "CLONED", ""},
    {"one-line-others", one_line_others, "CLONED", ""},
    {NULL, NULL, NULL, NULL},
};
