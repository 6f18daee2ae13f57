case :$PATH: in *":$_dir/bin:"*) ;; *) export PATH="${PATH:+$PATH:}$_dir/bin" ;; esac
exec "$_dir/busybox" sh "$@"
