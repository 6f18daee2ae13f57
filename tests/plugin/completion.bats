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
    $tmux kill-server 2>/dev/null || true
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

# A line for each option that has a list of values: --name VALUE VALUE...
lists() {
    podclone --list-options | awk -F '\t' '
        { n = split($2, name, " ") }
        $3 ~ /\|/ { gsub(/\|/, " ", $3); print name[n], $3 }
        $1 == "nothing" { print name[n], "true false" }'
}

sorted() { tr ' ' '\n' | sort | paste -sd ' '; }

@test "bash: the values of every option that has a list" {
    is "$(lists | grep -c .)" "$(podclone --list-options | grep -cE '\||^nothing')"
    lists | while read -r name values; do
        is "$(in_bash podclone "$name" = '')" "$(sorted <<<"$values")"
    done
}

@test "bash: completes at a prompt, loaded by bash-completion" {
    needs tmux
    loader=/usr/share/bash-completion/bash_completion
    [ -f $loader ] || skip 'no bash-completion'
    mkdir -p data/bash-completion/completions files/dir
    cp "$completions/podclone" data/bash-completion/completions
    touch 'files/a "b" $c.yaml' files/dir/pod.yaml
    printf '%s\n' ". $loader" "bind 'set enable-bracketed-paste off'" "PS1='ready> '" 'cd files' >rc
    XDG_DATA_HOME=$PWD/data $tmux new-session -d -x 150 -y 60 'bash --rcfile rc -i' 3>&-
    shows 'ready>'
    $tmux send-keys 'podclone --pro' Tab
    shows 'podclone --profile'
    $tmux send-keys 'res' Tab
    shows 'podclone --profile restricted'
    $tmux send-keys -- '--keep-pvcs=r' Tab
    shows '--keep-pvcs=readonly'
    $tmux send-keys -- '--custom a' Tab
    shows '--custom a\ \"b\"\ \$c.yaml'
    $tmux send-keys 'd' Tab
    shows '.yaml dir/'
    $tmux send-keys 'p' Tab
    shows '.yaml dir/pod.yaml'
}

@test "fish: options, their values, and files" {
    needs fish
    in_fish() { HOME=$PWD fish --no-config -c 'source $argv[1]; complete -C $argv[2]' "$completions/podclone.fish" "$1" | cut -f 1 | sort -u | paste -sd ' '; }
    is "$(in_fish 'podclone --' | tr ' ' '\n' | sed 's/=$//' | sort -u)" "$names"
    lists | while read -r name values; do
        is "$(in_fish "podclone $name=")" "$(printf -- "$name=%s " $values | sorted | sed 's/^ //')"
    done
    is "$(in_fish 'podclone --tools ')" 'image init none'
    is "$(in_fish 'podclone --ttl ')" ''
    touch pod.yaml
    is "$(in_fish 'podclone --custom p')" pod.yaml
    is "$(in_fish 'podclone --same-node p')" pod.yaml
}

@test "zsh: options, their values, and files at a prompt" {
    needs zsh tmux
    mkdir zdot
    touch 'a b.yaml'
    printf '%s\n' "fpath=($completions \$fpath)" 'autoload -U compinit && compinit -D -u' 'PS1="ready> "' >zdot/.zshrc
    ZDOTDIR=$PWD/zdot $tmux new-session -d -x 150 -y 60 zsh 3>&-
    shows 'ready>'
    $tmux send-keys 'podclone --keep-pvcs=r' Tab
    shows 'podclone --keep-pvcs=readonly'
    $tmux send-keys C-u 'podclone --profile res' Tab
    shows 'podclone --profile restricted'
    $tmux send-keys C-u 'podclone --same-node=t' Tab
    shows 'podclone --same-node=true'
    $tmux send-keys C-u 'podclone --custom a' Tab
    shows 'podclone --custom a\ b.yaml'
    $tmux send-keys C-u 'podclone a' Tab
    shows 'podclone a\ b.yaml'
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
    is "$output" 'cart-1 cart-2 ledger-0 :4'
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
    for option in -k --keep --kubeconfig --custom; do
        offers cart-1 $option ''
        is "$output" ':0'
    done
    offers cart-1 --custom=f
    is "$output" ':0'
}

@test "kubectl: what leads to the cluster is passed on, the rest is not" {
    offers -s https://x --token t --as-group=a --insecure-skip-tls-verify -A --profile general --rm --env a=b --tools=init -v 3 cart
    is "$output" 'cart-1 cart-2 :4'
    has "$(calls)" '-s|https://x|--token|t|--as-group=a|--insecure-skip-tls-verify|-v|3|get|pods|-A|-o|go-template='
}

@test "kubectl: options of both programs, values with a list, nothing after --" {
    offers --
    for name in --rm --replace --attach --dry-run --keep --timeout --namespace --context --token --as-group --keep-pvcs --ttl \
        --copy-to; do
        has " $output " " $name "
    done
    is "$(tr ' ' '\n' <<<"$output" | sort | uniq -d)" ''
    offers x --tools=
    is "$output" 'init image none :4'
    offers x --keep-pvcs=r
    is "$output" 'readonly :4'
    offers x --profile ''
    is "$output" 'general baseline restricted netadmin sysadmin :4'
    offers x --image-pull-policy=N
    is "$output" 'Never :4'
    for name in --rm --same-node --insecure-skip-tls-verify; do
        offers x $name=
        is "$output" 'true false :4'
    done
    offers x -- ''
    is "$output" ':4'
}

@test "kdd in bash" {
    in_bash_kdd() {
        bash -c 'source "$1" && shift
            COMP_WORDS=("$@") COMP_CWORD=$(($# - 1))
            _kdd
            printf "%s\n" "${COMPREPLY[@]}"' - "$root/packaging/kdd/kdd.bash" "$@" | sort | paste -sd ' '
    }
    is "$(in_bash_kdd kdd cart)" 'cart-1 cart-2'
    is "$(in_bash_kdd kdd cart-1 --namesp)" '--namespace'
    is "$(in_bash_kdd kdd --tools = i)" 'image init'
    is "$(in_bash_kdd kdd --tools =)" 'image init none'
    is "$(in_bash_kdd kdd -n '')" 'secure shop'
    touch a-file
    is "$(in_bash_kdd kdd -k a)" a-file
    is "$(in_bash_kdd kdd --keep = a)" a-file
}

@test "kdd in fish" {
    needs fish
    in_fish() { HOME=$PWD fish --no-config -c 'source $argv[1]; complete -C $argv[2]' "$root/packaging/kdd/kdd.fish" "$1" | cut -f 1 | sort -u | paste -sd ' '; }
    is "$(in_fish 'kdd cart')" 'cart-1 cart-2'
    is "$(in_fish 'kdd --tools=i')" '--tools=image --tools=init'
    is "$(in_fish 'kdd --tools=')" '--tools=image --tools=init --tools=none'
    is "$(in_fish 'kdd cart-1 --namesp')" '--namespace'
    touch a-file
    is "$(in_fish 'kdd -k a')" a-file
    is "$(in_fish 'kdd --keep=a')" --keep=a-file
}

@test "kdd in zsh at a prompt" {
    needs zsh tmux
    mkdir zdot
    touch a-file
    printf '%s\n' "fpath=($root/packaging/kdd \$fpath)" 'autoload -U compinit && compinit -D -u' 'PS1="ready> "' >zdot/.zshrc
    ZDOTDIR=$PWD/zdot $tmux new-session -d -x 150 -y 60 zsh 3>&-
    shows 'ready>'
    $tmux send-keys 'kdd led' Tab
    shows 'kdd ledger-0'
    $tmux send-keys C-u 'kdd --tools=im' Tab
    shows 'kdd --tools=image'
    $tmux send-keys C-u 'kdd cart-1 --namesp' Tab
    shows 'kdd cart-1 --namespace'
    $tmux send-keys C-u 'kdd -k a-' Tab
    shows 'kdd -k a-file'
    $tmux send-keys C-u 'kdd cart-1 -n sec' Tab
    shows 'kdd cart-1 -n secure'
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
