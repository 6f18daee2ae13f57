#!/bin/sh
# Fuzzes with COUNT inputs: run.sh PROGRAM COUNT CORPUS DOCUMENT...
# It uses libFuzzer, or afl-fuzz if AFL++'s compiler made the program. An input that fails is printed. For a longer run, and
# to add new inputs to the corpus:
#   cmake --preset fuzz && cmake --build --preset fuzz
#   tests/fuzz/seeds.sh filter /tmp/seeds fixtures/*/input.* tests/style/*
#   build/fuzz/tests/fuzz_filter -dict=tests/fuzz/yaml.dict -max_len=5000 -detect_leaks=0 /tmp/new tests/fuzz/corpus/filter /tmp/seeds
#   mkdir /tmp/small && build/fuzz/tests/fuzz_filter -set_cover_merge=1 -use_counters=0 /tmp/small tests/fuzz/corpus/filter /tmp/new
set -eu
program=$1 count=$2 corpus=$3
shift 3
here=$(cd "$(dirname "$0")" && pwd)
target=$(basename "$program" | sed 's/^fuzz_//')
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
# libfyaml leaks memory when it refuses a text.
export ASAN_OPTIONS=detect_leaks=0:abort_on_error=1:symbolize=0
export AFL_SKIP_CPUFREQ=1 AFL_NO_AFFINITY=1 AFL_NO_UI=1 AFL_I_DONT_CARE_ABOUT_MISSING_CRASHES=1

mkdir "$dir/new" "$dir/found"
"$here/seeds.sh" "$target" "$dir/seeds" "$@"
if grep -q __AFL_SHM_ID "$program"; then
    cp "$corpus"/* "$dir/seeds"
    afl-fuzz -m none -s 1 -E "$count" -x "$here/yaml.dict" -i "$dir/seeds" -o "$dir/afl" -- "$program" >"$dir/log" 2>&1 || {
        tail -n 30 "$dir/log"
        exit 1
    }
    cp "$dir"/afl/default/crashes/id* "$dir/found" 2>/dev/null || :
    count=$(sed -n 's/^execs_done *: //p' "$dir/afl/default/fuzzer_stats")
else
    "$program" -dict="$here/yaml.dict" -max_len=5000 -timeout=60 -rss_limit_mb=4096 -seed=1 -runs="$count" -print_final_stats=1 \
        -artifact_prefix="$dir/found/" "$dir/new" "$corpus" "$dir/seeds" >"$dir/log" 2>&1 || tail -n 60 "$dir/log"
    count=$(sed -n 's/^stat::number_of_executed_units: *//p' "$dir/log")
fi
echo "$count executions"
for file in "$dir/found"/*; do
    [ -f "$file" ] || continue
    echo "FAIL $target: base64 of what it was given:"
    base64 "$file"
    exit 1
done
[ "${count:-0}" -gt 0 ]
