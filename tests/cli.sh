#!/bin/sh
# What no golden file can show of the command line, and how kubectl reads the clones.
# usage: cli.sh PODCLONE FIXTURES
set -u

if [ $# -ne 2 ]; then
    sed -n 's/^# usage: /usage: /p' "$0" >&2
    exit 2
fi
absolute() { case $1 in /*) echo "$1" ;; *) echo "$PWD/$1" ;; esac; }
podclone=$(absolute "$1") fixtures=$(absolute "$2") here=$(cd "$(dirname "$0")" && pwd)
input=$fixtures/cart/input.yaml golden=$fixtures/cart/output.yaml

tmp=$(mktemp -d) || exit 1
trap 'rm -rf "$tmp"' EXIT
trap 'exit 1' HUP INT TERM
cd "$tmp" || exit 1

passed=0 failed=0
pass() { passed=$((passed + 1)); }
fail() {
    failed=$((failed + 1))
    echo "FAIL $*"
}
skip() { echo "skipped: $*"; }

# run ARG...: runs podclone without input; leaves out, err and status.
run() {
    "$podclone" "$@" </dev/null >out 2>err
    status=$?
}

# is NAME STATUS [OUT [ERR]]: checks what run left. OUT is a file with the expected output, empty for no output; ERR is a
# pattern for all of standard error.
is() {
    said=$(cat err)
    if [ "$status" != "$2" ]; then
        fail "$1: exit $status, not $2: $said"
    elif [ $# -gt 2 ] && ! cmp -s out "${3:-/dev/null}"; then
        fail "$1: other bytes on stdout"
    elif [ $# -gt 3 ] && ! matches "$said" "$4"; then
        fail "$1: $said"
    else
        pass
    fi
}
# holds WHAT COMMAND...: a test that passes if the command succeeds.
holds() {
    what=$1
    shift
    if "$@"; then pass; else fail "$what"; fi
}
lines() { wc -l <"$1" | tr -d ' '; }

# shellcheck disable=SC2254
matches() { case $1 in $2) ;; *) return 1 ;; esac; }

# The manifest from a file, from standard input, from a pipe.
run "$input" && is 'a file' 0 "$golden" 'podclone: debug-cart-*'
"$podclone" <"$input" >out 2>err
status=$? && is 'standard input' 0 "$golden"
"$podclone" - <"$input" >out 2>err
status=$? && is '- is standard input' 0 "$golden"
(sleep 0.1 && cat) <"$input" | "$podclone" >out 2>err
status=$? && is 'a slow pipe' 0 "$golden"
cp "$input" ./-q && run ./-q && is 'a file with an odd name' 0 "$golden"
run nothing-there
is 'a missing file' 1 '' 'podclone: nothing-there: No such file or directory'
run .
is 'a directory' 1 '' 'podclone: .: cannot read: Is a directory'
run /dev/null
is 'an empty file' 1 '' 'podclone: /dev/null:1:1: the input is empty*'
run "$fixtures/error-yaml/input.txt"
is 'an error names the file as it was given' 1 '' "podclone: $fixtures/error-yaml/input.txt:*:*: invalid YAML*"
"$podclone" <"$fixtures/error-container/input.yaml" -c none >out 2>err
status=$? && is 'an error in standard input' 1 '' 'podclone: -:7:3: no container none *'
env -i "$podclone" "$input" >out 2>err
status=$? && is 'no environment' 0 "$golden"
LC_ALL=tr_TR.UTF-8 TZ=Asia/Tokyo HOME=/nowhere PODCLONE_DIR=/x "$podclone" "$input" >out 2>err
status=$? && is 'another environment' 0 "$golden"

# Descriptors that are closed, and disks and pipes that take no more.
"$podclone" <&- >out 2>err
status=$? && is 'stdin closed' 1 '' 'podclone: -:1:1: the input is empty*'
"$podclone" "$input" <&- >out 2>err
status=$? && is 'stdin closed, and a file' 0 "$golden"
: >out
"$podclone" "$input" </dev/null >&- 2>err
status=$? && is 'stdout closed' 1 '' 'podclone: cannot write: Bad file descriptor'
"$podclone" "$input" </dev/null >out 2>&-
status=$? && : >err && is 'stderr closed' 0 "$golden"
"$podclone" "$input" <&- >&- 2>&-
status=$? && : >out && is 'all closed' 1
if [ -c /dev/full ]; then
    "$podclone" "$input" </dev/null >/dev/full 2>err
    status=$? && : >out && is 'a full disk' 1 '' 'podclone: cannot write: No space left on device'
    "$podclone" --help </dev/null >/dev/full 2>err
    status=$? && is 'a full disk, --help' 1 '' 'podclone: cannot write: No space left on device'
    "$podclone" "$input" </dev/null >out 2>/dev/full
    status=$? && is 'notes on a full disk' 0 "$golden"
else
    skip 'a full disk: no /dev/full'
fi
mkfifo gate
# podclone starts when the pipe has lost its reader.
{ read -r _ <gate && "$podclone" "$input" 2>err; echo $? >closed; } | { exec <&- && echo >gate; }
: >out
read -r status <closed && is 'a closed pipe' 1 '' 'podclone: cannot write: Broken pipe'
holds 'a closed pipe: one line' [ "$(lines err)" = 1 ]
if [ "$(script -qec 'echo yes' /dev/null 2>/dev/null </dev/null | tr -d '\r')" = yes ]; then
    script -qec "'$podclone' >out 2>err; echo \$? >code" /dev/null >/dev/null 2>&1 </dev/null
    read -r status <code && is 'a terminal' 2 '' 'podclone: standard input is a terminal: *(see podclone --help)'
    script -qec "'$podclone' '$input' >out 2>err; echo \$? >code" /dev/null >/dev/null 2>&1 </dev/null
    read -r status <code && is 'a terminal, and a file' 0 "$golden"
else
    skip 'a terminal on stdin: no script of util-linux'
fi

# --help and --version go to standard output.
for option in -h --help --help=true; do
    run $option
    holds "$option: all options" grep -q -- --tools-image out
    cp out help && is "$option" 0 help ''
done
for option in -V --version; do
    run $option
    matches "$(cat out)" 'podclone [0-9]*.[0-9]*' || fail "$option: $(cat out)"
    cp out version && is "$option" 0 version ''
done

# Each error in a command line is one line.
usage() {
    want=$1
    shift
    run "$@"
    is "usage: $*" 2 '' "podclone: $want (see podclone --help)"
    [ "$(lines err)" = 1 ] || fail "usage: $*: not one line"
}
usage 'unknown option --frob' --frob "$input"
usage '--keep is an option of kubectl podclone' --keep "$input"
usage 'unknown option --explai, is it --explain?' --explai "$input"
usage 'unknown option --' --=x "$input"
usage 'unknown option -x' -x "$input"
usage '--container needs a value' "$input" --container
usage '--container needs a value' "$input" --container=
usage '-c needs a value' "$input" -c
usage '--name needs a value' "$input" --copy-to
usage '--tools needs a value' "$input" --tools
usage 'two files, a and b*' a b
usage 'two files, - and b*' - b
usage 'no command after --' "$input" --
usage '--explain is true or false, not yes' --explain=yes "$input"
usage '--quiet is true or false, not *' -q= "$input"
usage '--keep-labels is auto, true or false, not app' --keep-labels=app "$input"
usage '--keep-pvcs is true, false or readonly, not rw' --keep-pvcs=rw "$input"
usage '--tools is init, image or none, not all' --tools=all "$input"
for ttl in x -1 1.5h 90min 1d h '1 h' 99999999999 9999999h 1h2; do
    case $ttl in
    1h2) run --ttl "$ttl" "$input" && is "--ttl $ttl" 0 ;;
    *) usage "--ttl takes a time such as 90m, 24h or 3600, not $ttl" --ttl "$ttl" "$input" ;;
    esac
done
# shellcheck disable=SC2016
for dir in tools / /tools/ '/a b' /a:b "/a'b" '/a$b' '/a;b'; do
    usage "--tools-dir takes a short absolute path *, not $dir" --tools-dir "$dir" "$input"
done
for name in Cart a_b -a a- a..b '' "$(printf '%0254d' 1)"; do
    [ -z "$name" ] || usage "--name $name: Kubernetes allows *" --name "$name" "$input"
done
for suffix in A -a a- "$(printf '%041d' 1)"; do
    usage "--suffix $suffix: *" --suffix "$suffix" "$input"
done
for label in app 'a b=c' =x 'app=-x' "$(printf '%064d' 1)=x" "app=$(printf '%064d' 1)"; do
    usage "--label *$label*" --label "$label" "$input"
done
usage '--name and --suffix exclude each other' --name a --suffix b "$input"
usage '--same-node and --any-node exclude each other' --same-node --any-node "$input"
usage '--same-node and --node-name exclude each other' --same-node --node-name n "$input"
usage '--as-root and --as-user exclude each other' --as-root --as-user 1 "$input"
usage '--as-root and --profile=restricted exclude each other' --as-root --profile restricted "$input"
usage '--as-user=0 and --profile=restricted exclude each other' --as-user=0 --profile=restricted "$input"
usage '--no-limits and --set-memory exclude each other' --no-limits --set-memory 1Gi "$input"
usage '--no-limits and --set-cpu exclude each other' --set-cpu 1 --no-limits "$input"
usage '--tools=none and --tools-image exclude each other' --tools=none --tools-image=busybox "$input"
usage '--tools=none and --tools-dir exclude each other' --tools-dir /podclone --tools none "$input"
usage '--tty needs --stdin' -t "$input"
usage '--arguments-only needs -- and the arguments' --arguments-only "$input"
usage '--custom=- needs a FILE: *' --custom -
usage '--profile is general, *, not legacy' --profile legacy "$input"
usage '--image-pull-policy is Always, *, not always' --image-pull-policy always "$input"
for uid in root 01 -1 2147483648 99999999999; do
    usage "--as-user takes a user's number, not $uid" --as-user="$uid" "$input"
done
for quantity in . 1.2.3 -1 1GB 1e3 1ki; do
    usage "--set-memory takes a quantity such as 1Gi, not $quantity" --set-memory="$quantity" "$input"
    usage "--set-cpu takes a quantity such as 500m, not $quantity" --set-cpu="$quantity" "$input"
done
usage '--to-namespace A: *' --to-namespace A "$input"
usage '--node-name a_b: *' --node-name a_b "$input"
for pair in A =x - A=1,B- A,B=1; do
    case $pair in
    A=1,B-) run --env "$pair" "$input" && is "--env $pair" 0 ;;
    *) usage '--env takes NAME=VALUE,..., not *' --env "$pair" "$input" ;;
    esac
    usage '--set-image takes NAME=IMAGE,..., not *' --set-image "$pair" "$input"
done
usage 'argument 1 is not UTF-8' "$(printf '\377')" "$input"

# Options may stand anywhere before --, and the last of a repeated one counts.
run "$input" -q && is 'an option behind the file' 0 "$golden" ''
run --quiet=true "$input" && is '-q is silent' 0 "$golden" ''
run -q --quiet=false "$input" && is 'the last one counts' 0 "$golden" 'podclone: debug-cart-*'
run -q -c metrics --container cart -c=cart -ccart "$input" && cp out explicit
run -q --container=cart "$input" && is 'four ways to name a container' 0 explicit ''
run -q --ttl 24h --ttl 86400 --tools=image --tools init --keep-labels --keep-labels=auto "$input"
is 'defaults, spelled out' 0 out ''
sed 's/^  name: debug-.*/  name: NAME/' <out >named
sed 's/^  name: debug-.*/  name: NAME/' <"$golden" >default
holds 'defaults, spelled out, change nothing but the name' cmp -s default named

# The same input and options give the same name; other input, or other options that shape the clone, another one.
name() { "$podclone" -q "$@" </dev/null | sed -n 's/^  name: //p'; }
one=$(name "$input")
holds 'two runs, one name' [ "$one" = "$(name "$input")" ]
holds '--explain changes no name' [ "$one" = "$(name --explain "$input" 2>/dev/null)" ]
sed 's/1\.4\.2/1.4.3/' "$input" >changed
names=$one
for choice in '-c metrics' '--ttl 1h' '--tools none' '--label a=b' '--label a=c' '--in-service' '--keep-pvcs' '--keep-labels' \
    '--tools-dir /t' '--any-node' '-- sleep 1' '-- sleep 2' '-- --ttl=1h'; do
    # shellcheck disable=SC2086
    names="$names
$(name "$input" $choice)"
done
names="$names
$(name changed)"
distinct=$(printf '%s\n' "$names" | sort -u | grep -c '^debug-cart-75b96b9555-[a-z0-9]\{5\}$')
holds "15 clones that differ have 15 names: $names" [ "$distinct" = 15 ]

echo 'tty: true' >some.yaml && cp some.yaml same.yaml && echo 'tty: false' >other.yaml
one=$(name "$input" --custom some.yaml)
holds 'the same patch in another file, the same name' [ "$one" = "$(name "$input" --custom same.yaml)" ]
holds 'another patch, another name' [ "$one" != "$(name "$input" --custom other.yaml)" ]
two=$("$podclone" -q --custom - "$input" <some.yaml | sed -n 's/^  name: //p')
holds 'a patch on standard input' [ "$one" = "$two" ]

# An error at the very end of the input: nothing was written before it.
{ cat "$golden" && printf '%s\n' 'status: {}' 'status: {}'; } >late
run late && is 'a late error' 1 '' 'podclone: late:*duplicate key*'


# kubectl reads the clones as we do: names, annotations, and the words of every container.
if kubectl label --local -f "$input" podclone-test=1 -o json >cart.json 2>/dev/null && jq -e . cart.json >/dev/null 2>&1 &&
    ${CC:-cc} -o yaml2json "$here/model/yaml2json.c" -lyaml 2>/dev/null; then
    read_by='(.items // [.])[] | {name: .metadata.name, annotations: .metadata.annotations, containers: [.spec.initContainers[]?, .spec.containers[]
        | {name, image, command, args, env: [.env[]? | {name, value: (.value // "")}]
           | map(select(.name != null)), mounts: [.volumeMounts[]? | [.name, .mountPath]]}
        | with_entries(select(.value != null and .value != []))]}'
    for output in "$fixtures"/*/output.yaml "$fixtures"/*/output.json; do
        [ -f "$output" ] || continue
        label=${output#"$fixtures/"} dir=${output%/*}
        ! grep -qsx -e --list -e --state "$dir/args" || continue
        if ! kubectl label --local -f "$output" podclone-test=1 -o json >kubectl.json 2>err; then
            cp err why
            if kubectl label --local -f "$dir"/input.* podclone-test=1 -o json >/dev/null 2>err; then
                fail "kubectl cannot read $label: $(cat why)"
            else
                skip "$label: kubectl cannot read the input either"
            fi
            continue
        fi
        case $output in
        *.json) cp "$output" plain.json ;;
        *) ./yaml2json <"$output" >plain.json ;;
        esac
        if ! jq -S "$read_by" plain.json >written 2>/dev/null; then
            skip "$label as kubectl reads it: jq cannot read it"
        elif jq -S "$read_by" kubectl.json >seen && cmp -s seen written; then
            pass
        else
            fail "kubectl reads $label otherwise: $(diff written seen | head -n 5)"
        fi
    done

    words='.spec.containers[] | select(.name == "cart") | (.command // []) + (.args // [])'
    # shellcheck disable=SC2016
    expected='["/app", "--listen=:$(PORT)", "--greeting", "it'\''s a \"test\" $(NOT_SET) $$(LITERAL)", "--multi", "line one\nline two\n",
        "--on", "yes", "0777", "1e3", "~", "null", "héllo ☃ 🎉", ""]'
    for form in cart/output.yaml cart-json/output.json cart-managed-fields/output.yaml; do
        kubectl label --local -f "$fixtures/$form" podclone-test=1 -o json >kubectl.json
        holds "$form: the arguments as they were" jq -e --argjson want "$expected" --slurpfile was cart.json "
            (\$was[0] | $words) == \$want and ($words) == [\"/podclone/hold\"] + \$want" kubectl.json >/dev/null
    done
else
    skip 'what kubectl reads: kubectl, jq or a C compiler with libyaml is missing'
fi

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
