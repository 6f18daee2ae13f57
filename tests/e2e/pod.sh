# shellcheck shell=sh
# The Pod that dies in a scenario, as kubectl get -o yaml prints it. A scenario changes these variables; those that end
# up in the manifest are lines of YAML.

image=$CRASH
target=app # the name of the container that dies
# What the target runs: command, args and env.
command='    command:
    - /crash
    - --serve'
# The securityContext of the target, its volumeMounts or workingDir, the securityContext of the Pod, and its volumes.
security='' mounts='' pod_security='' volumes=''
second='' # another container
main=''   # the container that waits while the target, then an init container, dies
# Documents that are played with the Pod, such as its ConfigMap.
other_documents=''

lines() {
    [ -z "$1" ] || printf '%s\n' "$1"
}

target_container() {
    printf '  - %s\n' "${command#    }"
    cat <<END
    image: $image
    imagePullPolicy: IfNotPresent
    name: $target
    resources: {}
END
    lines "$security"
    cat <<END
    terminationMessagePath: /dev/termination-log
    terminationMessagePolicy: File
END
    lines "$mounts"
}

target_died() {
    cat <<END
  - image: $image
    imageID: ""
    lastState:
      terminated:
        exitCode: 1
        finishedAt: "2026-11-23T07:05:42Z"
        reason: Error
        startedAt: "2026-11-23T07:05:42Z"
    name: $target
    ready: false
    restartCount: 13
    started: false
    state:
      waiting:
        message: back-off 2m40s restarting failed container=$target pod=cart-75b96b9555-g2t75_shop(f6ef2db5-c741-4697-9842-0c0380dff934)
        reason: CrashLoopBackOff
END
}

# Who made the Pod, and what the API server wrote into it.
metadata() {
    cat <<END
apiVersion: v1
kind: Pod
metadata:
  creationTimestamp: "2026-11-23T07:05:43Z"
  generateName: cart-75b96b9555-
  generation: 1
  labels:
    app: cart
    pod-template-hash: 75b96b9555
  name: cart-75b96b9555-g2t75
  namespace: shop
  ownerReferences:
  - apiVersion: apps/v1
    blockOwnerDeletion: true
    controller: true
    kind: ReplicaSet
    name: cart-75b96b9555
    uid: 2f6aaf94-f527-471f-a42b-fbdb2f5646f7
  resourceVersion: "4515"
  uid: f6ef2db5-c741-4697-9842-0c0380dff934
END
}

# podman has no projected volumes, so no token is mounted.
spec() {
    printf 'spec:\n  automountServiceAccountToken: false\n  containers:\n'
    lines "$second"
    [ -z "$main" ] || lines "$main"
    [ -n "$main" ] || target_container
    printf '  dnsPolicy: ClusterFirst\n  enableServiceLinks: true\n'
    [ -z "$main" ] || { echo '  initContainers:' && target_container; }
    cat <<END
  nodeName: node1
  preemptionPolicy: PreemptLowerPriority
  priority: 0
  restartPolicy: Always
  schedulerName: default-scheduler
END
    lines "${pod_security:-  securityContext: {\}}"
    cat <<END
  serviceAccount: default
  serviceAccountName: default
  terminationGracePeriodSeconds: 30
END
    lines "$volumes"
}

main_waits() {
    cat <<END
  - image: $BUSYBOX
    imageID: ""
    lastState: {}
    name: main
    ready: false
    restartCount: 0
    started: false
    state:
      waiting:
        reason: PodInitializing
END
}

status() {
    printf 'status:\n  containerStatuses:\n'
    [ -z "$main" ] || { main_waits && echo '  initContainerStatuses:'; }
    target_died
    cat <<END
  phase: $([ -z "$main" ] && echo Running || echo Pending)
  qosClass: BestEffort
  startTime: "2026-11-23T07:05:43Z"
END
}

manifest() { metadata && spec && status; }
