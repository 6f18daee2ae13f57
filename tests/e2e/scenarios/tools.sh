# shellcheck shell=sh
# How the tools get into the clone.

# A node that restarts loses the sandbox of a Pod and keeps its volumes: the tools container runs a second time, over
# what the first run left, as a user without rights.
scenario_tools_twice() {
    security='    securityContext:
      allowPrivilegeEscalation: false
      capabilities:
        drop:
        - ALL
      runAsUser: 10001'
    manifest >pod.yaml
    dies
    clone
    in_clone 'ls -R /podclone' >tools.log
    in_clone 'echo stale >/podclone/rerun; ln -s nowhere /podclone/bin/stale' || fail "the tools cannot be spoiled"
    first=$(podman inspect --format '{{.State.StartedAt}}' "$name-podclone-tools")
    podman pod stop --time 5 "$name" >stop.log 2>&1 || fail "podman pod stop: $(cat stop.log)"
    soon is_quiet || fail "podman does not finish stopping the pod"
    podman pod start "$name" >start.log 2>&1 || fail "podman pod start: $(cat start.log)"
    soon is_running "$inside" || fail "the clone does not start again: $(podman logs "$name-podclone-tools" 2>&1)"
    second=$(podman inspect --format '{{.State.StartedAt}}' "$name-podclone-tools")
    [ "$first" != "$second" ] || fail "the tools container did not run again"
    in_clone 'ls -R /podclone' >tools2.log
    diff -u tools.log tools2.log >difference || fail "the second run leaves something else: $(cat difference)"
    enters
    reruns
    stops
}

# --tools=none: the image has a shell of its own.
scenario_tools_none() {
    image=$BUSYBOX
    command='    command:
    - sh
    - -c
    - "echo crash: cannot start with this configuration; exit 1"'
    manifest >pod.yaml
    dies
    clone --tools=none
    [ "$(podman exec "$inside" sh -c 'ls -d /podclone 2>/dev/null; echo entered')" = entered ] || fail "the image's shell does not run"
    stops
}

# --tools=image mounts the files of an image read-only; here a host directory stands in for that volume.
scenario_tools_image() {
    # podman has no image volumes: a directory of this machine stands in, and is mounted beside the emptyDir's own.
    stand_in() {
        awk -v dir="$e2e/image" '/^  - image:$/ { print "  - hostPath:"; getline; $0 = "      path: " dir } { print }' |
            sed 's/^    - mountPath: \/podclone\/image$/&\n      readOnly: true/'
    }
    manifest >pod.yaml
    dies
    clone --tools=image
    soon in_clone true || fail "the tools are not made: $(podman logs "$inside" 2>&1)"
    reruns
    podman exec "$inside" /podclone/busybox sh -c 'echo x >/podclone/image/x' 2>refused.log
    grep -q 'Read-only file system' refused.log || fail "the image can be written: $(cat refused.log)"
    stops
}
