#!/bin/sh
# Each field of a Pod, alone in a small manifest, is kept, changed or removed as the tables here say.
# usage: run.sh PODCLONE
set -u

[ $# -eq 1 ] || { sed -n 's/^# usage: /usage: /p' "$0" >&2 && exit 2; }
command -v jq >/dev/null || { echo 'no jq: nothing is compared'; exit 77; }
podclone=$1
here=$(cd "$(dirname "$0")" && pwd) || exit 1

tmp=$(mktemp -d) || exit 1
trap 'rm -rf "$tmp"' EXIT
trap 'exit 1' HUP INT TERM

# Rows as FIELD<TAB>PATH<TAB>VALUE<TAB>VERDICT, where PATH starts at the Pod: a row for each place of a container's field.
cat "$here/pod.tsv" "$here/volumes.tsv" "$here/status.tsv" | grep -v '^#' | awk -F '\t' -v OFS='\t' '{ print $1, $1, $2, $3 }' >"$tmp/rows"
grep -v '^#' "$here/container.tsv" | awk -F '\t' -v OFS='\t' '
    BEGIN { split("containers[0] containers[1] initContainers[0] ephemeralContainers[0]", place, " ") }
    { for (i = 1; i <= 4; i++) print $1 " of " place[i], "spec." place[i] "." $1, $2, $(i + 2) }' >>"$tmp/rows"

# manifests: a Pod for each row, one after the other.
jq -c -R '
    split("\t") as [$field, $path, $value]
    | [$path | gsub("\\[\\]"; "[0]") | scan("[A-Za-z]+|[0-9]+") | tonumber? // .] as $at
    | {apiVersion: "v1", kind: "Pod", metadata: {name: "p"}, spec: {containers: [{name: "target"}, {name: "other"}]}}
    | if $at[1] | IN("initContainers", "ephemeralContainers") then .spec[$at[1]] = [{name: "third"}] else . end
    | setpath($at; $value | fromjson)' "$tmp/rows" >"$tmp/manifests" || exit 1
"$podclone" -q - <"$tmp/manifests" >"$tmp/clones" || exit 1

# The tools container comes before the others: the clone is looked at without it.
jq -n -r --slurpfile before "$tmp/manifests" --slurpfile after "$tmp/clones" --rawfile rows "$tmp/rows" '
    def at($path): [$path | gsub("\\[\\]"; "[0]") | scan("[A-Za-z]+|[0-9]+") | tonumber? // .];
    ($rows | rtrimstr("\n") | split("\n") | map(split("\t"))) as $rows
    | ($after | map(.spec.initContainers |= [.[]? | select(.name != "podclone-tools")])) as $after
    | if ($rows | length) != ($after | length) then "\($rows | length) manifests, \($after | length) clones"
      else range($rows | length) as $i | $rows[$i] as [$field, $path, $value, $want]
        | ($before[$i] | getpath(at($path))) as $was | ($after[$i] | try getpath(at($path)) catch null) as $is
        | (if $is == null then "removed" elif $is == $was then "kept" else "changed" end) as $got
        | select($got != $want) | "\($field) \($value): \($got), not \($want)" end' >"$tmp/wrong" || exit 1
sed 's/^/FAIL /' "$tmp/wrong"
echo "$(wc -l <"$tmp/rows") fields, $(wc -l <"$tmp/wrong") wrong"
[ -s "$tmp/rows" ] && [ ! -s "$tmp/wrong" ]
