# Each test has a cluster of files, an empty directory to work in and an empty TMPDIR, where nothing may be left.
bats_require_minimum_version 1.5.0
plugin=$(cd "${BASH_SOURCE[0]%/*}" && pwd)
root=${plugin%/tests/plugin}
: "${BUILD:=$root/build/release}" "${PODCLONE:=$BUILD/podclone}"

# The real kubectl, where there is one: not the one of these tests.
real_kubectl=$(PATH=${PATH#"$plugin/bin:"} command -v kubectl || true)

cluster() {
    export FAKE=$BATS_TEST_TMPDIR/fake HOME=$BATS_TEST_TMPDIR/home TMPDIR=$BATS_TEST_TMPDIR/tmp
    unset KUBECONFIG FZF_DEFAULT_OPTS FZF_DEFAULT_COMMAND
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

# states WORD...: what the polls see, one after the other.
states() {
    local n=0 tools='init podclone-tools false terminated Completed 0 - - ""'
    rm -f "$FAKE"/state.* "$FAKE/polls"
    for word; do
        n=$((n + 1))
        case $word in
        new) ;;
        pending) printf '%s\n' 'pod Pending - ""' 'unscheduled Unschedulable "0/1 nodes: no \"big\" one"' ;;
        init) printf '%s\n' 'pod Pending - ""' 'init podclone-tools false waiting PodInitializing 0 - - ""' \
            'container cart false waiting PodInitializing 0 - - ""' ;;
        pull) printf '%s\n' 'pod Pending - ""' "$tools" 'container cart false waiting ErrImagePull 0 - - "not found"' ;;
        backoff) printf '%s\n' 'pod Pending - ""' "$tools" \
            'container cart false waiting ImagePullBackOff 0 - - "Back-off pulling image \"cart:1\""' ;;
        creating) printf '%s\n' 'pod Pending - ""' "$tools" 'container cart false waiting ContainerCreating 0 - - ""' ;;
        run) printf '%s\n' 'pod Running - ""' "$tools" 'container cart true running - 0 - - ""' \
            'container metrics true running - 0 - - ""' ;;
        tools) printf '%s\n' 'pod Pending - ""' 'init podclone-tools false waiting ImagePullBackOff 0 - - "no busybox"' \
            'container cart false waiting PodInitializing 0 - - ""' ;;
        evicted) printf '%s\n' 'pod Failed Evicted "the node was low on memory"' ;;
        killed) printf '%s\n' 'pod Failed DeadlineExceeded "too late"' 'container cart false terminated Error 137 - - ""' ;;
        loop=*) printf '%s\n' 'pod Running - ""' "$tools" \
            "container cart false waiting CrashLoopBackOff 0 Error ${word#*=} \"back-off\"" ;;
        start) printf '%s\n' 'pod Running - ""' "$tools" 'container cart false terminated StartError 128 - - "no such file"' ;;
        init-runs) printf '%s\n' 'pod Pending - ""' "$tools" 'init migrate true running - 0 - - ""' \
            'container serve false waiting PodInitializing 0 - - ""' ;;
        ended=*) printf '%s\n' 'pod Running - ""' "$tools" "container cart false terminated Error ${word#*=} - - \"\"" ;;
        esac >"$FAKE/state.$n"
    done
}

# A line a call, its words with | between.
calls() {
    for file in "$FAKE"/calls/[0-9]*; do
        [ ! -f "$file" ] || tr '\n\0' ' |' <"$file" | sed 's/|$//'
        echo
    done
}

# The verbs in the order of the calls: get create poll events ...
verbs() {
    calls | sed -e 's/.*|events|.*\|^get|events|.*/events/' -e 's/.*unscheduled.*/poll/' \
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
    for tool in sh awk sed cat date readlink chmod mkdir tr; do
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

# ended PID: soon it does not run any more, be it reaped or not.
ended() {
    local n=0
    while [ -e "/proc/$1" ] && ! grep -q '^State:.*Z' "/proc/$1/status" 2>/dev/null; do
        n=$((n + 1))
        [ $n -lt 40 ] || { echo "$1 still runs" && return 1; }
        /bin/sleep 0.05
    done
}

until_exists() {
    local n=0
    until [ -e "$1" ]; do
        n=$((n + 1))
        [ $n -lt 200 ] || { echo "no $1" && return 1; }
        /bin/sleep 0.05
    done
}

tmux="tmux -S $BATS_TEST_TMPDIR/tmux -f /dev/null"

needs() {
    for tool; do command -v "$tool" >/dev/null || skip "no $tool"; done
}

# Until the screen shows this.
shows() {
    local n=0
    until $tmux capture-pane -p | grep -qF -e "$1"; do
        n=$((n + 1))
        [ $n -lt 200 ] || { echo "no $1" && $tmux capture-pane -p && return 1; }
        /bin/sleep 0.05
    done
}
