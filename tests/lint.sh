#!/bin/sh
# Formatters and linters over everything: lint.sh BUILD_DIR (with its compile_commands.json).
set -u
cd "$(dirname "$0")/.." || exit 1
build=$1
failed=0
passed=0

check() {
    what=$1
    shift
    if "$@"; then
        passed=$((passed + 1))
    else
        echo "FAIL $what"
        failed=$((failed + 1))
    fi
}

sources() { find src tests -name '*.[ch]'; }
units() { find src -name '*.c'; }
scripts() {
    find src tests packaging -name '*.sh' ! -path 'src/tools/*'
    printf '%s\n' .ci/run src/kubectl-podclone src/kubectl_complete-podclone tests/plugin/bin/*
}
# dash reads one at a time.
parsed_by_dash() {
    for script; do dash -n "$script" || return 1; done
}

# Style too; but that kubectl's manuals are not installed is no defect.
manuals() { ! mandoc -Tlint "$@" 2>/dev/null | grep -v 'referenced manual not found'; }

# Paths here have no blanks.
# shellcheck disable=SC2046
check clang-format clang-format --dry-run --Werror $(sources)
# shellcheck disable=SC2046
check clang-tidy clang-tidy --quiet --extra-arg=-Wno-ignored-optimization-argument -p "$build" $(units)
# shellcheck disable=SC2046
check shellcheck shellcheck -x $(scripts)
# shellcheck disable=SC2046
check dash parsed_by_dash $(scripts)
# Where a test's file gets a variable from another one, or from bats, is not seen.
check 'shellcheck bats' shellcheck -S warning -e SC2034,SC2154 tests/plugin/*.bats
check 'shellcheck bash' shellcheck -s bash -S warning -e SC2034 tests/plugin/helper.bash
check 'shellcheck tools' shellcheck -s dash src/tools/init.sh src/tools/shell.sh src/tools/rerun.sh
check 'mandoc -Tlint' manuals man/podclone.1 man/kubectl-podclone.1
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
