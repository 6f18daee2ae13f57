#!/bin/sh
# Faults from outside: no memory, interrupted calls, full disks, signals. The exit code must tell the truth, and standard
# output must be whole or empty. faults.sh PODCLONE PRELOAD NONBLOCK DOCUMENT LIST; PRELOAD is none under sanitizers.
set -u
# shellcheck source=tests/expect.sh
. "$(dirname "$0")/../expect.sh"
podclone=$1 preload=$2 nonblock=$3 document=$4 list=$5
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT

details() { printf ': status %s: %s' "$status" "$(head -c 300 "$dir/err")"; }

is_whole() { [ "$status" = 0 ] && cmp -s "$dir/out" "$dir/whole"; }
is_refused() { [ "$status" = 1 ] && [ ! -s "$dir/out" ] && grep -q '^podclone: ' "$dir/err"; }
says() { [ "$status" = 1 ] && grep -q "$1" "$dir/err"; }
is_out_of_memory() { [ "$status" = 1 ] && [ ! -s "$dir/out" ]; }
is_not_done() { [ "$status" != 0 ] && [ ! -s "$dir/out" ]; }
is_killed() { [ "$status" -gt 128 ] && [ ! -s "$dir/out" ]; }

# starve EXPECTED FILE STEP OPTION...: first one allocation fails, then that and all that follow; each STEPth is tried. It
# ends where the program makes no more allocations and nothing fails.
starve() {
    expected=$1 file=$2 step=$3
    shift 3
    "$podclone" -q "$@" "$file" >"$dir/whole" 2>/dev/null
    for kind in alloc after; do
        n=1 whole=0
        while [ "$whole" -lt 3 ] && [ "$n" -lt 100000 ]; do
            LD_PRELOAD=$preload FAULT=$kind:$n "$podclone" -q "$@" "$file" >"$dir/out" 2>"$dir/err"
            status=$?
            if is_whole; then
                # libseccomp can do without some allocations: only three runs in a row without a failure are the end.
                [ "$kind" = after ] && whole=3 || whole=$((whole + 1))
            else
                whole=0
                expect "$kind:$n of $file $*" "$expected"
            fi
            n=$((n + step))
        done
        expect "$kind: the allocations come to an end" [ "$n" -lt 100000 ]
    done
}

if [ "$preload" != none ]; then
    printf 'env: [{name: A, value: b}]\nresources: {limits: {cpu: 1}}\n' >"$dir/custom"
    starve is_out_of_memory "$document" 1
    starve is_out_of_memory "$document" 7 --explain --label=a=b --keep-pvcs=readonly
    starve is_out_of_memory "$document" 3 "--custom=$dir/custom" --profile=restricted --optional-refs --env=A=c --any-node
    starve is_out_of_memory "$list" 13
    starve is_out_of_memory "$list" 13 --list
    # libfyaml may refuse the text, or crash: in both cases no clone is written.
    "$podclone" -V | grep -q '^verify: none' || starve is_not_done "$document" 3 --verify
    for kind in short eintr eagain version; do
        "$podclone" -q "--custom=$dir/custom" "$list" >"$dir/whole"
        LD_PRELOAD=$preload FAULT=$kind "$podclone" -q "--custom=$dir/custom" <"$list" >"$dir/out" 2>"$dir/err"
        status=$?
        expect "$kind" is_whole
        "$podclone" "$list" 2>"$dir/notes" >/dev/null
        LD_PRELOAD=$preload FAULT=$kind "$podclone" "$list" 2>"$dir/err" >/dev/null
        status=$?
        expect "$kind, notes" cmp -s "$dir/notes" "$dir/err"
    done
fi

# Pipes that do not block: one that has no input yet, one that is full.
i=0
while [ "$i" -lt 40 ]; do
    echo ---
    cat "$document"
    i=$((i + 1))
done >"$dir/many"
"$podclone" -q "$dir/many" >"$dir/whole"
{ (sleep 0.3 && cat "$dir/many") | "$nonblock" "$podclone" -q 2>"$dir/err"; echo $? >"$dir/status"; } | (sleep 0.6 && cat) >"$dir/out"
status=$(cat "$dir/status")
expect 'pipes that do not block' is_whole

# A reader that goes away, a full disk, descriptors that are closed.
{ "$podclone" -q "$dir/many" 2>"$dir/err"; echo $? >"$dir/status"; } | true
status=$(cat "$dir/status")
expect 'a closed pipe' says 'cannot write'
if [ -w /dev/full ]; then
    "$podclone" -q "$document" >/dev/full 2>"$dir/err"
    status=$?
    expect 'a full disk' says 'cannot write'
    "$podclone" --list "$document" >/dev/full 2>"$dir/err"
    status=$?
    expect 'a full disk, --list' says 'cannot write'
    "$podclone" --help >/dev/full 2>"$dir/err"
    status=$?
    expect 'a full disk, --help' says 'cannot write'
    "$podclone" "$document" >"$dir/out" 2>/dev/full
    status=$?
    "$podclone" -q "$document" >"$dir/whole"
    expect 'notes on a full disk' is_whole
fi
"$podclone" -q <&- >"$dir/out" 2>"$dir/err"
status=$?
expect 'standard input closed' is_refused
"$podclone" -q "$document" >&- 2>"$dir/err"
status=$?
expect 'standard output closed' says 'cannot write'
"$podclone" -V >&- 2>"$dir/err"
status=$?
expect 'standard output closed, -V' says 'cannot write'
"$podclone" -q "$document" <&- 2>&- >"$dir/out"
status=$?
expect 'all but standard output closed' is_whole
"$podclone" -q . >"$dir/out" 2>"$dir/err"
status=$?
expect 'a directory' is_refused
"$podclone" -q "$dir/nowhere" >"$dir/out" 2>"$dir/err"
status=$?
expect 'no file' is_refused

# A signal while podclone waits for input; then a process that is stopped and continued.
for signal in TERM INT HUP; do
    mkfifo "$dir/fifo"
    # A background job of sh ignores INT.
    env --default-signal="$signal" "$podclone" -q "$dir/fifo" >"$dir/out" 2>"$dir/err" &
    pid=$!
    exec 9>"$dir/fifo"
    head -c 100 "$document" >&9
    kill -s "$signal" "$pid"
    wait "$pid"
    status=$?
    exec 9>&-
    rm "$dir/fifo"
    expect "$signal" is_killed
done
mkfifo "$dir/fifo"
"$podclone" -q "$dir/fifo" >"$dir/out" 2>"$dir/err" &
pid=$!
exec 9>"$dir/fifo"
kill -s STOP "$pid"
cat "$document" >&9
kill -s CONT "$pid"
exec 9>&-
wait "$pid"
status=$?
expect 'stopped and continued' is_whole
finish
