# Waits in place of the container's command. Its arguments are what the kubelet made of the command and the args.
trap 'exit 0' HUP INT QUIT ABRT USR1 USR2 ALRM TERM PWR $([ -t 0 ] || echo WINCH) $("$_dir/busybox" seq 34 64)
printf '%s\0' $$ "$@" >"$_dir/words.new" && "$_dir/busybox" mv -f "$_dir/words.new" "$_dir/words"
while :; do "$_dir/busybox" sleep 86400 & wait $! || :; done
