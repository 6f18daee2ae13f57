#!/bin/sh
# Completions for bash, zsh and fish, made from podclone's own table of options: completions.sh PODCLONE DIR
# shellcheck disable=SC2016 # what is in single quotes is for awk and for the shells that will read the result
set -u

# Each line of the table: what the option takes, its names, the value, the help.
# For bash: all names, and of those that take a value, as two lists.
bash_names() {
    awk -F '\t' '
        { words = words (words ? " " : "") $2 }
        $1 ~ /^(value|many)$/ { takers = takers " " $2 }
        END { printf "    local words=\"%s\" takers=\"%s \"\n", words, takers }'
}

# For each option what may stand behind it.
bash_cases() {
    awk -F '\t' '
        {
            names = $2
            gsub(/ /, " | ", names)
            choices = $3 ~ /\|/ ? $3 : $1 == "nothing" ? "true|false" : ""
            gsub(/\|/, " ", choices)
            choice = $3 == "FILE" ? "_podclone_files" : "COMPREPLY=($(compgen -W \"" choices "\" -- \"$cur\"))"
            print "    " names ") " choice " ;;"
        }'
}

bash_script() {
    table=$(cat)
    cat <<'END'
# bash completion for podclone
_podclone_files() {
    local file
    compopt -o filenames 2>/dev/null
    while IFS= read -r file; do
        COMPREPLY+=("$file")
    done < <(compgen -f -- "$cur")
}
_podclone() {
    local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD - 1]} key= i
END
    printf '%s\n' "$table" | bash_names
    cat <<'END'
    COMPREPLY=()
    for ((i = 1; i < COMP_CWORD; i++)); do
        [[ ${COMP_WORDS[i]} == -- ]] && return
    done
    if [[ $cur == = ]]; then
        key=$prev cur=
    elif [[ $prev == = ]]; then
        key=${COMP_WORDS[COMP_CWORD - 2]}
    elif [[ $takers == *" $prev "* ]]; then
        key=$prev
    fi
    case $key in
END
    printf '%s\n' "$table" | bash_cases
    cat <<'END'
    *) if [[ $cur == -* ]]; then COMPREPLY=($(compgen -W "$words" -- "$cur")); else _podclone_files; fi ;;
    esac
}
complete -F _podclone podclone
END
}

zsh_script() {
    awk -F '\t' '
        BEGIN { q = "\047"; print "#compdef podclone\n_arguments -S \\" }
        {
            help = $4
            gsub(/\\/, "\\\\", help)
            gsub(/\[/, "\\[", help)
            gsub(/\]/, "\\]", help)
            gsub(/:/, "\\:", help)
            gsub(q, q "\\" q q, help)
            n = split($2, name, " ")
            choices = $3 ~ /\|/ ? $3 : $1 == "nothing" ? "true|false" : ""
            gsub(/\|/, " ", choices)
            value = choices != "" ? "value:(" choices ")" : $3 == "FILE" ? "file:_files" : tolower($3) ": "
            gsub(/\[|\]/, "", value)
            for (i = 1; i <= n; i++) {
                takes = $1 ~ /^(value|many)$/
                long = name[i] ~ /^--/
                spec = $1 == "many" ? "*" : "(" $2 ")"
                spec = spec name[i] (takes ? (long ? "=" : "+") : (long ? "=-" : "")) "[" help "]"
                if (takes)
                    spec = spec ":" value
                else if (long)
                    spec = spec "::" value
                print "    " q spec q " \\"
            }
        }
        END { print "    " q "1:file:_files" q }'
}

fish_script() {
    awk -F '\t' '
        BEGIN { q = "\047" }
        {
            help = $4
            gsub(q, "\\" q, help)
            n = split($2, name, " ")
            choices = $3 ~ /\|/ ? $3 : $1 == "nothing" ? "true false" : ""
            gsub(/\|/, " ", choices)
            line = "complete -c podclone"
            for (i = 1; i <= n; i++)
                line = line (name[i] ~ /^--/ ? " -l " substr(name[i], 3) : " -s " substr(name[i], 2))
            if ($1 ~ /^(value|many)$/)
                line = line ($3 == "FILE" ? " -r -F" : " -x")
            if (choices != "")
                line = line " -a " q choices q
            print line " -d " q help q
        }'
}

podclone=$1 dir=$2
options=$("$podclone" --list-options) || exit 1
printf '%s\n' "$options" | bash_script >"$dir/podclone" &&
    printf '%s\n' "$options" | zsh_script >"$dir/_podclone" &&
    printf '%s\n' "$options" | fish_script >"$dir/podclone.fish"
