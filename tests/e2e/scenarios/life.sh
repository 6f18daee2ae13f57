# shellcheck shell=sh
# What the sleeping target does: it ends on a signal, and it reaps the children of others.

# The signals that runtimes send, and those that most images choose to be stopped with.
scenario_stop_signals() {
    manifest >pod.yaml
    dies
    clone
    for signal in TERM INT QUIT HUP USR1 USR2; do
        soon in_clone 'grep -q ") . 1 " /proc/[0-9]*/stat' 2>/dev/null || fail "the clone does not sleep before signal $signal"
        podman kill --signal "$signal" "$inside" >/dev/null
        code=$(timeout 60 podman wait "$inside")
        [ "$code" = 0 ] || fail "on signal $signal the clone ends with '$code'"
        soon is_quiet
        podman start "$inside" >start.log 2>&1 || fail "podman start: $(cat start.log)"
    done
}

# A process that is started in the shell and left behind becomes a child of the target's process.
scenario_orphans() {
    manifest >pod.yaml
    dies
    clone
    in_clone '(sleep 0.1 &)'
    sleep 0.5
    # shellcheck disable=SC2016
    zombies=$(in_clone 'cat /proc/[0-9]*/stat | grep -c ") Z "')
    [ "$zombies" = 0 ] || fail "$zombies zombies in the clone"
    stops
}
