#!/bin/sh
# What a manifest can have many of costs no more than in proportion: growth.sh MOST GROWTH [NAME]
# Each document of growth/*.txt is cloned with n and with 2n of its things, and callgrind counts the instructions for both.
# What a minimal Pod costs is subtracted. It prints the table, and fails where a ratio is above MOST.
set -eu
most=$1 growth=$2 only=${3:-}
here=$(cd "$(dirname "$0")" && pwd)
command -v valgrind >/dev/null || exit 77
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT

mkdir "$dir/documents" "$dir/counts"
awk -v dir="$dir/documents" -v only="$only" -f "$here/growth/expand.awk" "$here"/growth/*.txt >"$dir/list"
# The minimal Pod comes again at the end: what happens once in a process is then not its.
grep '^minimal ' "$dir/list" >"$dir/last"
cat "$dir/last" >>"$dir/list"
valgrind --tool=callgrind --callgrind-out-file="$dir/counts/out" "$growth" "$dir/list" 2>"$dir/log"

# NAME N COUNT OUTCOME, a line for each dump, in the order of the list.
awk '
    /^desc: Trigger: Client Request: / { what = substr($0, 32) }
    /^totals: / && what { split(what, w, " "); print w[1], w[2], $2, substr(what, length(w[1] w[2]) + 3); what = "" }' \
    "$dir"/counts/out.* >"$dir/dumps"

printf '%-26s %6s %12s %12s %6s  %s\n' THING N 'FOR N' 'FOR 2N' RATIO OPTIONS
awk -v most="$most" '
    FILENAME ~ /dumps$/ { count[$1, $2] = $3; if ($4 != "cloned") why[$1] = $0; next }
    $1 == "minimal" || !(($1, 2 * $2) in count) { next }
    {
        name = $1; size = $2
        n = count[name, size] - count["minimal", 1]
        twice = count[name, 2 * size] - count["minimal", 1]
        $1 = $2 = $3 = ""
        sub(/^ +/, "")
        verdict = name in why ? " FAIL: " why[name] : !(n > 0 && twice / n <= most) ? " FAIL" : ""
        printf "%-26s %6d %12d %12d %6.2f  %s%s\n", name, size, n, twice, (n > 0 ? twice / n : 0), $0, verdict
        failed += verdict != ""
        rows++
    }
    END { printf "%d passed, %d failed\n", rows - failed, failed; exit failed || !rows }' "$dir/dumps" "$dir/list"
