#!/bin/sh
# Real containers: a pod that dies, its clone, and the same death inside it, played by podman.
# Usage: run.sh PODCLONE-BINARY [SCENARIO...]. Exits 0, 1, or 77 where podman is not installed.
# What podman cannot do, or does not as Kubernetes does, is printed as "not played" and never counts as passed.
set -u
# shellcheck source=tests/e2e/lib.sh
. "$(dirname "$0")/lib.sh"

[ $# -gt 0 ] || e2e_die "usage: run.sh PODCLONE-BINARY [SCENARIO...]"
podclone=$(realpath "$1")
[ -x "$podclone" ] || e2e_die "$1: no such program"
shift

# The pod: image and target, and the YAML lines that go before and after the image in the container, and into the spec.
image=$CRASH
target=app
before='    command:
    - /crash
    - --serve'
security='' mounts='' pod_security='' volumes='' init='' beside='' documents='' playing=''

lines() {
    [ -z "$1" ] || printf '%s\n' "$1"
}

container() {
    printf '  - %s\n' "${before#    }"
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

died() {
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

# The dead pod, as kubectl get -o yaml prints it. automountServiceAccountToken: podman has no projected volumes.
manifest() {
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
spec:
  automountServiceAccountToken: false
  containers:
END
    lines "$beside"
    if [ -z "$init" ]; then
        container
    else
        lines "$init"
    fi
    cat <<END
  dnsPolicy: ClusterFirst
  enableServiceLinks: true
END
    if [ -n "$init" ]; then
        echo '  initContainers:'
        container
    fi
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
    echo 'status:'
    if [ -z "$init" ]; then
        echo '  containerStatuses:'
        died
    else
        cat <<END
  containerStatuses:
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
        echo '  initContainerStatuses:'
        died
    fi
    cat <<END
  phase: $([ -z "$init" ] && echo Running || echo Pending)
  qosClass: BestEffort
  startTime: "2026-11-23T07:05:43Z"
END
}

fail() {
    echo "FAILED $scenario: $*"
    [ -z "$playing" ] || kill "$playing"
    exit 1
}

not_played() {
    echo "not played: $*"
    exit 77
}

# dies [FILE]: the plain pod, restarted by nobody; its message goes to plain.log
dies() {
    { sed 's/restartPolicy: Always/restartPolicy: Never/' "${1:-pod.yaml}" && lines "$documents"; } >plain.yaml
    play plain.yaml # fails if it is an init container that dies
    code=$(podman wait "cart-75b96b9555-g2t75-$target" 2>/dev/null)
    podman logs "cart-75b96b9555-g2t75-$target" >plain.log 2>&1
    podman pod rm --force --time 0 cart-75b96b9555-g2t75 >/dev/null 2>&1
    [ "$code" = 1 ] || fail "the plain pod exits with '$code', not 1: $(cat plain.yaml.log plain.log)"
    [ "$(head -n 1 plain.log)" = "crash: cannot start with this configuration" ] || fail "the plain pod says: $(cat plain.log)"
}

# says LINE: the dead pod's message has it, that is, podman did what the manifest says
says() {
    grep -qxF "  $1" plain.log
}

# What the cluster does with the clone that podman cannot.
stand_in() {
    cat
}

# clone [OPTION...]: made, played, and its target runs
clone() {
    "$podclone" "$@" <pod.yaml >clone.yaml 2>notes || fail "podclone $* exits with $?: $(cat notes)"
    name=$(pod_name clone.yaml)
    inside=$name-$target
    { as_kubelet clone.yaml | stand_in && lines "$documents"; } >played.yaml
    if [ -n "$init" ]; then
        play played.yaml & # returns when the init containers have ended
        playing=$!
    else
        play played.yaml || fail "the clone cannot be played: $(cat played.yaml.log; podman logs "$name-podclone-tools" 2>&1)"
    fi
    soon is_running "$inside" || fail "the target of the clone does not run: $(cat played.yaml.log; podman logs "$inside" 2>&1)"
}

in_clone() {
    podman exec "$inside" /podclone/shell -c "$@"
}

# same MESSAGE CODE: what rerun printed and returned, against the plain pod
same() {
    [ "$2" = 1 ] || fail "rerun exits with $2, not 1: $(cat "$1")"
    diff -u plain.log "$1" >difference || fail "rerun differs from the plain pod:
$(cat difference)"
}

# reruns [ENTRYPOINT...]: from the shell, and without it
reruns() {
    # shellcheck disable=SC2016 # for the shell in the clone
    in_clone '/podclone/rerun "$@"' sh "$@" >rerun.log 2>&1
    same rerun.log $?
    podman exec "$inside" /podclone/rerun "$@" >rerun.log 2>&1
    same rerun.log $?
}

# enters: the shell finds its tools, after the container's own PATH, and is who the sleeping target is
enters() {
    # shellcheck disable=SC2016
    in_clone '
        facts() { grep -E "^(Uid|Gid|CapEff|CapBnd|NoNewPrivs|Seccomp):" "/proc/$1/status"; }
        ls / | grep -x podclone
        echo "${PATH##*:}"
        echo "$(id -u):$(id -g)"
        [ "$(facts 1)" = "$(facts self)" ] || { facts 1; facts self; }' >entered.log 2>&1
    user=$(sed -n 's/^  user \([0-9:]*\).*/\1/p' plain.log)
    printf 'podclone\n/podclone/bin\n%s\n' "$user" | diff -u - entered.log >difference ||
        fail "what the shell in the clone sees: $(cat difference)"
}

# stops: on the image's stop signal, as kubectl delete would do it
stops() {
    start=$(milliseconds)
    podman stop --time 10 "$inside" >/dev/null 2>stop.log || fail "podman stop: $(cat stop.log)"
    spent=$(($(milliseconds) - start))
    [ "$spent" -lt 2000 ] || fail "stopping the clone takes $spent ms"
    code=$(podman inspect --format '{{.State.ExitCode}}' "$inside")
    [ "$code" = 0 ] || fail "the stopped clone exits with $code"
    wait
}

# lives_on [ENTRYPOINT...]: the whole story of a dead pod, with what rerun needs where the manifest has no command
lives_on() {
    manifest >pod.yaml
    dies
    clone
    enters
    reruns "$@"
    stops
}

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

# The image's own user passes, and the tools container, whose image has none, gets one that does.
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
    not_played "runAsNonRoot with an image of root: the kubelet refuses it, podman runs it"
}

scenario_fs_group() {
    pod_security='  securityContext:
    fsGroup: 2000
    runAsUser: 10001'
    lives_on
    grep -q '^  user 10001:.* group 2000' plain.log ||
        not_played "fsGroup: podman ignores it (such a clone does live and rerun)"
}

scenario_read_only_root() {
    security='    securityContext:
      readOnlyRootFilesystem: true'
    lives_on
    says '/ Read-only file system' || fail "/ is not read-only: $(cat plain.log)"
    ! in_clone 'touch /file' 2>/dev/null || fail "/ is writable in the clone"
}

scenario_no_capabilities() {
    security='    securityContext:
      capabilities:
        drop:
        - ALL'
    lives_on
    says 'CapBnd:	0000000000000000' || fail "there are capabilities: $(cat plain.log)"
}

scenario_no_escalation() {
    security='    securityContext:
      allowPrivilegeEscalation: false'
    lives_on
    says 'NoNewPrivs:	1' || fail "privileges can grow: $(cat plain.log)"
}

# What the restricted profile asks for, all at once.
scenario_restricted() {
    security='    securityContext:
      allowPrivilegeEscalation: false
      capabilities:
        drop:
        - ALL
      readOnlyRootFilesystem: true
      runAsNonRoot: true
      runAsUser: 10001
      seccompProfile:
        type: RuntimeDefault'
    lives_on
}

scenario_no_command() {
    image=localhost/podclone/crash-config:1
    before='    env:
    - name: APP_MODE
      value: test'
    lives_on /crash --serve 'from the image'
    says 'argv[2] "from the image"' || fail "not the image's command: $(cat plain.log)"
}

scenario_args_only() {
    image=localhost/podclone/crash-config:1
    before='    args:
    - --port
    - "8080"'
    manifest >pod.yaml
    dies
    clone
    enters
    in_clone /podclone/rerun >rerun.log 2>&1
    code=$?
    [ "$code" = 64 ] || fail "rerun without the entrypoint exits with $code: $(cat rerun.log)"
    grep -q "'--port' '8080'" rerun.log || fail "rerun without the entrypoint does not name the arguments: $(cat rerun.log)"
    reruns /crash --serve
    says 'argv[3] "8080"' || fail "not these arguments: $(cat plain.log)"
    stops
}

scenario_image_environment() {
    image=localhost/podclone/crash-config:1
    before='    command:
    - /crash
    env:
    - name: dotted.name
      value: kept
    - name: BANNER
      value: |+
        first line
          last line

    - name: EMPTY'
    lives_on
    says 'env "PATH=/opt/app/bin:/usr/bin"' || fail "not the image's PATH: $(cat plain.log)"
    says 'env "dotted.name=kept"' || fail "no dotted name: $(cat plain.log)"
    says 'cwd /srv' || fail "not the image's directory: $(cat plain.log)"
}

scenario_quoting() {
    before="    command:
    - /crash
    - it's a \"test\"
    - |
      line one
      line two
    - |+
      kept

    - \"\"
    - ' spaces  '
    - '*'
    - \"~\"
    - \"yes\"
    - back\\slash \\n \`id\` ;&|
    - héllo ☃
    - -n
    - \"\"
    - \"tab\\tand \\x01\"
    - A=B
    - \"\\n\"
    - '{}'"
    lives_on
    says 'argv[2] "line one\nline two\n"' || fail "not these words: $(cat plain.log)"
}

# Two writings of one command: for Kubernetes, and as the kubelet expands it.
scenario_variables() {
    variables="    env:
    - name: GREETING
      value: |
        it's \"quoted\" \\1 & 100%

        ends in a line break
    - name: EMPTY
    - name: dotted.name
      value: dot
    envFrom:
    - configMapRef:
        name: cart-config"
    documents='---
apiVersion: v1
kind: ConfigMap
metadata:
  name: cart-config
data:
  FROM_MAP: mapped'
    # shellcheck disable=SC2016
    before='    command:
    - /crash
    - --greeting=$(GREETING)
    - $(GREETING)
    - <$(EMPTY)>
    - $(EMPTY)
    - $(dotted.name)$(dotted.name)
    - $(FROM_MAP)
    - $(UNSET) $(HOME) $(PATH)
    - $$(GREETING) $$$(EMPTY) $$$$ $$x $x $
    - $(cat /f) $() $(GREETING
'"$variables"
    manifest >pod.yaml
    if [ "$e2e_expands" = yes ]; then
        dies
    else
        # shellcheck disable=SC2016
        before='    command:
    - /crash
    - |
      --greeting=it'\''s "quoted" \1 & 100%

      ends in a line break
    - |
      it'\''s "quoted" \1 & 100%

      ends in a line break
    - <>
    - ""
    - dotdot
    - mapped
    - $(UNSET) $(HOME) $(PATH)
    - $(GREETING) $ $$ $x $x $
    - $(cat /f) $() $(GREETING
'"$variables"
        manifest >expanded.yaml
        dies expanded.yaml
    fi
    clone
    enters
    reruns
    stops
    [ "$e2e_expands" = yes ] ||
        not_played "\$(NAME) in command: podman leaves it alone (rerun expands it as the kubelet would; expanded by hand for the plain pod)"
}

scenario_working_directory() {
    image=localhost/podclone/crash-config:1
    mounts='    workingDir: /var/lib/cart'
    manifest >pod.yaml
    dies
    says 'cwd /var/lib/cart' || fail "not that directory: $(cat plain.log)"
    clone
    enters
    reruns
    in_clone 'cd / && PATH=/podclone/bin && rerun' >rerun.log 2>&1
    same rerun.log $?
    stops
}

scenario_init_container() {
    target=migrate
    init="  - command:
    - sleep
    - \"1000\"
    image: $BUSYBOX
    name: main
    resources: {}"
    lives_on
}

scenario_second_container() {
    beside="  - command:
    - sh
    - -c
    - echo \"hello from \$HOSTNAME\" >/cache/hello; exec sleep 1000
    image: $BUSYBOX
    name: beside
    resources: {}
    volumeMounts:
    - mountPath: /cache
      name: cache"
    mounts='    volumeMounts:
    - mountPath: /var/cache/cart
      name: cache'
    volumes='  volumes:
  - emptyDir: {}
    name: cache'
    manifest >pod.yaml
    dies
    clone
    soon is_running "$name-beside" || fail "the container beside the target does not run: $(podman logs "$name-beside" 2>&1)"
    enters
    reruns
    soon in_clone 'grep "^hello from" /var/cache/cart/hello' >hello.log 2>&1 || fail "the shared volume is not shared: $(cat hello.log)"
    stops
}

# The original's data stays the original's.
scenario_claim() {
    mounts='    volumeMounts:
    - mountPath: /data
      name: data'
    volumes='  volumes:
  - name: data
    persistentVolumeClaim:
      claimName: cart-data'
    manifest >pod.yaml
    podman volume create cart-data >/dev/null
    podman run --rm --network none -v cart-data:/data "$BUSYBOX" sh -c 'echo precious >/data/file'
    dies
    clone
    enters
    reruns
    in_clone '! [ -e /data/file ] && echo spoiled >/data/file' || fail "the clone sees the data of the original"
    stops
    podman pod rm --force --time 0 "$name" >/dev/null 2>&1
    clone --keep-pvcs
    [ "$(in_clone 'cat /data/file')" = precious ] || fail "with --keep-pvcs the clone does not see the data of the original"
}

# The sandbox is lost, the volume is not: the tools container runs again on what it left, as a user without rights.
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

# What runtimes send, and what most images choose to be stopped with.
scenario_stop_signals() {
    manifest >pod.yaml
    dies
    clone
    for signal in TERM INT QUIT HUP USR1 USR2; do
        soon in_clone 'grep -q ") . 1 " /proc/[0-9]*/stat' 2>/dev/null || fail "the clone does not sleep before signal $signal"
        start=$(milliseconds)
        podman kill --signal "$signal" "$inside" >/dev/null
        code=$(timeout 20 podman wait "$inside")
        spent=$(($(milliseconds) - start))
        [ "$code" = 0 ] || fail "on signal $signal the clone ends with '$code'"
        [ "$spent" -lt 2000 ] || fail "on signal $signal the clone takes $spent ms to end"
        soon is_quiet
        podman start "$inside" >start.log 2>&1 || fail "podman start: $(cat start.log)"
    done
}

# The image's own shell.
scenario_tools_none() {
    image=$BUSYBOX
    before='    command:
    - sh
    - -c
    - "echo crash: cannot start with this configuration; exit 1"'
    manifest >pod.yaml
    dies
    clone --tools=none
    [ "$(podman exec "$inside" sh -c 'ls -d /podclone 2>/dev/null; echo entered')" = entered ] || fail "the image's shell does not run"
    stops
}

# The files of the tools image, read-only: what an image volume shows.
scenario_tools_image() {
    stand_in() {
        awk -v dir="$e2e/image" '/^  - image:$/ { print "  - hostPath:"; getline; $0 = "      path: " dir } { print }' |
            sed 's/^    - mountPath: \/podclone$/&\n      readOnly: true/'
    }
    manifest >pod.yaml
    dies
    clone --tools=image
    seen=$(podman exec "$inside" /podclone/bin/sh -c 'cd /podclone/bin && ./ls -d /crash /podclone && ./id -u && echo x >x' 2>refused.log)
    [ "$seen" = "/crash
/podclone
0" ] || fail "what the tools see: $seen"
    grep -q 'Read-only file system' refused.log || fail "the tools can be written: $(cat refused.log)"
    stops
}

# What is started in the shell and left behind becomes the sleep's child.
scenario_orphans() {
    manifest >pod.yaml
    dies
    clone
    in_clone '(sleep 0.1 &)'
    sleep 0.5
    # shellcheck disable=SC2016
    zombies=$(in_clone 'cat /proc/[0-9]*/stat | grep -c ") Z "')
    [ "$zombies" = 0 ] || fail "$zombies zombies in the clone"
    stops
}

# By default kubectl's pods mount a service account token.
scenario_projected_volume() {
    mounts='    volumeMounts:
    - mountPath: /var/run/secrets/kubernetes.io/serviceaccount
      name: kube-api-access-95pxp
      readOnly: true'
    volumes='  volumes:
  - name: kube-api-access-95pxp
    projected:
      defaultMode: 420
      sources:
      - downwardAPI:
          items:
          - fieldRef:
              apiVersion: v1
              fieldPath: metadata.namespace
            path: namespace'
    manifest >pod.yaml
    cp pod.yaml plain.yaml
    play plain.yaml || not_played "projected volumes: podman says $(tail -n 1 plain.yaml.log)"
    podman pod rm --force --time 0 cart-75b96b9555-g2t75 >/dev/null 2>&1
    lives_on
}

e2e_setup
# shellcheck disable=SC2046 # one word a scenario
[ $# -gt 0 ] || set -- $(sed -n 's/^scenario_\([a-z0-9_]*\)() {$/\1/p' "$e2e_source/run.sh")
passed=0 failed=0 skipped=0
for scenario; do
    ("scenario_$scenario")
    case $? in
    0) passed=$((passed + 1)) && echo "ok $scenario" ;;
    77) skipped=$((skipped + 1)) ;;
    *) failed=$((failed + 1)) ;;
    esac
    podman pod rm --all --force --time 0 >/dev/null 2>&1
    podman volume rm --all --force >/dev/null 2>&1
done
[ "$skipped" = 0 ] || echo "$skipped not played"
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
