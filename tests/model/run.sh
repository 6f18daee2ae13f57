#!/bin/sh
# Clones fixtures with the program and with the model of its rules, and compares the two.
# usage: run.sh PODCLONE FIXTURES [NAME...]
# Without a NAME: all fixtures that have an output. MODEL_CHECK: a file in place of check.jq.
set -u

if [ $# -lt 2 ]; then
    sed -n 's/^# usage: /usage: /p' "$0" >&2
    exit 2
fi
command -v jq >/dev/null || { echo 'no jq: nothing is compared'; exit 77; }
podclone=$1
here=$(cd "$(dirname "$0")" && pwd) fixtures=$(cd "$2" && pwd) || exit 1
shift 2
tools=$here/../../src/inside
case $podclone in /*) ;; *) podclone=$PWD/$podclone ;; esac

tmp=$(mktemp -d) || exit 1
trap 'rm -rf "$tmp"' EXIT
trap 'exit 1' HUP INT TERM
${CC:-cc} -o "$tmp/yaml2json" "$here/yaml2json.c" -lyaml || exit 1

# The script of the tools, with the others in it.
(
    set --
    for part in hold shell rerun; do
        set -- "$@" -e "/^@$part.sh@/{r $tools/$part.sh" -e 'd;}'
    done
    sed "$@" "$tools/init.sh"
) >"$tmp/init.sh" || exit 1
cat "$here/pod.jq" "$here/model.jq" >"$tmp/model.jq" || exit 1

# to_json FILE: its documents as JSON. jq reads JSON itself, because it knows surrogate pairs, which libyaml does not.
to_json() {
    case $1 in
    *.json) jq -c . "$1" ;;
    *) "$tmp/yaml2json" <"$1" >"$tmp/documents" && jq -c 'select(. != null)' "$tmp/documents" ;;
    esac
}

# model OPTIONS-FILE: makes clones of the documents on standard input.
model() {
    jq -f "$tmp/model.jq" --argjson opts "$(cat "$1")" --rawfile init "$tmp/init.sh"
}

# normal OPTIONS-FILE: the documents on standard input, without what the model need not get right: the hash in a name, how
# the JSON of an annotation is written, and how a clone waits on Windows.
normal() {
    jq -S --slurpfile opts "$1" '
        def pod:
            if $opts[0].name or $opts[0].suffix then . else
                .metadata.name |= sub("^(?<base>debug-.*-)[bcdfghjklmnpqrstvwxz2456789]{5}$"; "\(.base)?????") end
            | if .metadata.annotations["podclone/command"] then .metadata.annotations["podclone/command"] |= fromjson else . end
            | reduce ("k8s.v1.cni.cncf.io/networks", "v1.multus-cni.io/default-network") as $key (.;
                if .metadata.annotations[$key] then .metadata.annotations[$key] = (.metadata.annotations[$key] | . as $text | try fromjson catch $text) else . end)
            | if any(.spec.containers[].command[0]?; . != null and test("^cmd(.exe)?$")) then
                (.spec.containers[], .spec.initContainers[]? | select(.command[0]? // "" | test("cmd(.exe)?$")) | .command) = ["cmd.exe"]
              else . end;
        if .items then .items |= map(pod) else pod end'
}

# options: the fixture's arguments as the options of the model, with the text of the file that --custom names.
options() {
    jq -c -R -s -f "$here/args.jq" "$args" >"$tmp/given.json" 2>"$tmp/why" || return 1
    custom=$(jq -r '.custom // empty' "$tmp/given.json")
    echo null >"$tmp/patch.json"
    [ -z "$custom" ] || to_json "$dir/$custom" >"$tmp/patch.json" || return 1
    jq -c --slurpfile patch "$tmp/patch.json" '.custom = $patch[0] | del(.custom | nulls)' "$tmp/given.json" >"$tmp/opts.json"
}

# compare: the fixture in $dir. It prints nothing if all is well.
compare() {
    to_json "$input" >"$tmp/before.json" || return 1
    while IFS= read -r arg || [ -n "$arg" ]; do
        set -- "$@" "$arg"
    done <"$args"
    output=$tmp/output.${input##*.}
    (cd "$dir" && "$podclone" -q "$@" <"$input") >"$output" 2>"$tmp/said" || { cat "$tmp/said" && return 1; }
    to_json "$output" >"$tmp/after.json" || return 1
    model "$tmp/opts.json" <"$tmp/before.json" >"$tmp/model.json" || return 1
    normal "$tmp/opts.json" <"$tmp/model.json" >"$tmp/want.json" || return 1
    normal "$tmp/opts.json" <"$tmp/after.json" >"$tmp/got.json" || return 1
    jq -c '.original = true' "$tmp/opts.json" >"$tmp/original.json"
    model "$tmp/original.json" <"$tmp/before.json" >"$tmp/pods.json" || return 1
    jq -nr --slurpfile opts "$tmp/opts.json" --slurpfile before "$tmp/pods.json" --slurpfile after "$tmp/after.json" \
        -f "${MODEL_CHECK:-$here/check.jq}" || return 1
    diff -U 4 "$tmp/want.json" "$tmp/got.json"
}

passed=0 failed=0
# check NAME: compares one fixture, and counts it.
check() {
    name=$1 dir=$fixtures/$1 input=$fixtures/$1/input.yaml args=$fixtures/$1/args
    [ -f "$input" ] || input=$dir/input.json
    [ -f "$args" ] || args=/dev/null
    if [ "$input" = "$dir/input.json" ] && ! jq . "$input" >/dev/null 2>&1; then
        echo "skip $name: jq cannot read it"
    elif ! options; then
        echo "skip $name: $(sed 's/^jq: error ([^)]*): //' "$tmp/why")"
    elif compare >"$tmp/report" 2>&1 && [ ! -s "$tmp/report" ]; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        echo "FAIL $name (want - the model, got + the program)"
        sed 's/^/    /' "$tmp/report"
    fi
}

# has_output NAME: whether the model can be asked, about an output of a Pod in YAML or JSON.
has_output() {
    { [ -f "$fixtures/$1/output.yaml" ] || [ -f "$fixtures/$1/output.json" ]; } &&
        { [ -f "$fixtures/$1/input.yaml" ] || [ -f "$fixtures/$1/input.json" ]; }
}

for name; do
    has_output "$name" || { echo "$0: $name: no such fixture, or it has no output.yaml or output.json" >&2 && exit 2; }
    check "$name"
done
if [ $# = 0 ]; then
    for dir in "$fixtures"/*/; do
        name=$(basename "$dir")
        ! has_output "$name" || check "$name"
    done
fi
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
