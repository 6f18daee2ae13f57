#!/bin/sh
# Hostile documents, each with a bound on time and memory: hostile.sh PODCLONE HOSTILE SECONDS MEGABYTES (0: no bound, for
# sanitizers).
set -u
podclone=$1 hostile=$2 seconds=$3 megabytes=$4
passed=0 failed=0
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT

# One line that names the place, and nothing on standard output.
is_refused() {
    [ "$status" = 1 ] && [ ! -s "$dir/out" ] && [ "$(wc -l <"$dir/err")" = 1 ] &&
        grep -Eq '^podclone: -:[0-9]+:[0-9]+: |UTF-16' "$dir/err"
}

is_cloned() {
    [ "$status" = 0 ] && [ -s "$dir/out" ] && [ ! -s "$dir/err" ]
}

run() {
    # shellcheck disable=SC3045 # every sh there is has it
    [ "$megabytes" = 0 ] || ulimit -v $((megabytes * 1024))
    exec timeout "$seconds" "$podclone" -q --tools=none
}

"$hostile" >"$dir/list"
while read -r name due; do
    "$hostile" "$name" | (run) >"$dir/out" 2>"$dir/err"
    status=$?
    case $due in
    CLONED) is_cloned ;;
    REFUSED) is_refused ;;
    *) is_cloned || is_refused ;;
    esac && passed=$((passed + 1)) && continue
    echo "FAIL $name: status $status: $(head -c 200 "$dir/err")"
    failed=$((failed + 1))
done <"$dir/list"
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
