#!/bin/sh
# Commands too long for an annotation (256 KiB in all) or an argument (128 KiB) still give a clone that can run:
# budget.sh PODCLONE
set -u
# shellcheck source=tests/expect.sh
. "$(dirname "$0")/expect.sh"
podclone=$1
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT

# word N CHARACTERS
word() { awk -v n="$1" -v c="$2" 'BEGIN { for (i = 0; i < n; i++) printf "%s", c }'; }

annotations='' env='' options=''

# clone WORD...: of a Pod with these annotations, this env and this command, which has to be the last.
clone() {
    {
        printf 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: long\n%s' "${annotations:+  annotations: {$annotations\}$nl}"
        printf 'spec:\n  containers:\n  - name: a\n    image: x\n%s    command:\n' "${env:+    env:$nl$env$nl}"
        printf '    - "%s"\n' "$@"
    } >"$dir/in.yaml"
    # shellcheck disable=SC2086
    "$podclone" $options "$dir/in.yaml" >"$dir/out.yaml" 2>"$dir/said"
}

longest() { awk '/^    - x/ { n = length($0); if (n > most) most = n } END { print most }' "$dir/out.yaml"; }
unsaid() { ! grep -Eq "$1" "$dir/said"; }
annotated() { grep -q 'podclone/command' "$dir/out.yaml"; }
unannotated() { ! annotated; }

nl='
'
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

# What is annotated already counts, and so does what the cluster may write: 16 KiB are left for it.
half=$(word 120000 x)
annotations="note: $half"
expect 'a command beside a long annotation is cloned' clone "$half"
expect 'together they fit' annotated
expect 'a longer command beside it is cloned' clone "$half" "$(word 6000 x)"
expect 'together they do not fit' unannotated
annotations="note: $half, podclone/source: long, podclone/container: b, podclone/command: '[\"/b\"]'"
expect 'a clone of another container is cloned' clone "$half" "$(word 6000 x)"
expect "the other's command is gone" unannotated
annotations="note: $(word 261500 x)"
expect 'annotations that leave some room are cloned' clone y
expect 'but without the command' unannotated
annotations="note: $(word 262100 x)"
expect 'annotations that leave no room are refused' [ "$(clone y || echo $?)" = 1 ]
expect 'and that is said' grep -q ':3:.*annotations are over 256 KiB' "$dir/said"
expect 'nothing is written' [ ! -s "$dir/out.yaml" ]
options=--keep-annotations=false
expect 'without them it is cloned' clone y
annotations=''

for options in --tools=image --tools=none; do
    expect "$options: a command over the budget is cloned" clone "$fits" "$fits" "$fits"
    expect "$options: and is nowhere" [ -z "$(longest)" ]
    expect "$options: that is said" grep -q 'too long for the annotation podclone/command, and the clone does not hold it' "$dir/said"
done
options=''

# variables N: declarations of names with 15 characters
variables() { awk -v n="$1" 'BEGIN { for (i = 0; i < n; i++) printf "    - {name: VARIABLE_%06d, value: x}\n", i }'; }

env=$(variables 8191)
expect 'env with names for a whole argument is cloned' clone y
expect 'the names are told one by one' grep -q 'VARIABLE_000000\\nVARIABLE_000001\|^      VARIABLE_000001$' "$dir/out.yaml"
expect 'nothing is said of them' unsaid 'names in env'
env=$(variables 8193)
expect 'env with more names than an argument holds is cloned' clone y
expect 'any name counts' grep -q "^    - '\*'$" "$dir/out.yaml"
expect 'that is said' grep -q 'names in env are over 128 KiB' "$dir/said"
finish
