load helper

setup() { cluster; }
teardown() { nothing_left; }

@test "--rm deletes on leaving" {
    on_terminal kubectl-podclone cart-x --rm
    is "$status" 0
    is "$(verbs)" 'get create poll exec delete'
    is "$(calls | tail -n 1)" "--namespace=shop|delete|pod|$(clone_name)|--wait=false|--ignore-not-found"
    has_not "$output" 'delete it'
}

@test "--rm deletes a clone that cannot run, and one that nobody can enter" {
    states backoff
    without_terminal cart-x --rm
    is "$status" 1
    is "$(verbs)" 'get create poll events delete'
    rm -r "$FAKE/calls"
    states run
    without_terminal cart-x --rm
    is "$status" 0
    is "$(verbs)" 'get create poll delete'
}

# signal NAME CODE: sends it while kubectl attach runs, which must not be left behind.
signal() {
    rm -rf "$FAKE/calls" "$FAKE/attach.started"
    echo 300 >"$FAKE/attach.sleep"
    env --default-signal=INT,HUP kubectl-podclone cart-x --rm --attach >out 2>&1 </dev/null 3>&- &
    local pid=$! status=0
    until_exists "$FAKE/attach.started"
    /bin/sleep 0.1
    SECONDS=0
    kill "-$1" $pid
    wait $pid || status=$?
    [ $SECONDS -lt 60 ]
    is "$status" "$2"
    is "$(verbs)" 'get create poll attach delete'
    fails kill -0 "$(cat "$FAKE/attach.started")"
}

@test "--rm deletes on INT, TERM and HUP in a session, at once" {
    signal INT 130
    signal TERM 143
    signal HUP 129
}

@test "--rm deletes on INT, TERM and HUP while it waits" {
    states pending
    for each in INT:130 TERM:143 HUP:129; do
        rm -rf "$FAKE/calls"
        env --default-signal=INT,HUP kubectl-podclone cart-x --rm >out 2>err </dev/null 3>&- &
        pid=$! status=0
        until_exists "$FAKE/calls/004"
        kill "-${each%:*}" $pid
        wait $pid || status=$?
        is "$status" "${each#*:}"
        is "$(verbs | sed 's/events poll //')" 'get create poll delete'
    done
}

@test "INT while kubectl gets, creates or attaches: nothing is left, and without --rm the command to delete" {
    for stage in get create attach; do
        for rm in --rm '' '--rm --name=mine' '--rm --suffix=mine'; do
            rm -rf "$FAKE"/calls "$FAKE"/*.started "$FAKE"/*.sleep
            echo 300 >"$FAKE/$stage.sleep"
            # A process group of its own, as a terminal's ^C reaches it.
            # shellcheck disable=SC2086
            setsid env --default-signal=INT kubectl-podclone cart-x $rm --attach >out 2>err </dev/null 3>&- &
            pid=$! status=0
            until_exists "$FAKE/$stage.started"
            SECONDS=0
            kill -INT -- -$pid
            wait $pid || status=$?
            [ $SECONDS -lt 60 ]
            is "$status" 130
            gone "$(cat "$FAKE/$stage.started")"
            case $stage:$rm in
            get:*) is "$(verbs)" get ;;
            # Nobody knows whether there is a clone: it goes, and once more, for the cluster may still be at it.
            create:*)
                is "$(verbs)" 'get create delete'
                is "$(calls | grep -c delete)" 2
                ;;
            attach:) is "$(verbs)" 'get create poll attach' ;;
            *) is "$(verbs)" 'get create poll attach delete' ;;
            esac
            case $(verbs) in
            get | *delete) fails grep 'delete it' err ;;
            *) has "$(cat err)" "delete it  kubectl delete pod -n shop $(clone_name)" ;;
            esac
        done
    done
}

@test "a second signal does not stop the deletion" {
    echo 2 >"$FAKE/delete.sleep"
    for first in INT ''; do
        [ ! "$first" ] || echo 300 >"$FAKE/attach.sleep"
        for again in INT TERM HUP PIPE; do
            rm -rf "$FAKE"/calls "$FAKE"/*.started
            setsid env --default-signal=INT,HUP kubectl-podclone cart-x --rm --attach >out 2>&1 </dev/null 3>&- &
            pid=$! status=0
            if [ "$first" ]; then
                until_exists "$FAKE/attach.started"
                kill -INT -- -$pid
            fi
            until_exists "$FAKE/delete.started"
            kill -$again -- -$pid
            /bin/sleep 0.2
            kill -0 "$(cat "$FAKE/delete.started")"
            wait $pid || status=$?
            is "$status" "${first:+13}0"
        done
        rm -f "$FAKE/attach.sleep"
    done
}

@test "INT while it waits, without --rm: the command to delete" {
    states pending
    env --default-signal=INT kubectl-podclone cart-x >out 2>err </dev/null 3>&- &
    pid=$! status=0
    until_exists "$FAKE/calls/004"
    kill -INT $pid
    wait $pid || status=$?
    is "$status" 130
    is "$(tail -n 1 err)" "  delete it  kubectl delete pod -n shop $(clone_name)"
}

@test "--rm deletes when nobody reads the output any more" {
    states new creating run
    kubectl-podclone cart-x --rm </dev/null 2>&1 >/dev/null | head -n 1 >out || true
    is "$(verbs)" 'get create poll delete'
}

@test "--rm where the deletion fails: its message and code, and the command to delete" {
    echo 'Error from server: no' >"$FAKE/delete.err"
    echo 6 >"$FAKE/delete.code"
    without_terminal cart-x --rm
    is "$status" 6
    has "$stderr" "Error from server: no
  delete it  kubectl delete pod -n shop $(clone_name)"
    states backoff
    without_terminal cart-x --rm
    is "$status" 1
}

@test "--rm deletes when the terminal closes" {
    echo 300 >"$FAKE/exec.sleep"
    $tmux new-session -d -x 100 -y 20 "kubectl-podclone cart-x --rm" 3>&- || skip 'no tmux'
    until_exists "$FAKE/exec.started"
    $tmux kill-server
    n=0
    until [ "$(verbs)" = 'get create poll exec delete' ]; do
        n=$((n + 1))
        [ $n -lt 1200 ] || { verbs && return 1; }
        /bin/sleep 0.05
    done
}

# A clone that was created is deleted, or was never created: what the recording kubectl saw last of it.
none_stays() {
    local created deleted
    created=$(calls | grep -c '|create|' || true) deleted=$(calls | grep -c '|delete|pod|' || true)
    clones=$((${clones-0} + created))
    [ "$created" = 0 ] || [ "$deleted" -gt 0 ] || { echo "$1: a clone stays" && calls && return 1; }
}

# with_shell WORD...: the wrapper under $shell in a group of its own, whose leader it is; its number is in $FAKE/pid.
with_shell() {
    # shellcheck disable=SC2086,SC2016
    setsid env --default-signal=INT,HUP sh -c 'echo $$ >"$FAKE/pid" && exec "$@"' - $shell "$bin/kubectl-podclone" "$@" >out 2>err </dev/null 3>&-
}

@test "--rm: a signal before or after any call leaves no clone, under any shell" {
    n=0
    for shell in dash 'bash --posix' 'busybox sh' mksh; do
        has_shell "$shell" || continue
        for moment in before.get after.get before.create after.create before.poll after.poll before.attach after.attach before.delete after.delete; do
            rm -rf "$FAKE"/calls "$FAKE"/before.* "$FAKE"/after.* "$FAKE/polls" "$FAKE/pid" "$FAKE/created"
            n=$((n + 1)) name='' to=''
            case $((n % 3)) in 0) signal=INT ;; 1) signal=TERM ;; 2) signal=HUP ;; esac
            [ $((n % 4)) -lt 2 ] || to=-
            [ $((n % 5)) -lt 3 ] || name=--name=mine
            mkfifo "$FAKE/$moment"
            with_shell cart-x --rm --attach $name &
            pid=$! status=0
            until_exists "$FAKE/pid"
            # Whoever opens it gets the signal's name.
            (echo "$signal $to$(cat "$FAKE/pid")" >"$FAKE/$moment") 3>&- &
            wait $pid || status=$?
            what="$shell, $signal to ${to}PID, $moment $name: $status"
            none_stays "$what"
            case $moment in
            *.delete) is "$what" "${what%:*}: 0" ;;
            *) [ $status -gt 128 ] || { echo "$what" && calls && cat err && return 1; } ;;
            esac
            [ ! -e "$FAKE/created" ] || has "$what: $(verbs)" delete
        done
    done
    [ "$clones" -gt 20 ]
}

@test "--rm: no signal at any moment leaves a clone, under any shell" {
    [ "${ROUNDS-}" ] || skip 'it needs ROUNDS, and takes a SEED'
    RANDOM=${SEED:-17}
    for shell in dash 'bash --posix' 'busybox sh' mksh; do
        has_shell "$shell" || continue
        for n in $(seq "$ROUNDS"); do
            rm -rf "$FAKE"/calls "$FAKE"/*.sleep "$FAKE"/*.started "$FAKE/polls" "$FAKE/pid"
            # Each call takes its time, and one of them may hang.
            for verb in get create attach delete; do echo 0.0$((RANDOM % 10)) >"$FAKE/$verb.slow"; done
            hung=$(shuf -n 1 --random-source=<(yes $RANDOM) -e create attach none)
            [ $hung = none ] || echo 300 >"$FAKE/$hung.sleep"
            name='' signal=$(shuf -n 1 --random-source=<(yes $RANDOM) -e INT TERM HUP) group=$((RANDOM % 2)) wait=0.$((RANDOM % 9))$((RANDOM % 10))
            [ $((RANDOM % 2)) = 0 ] || name=--name=mine
            with_shell cart-x --rm --attach $name &
            pid=$!
            until_exists "$FAKE/pid"
            /bin/sleep $wait
            to=$(cat "$FAKE/pid")
            [ $group = 0 ] || to=-$to
            kill -$signal -- "$to" 2>/dev/null || true
            SECONDS=0
            wait $pid || true
            what="SEED=${SEED:-17}, $shell, round $n: $signal after $wait, group $group, hung $hung $name"
            [ $SECONDS -lt 60 ] || { echo "$what: does not end" && return 1; }
            none_stays "$what"
        done
    done
}

@test "--rm deletes with standard input, output and error closed, under any shell" {
    for shell in dash 'bash --posix' 'busybox sh' mksh; do
        has_shell "$shell" || continue
        for closed in '<&-' '>&-' '2>&-' '<&- >&- 2>&-' '>/dev/full' '2>/dev/full' '>/dev/full 2>/dev/full'; do
            rm -rf "$FAKE/calls" "$FAKE/polls"
            bash -c "exec $shell '$bin/kubectl-podclone' cart-x --rm $closed" || true
            # With a full disk kubectl create fails, though it has created.
            case $closed in '>/dev/full'*) is "$(verbs)" 'get create delete' ;; *) is "$(verbs)" 'get create poll delete' ;; esac
        done
    done
}

@test "--rm: a create that no signal stops has ended before the clone is deleted" {
    touch "$FAKE/create.stubborn"
    for signal in INT TERM; do
        rm -rf "$FAKE"/calls "$FAKE"/created "$FAKE/create.started"
        setsid env --default-signal=INT kubectl-podclone cart-x --rm >out 2>err </dev/null 3>&- &
        pid=$! status=0
        until_exists "$FAKE/create.started"
        kill -$signal $pid
        wait $pid || status=$?
        [ $status -gt 128 ]
        [ ! -e "$FAKE/deleted-early" ]
        is "$(verbs)" 'get create delete'
    done
}

@test "--rm deletes where create fails after it has created" {
    for words in '' --name=mine --suffix=mine; do
        rm -rf "$FAKE/calls"
        echo 'Error from server (Timeout): the server was unable to return a response in time' >"$FAKE/create.err"
        echo 1 >"$FAKE/create.code"
        # shellcheck disable=SC2086
        without_terminal cart-x --rm $words
        is "$status" 1
        is "$(verbs)" 'get create delete'
        case $words in '') own=$(clone_name) ;; *) own=--selector=podclone/run=$(sed -n 's,^    podclone/run: ,,p' "$FAKE/created") ;; esac
        is "$(calls | tail -n 1)" "--namespace=shop|delete|pod|$own|--wait=false|--ignore-not-found"
    done
}

@test "a signal to the shell alone ends a hung create and a hung session at once" {
    for stage in create attach exec-poll; do
        rm -rf "$FAKE"/calls "$FAKE"/*.started "$FAKE"/*.sleep "$FAKE/polls"
        case $stage in exec-poll) states pending ;; *) states run && echo 300 >"$FAKE/$stage.sleep" ;; esac
        setsid env --default-signal=INT kubectl-podclone cart-x --rm --attach --name=mine >out 2>err </dev/null 3>&- &
        pid=$! status=0
        case $stage in exec-poll) until_exists "$FAKE/calls/005" ;; *) until_exists "$FAKE/$stage.started" ;; esac
        SECONDS=0
        kill -TERM $pid
        wait $pid || status=$?
        [ $SECONDS -lt 60 ]
        is "$status" 143
        has "$(calls | tail -n 1)" '|delete|pod|--selector=podclone/run='
        case $stage in exec-poll) ;; *) gone "$(cat "$FAKE/$stage.started")" ;; esac
    done
}
