#!/bin/sh
# Puts a value of the wrong kind, or a key twice, at every place that rules and steps look at: types.sh DOCUMENTS EACH
# One of EACH documents is tried.
command -v jq >/dev/null || exit 77
jq -c -n -f "$(dirname "$0")/types.jq" | awk -v each="$2" 'NR % each == 0' | "$1"
