#!/bin/sh
# cmake --install installs the program and its man page, and the installed program works: install.sh BUILD_DIR
set -eu
build=$1
here=$(cd "$(dirname "$0")/.." && pwd)
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cmake --install "$build" --prefix "$dir" >/dev/null
"$dir/bin/podclone" -q "$here/fixtures/heapster/input.yaml" >"$dir/clone.yaml"
cmp "$dir/clone.yaml" "$here/fixtures/heapster/output.yaml"
mandoc "$dir/share/man/man1/podclone.1" >/dev/null
echo '1 passed, 0 failed'
