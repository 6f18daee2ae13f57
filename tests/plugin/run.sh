#!/bin/sh
# The tests of kubectl podclone, its completions and packages: run.sh PODCLONE BUILD_DIR [NAME...]
set -eu
here=$(cd "$(dirname "$0")" && pwd)
command -v bats >/dev/null || {
    echo 'skipped: no bats'
    exit 77
}
PODCLONE=$(realpath "$1") BUILD=$(realpath "$2")
export PODCLONE BUILD
shift 2
if [ $# = 0 ]; then set -- session leave manifest words picker completion manual; fi
for file; do
    shift
    set -- "$@" "$here/$file.bats"
done
exec bats --print-output-on-failure "$@"
