#!/bin/sh
# Names that try to leave their quotes: what the notes print is pasted into sh, where kubectl is a fake that tells its
# arguments. paste.sh PODCLONE
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

# Control characters, escape sequences, what turns text around: none reaches the terminal raw.
raw=$(printf '[\001-\010\013-\037\177]\\|\302[\200-\237]\\|\342\200[\216\217\250-\256]')
is_clean() { ! LC_ALL=C grep -q "$raw" "$1"; }
is_untouched() { [ ! -e "$dir/pwned" ] && [ -z "$(ls "$dir/empty")" ]; }
same_lines() { [ "$(wc -l <"$1")" = "$(wc -l <"$2")" ]; }
# A word that starts with a dash is one of podclone's own, or the value of one.
has_no_options() {
    sed 's/<-[nc]><[^>]*>//g; s/<-it>\|<--previous>\|<-->.*//g' "$1" >"$dir/left"
    ! grep -q '<-' "$dir/left"
}
is_one_line() { [ "$(wc -l <"$1")" = 1 ]; }
# The commands alone, without the words that introduce them.
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
        expect "$1: raw characters in the notes" is_clean "$dir/notes"
        [ "$status" = 0 ] || continue
        paste
        expect "$1: no commands" [ -s "$dir/commands" ]
        expect "$1: more was run than kubectl" is_untouched
        expect "$1: not a line each: $(cat "$dir/said")" same_lines "$dir/commands" "$dir/said"
        expect "$1: an option from the manifest: $(cat "$dir/said")" has_no_options "$dir/said"
        expect "$1: not kubectl's words: $(cat "$dir/said")" [ "$(grep -Evc '^<(exec|logs|delete)>' "$dir/said")" = 0 ]
        rm -f "$dir/pwned"
    done
    "$podclone" --list <"$dir/in" >"$dir/list" 2>&1
    expect "$1: raw characters in the list" is_clean "$dir/list"
    "$podclone" -c nobody <"$dir/in" >"$dir/out" 2>"$dir/error"
    expect "$1: raw characters in the error" is_clean "$dir/error"
    expect "$1: an error of more than one line" is_one_line "$dir/error"
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
expect 'a word that quoting changed' grep -qF "<it's; a b>" "$dir/said"
# shellcheck disable=SC2016 # as it stands
expect 'a name that quoting changed' grep -qF '<c $d>' "$dir/said"

# What comes from the command line.
escape=$(printf '\033[2J')
lines=$(printf '\033[2J\nx')
fails() {
    "$podclone" "$2" <"$dir/in" >"$dir/out" 2>"$dir/error"
    expect "raw characters of $1" is_clean "$dir/error"
    expect "an error of more than one line for $1" is_one_line "$dir/error"
}
printf 'a: [\n' >"$dir/x$escape"
fails 'a file' "$dir/x$escape"
fails 'a file that is not there' "/nowhere/$lines"
fails 'an unknown option' "--$lines"
fails 'a Pod that is not there' "--pod=$lines"
fails 'a container that is not there' "--container=$lines"
finish
