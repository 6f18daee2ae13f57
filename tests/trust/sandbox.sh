#!/bin/sh
# The system calls that the process can make after it starts to read its input: sandbox.sh PODCLONE PROBE DOCUMENT...
set -u
# shellcheck source=tests/expect.sh
. "$(dirname "$0")/../expect.sh"
podclone=$1 probe=$2
shift 2
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT

"$podclone" -V | grep -Eq '^sandbox: (seccomp|pledge)$' || {
    echo 'no sandbox in this build'
    exit 77
}

"$probe" </dev/null
status=$?
[ "$status" = 77 ] && exit 77
expect 'the sandbox refuses every attempt' [ "$status" = 0 ]
expect 'without the sandbox every attempt works' "$probe" open </dev/null
printf 'apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec: {containers: [{name: a, image: %0999999d}]}\n' 0 >"$dir/long"
printf 'kind: Pod\n\t"\n' >"$dir/invalid"

# These calls may be made and no others. A fallback of the C library would show here too.
left='read|write|close|poll|ppoll|brk|mmap|munmap|mremap|madvise|mprotect|exit_group'
only_left() { ! grep -Ev "^($left)\(|^\+\+\+ exited" "$1"; }
# reads_nothing_before: before the sandbox, nothing is read from standard input or from a file with one of these names.
reads_nothing_before() {
    sed '/SECCOMP_SET_MODE_FILTER, 0,/,$d' "$dir/log" | awk -v names="$names" '
        BEGIN { n = split(names, name, " ") }
        { for (i = 1; i <= n; i++) if (index($0, name[i] "\", O_RDONLY") && match($0, /[0-9]+$/)) opened[substr($0, RSTART)] = 1 }
        /^read\(/ { fd = $0; gsub(/read\(|,.*/, "", fd); if (fd == 0 || fd in opened) bad = 1 }
        END { exit bad }'
}

# traced WHAT STATUS OPTION...: traces podclone, with the standard input that is given.
traced() {
    what=$1 due=$2
    shift 2
    strace -o "$dir/log" "$podclone" "$@" >"$dir/out" 2>"$dir/err"
    status=$?
    sed '1,/SECCOMP_SET_MODE_FILTER, 0,/d' "$dir/log" >"$dir/after"
    expect "$what: status $status" [ "$status" = "$due" ]
    expect "$what: no byte is read before the sandbox" reads_nothing_before
    expect "$what: the input is read inside the sandbox" grep -q '^read(' "$dir/after"
    expect "$what: only the calls that are left are made inside" only_left "$dir/after"
}

if strace -o "$dir/log" true 2>/dev/null; then
    echo 'resources: null' >"$dir/part"
    mkfifo "$dir/pipe"
    names="part long invalid"
    for file; do
        names="$names $(basename "$file")"
        traced "$file" 0 "$file"
        traced "$file as standard input" 0 <"$file"
        cat "$file" >"$dir/pipe" &
        traced "$file in a pipe" 0 -q <"$dir/pipe"
        traced "$file, explained" 0 --explain "$file"
        traced "$file, --list" 0 --list "$file"
        traced "$file, --custom" 0 "--custom=$dir/part" "$file"
        traced "$file, --custom from standard input" 0 --custom=- "$file" <"$dir/part"
        "$podclone" -V | grep -q '^verify: none' || traced "$file, --verify" 0 --verify "$file"
    done
    traced 'a large one' 0 "$dir/long"
    traced 'an invalid one' 1 "$dir/invalid"
else
    echo 'strace does not work here: the calls are not looked at'
    finish || exit 1
    exit 77
fi
finish
