#!/bin/sh
# The goal holds: at most 1.10 times the instructions of libyaml, for one Pod and for Lists in each form.
# gate.sh PODCLONE PARSE_ONLY
set -eu
here=$(cd "$(dirname "$0")" && pwd)
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
${CC:-cc} -O2 -o "$dir/yaml2json" "$here/../model/yaml2json.c" -lyaml
for form in yaml json line; do
    "$here/generate.sh" "$form" 21 "$dir/yaml2json" >"$dir/list.$form"
done
"$here/ratio.sh" 1.10 "$1" "$2" "$here"/../../fixtures/cart/input.yaml "$here"/../../fixtures/cart-json/input.json "$dir"/list.*
