#!/bin/sh
# Scalars that the clone copies, and aliases of what it removes or replaces, mean to the model what they mean to the program.
# usage: copies.sh PODCLONE
# Each spelling of a scalar makes a Pod; they are the items of a List, once in block and once in flow style.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
podclone=$1
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
trap 'exit 1' HUP INT TERM

spellings() {
    cat <<'END'
0
00
0x0
+0
-0
!!int "0"
1000
01750
0x3E8
0X3e8
0b1111101000
0o1750
1_000
+1000
-1000
!!int "1000"
!!int 0x3E8
!!float 3
!!float ".5"
08
1.
.5
-.5
+.5
1e3
1.5e-3
1.50
1234567890123
!!str 1000
"1000"
'0x10'
! 1000
!foo 1000
100m
64Mi
y
Y
yes
Yes
yEs
on
ON
true
True
!!bool "true"
!!bool y
"true"
n
No
off
FALSE
!!bool "false"
~
null
!!null ""
"~"
nULL
""
text
a:b
12:30:00
2001-12-14
!!timestamp 2001-12-14
_1
1_
0x
1e
+
!!binary aGk=
!!binary "dGV4dA=="
"a\tb\u00e9"
'it''s'
ÿ
END
}

# pod NUMBER SPELLING, in block style.
pod() {
    cat <<END
- apiVersion: v1
  kind: Pod
  metadata:
    name: p$1
  spec:
    priority: &gone $2
    securityContext:
      fsGroup: *gone
      runAsGroup: &group $2
      runAsUser: *gone
    containers:
    - name: c
      image: x
      command: [run]
      resources: &resources
        limits:
          cpu: &one $2
          memory: *one
        requests:
          cpu: *gone
          ephemeral-storage: *group
      securityContext:
        runAsUser: &user $2
        runAsGroup: *user
        runAsNonRoot: *one
        seLinuxOptions: &labels
          level: *user
    - name: d
      image: x
      resources: *resources
      securityContext:
        runAsUser: *user
        seLinuxOptions: *labels
END
}

flow_pod() {
    cat <<END
- {apiVersion: v1, kind: Pod, metadata: {name: p$1}, spec: {priority: &gone $2 ,
  securityContext: {fsGroup: *gone , runAsUser: *gone }, containers: [{name: c, image: x, command: [run],
  resources: &resources {limits: {cpu: &one $2 , memory: *one }, requests: {cpu: *gone }},
  securityContext: {runAsUser: &user $2 , runAsGroup: *user , runAsNonRoot: *one , seLinuxOptions: &labels {level: *user }}},
  {name: d, image: x, resources: *resources , securityContext: {runAsUser: *user , seLinuxOptions: *labels }}]}}
END
}

# list POD-FUNCTION: the List of all spellings.
list() {
    printf 'apiVersion: v1\nkind: List\nitems:\n'
    number=0
    spellings | while IFS= read -r spelling; do
        number=$((number + 1))
        "$1" "$number" "$spelling"
    done
}

# fixture NAME POD-FUNCTION ARGUMENT...
fixture() {
    dir=$tmp/fixtures/$1
    mkdir -p "$dir"
    list "$2" >"$dir/input.yaml"
    : >"$dir/output.yaml"
    shift 2
    for arg; do printf '%s\n' "$arg"; done >"$dir/args"
}

for style in pod flow_pod; do
    fixture "$style" "$style"
    fixture "$style-user" "$style" --as-user=7
    fixture "$style-root" "$style" --as-root
    fixture "$style-restricted" "$style" --profile=restricted
    fixture "$style-first" "$style" --one-container
done
# What a clone must not be is asked of sensible Pods only.
echo empty >"$tmp/check.jq"
MODEL_CHECK=$tmp/check.jq "$here/run.sh" "$podclone" "$tmp/fixtures"
