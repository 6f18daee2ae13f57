#!/bin/sh
# A reader must see across every room of the house: no file over 500 lines, no function over 40 lines, no line over 120
# columns in a CMake file. It prints the longest of each. Data does not count: documents, here-documents in scripts.
set -u
cd "$(dirname "$0")/.." || exit 1
. tests/expect.sh
file_most=500 function_most=40 column_most=120
# These are still too long. What is short enough, or gone, must leave the list.
long_files=''
long_functions=''
wide_files=''

dir=$(mktemp -d) || exit 1
trap 'rm -rf "$dir"' EXIT

named() { find src tests packaging .ci -type f ! -path '*/corpus/*' ! -path '*/fixtures/*' | grep -E "$1" | sort; }
cmake_files() {
    echo CMakeLists.txt
    find src tests packaging cmake -name CMakeLists.txt -o -name '*.cmake'
}

lengths() {
    for file in $(named '[.](c|h|sh|bats|bash|jq|awk|py)$|^src/plugin/[^.]*$|[.]ci/run$'); do
        printf '%s %s\n' "$(wc -l <"$file")" "$file"
    done
}

# A function of C, as clang-format leaves it, has its braces in the first column.
functions_of_c() {
    awk 'FNR == 1 { start = 0 }
        /^[a-zA-Z_].*[(]/ && !/;$/ { name = $0; sub(/[(].*/, "", name); sub(/.*[ *]/, "", name) }
        /^[{]$/ { start = FNR }
        /^[}]$/ && start { print FNR - start + 1, FILENAME ":" name; start = 0 }' "$@"
}

# A function of a shell script, or a test of bats.
functions_of_sh() {
    awk 'FNR == 1 { start = 0; end = "" }
        end != "" { if ($0 ~ "^\t*" end "$") end = ""; data++; next }
        /^[a-zA-Z_0-9]+[(][)] [{(]$/ { name = $1; sub(/[(].*/, "", name); start = FNR; data = 0 }
        /^@test / { name = $0; sub(/ [{]$/, "", name); gsub(/ /, "_", name); start = FNR; data = 0 }
        /<<-?.?[A-Z]+/ && match($0, /<<-?.?[A-Z]+/) { end = substr($0, RSTART, RLENGTH); gsub(/[^A-Z]/, "", end) }
        /^[})]$/ && start { print FNR - start + 1 - data, FILENAME ":" name; start = 0 }' "$@"
}

widths() {
    awk 'length($0) > most[FILENAME] { most[FILENAME] = length($0) } END { for (f in most) print most[f], f }' "$@"
}

# is_short FILE MOST LISTED: no name in the file has a number over MOST, but those that are listed, which must have one.
is_short() {
    awk -v most="$2" -v listed=" $3 " '
        $1 > most && !index(listed, " " $2 " ") { print "    " $2 ": " $1; bad = 1 }
        $1 > most { long[$2] }
        END {
            n = split(listed, name, " ")
            for (i = 1; i <= n; i++)
                if (!(name[i] in long)) { print "    " name[i] ": no longer too long, and still listed"; bad = 1 }
            exit bad
        }' "$1"
}
# The names of all tests, but for those that a loop makes.
tests() { sed -n 's/^ *script(\([a-z-]*\) .*/\1/p' tests/CMakeLists.txt tests/*.cmake | sort -u; }
# Each test has a row in the table of tests/README.md.
is_in_table() {
    for name in $(tests); do
        grep -q "^|.*\`$name\`.* |" tests/README.md || { echo "    $name" && return 1; }
    done
}
longest() { printf 'longest %s: %s\n' "$1" "$(sort -rn "$2" | head -n 1)"; }

# Paths here have no blanks.
# shellcheck disable=SC2046
{
    lengths >"$dir/files"
    functions_of_c $(named '[.][ch]$') >"$dir/functions"
    functions_of_sh $(named '[.](sh|bats|bash)$|^src/plugin/[^.]*$') >>"$dir/functions"
    widths $(cmake_files) >"$dir/widths"
}
longest file "$dir/files"
longest function "$dir/functions"
longest 'CMake line' "$dir/widths"
expect "a file has more than $file_most lines" is_short "$dir/files" "$file_most" "$long_files"
expect "a function has more than $function_most lines" is_short "$dir/functions" "$function_most" "$long_functions"
expect "a line of a CMake file has more than $column_most columns" is_short "$dir/widths" "$column_most" "$wide_files"
expect 'a test is missing in the table of tests/README.md' is_in_table
expect 'the files were found' [ "$(wc -l <"$dir/functions")" -gt 500 ]
finish
