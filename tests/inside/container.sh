#!/bin/sh
# What a clone's container does where something is missing, hidden, restarted or replaced.
# usage: container.sh PODCLONE
# shellcheck disable=SC2015,SC2016,SC2069,SC2119 # what stands in single quotes is for the shell of the clone; start takes nothing
set -u
podclone=$1
# shellcheck source=tests/inside/lib.sh
. "$(dirname "$0")/lib.sh"

# pod WORD...: the manifest of a container with this command, then a clone of it with the options in $options
options=
pod() {
    jq -n --args '{apiVersion: "v1", kind: "Pod", metadata: {name: "case"}, spec: {containers:
        [{name: "app", image: "app", env: [{name: "A", value: "1"}], command: $ARGS.positional}]}}' -- "$@" >"$tmp/pod.json"
    # shellcheck disable=SC2086
    clone "$tmp/pod.json" $options
}

# runs COMMAND...: its output, with standard error, and its status
runs() {
    "$@" >"$tmp/said" 2>&1 3>/dev/null
    status=$?
    out=$(tr '\0' ' ' <"$tmp/said")
}

# gives STATUS TEXT COMMAND...
gives() {
    want=$1 text=$2
    shift 2
    runs "$@"
    [ "$status" = "$want" ] && [ "$out" = "$text" ] || {
        printf '    %s: %s, not %s: %s\n' "$status" "$out" "$want" "$text"
        return 1
    }
}

# fails STATUS TEXT WORD...: rerun of a container with this command, by itself and in the shell
fails() {
    want_status=$1 want_text=$2
    shift 2
    pod "$@" && start || return 1
    gives "$want_status" "$want_text" enter /podclone/rerun && gives "$want_status" "$want_text" enter /podclone/shell -c rerun
    failed_so=$?
    stop && [ "$failed_so" = 0 ]
}

printf 'PATH=%s\0A=1\0' "$path" >"$tmp/env"
: >"$tmp/set"
strings "$tmp/probe" /app
play "$root" "$tmp/probe" >"$tmp/out" 2>&1 3>/dev/null
[ $? != 77 ] || { cat "$tmp/out" && exit 77; }
pod /app x
expect 'the tools' play "$image" "$tmp/init"

cp "$tmp/print" "$root/bin/printer" && cp "$tmp/print" "$root/bin/a=b" && cp "$tmp/print" "$root/work/sub/local" && cp "$tmp/print" "$root/bin/-n"
mkdir "$root/bin/dir" && echo 'exit 9' >"$root/bin/plain"
for applet in sh ls true env busybox rerun; do
    expect "no applet stands in for $applet" fails 127 "podclone: $applet: not found in PATH ($path)" "$applet" -c x
done
expect 'a builtin is no program' fails 127 "podclone: cd: not found in PATH ($path)" cd
expect 'an empty word is no program' fails 127 "podclone: : not found in PATH ($path)" ''
expect 'two words in one' fails 127 "podclone: printer x: not found in PATH ($path)" 'printer x'
expect 'an assignment is a program' fails 127 "podclone: A=b: not found in PATH ($path)" A=b /app
expect 'no such file' fails 127 'podclone: /nowhere/x: no such file' /nowhere/x
expect 'a directory' fails 126 'podclone: /bin: not an executable file' /bin
expect 'not executable' fails 126 'podclone: /bin/plain: not an executable file' /bin/plain
expect 'not executable, in PATH' fails 127 "podclone: plain: not found in PATH ($path)" plain
expect 'a directory, in PATH' fails 127 "podclone: dir: not found in PATH ($path)" dir
expect 'a relative program, in its directory' fails 0 './sub/local x ' ./sub/local x
expect 'a program with = in its name' fails 0 '/bin/a=b x ' a=b x
expect 'a program and words that start with a dash' fails 0 "$(PATH=/ "$BUSYBOX" env true 2>/dev/null && echo /bin/)-n -x -- " -n -x --
expect 'argv[0] stays' fails 0 "$(PATH=/ "$BUSYBOX" env true 2>/dev/null && echo /bin/)printer x " printer x

# The shell: what was exported in it wins, the tools stand behind the container's PATH once.
pod /app '$(A)' && start
in_shell() { enter /podclone/shell -c "$1" 2>&1 3>"$tmp/env3"; }
exported() { in_shell "$1" >/dev/null && tr '\0' '\n' <"$tmp/env3" | grep -qx "$2"; }
expect 'exported in the shell' exported 'export A=9; rerun' A=9
expect 'set for one command' exported 'A=5 rerun' A=5
expect 'PATH without the tools' exported 'rerun' "PATH=$path"
expect 'PATH without the tools, shell in shell' exported "shell -c 'shell -c rerun'" "PATH=$path"
expect 'a new PATH, without the tools' exported 'PATH=/new:$PATH rerun' "PATH=/new:$path"
expect 'the status of the shell' gives 5 '' in_shell 'exit 5'
expect 'the tools are found' gives 0 /podclone/bin/rerun in_shell 'tar --help >/dev/null 2>&1 && command -v rerun'
expect 'copy out and in with tar' gives 0 hello in_shell 'cd /tmp 2>/dev/null || cd /podclone; mkdir -p c d && echo hello >c/f &&
    /podclone/busybox tar -cf - c | /podclone/busybox tar -xf - -C d && cat d/c/f'
tree() { (cd "$volume" && find . ! -name words ! -path './[cd]*' | sort && cat hold shell rerun); }
tree >"$tmp/first"
stop

# The kubelet restarts a container that was killed: hold is another process then.
pod /app again && start && kill -9 "$pid"
wait "$holder"
start
expect 'after a restart' gives 0 '/app again ' enter /podclone/rerun
printf '%s\0' 4242 /app again >"$volume/words"
expect 'a process that is not hold' gives 126 \
    'podclone: /proc does not show hold (process 4242): is it hidden, or has the container just ended?' enter /podclone/rerun
stop

# The sandbox was lost and the volume stayed: the tools are made again on what is there.
for left in truncated half-bin stale none; do
    case $left in
    truncated) : >"$volume/busybox" && echo x >"$volume/busybox.new" && chmod 0 "$volume/rerun" && chown "$uid" "$volume/busybox.new" ;;
    half-bin) rm -r "${volume:?}/bin" && mkdir "$volume/bin" && ln -s nowhere "$volume/bin/sh" && chown -R "$uid" "$volume/bin" ;;
    stale) ln -s nowhere "$volume/bin/old" && rm "$volume/hold" ;;
    esac
    expect "the tools, made again on $left" play "$image" "$tmp/init"
    tree >"$tmp/again"
    expect "the same tools, made again on $left" same "$tmp/first" "$tmp/again"
done
# The tools container and the target may be different users.
for user in 1234 0 65534; do
    rm -r "${volume:?}/bin" "$volume/busybox" "$volume/hold" "$volume/shell" "$volume/rerun"
    uid=$user
    expect "the tools, made by user $user on what others left" play "$image" "$tmp/init"
    uid=4321
    start
    expect "hold of another user than $user" gives 0 '/app again ' enter /podclone/rerun
    stop
done
uid=65534
mkdir "$tmp/small"
if mount -t tmpfs -o size=512k,mode=777 none "$tmp/small" 2>/dev/null; then
    volume=$tmp/small
    runs play "$image" "$tmp/init"
    expect "a full volume: $status $out" eval '[ "$status" != 0 ] && [ "${out#*No space left}" != "$out" ]'
    volume=$tmp/volume
    umount "$tmp/small"
fi

# Every signal that a runtime may send ends hold at once, as process 1.
pod /app x
for signal in HUP INT QUIT ABRT USR1 USR2 ALRM TERM PWR WINCH 35 37 64; do
    start
    expect "hold ends on signal $signal" eval 'kill -s "$signal" "$pid" && { sleep 5; kill -9 "$pid" 2>/dev/null; } & wait "$holder"'
done

# Processes without a parent are hold's: none stays as a zombie.
start
in_shell 'busybox sh -c "busybox sleep 0.1 &"' >/dev/null
no_zombie() { ! enter /podclone/busybox ps -o stat,args | grep -q '^Z'; }
expect 'hold reaps' soon no_zombie
stop

# /proc hides other users' processes, not one's own.
export KUBELET_PROC=hidepid=2
start
expect 'hidepid' gives 0 '/app x ' enter /podclone/rerun
stop
unset KUBELET_PROC

# No command: the image's entrypoint ran, and no args are taken for it.
jq '.spec.containers[0] |= (del(.command) | .args = ["/podclone/hold/image-entrypoint", "b c"])' "$tmp/pod.json" >"$tmp/args.json"
clone "$tmp/args.json" && start
expect 'the entrypoint is asked for' gives 64 \
    "podclone: the image's entrypoint ran, with the arguments '/podclone/hold/image-entrypoint b c'. Add it: rerun ENTRYPOINT..." enter /podclone/rerun
expect 'the entrypoint is given' gives 0 '/app --serve /podclone/hold/image-entrypoint b c ' enter /podclone/rerun /app --serve
stop

# The words were replaced: rerun has those of the manifest, and says that nobody expanded them.
strings "$tmp/forever" /podclone/busybox sleep 1000
for words in '$(A)' '$$(A)' '$$$A $' '☃'; do
    pod /app "$words" && clone "$tmp/pod.json" -- /podclone/busybox sleep 1000
    expect "the tools, with the words of the manifest $words" play "$image" "$tmp/init"
    rm -f "$tmp/pid"
    play "$root" "$tmp/words" /work &
    holder=$!
    running() { pid=$(cat "$tmp/pid" 2>/dev/null) && [ -n "$pid" ] && [ -e "/proc/$pid" ]; }
    soon running
    expect "rerun of replaced words $words" gives 0 "podclone: the words of the manifest, with nothing expanded
/app $words " enter /podclone/rerun
    kill -9 "$pid"
    wait "$holder" 2>/dev/null
done

# A container without a PATH: the shell makes one, and the program must not get it.
printf 'A=1\0' >"$tmp/env"
pod /app x && start
in_shell rerun >/dev/null
expect 'no PATH where there was none' eval '[ -s "$tmp/env3" ] && ! tr "\0" "\n" <"$tmp/env3" | grep "^PATH="'
expect 'a PATH that the shell was given' exported 'PATH=/bin /podclone/rerun' PATH=/bin
stop
printf 'PATH=%s\0A=1\0' "$path" >"$tmp/env"

# Without an init container the target's own process brings the tools, and waits.
mkdir "$tmp/other" && chmod 777 "$tmp/other" && mkdir -p "$tmp/other/image/bin" && cp "$BUSYBOX" "$tmp/other/image/bin/busybox" &&
    ln -s busybox "$tmp/other/image/bin/sh"
volume=$tmp/other options=--tools=image
printf 'a.b=3\0' >"$tmp/set"
pod /app '$(a.b)' && start
expect 'tools=image' gives 0 '/app 3 ' enter /podclone/rerun
expect 'tools=image, in the shell' gives 0 '/app 3 ' enter /podclone/shell -c rerun
expect 'tools=image: the environment' exported 'rerun' 'a.b=3'
stop
finish
