#!/bin/sh
# Each option has an example in the manual, and each example is true: where the manual shows what a command prints, that is
# what it prints; the other commands are run too, with functions in place of kubectl and of what else an example needs.
# What the README shows is true too: commands, options, a diff.
# usage: examples.sh PODCLONE SOURCE-DIRECTORY
set -u
# shellcheck source=tests/expect.sh
. "$(dirname "$0")/expect.sh"
if [ $# -ne 2 ]; then
    sed -n 's/^# usage: /usage: /p' "$0" >&2
    exit 2
fi
podclone=$(realpath "$1") source=$(realpath "$2")
tmp=$(mktemp -d "${TMPDIR:-/tmp}/podclone-examples.XXXXXX") || exit 1
trap 'rm -rf "$tmp"' EXIT
mkdir "$tmp/bin" "$tmp/work"
ln -s "$podclone" "$tmp/bin/podclone"
cp "$source"/tests/man/* "$tmp/work"
PATH=$tmp/bin:$PATH
cd "$tmp/work" || exit 1

# The literal text of a page, as a reader sees it: a line with a dot alone ends each example.
literal() {
    awk '
        /^\.Ed/ { print "."; shown = 0 }
        shown { print }
        /^\.Bd -literal/ { shown = 1 }
        sub(/^\.D[l1] /, "") { print; print "." }' "$source/man/$1" |
        sed "s/^\\\\&//; s/\\\\-/-/g; s/\\\\(aq/'/g; s/\\\\(ha/^/g; s/\\\\e/\\\\/g"
}

# Options of an item of the page that stand in none of its examples, by no name.
without_example() {
    awk '
        function flush(at, n, name, found) {
            n = split(names, name, " ")
            for (at = 1; at <= n; at++)
                found = found || text ~ (name[at] ~ /^--/ ? name[at] "([= ]|$)" : (" -[a-zA-Z]*" substr(name[at], 2, 1)))
            if (n && !found) print names
            names = text = ""
        }
        /^\.Ss As in kubectl/ { exit }
        /^\.Sh / { inside = $0 == ".Sh OPTIONS" }
        /^\.It Fl |^\.Sh |^\.Ss / { flush() }
        inside && /^\.It Fl / { for (i = 2; i < NF; i++) if ($i == "Fl") names = names " -" $(i + 1) }
        /^\.Ed/ { shown = 0 }
        names && (shown || /^\.D[l1] /) { gsub(/\\-/, "-"); text = text " " $0 }
        /^\.Bd -literal/ { shown = 1 }' "$source/man/$1"
}

# A program that prints the examples with a $ again, and behind each command what it prints today.
replayed() {
    awk '
        /^\$ / { inside = more = 1 }
        inside && $0 != "." && !more { next }
        $0 == "." { if (inside) print "echo ."; inside = 0 }
        inside && more {
            shown = shown $0 "\n"
            sub(/^\$ /, "")
            command = command $0 "\n"
            more = /[|\\]$/
        }
        inside && !more {
            printf "cat <<\047SHOWN\047\n%sSHOWN\n{ %s} 2>&1\n", shown, command
            shown = command = ""
        }'
}

# The examples without a $ that begin with one of our commands, each a program of its own; what is typed in a clone is left
# out.
programs() {
    awk -v dir="$tmp" '
        BEGIN { first = 1 }
        $0 == "." { close(file); first = 1; next }
        first { runs = /^(kubectl|kdd|podclone|cat|helm) |^PODCLONE_OPTIONS=/ }
        first && runs { file = sprintf("%s/example.%03d", dir, ++count); printf "" >file }
        { first = 0 }
        /^\$ |^kubectl exec/ { runs = 0 }
        runs { print >file }
        /^kubectl podclone.*[^\\]$/ { runs = 0 }'
}

# What stands in for a cluster and other programs.
cat >"$tmp/stand-ins" <<END
kubectl() {
    case "\$*" in
    podclone*) shift && wrapper "\$@" ;;
    'get pods'*json) cat "$source/fixtures/shop-list-json/input.json" ;;
    'get pods'*) cat pods.yaml ;;
    get*json) cat "$source/fixtures/cart-json/input.json" ;;
    get*) cat pod.yaml ;;
    create*) grep -q podclone/clone ;;
    esac
}
wrapper() { podclone --shell-options \${PODCLONE_OPTIONS-} --shell-options "\$@" >/dev/null; }
kdd() { wrapper "\$@"; }
helm() { cat pods.yaml; }
fzf() { sed -n 2p; }
END

for page in podclone.1 kubectl-podclone.1; do
    without_example $page >"$tmp/missing"
    expect "$page: each option has an example: $(cat "$tmp/missing")" test ! -s "$tmp/missing"
done

literal podclone.1 | awk '/^\$ / { inside = 1 } inside { print } $0 == "." { inside = 0 }' >"$tmp/shown"
replayed <"$tmp/shown" >"$tmp/program"
sh "$tmp/program" >"$tmp/printed"
expect 'an example that shows what is printed' test -s "$tmp/shown"
expect 'what the manual shows (-) is what is printed (+)' diff -u "$tmp/shown" "$tmp/printed"

# The README has its commands four columns in.
readme_commands() { sed -n 's/^    \([a-z].* .*\)/\1\n./p' "$source/README.md"; }

{ literal podclone.1 && literal kubectl-podclone.1 && readme_commands; } | programs
for example in "$tmp"/example.*; do
    sh -euc '. "$1" && . "$2"' - "$tmp/stand-ins" "$example" >"$tmp/said" 2>&1
    expect "an example: $(cat "$example" "$tmp/said")" test $? = 0
done

# What the README says of options, where it speaks of no other program.
{ podclone --help && podclone --list-options=kubectl-podclone; } >"$tmp/options"
awk '/^## / { ours = /before$|wrong[?]$|Limits$/ } ours && !/^[|] another command/' "$source/README.md" |
    grep -oE -e '--[a-z]+(-[a-z]+)*' | sort -u >"$tmp/named"
grep -oE -e '--[a-z]+(-[a-z]+)*' "$tmp/options" | sort -u | comm -23 "$tmp/named" - >"$tmp/unknown"
expect 'an option in the README' test -s "$tmp/named"
expect "each option in the README is one: $(cat "$tmp/unknown")" test ! -s "$tmp/unknown"

# README.md shows parts of a diff: each line must be in the fixture, and in its clone if it is not removed.
# shellcheck disable=SC2016 # no command
sed -n '/^```diff$/,/^```$/p' "$source/README.md" | sed '/^```/d' >"$tmp/diff"
expect 'a diff in the README' test -s "$tmp/diff"
sed -n 's/^[- ]//p' "$tmp/diff" | grep -vxFf "$source/fixtures/heapster/input.yaml" >"$tmp/unknown"
sed -n 's/^[+ ]//p' "$tmp/diff" | grep -vxFf "$source/fixtures/heapster/output.yaml" >>"$tmp/unknown"
expect "the diff in the README is that of fixtures/heapster: $(cat "$tmp/unknown")" test ! -s "$tmp/unknown"
finish
