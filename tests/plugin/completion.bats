load helper

setup() {
    cluster
    completions=$BUILD/completions
    names=$(podclone --help | grep -oE '^ +-.*' | grep -oE -- '--[a-z-]+' | sort)
    printf 'cart-1\ncart-2\nledger-0\n' >"$FAKE/pods"
    printf 'prepare\ncart\nmetrics\n' >"$FAKE/containers"
    printf 'shop\nsecure\n' >"$FAKE/namespaces"
}

teardown() {
    tmux -S "$BATS_TEST_TMPDIR/tmux" kill-server 2>/dev/null || true
    nothing_left
}

# in_bash WORD...: what bash offers for the last one.
in_bash() {
    bash -c 'source "$1" && shift
        COMP_WORDS=("$@") COMP_CWORD=$(($# - 1))
        _podclone
        printf "%s\n" "${COMPREPLY[@]}"' - "$completions/podclone" "$@" | sort | paste -sd ' '
}

@test "bash: every option, and the values of those that have a list" {
    is "$(in_bash podclone -- | tr ' ' '\n')" "$names"
    is "$(in_bash podclone --tools)" '--tools --tools-dir --tools-image'
    is "$(in_bash podclone --tools = '')" 'image init none'
    is "$(in_bash podclone --tools =)" 'image init none'
    is "$(in_bash podclone --tools = i)" 'image init'
    is "$(in_bash podclone --tools n)" none
    is "$(in_bash podclone --same-node = t)" true
    touch pod.yaml
    is "$(in_bash podclone --same-node p)" pod.yaml
    is "$(in_bash podclone --ttl p)" ''
    is "$(in_bash podclone -- --to)" ''
}

@test "bash: completes at a prompt" {
    run bash -c 'source "$1" && complete -p podclone' - "$completions/podclone"
    is "$output" 'complete -F _podclone podclone'
}

@test "fish: options and values" {
    command -v fish >/dev/null || skip 'no fish'
    in_fish() { HOME=$PWD fish --no-config -c 'source $argv[1]; complete -C $argv[2]' "$completions/podclone.fish" "$1" | cut -f 1 | sort -u | paste -sd ' '; }
    is "$(in_fish 'podclone --' | tr ' ' '\n' | sed 's/=$//' | sort -u)" "$names"
    is "$(in_fish 'podclone --tools=')" '--tools=image --tools=init --tools=none'
    is "$(in_fish 'podclone --tools ')" 'image init none'
}

@test "zsh: options and values at a prompt" {
    command -v zsh >/dev/null && command -v tmux >/dev/null || skip 'no zsh or no tmux'
    mkdir zdot
    printf '%s\n' "fpath=($completions \$fpath)" 'autoload -U compinit && compinit -D -u' 'PS1="ready> "' >zdot/.zshrc
    tmux="tmux -S $BATS_TEST_TMPDIR/tmux -f /dev/null"
    ZDOTDIR=$PWD/zdot $tmux new-session -d -x 150 -y 60 zsh 3>&-
    shows() {
        n=0
        until $tmux capture-pane -p | grep -qF -e "$1"; do
            n=$((n + 1))
            [ $n -lt 200 ] || { $tmux capture-pane -p && return 1; }
            /bin/sleep 0.05
        done
    }
    shows 'ready>'
    $tmux send-keys 'podclone --keep-pvcs=r' Tab
    shows 'podclone --keep-pvcs=readonly'
    $tmux send-keys C-u 'podclone --tools' Tab Tab
    shows 'an image with a static /bin/busybox'
    $tmux send-keys C-c
    $tmux send-keys C-u 'podclone --sam' Tab
    shows 'podclone --same-node'
}

offers() {
    run kubectl_complete-podclone "$@"
    is "$status" 0
    output=$(cut -f 1 <<<"$output" | paste -sd ' ')
}

@test "kubectl: Pods, once" {
    offers ''
    is "$output" 'cart-1 cart-2 ledger-0 :4'
    offers cart
    is "$output" 'cart-1 cart-2 :4'
    offers -n 'my shop' --context=x ''
    is "$output" 'cart-1 cart-2 ledger-0 :4'
    has "$(calls | tail -n 1)" '-n|my shop|--context=x|get|pods|'
    offers cart-1 ''
    is "$output" ':4'
    offers -c cart ledger
    is "$output" 'ledger-0 :4'
    offers deployment/c
    is "$output" 'deployment/cart-1 deployment/cart-2 :4'
    has "$(calls | tail -n 1)" 'get|deployment|'
}

@test "kubectl: containers, namespaces, contexts" {
    offers cart-1 -n shop -c ''
    is "$output" 'prepare cart metrics :4'
    has "$(calls | tail -n 1)" '-n|shop|get|pod|cart-1|-o|go-template='
    offers cart-1 --container=m
    is "$output" 'metrics :4'
    offers deployment/x -c ''
    has "$(calls | tail -n 1)" 'get|deployment/x|'
    offers -n ''
    is "$output" 'shop secure :4'
    offers --namespace=se
    is "$output" 'secure :4'
    offers --context ''
    is "$output" 'prod :4'
    offers -k ''
    is "$output" ':0'
}

@test "kubectl: options of both programs, values with a list, nothing after --" {
    offers --
    for name in --rm --replace --attach --dry-run --keep --timeout --namespace --context --keep-pvcs --ttl --copy-to; do
        has " $output " " $name "
    done
    is "$(tr ' ' '\n' <<<"$output" | sort | uniq -d)" ''
    offers x --tools=
    is "$output" 'init image none :4'
    offers x --keep-pvcs=r
    is "$output" 'readonly :4'
    offers x -- ''
    is "$output" ':4'
}

@test "kubectl: a cluster that does not answer offers nothing and says nothing" {
    echo 'connection refused' >"$FAKE/get.err"
    echo 1 >"$FAKE/get.code"
    offers ''
    is "$output" ':4'
}

@test "kubectl itself finds the plug-in, its completion, and runs it" {
    [ "$real_kubectl" ] || skip 'no kubectl'
    run "$real_kubectl" plugin list
    has "$output" "$bin/kubectl-podclone"
    run --separate-stderr "$real_kubectl" __complete podclone -n shop cart
    is "$(grep -v '^Completion' <<<"$output")" 'cart-1
cart-2
:4'
    run --separate-stderr "$real_kubectl" __complete podclone cart-1 --container m
    is "$(grep -v '^Completion' <<<"$output")" 'metrics
:4'
    run --separate-stderr "$real_kubectl" podclone cart-x --dry-run -- sh -c 'a  "b"'
    is "$status" 0
    has "$output" 'a  "b"'
    rm -rf "$HOME"/.kube
}
