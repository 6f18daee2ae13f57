#!/bin/sh
# Each case of the table, from the manifest to rerun: what the program gets in the clone is what it got in the original.
# usage: cases.sh PODCLONE [CASE]
# shellcheck disable=SC2015,SC2016 # what stands in single quotes is for the kubelet
set -u
podclone=$1 only=${2-}
# shellcheck source=tests/inside/lib.sh
. "$(dirname "$0")/lib.sh"

begin() {
    title=$1 mode=command
    for file in set words env extra argv; do : >"$tmp/case.$file"; done
    printf 'PATH=%s\0' "$path" >"$tmp/case.env"
    printf '/app\0' >"$tmp/case.argv"
}

add() {
    printf '%b\0' "$2" >>"$tmp/case.$1"
}

# The kubelet's part alone: the original, with the arguments that the table wants.
original() {
    printf '/app\0' | cat - "$tmp/case.words" >"$tmp/original"
    [ "$mode" != image ] || printf '/app\0' | cat - "$tmp/case.extra" >"$tmp/original"
    play "$root" "$tmp/original" /work >"$tmp/original.argv" 3>"$tmp/original.env" || return $?
    [ "$mode" = command ] && [ ! -s "$tmp/case.extra" ] || cp "$tmp/case.argv" "$tmp/original.argv"
    sort -z -o "$tmp/original.env" "$tmp/original.env"
    same "$tmp/case.argv" "$tmp/original.argv"
}

manifest() {
    jq -n --arg mode "$mode" --rawfile set "$tmp/case.set" --rawfile words "$tmp/case.words" '
        def strings: split("\u0000")[:-1];
        {apiVersion: "v1", kind: "Pod", metadata: {name: "case"}, spec: {containers: [{name: "app", image: "app",
            env: [$set | strings[] | {name: sub("=.*$"; ""; "s"), value: sub("^[^=]*="; "")}]}
            + (if $mode == "command" then {command: ["/app"]} else {} end)
            + ($words | strings | if . == [] then {} else {args: .} end)]}}' >"$tmp/case.json"
}

# As the kubelet has it: rerun by itself, and from the shell after a change of directory.
reruns() {
    for how in direct shell; do
        case $how in
        direct) set -- /podclone/rerun ;;
        shell) set -- /podclone/shell -c 'cd / && rerun "$@"' sh ;;
        esac
        strings "$tmp/entered" "$@"
        cat "$tmp/case.extra" >>"$tmp/entered"
        "$tmp/kubelet" exec "$pid" "$root" /work "$uid" "$tmp/set" "$tmp/env" "$tmp/entered" >"$tmp/argv" 3>"$tmp/env3" 2>"$tmp/err"
        sort -z "$tmp/env3" >"$tmp/rerun.env"
        expect "$title ($how): arguments" same "$tmp/case.argv" "$tmp/argv"
        expect "$title ($how): directory and environment" same "$tmp/original.env" "$tmp/rerun.env"
        expect "$title ($how): nothing is said" same /dev/null "$tmp/err"
    done
}

prepared=
end() {
    [ "$title" ] && { [ -z "$only" ] || [ "$only" = "$title" ]; } || return 0
    cp "$tmp/case.set" "$tmp/set" && cp "$tmp/case.env" "$tmp/env"
    original
    status=$?
    [ "$status" != 77 ] || exit 77
    expect "$title: the original, as the kubelet runs it" [ "$status" = 0 ]
    if iconv -f UTF-8 -t UTF-8 "$tmp/case.words" >/dev/null 2>&1 && iconv -f UTF-8 -t UTF-8 "$tmp/case.set" >/dev/null 2>&1; then
        manifest
        expect "$title: clone" clone "$tmp/case.json"
    else
        # No manifest holds such bytes, but a Secret does: hold gets them from the kubelet.
        { printf '/podclone/hold\0' && cat "$tmp/original"; } >"$tmp/words"
    fi
    if [ -z "$prepared" ]; then
        expect "$title: the tools" play "$image" "$tmp/init"
        cp "$tmp/init" "$tmp/init.first"
        prepared=1
    fi
    expect "$title: the tools are the same for all" same "$tmp/init.first" "$tmp/init"
    expect "$title: hold waits" start
    reruns
    expect "$title: hold ends" stop
}

title=
while IFS= read -r line; do
    key=${line%% *} value=
    case $line in *' '*) value=${line#"$key"} && value=${value#"${value%%[! ]*}"} ;; esac
    case $value in *@PRINT@*) value=/app ;; *@PATH@*) value=${value%@PATH@}$path ;; esac
    case $key in
    '' | '#'*) ;;
    case) end && begin "$value" ;;
    mode) mode=$value ;;
    set | env | extra | argv) add "$key" "$value" ;;
    word) add words "$value" ;;
    *) expect "cases: $line" false ;;
    esac
done <"$tests/inside/cases"
end

# All bytes that a value can have, and what Linux bears.
bytes=$(awk 'BEGIN { for (i = 1; i < 256; i++) printf "\\0%o", i }' | sed 's/\\044/\\044-/; s/\\050/(/')
begin 'all bytes'
add set "B=$bytes$bytes"
add words 'x$(B)y'
add argv "x$bytes${bytes}y"
end
begin 'a word of 128 KiB'
add words "$(awk 'BEGIN { for (i = 0; i < 131071; i++) printf "x" }')"
add argv "$(awk 'BEGIN { for (i = 0; i < 131071; i++) printf "x" }')"
end
begin 'a value of 100 KB'
add set "A=$(awk 'BEGIN { for (i = 0; i < 25000; i++) printf "a\\n b" }')"
add words '$(A)'
add argv "$(awk 'BEGIN { for (i = 0; i < 25000; i++) printf "a\\n b" }')"
end
begin '2,000 words'
i=0
while [ $((i += 1)) -le 2000 ]; do
    add words "it's $i"
    add argv "it's $i"
done
end
[ -z "$only" ] || [ "${passed:-0}" -gt 0 ] || expect "there is a case '$only'" false
finish
