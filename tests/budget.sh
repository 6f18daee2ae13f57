#!/bin/sh
# A command may be too long for the annotations (256 KiB together) or for an argument (128 KiB): the clone still runs.
# budget.sh PODCLONE
set -u
# shellcheck source=tests/expect.sh
. "$(dirname "$0")/expect.sh"
podclone=$1
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT

# word N CHARACTERS: the characters N times.
word() { awk -v n="$1" -v c="$2" 'BEGIN { for (i = 0; i < n; i++) printf "%s", c }'; }

annotations='' env='' options=''

# clone WORD...: clones a Pod with this command, and with the annotations and the env of the variables above.
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
expect 'no note is about its length' unsaid 'too long|cut short'

expect 'a command over the budget is cloned' clone "$fits" "$fits" "$fits"
expect 'it is not annotated' unannotated
expect 'a note says that' grep -q 'too long for the annotation' "$dir/said"
expect 'rerun has it all the same' [ "$(grep -c "^    - $fits\$" "$dir/out.yaml")" = 3 ]

expect 'a word that Linux cannot run is cloned' clone "$(word 131072 x)" y
expect 'a note says that, too' grep -q 'over 128 KiB' "$dir/said"
expect 'it is cut to what can be run' [ "$(longest)" = $((6 + 131071)) ]
expect 'the longest word that runs is cloned' clone "$(word 131071 x)" y
expect 'and stays whole' unsaid 'over 128 KiB'

expect 'a word of long characters is cloned' clone "$(word 70000 é)" y
expect 'no character is cut in two' iconv -f UTF-8 -t UTF-8 -o /dev/null "$dir/out.yaml"

# Annotations of the Pod count too, and 16 KiB are left for what the cluster may write.
half=$(word 120000 x)
annotations="note: $half"
expect 'a command beside a long annotation is cloned' clone "$half"
expect 'together they fit' annotated
expect 'a longer command beside it is cloned' clone "$half" "$(word 6000 x)"
expect 'together they do not fit' unannotated
annotations="note: $half, podclone/source: long, podclone/container: b, podclone/command: '[\"/b\"]'"
expect 'a clone of another container is cloned' clone "$half" "$(word 6000 x)"
expect 'the command of the other container is gone' unannotated
annotations="note: $(word 261500 x)"
expect 'annotations that leave some room are cloned' clone y
expect 'but without the command' unannotated
annotations="note: $(word 262100 x)"
expect 'annotations that leave no room are refused' [ "$(clone y || echo $?)" = 1 ]
expect 'and the error says that' grep -q ':3:.*annotations are over 256 KiB' "$dir/said"
expect 'nothing is written' [ ! -s "$dir/out.yaml" ]
options=--keep-annotations=false
expect 'without them it is cloned' clone y
annotations=''

for options in --tools=image --tools=none; do
    expect "$options: a command over the budget is cloned" clone "$fits" "$fits" "$fits"
    expect "$options: and the clone does not hold it" [ -z "$(longest)" ]
    expect "$options: a note says that" grep -q 'too long for the annotation podclone/command, and the clone does not hold it' "$dir/said"
done
options=''

# variables N: declares N variables, with names of 15 characters.
variables() { awk -v n="$1" 'BEGIN { for (i = 0; i < n; i++) printf "    - {name: VARIABLE_%06d, value: x}\n", i }'; }

env=$(variables 8191)
expect 'env with names for a whole argument is cloned' clone y
expect 'init.sh gets the names one by one' grep -q 'VARIABLE_000000\\nVARIABLE_000001\|^      VARIABLE_000001$' "$dir/out.yaml"
expect 'no note is about them' unsaid 'names in env'
env=$(variables 8193)
expect 'env with more names than an argument holds is cloned' clone y
expect 'init.sh takes any name' grep -q "^    - '\*'$" "$dir/out.yaml"
expect 'a note says that' grep -q 'names in env are over 128 KiB' "$dir/said"
finish
