# A busybox shell with the tools after the container's own on PATH. This process stays: rerun finds
# the directory, PATH and environment of the container in its /proc entry.
export PODCLONE_SHELL="${PODCLONE_SHELL:-$$}"
export PATH="${PATH:+$PATH:}$PODCLONE_DIR/bin"
trap : INT QUIT
"$PODCLONE_DIR/busybox" sh "$@"
