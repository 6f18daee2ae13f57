#!/bin/sh
# The tools container's scripts, run as the kubelet would run them, in plain directories; the last ones in a chroot.
# BUSYBOX is a static busybox, as in the tools image; CC a compiler.
# shellcheck disable=SC2016 # what stands in single quotes is for the scripts under test
set -u
here=$(cd "$(dirname "$0")" && pwd) || exit 1
src=$here/../../src/inside
: "${BUSYBOX:=/bin/busybox}" "${CC:=cc}"
tmp=$(mktemp -d "${TMPDIR:-/tmp}/podclone-tools.XXXXXX") || exit 1
trap 'rm -rf "$tmp"' EXIT
trap 'exit 1' HUP INT PIPE TERM
passed=0 failed=0

[ -x "$BUSYBOX" ] || { echo "$BUSYBOX: no busybox: set BUSYBOX"; exit 1; }
"$CC" -static -O -o "$tmp/print" "$here/print.c" || exit 1
tools=$tmp/tools print=$tmp/print work="$tmp/work dir" PATH=$PATH:/usr/sbin:/sbin
chmod 755 "$tmp"
mkdir "$work" "$tmp/empty"
cd "$work" || exit 1
init=$(sed "s#/bin/busybox#$BUSYBOX#g" "$src/init.sh") shell=$(cat "$src/shell.sh") rerun=$(cat "$src/rerun.sh")
# Without the links to the applets, where nothing needs them: it is they that take the time.
quick=$(printf '%s\n' "$init" | sed '/--install/d')

ok() {
	passed=$((passed + 1))
}

bad() {
	failed=$((failed + 1))
	echo "FAILED: $*"
}

show() {
	tr '\0' '\n' <"$1" | cat -v | cut -c -300 | head -n 40 | sed "s/^/    $2/"
}

# check NAME TEST-COMMAND...
check() {
	name=$1
	shift
	if "$@"; then ok; else bad "$name: $*"; fi
}

# same NAME EXPECTED GOT
same() {
	if cmp -s "$2" "$3"; then
		ok
	else
		bad "$1"
		show "$2" '- '
		show "$3" '+ '
	fi
}

# text NAME EXPECTED GOT
text() {
	printf '%s' "$2" >"$tmp/expected"
	printf '%s' "$3" >"$tmp/got"
	same "$1" "$tmp/expected" "$tmp/got"
}

# put SCRIPT MODE NAMES WORD...
put() {
	script=$1
	shift
	"$BUSYBOX" sh -c "$script" podclone-tools "$tools" "$shell" "$rerun" "$@"
}

# install MODE NAMES WORD...
install() {
	put "$init" "$@"
}

# Files of NUL-ended values, as only those hold any argument.
add() {
	file=$tmp/$1
	printf '%b\0' "$2" >>"$file"
}

begin() {
	title=$1 mode=command
	for f in names words env extra argv; do : >"$tmp/$f"; done
	: >"$tmp/name"
	printf '%s\0' "$print" >"$tmp/argv"
}

finish() {
	[ "$title" ] || return 0
	names=$(tr '\0' '\n' <"$tmp/name")
	{
		printf '%s\0' "$mode" "$names"
		[ "$mode" = image ] || [ "$mode" = args ] || printf '%s\0' "$print"
		cat "$tmp/words"
	} >"$tmp/install"
	xargs -0 "$BUSYBOX" sh -c "$quick" podclone-tools "$tools" "$shell" "$rerun" <"$tmp/install" || bad "$title: init"

	{ printf '%s\0' "$work" "PATH=$PATH" && cat "$tmp/env"; } | sort -z >"$tmp/want.env"
	for how in direct shell; do
		{
			printf 'PATH=%s\0' "$PATH"
			cat "$tmp/env"
			case $how in
			direct) printf '%s\0' "$tools/rerun" ;;
			shell) printf '%s\0' "$tools/shell" -c 'cd / && rerun "$@"' sh ;;
			esac
			cat "$tmp/extra"
		} >"$tmp/run"
		xargs -0 env -i <"$tmp/run" >"$tmp/got.argv" 3>"$tmp/env3" 2>"$tmp/err" || bad "$title ($how): exit"
		sort -z "$tmp/env3" >"$tmp/got.env"
		same "$title ($how): arguments" "$tmp/argv" "$tmp/got.argv"
		same "$title ($how): directory and environment" "$tmp/want.env" "$tmp/got.env"
		same "$title ($how): standard error" /dev/null "$tmp/err"
	done
}

title=
while IFS= read -r line; do
	key=${line%% *} value=
	case $line in *' '*) value=${line#"$key"} && value=${value#"${value%%[! ]*}"} ;; esac
	case $value in
	@PRINT@) value=$print ;;
	@PATH@) value=$PATH ;;
	esac
	case $key in
	'' | '#'*) ;;
	case) finish && begin "$value" ;;
	mode) mode=$value ;;
	name | env | extra | argv) add "$key" "$value" ;;
	word) add words "$value" ;;
	*) bad "cases: $line" ;;
	esac
done <"$here/cases"
finish
check 'nothing was executed' [ ! -e pwned ]

# All bytes there are, as a word and as a value.
bytes=$(awk 'BEGIN { for (i = 1; i < 256; i++) printf "\\0%o", i }' | sed 's/\\044/\\044-/; s/\\050/(/')
begin 'all bytes'
add name B
add env "B=$bytes$bytes"
add words "$bytes"
add words 'x$(B)y'
add argv "$bytes"
add argv "x$bytes${bytes}y"
finish

# Sizes: no word is longer than 128 KB, the kernel's limit.
big=$(awk 'BEGIN { for (i = 0; i < 12500; i++) printf "it'\''s \"x\"" }')
times >"$tmp/times0"
begin 'a word of 112 KB'
add words "$big"
add argv "$big"
finish
begin 'a word of 112 KB with a name at its end'
add name A
add env A=1
add words "$big\$(A)"
add argv "${big}1"
finish
begin 'a word of 100 KB of names'
add name A
add env A=12
add words "$(awk 'BEGIN { for (i = 0; i < 25000; i++) printf "$(A)" }')"
add argv "$(awk 'BEGIN { for (i = 0; i < 25000; i++) printf "12" }')"
finish
begin 'unterminated references'
add words "$(awk 'BEGIN { for (i = 0; i < 5000; i++) printf "$(" }')"
add argv "$(awk 'BEGIN { for (i = 0; i < 5000; i++) printf "$(" }')"
finish
begin 'a value of 100 KB'
add name A
add env "A=$(awk 'BEGIN { for (i = 0; i < 25000; i++) printf "a\\n b" }')"
add words '$(A)'
add argv "$(awk 'BEGIN { for (i = 0; i < 25000; i++) printf "a\\n b" }')"
finish
begin '500 words, 500 names'
i=0
while [ $((i += 1)) -le 500 ]; do
	add name "N_$i"
	add env "N_$i=value $i"
	add words "it's \$(N_$i)"
	add argv "it's value $i"
done
finish
times >"$tmp/times"
# of the processor, by what was started
spent=$(tail -qn 1 "$tmp/times0" "$tmp/times" | awk -F '[ms ]+' '{ s = -s + $1 * 60 + $2 + $3 * 60 + $4 } END { print int(s) }')
check "sizes: not slow: $spent s" [ "$spent" -lt 60 ]

# run COMMAND...: sets out, err and status
run() {
	"$@" >"$tmp/out" 2>"$tmp/err" </dev/null
	status=$?
	out=$(cat "$tmp/out") err=$(cat "$tmp/err")
}

# fails NAME STATUS MESSAGE WORD...: rerun of the words in PATH=$path ends so, run by itself and by shell
fails() {
	name=$1 want=$2 message=$3
	shift 3
	put "$quick" command '' "$@" || bad "$name: init"
	for how in direct shell; do
		case $how in
		direct) run env -i "PATH=$path" "$tools/rerun" ;;
		shell) run env -i "PATH=$path" "$tools/shell" -c rerun ;;
		esac
		text "$name ($how): message" "$message" "$err"
		text "$name ($how): status and output" "$want" "$status$out"
	done
}

mkdir -p "$tmp/path/dir" "$work/sub"
cp "$tmp/print" "$tmp/path/printer"
cp "$tmp/print" "$tmp/path/a=b"
cp "$tmp/print" "$work/sub/local"
printf '#!%s sh\nexit 7\n' "$BUSYBOX" >"$tmp/path/seven"
printf 'exit 9\n' >"$tmp/path/plain"
cp "$tmp/path/seven" "$tmp/path/lost"
sed -i '1s#.*#\#!/nowhere/sh#' "$tmp/path/lost"
chmod 755 "$tmp/path/seven" "$tmp/path/lost"
path=$tmp/empty
for applet in sh ls true env busybox rerun echo cd; do
	fails "no $applet in PATH" 127 "podclone: $applet: not found in PATH ($path)" $applet -c x
done
fails 'empty program' 127 "podclone: : not found in PATH ($path)" ''
fails 'two words in one' 127 "podclone: printer x: not found in PATH ($path)" 'printer x'
fails 'an assignment is a program' 127 "podclone: A=b: not found in PATH ($path)" A=b "$print"
fails 'no such file' 127 'podclone: /nowhere/x: no such file' /nowhere/x
fails 'not expanded' 127 "podclone: \$(X): not found in PATH ($path)" '$(X)'
fails 'a directory' 126 'podclone: /etc: is a directory' /etc
fails 'not executable' 126 "podclone: $tmp/path/plain: not executable" "$tmp/path/plain"
path=.:$tmp/path
fails 'not executable, in PATH' 127 "podclone: plain: not found in PATH ($path)" plain
fails 'a directory, in PATH' 127 "podclone: dir: not found in PATH ($path)" dir
path=::$work/sub/..:
fails 'empty parts of PATH' 127 "podclone: run: not found in PATH ($path)" run
path=
fails 'empty PATH' 127 'podclone: sh: not found in PATH ()' sh
path=$tmp/path
fails 'exit status' 7 '' seven

# A script whose interpreter is missing: the kernel's error, with the status a shell gives.
install command '' lost
run env -i "PATH=$path" "$tools/rerun"
check 'missing interpreter' [ "$status" = 127 ]

# without PATH: the tools are there, the program is not
install command '' sh -c x
run env -i "$tools/rerun"
check 'PATH unset: status' [ "$status$out" = 127 ]
run env -i "$tools/shell" -c 'ls / >/dev/null && rerun'
check 'PATH unset, from shell: status' [ "$status$out" = 127 ]
text 'PATH unset, from shell: message' 'podclone: sh: not found in PATH ()' "$err"

# The program, found as the runtime finds it; its argv[0] stays, unless this busybox prefers its applets.
argv0() {
	run env -i "PATH=$tmp/empty:$tmp/path" "$tools/rerun"
	text "$1" "$2" "$(tr '\0' ' ' <"$tmp/out")"
}
install command '' printer x
if PATH=/dev/null "$BUSYBOX" env true 2>/dev/null; then
	argv0 'argv[0], an applet busybox' "$tmp/path/printer x "
else
	argv0 'argv[0]' 'printer x '
fi
install command '' a=b x
argv0 'a program with = in its name' "$tmp/path/a=b x "
install command '' ./sub/local x
argv0 'a relative program' './sub/local x '
run env -i "$tools/shell" -c 'cd /; rerun'
text 'a relative program, after cd' './sub/local x ' "$(tr '\0' ' ' <"$tmp/out")"

# args without a command
install args '' a 'b c'
run env -i "$tools/rerun"
check 'args only: status' [ "$status$out" = 64 ]
text 'args only: message' "podclone: the manifest has no command: the image's entrypoint ran, with the arguments 'a' 'b c'.
Look it up in the image's configuration, then: rerun ENTRYPOINT... (the arguments are added)" "$err"
install image ''
run env -i "$tools/rerun"
check 'neither: status' [ "$status$out" = 64 ]
text 'neither: message' "podclone: the manifest has no command: the image's entrypoint ran.
Look it up in the image's configuration, then: rerun ENTRYPOINT..." "$err"

# The shell: what is exported in it wins, but for PATH; what is unset stays unset; shells nest.
install command 'A
a.b' "$print" '$(A)$(a.b)'
expect() {
	printf '%s\0' "$print" "$2" >"$tmp/expected"
	same "$1" "$tmp/expected" "$tmp/out"
}
in_shell() {
	run env -i "PATH=$path" A=1 B=2 a.b=3 "$tools/shell" -c "$1" 3>"$tmp/env3"
}
in_shell 'export A=9; rerun'
expect 'exported in the shell' 93
in_shell 'unset A; rerun'
expect 'unset in the shell' '$(A)3'
in_shell 'A=5 rerun'
expect 'set for one command' 53
in_shell 'env a.b=7 rerun'
expect 'a name no shell knows, set for one command' 17
in_shell "cd / && export PATH=/nowhere:\$PATH C=4 && unset B && shell -c 'cd /tmp && shell -c rerun'"
expect 'shell in shell' 13
printf '%s\n' "$work" A=1 C=4 "PATH=$path" a.b=3 >"$tmp/expected"
{ tr '\0' '\n' <"$tmp/env3" | head -n 1 && tr '\0' '\n' <"$tmp/env3" | tail -n +2 | sort; } >"$tmp/got"
same 'shell in shell: directory and environment' "$tmp/expected" "$tmp/got"
in_shell 'exit 5'
check 'shell: status' [ "$status" = 5 ]
in_shell 'echo $PATH'
text 'shell: tools last on PATH' "$path:$tools/bin" "$out"
in_shell 'cat </dev/null; command -v tar rerun shell'
check 'shell: the tools are found' [ "$status" = 0 ]
run env -i "PATH=$path" "$tools/bin/shell" -c 'rerun'
expect 'shell through bin/' '$(A)$(a.b)'
printf 'rerun\n' >"$tmp/script"
run env -i "PATH=$path" A=1 a.b=3 "$tools/shell" "$tmp/script"
expect 'shell with a script' 13
printf 'A=8 rerun\n' | env -i "PATH=$path" A=1 a.b=3 "$tools/shell" >"$tmp/out"
expect 'shell with commands on its input' 83
run env -i "PATH=$path" PODCLONE_SHELL=x "$tools/rerun"
check 'a shell that is gone' [ "$status" = 126 ]

# rerun becomes the program, and leaves its input alone
install command '' "$BUSYBOX" sh -c 'echo $$$$; cat; exit $1' '$(X)' 3
printf 'in\n\nput' >"$tmp/in"
"$tools/rerun" <"$tmp/in" >"$tmp/out" &
pid=$!
wait $pid
check 'status of the program' [ $? = 3 ]
printf '%s\n' "$pid" | cat - "$tmp/in" >"$tmp/expected"
same 'same process, same input' "$tmp/expected" "$tmp/out"

# The tools directory: what is in it, and what a second run leaves.
listing() {
	# shellcheck disable=SC2012
	(cd "$tools" && ls -lR . | awk 'NF > 2 { print $1, $5 * (/^-/), $9, $10, $11 }' && cat rerun shell)
}
in_order() {
	rm -rf "$tools"
	install command "$@"
	listing >"$tmp/first"
}
in_order A "$print" "it's" '$(A)'
check 'files' [ "$(cd "$tools" && find . ! -name . -prune | sort | tr '\n' ' ')" = './bin ./busybox ./rerun ./shell ' ]
for applet in sh ls env sed '['; do
	check "link to $applet" [ "$(readlink "$tools/bin/$applet")" = "$tools/busybox" ]
	check "$applet runs" [ -x "$tools/bin/$applet" ]
done
check 'link to busybox' [ "$(readlink "$tools/bin/busybox")" = ../busybox ]
same 'busybox is a copy' "$BUSYBOX" "$tools/busybox"
install command A "$print" "it's" '$(A)'
listing >"$tmp/second"
same 'init twice' "$tmp/first" "$tmp/second"
sh=$(command -v sh)
PATH=/nowhere "$sh" -c "$init" podclone-tools "$tools" "$shell" "$rerun" command A "$print" "it's" '$(A)'
listing >"$tmp/second"
same 'init by another sh, with nothing on PATH' "$tmp/first" "$tmp/second"
"$tools/busybox" sleep 60 &
pid=$!
install command A "$print" "it's" '$(A)'
check 'init while busybox runs' [ $? = 0 ]
kill $pid
wait $pid 2>/dev/null

for left in truncated half-bin no-bin stale; do
	case $left in
	truncated) : >"$tools/busybox" && echo x >"$tools/busybox.new" && echo x >"$tools/rerun" && chmod 0 "$tools/rerun" ;;
	half-bin) mkdir -p "$tools/bin.new/x" && ln -s nowhere "$tools/bin.new/sh" ;;
	no-bin) mv "$tools/bin" "$tools/bin.new" && rm "$tools/shell" && echo x >"$tools/shell.new" ;;
	stale) rm -r "${tools:?}/bin" && mkdir "$tools/bin" && ln -s nowhere "$tools/bin/ls" && touch "$tools/bin/old" ;;
	esac
	install command A "$print" "it's" '$(A)'
	check "init after $left: status" [ $? = 0 ]
	listing >"$tmp/second"
	same "init after $left" "$tmp/first" "$tmp/second"
done

(
	umask 077
	rm -rf "$tools"
	install command A "$print" "it's" '$(A)'
)
listing >"$tmp/second"
same 'init with a tight umask' "$tmp/first" "$tmp/second"

# one line on standard error, and a status
refused() {
	check "$1: status $status" [ "$status" != 0 ]
	case $err in
	"podclone-tools: cannot write the tools to $tools: "*) ok ;;
	*) bad "$1: message: $err" ;;
	esac
	check "$1: one line" [ "$(wc -l <"$tmp/err")" = 1 ]
}
for blocks in 0 1 8 2000; do
	rm -rf "$tools"
	# not into a file, which the limit would end too
	err=$(ulimit -f $blocks && install command '' x 2>&1)
	status=$?
	printf '%s\n' "$err" >"$tmp/err"
	refused "a limit of $blocks blocks"
done
rm -rf "$tools"
: >"$tools"
run install command '' x
refused 'no directory'
rm -f "$tools"

# finish [WHAT-IS-SKIPPED]
finish() {
	[ $# = 0 ] || echo "SKIPPED: $1"
	echo "$passed passed, $failed failed"
	[ $failed = 0 ]
	exit
}

# What only root can set up.
if [ "$(id -u)" = 0 ]; then
	mkdir "$tools"
	for size in 4k 512k 2000k; do
		if mount -t tmpfs -o "size=$size" none "$tools" 2>"$tmp/err"; then
			dd if=/dev/zero of="$tools/other" bs=1k 2>/dev/null
			run install command '' x
			refused "a volume of $size that is full"
			rm "$tools/other"
			umount "$tools"
		else
			echo "SKIPPED: a full volume: $(cat "$tmp/err")"
			break
		fi
	done

	chown 65534:65534 "$tools"
	run chroot --userspec=65534:65534 / "$BUSYBOX" sh -c "$init" podclone-tools "$tools" "$shell" "$rerun" command A "$print" '$(A)'
	check "as uid 65534: init: $err" [ "$status$err" = 0 ]
	run chroot --userspec=65534:65534 / env -i A=1 a.b=2 PATH=/bin "$tools/shell" -c 'cd /; rerun'
	printf '%s\0' "$print" 1 >"$tmp/expected"
	same 'as uid 65534: shell and rerun' "$tmp/expected" "$tmp/out"
	same 'as uid 65534: standard error' /dev/null "$tmp/err"

	unshare -m true 2>"$tmp/err" || finish "an image without a shell: $(cat "$tmp/err")"
	# The tools image has a read-only root, the application's image nothing but the application.
	mkdir -p "$tmp/image/bin" "$tmp/image/podclone" "$tmp/scratch/podclone" "$tmp/scratch/proc" "$tmp/scratch/dev" "$tmp/volume"
	: >"$tmp/scratch/dev/null"
	cp "$BUSYBOX" "$tmp/image/bin/busybox"
	cp "$print" "$tmp/scratch/app"
	cp "$tmp/path/plain" "$tmp/path/lost" "$tmp/scratch"
	chmod 755 "$tmp/scratch/plain"
	chmod 777 "$tmp/volume"
	# pod COMMANDS WORD...: the words as the container's command; rerun, or the commands in shell
	pod() {
		# shellcheck disable=SC2016
		run env SHELL_TEXT="$shell" RERUN_TEXT="$rerun" INIT_TEXT="$(cat "$src/init.sh")" unshare -m sh -c '
			cd "$1" && commands=$2 && shift 2 &&
				mount --bind image image && mount -o remount,ro,bind image &&
				mount --bind volume image/podclone && mount --bind volume scratch/podclone &&
				mount --bind /proc scratch/proc && mount --bind /dev/null scratch/dev/null || exit 99
			chroot --userspec=65534:65534 image /bin/busybox env -i PATH=/bin /bin/busybox sh -c "$INIT_TEXT" \
				podclone-tools /podclone "$SHELL_TEXT" "$RERUN_TEXT" command A "$@" || exit 98
			set -- /podclone/rerun
			[ -z "$commands" ] || set -- /podclone/shell -c "$commands"
			exec chroot --userspec=65534:65534 scratch /podclone/busybox env -i PATH=/bin:/ A=1 a.b=2 "$@"' \
			sh "$tmp" "$@"
	}
	pod '' app '$(A)' b
	check "a scratch image: status $status: $err" [ "$status$err" = 0 ]
	check 'a scratch image: arguments' [ "$(tail -c 6 "$tmp/out" | tr '\0' ,)" = p,1,b, ]
	pod 'ls / >/dev/null && cd /proc && rerun' /app '$(A)' b
	printf '%s\0' /app 1 b >"$tmp/expected"
	same 'a scratch image, from shell: arguments' "$tmp/expected" "$tmp/out"
	for commands in '' rerun; do
		pod "$commands" sh -c x
		text "a scratch image has no sh ($commands)" 'podclone: sh: not found in PATH (/bin:/) 127' "$err $status$out"
		pod "$commands" ls /
		text "a scratch image has no ls ($commands)" 'podclone: ls: not found in PATH (/bin:/) 127' "$err $status$out"
		pod "$commands" /plain
		check "no exec format ($commands): $status" expr "$status" : "12[67]" >/dev/null
		pod "$commands" /lost
		check "no interpreter ($commands): $status" [ "$status" = 127 ]
	done
else
	finish 'not root: a full volume, uid 65534, an image without a shell'
fi
finish
