load helper

setup() { cluster; }
teardown() { nothing_left; }

@test "without a terminal: gets, clones, creates, waits, says what to do" {
    states pending init creating run
    without_terminal cart-x
    is "$status" 0
    is "$(verbs)" 'get create poll'
    is "$(calls | sed -n 1p)" 'get|pod/cart-x|-o|yaml'
    is "$output" "pod/$(clone_name) created"
    same_as_podclone
    has "$stderr" 'container cart: CrashLoopBackOff'
    has "$stderr" "  enter it   kubectl exec -it -n shop $(clone_name) -- /podclone/shell"
    has "$stderr" "  delete it  kubectl delete pod -n shop $(clone_name)"
}

@test "each state is shown once, as it comes" {
    states new pending pending init creating creating run
    without_terminal cart-x
    is "$(grep '^  state' <<<"$stderr")" '  state      Pending
  state      Pending: Unschedulable: 0/1 nodes: no "big" one
  state      init container podclone-tools: PodInitializing
  state      cart: ContainerCreating
  state      cart: running'
}

@test "a failing get: its message and code, and nothing is created" {
    echo 'Error from server (NotFound): pods "x" not found' >"$FAKE/get.err"
    echo 7 >"$FAKE/get.code"
    without_terminal x --rm --replace -k kept
    is "$status" 7
    is "$stderr" 'Error from server (NotFound): pods "x" not found'
    is "$(verbs)" get
    [ ! -e kept ]
}

@test "a get that fails in the middle of the manifest creates nothing" {
    cat >"$bin/kubectl" <<'END'
#!/bin/sh
head -n 20 "$FAKE/get.yaml"
echo "$1" >>"$FAKE/verbs"
exit 9
END
    chmod +x "$bin/kubectl"
    PATH=$bin:$PATH without_terminal x
    is "$status" 9
    is "$(cat "$FAKE/verbs")" get
}

@test "what podclone cannot clone: its message, and nothing is created" {
    printf 'apiVersion: v1\nkind: Service\nmetadata:\n  name: x\n' >"$FAKE/get.yaml"
    without_terminal x
    is "$status" 1
    has "$stderr" 'podclone: '
    is "$(verbs)" get
    cp "$plugin/fixtures/cart.yaml" "$FAKE/get.yaml"
    without_terminal x -c nope
    is "$status" 1
    has "$stderr" 'no container nope'
    is "$(verbs)" get
}

@test "a failing create: its message and code; of what it may have created all the same nothing is left" {
    echo 'Error from server (Forbidden): quota' >"$FAKE/create.err"
    echo 5 >"$FAKE/create.code"
    without_terminal cart-x --rm --replace
    is "$status" 5
    has "$stderr" 'Error from server (Forbidden): quota'
    has_not "$stderr" 'delete it'
    is "$(verbs)" 'get create delete'
    is "$(calls | tail -n 1)" "--namespace=shop|delete|pod|$(clone_name)|--wait=false|--ignore-not-found"
    echo 1 >"$FAKE/delete.code"
    without_terminal cart-x
    is "$status" 5
    has "$stderr" "  delete it  kubectl delete pod -n shop $(clone_name)"
    # A Pod of that name may be somebody else's: what is ours has a label of its own.
    without_terminal cart-x --name=mine
    is "$(calls | tail -n 1)" "--namespace=shop|delete|pod|--selector=podclone/run=$(sed -n 's,^    podclone/run: ,,p' "$FAKE/created")|--wait=false|--ignore-not-found"
}

@test "an image that cannot be pulled: the event's message, and the clone is left with the command to delete it" {
    states pull backoff
    printf '%s\n' '"BackOff: old"' '"A: older than three"' '"BackOff: old"' '"B: 1"' '"C: 2"' '"Failed: Failed to pull image \"cart:1\": not found"' >"$FAKE/events"
    without_terminal cart-x
    is "$status" 1
    has "$stderr" '  state      cart: ErrImagePull: not found'
    has "$stderr" '  event      Failed: Failed to pull image "cart:1": not found'
    is "$(grep -c '  event  ' <<<"$stderr")" 3
    has_not "$stderr" 'older than three'
    has "$stderr" 'cannot run: cart: ImagePullBackOff: Back-off pulling image "cart:1"'
    has "$stderr" "kubectl delete pod -n shop $(clone_name)"
    is "$(verbs)" 'get create poll events'
    has "$(calls | grep events)" "--field-selector=involvedObject.name=$(clone_name),type=Warning|--sort-by=.lastTimestamp|"
}

@test "an init container that fails holds the target back: it is named" {
    states init tools
    without_terminal cart-x
    is "$status" 1
    has "$stderr" 'cannot run: init container podclone-tools: ImagePullBackOff: no busybox'
}

@test "a pod that was evicted" {
    states creating evicted
    without_terminal cart-x
    is "$status" 1
    has "$stderr" 'the Pod has ended (Failed): Evicted: the node was low on memory'
}

@test "the timeout: what it waited for, and the events" {
    states pending
    echo '"FailedScheduling: 0/1 nodes"' >"$FAKE/events"
    without_terminal cart-x --timeout=1s
    is "$status" 1
    has "$stderr" 'does not run after 1s: Pending: Unschedulable: 0/1 nodes: no "big" one'
    has "$stderr" '  event      FailedScheduling: 0/1 nodes'
    # It may run yet.
    has "$stderr" "  enter it   kubectl exec -it -n shop $(clone_name) -- /podclone/shell"
    without_terminal cart-x --timeout=1s --rm
    has_not "$stderr" 'enter it'
    rm -r "$FAKE/calls"
    for time in 1x m '' -1 99999999999; do
        without_terminal cart-x --timeout="$time"
        is "$status" 2
    done
    is "$(verbs)" ''
}

@test "a poll that fails is no end; five in a row are, with the message and code of the last" {
    states creating new creating new new run
    for n in 2 4 5; do
        echo "timeout $n" >"$FAKE/state.$n.err"
        echo 1 >"$FAKE/state.$n.code"
    done
    without_terminal cart-x --rm
    is "$status" 0
    has_not "$stderr" timeout
    states creating new
    echo 'pods "x" not found' >"$FAKE/state.2.err"
    echo 3 >"$FAKE/state.2.code"
    rm -rf "$FAKE/calls"
    without_terminal cart-x --rm
    is "$status" 3
    is "$(verbs)" 'get create poll delete'
    is "$(calls | grep -c 'get|pod|')" 6
    is "$(grep -c 'not found' <<<"$stderr")" 1
    rm "$FAKE/polls"
    without_terminal cart-x
    is "$status" 3
    is "$(tail -n 2 <<<"$stderr")" "pods \"x\" not found
  delete it  kubectl delete pod -n shop $(clone_name)"
}

@test "a command: its log is followed, then its exit code is ours, and only then is the clone deleted" {
    echo 'what it printed' >"$FAKE/logs"
    # A kubelet shows the end at once, or only that it waits to start the command again, or that it has done so.
    for end in ended=42 loop=42 again=42; do
        for first in creating run; do
            states creating $first $end
            rm -rf "$FAKE/calls"
            without_terminal cart-x --rm -- /app --once
            is "$status" 42
            is "$output" 'what it printed'
            is "$(verbs)" 'get create poll logs poll delete'
            is "$(calls | grep logs)" "--namespace=shop|logs|-f|$(clone_name)|-c|cart"
            same_as_podclone --once -- /app --once
        done
    done
    states run ended=0
    without_terminal cart-x -- /app --once
    is "$status" 0
    on_terminal kubectl-podclone cart-x -- /app --once
    has "$output" 'what it printed'
    has_not "$(verbs)" exec
}

@test "a log that ends long before its command is followed again" {
    echo part >"$FAKE/logs"
    # shellcheck disable=SC2046
    states $(yes run | head -n 40) ended=7
    without_terminal cart-x -- /app --once
    is "$status" 7
    is "$output" 'part
part'
    is "$(calls | grep logs | tail -n 1)" "--namespace=shop|logs|-f|$(clone_name)|-c|cart|--since=7s"
}

@test "a command with -i: its log from the first byte, once, and what it is fed with" {
    echo 'the first line' >"$FAKE/logs"
    printf '#!/bin/sh\ncat >"$FAKE/fed"\necho attached\n' >"$FAKE/attach"
    chmod +x "$FAKE/attach"
    states run ended=9
    run --separate-stderr kubectl-podclone cart-x -i -q -- /app --once <<<'the input'
    is "$status" 9
    is "$output" 'the first line'
    is "$stderr" ''
    is "$(cat "$FAKE/fed")" 'the input'
    is "$(calls | grep attach)" "--namespace=shop|attach|-i|$(clone_name)|-c|cart|--quiet"
    is "$(calls | grep logs)" "--namespace=shop|logs|-f|$(clone_name)|-c|cart"
    has "$(cat "$FAKE/created")" 'stdinOnce: true'
}

@test "a command with -i that cannot be fed: its message and code; one that has ended meanwhile is none" {
    echo 'error: pods/attach is forbidden' >"$FAKE/attach.err"
    echo 7 >"$FAKE/attach.code"
    echo 300 >"$FAKE/logs.sleep"
    SECONDS=0
    without_terminal cart-x -i --rm -q -- /app --once
    is "$status" 7
    is "$stderr" 'error: pods/attach is forbidden'
    is "$(calls | grep -c 'delete|pod')" 1
    gone "$(cat "$FAKE/logs.started")"
    [ $SECONDS -lt 60 ]
    rm "$FAKE/logs.sleep"
    echo 'all it printed' >"$FAKE/logs"
    states run ended=3
    without_terminal cart-x -i -- /app --once
    is "$status" 3
    is "$output" 'all it printed'
}

@test "a command with -it has the terminal; what it printed before is shown first" {
    echo 'the first line' >"$FAKE/logs"
    states run ended=9
    on_terminal kubectl-podclone cart-x -itq -- /app --once
    is "$status" 9
    is "$output" 'the first line
attached'
    is "$(verbs)" 'get create poll logs attach poll'
    is "$(calls | grep attach)" "--namespace=shop|attach|-i|-t|$(clone_name)|-c|cart"
}

@test "each call has a time, but for a session and a log that is followed" {
    echo log >"$FAKE/logs"
    states run ended=0
    without_terminal cart-x --rm -i -- /app --once
    states run
    on_terminal kubectl-podclone cart-x --rm
    states backoff
    without_terminal deployment/cart --rm
    for call in "$FAKE"/calls/[0-9]*; do
        grep -qza -e --request-timeout=20s "$call" || tr '\0' ' ' <"$call" | sed 's/.* \(exec\|attach\|logs -f\) .*/\1/'
        echo
    done | sed '/^$/d' | sort | paste -sd ' ' >unlimited
    is "$(cat unlimited)" 'attach exec logs -f'
}

@test "a clone that is deleted while its command runs" {
    echo 'what it printed' >"$FAKE/logs"
    states run new
    echo 'Error from server (NotFound): pods "x" not found' >"$FAKE/state.2.err"
    echo 6 >"$FAKE/state.2.code"
    without_terminal cart-x -q --rm -- /app --once
    is "$status" 6
    is "$output" 'what it printed'
    is "$stderr" 'Error from server (NotFound): pods "x" not found'
    is "$(calls | grep -c 'logs')" 1
}

@test "hold that ended, or did not start: its log, and the event" {
    printf 'what it\033[31m printed\n' >"$FAKE/logs"
    echo '"BackOff: again and again"' >"$FAKE/events"
    for state in ended=0 loop=126; do
        states creating $state
        without_terminal cart-x
        is "$status" 1
        has "$stderr" 'what it\x1b[31m printed'
        has "$stderr" '  event      BackOff: again and again'
        has "$stderr" "cart cannot run: cart: ended with exit code ${state#*=}: Error"
    done
    states start
    without_terminal cart-x -- /app --once
    is "$status" 1
    has "$stderr" 'cart cannot run: cart: ended with exit code 128: StartError: no such file'
}

@test "a pod that ended with its containers" {
    states killed
    without_terminal cart-x -- /app
    is "$status" 1
    has "$stderr" 'cannot run: the Pod has ended (Failed): DeadlineExceeded: too late'
}

@test "events are shown while a state stays, each once, control characters escaped" {
    # shellcheck disable=SC2046
    states $(printf 'creating%.0s ' $(seq 37)) run
    printf '%s\n' '"FailedMount: no \"cfg\""' '"FailedMount: no \"cfg\""' '"Odd: \x1b[31m"' >"$FAKE/events"
    without_terminal cart-x --timeout=10m
    is "$(grep -E '^  (state|event)' <<<"$stderr")" '  state      cart: ContainerCreating
  event      FailedMount: no "cfg"
  event      Odd: \x1b[31m
  state      cart: running'
    is "$(verbs)" 'get create poll events poll events poll'
}

@test "on a terminal: enters the shell, gives its exit code, then prints the command to delete" {
    printf '#!/bin/sh\necho entered\nexit 3\n' >"$FAKE/exec"
    chmod +x "$FAKE/exec"
    on_terminal kubectl-podclone cart-x
    is "$status" 3
    is "$(verbs)" 'get create poll exec'
    is "$(calls | tail -n 1)" "--namespace=shop|exec|-it|$(clone_name)|-c|cart|--|/podclone/shell"
    has_not "$output" 'enter it'
    has "${output##*entered}" "  delete it  kubectl delete pod -n shop $(clone_name)"
}

@test "a terminal to type at, or one to read, is not enough to enter" {
    on_terminal sh -c 'kubectl-podclone cart-x | cat'
    has "$output" 'enter it'
    on_terminal sh -c 'kubectl-podclone cart-x </dev/null'
    has "$output" 'enter it'
    has_not "$(verbs)" exec
}

@test "the shell has the terminal for its input" {
    printf '#!/bin/sh\nread -r line && echo "got $line" && [ -t 0 ] && [ -t 1 ] && echo terminal\n' >"$FAKE/exec"
    chmod +x "$FAKE/exec"
    typed='words\n' on_terminal kubectl-podclone cart-x
    has "$output" 'got words'
    has "$output" terminal
}

@test "what is entered without tools, with the image volume, in another directory" {
    on_terminal kubectl-podclone cart-x --tools=none -q
    is "$(calls | tail -n 1)" "--namespace=shop|exec|-it|$(clone_name)|-c|cart|--|sh"
    # hold writes the shell, maybe a moment after the container runs: the image's own waits for it.
    on_terminal kubectl-podclone cart-x --tools=image
    tr '\0' '\n' <"$(ls "$FAKE"/calls/[0-9]* | tail -n 1)" >words
    is "$(sed -n '3,7p; 9,$p' words | tr '\n' '|')" "-it|$(clone_name)|-c|cart|--|-c|"'until [ -x "$0" ] || [ $# = 99 ]; do set -- "$@" .; "${0%/*}/image/bin/sleep" 0.1; done; exec "$0"|/podclone/shell|'
    is "$(sed -n 8p words)" /podclone/image/bin/sh
    # Played with a directory of its own.
    mkdir -p dir/image/bin
    printf '#!/bin/sh\necho >>slept\n[ "$(wc -l <slept)" -lt 3 ] || { echo "echo the shell, $#" >dir/shell && chmod +x dir/shell; }\n' >dir/image/bin/sleep
    chmod +x dir/image/bin/sleep
    is "$(sh -c "$(sed -n 10p words)" dir/shell)" 'the shell, 1'
    on_terminal kubectl-podclone cart-x --tools-dir /t
    is "$(calls | tail -n 1)" "--namespace=shop|exec|-it|$(clone_name)|-c|cart|--|/t/shell"
}

@test "--attach attaches to the target" {
    without_terminal cart-x --attach
    is "$status" 0
    has "$output" attached
    is "$(calls | tail -n 1)" "--namespace=shop|attach|$(clone_name)|-c|cart"
}

@test "a target among the init containers is waited for and entered" {
    cp "$plugin/fixtures/migrate.yaml" "$FAKE/get.yaml"
    target=migrate states init-runs
    on_terminal kubectl-podclone migrate
    is "$status" 0
    has "$output" '  state      init container migrate: running'
    is "$(calls | tail -n 1)" "--namespace=shop|exec|-it|$(clone_name)|-c|migrate|--|/podclone/shell"
}

@test "events are read as kubectl writes them" {
    [ "$real_kubectl" ] || skip 'no kubectl'
    event_template=$(sed -n "/^tell_events/,/^}/s/.*-o 'go-template=\(.*\)'.*/\1/p" "$bin/kubectl-podclone")
    # kubectl label takes no list of events.
    printf '%s\n' 'apiVersion: v1' 'kind: ConfigMap' 'metadata: {name: x}' 'data:' '  items:' \
        '  - {reason: "Fai\eled", message: "no \"cfg\"\n\e[31m"}' '  - {message: 1/2}' '  - {reason: Odd}' >list.yaml
    is "$("$real_kubectl" label --local -f list.yaml x- -o "go-template=${event_template/.items/.data.items}")" \
        '"Fai\x1bled: no \"cfg\"\n\x1b[31m"
"-: 1/2"
"Odd: "'
}
