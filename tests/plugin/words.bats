load helper

setup() { cluster; }
teardown() {
    $tmux kill-server 2>/dev/null || true
    nothing_left
}

@test "the flags for the cluster go to every call, and into the commands to paste" {
    without_terminal cart-x --context="it's \$(a) \"b\"" --kubeconfig 'my config' --as=root --as-group g --cluster c --user u -n shop
    is "$status" 0
    is "$(calls | grep -vcF -e "--context=it's \$(a) \"b\"|--kubeconfig=my config|--cluster=c|--user=u|--as=root|--as-group=g|--namespace=shop|")" 0
    line=$(grep 'delete it' <<<"$stderr")
    printf 'printf "%%s\\n" %s\n' "${line#*kubectl }" >pasted
    is "$(sh pasted | sed -n '1,2p')" "--context=it's \$(a) \"b\"
--kubeconfig=my config"
}

@test "the other flags for the cluster; groups add up, a token is not printed" {
    without_terminal cart-x --as-group=a --as-group b -s https://x:1 --as-uid=7 --token=secret --request-timeout=5s \
        --insecure-skip-tls-verify --disable-compression=true -v6 --cache-dir d --client-key=k
    is "$status" 0
    flags='--as-group=a|--as-group=b|--as-uid=7|--server=https://x:1|--token=secret|--client-key=k|--insecure-skip-tls-verify=true'
    flags="$flags|--disable-compression=true|--request-timeout=5s|--cache-dir=d|--v=6"
    is "$(calls | grep -vcF -e "$flags|")" 0
    fails grep -rq -e --request-timeout=20s "$FAKE/calls"
    shown=${flags//|/ }
    has "$stderr" "  delete it  kubectl ${shown/ --token=secret/} delete pod"
    without_terminal cart-x --token=secret -q --dry-run
    is "$stderr" ''
}

@test "the flags that kubectl has" {
    [ "$real_kubectl" ] || skip 'no kubectl'
    "$real_kubectl" options | grep -oE -- '--[a-z-]+=' | tr -d = | sort >theirs
    podclone --list-options=kubectl-podclone | sed -n 's/^[^\t]*\t[^\t]*\(--[a-z-]*\)\t.*\tkubectl$/\1/p' | sort >ours
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
    states run ended=0
    without_terminal cart-x --label 'note=a.b' --label=x/y= -- "$@"
    is "$status" 0
    same_as_podclone --label 'note=a.b' --label=x/y= --once -- "$@"
    without_terminal --dry-run 'a b"$(c)'
    has "$(calls)" 'get|pod/a b"$(c)|-o|yaml'
}

@test "TYPE/NAME: the workload's own Pod that died" {
    cp "$plugin/fixtures/cart-deployment.yaml" "$FAKE/get.yaml"
    "$PODCLONE" --list --keys --no-headers "$plugin/fixtures/shop-list.yaml" >rows
    cp "$plugin/fixtures/shop-list.yaml" "$FAKE/selected.yaml"
    # What is got second is the Pod.
    cat >"$BATS_TEST_TMPDIR/second" <<END
cp "$plugin/fixtures/migrate.yaml" "$FAKE/get.yaml"
END
    echo ". '$BATS_TEST_TMPDIR/second'" >"$FAKE/on.selector"
    target=migrate states init-runs
    without_terminal deployment/cart -n shop
    is "$status" 0
    is "$(calls | head -n 3)" '--namespace=shop|get|deployment/cart|-o|yaml
--namespace=shop|get|pods|--selector=app=cart,!podclone/clone|-o|json
--namespace=shop|get|pod/migrate|-o|yaml'
    has "$stderr" 'podclone: of deployment/cart it is pod/migrate, container migrate'
    same_as_podclone -c migrate
    # Another container of that Pod.
    cp "$plugin/fixtures/cart-deployment.yaml" "$FAKE/get.yaml"
    target=serve states run
    without_terminal deployment/cart -c serve
    same_as_podclone -c serve
}

@test "TYPE/NAME where nothing died, and with --template: the clone of the template" {
    cp "$plugin/fixtures/cart-deployment.yaml" "$FAKE/get.yaml"
    printf 'apiVersion: v1\nkind: List\nitems: []\n' >"$FAKE/selected.yaml"
    without_terminal deployment/cart -c cart
    is "$status" 0
    is "$(calls | sed -n 3p)" 'get|deployment/cart|-o|yaml'
    same_as_podclone -c cart
    has "$(clone_name)" debug-cart-
    printf 'apiVersion: v1\nkind: List\nitems:\n- kind: Pod\n  metadata: {name: x}\n  spec: {containers: [{name: c}]}\n' >"$FAKE/selected.yaml"
    without_terminal deployment/cart
    same_as_podclone
    rm -r "$FAKE/calls"
    cp "$plugin/fixtures/shop-list.yaml" "$FAKE/selected.yaml"
    without_terminal deployment/cart --template
    is "$(calls | sed -n 2p)" "--namespace=shop|create|-f|-"
    same_as_podclone
}

@test "TYPE/NAME: a CronJob's Pods are those of its Jobs" {
    printf '%s\n' 'apiVersion: batch/v1' 'kind: CronJob' 'metadata: {name: report, namespace: shop}' 'spec:' '  jobTemplate:' '    spec:' \
        '      template:' '        spec:' '          containers:' '          - {name: cart, image: i}' >"$FAKE/get.yaml"
    printf 'apiVersion: v1\nkind: List\nitems: []\n' >"$FAKE/selected.yaml"
    printf 'report-1,report-2,' >"$FAKE/jobs"
    without_terminal cj/report
    is "$status" 0
    has "$(calls | sed -n 2p)" 'get|jobs|-o|go-template='
    is "$(calls | sed -n 3p)" 'get|pods|--selector=job-name in (report-1,report-2),!podclone/clone|-o|json'
    : >"$FAKE/jobs"
    rm -r "$FAKE/calls"
    without_terminal cj/report
    is "$status" 0
    has_not "$(calls)" --selector
}

@test "a CronJob's Jobs are found as kubectl has them" {
    [ "$real_kubectl" ] || skip 'no kubectl'
    printf '' >"$FAKE/jobs"
    sed 's/^kind: .*/kind: CronJob/; s/matchLabels:/x:/; s/selector:/y:/' "$plugin/fixtures/cart-deployment.yaml" >"$FAKE/get.yaml"
    without_terminal cronjob/report
    template=$(calls | grep 'get|jobs' | tr '|' '\n' | sed -n 's/^go-template=//p')
    printf '%s\n' 'apiVersion: v1' 'kind: ConfigMap' 'metadata: {name: x}' 'data:' '  items:' \
        '  - metadata: {name: a, ownerReferences: [{kind: CronJob, name: report}]}' '  - metadata: {name: b, ownerReferences: [{kind: CronJob, name: other}]}' \
        '  - metadata: {name: c}' '  - metadata: {name: d, ownerReferences: [{kind: X, name: y}, {kind: CronJob, name: report}]}' >jobs.yaml
    is "$("$real_kubectl" label --local -f jobs.yaml x- -o "go-template=${template/.items/.data.items}")" 'a,d,'
}

@test "several Pods: created, told how to enter, and not entered" {
    on_terminal kubectl-podclone cart-x pod/cart-y
    is "$status" 0
    is "$(verbs)" 'get create get create'
    is "$(calls | sed -n 3p)" 'get|pod/cart-y|-o|yaml'
    is "$(grep -c '  enter it ' <<<"$output")" 2
    is "$(grep -c '  delete it ' <<<"$output")" 2
    without_terminal cart-x cart-y --dry-run
    is "$(grep -c '^kind: Pod' <<<"$output")" 2
    "$PODCLONE" -q --suffix=x <<<"$output" >/dev/null
    # The second one fails: the first stays, and was named.
    echo 7 >"$FAKE/create.code"
    without_terminal cart-x cart-y
    is "$status" 7
    for word in --rm --attach --name=x -kfile --container=c; do
        without_terminal a b $word
        is "$status" 2
        has "$stderr" ' is for one Pod'
    done
}

@test "-f: the manifest comes from a file, or from standard input" {
    without_terminal -f "$plugin/fixtures/cart.yaml"
    is "$status" 0
    is "$(verbs)" 'create poll'
    is "$(calls | sed -n 1p)" '--namespace=shop|create|-f|-'
    same_as_podclone
    run --separate-stderr kubectl-podclone -f - --dry-run <"$plugin/fixtures/cart.yaml"
    is "$status" 0
    has "$output" 'podclone/container: cart'
    without_terminal -f "$plugin/fixtures/shop-list.yaml" --dry-run
    is "$status" 1
    has "$stderr" '9 Pods are in the input: name one'
    without_terminal typo -f "$plugin/fixtures/shop-list.yaml" --dry-run
    has "$output" 'podclone/container: app'
    without_terminal -f no-such-file
    is "$status" 1
    is "$stderr" 'podclone: no-such-file: No such file or directory'
    without_terminal -f "$plugin/fixtures/shop-list.yaml" --list
    is "$output" "$(podclone --list --width=0 "$plugin/fixtures/shop-list.yaml")"
    without_terminal cart -f x --replace
    is "$status" 2
}

@test "PODCLONE_OPTIONS come first, give way, and are options only" {
    export PODCLONE_OPTIONS="--tools-image=mirror/busybox:1  --suffix=me -q"
    without_terminal cart-x
    is "$(clone_name)" debug-cart-75b96b9555-me
    has "$(cat "$FAKE/created")" mirror/busybox:1
    is "$stderr" ''
    # What excludes a default takes its place.
    without_terminal cart-x --name=mine --tools-image=other/busybox
    is "$(clone_name)" mine
    has_not "$(cat "$FAKE/created")" mirror
    without_terminal cart-x --tools=none --quiet=false
    has "$stderr" 'is a debug clone'
    has_not "$(cat "$FAKE/created")" mirror
    PODCLONE_OPTIONS='--tool=x' without_terminal cart-x
    is "$status" 2
    is "$stderr" 'kubectl podclone: PODCLONE_OPTIONS: unknown option --tool, is it --tools? (see kubectl podclone --help)'
    PODCLONE_OPTIONS='cart -- x' without_terminal
    has "$stderr" 'PODCLONE_OPTIONS: cart is no option'
    PODCLONE_OPTIONS='-- x' without_terminal
    is "$status" 2
    touch a-file
    PODCLONE_OPTIONS='-k *' without_terminal cart-x
    [ -e '*' ]
    # podclone itself does not read it.
    PODCLONE_OPTIONS=--frob podclone -q "$FAKE/get.yaml" >/dev/null
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
    wrong 'unknown option --keep-lab, is it --keep-labels?' x --keep-lab
    wrong 'unknown option -x' x -xyz
    wrong '-n needs a value' x -n
    wrong '-c needs a value' x -itc
    wrong '-s needs a value' x -s
    wrong 'unknown option --contianer, is it --container?' x --contianer=c
    wrong 'unknown option --namspace, is it --namespace?' x --namspace=c
    wrong '--ttl takes a time such as 90m, 24h or 3600, not soon' x --ttl=soon
    wrong 'unknown option -x' x -itx
    wrong '--stdin is true or false, not x' x -ti=x
    wrong '--insecure-skip-tls-verify is true or false, not 1' x --insecure-skip-tls-verify=1
    wrong '--context needs a value' x --context=
    wrong '--ttl needs a value' x --ttl
    wrong '--rm is true or false, not maybe' x --rm=maybe
    wrong '--pod is an option of podclone' --pod x
    wrong '--list takes no Pod' x --list
    wrong 'the name of the Pod is empty' ''
}

@test "an empty command is refused" {
    without_terminal x --
    is "$status" 2
    has "$stderr" 'no command after --'
    is "$(verbs)" ''
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
    is "$output" "$(podclone --list --width=0 "$FAKE/list.yaml")"
    without_terminal --list --no-headers --failing -n shop
    is "$(calls | tail -n 1)" '--namespace=shop|get|pods|-o|json'
    is "$output" "$(podclone --list --no-headers --failing --width=0 "$FAKE/list.yaml")"
    without_terminal --list --width=60
    is "$output" "$(podclone --list --width=60 "$FAKE/list.yaml")"
}

@test "--list on a terminal is as wide as that; a closed pipe is silent" {
    needs tmux
    $tmux new-session -d -x 90 -y 30 'kubectl-podclone --list; echo "left with $?"; exec cat' 3>&-
    shows 'left with 0'
    is "$($tmux capture-pane -p | head -n 19)" "$(podclone --list --width=90 "$FAKE/list.yaml")"
    # More than a pipe holds.
    { printf 'apiVersion: v1\nkind: List\nitems:\n'
      for i in $(seq 3000); do printf -- '- {kind: Pod, metadata: {name: a-name-%s}, spec: {containers: [{name: c}]}}\n' "$i"; done; } >"$FAKE/list.yaml"
    is "$(kubectl-podclone --list 2>&1 </dev/null | head -n 1 | cut -d ' ' -f 1)" NAMESPACE
    kubectl-podclone --list </dev/null 2>err | head -n 1
    is "$(cat err)" ''
    podclone --list "$FAKE/list.yaml" 2>err | head -n 1
    is "$(cat err)" ''
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

@test "another shell as sh" {
    for shell in 'bash --posix' 'busybox sh' mksh; do
        has_shell "$shell" || continue
        states run ended=0
        # shellcheck disable=SC2086
        run --separate-stderr $shell "$bin/kubectl-podclone" cart-x --context='a b' -- sh -c 'a  "b"' </dev/null
        is "$status" 0
        same_as_podclone --once -- sh -c 'a  "b"'
        # shellcheck disable=SC2086
        run --separate-stderr $shell "$bin/kubectl-podclone" cart-x cart-y --dry-run </dev/null
        is "$(grep -c '^kind: Pod' <<<"$output")" 2
        # shellcheck disable=SC2086
        run --separate-stderr $shell "$bin/kubectl-podclone" </dev/null
        has "$stderr" 'which Pod?'
    done
}
