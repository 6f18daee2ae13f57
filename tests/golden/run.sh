#!/bin/sh
# Clones every fixture and compares the bytes with those that are kept beside it.
# usage: run.sh PODCLONE FIXTURES [--diff|--accept|--show] [NAME...]
#   --diff    show what would change in every golden file
#   --accept  write the golden files: read the diff first
#   --show    print the diff from input to output, without the text of the tools' scripts, and standard error
# A fixture is a directory with input.yaml, .json or .txt; args, one a line; output.yaml, .json or .txt and stderr, which
# must be empty if there is no such file; and status, 0 if there is no such file.
set -u

usage() {
    sed -n 's/^# usage: /usage: /p' "$0" >&2
    exit 2
}

[ $# -ge 2 ] || usage
podclone=$1 fixtures=$2
shift 2
mode=compare
case ${1-} in
--diff | --accept | --show) mode=${1#--} && shift ;;
-*) usage ;;
esac
here=$(cd "$(dirname "$0")" && pwd) || exit 1
scripts=$here/../../src/inside
case $podclone in /*) ;; *) podclone=$PWD/$podclone ;; esac
[ -x "$podclone" ] || { echo "$0: $podclone: no program" >&2 && exit 2; }
cd "$fixtures" || exit 2

tmp=$(mktemp -d) || exit 1
trap 'rm -rf "$tmp"' EXIT
trap 'exit 1' HUP INT TERM

# run DIRECTORY INPUT TO: runs podclone on the fixture. The input comes before `--`, because what follows is a command.
run() (
    cd "$1" || exit 99
    file=$2 to=$3
    set --
    if [ -f args ]; then
        while IFS= read -r arg || [ -n "$arg" ]; do
            if [ "$arg" = -- ] && [ "$file" ]; then
                set -- "$@" "$file"
                file=
            fi
            set -- "$@" "$arg"
        done <args
    fi
    "$podclone" "$@" ${file:+"$file"} </dev/null >"$to.out" 2>"$to.err"
    echo $? >"$to.status"
)

# elide FILE: prints it with the name of each of the tools' scripts in place of its text.
elide() {
    awk -v init="$(head -n 1 "$scripts/init.sh")" '
        BEGIN { top["init.sh"] = init }
        function depth(line) { match(line, /^ */); return RLENGTH }
        inside && (depth($0) > indent || $0 ~ /^ *\r?$/) { next }
        { inside = 0 }
        held != "" {
            for (name in top)
                if (index($0, top[name])) {
                    sub(/[|].*/, "| <" name ">", held)
                    indent = depth(held)
                    inside = 1
                }
            print held
            held = ""
            if (inside) next
        }
        /^ *- [|][-+0-9]*\r?$/ { held = $0; next }
        {
            for (name in top)
                while (at = index($0, "\"" top[name])) {
                    rest = substr($0, at + 1)
                    match(rest, /^([^"\\]|\\.)*"/)
                    $0 = substr($0, 1, at) "<" name ">" substr(rest, RLENGTH)
                }
            print
        }
        END { if (held != "") print held }' "$1"
}

show() {
    elide "$1/$input" >"$tmp/before"
    elide "$tmp/once.out" >"$tmp/after"
    args=
    [ ! -f "$1/args" ] || args=" $(tr '\n' ' ' <"$1/args")"
    diff -U 1 --label "$1/$input" --label "podclone$args(exit $(cat "$tmp/once.status"))" "$tmp/before" "$tmp/after"
    sed 's/^/! /' "$tmp/once.err"
}

# same GOLDEN ACTUAL: a golden file that is not there means an empty one.
same() {
    if [ -f "$1" ]; then cmp -s "$1" "$2"; else [ ! -s "$2" ]; fi
}

# settle NAME GOLDEN ACTUAL: compares, accepts or prints the difference, as the mode says.
settle() {
    same "$2" "$3" && return 0
    [ -f "$2" ] && golden=$2 || golden=/dev/null
    case $mode in
    accept) if [ -s "$3" ]; then cp "$3" "$2"; else rm "$2"; fi && return 0 ;;
    diff) diff -u --label "$2" --label "$2, now" "$golden" "$3" ;;
    *) diff -u --label "$2" --label "$2, now" "$golden" "$3" | head -n 20 | sed 's/^/    /' ;;
    esac
    complaint="${complaint:+$complaint, }$1 differs"
    return 1
}

check() {
    complaint=
    run "$1" "$input" "$tmp/again"
    for part in out err status; do
        cmp -s "$tmp/once.$part" "$tmp/again.$part" || complaint="two runs differ"
    done
    [ "$(cat "$tmp/once.status")" != 0 ] || : >"$tmp/once.status"
    for other in yaml json txt; do
        [ "$other" = "${input##*.}" ] || [ ! -e "$1/output.$other" ] || complaint="output.$other for $input"
    done
    settle output "$1/output.${input##*.}" "$tmp/once.out"
    settle stderr "$1/stderr" "$tmp/once.err"
    settle status "$1/status" "$tmp/once.status"
    [ -z "$complaint" ]
}

[ $# -gt 0 ] || set -- */
passed=0 failed=0
for name; do
    name=${name%/} input=
    for form in yaml json txt; do
        [ ! -f "$name/input.$form" ] || input=input.$form
    done
    if [ -z "$input" ]; then
        echo "FAIL $name: no input"
        failed=$((failed + 1))
        continue
    fi
    run "$name" "$input" "$tmp/once"
    if [ "$mode" = show ]; then
        show "$name"
    elif check "$name"; then
        passed=$((passed + 1))
    else
        echo "FAIL $name: $complaint"
        failed=$((failed + 1))
    fi
done
[ "$mode" != show ] || exit 0
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
