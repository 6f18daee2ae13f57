load helper

setup() {
    cluster
    cp "$plugin/fixtures/migrate.yaml" "$FAKE/previewed.yaml"
    echo 'the last words of the dead one' >"$FAKE/logs.previous"
    echo 'the log of the living one' >"$FAKE/logs"
}

teardown() {
    $tmux kill-server 2>/dev/null || true
    nothing_left
}

without_fzf() {
    tools=$(few_tools)
    on_terminal env PATH="$plugin/bin:$bin:$tools" kubectl-podclone "$@"
}

@test "without a Pod and a terminal: a clear message, exit 2, no call" {
    without_terminal
    is "$status" 2
    is "$stderr" 'kubectl podclone: which Pod? Without a terminal there is no picker: kubectl podclone POD -n NAMESPACE'
    export FZF_DEFAULT_OPTS='--query=typo --bind=load:accept'
    on_terminal sh -c 'kubectl-podclone </dev/null'
    is "$status" 2
    has "$output" 'which Pod?'
    on_terminal sh -c 'kubectl-podclone 2>/dev/null'
    is "$status" 2
    is "$(verbs)" ''
    is "$(verbs)" ''
}

@test "fzf: one call for the list; the line gives namespace, Pod and container" {
    needs fzf
    cp "$plugin/fixtures/typo.yaml" "$FAKE/get.yaml"
    states backoff
    export FZF_DEFAULT_OPTS='--query=typo --bind=load:accept'
    on_terminal kubectl-podclone --dry-run
    is "$status" 0
    # The preview may have asked for its log and its state meanwhile.
    is "$(calls | grep -v -e '|logs|' -e '|pod/typo|-o|json$')" 'get|pods|--all-namespaces|-o|json
--namespace=shop|get|pod/typo|-o|yaml'
    has "$output" 'podclone/container: app'
}

@test "fzf: the container of the line is the target, unless -c names another" {
    needs fzf
    export FZF_DEFAULT_OPTS='--query=metrics --bind=load:accept'
    on_terminal kubectl-podclone --dry-run --context='a b'
    has "$output" 'podclone/container: metrics'
    # A preview may ask later.
    is "$(calls | grep yaml)" '--context=a b|--namespace=shop|get|pod/cart-75b96b9555-g2t75|-o|yaml'
    on_terminal kubectl-podclone --dry-run -c cart
    has "$output" 'podclone/container: cart'
    on_terminal kubectl-podclone --dry-run -c cart -- sh -c 'a "b"'
    has "$output" 'podclone/container: cart'
    has "$output" 'a "b"'
}

@test "fzf: nothing picked, nothing done" {
    needs fzf
    export FZF_DEFAULT_OPTS='--query=no-such-pod --bind=load:accept'
    on_terminal kubectl-podclone
    is "$status" 1
    is "$(verbs)" get
}

# pods NAME...: a list of them, healthy, with a container c.
pods() {
    printf 'apiVersion: v1\nkind: List\nitems:\n' >"$FAKE/list.yaml"
    printf -- '- kind: Pod\n  metadata: {name: "%s", namespace: shop}\n  spec: {containers: [{name: c, image: i}]}\n' "$@" >>"$FAKE/list.yaml"
}

@test "fzf: whatever its user has set, one row is picked, in the order of the list, by what was typed" {
    needs fzf
    # The letters of the first are those of app, but it is not app.
    pods z-a-p-p the-app app
    FZF_DEFAULT_OPTS='--no-exact --query=app --bind=load:accept' on_terminal kubectl-podclone --dry-run
    has "$(calls)" '|get|pod/the-app|'
    FZF_DEFAULT_OPTS='--query=^shop.*app --bind=load:accept' on_terminal kubectl-podclone --dry-run
    is "$status" 1
    FZF_DEFAULT_OPTS='--query="app !the" --bind=load:accept' on_terminal kubectl-podclone --dry-run
    has "$(calls | tail -n 1)" '|get|pod/app|'
    # Where more than one may be picked it is the one that the arrow is on.
    rm -r "$FAKE/calls"
    FZF_DEFAULT_OPTS='--multi --bind=load:toggle+down+accept' on_terminal kubectl-podclone --dry-run
    has "$(calls)" '|get|pod/the-app|'
}

@test "fzf: a name that is cut is found by its whole name, and is what is cloned; state, reason and restarts are in sight" {
    needs fzf tmux
    long=$(printf 'name-%.0s' 1 2 3 4 5 6 7 8 9 10 11 12)-middle-$(printf 'more-%.0s' 1 2 3 4 5)end
    pods app "$long"
    sed -i 's/spec: {containers.*/&\n  status: {containerStatuses: [{name: c, restartCount: 4711, state: {waiting: {reason: CrashLoopBackOff}}}]}/' "$FAKE/list.yaml"
    $tmux new-session -d -x 80 -y 30 'kubectl-podclone --dry-run; echo "left with $?"; exec cat' 3>&-
    shows 'CrashLoopBackOff  4711'
    is "$($tmux capture-pane -p | grep -c 'name-.*CrashLoopBackOff  4711')" 1
    $tmux send-keys -- -middle-more
    shows '1/2'
    $tmux send-keys Enter
    shows 'left with'
    has "$(calls)" "|get|pod/$long|-o|yaml"
}

@test "the first row is the container that podclone takes, in every list" {
    needs fzf
    for list in "$root"/fixtures/*/input.*; do
        grep -qE '^ *"?kind"?: "?(Pod)?List"?,?$' "$list" || continue
        row=$(podclone --list --keys --no-headers "$list" 2>/dev/null | head -n 1) || continue
        IFS=$'\t' read -r namespace pod container _ <<<"$row"
        [ "$container" ] || continue
        # Two Pods of one name cannot come from a cluster.
        said=$(podclone --pod="$namespace/$pod" "$list" 2>&1 >/dev/null) || continue
        case $said in *", container $container"*) tried=$((${tried-0} + 1)) ;; *) echo "$list: $row, but $said" && return 1 ;; esac
    done
    [ "$tried" -gt 10 ]
}

@test "-n lists one namespace" {
    needs fzf
    export FZF_DEFAULT_OPTS='--query=typo --bind=load:accept'
    on_terminal kubectl-podclone -n shop --dry-run
    is "$(calls | head -n 1)" '--namespace=shop|get|pods|-o|json'
    on_terminal kubectl-podclone -n shop -A --dry-run
    is "$(calls | sed -n 3p)" '--namespace=shop|get|pods|--all-namespaces|-o|json'
}

@test "--failing lists the Pods that fail" {
    sed -i '/^items:/a\
- apiVersion: v1\
  kind: Pod\
  metadata: {name: healthy, namespace: shop}\
  spec: {containers: [{name: app, image: app}]}\
  status: {phase: Running, containerStatuses: [{name: app, ready: true, state: {running: {}}, lastState: {}}]}' "$FAKE/list.yaml"
    typed='2\n' without_fzf --dry-run
    has "$output" healthy
    typed='2\n' without_fzf --dry-run --failing
    is "$status" 0
    has_not "$output" healthy
}

@test "a list that fails: its message and code" {
    echo 'Error from server (Forbidden): pods is forbidden' >"$FAKE/get.err"
    echo 6 >"$FAKE/get.code"
    on_terminal kubectl-podclone
    is "$status" 6
    has "$output" 'pods is forbidden'
    has "$output" '-n NAMESPACE'
    is "$(verbs)" get
}

@test "a cluster without Pods" {
    printf 'apiVersion: v1\nkind: List\nitems: []\n' >"$FAKE/list.yaml"
    on_terminal kubectl-podclone
    is "$status" 1
    has "$output" 'there are no Pods'
}

@test "without fzf: a numbered menu" {
    typed='2\n' without_fzf --dry-run
    is "$status" 0
    has "$output" '  1) shop       migrate    migrate    init:waiting     CrashLoopBackOff  12'
    has "$output" 'clone which (a number)?'
    row=$(podclone --list --keys --no-headers "$FAKE/list.yaml" | sed -n 2p)
    read -r namespace pod container _ <<<"$row"
    is "$(calls | tail -n 1)" "--namespace=$namespace|get|pod/$pod|-o|yaml"
    has "$output" "podclone/container: $container"
}

@test "without fzf: what is no number on the list is asked again" {
    typed='x\n0\n99\n\n2\n' without_fzf --dry-run
    is "$status" 0
    is "$(grep -o 'clone which' <<<"$output" | wc -l)" 5
    has "$(calls | tail -n 1)" cart-75b96b9555-hd5sx
}

@test "without fzf: the end of the input picks nothing" {
    typed='\004' without_fzf
    is "$status" 1
    has "$output" 'nothing was picked'
    is "$(verbs)" get
}

preview() { run kubectl-podclone --preview --context='a b' -- pod/migrate migrate shop; }

@test "the preview: last state, and the log of the run before" {
    preview
    is "$status" 0
    is "$(sed 's/ *$//' <<<"$output")" '-- log of the run before --
the last words of the dead one
-- state --
now: init container migrate: CrashLoopBackOff: back-off 2m40s restarting failed container=migrate
pod=migrate_shop(f2bf10cf-8047-4ad0-8600-a2b4849ff8ae)
before: ended with exit code 1: Error, 2026-11-23T07:05:42Z'
    is "$(calls)" '--context=a b|--namespace=shop|logs|--previous|--tail=200|pod/migrate|-c|migrate
--context=a b|--namespace=shop|get|pod/migrate|-o|json'
}

@test "the preview: the current log where there was no run before" {
    rm "$FAKE/logs.previous"
    preview
    has "$output" '-- log --
the log of the living one'
    has_not "$output" 'not found'
}

@test "the preview: what a dead container printed stays text" {
    printf 'a\033[2Jb\033]0;title\007c\302\233d\233e\rf\342\200\256g\tü\r\n' >"$FAKE/logs.previous"
    preview
    has "$output" 'a\x1b[2Jb\x1b]0;title\x07c\x9bd\x9be\x0df\u202eg	ü
-- state'
    rm "$FAKE/logs.previous"
    printf 'no log: \033[31m\n' >"$FAKE/logs.err"
    echo 1 >"$FAKE/logs.code"
    preview
    has "$output" 'no log: \x1b[31m'
}

@test "the whole picker: the list, the preview, a choice, the shell, and out" {
    needs fzf tmux
    cp "$plugin/fixtures/typo.yaml" "$FAKE/get.yaml"
    target=app states run
    printf '#!/bin/sh\nPS1="in the clone> " exec sh -i\n' >"$FAKE/exec"
    chmod +x "$FAKE/exec"
    # The quotes and the braces are for the preview's command, which is no matter of the user's shell.
    mkdir "it's {2}"
    mv "$bin/kdd" "$bin/kubectl-podclone" "$bin/podclone" "it's {2}"
    PATH="$PWD/it's {2}:$PATH" $tmux new-session -d -x 130 -y 40 'SHELL=/bin/false kdd --rm "--context=it'\''s {1}"; echo "left with $?"; exec cat' 3>&-
    shows 'clone>'
    shows 'NAMESPACE'
    shows 'the last words of the dead one'
    shows 'before: ended with exit code 1: Error'
    $tmux send-keys typo
    shows '2/18'
    $tmux send-keys Enter
    shows 'in the clone>'
    $tmux send-keys 'exit 5' Enter
    shows 'left with 5'
    is "$(verbs | sed 's/get logs //g')" 'get create poll exec delete'
    is "$(calls | grep -vc '^--context=it.s {1}|')" 0
}

@test "the preview's end is in sight: the last words of a long log, and the last state" {
    needs fzf tmux
    seq 1 300 | sed 's/^/a line that is longer than the pane is wide, so that it takes two lines of it: number /' >"$FAKE/logs.previous"
    $tmux new-session -d -x 80 -y 40 kdd 3>&-
    shows 'number 300'
    shows '-- state --'
    shows 'now: init container migrate: CrashLoopBackOff'
    shows 'before: ended with exit code 1'
}

@test "names that are commands for a shell, or options for kubectl, are only names" {
    needs fzf tmux
    cat >"$FAKE/list.yaml" <<'END'
apiVersion: v1
kind: List
items:
- {kind: Pod, metadata: {namespace: shop, name: "a';touch${IFS}pwned;'b"}, spec: {containers: [{name: c, image: i}]}}
- {kind: Pod, metadata: {namespace: shop, name: "a$(touch${IFS}pwned)\""}, spec: {containers: [{name: c, image: i}]}}
- {kind: Pod, metadata: {namespace: shop, name: "\e]0;x\a{2}"}, spec: {containers: [{name: c, image: i}]}}
- {kind: Pod, metadata: {namespace: shop, name: --kubeconfig=pwned}, spec: {containers: [{name: c, image: i}]}}
END
    $tmux new-session -d -x 130 -y 40 'kubectl-podclone --dry-run; echo "left with $?"; exec cat' 3>&-
    shows '4/4'
    for name in "a';touch\${IFS}pwned;'b" 'a$(touch${IFS}pwned)"' '\x1b]0;x\x07{2}' --kubeconfig=pwned; do
        n=0
        until calls | grep -qF "|logs|--previous|--tail=200|pod/$name|-c|c"; do
            n=$((n + 1))
            [ $n -lt 1200 ] || { echo "no $name" && calls && $tmux capture-pane -p && return 1; }
            /bin/sleep 0.05
        done
        $tmux send-keys Down
    done
    $tmux send-keys Enter
    shows 'left with 1'
    has "$(calls)" '--namespace=shop|get|pod/--kubeconfig=pwned|-o|yaml'
    is "$(ls -A)" ''
}

@test "the whole picker: escape leaves, and nothing is created" {
    needs fzf tmux
    $tmux new-session -d -x 130 -y 40 'kubectl-podclone; echo "left with $?"; exec cat' 3>&-
    shows 'the last words of the dead one'
    $tmux send-keys Escape
    shows 'left with 130'
    has_not "$(verbs)" create
}
