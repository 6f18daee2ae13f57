#!/bin/sh
# cmake --install puts the program and its manuals in place, apropos finds these, and that works: install.sh BUILD_DIR
set -eu
build=$1
here=$(cd "$(dirname "$0")/.." && pwd)
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cmake --install "$build" --prefix "$dir" >/dev/null
"$dir/bin/podclone" -q "$here/fixtures/heapster/input.yaml" >"$dir/clone.yaml"
cmp "$dir/clone.yaml" "$here/fixtures/heapster/output.yaml"
makewhatis "$dir/share/man"
for manual in 'podclone(1)' 'podclone(7)' kubectl-podclone; do
    MANPATH='' mapropos -M "$dir/share/man" clone | grep -qF "$manual"
done
echo '1 passed, 0 failed'
