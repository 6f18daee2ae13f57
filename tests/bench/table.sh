#!/bin/sh
# The whole table: table.sh PODCLONE PARSE_ONLY [MOST]
# Instructions (callgrind) of podclone and of libyaml alone on the same bytes: for one Pod, and for Lists of COUNTS Pods
# (1 10 100) in each form; then peak memory and seconds with MOST Pods (10000), and peers at the same work, the median of five.
# Nothing is asserted.
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

# seconds COMMAND... <FILE: median of five, and the peak memory in KB.
measure() {
    input=$1
    shift
    for _ in 1 2 3 4 5; do
        /usr/bin/time -f '%e %M' -o "$dir/time" "$@" <"$input" >/dev/null 2>&1 || { echo '- -' && return; }
        cat "$dir/time"
    done | sort -n | sed -n 3p
}

echo 'ONE POD (instructions of the whole process)'
"$here/ratio.sh" "$podclone" "$parse_only" "$here"/../../fixtures/cart/input.yaml "$here"/../../fixtures/cart-json/input.json

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

printf '\n%-5s %6s %10s %10s  %s\n' FORM PODS 'INPUT KB' 'OUTPUT KB' 'SECONDS, PEAK KB OF: clone; --list; libyaml alone; cat'
for form in yaml json line; do
    "$here/generate.sh" "$form" "$most" "$yaml2json" >"$dir/in"
    "$podclone" -q <"$dir/in" >"$dir/out"
    printf '%-5s %6d %10d %10d  %s; %s; %s; %s\n' "$form" "$most" "$(($(wc -c <"$dir/in") / 1024))" \
        "$(($(wc -c <"$dir/out") / 1024))" "$(measure "$dir/in" "$podclone" -q)" "$(measure "$dir/in" "$podclone" --list)" \
        "$(measure "$dir/in" "$parse_only")" "$(measure "$dir/in" cat)"
done

# Peers, at a few of the edits: the name, no status, no owner, a sleep.
edits='.metadata.name = "debug" | del(.status, .metadata.ownerReferences) | .spec.containers[0].command = ["sleep"]'
patch='{"metadata":{"name":"debug","ownerReferences":null},"status":null}'
python='import sys, yaml
for d in yaml.safe_load_all(sys.stdin):
    for p in d.get("items", [d]):
        p.pop("status", None); p["metadata"].pop("ownerReferences", None); p["metadata"]["name"] = "debug"
    yaml.safe_dump(d, sys.stdout)'
printf '\n%-28s %14s %14s\n' 'PEERS (seconds, peak KB)' '1 pod' '100 pods'
"$here/generate.sh" yaml 1 "$yaml2json" >"$dir/1.yaml"
"$here/generate.sh" yaml 100 "$yaml2json" >"$dir/100.yaml"
"$here/generate.sh" json 1 "$yaml2json" >"$dir/1.json"
"$here/generate.sh" json 100 "$yaml2json" >"$dir/100.json"
row() {
    name=$1 form=$2
    shift 2
    command -v "$1" >/dev/null || return 0
    printf '%-28s %14s %14s\n' "$name" "$(measure "$dir/1.$form" "$@")" "$(measure "$dir/100.$form" "$@")"
}
row 'podclone, YAML' yaml "$podclone" -q
row 'podclone, JSON' json "$podclone" -q
row 'jq, JSON' json jq ".items[] |= ($edits)"
row 'yq (python), YAML' yaml yq -y ".items[] |= ($edits)"
row 'PyYAML, YAML' yaml python3 -c "$python"
row 'kubectl patch --local, YAML' yaml kubectl patch --local -f - --type merge -p "$patch" -o yaml
