load helper

setup() { cluster; }
teardown() { nothing_left; }

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

@test "another shell as sh" {
    for shell in 'bash --posix' 'busybox sh'; do
        command -v "${shell%% *}" >/dev/null || continue
        # shellcheck disable=SC2086
        run --separate-stderr $shell "$bin/kubectl-podclone" cart-x --context='a b' -- sh -c 'a  "b"' </dev/null
        is "$status" 0
        same_as_podclone -- sh -c 'a  "b"'
    done
}
