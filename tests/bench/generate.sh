#!/bin/sh
# Prints a List of N Pods, as `kubectl get pods -A` does, about 8 KB each: generate.sh yaml|json|line N YAML2JSON
# The Pods are real exports, one of them with managed fields. Their names and namespaces differ.
set -eu
form=$1 n=$2 yaml2json=$3
fixtures=$(cd "$(dirname "$0")/../../fixtures" && pwd)
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT

echo items: >"$dir/list.yaml"
for name in cart heapster cart-managed-fields migrate node-agent ledger locked; do
    awk 'NR == 1 { print "- " $0; next } { print "  " $0 }' "$fixtures/$name/input.yaml"
done >>"$dir/list.yaml"

# Prints N items, the given ones in turn. Each gets its number: in its name and namespace, or in those of compact JSON.
repeat() {
    awk -v n="$n" -v form="$form" '
    form == "yaml" && FNR == 1 { next }
    form == "yaml" && /^- / { k++ }
    form == "json" && /^        [{]$/ { k++ }
    form == "line" { k++ }
    { item[k] = item[k] (item[k] == "" ? "" : "\n") $0 }
    END {
        for (i = 0; i < n; i++) {
            text = item[i % k + 1]
            if (form == "yaml") {
                sub(/\n    name: [^\n]*/, "&-" i, text)
                sub(/\n    namespace: [^\n]*/, "&-" i % 97, text)
            } else {
                sub(/"namespace": ?"[^"]*/, "&-" i % 97, text)
                sub(/"generation":/, "\"n\": " i ", &", text)
            }
            printf "%s%s", (i && form != "yaml" ? "," : "") (i && form != "line" ? "\n" : ""), text
        }
        printf form == "line" ? "" : "\n"
    }' "$1"
}

case $form in
yaml)
    printf 'apiVersion: v1\nitems:\n'
    repeat "$dir/list.yaml"
    printf 'kind: List\nmetadata:\n  resourceVersion: ""\n'
    ;;
json)
    "$yaml2json" <"$dir/list.yaml" | jq --indent 4 '{items}' | sed -e '1,2d' -e '/^    ]/,$d' -e 's/^        },$/        }/' >"$dir/items"
    printf '{\n    "apiVersion": "v1",\n    "items": [\n'
    repeat "$dir/items"
    printf '    ],\n    "kind": "List",\n    "metadata": {\n        "resourceVersion": ""\n    }\n}\n'
    ;;
line)
    "$yaml2json" <"$dir/list.yaml" | jq -c '.items[]' >"$dir/items"
    printf '{"apiVersion":"v1","items":['
    repeat "$dir/items"
    printf '],"kind":"List","metadata":{"resourceVersion":""}}\n'
    ;;
esac
