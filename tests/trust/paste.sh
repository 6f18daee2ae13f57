#!/bin/sh
# The notes print commands to paste into a shell. Here names try to leave their quotes: the commands run in sh, with a
# kubectl that only prints its arguments. paste.sh PODCLONE
set -u
# shellcheck source=tests/expect.sh
. "$(dirname "$0")/../expect.sh"
podclone=$1
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
mkdir "$dir/bin" "$dir/empty"
cat >"$dir/bin/kubectl" <<'EOF'
#!/bin/sh
for word; do
    printf '<%s>' "$word" | tr '\n' '^'
done
echo
EOF
chmod +x "$dir/bin/kubectl"

# No control character, escape sequence or character that reorders text may reach the terminal as it is.
raw=$(printf '[\001-\010\013-\037\177]\\|\302[\200-\237]\\|\342\200[\216\217\250-\256]')
is_clean() { ! LC_ALL=C grep -q "$raw" "$1"; }
is_untouched() { [ ! -e "$dir/pwned" ] && [ -z "$(ls "$dir/empty")" ]; }
same_lines() { [ "$(wc -l <"$1")" = "$(wc -l <"$2")" ]; }
# Every word that starts with a dash is an option that podclone wrote, or the value of one.
has_no_options() {
    sed 's/<-[nc]><[^>]*>//g; s/<-it>\|<--previous>\|<-->.*//g' "$1" >"$dir/left"
    ! grep -q '<-' "$dir/left"
}
is_one_line() { [ "$(wc -l <"$1")" = 1 ]; }
# commands FILE: the commands in the notes, without the words before them.
commands() { sed -n 's/^  [a-z ]*[a-z]  *\(kubectl .*\)/\1/p' "$1"; }

nasty() {
    cat <<EOF
; touch $dir/pwned; #
\$(touch $dir/pwned)
\`touch $dir/pwned\`
'; touch $dir/pwned; '
\\\\'; touch $dir/pwned; #
\\"; touch $dir/pwned; \\"
a b
-c
--kubeconfig=/dev/null
*
~
{a,b}
!!
a\\nkubectl delete all
a\\ttouch $dir/pwned
\\e[2J\\e]0;title\\a
\\u202egnp.exe
\\x9b31m
a\\r  enter it   kubectl delete
& touch $dir/pwned &
> $dir/pwned
=kubectl
EOF
}

paste() {
    commands "$dir/notes" >"$dir/commands"
    (cd "$dir/empty" && PATH="$dir/bin:$PATH" sh "$dir/commands" </dev/null >"$dir/said" 2>&1)
}

check() {
    for options in -q=false --tools=none --explain --tools=image; do
        "$podclone" "$options" <"$dir/in" >"$dir/out" 2>"$dir/notes"
        status=$?
        expect "$1: no raw character in the notes" is_clean "$dir/notes"
        [ "$status" = 0 ] || continue
        paste
        expect "$1: there are commands" [ -s "$dir/commands" ]
        expect "$1: only kubectl runs" is_untouched
        expect "$1: each command is one line: $(cat "$dir/said")" same_lines "$dir/commands" "$dir/said"
        expect "$1: no option from the manifest: $(cat "$dir/said")" has_no_options "$dir/said"
        expect "$1: only commands of the notes: $(cat "$dir/said")" [ "$(grep -Evc '^<(exec|logs|delete)>' "$dir/said")" = 0 ]
        rm -f "$dir/pwned"
    done
    "$podclone" --list <"$dir/in" >"$dir/list" 2>&1
    expect "$1: no raw character in the list" is_clean "$dir/list"
    "$podclone" -c nobody <"$dir/in" >"$dir/out" 2>"$dir/error"
    expect "$1: no raw character in the error" is_clean "$dir/error"
    expect "$1: the error is one line" is_one_line "$dir/error"
}

nasty >"$dir/nasty"
while IFS= read -r text; do
    cat >"$dir/in" <<EOF
kind: Pod
metadata: {name: "$text", namespace: "$text"}
spec:
  containers: [{name: "$text", image: "$text", volumeMounts: [{name: "$text"}]}, {name: b}]
  volumes: [{name: "$text", nfs: {}}]
status:
  reason: "$text"
  message: "$text"
  containerStatuses:
  - name: "$text"
    state: {waiting: {reason: "$text", message: "$text"}}
    lastState: {terminated: {exitCode: 1, reason: "$text"}}
EOF
    check "$text"
done <"$dir/nasty"

# Quoting loses nothing.
# shellcheck disable=SC2016 # as it stands
printf 'kind: Pod\nmetadata: {name: "x", namespace: "it%ss; a b"}\nspec: {containers: [{name: "c $d"}]}\n' "'" >"$dir/in"
"$podclone" <"$dir/in" 2>"$dir/notes" >/dev/null
paste
expect 'quoting keeps a word as it is' grep -qF "<it's; a b>" "$dir/said"
# shellcheck disable=SC2016 # as it stands
expect 'quoting keeps a name as it is' grep -qF '<c $d>' "$dir/said"

# Names from the command line in an error.
escape=$(printf '\033[2J')
lines=$(printf '\033[2J\nx')
fails() {
    "$podclone" "$2" <"$dir/in" >"$dir/out" 2>"$dir/error"
    expect "no raw character of $1" is_clean "$dir/error"
    expect "the error about $1 is one line" is_one_line "$dir/error"
}
printf 'a: [\n' >"$dir/x$escape"
fails 'a file' "$dir/x$escape"
fails 'a file that is not there' "/nowhere/$lines"
fails 'an unknown option' "--$lines"
fails 'a Pod that is not there' "--pod=$lines"
fails 'a container that is not there' "--container=$lines"
finish
