#!/bin/sh
# The man page has exactly the options of --help, with the same values and defaults: man.sh PODCLONE MANPAGE
set -u
# shellcheck source=tests/expect.sh
. "$(dirname "$0")/expect.sh"
podclone=$1 page=$2
tmp=$(mktemp -d "${TMPDIR:-/tmp}/podclone-man.XXXXXX") || exit 1
trap 'rm -rf "$tmp"' EXIT

# Prints a line for each option: its names, = if it takes a value, [=] if it may take one, and its default if that is one
# word.
help_options() {
    awk '
        function flush() { if (names) print names (initial ? " " initial : "") }
        /^  -|^      --/ {
            flush()
            initial = ""
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
        function flush() { if (names) print names (initial ? " " initial : "") }
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
        names && default_next { initial = $2; default_next = 0 }
        names && /^Default:$|[.] Default:$/ { default_next = 1 }
        END { flush() }'
}

"$podclone" --help >"$tmp/said" || exit 1
help_options <"$tmp/said" | sort >"$tmp/help"
page_options <"$page" | sort >"$tmp/page"

expect 'an option in --help' test -s "$tmp/help"
expect '--help (-) and the man page (+) have the same options, values and defaults' diff -u "$tmp/help" "$tmp/page"
finish
