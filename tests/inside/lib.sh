# shellcheck shell=sh
# A container of a clone, played without a cluster: kubelet.c is the kubelet and the runtime, a scratch image is the root.
# shellcheck disable=SC2034,SC2154 # whoever sources this uses these, and sets podclone
tests=$(cd "$(dirname "$0")/.." && pwd) || exit 1
# shellcheck source=tests/expect.sh
. "$tests/expect.sh"
: "${BUSYBOX:=/bin/busybox}" "${CC:=cc}"
[ "$(id -u)" = 0 ] || { echo 'not root: nothing can be played' && exit 77; }
[ -x "$BUSYBOX" ] || { echo "$BUSYBOX: no busybox: set BUSYBOX" && exit 77; }
command -v jq >/dev/null || { echo 'no jq' && exit 77; }

tmp=$(mktemp -d "${TMPDIR:-/tmp}/podclone-inside.XXXXXX") || exit 1
holder=
# What still waits would keep who reads our output waiting.
leave() {
    [ -z "$holder" ] || { kill -0 "$holder" && kill -s KILL "$(cat "$tmp/pid")"; } 2>/dev/null
    rm -rf "$tmp"
}
trap leave EXIT
trap 'exit 1' HUP INT PIPE TERM
chmod 755 "$tmp"
"$CC" -O -o "$tmp/kubelet" "$tests/inside/kubelet.c" && "$CC" -static -O -o "$tmp/print" "$tests/inside/print.c" || exit 1

# The tools image has busybox and a link to it, the application's has one program, and both are read-only to users.
image=$tmp/image root=$tmp/scratch volume=$tmp/volume uid=65534 path=/bin:/usr/bin
mkdir -p "$image/bin" "$image/podclone" "$image/proc" "$root/bin" "$root/podclone" "$root/proc" "$root/work/sub" "$root/dev" "$volume"
chmod 777 "$volume"
cp "$BUSYBOX" "$image/bin/busybox"
ln -s busybox "$image/bin/sh"
cp "$tmp/print" "$root/app"
mknod "$root/dev/null" c 1 3 && chmod 666 "$root/dev/null"

# strings FILE STRING...: with a NUL after each
strings() {
    file=$1
    shift
    [ $# = 0 ] || printf '%s\0' "$@" >"$file"
    [ $# != 0 ] || : >"$file"
}

# words_of FILTER: the strings that the clone has there
words_of() {
    jq -j "$1 | . + \"\\u0000\"" "$tmp/clone.json"
}

# clone POD [OPTION...]: the Pod's manifest, JSON, to $tmp/clone.json, and its words to files
clone() {
    pod=$1
    shift
    "$podclone" -q "$@" <"$pod" >"$tmp/clone.json" || return 1
    words_of '.spec.initContainers[]? | select(.name | startswith("podclone-tools")) | (.command + (.args // []))[]' >"$tmp/init"
    words_of '.spec.containers[0] | ((.command // []) + (.args // []))[]' >"$tmp/words"
}

# play ROOT WORDS: a container to its end; set and env are its variables, 3 what it says of its environment
play() {
    "$tmp/kubelet" run "$1" "$volume" "${3:-/}" "$uid" "$tmp/set" "$tmp/env" "$2" "$tmp/pid"
}

is_held() {
    [ -s "$volume/words" ] && [ -s "$tmp/pid" ]
}

# soon COMMAND...: until it succeeds, a minute at most
soon() {
    tries=1200
    until "$@"; do
        tries=$((tries - 1))
        [ "$tries" -gt 0 ] || return 1
        sleep 0.05
    done
}

# start: hold waits in the background, as process $pid of this machine
start() {
    rm -f "$volume/words" "$tmp/pid"
    play "$root" "$tmp/words" /work >"$tmp/hold.log" 2>&1 &
    holder=$!
    soon is_held || { cat "$tmp/hold.log" && return 1; }
    pid=$(cat "$tmp/pid")
}

stop() {
    kill -s "${1:-TERM}" "$pid" && wait "$holder"
}

# enter WORD...: what kubectl exec runs
enter() {
    strings "$tmp/entered" "$@"
    "$tmp/kubelet" exec "$pid" "$root" /work "$uid" "$tmp/set" "$tmp/env" "$tmp/entered"
}

same() {
    cmp -s "$1" "$2" && return 0
    for file; do
        tr '\0' '\n' <"$file" | cat -v | cut -c -200 | head -n 20 | sed "s|^|    ${file##*/}: |"
    done
    return 1
}
