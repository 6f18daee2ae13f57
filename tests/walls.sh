#!/bin/sh
# Each floor of src/ can include its own headers and those of the floors below, and no others: walls.sh BUILD_DIR
set -u
cd "$(dirname "$0")/.." || exit 1
. tests/expect.sh
build=$1 floors='base yaml options pod clone'
dir=$(mktemp -d) || exit 1
trap 'rm -rf "$dir"' EXIT
command -v jq >/dev/null || { echo 'no jq: the compile commands cannot be read'; exit 77; }

# flags FLOOR: the include path and the definitions that the build gives it.
flags() {
    jq -r --arg in "/src/$1/" '[.[] | select(.file | contains($in))][0].command' "$build/compile_commands.json" |
        tr ' ' '\n' | grep -E '^-(I|D|std)'
}
compiles() {
    printf '#include "%s"\n' "$2" >"$dir/include.c"
    # shellcheck disable=SC2046
    ${CC:-cc} -fsyntax-only $(flags "$1") "$dir/include.c" 2>"$dir/said"
}
refused() { ! compiles "$@" && grep -q 'No such file\|file not found' "$dir/said"; }
leaves_its_floor() { grep -rn '#include "\.\./' src; }
none() { ! "$@"; }

below=
for floor in $floors; do
    below="$below $floor"
    for other in $floors; do
        header=$(cd src && find "$other" -name '*.h' | sort | head -n 1)
        case " $below " in
        *" $other "*) expect "$floor includes $header" compiles "$floor" "$header" ;;
        *) expect "$floor cannot include $header" refused "$floor" "$header" ;;
        esac
    done
    expect "$floor cannot include report.h" refused "$floor" report.h
done
expect 'no include climbs by ..' none leaves_its_floor
finish
