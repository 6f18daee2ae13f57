load helper

setup() { cluster; }
teardown() { nothing_left; }

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
    mkdir "$BATS_TEST_TMPDIR/known"
    printf '#!/bin/sh\nprintf bcdfg\n' >"$BATS_TEST_TMPDIR/known/tr"
    chmod +x "$BATS_TEST_TMPDIR/known/tr"
    ln -s "$PWD/victim" kept.bcdfg
    PATH=$BATS_TEST_TMPDIR/known:$PATH run kubectl-podclone cart-x -k kept </dev/null
    is "$status" 1
    has "$output" 'cannot write kept'
    [ ! -e victim ]
    is "$(verbs)" get
    [ -L kept.bcdfg ]
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

@test "what cannot be printed ends it: nothing is created" {
    run --separate-stderr bash -c 'kubectl-podclone cart-x --dry-run </dev/null >/dev/full'
    fails [ "$status" = 0 ]
    is "$(verbs)" get
    run --separate-stderr bash -c 'kubectl-podclone cart-x --help </dev/null >/dev/full'
    fails [ "$status" = 0 ]
    is "$(verbs)" get
    on_terminal sh -c 'kubectl-podclone --preview -- pod/x x x 2>/dev/full >/dev/full'
    has_not "$(verbs)" create
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
    is "$(calls | sed -n 4p)" "--namespace=shop|delete|pod|$(clone_name)|--wait=false|--ignore-not-found"
}

@test "--replace does not delete a workload" {
    without_terminal deployment/cart --replace
    is "$status" 2
    has "$stderr" '--replace deletes a Pod, not deployment/cart'
    is "$(verbs)" ''
}

@test "no file is written, not even for a moment" {
    command -v strace >/dev/null || skip 'no strace'
    run strace -f -qq -o trace -e trace=openat,open,creat kubectl-podclone cart-x --context=strace </dev/null
    is "$status" 0
    # The stand-in for kubectl, and the directory of its calls, do write.
    grep -v "$FAKE" trace | grep -E 'O_CREAT|creat\(' | grep -v '/dev/' >written || true
    is "$(cat written)" ''
}
