# Each test has a cluster of files, an empty directory to work in and an empty TMPDIR, where nothing may be left.
bats_require_minimum_version 1.5.0
plugin=$(cd "${BASH_SOURCE[0]%/*}" && pwd)
root=${plugin%/tests/plugin}
: "${BUILD:=$root/build/release}" "${PODCLONE:=$BUILD/podclone}"

# The real kubectl, where there is one: not the one of these tests.
real_kubectl=$(PATH=${PATH#"$plugin/bin:"} command -v kubectl || true)

cluster() {
    export FAKE=$BATS_TEST_TMPDIR/fake HOME=$BATS_TEST_TMPDIR/home TMPDIR=$BATS_TEST_TMPDIR/tmp
    unset KUBECONFIG FZF_DEFAULT_OPTS FZF_DEFAULT_COMMAND PODCLONE_OPTIONS
    bin=$BATS_TEST_TMPDIR/bin
    mkdir "$FAKE" "$HOME" "$TMPDIR" "$bin" "$BATS_TEST_TMPDIR/work"
    ln -s "$PODCLONE" "$bin/podclone"
    cp "$root/src/plugin/kubectl-podclone" "$root/src/plugin/kubectl_complete-podclone" "$bin"
    ln -s kubectl-podclone "$bin/kdd"
    export PATH=$plugin/bin:$bin:$PATH
    cp "$plugin/fixtures/cart.yaml" "$FAKE/get.yaml"
    cp "$plugin/fixtures/shop-list.yaml" "$FAKE/list.yaml"
    states run
    cd "$BATS_TEST_TMPDIR/work" || exit
}

nothing_left() {
    is "$(ls -A "$TMPDIR" && ls -A "$HOME")" ''
}

# pod STATUS: the clone of cart, or with $target another, as JSON. status and the like: a part of a status.
pod() {
    local t=${target:-cart}
    printf '{"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "x", "annotations": {"podclone/source": "shop/x", "podclone/container": "%s"}},
 "spec": {"initContainers": [{"name": "podclone-tools"}, {"name": "migrate"}],
  "containers": [{"name": "cart"}, {"name": "metrics"}, {"name": "serve"}, {"name": "app"}]},
 "status": {%s}}\n' "$t" "$1"
}
status() { printf '"name": "%s", "started": %s, "restartCount": %s, "state": {"%s": {%s}}, "lastState": {%s}' "$1" "${2:-false}" "${6:-0}" "$3" "${4-}" "${5-}"; }
running() { status "$1" true running '"startedAt": "2026-11-23T07:05:42Z"' "${2-}" "${3-}"; }
waiting() { status "$1" false waiting "\"reason\": \"$2\", \"message\": \"${3-}\"" "${4-}" "${5-}"; }
ended() { status "$1" false terminated "\"exitCode\": $2, \"reason\": \"$3\", \"message\": \"${4-}\""; }
now() { printf '"phase": "%s", "initContainerStatuses": [{%s}, {%s}], "containerStatuses": [{%s}]' "$1" "$2" "$3" "$4"; }

# states WORD...: what the polls see, one after the other.
states() {
    local n=0 t=${target:-cart} tools over
    tools=$(ended podclone-tools 0 Completed) over=$(ended migrate 0 Completed)
    rm -f "$FAKE"/state.* "$FAKE/polls"
    for word; do
        n=$((n + 1))
        case $word in
        new) pod '' ;;
        pending) pod '"phase": "Pending", "conditions": [{"type": "PodScheduled", "status": "False", "reason": "Unschedulable", "message": "0/1 nodes: no \"big\" one"}]' ;;
        init) pod "$(now Pending "$(waiting podclone-tools PodInitializing)" "$(waiting migrate PodInitializing)" "$(waiting "$t" PodInitializing)")" ;;
        pull) pod "$(now Pending "$tools" "$over" "$(waiting "$t" ErrImagePull 'not found')")" ;;
        backoff) pod "$(now Pending "$tools" "$over" "$(waiting "$t" ImagePullBackOff 'Back-off pulling image \"cart:1\"')")" ;;
        creating) pod "$(now Pending "$tools" "$over" "$(waiting "$t" ContainerCreating)")" ;;
        run) pod "$(now Running "$tools" "$over" "$(running "$t")}, {$(running metrics)")" ;;
        again=*) pod "$(now Running "$tools" "$over" "$(running "$t" "\"terminated\": {\"exitCode\": ${word#*=}, \"reason\": \"Error\"}" 1)")" ;;
        tools) pod "$(now Pending "$(waiting podclone-tools ImagePullBackOff 'no busybox')" "$(waiting migrate PodInitializing)" "$(waiting "$t" PodInitializing)")" ;;
        evicted) pod '"phase": "Failed", "reason": "Evicted", "message": "the node was low on memory"' ;;
        killed) pod "\"reason\": \"DeadlineExceeded\", \"message\": \"too late\", $(now Failed "$tools" "$over" "$(ended "$t" 137 Error)")" ;;
        loop=*) pod "$(now Running "$tools" "$over" "$(waiting "$t" CrashLoopBackOff back-off "\"terminated\": {\"exitCode\": ${word#*=}, \"reason\": \"Error\"}" 1)")" ;;
        start) pod "$(now Running "$tools" "$over" "$(ended "$t" 128 StartError 'no such file')")" ;;
        init-runs) pod "$(now Pending "$tools" "$(running migrate)" "$(waiting serve PodInitializing)")" ;;
        ended=*) pod "$(now Running "$tools" "$over" "$(ended "$t" "${word#*=}" Error)")" ;;
        escapes) pod "$(now Pending "$tools" "$over" "$(waiting "$t" ContainerCreating 'a\u001b[31m\u009bb')")" ;;
        esac >"$FAKE/state.$n"
    done
}

# A line a call, its words with | between; without the time that each has.
calls() {
    for file in "$FAKE"/calls/[0-9]*; do
        [ ! -f "$file" ] || tr '\n\0' ' |' <"$file" | sed 's/|$//; s/|--request-timeout=20s//'
        echo
    done
}

# The verbs in the order of the calls: get create poll events ...
verbs() {
    calls | sed -e 's/.*|events|.*\|^get|events|.*/events/' -e 's/.*get|pod|[^|]*|-o|json|.*/poll/;s/.*get|pod|[^|]*|-o|json$/poll/' \
        -e 's/^\(--[^|]*|\)*\([a-z]*\).*/\2/' | uniq | paste -sd ' '
}

# without_terminal WORD...: kubectl-podclone with neither input nor terminal.
without_terminal() {
    run --separate-stderr kubectl-podclone "$@" </dev/null
}

# on_terminal WORD...: the same on a terminal; `typed` is what is typed.
on_terminal() {
    printf '%q ' "$@" >"$BATS_TEST_TMPDIR/command"
    run bash -c 'printf "$2" | script -qec "bash $1" /dev/null' - "$BATS_TEST_TMPDIR/command" "${typed-}"
    output=${output//$'\r'/}
}

has() {
    case $1 in *"$2"*) ;; *) printf 'no "%s" in:\n%s\n' "$2" "$1" && return 1 ;; esac
}

has_not() {
    case $1 in *"$2"*) printf '"%s" in:\n%s\n' "$2" "$1" && return 1 ;; esac
}

fails() {
    if "$@"; then echo "did not fail: $*" && return 1; fi
}

is() {
    [ "$1" = "$2" ] || { printf 'expected: %s\ngot:      %s\n' "$2" "$1" && return 1; }
}

clone_name() {
    sed -n '/^metadata:/,/^[^ ]/s/^  name: //p' "$FAKE/created"
}

# A PATH of what the script needs and no more.
few_tools() {
    mkdir -p "$BATS_TEST_TMPDIR/tools"
    for tool in sh awk sed cat date readlink chmod mkdir tr dd grep tail; do
        ln -sf "$(command -v $tool)" "$BATS_TEST_TMPDIR/tools"
    done
    echo "$BATS_TEST_TMPDIR/tools"
}

# What podclone itself makes of these words, with the suffix that the wrapper took.
same_as_podclone() {
    local name
    name=$(clone_name)
    podclone -q --suffix="${name##*-}" "$@" <"$FAKE/get.yaml" | diff - "$FAKE/created"
}

# gone PID: soon it does not run any more, be it reaped or not.
gone() {
    local n=0
    while [ -e "/proc/$1" ] && ! grep -q '^State:.*Z' "/proc/$1/status" 2>/dev/null; do
        n=$((n + 1))
        [ $n -lt 1200 ] || { echo "$1 still runs" && return 1; }
        /bin/sleep 0.05
    done
}

until_exists() {
    local n=0
    until [ -e "$1" ]; do
        n=$((n + 1))
        [ $n -lt 1200 ] || { echo "no $1" && return 1; }
        /bin/sleep 0.05
    done
}

tmux="tmux -S $BATS_TEST_TMPDIR/tmux -f /dev/null"

# has_shell 'SHELL OPTION...': whether it is installed; what is not tried is said.
has_shell() {
    command -v "${1%% *}" >/dev/null || { echo "# no ${1%% *}: not tried" >&3 && return 1; }
}

needs() {
    for tool; do command -v "$tool" >/dev/null || skip "no $tool"; done
}

# Until the screen shows this.
shows() {
    local n=0
    until $tmux capture-pane -p | grep -qaF -e "$1"; do
        n=$((n + 1))
        [ $n -lt 1200 ] || { echo "no $1" && $tmux capture-pane -p && return 1; }
        /bin/sleep 0.05
    done
}
