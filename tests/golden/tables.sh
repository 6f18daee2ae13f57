#!/bin/sh
# Each row of the rule table and of the tables of readers acts in a fixture, each cause of death is told in its own fixture,
# and each option is in the args of a fixture and changes its output.
# usage: tables.sh PODCLONE FIXTURES TABLES
set -u

if [ $# -ne 3 ]; then
    sed -n 's/^# usage: /usage: /p' "$0" >&2
    exit 2
fi
absolute() { case $1 in /*) echo "$1" ;; *) echo "$PWD/$1" ;; esac; }
podclone=$(absolute "$1") fixtures=$(absolute "$2") tables=$(absolute "$3")

tmp=$(mktemp -d) || exit 1
trap 'rm -rf "$tmp"' EXIT
trap 'exit 1' HUP INT TERM
"$tables" >"$tmp/tables" || exit 1
cd "$fixtures" || exit 2

# clone DIRECTORY ARGS-FILE [OPTION...]: clones the fixture with these arguments, and the options before them.
clone() (
    cd "$1" || exit 1
    args=$2
    shift 2
    set -- "$@" input.[yj]*
    while IFS= read -r arg || [ -n "$arg" ]; do
        set -- "$@" "$arg"
    done <"$args"
    "$podclone" "$@" </dev/null
)

# without OPTION LETTER TAKES-A-WORD: the arguments on standard input without that option; fails if it is not there.
without() {
    awk -v option="$1" -v letter="$2" -v takes="$3" '
        skip { skip = 0; next }
        $0 == "--" { rest = 1 }
        !rest && ($0 == option || $0 == letter || index($0, option "=") == 1) {
            found = 1
            skip = takes && $0 !~ /=/
            next
        }
        { print }
        END { exit !found }'
}

# spelled: what --explain says, as ACTION PATH<TAB>WHY; paths as the tables have them, with blanks for dots.
spelled() {
    awk -F '  [(]' '/^(removed|kept|changed|added) / {
        sub(/ +/, " ", $1)
        sub(/ items\[[0-9]+\][.]/, " ", $1)
        gsub(/\[\047|\047\]/, " ", $1)
        sub(/ spec[.](containers|initContainers)\[[0-9]+\]/, " @container", $1)
        gsub(/\[[0-9]+\]/, " *", $1)
        gsub(/[. ]+/, " ", $1)
        sub(/ $/, "", $1)
        print $1 "\t" substr($2, 1, length($2) - 1)
    }'
}

passed=0 failed=0
pass() { passed=$((passed + 1)); }
fail() {
    failed=$((failed + 1))
    echo "FAIL $*"
}

for dir in */; do
    dir=${dir%/}
    [ -f "$dir/output.yaml" ] || [ -f "$dir/output.json" ] || continue
    if [ -f "$dir/args" ]; then args=args; else args=/dev/null; fi
    clone "$dir" "$args" -q --explain 2>&1 >/dev/null
done | spelled >"$tmp/said"

# A * at the end of a path is an item, or the end of a key; what is put is added or changed.
awk -F '\t' '
    FNR == NR { said[$0]; next }
    /^(removed|kept|changed|put) / {
        hit = 0
        want = $1
        pattern = want !~ / [*]$/ && want ~ /[*]/
        sub(/ @target/, " @container", want)
        gsub(/[.]/, " ", want)
        gsub(/  +/, " ", want)
        star = pattern ? index(want, "*") : 0
        head = substr(want, 1, star - 1)
        tail = substr(want, star + 1)
        for (s in said) {
            split(s, part, FS)
            if (want ~ /^put /)
                sub(/^(added|changed)/, "put", part[1])
            same = star ? index(part[1], head) == 1 && substr(part[1], length(part[1]) - length(tail) + 1) == tail : part[1] == want
            hit = hit || (same && part[2] == $2)
        }
        print (hit ? "pass" : "fail") "\t" $1
    }' "$tmp/said" "$tmp/tables" >"$tmp/rows"
while IFS='	' read -r verdict path; do
    if [ "$verdict" = pass ]; then pass; else fail "no fixture where the row acts: $path"; fi
done <"$tmp/rows"

# A cause's fixture has its words, or no note where it has none.
sed -n 's/^cause //p' "$tmp/tables" >"$tmp/causes"
while IFS='	' read -r name words; do
    said=cause-$name/stderr
    if [ -f "$said" ] && if [ "$words" ]; then grep -qF -e "  note: $words" "$said"; else ! grep -q '  note:' "$said"; fi
    then pass; else fail "no fixture cause-$name where the cause is told"; fi
done <"$tmp/causes"

"$podclone" --help >"$tmp/help" || exit 1

# changes OPTION: whether a fixture has the option and its output is not the same without it. The suffix of the name does not
# count.
changes() {
    option=$1 takes=1
    line=$(grep -e " ${option}[,=[]" -e " $option\$" "$tmp/help")
    case $line in *"$option" | *"${option}["*) takes=0 ;; esac
    letter=$(echo "$line" | sed -n 's/^ *\(-[^-]\),.*/\1/p')
    for args in */args; do
        dir=${args%/args}
        [ -e "$dir/output.yaml" ] || [ -e "$dir/output.json" ] || continue
        without "$option" "$letter" "$takes" <"$args" >"$tmp/args" || continue
        clone "$dir" args >"$tmp/with" 2>&1
        clone "$dir" "$tmp/args" >"$tmp/without" 2>&1
        case $option in
        --name | --suffix) ;;
        *)
            for side in with without; do
                sed 's/\(debug-[^ ]*\)-[^- ]*/\1-SUFFIX/g' "$tmp/$side" >"$tmp/named"
                mv "$tmp/named" "$tmp/$side"
            done
            ;;
        esac
        cmp -s "$tmp/with" "$tmp/without" || return 0
    done
    return 1
}

sed -n 's/^option //p' "$tmp/tables" >"$tmp/options"
while read -r option; do
    # --verify confirms an output, and never changes it.
    case $option in --help | --version | --verify) continue ;; esac
    if changes "$option"; then pass; else fail "no fixture where the option changes anything: $option"; fi
done <"$tmp/options"

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
