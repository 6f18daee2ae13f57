#!/bin/sh
# Counts the instructions of podclone and of libyaml alone, on the same bytes: ratio.sh MOST PODCLONE PARSE_ONLY FILE...
# It fails if a ratio is above MOST. Instructions are no time: a slow or busy machine changes nothing.
set -eu
most=$1 podclone=$2 parse_only=$3
shift 3
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT

count() {
    input=$1
    shift
    valgrind --tool=callgrind --callgrind-out-file=/dev/null "$@" <"$input" 2>"$dir/log" >/dev/null
    sed -n 's/.*Collected : //p' "$dir/log"
}

printf '%-28s %10s %14s %14s %7s\n' FILE BYTES PODCLONE 'LIBYAML ALONE' RATIO
for file; do
    bytes=$(wc -c <"$file")
    ours=$(count "$file" "$podclone" -q)
    theirs=$(count "$file" "$parse_only")
    awk -v name="$(basename "$(dirname "$file")")/$(basename "$file")" -v n="$bytes" -v a="$ours" -v b="$theirs" \
        'BEGIN { printf "%-28s %10d %14d %14d %7.3f\n", name, n, a, b, a / b }'
done >"$dir/rows"
cat "$dir/rows"
awk -v most="$most" '!($NF > 0 && $NF <= most) { bad = 1; print "FAIL " $1 ": above " most } END { exit bad || NR == 0 }' "$dir/rows"
