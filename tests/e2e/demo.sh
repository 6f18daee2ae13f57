#!/bin/sh
# The demonstration of e2e/README.md: a container with nothing in it but the program that dies, and its debug clone.
# Usage: demo.sh PODCLONE-BINARY. podman stands in for the cluster, with its own storage in a temporary directory.
set -u
# shellcheck source=tests/e2e/lib.sh
. "$(dirname "$0")/lib.sh"

[ $# = 1 ] || e2e_die "usage: demo.sh PODCLONE-BINARY"
program=$(realpath "$1")
[ -x "$program" ] || e2e_die "$1: no such program"

podclone() {
    "$program" "$@"
}

# run COMMAND: shows the command, runs it, and prints the first lines of its output.
run() {
    printf '$ %s\n' "$1"
    eval "$1" >output 2>&1
    code=$?
    head -n 5 output
    [ "$(wc -l <output)" -le 5 ] || echo '  ...'
}

say() {
    printf '\n# %s\n' "$*"
}

e2e_setup
pod=cart-75b96b9555-g2t75
cat >cart.yaml <<END
apiVersion: v1
kind: Pod
metadata:
  generateName: cart-75b96b9555-
  labels:
    app: cart
    pod-template-hash: 75b96b9555
  name: $pod
  namespace: shop
spec:
  automountServiceAccountToken: false
  containers:
  - command:
    - /crash
    - --listen=:8080
    image: $CRASH
    imagePullPolicy: IfNotPresent
    name: cart
    securityContext:
      capabilities:
        drop:
        - ALL
      readOnlyRootFilesystem: true
      runAsUser: 10001
  restartPolicy: Never
status:
  containerStatuses:
  - image: $CRASH
    imageID: ""
    lastState: {}
    name: cart
    ready: false
    restartCount: 0
    state:
      terminated:
        exitCode: 1
        finishedAt: "2026-11-23T07:05:42Z"
        reason: Error
        startedAt: "2026-11-23T07:05:42Z"
  phase: Failed
END

echo "# A Pod dies. Its image is FROM scratch: one program, no shell."
echo '$ podman kube play cart.yaml'
play cart.yaml || e2e_die "podman kube play: $(cat cart.yaml.log)"
run "podman wait $pod-cart"
run "podman logs $pod-cart"
cp output died.log

say "Its debug clone: the same image, user and security context; hold waits before the words of its command."
run 'podclone cart.yaml >clone.yaml'
name=$(pod_name clone.yaml)

say "It lives, and it has a shell. (podman exec is here what kubectl exec is in a cluster.)"
echo '$ podman kube play clone.yaml'
as_kubelet clone.yaml >played.yaml
play played.yaml || e2e_die "podman kube play: $(cat played.yaml.log)"
soon is_running "$name-cart" || e2e_die "the clone does not run: $(podman logs "$name-cart" 2>&1)"
run "podman exec $name-cart /podclone/shell -c 'ls -C /podclone; id -u'"

say "The crash, on demand:"
run "podman exec $name-cart /podclone/shell -c rerun"
cp output rerun.log
died=$code
printf '$ echo $?\n%s\n' "$died"
run "diff died.log rerun.log && echo the same, to the last line"
[ "$died" = 1 ] && [ "$code" = 0 ]
