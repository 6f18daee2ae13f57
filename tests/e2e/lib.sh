# shellcheck shell=sh
# A podman for the end-to-end tests alone: storage, state and locks in a temporary directory, images made here, no
# network. Source this file, call e2e_setup, then work in $e2e. Everything is removed on exit (E2E_KEEP=1 keeps the files,
# but not the containers).

BUSYBOX=docker.io/library/busybox:1.37.0-musl
CRASH=localhost/podclone/crash:1

e2e_skip() {
    echo "e2e: skipped: $*" >&2
    exit 77
}

e2e_die() {
    echo "e2e: $*" >&2
    exit 1
}

e2e_setup() {
    [ "$(id -u)" = 0 ] || e2e_skip "must run as root"
    for tool in podman runc busybox gcc; do
        command -v "$tool" >/dev/null || e2e_skip "$tool is not installed (apt-get install podman runc busybox-static gcc libc6-dev)"
    done
    unshare -m true 2>/dev/null || e2e_skip "no namespace can be made here (a chroot, or a container without privileges)"
    e2e_busybox=$(command -v busybox)
    ! LC_ALL=C readelf -l "$e2e_busybox" | grep -q INTERP || e2e_skip "$e2e_busybox is not static (apt-get install busybox-static)"

    e2e_source=$(cd "$(dirname "$0")" && pwd)
    e2e=$(mktemp -d "${TMPDIR:-/tmp}/podclone-e2e.XXXXXX")
    trap e2e_cleanup EXIT
    trap 'exit 130' INT
    trap 'exit 143' TERM HUP
    # kube play takes a directory that is named like an image for something to build: an empty directory has none
    mkdir "$e2e/podman" "$e2e/podman/net" "$e2e/image" "$e2e/work"
    cd "$e2e/work" || exit 1

    # default_ulimits: in a sandbox root may not raise the limits to podman's defaults.
    # lock_type: locks in shared memory would be shared with the user's own podman.
    cat >"$e2e/podman/containers.conf" <<END
[containers]
default_ulimits = ["nofile=1024:1024", "nproc=1024:1024"]
[engine]
runtime = "runc"
cgroup_manager = "cgroupfs"
events_logger = "file"
lock_type = "file"
infra_image = "localhost/podclone/pause:1"
tmp_dir = "$e2e/podman/tmp"
[network]
network_config_dir = "$e2e/podman/net"
END
    export CONTAINERS_CONF="$e2e/podman/containers.conf" CONTAINERS_STORAGE_CONF="$e2e/podman/storage.conf"
    # podman 5 would say at each call, among what a container says, that this kernel's cgroups are old.
    export PODMAN_IGNORE_CGROUPSV1_WARNING=1
    e2e_storage overlay
    podman info >/dev/null 2>&1 || e2e_storage vfs
    podman info >/dev/null 2>"$e2e/podman/error" || e2e_die "podman does not work here: $(tail -n 1 "$e2e/podman/error")"
    e2e_images
    e2e_probe
}

e2e_storage() {
    rm -rf "$e2e/podman/root" "$e2e/podman/run"
    printf '[storage]\ndriver = "%s"\ngraphroot = "%s"\nrunroot = "%s"\n' "$1" "$e2e/podman/root" "$e2e/podman/run" \
        >"$CONTAINERS_STORAGE_CONF"
}

e2e_cleanup() {
    status=$?
    trap '' INT TERM HUP
    podman pod rm --all --force --time 0 >/dev/null 2>&1
    podman rm --all --force --time 0 >/dev/null 2>&1
    soon is_quiet
    cd /
    umount "$e2e/podman/root/overlay" 2>/dev/null
    rm -rf "$e2e/podman"
    if [ "${E2E_KEEP:-}" = 1 ]; then
        echo "e2e: files kept in $e2e" >&2
    else
        rm -rf "$e2e"
    fi
    exit "$status"
}

# e2e_image NAME CHANGE...: makes an image of the files in $e2e/image.
e2e_image() {
    name=$1
    shift
    for change; do
        set -- "$@" --change "$change"
        shift
    done
    tar -C "$e2e/image" -cf - . | podman import --quiet "$@" - "$name" >/dev/null 2>"$e2e/podman/error" ||
        e2e_die "podman import $name: $(tail -n 1 "$e2e/podman/error")"
}

e2e_images() {
    gcc -std=c11 -D_POSIX_C_SOURCE=200809L -Wall -Wextra -Werror -static -Os -s -o "$e2e/image/crash" "$e2e_source/crash.c" ||
        e2e_die "gcc cannot link a static program (apt-get install libc6-dev)"
    e2e_image localhost/podclone/pause:1 'ENTRYPOINT ["/crash", "pause"]'
    e2e_image "$CRASH" 'ENTRYPOINT ["/crash"]'
    e2e_image localhost/podclone/crash-user:1 'ENTRYPOINT ["/crash"]' 'USER 1234:2345'
    # The runtime of a kubelet makes a missing working directory, podman does not.
    mkdir -m 755 "$e2e/image/srv" "$e2e/image/var" "$e2e/image/var/lib" "$e2e/image/var/lib/cart"
    e2e_image localhost/podclone/crash-config:1 'ENTRYPOINT ["/crash", "--serve"]' 'CMD ["from the image"]' \
        'ENV PATH=/opt/app/bin:/usr/bin' 'ENV APP_HOME=/srv' 'WORKDIR /srv' 'STOPSIGNAL SIGQUIT'

    rm -r "$e2e/image/crash" "$e2e/image/srv" "$e2e/image/var"
    mkdir -m 755 "$e2e/image/bin"
    cp "$e2e_busybox" "$e2e/image/bin/busybox"
    "$e2e/image/bin/busybox" --install "$e2e/image/bin"
    mkdir -m 1777 "$e2e/image/tmp"
    e2e_image "$BUSYBOX" 'CMD ["sh"]' 'ENV PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'
}

# e2e_expands: whether podman expands $(NAME) and $$ in command and args, as the kubelet does. podman 4.3 does not.
e2e_probe() {
    cat >probe.yaml <<'END'
apiVersion: v1
kind: Pod
metadata:
  name: probe
spec:
  containers:
  - args: [$$(A)]
    image: localhost/podclone/crash:1
    name: app
  restartPolicy: Never
END
    podman kube play --network none --build=false probe.yaml >probe.log 2>&1 ||
        e2e_die "podman cannot play a Pod here: $(tail -n 1 probe.log)"
    podman wait probe-app >/dev/null
    # shellcheck disable=SC2016
    if podman logs probe-app 2>&1 | grep -qF '"$$(A)"'; then e2e_expands=no; else e2e_expands=yes; fi
    remove probe
}

# play FILE: init containers stay after they ran, so that their logs can be read and the Pod can be started again.
play() {
    podman kube play --network none --build=false --annotation io.podman.annotations.init.container.type=always \
        "$1" >"$1.log" 2>&1
}

# as_kubelet FILE: prints the clone for podman. The dollars that podclone doubled become single ones, as the kubelet would
# make them. restartPolicy Always goes: podman 4.3 restarts init containers by it, for ever. The annotation
# podclone/command goes: podman refuses values over 63 bytes.
as_kubelet() {
    undouble=
    # shellcheck disable=SC2016 # a sed program
    [ "$e2e_expands" = yes ] || undouble='s/\$\$/$/g'
    sed "$undouble; s/^  restartPolicy: Always/  restartPolicy: OnFailure/; /^    podclone\/command: /d" "$1"
}

# soon COMMAND...: repeats the command until it succeeds, for a minute at most.
soon() {
    tries=600
    until "$@"; do
        tries=$((tries - 1))
        [ "$tries" -gt 0 ] || return 1
        sleep 0.1
    done
}

is_running() {
    [ "$(podman inspect --format '{{.State.Running}}' "$1" 2>/dev/null)" = true ]
}

# When the last container of a Pod ends, podman stops the Pod, in the background, even if it was started again meanwhile.
# is_quiet: no such process of ours is left.
is_quiet() {
    ! grep -qs "$e2e/[p]odman/root" /proc/[0-9]*/cmdline
}

remove() {
    podman pod rm --force --time 0 "$1" >/dev/null 2>&1
    podman volume rm --all --force >/dev/null 2>&1
}

# pod_name FILE: metadata.name, as podclone and kubectl write it.
pod_name() {
    sed -n '/^metadata:/,/^spec:/s/^  name: "\{0,1\}\([^"]*\)"\{0,1\}$/\1/p' "$1"
}
