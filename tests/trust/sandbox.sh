#!/bin/sh
# What the process can still call once it reads its input: sandbox.sh PODCLONE PROBE DOCUMENT...
set -u
podclone=$1 probe=$2
shift 2
passed=0 failed=0
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT

expect() {
    what=$1
    shift
    if "$@"; then
        passed=$((passed + 1))
    else
        echo "FAIL $what"
        failed=$((failed + 1))
    fi
}

"$podclone" -V | grep -Eq '^sandbox: (seccomp|pledge)$' || {
    echo 'no sandbox in this build'
    exit 77
}

"$probe" </dev/null
status=$?
[ "$status" = 77 ] && exit 77
expect 'the sandbox lets something through' [ "$status" = 0 ]
expect 'what the sandbox refuses does not work without it either' "$probe" open </dev/null
printf 'apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec: {containers: [{name: a, image: %0999999d}]}\n' 0 >"$dir/long"
printf 'kind: Pod\n\t"\n' >"$dir/invalid"

# Calls that are left, and no others: a C library's fallbacks would show here too.
left='read|write|close|poll|ppoll|brk|mmap|munmap|mremap|madvise|mprotect|exit_group'
only_left() { ! grep -Ev "^($left)\(|^\+\+\+ exited" "$1"; }
reads_nothing_before() { ! sed -n '/"'"$name"'", O_RDONLY/,$p' "$dir/log" | sed '/SECCOMP_SET_MODE_FILTER, 0,/,$d' | grep '^read('; }

if strace -o "$dir/log" true 2>/dev/null; then
    for file in "$@" "$dir/long" "$dir/invalid"; do
        name=$(basename "$file")
        (cd "$(dirname "$file")" && strace -o "$dir/log" "$podclone" "$name" >/dev/null 2>&1)
        sed '1,/SECCOMP_SET_MODE_FILTER, 0,/d' "$dir/log" >"$dir/after"
        expect "$name: a byte is read before" reads_nothing_before
        expect "$name: no byte is read inside" grep -q '^read(' "$dir/after"
        expect "$name: these calls are made inside" only_left "$dir/after"
    done
else
    echo 'without strace: what is called is not looked at'
fi
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
