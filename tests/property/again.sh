#!/bin/sh
# A clone of a clone is a clone of the original, whatever tools each of them has. Every fixture is cloned again and again;
# each clone must be the one that the input itself gives, but for its name. usage: again.sh PODCLONE FIXTURES
set -u
podclone=$1 here=$(cd "$(dirname "$0")" && pwd) fixtures=$(cd "$2" && pwd) || exit 1
case $podclone in /*) ;; *) podclone=$PWD/$podclone ;; esac
dir=$(mktemp -d) || exit 1
trap 'rm -rf "$dir"' EXIT
trap 'exit 1' HUP INT TERM
mkdir "$dir/want" "$dir/got" || exit 1
${CC:-cc} -o "$dir/yaml2json" "$here/../model/yaml2json.c" -lyaml || exit 1

# keep FILE AS: keeps the file as JSON.
keep() {
    case $1 in
    *.json) cp "$1" "$dir/$2" ;;
    *) "$dir/yaml2json" <"$1" >"$dir/$2" ;;
    esac
}

# chain NAME FORM ARGS...: clones the fixture in the working directory, then the clone, and so on, with every pair of tools
# that the arguments allow one after the other.
chain() {
    name=$1 form=$2 last=$dir/last.$2 next=$dir/next.$2 step=0
    shift 2
    case " $*" in
    *' --tools-'*) sequence='image init image init' ;;
    *) sequence='image none image init none init' ;;
    esac
    "$podclone" -q "$@" <"input.$form" >"$last" || return 1
    for tools in $sequence; do
        step=$((step + 1))
        "$podclone" -q "$@" --tools="$tools" <"input.$form" >"$next" && keep "$next" "want/$name.$step" || return 1
        "$podclone" -q "$@" --tools="$tools" <"$last" >"$next" && keep "$next" "got/$name.$step" || return 1
        mv "$next" "$last"
    done
}

# all DIRECTORY: the clones in it, without what may differ: names, empty values, and how JSON is written.
all() {
    cd "$dir/$1" && jq -S 'def pod: .metadata.name |= sub("-[bcdfghjklmnpqrstvwxz2456789]{5}$"; "-?????")
            | if .metadata.annotations["podclone/command"] then .metadata.annotations["podclone/command"] |= fromjson else . end
            | del(.. | nulls) | .spec |= with_entries(select(.value != []));
        select(. != null) | [input_filename, if .items then .items[] |= pod else pod end]' ./*
}

passed=0 failed=0
for output in "$fixtures"/*/output.*; do
    cd "${output%/*}" || exit 1
    form=${output##*.}
    [ -f "input.$form" ] || continue
    set --
    [ ! -f args ] || while IFS= read -r arg || [ -n "$arg" ]; do
        set -- "$@" "$arg"
    done <args
    case " $* " in *' --state '* | *' --list '* | *' --failing '* | *' --pod '* | *' --pod='* | *' --suffix '* | *' --suffix='*) continue ;; esac
    if [ "$form" = json ] && ! jq . input.json >/dev/null 2>&1; then
        echo "skip ${PWD##*/}: jq cannot read it"
        continue
    fi
    if chain "${PWD##*/}" "$form" "$@" 2>"$dir/said"; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        echo "FAIL ${PWD##*/}: $(cat "$dir/said")"
    fi
done
(all want) >"$dir/wanted" && (all got) >"$dir/gotten" && diff -U 9 "$dir/wanted" "$dir/gotten" || failed=$((failed + 1))
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
