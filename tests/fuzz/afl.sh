#!/bin/sh
# Builds the fuzz targets with AFL++'s compiler, and runs their tests: afl.sh COMPILER SOURCE
set -eu
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cmake -S "$2" -B "$dir" -DCMAKE_C_COMPILER="$1" -DCMAKE_BUILD_TYPE=RelWithDebInfo -DPODCLONE_FUZZ=ON -DPODCLONE_HARDEN=OFF
cmake --build "$dir" --target fuzz_filter fuzz_tree
ctest --test-dir "$dir" -L fuzz --output-on-failure
