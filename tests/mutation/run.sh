#!/bin/sh
# Turns over comparisons, conditions and returns of src/, one at a time, and counts what the tests see.
# usage: run.sh COUNT SEED [FILE...]
# COUNT places are taken, the same ones for the same SEED and the same source; of the named files, else of all. What
# survives is printed as a diff: it deserves a test, or it means the same as before. It works on a copy of the tree.
set -eu
[ $# -ge 2 ] || { sed -n 's/^# usage: /usage: /p' "$0" >&2 && exit 2; }
count=$1 seed=$2
shift 2
here=$(cd "$(dirname "$0")" && pwd)
root=$here/../..
# Behind the golden files: what takes seconds.
others='^(unit_.*|fields|verify|fuzz_filter|fuzz_tree|plugin-words)$'

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
trap 'exit 1' HUP INT TERM
mkdir "$dir/tree"
(cd "$root" && tar -cf - --exclude=./build --exclude=./.git .) | (cd "$dir/tree" && tar -xf -)
cd "$dir/tree"
[ $# -gt 0 ] || set -- src/*.c src/base/*.c src/yaml/*.c src/options/*.c src/pod/*.c src/clone/*.c

# A mutant may loop, or take memory, without end.
# shellcheck disable=SC3045 # dash, bash, ksh and busybox have both
limited() (
    ulimit -t 60
    ulimit -v 4000000
    "$@"
)
make() { cmake --build build -j 2 --target "$@" >"$dir/make" 2>&1; }
programs() { cmake --build build --target help | sed -n 's/^[.]* \(unit_[a-z]*\|fuzz_[a-z]*\)$/\1/p'; }
# It ends with the first failure.
golden() { ! limited tests/golden/run.sh build/podclone fixtures 2>&1 | grep -q -m 1 '^FAIL'; }
other() { (cd build && limited ctest --timeout 600 --stop-on-failure -R "$others" >"$dir/ctest" 2>&1); }

# pick: COUNT of the lines, each with the same chance.
pick() {
    awk -v count="$count" -v state="$((seed % 2147483646 + 1))" '
        function random(below) { state = state * 16807 % 2147483647; return state % below }
        { line[NR] = $0 }
        END {
            for (i = 1; i <= NR && i <= count; i++) {
                at = i + random(NR - i + 1)
                print line[at]
                line[at] = line[i]
            }
        }'
}

# mutate FILE LINE COLUMN LENGTH NEW
mutate() {
    NEW=$5 awk -v line="$2" -v column="$3" -v taken="$4" '
        NR == line { $0 = substr($0, 1, column - 1) ENVIRON["NEW"] substr($0, column + taken) }
        { print }' "$dir/was" >"$1"
}

# verdict: which of the tests sees the mutant that is in the tree.
# shellcheck disable=SC2046 # no name has a blank
verdict() {
    if ! make podclone; then
        echo broken
    elif ! golden; then
        echo golden
    elif ! make $(programs) || ! other; then
        echo other
    else
        echo survived
    fi
}

cmake -S . -B build -DCMAKE_BUILD_TYPE=Debug -DBUILD_TESTING=ON -DPODCLONE_HARDEN=OFF >"$dir/make" 2>&1
# shellcheck disable=SC2046 # no name has a blank
make podclone $(programs)
if ! golden || ! other; then
    echo "$0: the tests fail before anything is turned over" >&2
    tail -n 20 "$dir/ctest" >&2
    exit 1
fi
awk -f "$here/sites.awk" "$@" >"$dir/sites"
pick <"$dir/sites" >"$dir/picked"
tab=$(printf '\t')
while IFS=$tab read -r file line column taken new; do
    cp "$file" "$dir/was"
    mutate "$file" "$line" "$column" "$taken" "$new"
    verdict=$(verdict)
    echo "$verdict" >>"$dir/verdicts"
    [ "$verdict" != survived ] || { diff -U 0 --label "$file" --label "$file, survived" "$dir/was" "$file" || :; }
    cp "$dir/was" "$file"
done <"$dir/picked"
number() { grep -c "^$1" "$dir/verdicts" || :; }
echo "$(number '[gos]') mutants of $(wc -l <"$dir/sites") places: $(number golden) killed by the golden files," \
    "$(number other) by other tests, $(number survived) survived; $(number broken) did not compile"
