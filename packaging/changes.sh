#!/bin/sh
# CHANGELOG.md as a package has it: changes.sh debian|rpm CHANGELOG.md
set -eu
form=$1 file=$2
who='the podclone developers <podclone@example.invalid>'

# A version's day, as this kind of package writes it.
day() {
    case $form in
    debian) LC_ALL=C date -u -d "$1" '+%a, %d %b %Y %H:%M:%S +0000' ;;
    rpm) LC_ALL=C date -u -d "$1" '+%a %b %d %Y' ;;
    esac
}

foot() {
    [ -z "$when" ] || [ "$form" != debian ] || printf '\n -- %s  %s\n' "$who" "$when"
}

when=
tr -d '`' <"$file" | {
    while IFS= read -r line; do
        case $form:$line in
        *':## '*)
            foot
            version=${line#"## "} version=${version%% *} before=$when
            when=$(day "${line##* }")
            [ -z "$before" ] || echo
            case $form in
            debian) printf 'podclone (%s) unstable; urgency=medium\n\n' "$version" ;;
            rpm) printf '* %s %s - %s-1\n' "$when" "$who" "$version" ;;
            esac
            ;;
        debian:'- '*) printf '  * %s\n' "${line#- }" ;;
        debian:'  '*) printf '  %s\n' "$line" ;;
        rpm:'- '* | rpm:'  '*) printf '%s\n' "$line" | sed 's/%/%%/g' ;;
        esac
    done
    foot
}
