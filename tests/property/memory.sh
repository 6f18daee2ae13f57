#!/bin/sh
# Many Pods, in Lists and in streams, take no more memory than the input, the output and one Pod: the peak is at most SLACK
# kilobytes over the input and the output together.
# usage: memory.sh PODCLONE FIXTURES PODS SLACK
set -u

if [ $# -ne 4 ]; then
    sed -n 's/^# usage: /usage: /p' "$0" >&2
    exit 2
fi
podclone=$1 fixtures=$2 pods=$3 slack=$4
[ -x /usr/bin/time ] || { echo 'skipped: no /usr/bin/time' && exit 77; }
tmp=$(mktemp -d) || exit 1
trap 'rm -rf "$tmp"' EXIT
trap 'exit 1' HUP INT TERM
jq -c . "$fixtures/cart-json/input.json" >"$tmp/pod.json" || exit 1

# repeat BEFORE BETWEEN FILE INDENT: prints the file PODS times.
repeat() {
    awk -v n="$pods" -v before="$1" -v between="$2" -v indent="$4" '
        { text = text (NR == 1 ? "" : "\n" indent) $0 }
        END { for (i = 0; i < n; i++) print (i ? between : "") before text }' "$3"
}
make() {
    case $1 in
    list.yaml) echo items: && repeat '- ' '' "$fixtures/cart/input.yaml" '  ' && echo 'kind: List' ;;
    list.json) echo '{"kind":"List","items":[' && repeat '' , "$tmp/pod.json" '' && echo ']}' ;;
    stream.yaml) repeat '---
' '' "$fixtures/cart/input.yaml" '' ;;
    stream.json) repeat '' '' "$tmp/pod.json" '' ;;
    templates.yaml) repeat '---
' '' "$fixtures/cart-deployment/input.yaml" '' ;;
    esac
}
kilobytes() { echo $(($(wc -c <"$1") / 1024)); }

passed=0 failed=0
for form in list.yaml list.json stream.yaml stream.json templates.yaml; do
    make $form >"$tmp/in"
    for option in -q --list; do
        if ! /usr/bin/time -f %M -o "$tmp/peak" "$podclone" $option <"$tmp/in" >"$tmp/out" 2>"$tmp/err"; then
            echo "FAIL $form $option: $(head -n 1 "$tmp/err")"
            failed=$((failed + 1))
            continue
        fi
        in=$(kilobytes "$tmp/in") out=$(kilobytes "$tmp/out") peak=$(tail -n 1 "$tmp/peak")
        over=$((peak - in - out))
        echo "$form $option: input $in KB, output $out KB, and $over KB"
        if [ "$over" -le "$slack" ]; then
            passed=$((passed + 1))
        else
            echo "FAIL $form $option: more than $slack KB over input and output"
            failed=$((failed + 1))
        fi
    done
done
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
