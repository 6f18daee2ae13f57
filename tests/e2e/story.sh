# shellcheck shell=sh
# The story of a scenario: a Pod dies, its clone lives, and the same death is seen in the clone. Each step fails the
# scenario if it does not see what it must.

playing='' # the process that plays the clone, where it runs in the background

fail() {
    echo "FAIL $scenario: $*"
    [ -z "$playing" ] || kill "$playing"
    exit 1
}

not_played() {
    echo "not played: $*"
    exit 77
}

# dies [FILE]: plays the original Pod, without restarts, and keeps what it prints in plain.log.
dies() {
    { sed 's/restartPolicy: Always/restartPolicy: Never/' "${1:-pod.yaml}" && lines "$other_documents"; } >plain.yaml
    play plain.yaml # fails where the container that dies is an init container
    code=$(podman wait "cart-75b96b9555-g2t75-$target" 2>/dev/null)
    podman logs "cart-75b96b9555-g2t75-$target" >plain.log 2>&1
    podman pod rm --force --time 0 cart-75b96b9555-g2t75 >/dev/null 2>&1
    [ "$code" = 1 ] || fail "the original Pod exits with '$code', not 1: $(cat plain.yaml.log plain.log)"
    [ "$(head -n 1 plain.log)" = "crash: cannot start with this configuration" ] || fail "the original Pod says: $(cat plain.log)"
}

# says LINE: the original Pod printed this line, so podman did what the manifest says.
says() {
    grep -qxF "  $1" plain.log
}

# stand_in <CLONE: does to the clone what a cluster would, and podman cannot. A scenario may define it again.
stand_in() {
    cat
}

# clone [OPTION...]: makes the clone, plays it, and waits until its target runs.
clone() {
    "$podclone" "$@" <pod.yaml >clone.yaml 2>notes || fail "podclone $* exits with $?: $(cat notes)"
    name=$(pod_name clone.yaml)
    inside=$name-$target
    { as_kubelet clone.yaml | stand_in && lines "$other_documents"; } >played.yaml
    if [ -n "$main" ]; then
        play played.yaml & # returns when the init containers have ended
        playing=$!
    else
        play played.yaml || fail "the clone cannot be played: $(cat played.yaml.log; podman logs "$name-podclone-tools" 2>&1)"
    fi
    soon is_running "$inside" || fail "the target of the clone does not run: $(cat played.yaml.log; podman logs "$inside" 2>&1)"
}

in_clone() {
    podman exec "$inside" /podclone/shell -c "$@"
}

# same FILE CODE: what rerun printed and its exit code are those of the original Pod.
same() {
    [ "$2" = 1 ] || fail "rerun exits with $2, not 1: $(cat "$1")"
    diff -u plain.log "$1" >difference || fail "rerun differs from the original Pod:
$(cat difference)"
}

# reruns [ENTRYPOINT...]: runs rerun in the clone's shell, and without the shell.
reruns() {
    # shellcheck disable=SC2016 # for the shell in the clone
    in_clone '/podclone/rerun "$@"' sh "$@" >rerun.log 2>&1
    same rerun.log $?
    podman exec "$inside" /podclone/rerun "$@" >rerun.log 2>&1
    same rerun.log $?
}

# enters: the shell in the clone finds the tools, at the end of the container's own PATH, and has the user and the
# privileges of the sleeping target.
enters() {
    # shellcheck disable=SC2016
    in_clone '
        facts() { grep -E "^(Uid|Gid|CapEff|CapBnd|NoNewPrivs|Seccomp):" "/proc/$1/status"; }
        ls / | grep -x podclone
        echo "${PATH##*:}"
        echo "$(id -u):$(id -g)"
        [ "$(facts 1)" = "$(facts self)" ] || { facts 1; facts self; }' >entered.log 2>&1
    user=$(sed -n 's/^  user \([0-9:]*\).*/\1/p' plain.log)
    printf 'podclone\n/podclone/bin\n%s\n' "$user" | diff -u - entered.log >difference ||
        fail "what the shell in the clone sees: $(cat difference)"
}

# stops: the clone ends by itself on the stop signal of its image, as it must for kubectl delete. One that is killed has 137.
stops() {
    podman stop --time 60 "$inside" >/dev/null 2>stop.log || fail "podman stop: $(cat stop.log)"
    code=$(podman inspect --format '{{.State.ExitCode}}' "$inside")
    [ "$code" = 0 ] || fail "the stopped clone exits with $code"
    wait
}

# lives_on [ENTRYPOINT...]: the whole story. The ENTRYPOINT is what rerun needs where the manifest has no command.
lives_on() {
    manifest >pod.yaml
    dies
    clone
    enters
    reruns "$@"
    stops
}
