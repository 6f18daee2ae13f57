# Fills the directory $1 with a static busybox, its applets in bin/, and two scripts: shell, and rerun,
# which holds the words of the container's command. What an earlier run left behind is replaced.
# The image need not have anything but busybox.
busybox=/bin/busybox dir=$1 shell=$2 rerun=$3 mode=$4 names=$5
shift 5
umask 022

quote() {
	case $1 in
	*\'*) printf "'" && printf %s "$1" | "$busybox" sed "s/'/'\\\\''/g" && printf "'" ;;
	*) printf "'%s'" "$1" ;;
	esac
}

top() {
	printf '#!%s/busybox sh\nPODCLONE_DIR=' "$dir"
	quote "$dir"
	echo
}

words() {
	printf 'MODE=%s COUNT=%d NAMES=' "$mode" $#
	quote "$names"
	printf '\nset --'
	for word; do
		printf ' '
		quote "$word"
	done
	printf ' "$@"\n'
}

save() {
	"$busybox" cat >"$dir/$1.new" &&
		"$busybox" chmod 755 "$dir/$1.new" &&
		"$busybox" mv -f "$dir/$1.new" "$dir/$1"
}

fill() {
	"$busybox" mkdir -p "$dir" &&
		save busybox <"$busybox" &&
		{ top && printf '%s\n' "$shell"; } | save shell &&
		{ top && words "$@" && printf '%s\n' "$rerun"; } | save rerun &&
		"$busybox" rm -rf "$dir/bin.new" &&
		"$busybox" mkdir "$dir/bin.new" &&
		"$dir/busybox" --install -s "$dir/bin.new" &&
		"$busybox" ln -sf ../busybox ../shell ../rerun "$dir/bin.new" &&
		"$busybox" rm -rf "${dir:?}/bin" &&
		"$busybox" mv "$dir/bin.new" "$dir/bin"
}

why=$(fill "$@" 2>&1) || {
	echo "$0: cannot write the tools to $dir: ${why:-is the volume full?}" >&2
	exit 1
}
