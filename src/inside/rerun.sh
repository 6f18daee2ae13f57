# Runs what the container ran, as the kubelet would: in its directory, with its PATH, and with its
# environment, where what was exported in shell wins. Arguments are added, as they are, to those of
# the manifest; if that has no command they come first, and name the entrypoint: rerun PROGRAM...
fail() {
	printf 'podclone: %s\n' "$2" >&2
	exit "$1"
}

first=0
if [ "$MODE" != command ]; then
	if [ $# = "$COUNT" ]; then
		args=
		for word; do args="$args '$word'"; done
		fail 64 "the manifest has no command: the image's entrypoint ran${args:+, with the arguments$args}.
Look it up in the image's configuration, then: rerun ENTRYPOINT...${args:+ (the arguments are added)}"
	fi
	while [ $((first += 1)) -le "$COUNT" ]; do
		set -- "$@" "$1"
		shift
	done
	first=$(($# - COUNT))
fi

if [ "$PODCLONE_SHELL" ] && ! { cd "/proc/$PODCLONE_SHELL/cwd" && true <"/proc/$PODCLONE_SHELL/environ"; }; then
	fail 126 'what shell knows of the container cannot be read: start shell again'
fi

# From the kernel, not from this shell, which may drop names like a.b and has some of its own.
words=$# entries=0 path='' seen='
'
for source in self ${PODCLONE_SHELL:+"$PODCLONE_SHELL"}; do
	# shellcheck disable=SC3045
	while IFS= read -r -d '' entry; do
		name=
		case $entry in *=*) name=${entry%%=*} ;; esac
		case $name in
		'' | PODCLONE_SHELL) continue ;;
		PATH | PWD | OLDPWD | SHLVL | IFS | OPTIND | PPID) [ "$source" = "${PODCLONE_SHELL:-self}" ] || continue ;;
		[0-9]* | *[!A-Za-z0-9_]*) ;;
		*) [ "$source" = self ] || continue ;;
		esac
		case $seen in *"
$name
"*) continue ;; esac
		seen="$seen$name
"
		[ "$name" != PATH ] || path=${entry#*=}
		entries=$((entries + 1))
		set -- "$@" "$entry"
	done <"/proc/$source/environ"
done

# $(NAME) stands for what the manifest's env, envFrom and services set, not for the image's ENV.
# shellcheck disable=SC2016
expand='
function known(name) {
	if (!(name in env) || (name in declared))
		return name in env
	if (any)
		return name !~ /^(PATH|HOME|HOSTNAME|TERM)$/
	return name ~ /^[A-Z0-9_]+_SERVICE_(HOST|PORT(_[A-Z0-9_]+)?)$/ ||
		name ~ /^[A-Z0-9_]+_PORT_[0-9]+_(TCP|UDP|SCTP)(_(PROTO|PORT|ADDR))?$/ ||
		name ~ /^[A-Z0-9_]+_PORT$/ && env[name] ~ /^(tcp|udp|sctp):/
}
BEGIN {
	any = split(ARGV[1], list, "\n") && list[1] == "*"
	for (i in list)
		declared[list[i]] = 1
	for (i = ARGV[3] + 5; i < ARGV[3] + ARGV[4] + 5; i++)
		env[substr(ARGV[i], 1, index(ARGV[i], "=") - 1)] = substr(ARGV[i], index(ARGV[i], "=") + 1)
	rest = ARGV[2]
	while (at = index(rest, "$")) {
		printf "%s", substr(rest, 1, at - 1)
		rest = substr(rest, at + 1)
		c = substr(rest, 1, 1)
		if (c == "(" && (end = index(rest, ")"))) {
			name = substr(rest, 2, end - 2)
			printf "%s", known(name) ? env[name] : "$(" name ")"
			rest = substr(rest, end + 1)
		} else {
			printf "$"
			if (c == "$")
				rest = substr(rest, 2)
		}
	}
	printf "%s.", rest
}'

i=0
while [ $((i += 1)) -le $words ]; do
	word=$1
	shift
	if [ $i -gt $first ] && [ $i -le $((first + COUNT)) ]; then
		case $word in *\$*)
			word=$("$PODCLONE_DIR/busybox" awk "$expand" "$NAMES" "$word" $((words - i)) $entries "$@") || exit 126
			word=${word%.}
			;;
		esac
	fi
	if [ $i = 1 ]; then
		# The runtime's own search: no applet of busybox may stand in for a program that is missing.
		file=
		case $word in
		*/*)
			file=$word
			[ -e "$file" ] || fail 127 "$file: no such file"
			[ ! -d "$file" ] || fail 126 "$file: is a directory"
			[ -x "$file" ] || fail 126 "$file: not executable"
			;;
		*)
			set -f
			IFS=:
			for dir in $path; do
				case $dir in /*) [ -x "$dir/$word" ] && [ ! -d "$dir/$word" ] && file=$dir/$word && break ;; esac
			done
			[ "$file" ] || fail 127 "$word: not found in PATH ($path)"
			# Keeps argv[0], unless this busybox would run its own applet of that name.
			if PATH=/dev/null "$PODCLONE_DIR/busybox" env true 2>/dev/null; then word=$file; fi
			;;
		esac
		# env would take it for an assignment
		case $word in *=*) set -- "$@" "$PODCLONE_DIR/busybox" setpriv && word=$file ;; esac
	fi
	set -- "$@" "$word"
done
exec "$PODCLONE_DIR/busybox" env -i -- "$@"
