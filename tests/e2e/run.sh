#!/bin/sh
# Real containers: a Pod that dies, its clone, and the same death inside the clone, all played by podman.
# Usage: run.sh PODCLONE-BINARY [SCENARIO...]. Exits 0, 1, or 77 where podman is not installed.
# What podman cannot do, or does not do as Kubernetes does, is printed as "not played" and does not count as passed.
# lib.sh starts podman, pod.sh writes the manifest, story.sh has the steps, scenarios/ has one file a theme.
set -u
here=$(cd "$(dirname "$0")" && pwd)
# shellcheck source=tests/e2e/lib.sh
. "$here/lib.sh"
# shellcheck source=tests/e2e/pod.sh
. "$here/pod.sh"
# shellcheck source=tests/e2e/story.sh
. "$here/story.sh"
# shellcheck source=tests/e2e/scenarios/users.sh
. "$here/scenarios/users.sh"
# shellcheck source=tests/e2e/scenarios/privileges.sh
. "$here/scenarios/privileges.sh"
# shellcheck source=tests/e2e/scenarios/commands.sh
. "$here/scenarios/commands.sh"
# shellcheck source=tests/e2e/scenarios/containers.sh
. "$here/scenarios/containers.sh"
# shellcheck source=tests/e2e/scenarios/volumes.sh
. "$here/scenarios/volumes.sh"
# shellcheck source=tests/e2e/scenarios/tools.sh
. "$here/scenarios/tools.sh"
# shellcheck source=tests/e2e/scenarios/life.sh
. "$here/scenarios/life.sh"

[ $# -gt 0 ] || e2e_die "usage: run.sh PODCLONE-BINARY [SCENARIO...]"
podclone=$(realpath "$1")
[ -x "$podclone" ] || e2e_die "$1: no such program"
shift

e2e_setup
# shellcheck disable=SC2046 # one word a scenario
[ $# -gt 0 ] || set -- $(sed -n 's/^scenario_\([a-z0-9_]*\)() {$/\1/p' "$here"/scenarios/*.sh)
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
