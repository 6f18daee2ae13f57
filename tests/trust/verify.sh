#!/bin/sh
# --verify: the clone of every fixture passes unchanged. A clone that libfyaml 0.7.12 reads in another way is refused with the
# place, and nothing is written. verify.sh PODCLONE FIXTURES
set -u
# shellcheck source=tests/expect.sh
. "$(dirname "$0")/../expect.sh"
podclone=$1 fixtures=$2
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
case $podclone in /*) ;; *) podclone=$PWD/$podclone ;; esac

"$podclone" -V | grep -q '^verify: none' && {
    echo 'no second parser in this build'
    exit 77
}

details() { printf ': %s' "$(head -c 300 "$dir/err")"; }

# clone FIXTURE [OPTION...]: in the directory of the fixture, because args may name files there. The options come before `--`.
clone() (
    cd "$1" || exit 99
    shift
    if [ -f args ]; then
        while IFS= read -r arg || [ -n "$arg" ]; do
            set -- "$@" "$arg"
        done <args
    fi
    "$podclone" -q "$@" <"$(echo input.*)" >"$dir/out" 2>"$dir/err"
)

for fixture in "$fixtures"/*/; do
    [ -f "$fixture/status" ] && continue
    clone "$fixture" || continue
    mv "$dir/out" "$dir/without"
    clone "$fixture" --verify
    expect "$(basename "$fixture")" cmp -s "$dir/without" "$dir/out"
done

# Each version of libfyaml has its own idea of a NEL; libyaml's is a line break.
printf '%b' 'kind: Pod\nmetadata:\n  name: a\n  annotations:\n    b: |\n      c\0302\0205      d\0302\0205spec:\n' \
    '  containers:\n  - name: a\n' | "$podclone" -q --verify >"$dir/out" 2>"$dir/err"
expect 'NEL is a line break' [ $? = 0 ]

is_refused() { [ "$status" = 1 ] && [ ! -s "$dir/out" ] && grep -q "^podclone: --verify: $1 of the clone: libyaml reads " "$dir/err"; }

differs() {
    place=$1
    {
        printf 'kind: Pod\nmetadata:\n  name: a\n  annotations:\n'
        printf '%b' "$2"
        printf 'spec:\n  containers:\n  - name: a\n'
    } | "$podclone" --verify >"$dir/out" 2>"$dir/err"
    status=$?
    expect "$2" is_refused "$place"
}

# shellcheck disable=SC1003 # printf's backslashes
differs 'line 5, column 8' "    b: 'it''''s'\\n"
differs 'line 5, column 8' '    b: "x \0342\0200\0250 y"\n'
differs 'line 6, column 6' '    b:\n    - \n    - c\n'
finish
