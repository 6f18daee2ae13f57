#!/bin/sh
# How many lines and branches of src/ the tests reach: coverage.sh [BUILD_DIR [CTEST ARGUMENT...]]
# The sandbox is left out, because a coverage build has none. The test `faults` makes allocations fail, gcov's own too: some
# of its runs are not counted.
set -eu
cd "$(dirname "$0")/.."
build=${1:-build/coverage}
[ $# = 0 ] || shift
cmake --preset coverage -B "$build" >/dev/null
cmake --build "$build" -j "$(nproc)" >/dev/null
find "$build" -name '*.gcda' -delete
ctest --test-dir "$build" -LE 'lint|bench|e2e' "$@" | tail -n 4
find "$build/src" -name '*.gcda' ! -name 'sandbox*' ! -name 'scripts*' -exec gcov -b -n {} + 2>/dev/null | awk '
    /^File/ { own = $0 ~ "/src/([a-z]+/)?[a-z_]*[.]c"; name = $0; gsub(/.*\/|.$/, "", name) }
    own && /^Lines executed/ { split($0, a, /[:% ]+/); n = a[5]; hit = a[3] / 100 * n; lines += n; lines_hit += hit; row = sprintf("%-14s %5.1f%% of %4d lines", name, a[3], n) }
    own && /^Taken at least once/ { split($0, a, /[:% ]+/); n = a[7]; branches += n; branches_hit += a[5] / 100 * n; printf "%s, %5.1f%% of %4d branches\n", row, a[5], n; own = 0 }
    END { printf "src: %.1f%% of %d lines, %.1f%% of %d branches\n", 100 * lines_hit / lines, lines, 100 * branches_hit / branches, branches }'
