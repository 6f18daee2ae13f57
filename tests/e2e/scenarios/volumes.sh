# shellcheck shell=sh
# The volumes of the Pod.

# The clone must not touch the data of the original, unless --keep-pvcs asks for it.
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

# Pods that kubectl creates mount a service account token, unless they say no.
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
