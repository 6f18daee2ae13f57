# shellcheck shell=sh
# The target is one of several containers.

scenario_init_container() {
    target=migrate
    main="  - command:
    - sleep
    - \"1000\"
    image: $BUSYBOX
    name: main
    resources: {}"
    lives_on
}

scenario_second_container() {
    second="  - command:
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
