#!/bin/sh
# All formatters and linters over all files: lint.sh BUILD_DIR, which must have a compile_commands.json.
set -u
cd "$(dirname "$0")/.." || exit 1
. tests/expect.sh
build=$1
for tool in clang-format clang-tidy shellcheck dash mandoc; do
    command -v $tool >/dev/null || { echo "skipped: no $tool" && exit 77; }
done
# Each version of clang's tools has another taste.
ours() { "$1" --version | grep -qF 'version 14.' || { echo "not asked: $1, which is not Debian 12's" && return 1; }; }

sources() { find src tests -name '*.[ch]'; }
units() { find src -name '*.c'; }
# These files are parts of tests/e2e/run.sh, and are checked with it.
parts() { find tests/e2e/pod.sh tests/e2e/story.sh tests/e2e/scenarios -name '*.sh'; }
scripts() {
    find src tests packaging -name '*.sh' ! -path 'src/inside/*' ! -path 'tests/e2e/scenarios/*' ! -path tests/e2e/pod.sh \
        ! -path tests/e2e/story.sh
    printf '%s\n' .ci/run src/plugin/kubectl-podclone src/plugin/kubectl_complete-podclone tests/plugin/bin/*
}
# dash -n reads one file at a time.
parsed_by_dash() {
    for script; do dash -n "$script" || return 1; done
}

# Warnings about style count. That the manuals of kubectl are not installed is no defect.
manuals() { ! mandoc -Tlint "$@" 2>/dev/null | grep -v 'referenced manual not found'; }

# No path here has a blank.
# shellcheck disable=SC2046
! ours clang-format || expect clang-format clang-format --dry-run --Werror $(sources)
# shellcheck disable=SC2046
! ours clang-tidy || expect clang-tidy clang-tidy --quiet --extra-arg=-Wno-ignored-optimization-argument -p "$build" $(units)
# shellcheck disable=SC2046
expect shellcheck shellcheck -x $(scripts)
expect 'shellcheck e2e' shellcheck -x -a tests/e2e/run.sh
# shellcheck disable=SC2046
expect dash parsed_by_dash $(scripts) $(parts)
# Where a test's file gets a variable from another one, or from bats, is not seen.
expect 'shellcheck bats' shellcheck -S warning -e SC2034,SC2154 tests/plugin/*.bats tests/packaging/*.bats
expect 'shellcheck bash' shellcheck -s bash -S warning -e SC2034 tests/plugin/helper.bash
# They are busybox's: read knows -d there, and init.sh gives the others _dir; the signals are words.
expect 'shellcheck inside' shellcheck -s dash -S warning -e SC2046,SC2154,SC3045 src/inside/*.sh
expect 'mandoc -Tlint' manuals man/*
finish
