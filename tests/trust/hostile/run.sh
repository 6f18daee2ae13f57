#!/bin/sh
# Hostile documents, each with a bound on the processor's time and on memory: hostile.sh PODCLONE HOSTILE SECONDS PARSE_ONLY.
# No case takes more SECONDS. Beside that, what libyaml alone takes for the same bytes is the measure, where PARSE_ONLY is
# not none (as under sanitizers): a loaded or slow machine slows both.
set -u
podclone=$1 hostile=$2 seconds=$3 parse_only=$4
# Per second of libyaml, and per byte read and written; what is free of charge.
times=30 spare=1 bytes_each=24 bytes_spare=16777216
passed=0 failed=0
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
command -v time >/dev/null || parse_only=none

# One line that names the place, and nothing on standard output.
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

# limited USAGE COMMAND...: seconds of the processor and KiB of memory go to the file.
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

# Whether the program took no more than what libyaml's time and the bytes in and out allow.
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
    # What is refused is refused early: libyaml alone takes the square of some.
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
