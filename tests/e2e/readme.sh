#!/bin/sh
# e2e/README.md shows exactly what the demonstration prints: readme.sh PODCLONE README
set -u
dir=$(mktemp -d) || exit 1
trap 'rm -rf "$dir"' EXIT
trap 'exit 1' HUP INT TERM

awk '/^## / { here = $0 == "## A demonstration" } here && /^```$/ { inside = !inside; next } here && inside' "$2" >"$dir/shown"
"$(dirname "$0")/demo.sh" "$1" >"$dir/printed"
status=$?
[ "$status" = 0 ] || exit "$status"
[ -s "$dir/shown" ] && diff -u "$dir/shown" "$dir/printed"
