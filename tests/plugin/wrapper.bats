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

@test "a failing create: its message and code; nothing is deleted" {
    echo 'Error from server (Forbidden): quota' >"$FAKE/create.err"
    echo 5 >"$FAKE/create.code"
    without_terminal cart-x --rm --replace
    is "$status" 5
    has "$stderr" 'Error from server (Forbidden): quota'
    is "$(verbs)" 'get create'
}

@test "an image that cannot be pulled: the event's message, and the clone is left with the command to delete it" {
    states pull backoff
    printf '%s\n' '"BackOff: old"' '"Failed: Failed to pull image \"cart:1\": not found"' >"$FAKE/events"
    without_terminal cart-x
    is "$status" 1
    has "$stderr" '  state      cart: ErrImagePull: not found'
    has "$stderr" '  event      Failed: Failed to pull image "cart:1": not found'
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
    has "$stderr" 'the pod has ended (Failed): Evicted: the node was low on memory'
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
    rm -r "$FAKE/calls"
    for time in 1x m '' -1 99999999999; do
        without_terminal cart-x --timeout="$time"
        is "$status" 2
    done
    is "$(verbs)" ''
}

@test "times: hours, minutes, seconds" {
    sed -n '/^seconds()/,/^}/p' "$bin/kubectl-podclone" >"$BATS_TEST_TMPDIR/seconds"
    . "$BATS_TEST_TMPDIR/seconds"
    is "$(seconds 90) $(seconds 90s) $(seconds 2m) $(seconds 1h30m) $(seconds 0) $(seconds 08s)" '90 90 120 5400 0 8'
    fails seconds 1d
    fails seconds s
    fails seconds ''
}

@test "a poll that fails: its message and code" {
    states creating new
    echo 'pods "x" not found' >"$FAKE/state.2.err"
    echo 3 >"$FAKE/state.2.code"
    without_terminal cart-x --rm
    is "$status" 3
    is "$(verbs)" 'get create poll delete'
    rm "$FAKE/polls"
    without_terminal cart-x
    is "$status" 3
    is "$(tail -n 2 <<<"$stderr")" "pods \"x\" not found
  delete it  kubectl delete pod -n shop $(clone_name)"
}

@test "a command that ended: its log, and its exit code" {
    echo 'what it printed' >"$FAKE/logs"
    # A kubelet shows the end at once, or only that it waits to start the command again.
    for state in ended=42 loop=42; do
        states creating $state
        without_terminal cart-x -- /app --once
        is "$status" 42
        has "$output" 'what it printed'
        has "$stderr" 'state      cart: ended with exit code 42: Error'
        same_as_podclone -- /app --once
    done
}

@test "a sleep that ended, or did not start: its log, and the event" {
    echo 'what it printed' >"$FAKE/logs"
    echo '"BackOff: again and again"' >"$FAKE/events"
    for state in ended=0 loop=126; do
        states creating $state
        without_terminal cart-x
        is "$status" 1
        has "$stderr" 'what it printed'
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
    has "$stderr" 'cannot run: the pod has ended (Failed): DeadlineExceeded: too late'
}

@test "events are shown while a state stays, each once, control characters escaped" {
    states creating
    printf '%s\n' '"FailedMount: no \"cfg\""' '"FailedMount: no \"cfg\""' '"Odd: \x1b[31m"' >"$FAKE/events"
    without_terminal cart-x --timeout=2s
    is "$(grep -E '^  (state|event)' <<<"$stderr")" '  state      cart: ContainerCreating
  event      FailedMount: no "cfg"
  event      Odd: \x1b[31m'
    has "$(verbs)" 'poll events poll'
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
    on_terminal kubectl-podclone cart-x --tools=image
    is "$(calls | tail -n 1)" "--namespace=shop|exec|-it|$(clone_name)|-c|cart|--|/podclone/bin/sh"
    on_terminal kubectl-podclone cart-x --tools-dir /t
    is "$(calls | tail -n 1)" "--namespace=shop|exec|-it|$(clone_name)|-c|cart|--|/t/shell"
}

@test "--rm deletes on leaving" {
    on_terminal kubectl-podclone cart-x --rm
    is "$status" 0
    is "$(verbs)" 'get create poll exec delete'
    is "$(calls | tail -n 1)" "--namespace=shop|delete|pod|$(clone_name)|--wait=false|--ignore-not-found|--request-timeout=20s"
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
    echo 20 >"$FAKE/attach.sleep"
    env --default-signal=INT,HUP kubectl-podclone cart-x --rm --attach >out 2>&1 </dev/null 3>&- &
    local pid=$! status=0
    until_exists "$FAKE/attach.started"
    /bin/sleep 0.1
    SECONDS=0
    kill "-$1" $pid
    wait $pid || status=$?
    [ $SECONDS -lt 10 ]
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
            echo 20 >"$FAKE/$stage.sleep"
            # A process group of its own, as a terminal's ^C reaches it.
            # shellcheck disable=SC2086
            setsid env --default-signal=INT kubectl-podclone cart-x $rm --attach >out 2>err </dev/null 3>&- &
            pid=$! status=0
            until_exists "$FAKE/$stage.started"
            SECONDS=0
            kill -INT -- -$pid
            wait $pid || status=$?
            [ $SECONDS -lt 10 ]
            is "$status" 130
            ended "$(cat "$FAKE/$stage.started")"
            case $stage:$rm in
            get:*) is "$(verbs)" get ;;
            # Of a name that was given, it cannot know that it is its own.
            create: | create:*mine) is "$(verbs)" 'get create' ;;
            create:*) is "$(verbs)" 'get create delete' ;;
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
        [ ! "$first" ] || echo 20 >"$FAKE/attach.sleep"
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
    echo 20 >"$FAKE/exec.sleep"
    $tmux new-session -d -x 100 -y 20 "kubectl-podclone cart-x --rm" 3>&- || skip 'no tmux'
    until_exists "$FAKE/exec.started"
    $tmux kill-server
    n=0
    until [ "$(verbs)" = 'get create poll exec delete' ]; do
        n=$((n + 1))
        [ $n -lt 100 ] || { verbs && return 1; }
        /bin/sleep 0.05
    done
}

@test "-k saves the manifest for its owner alone" {
    umask 022
    without_terminal cart-x -k kept
    is "$(stat -c %a kept)" 600
    cmp kept "$FAKE/created"
    for word in '-k=kept' '-kkept' '--keep=kept'; do
        rm kept
        touch kept
        chmod 666 kept
        without_terminal cart-x "$word"
        is "$(stat -c %a kept)" 600
        cmp kept "$FAKE/created"
    done
    without_terminal cart-x --keep 'a "b" c'
    cmp 'a "b" c' "$FAKE/created"
    is "$(ls -A | wc -l)" 2
}

@test "-k: a file that fails half way leaves what was there, and nothing else" {
    echo old >kept
    for file in kept new; do
        run --separate-stderr bash -c 'ulimit -f 4 && exec kubectl-podclone cart-x -k '$file </dev/null
        is "$status" 1
        has "$stderr" "cannot write $file"
        is "$(verbs)" get
        rm -r "$FAKE/calls"
    done
    is "$(cat kept)" old
    is "$(ls -A)" kept
}

@test "-k: who has the old file open does not see the new one; links and devices are written to" {
    echo old >kept
    chmod 666 kept
    exec 4<kept
    without_terminal cart-x -k kept
    is "$(cat <&4)" old
    exec 4<&-
    cmp kept "$FAKE/created"
    ln -s other link
    for _ in new old; do
        without_terminal cart-x -k link
        cmp other "$FAKE/created"
        is "$(stat -c %a other)" 600
        chmod 644 other
    done
    [ -L link ]
    without_terminal cart-x -q -k /dev/stderr
    is "$stderr" "$(cat "$FAKE/created")"
    without_terminal cart-x -k /dev/full
    is "$status" 1
    has "$stderr" 'cannot write /dev/full'
    is "$(ls -A | wc -l)" 3
}

@test "-k: a link that lies where the new file goes first is not followed" {
    printf '#!/bin/sh\necho 1800000000\n' >"$bin/date"
    chmod +x "$bin/date"
    # The same process, so that the name is the same one.
    PATH=$bin:$PATH run bash -c 'eval "$(sed -n "/^fresh_suffix()/,/^}/p" "$1")" &&
        ln -s "$PWD/victim" "kept.$(fresh_suffix)" && exec "$1" cart-x -k kept </dev/null' - "$bin/kubectl-podclone"
    is "$status" 1
    has "$output" 'cannot write kept'
    [ ! -e victim ]
    is "$(verbs)" get
}

@test "-k where nothing can be written: nothing is created" {
    without_terminal cart-x -k no/such/directory
    is "$status" 1
    has "$stderr" 'cannot write no/such/directory'
    is "$(verbs)" get
}

@test "--dry-run prints the manifest and creates nothing" {
    without_terminal cart-x --dry-run --rm --replace -k kept
    is "$status" 0
    is "$(verbs)" get
    diff <(printf '%s\n' "$output") kept
    has "$stderr" 'is a debug clone of shop/cart'
}

@test "--replace deletes the original once the clone is created" {
    without_terminal cart-x --replace
    is "$status" 0
    is "$(verbs)" 'get create delete poll'
    is "$(calls | sed -n 3p)" 'delete|pod/cart-x|--wait=false'
    rm -r "$FAKE/calls"
    without_terminal pod/cart-x --replace -n shop --dry-run=false
    is "$(calls | sed -n 3p)" '--namespace=shop|delete|pod/cart-x|--wait=false'
}

@test "--replace: a failing delete ends it with kubectl's code; the clone goes with --rm" {
    echo 4 >"$FAKE/delete.code"
    without_terminal cart-x --replace
    is "$status" 4
    is "$(verbs)" 'get create delete'
    has "$stderr" "  delete it  kubectl delete pod -n shop $(clone_name)"
    rm -r "$FAKE/calls"
    without_terminal cart-x --replace --rm
    is "$status" 4
    is "$(verbs)" 'get create delete'
    is "$(calls | sed -n 4p)" "--namespace=shop|delete|pod|$(clone_name)|--wait=false|--ignore-not-found|--request-timeout=20s"
}

@test "--replace does not delete a workload" {
    without_terminal deployment/cart --replace
    is "$status" 2
    has "$stderr" '--replace deletes a Pod, not deployment/cart'
    is "$(verbs)" ''
}

@test "--attach attaches to the target" {
    without_terminal cart-x --attach -- /app -v
    is "$status" 0
    has "$output" attached
    is "$(calls | tail -n 1)" "--namespace=shop|attach|$(clone_name)|-c|cart"
    same_as_podclone -- /app -v
}

@test "the flags for the cluster go to every call, and into the commands to paste" {
    without_terminal cart-x --context="it's \$(a) \"b\"" --kubeconfig 'my config' --as=root --as-group g --cluster c --user u -n shop
    is "$status" 0
    is "$(calls | grep -vcF -e "--context=it's \$(a) \"b\"|--kubeconfig=my config|--as=root|--as-group=g|--cluster=c|--user=u|--namespace=shop|")" 0
    line=$(grep 'delete it' <<<"$stderr")
    printf 'printf "%%s\\n" %s\n' "${line#*kubectl }" >pasted
    is "$(sh pasted | sed -n '1,2p')" "--context=it's \$(a) \"b\"
--kubeconfig=my config"
}

@test "the other flags for the cluster; groups add up, a token is not printed" {
    without_terminal cart-x --as-group=a --as-group b -s https://x:1 --as-uid=7 --token=secret --request-timeout=5s \
        --insecure-skip-tls-verify --disable-compression=true -v6 --cache-dir d --client-key=k
    is "$status" 0
    flags='--as-group=a|--as-group=b|-s=https://x:1|--as-uid=7|--token=secret|--request-timeout=5s|--insecure-skip-tls-verify=true'
    flags="$flags|--disable-compression=true|-v=6|--cache-dir=d|--client-key=k"
    is "$(calls | grep -vcF -e "$flags|")" 0
    has_not "$(calls)" --request-timeout=20s
    shown=${flags//|/ }
    has "$stderr" "  delete it  kubectl ${shown/ --token=secret/} delete pod"
    without_terminal cart-x --token=secret -q --dry-run
    is "$stderr" ''
}

@test "the flags that kubectl has" {
    [ "$real_kubectl" ] || skip 'no kubectl'
    "$real_kubectl" options | grep -oE -- '--[a-z-]+=' | tr -d = | sort >theirs
    kubectl-podclone --list-options | sed -n 's/^kubectl[^\t]*\t[^\t]*\(--[a-z-]*\)\t.*/\1/p' | sort >ours
    is "$(comm -23 ours theirs)" ''
    # These mean something else to podclone, or are for nobody.
    is "$(comm -13 ours theirs | paste -sd ' ')" \
        '--log-flush-frequency --match-server-version --namespace --password --profile --profile-output --username --vmodule --warnings-as-errors'
}

@test "-n in all its forms" {
    for words in '-n other' '-nother' '-n=other' '--namespace other' '--namespace=other'; do
        rm -rf "$FAKE/calls"
        # shellcheck disable=SC2086
        without_terminal $words cart-x
        is "$(calls | sed -n 1p)" '--namespace=other|get|pod/cart-x|-o|yaml'
        is "$(calls | sed -n 2p)" '--namespace=shop|create|-f|-'
    done
}

@test "a manifest without a namespace: the clone goes where the original was found" {
    sed -i '/^  namespace: shop$/d' "$FAKE/get.yaml"
    without_terminal cart-x -n other
    is "$status" 0
    is "$(calls | sed -n 2p)" '--namespace=other|create|-f|-'
    rm -r "$FAKE/calls"
    without_terminal cart-x
    is "$(calls | sed -n 2p)" 'create|-f|-'
    rm -r "$FAKE/calls"
    without_terminal cart-x -n other --to-namespace=test --replace
    is "$(calls | sed -n 2p)" '--namespace=test|create|-f|-'
    is "$(calls | sed -n 3p)" '--namespace=other|delete|pod/cart-x|--wait=false'
}

@test "-A finds the one namespace that has the Pod" {
    echo shop >"$FAKE/namespaces"
    without_terminal -A cart-x
    is "$status" 0
    has "$(calls | sed -n 1p)" 'get|pod|--all-namespaces|--field-selector=metadata.name=cart-x|-o|go-template='
    is "$(calls | sed -n 2p)" '--namespace=shop|get|pod/cart-x|-o|yaml'
    rm -r "$FAKE/calls"
    printf 'shop\ntest\n' >"$FAKE/namespaces"
    without_terminal --all-namespaces cart-x
    is "$status" 1
    has "$stderr" 'cart-x is in more than one namespace: shop test, give one with -n'
    is "$(verbs)" get
    : >"$FAKE/namespaces"
    without_terminal -A deploy/cart
    is "$status" 1
    has "$stderr" 'no deploy/cart in any namespace'
    has "$(calls | tail -n 1)" 'get|deploy|--all-namespaces'
}

@test "words with blanks, quotes, newlines and dollars survive" {
    newline='two
lines'
    set -- sh -c "echo \"a  b\" 'c' \$HOME \`id\` \\n" "$newline" '' ' ' '*' '-n' '--rm' '--' "it's"
    without_terminal cart-x --label 'note=a.b' --label=x/y= -- "$@"
    is "$status" 0
    same_as_podclone --label 'note=a.b' --label=x/y= -- "$@"
    without_terminal 'a b"$(c)'
    has "$(calls)" 'get|pod/a b"$(c)|-o|yaml'
}

@test "TYPE/NAME: the clone of a template" {
    cp "$plugin/fixtures/cart-deployment.yaml" "$FAKE/get.yaml"
    without_terminal deployment/cart -c cart
    is "$status" 0
    is "$(calls | sed -n 1p)" 'get|deployment/cart|-o|yaml'
    same_as_podclone -c cart
    has "$(clone_name)" debug-cart-
}

@test "options of podclone are passed through, before and after the Pod, with their values" {
    without_terminal --keep-labels --tools none --ttl=0 cart-x -c metrics --label a=b --label=c=d --same-node=true
    is "$status" 0
    has "$(calls | sed -n 1p)" '|pod/cart-x|'
    same_as_podclone --keep-labels --tools none --ttl=0 -c metrics --label a=b --label=c=d --same-node=true
}

@test "short options with their value in the same word" {
    states run
    for words in '-c cart' '-ccart' '-c=cart' '--container cart' '--container=cart'; do
        # shellcheck disable=SC2086
        without_terminal cart-x $words
        is "$status" 0
        same_as_podclone -c cart
    done
}

@test "short options in one word, and switches that are off" {
    for words in '-itc metrics' '-itcmetrics' '-tic=metrics' '-qitc metrics'; do
        # shellcheck disable=SC2086
        without_terminal $words cart-x
        is "$status" 0
        same_as_podclone -it -c metrics
    done
    is "$stderr" ''
    without_terminal -qitknew cart-x
    cmp new "$FAKE/created"
    same_as_podclone -it
    without_terminal cart-x -it --attach
    is "$(calls | tail -n 1)" "--namespace=shop|attach|-i|-t|$(clone_name)|-c|cart"
    without_terminal cart-x -i -t --tty=false --stdin=false --list=false -q=true -A=false --rm=false --help=false --attach
    is "$status" 0
    is "$stderr" ''
    is "$(calls | tail -n 1)" "--namespace=shop|attach|$(clone_name)|-c|cart"
    without_terminal --help=true
    has "$output" 'usage: kubectl podclone'
}

@test "--custom from a pipe" {
    without_terminal cart-x --custom=<(echo 'workingDir: /from/a/pipe')
    is "$status" 0
    has "$(cat "$FAKE/created")" 'workingDir: /from/a/pipe'
}

@test "a target among the init containers is waited for and entered" {
    cp "$plugin/fixtures/migrate.yaml" "$FAKE/get.yaml"
    states init-runs
    on_terminal kubectl-podclone migrate
    is "$status" 0
    has "$output" '  state      init container migrate: running'
    is "$(calls | tail -n 1)" "--namespace=shop|exec|-it|$(clone_name)|-c|migrate|--|/podclone/shell"
}

@test "what is wrong with the words: one line, exit 2, and no call" {
    wrong() {
        want=$1
        shift
        without_terminal "$@"
        is "$status" 2
        is "$stderr" "kubectl podclone: $want (see kubectl podclone --help)"
        is "$(verbs)" ''
    }
    wrong 'unknown option --frob' x --frob
    wrong 'unknown option --keep-lab' x --keep-lab
    wrong 'unknown option -x' x -xyz
    wrong 'two Pods, x and y: one at a time, and a workload as TYPE/NAME' x y
    wrong '-n needs a value' x -n
    wrong '-c needs a value' x -itc
    wrong '-s needs a value' x -s
    wrong 'unknown option -x' x -itx
    wrong '-i is true or false, not x' x -ti=x
    wrong '--insecure-skip-tls-verify is true or false, not 1' x --insecure-skip-tls-verify=1
    wrong '--context needs a value' x --context=
    wrong '--ttl needs a value' x --ttl
    wrong '--rm is true or false, not maybe' x --rm=maybe
    wrong 'give the Pod as a word, without --pod' --pod x
    wrong '--list takes no Pod' x --list
    wrong 'the name of the Pod is empty' ''
}

@test "an empty command is podclone's to refuse" {
    without_terminal x --
    is "$status" 2
    has "$stderr" 'no command after --'
    is "$(verbs)" get
}

@test "every call makes another clone; a name or suffix that was given stays" {
    for _ in 1 2 3; do
        without_terminal cart-x
        clone_name
    done >names
    is "$(sort -u names | wc -l)" 3
    [[ $(clone_name) =~ ^debug-cart-75b96b9555-[bcdfghjklmnpqrstvwxz2456789]{5}$ ]]
    without_terminal cart-x --name=mine
    is "$(clone_name)" mine
    without_terminal cart-x --copy-to mine-2
    is "$(clone_name)" mine-2
    without_terminal cart-x --suffix=abc
    is "$(clone_name)" debug-cart-75b96b9555-abc
}

@test "-q: errors only" {
    without_terminal cart-x -q
    is "$status" 0
    is "$stderr" ''
    states backoff
    echo '"Failed: it"' >"$FAKE/events"
    without_terminal cart-x --quiet
    # bats takes the first blanks off.
    is "$stderr" "event      Failed: it
kubectl podclone: $(clone_name): cart cannot run: cart: ImagePullBackOff: Back-off pulling image \"cart:1\""
    # An event of the way there is no error.
    # shellcheck disable=SC2046
    states $(yes creating | head -n 12) run
    without_terminal cart-x -q
    is "$stderr" ''
    has "$(verbs)" 'poll'
}

@test "--explain comes through" {
    without_terminal cart-x --explain
    has "$stderr" ownerReferences
    has "$stderr" 'is a debug clone of'
}

@test "--list: the table, failing containers first" {
    without_terminal --list
    is "$(calls)" 'get|pods|--all-namespaces|-o|json'
    is "$(head -n 1 <<<"$output")" "$(podclone --list "$FAKE/list.yaml" | head -n 1)"
    without_terminal --list --no-headers --failing -n shop
    is "$(calls | tail -n 1)" '--namespace=shop|get|pods|-o|json'
    is "$output" "$(podclone --list --no-headers --failing "$FAKE/list.yaml")"
}

@test "podclone is found beside the script, through links, and else on PATH" {
    mkdir away elsewhere
    mv "$bin/kubectl-podclone" "$bin/podclone" away
    ln -s ../away/kubectl-podclone elsewhere/link
    ln -s "$PWD/elsewhere/link" elsewhere/kubectl-podclone
    PATH=$plugin/bin:$PATH run elsewhere/kubectl-podclone -V
    is "$output" "$("$PODCLONE" -V)"
    mv away/podclone "$bin"
    run elsewhere/kubectl-podclone -V
    is "$output" "$("$PODCLONE" -V)"
    rm "$bin/podclone"
    PATH=$(few_tools):$BATS_LIBEXEC run -127 elsewhere/kubectl-podclone -V
    has "$output" 'no podclone beside'
}

@test "-h and -V" {
    without_terminal -h
    is "$status" 0
    has "$output" 'usage: kubectl podclone'
    without_terminal --version
    is "$output" "$(podclone -V)"
}

@test "no file is written, not even for a moment" {
    command -v strace >/dev/null || skip 'no strace'
    run strace -f -qq -o trace -e trace=openat,open,creat kubectl-podclone cart-x --context=strace </dev/null
    is "$status" 0
    # The stand-in for kubectl, and the directory of its calls, do write.
    grep -v "$FAKE" trace | grep -E 'O_CREAT|creat\(' | grep -v '/dev/' >written || true
    is "$(cat written)" ''
}

@test "another shell as sh" {
    for shell in 'bash --posix' 'busybox sh'; do
        command -v "${shell%% *}" >/dev/null || continue
        # shellcheck disable=SC2086
        run --separate-stderr $shell "$bin/kubectl-podclone" cart-x --context='a b' -- sh -c 'a  "b"' </dev/null
        is "$status" 0
        same_as_podclone -- sh -c 'a  "b"'
    done
}

@test "the states are read as kubectl writes them" {
    [ "$real_kubectl" ] || skip 'no kubectl'
    without_terminal cart-x
    for file in "$FAKE"/calls/[0-9]*; do
        template=$(tr '\n\0' '\001\n' <"$file" | sed -n '/^go-template=.*unscheduled/p' | tr '\001' '\n')
        [ ! "$template" ] || break
    done
    [ "$template" ]
    for pod in cart typo migrate missing-config; do
        "$real_kubectl" label --local -f "$plugin/fixtures/$pod.yaml" x- -o "$template" | diff - "$plugin/states/$pod"
    done
    printf 'apiVersion: v1\nkind: Pod\nmetadata: {name: x}\n' >pod.yaml
    is "$("$real_kubectl" label --local -f pod.yaml x- -o "$template")" ''
}

@test "events are read as kubectl writes them" {
    [ "$real_kubectl" ] || skip 'no kubectl'
    template=$(sed -n "/^event_template='/,/'$/p" "$bin/kubectl-podclone")
    eval "$template"
    # kubectl label takes no list of events.
    printf '%s\n' 'apiVersion: v1' 'kind: ConfigMap' 'metadata: {name: x}' 'data:' '  items:' \
        '  - {reason: "Fai\eled", message: "no \"cfg\"\n\e[31m"}' '  - {message: 1/2}' '  - {reason: Odd}' >list.yaml
    is "$("$real_kubectl" label --local -f list.yaml x- -o "go-template=${event_template/.items/.data.items}")" \
        '"Fai\x1bled: no \"cfg\"\n\x1b[31m"
"-: 1/2"
"Odd: "'
}

@test "what a target waits for: what will not end by waiting is a failure at once" {
    judge=$(sed -n "/^judge='/,/^}'/p" "$bin/kubectl-podclone")
    eval "$judge"
    for reason in ImagePullBackOff ErrImageNeverPull InvalidImageName ImageInspectError SignatureValidationFailed \
        CreateContainerConfigError CreateContainerError RunContainerError ContainerCannotRun StartError CrashLoopBackOff; do
        for state in waiting terminated; do
            is "$(awk -v target=a "$judge" <<<"container a false $state $reason 0 - - \"why\"" | cut -d ' ' -f 1)" fail
        done
    done
    for reason in ErrImagePull ContainerCreating PodInitializing -; do
        is "$(awk -v target=a "$judge" <<<"container a false waiting $reason 0 - - \"\"" | cut -d ' ' -f 1)" wait
    done
}

@test "a native sidecar that has started holds nothing back" {
    judge=$(sed -n "/^judge='/,/^}'/p" "$bin/kubectl-podclone")
    eval "$judge"
    for started in true false; do
        printf '%s\n' "init side $started running - 0 - - \"\"" 'init migrate false waiting CrashLoopBackOff 0 Error 1 "back-off"' \
            'container a false waiting PodInitializing 0 - - ""' >states
        awk -v target=a "$judge" states
    done >verdicts
    is "$(cat verdicts)" 'fail 0 init container migrate: CrashLoopBackOff: back-off
wait 0 init container side: running'
}

@test "real states: what is said of them" {
    for each in 'typo|app|fail 0 app: ImagePullBackOff: Back-off' 'migrate|serve|fail 0 init container migrate: CrashLoopBackOff' \
        'migrate|migrate|end 1 init container migrate: ended with exit code 1: Error' 'cart|metrics|run 0 metrics: running' \
        'missing-config|app|fail 0 app: CreateContainerConfigError: configmap "not-there" not found' \
        'cart|mesh-proxy|run 0 init container mesh-proxy: running' 'cart|cart|fail 0 cart: ended with exit code 128: StartError'; do
        IFS='|' read -r pod target want <<<"$each"
        judge=$(sed -n "/^judge='/,/^}'/p" "$bin/kubectl-podclone")
        eval "$judge"
        has "$(awk -v target="$target" "$judge" "$plugin/states/$pod")" "$want"
    done
}
