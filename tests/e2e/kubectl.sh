#!/bin/sh
# Stands in for kubectl while the picture is taken: podman plays the clone, and the states are those that a kubelet tells.
# It works in the directory $E2E_WORK, where cart.yaml is the Pod that died.
set -u
if [ "$1" = podclone ]; then shift && exec kubectl-podclone "$@"; fi
# shellcheck source=tests/e2e/lib.sh
. "$E2E_LIB"
cd "$E2E_WORK" || exit 1
name=$(cat name 2>/dev/null)

# First the tools are brought, then the target runs.
tell_state() {
    waits='{"waiting": {"reason": "PodInitializing"}}'
    tools=$waits cart=$waits
    if [ -e asked ] && is_running "$name-cart"; then
        tools='{"terminated": {"exitCode": 0, "reason": "Completed"}}' cart='{"running": {}}'
    fi
    : >asked
    cat <<END
{"apiVersion": "v1", "kind": "Pod",
 "metadata": {"name": "$name", "annotations": {"podclone/source": "shop/x", "podclone/container": "cart"}},
 "spec": {"initContainers": [{"name": "podclone-tools"}], "containers": [{"name": "cart"}]},
 "status": {"initContainerStatuses": [{"name": "podclone-tools", "state": $tools}],
  "containerStatuses": [{"name": "cart", "state": $cart}]}}
END
}

while case $1 in -*) ;; *) false ;; esac; do shift; done
case $* in
'get pod/'*) cat cart.yaml ;;
'get pod '*) tell_state ;;
create*)
    cat >clone.yaml
    pod_name clone.yaml >name
    as_kubelet clone.yaml >played.yaml
    play played.yaml &
    echo "pod/$(cat name) created"
    ;;
exec*)
    while [ "$1" != -- ]; do shift; done
    shift
    exec podman exec -it "$name-cart" "$@"
    ;;
'delete pod '*) echo "pod \"$name\" deleted" ;;
esac
