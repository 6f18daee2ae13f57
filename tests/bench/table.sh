#!/bin/sh
# Prints all measurements: table.sh PODCLONE PARSE_ONLY [MOST]
# Instructions (callgrind) of podclone and of libyaml alone on the same bytes, for one Pod, and for Lists of COUNTS Pods
# (1 10 100) in each form; then time and peak memory for MOST Pods (10000); then other programs at the same work.
# It fails only if the goal for one Pod is missed.
set -eu
podclone=$1 parse_only=$2 most=${3:-10000}
here=$(cd "$(dirname "$0")" && pwd)
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
yaml2json=$dir/yaml2json
${CC:-cc} -O2 -o "$yaml2json" "$here/../model/yaml2json.c" -lyaml

count() {
    input=$1
    shift
    valgrind --tool=callgrind --callgrind-out-file=/dev/null "$@" <"$input" 2>"$dir/log" >/dev/null
    sed -n 's/.*Collected : //p' "$dir/log"
}

# repeat COUNT FILE COMMAND...: the seconds of all runs together, and the peak memory in KB.
repeat() {
    # shellcheck disable=SC2016 # for the inner shell
    /usr/bin/time -f '%e %M' -o "$dir/time" sh -c 'count=$1 input=$2 && shift 2 &&
        while [ "$count" -gt 0 ]; do "$@" <"$input" || exit; count=$((count - 1)); done' sh "$@" >/dev/null 2>&1 &&
        cat "$dir/time"
}

# measure FILE COMMAND...: the median of five measurements; each is of fifty runs where one run is too short for the clock.
measure() {
    count=$(repeat 1 "$@" | awk '{ print $1 < 0.1 ? 50 : 1 }')
    [ "$count" ] || { echo '-' && return; }
    for _ in 1 2 3 4 5; do
        repeat "$count" "$@"
    done | sort -n | awk -v count="$count" 'NR == 3 { printf "%.1f ms %d KB\n", $1 * 1000 / count, $2 }'
}

echo 'ONE POD (instructions of the whole process)'
"$here/ratio.sh" 1.10 "$podclone" "$parse_only" "$here"/../../fixtures/cart/input.yaml "$here"/../../fixtures/cart-json/input.json

printf '\n%-5s %6s %10s %9s %9s %6s %9s %6s\n' FORM PODS BYTES LIBYAML/B CLONE/B RATIO LIST/B RATIO
for form in yaml json line; do
    for n in ${COUNTS:-1 10 100}; do
        "$here/generate.sh" "$form" "$n" "$yaml2json" >"$dir/in"
        bytes=$(wc -c <"$dir/in")
        awk -v form="$form" -v n="$n" -v bytes="$bytes" -v y="$(count "$dir/in" "$parse_only")" \
            -v c="$(count "$dir/in" "$podclone" -q)" -v l="$(count "$dir/in" "$podclone" --list)" 'BEGIN {
            printf "%-5s %6d %10d %9.1f %9.1f %6.3f %9.1f %6.3f\n", form, n, bytes, y / bytes, c / bytes, c / y,
                l / bytes, l / y }'
    done
done

printf '\n%-5s %6s %10s %10s  %s\n' FORM PODS 'INPUT KB' 'OUTPUT KB' 'clone; --list; libyaml alone; cat'
for form in yaml json line; do
    "$here/generate.sh" "$form" "$most" "$yaml2json" >"$dir/in"
    "$podclone" -q <"$dir/in" >"$dir/out"
    printf '%-5s %6d %10d %10d  %s; %s; %s; %s\n' "$form" "$most" "$(($(wc -c <"$dir/in") / 1024))" \
        "$(($(wc -c <"$dir/out") / 1024))" "$(measure "$dir/in" "$podclone" -q)" "$(measure "$dir/in" "$podclone" --list)" \
        "$(measure "$dir/in" "$parse_only")" "$(measure "$dir/in" cat)"
done

# Other programs make the main edits of a clone; a patch has the same edits for every Pod.
peers=$here/peers
row() {
    name=$1 form=$2
    shift 2
    command -v "$1" >/dev/null || return 0
    printf '%-30s %20s %20s\n' "$name" "$(measure "$dir/1.$form" "$@")" "$(measure "$dir/100.$form" "$@")"
}
printf '\n%-30s %20s %20s\n' PEERS '1 Pod' '100 Pods'
for form in yaml json; do
    for n in 1 100; do
        "$here/generate.sh" "$form" "$n" "$yaml2json" >"$dir/$n.$form"
    done
done
row 'cat, YAML' yaml cat
row 'podclone, YAML' yaml "$podclone" -q
row 'podclone --verify, YAML' yaml "$podclone" -q --verify
row 'podclone, JSON' json "$podclone" -q
row 'jq, JSON' json jq -f "$peers/edits.jq"
row 'yq (python), YAML' yaml yq -y -f "$peers/edits.jq"
row 'PyYAML with libyaml, YAML' yaml python3 "$peers/edits.py" c
row 'PyYAML, YAML' yaml python3 "$peers/edits.py"
row 'kubectl patch --local, YAML' yaml kubectl patch --local -f - --patch-file "$peers/edits.yaml" -o yaml
