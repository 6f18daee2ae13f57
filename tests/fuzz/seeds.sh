#!/bin/sh
# Seeds for a fuzz target from documents: seeds.sh filter|tree DIRECTORY FILE... Before each document come the bytes that choose
# options or edits: none, and some.
set -eu
target=$1 to=$2
shift 2
mkdir -p "$to"
state=1

# bytes COUNT: the same ones in every run.
bytes() {
    i=0
    while [ "$i" -lt "$1" ]; do
        state=$(((state * 1103515245 + 12345) % 2147483648))
        # shellcheck disable=SC2059 # an octal escape
        printf "\\$(printf %03o $((state / 65536 % 240)))"
        i=$((i + 1))
    done
}

# head NUMBER: a byte counts the options, and two choose each; 24 make six edits.
head_of() {
    case $target-$1 in
    filter-0) printf '\000' ;;
    filter-*) printf '\004' && bytes 8 ;;
    tree-0) head -c 24 /dev/zero ;;
    *) bytes 24 ;;
    esac
}

n=0
for file; do
    for kind in 0 1; do
        n=$((n + 1))
        state=$n
        { head_of $kind && cat "$file"; } >"$to/$n"
    done
done
