#!/bin/sh
# Commands too long for an annotation (256 KiB in all) or an argument (128 KiB) still give a clone that can run:
# budget.sh PODCLONE
set -u
podclone=$1 passed=0 failed=0
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT

expect() {
    what=$1
    shift
    if "$@"; then
        passed=$((passed + 1))
    else
        echo "FAIL $what"
        failed=$((failed + 1))
    fi
}

# word N CHARACTERS
word() { awk -v n="$1" -v c="$2" 'BEGIN { for (i = 0; i < n; i++) printf "%s", c }'; }

# clone WORD...: of a Pod with this command; its longest line goes to $dir/longest.
clone() {
    {
        printf 'apiVersion: v1\nkind: Pod\nmetadata: {name: long}\nspec:\n  containers:\n  - name: a\n    image: x\n    command:\n'
        printf '    - "%s"\n' "$@"
    } >"$dir/in.yaml"
    "$podclone" "$dir/in.yaml" >"$dir/out.yaml" 2>"$dir/said"
}

longest() { awk '/^    - x/ { n = length($0); if (n > most) most = n } END { print most }' "$dir/out.yaml"; }
unsaid() { ! grep -Eq "$1" "$dir/said"; }
annotated() { grep -q 'podclone/command' "$dir/out.yaml"; }
unannotated() { ! annotated; }

LC_ALL=C
export LC_ALL
fits=$(word 100000 x)
expect 'a long command is cloned' clone "$fits" "$fits"
expect 'it is annotated' annotated
expect 'nothing is said of its length' unsaid 'too long|cut short'

expect 'a command over the budget is cloned' clone "$fits" "$fits" "$fits"
expect 'it is not annotated' unannotated
expect 'that is said' grep -q 'too long for the annotation' "$dir/said"
expect 'rerun has it all the same' [ "$(grep -c "^    - $fits\$" "$dir/out.yaml")" = 3 ]

expect 'a word that Linux cannot run is cloned' clone "$(word 131072 x)" y
expect 'that is said, too' grep -q 'over 128 KiB' "$dir/said"
expect 'it is cut to what can be run' [ "$(longest)" = $((6 + 131071)) ]
expect 'the longest word that runs is cloned' clone "$(word 131071 x)" y
expect 'and stays whole' unsaid 'over 128 KiB'

expect 'a word of long characters is cloned' clone "$(word 70000 é)" y
expect 'no character is cut in two' iconv -f UTF-8 -t UTF-8 -o /dev/null "$dir/out.yaml"
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
