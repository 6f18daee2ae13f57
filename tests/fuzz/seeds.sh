#!/bin/sh
# Makes seeds for a fuzz target from documents: seeds.sh filter|tree DIRECTORY FILE...
# Each document gives two seeds, by the bytes before it: one without options or edits, one with some.
set -eu
target=$1 to=$2
shift 2
mkdir -p "$to"
state=1

# bytes COUNT: random bytes, but the same ones in every run.
bytes() {
    i=0
    while [ "$i" -lt "$1" ]; do
        state=$(((state * 1103515245 + 12345) % 2147483648))
        # shellcheck disable=SC2059 # an octal escape
        printf "\\$(printf %03o $((state / 65536 % 240)))"
        i=$((i + 1))
    done
}

# head_of KIND: the bytes before the document. The filter's are the number of options and two bytes for each; the tree's are
# 24 bytes for six edits.
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
