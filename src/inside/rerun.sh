# Runs what the container ran, in its directory and environment. What was exported here wins; arguments are added.
_fail() { printf 'podclone: %s\n' "$2" >&2 && exit "$1"; }
_next() { IFS= read -r -d '' "$1"; }
_added=$# _pid='' _first=''
{ _next _pid; _next _first; while _next _word; do set -- "$@" "$_word"; done; } <"$_dir/words"
[ "$_pid" = - ] && [ "$_first" ] && _pid=$$ && echo 'podclone: the words of the manifest, with nothing expanded' >&2 ||
	{ "$_dir/busybox" grep -qs "$_dir/hold" "/proc/$_pid/cmdline" && cd "/proc/$_pid/cwd"; } ||
	_fail 126 "/proc does not show hold (process ${_pid:-unknown}): is it hidden, or has the container just ended?"
case $_first in
"$_dir/hold/image-entrypoint")
	[ "$_added" != 0 ] || _fail 64 "the image's entrypoint ran, with the arguments '$*'. Add it: rerun ENTRYPOINT..." ;;
*) while [ $((_added -= 1)) -ge 0 ]; do set -- "$@" "$1" && shift; done && set -- "$_first" "$@" ;;
esac
PATH=$(printf %s ":$PATH:" | "$_dir/busybox" sed -e :a -e "s|:$_dir/bin:|:|" -e ta -e "s|^:||; s|:\$||")
case $1 in */*) _file=$1 ;; *) _file=$(PATH=$PATH "$_dir/busybox" which -- "$1") || _fail 127 "$1: not found in PATH ($PATH)" ;; esac
[ -e "$_file" ] || _fail 127 "$_file: no such file"
[ -f "$_file" ] && [ -x "$_file" ] || _fail 126 "$_file: not an executable file"
# A busybox may prefer its own applet of that name, and env takes a word with = for a variable.
case $1 in */* | *=*) ;; *) ! PATH=/ "$_dir/busybox" env true 2>/dev/null || { shift && set -- "$_file" "$@"; } ;; esac
case $1 in *=*) shift && set -- "$_dir/busybox" setpriv "$_file" "$@" ;; esac
# A shell without a PATH makes one, which the container's program did not have.
_made=$("$_dir/busybox" env -i "$_dir/busybox" sh -c 'printf %s "$PATH"') && [ "$PATH" = "$_made" ] || _made=''
while _next _word; do
	case ${_word%%=*} in "$_word") ;; PATH) _made='' ;; _* | PWD | OLDPWD | SHLVL | IFS | OPTIND | PPID | [0-9]* | *[!A-Za-z0-9_]*) set -- "$_word" "$@" ;; esac
done <"/proc/$_pid/environ"
exec "$_dir/busybox" env -u PWD -u OLDPWD -u SHLVL ${_made:+-u PATH} -- "$@"
