#!/bin/sh
# Hostile documents, each with a limit on processor time and on memory: run.sh PODCLONE HOSTILE SECONDS PARSE_ONLY
# No document may take more than SECONDS. The limit on time is relative: PARSE_ONLY, which is libyaml alone, reads the same
# bytes, and a slow or busy machine slows both. Under sanitizers PARSE_ONLY is none, and only SECONDS counts.
set -u
podclone=$1 hostile=$2 seconds=$3 parse_only=$4
# So many seconds for each second of libyaml, and spare ones; so much memory for each byte read or written, and a spare.
times=30 spare=1 bytes_each=24 bytes_spare=16777216
passed=0 failed=0
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
command -v time >/dev/null || parse_only=none

# One line of error that names the place, and nothing on standard output.
is_refused() {
    [ "$status" = 1 ] && [ ! -s "$dir/out" ] && [ "$(wc -l <"$dir/err")" = 1 ] &&
        grep -Eq '^podclone: -:[0-9]+:[0-9]+: |UTF-16' "$dir/err"
}

is_cloned() { [ "$status" = 0 ] && [ -s "$dir/out" ]; }

is_due() {
    case $1 in
    CLONED) is_cloned ;;
    REFUSED) is_refused ;;
    *) is_cloned || is_refused ;;
    esac
}

# limited FILE COMMAND...: writes the seconds of processor time and the KiB of memory to the file.
limited() (
    usage=$1
    shift
    # shellcheck disable=SC3045 # every sh there is has it
    ulimit -t "$seconds"
    if [ "$parse_only" = none ]; then
        exec "$@"
    fi
    exec env time -q -f '%U %S %M' -o "$usage" "$@"
)

# Whether the program kept to the limits on time and memory.
is_bounded() {
    [ "$parse_only" = none ] || awk -v bytes="$(cat "$dir/in" "$dir/out" "$dir/err" | wc -c)" -v times="$times" -v spare="$spare" \
        -v bytes_each="$bytes_each" -v bytes_spare="$bytes_spare" '
        FNR == 1 { used[++n] = $1 + $2; kib[n] = $3 }
        END { exit !(n == 2 && used[1] <= times * used[2] + spare && kib[1] * 1024 <= bytes_each * bytes + bytes_spare) }' \
        "$dir/usage" "$dir/measure"
}

check() {
    name=$1 due=$2
    shift 2
    "$hostile" "$name" >"$dir/in"
    limited "$dir/usage" "$podclone" -q --tools=none "$@" <"$dir/in" >"$dir/out" 2>"$dir/err"
    status=$?
    # A refusal comes early, while libyaml reads on; for some documents its time grows with the square of the size.
    echo 0 0 0 >"$dir/measure"
    [ "$parse_only" = none ] || [ "$due" = REFUSED ] ||
        limited "$dir/measure" "$parse_only" <"$dir/in" >"$dir/ignored" 2>&1
    if is_due "$due" && is_bounded; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        echo "FAIL $name $*: status $status: $(head -c 200 "$dir/err")"
        [ "$parse_only" = none ] || echo "    seconds, KiB: $(cat "$dir/usage"); libyaml alone: $(cat "$dir/measure")"
    fi
}

"$hostile" >"$dir/list"
while read -r name due options; do
    # shellcheck disable=SC2086 # words
    check "$name" "$due" $options
done <"$dir/list"
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
