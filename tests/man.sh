#!/bin/sh
# The man pages and --help have the same options, under the same headings, with the same values and defaults; --help fits a
# terminal. podclone.1 has each row of the tables of readers, under who reads it.
# usage: man.sh PODCLONE SOURCE-DIRECTORY TABLES
set -u
# shellcheck source=tests/expect.sh
. "$(dirname "$0")/expect.sh"
if [ $# -ne 3 ]; then
    sed -n 's/^# usage: /usage: /p' "$0" >&2
    exit 2
fi
podclone=$(realpath "$1") source=$(realpath "$2") tables=$3
page=$source/man/podclone.1 wrapper_page=$source/man/kubectl-podclone.1
tmp=$(mktemp -d "${TMPDIR:-/tmp}/podclone-man.XXXXXX") || exit 1
trap 'rm -rf "$tmp"' EXIT
mkdir "$tmp/bin"
ln -s "$podclone" "$tmp/bin/podclone"
cp "$source/src/plugin/kubectl-podclone" "$tmp/bin"
PATH=$tmp/bin:$PATH
unset PODCLONE_OPTIONS

# Prints a line for each option: its heading, its names, = if it takes a value, [=] if it may take one, and its default if
# that is one word.
help_options() {
    awk '
        function flush() { if (names) print heading ": " names (initial ? " " initial : ""); names = initial = "" }
        /^[A-Z].*:$/ { flush(); heading = substr($0, 1, length($0) - 1) }
        /^  -|^      --/ {
            flush()
            sub(/^ +/, "")
            value = /\[=/ ? "[=]" : /=/ ? "=" : ""
            sub(/\[?=.*/, "")
            gsub(/, /, ",")
            names = $0 value
            next
        }
        names && match($0, /\(default: [^ ()]*\)$/) { initial = substr($0, RSTART + 10, RLENGTH - 11) }
        END { flush() }'
}

page_options() {
    awk '
        function flush() { if (names) print heading ": " names (initial ? " " initial : "") }
        function flag(word) { names = names (names ? "," : "") "-" word }
        /^\.It Fl / {
            flush()
            names = initial = ""
            n = split($0, word, " ")
            for (i = 1; i < n; i++)
                if (word[i] == "Fl")
                    flag(word[i + 1])
            names = names (/ Op = / ? "[=]" : / = / ? "=" : "")
            next
        }
        /^\.Ss|^\.Sh|^\.El/ { flush(); names = initial = "" }
        /^\.Ss/ { heading = substr($0, 5) }
        names && default_next { initial = $2; default_next = 0 }
        names && /^Default:$|[.] Default:$/ { default_next = 1 }
        END { flush() }'
}

# Of each key in an item of the page a line as tables has them: "reader BY<TAB>KEY".
page_readers() {
    awk '
        /^\.Sh / { inside = $0 == ".Sh WHO READS IT" }
        /^\.It / { by = substr($0, 5) }
        /^\.(El|Ss)/ { by = "" }
        inside && by && /^\.Li / { for (i = 2; i <= NF; i++) if ($i != ",") print "reader " by "\t" $i }'
}

# Those of kubectl stand one behind the other; tests/plugin/manual.bats has them.
own() { grep -v '^As in kubectl' | sort; }

podclone --help >"$tmp/said" || exit 1
kubectl-podclone --help >"$tmp/wrapper-said" || exit 1
help_options <"$tmp/said" | sort >"$tmp/help"
page_options <"$page" | sort >"$tmp/page"
help_options <"$tmp/wrapper-said" | own >"$tmp/wrapper-help"
page_options <"$wrapper_page" | own >"$tmp/wrapper-page"
expect 'an option in --help' test -s "$tmp/help"
expect '--help (-) and podclone.1 (+) have the same options' diff -u "$tmp/help" "$tmp/page"
expect 'an option in the --help of kubectl podclone' test -s "$tmp/wrapper-help"
expect '--help (-) and kubectl-podclone.1 (+) have the same options' diff -u "$tmp/wrapper-help" "$tmp/wrapper-page"
expect 'a line of a manual has at most 80 bytes' test -z "$(LC_ALL=C awk 'length > 80' "$source"/man/*)"
expect '--help has at most 80 columns' test -z "$(awk 'length > 80' "$tmp/said" "$tmp/wrapper-said")"

if command -v makewhatis >/dev/null && command -v mapropos >/dev/null; then
    mkdir "$tmp/man" "$tmp/man/man1" "$tmp/man/man7"
    cp "$source"/man/*.1 "$tmp/man/man1"
    cp "$source"/man/*.7 "$tmp/man/man7"
    makewhatis "$tmp/man" 2>/dev/null
    expect 'apropos finds the three pages' test "$(mapropos -M "$tmp/man" podclone | grep -c '[(][17][)] - ')" = 3
fi

"$tables" | grep '^reader ' | sort -u >"$tmp/rows" || exit 1
page_readers <"$page" | sort -u >"$tmp/readers"
expect 'a reader in the tables' test -s "$tmp/rows"
comm -23 "$tmp/rows" "$tmp/readers" >"$tmp/missing"
expect 'each row of the tables of readers is in podclone.1' diff -u "$tmp/missing" /dev/null
finish
