# shellcheck shell=sh
# The user and the groups that the target runs as: those of the image, the container or the Pod.

scenario_scratch_image() {
    lives_on
    says 'user 0:0' || fail "not root: $(cat plain.log)"
}

scenario_uid_0() {
    image=localhost/podclone/crash-user:1
    security='    securityContext:
      runAsGroup: 0
      runAsUser: 0'
    lives_on
    says 'user 0:0' || fail "not root: $(cat plain.log)"
}

scenario_uid_10001() {
    security='    securityContext:
      runAsGroup: 10002
      runAsUser: 10001'
    lives_on
    says 'user 10001:10002' || fail "not that user: $(cat plain.log)"
}

scenario_pod_uid() {
    pod_security='  securityContext:
    runAsGroup: 10002
    runAsUser: 10001
    supplementalGroups:
    - 3000'
    lives_on
    says 'user 10001:10002 group 3000' || fail "not that user: $(cat plain.log)"
}

scenario_image_user() {
    image=localhost/podclone/crash-user:1
    lives_on
    says 'user 1234:2345' || fail "not that user: $(cat plain.log)"
}

# The image has a user of its own, who is not root. The image of the tools has none, so podclone gives its container one.
scenario_run_as_non_root() {
    image=localhost/podclone/crash-user:1
    pod_security='  securityContext:
    runAsNonRoot: true'
    lives_on
    says 'user 1234:2345' || fail "not that user: $(cat plain.log)"
    user=$(podman inspect --format '{{.Config.User}}' "$name-podclone-tools")
    case $user in
    65534 | 65534:*) ;;
    *) fail "the tools container runs as '$user'" ;;
    esac
}

scenario_run_as_non_root_refused() {
    pod_security='  securityContext:
    runAsNonRoot: true'
    manifest >pod.yaml
    dies
    says 'user 0:0' || fail "neither refused nor root: $(cat plain.log)"
    not_played "runAsNonRoot with an image that runs as root: the kubelet refuses it, podman runs it"
}

scenario_fs_group() {
    pod_security='  securityContext:
    fsGroup: 2000
    runAsUser: 10001'
    lives_on
    grep -q '^  user 10001:.* group 2000' plain.log ||
        not_played "fsGroup: podman ignores it (the clone does live, and rerun is the same)"
}
