# Fills the directory of $0 with a static busybox, its applets in bin/, and the scripts hold, shell and rerun.
set -eu; umask 022; dir=${0%/*} busybox=/bin/busybox
[ ! -e "$dir/image" ] || busybox=$dir/image/bin/busybox
write() {
	{ printf '#!%s/busybox sh\n_dir=%s\n' "$dir" "$dir"; $busybox cat; } >"$dir/$1.new"
	$busybox chmod 755 "$dir/$1.new"; $busybox mv -f "$dir/$1.new" "$dir/$1"
}
$busybox chmod 777 "$dir" 2>/dev/null || :; $busybox rm -rf "$dir/bin" "$dir/busybox.new"; $busybox mkdir -p "$dir/bin"; $busybox ln -s ../shell ../rerun "$dir/bin"
$busybox cp $busybox "$dir/busybox.new"; $busybox mv -f "$dir/busybox.new" "$dir/busybox"
"$dir/busybox" --install -s "$dir/bin"; printf '%s\0' - "$@" >"$dir/words.new"; $busybox mv -f "$dir/words.new" "$dir/words"
write hold <<'END'
@hold.sh@
END
write shell <<'END'
@shell.sh@
END
write rerun <<'END'
@rerun.sh@
END
[ ! -e "$dir/image" ] || . "$dir/hold"
