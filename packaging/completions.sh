#!/bin/sh
# Completions for bash, zsh and fish, made from podclone's own table of options: completions.sh PODCLONE DIR
# shellcheck disable=SC2016 # what is in single quotes is for awk and for the shells that will read the result
set -u

# Each line of the table: what the option takes, its names, the value, the help.
bash_script() {
    awk -F '\t' '
        {
            n = split($2, name, " ")
            for (i = 1; i <= n; i++) {
                words = words " " name[i]
                names = i == 1 ? name[i] : names " | " name[i]
            }
            choices = $3 ~ /\|/ ? $3 : $1 == "nothing" ? "true|false" : ""
            gsub(/\|/, " ", choices)
            if ($1 ~ /^(value|many)$/)
                takers = takers " " $2
            if ($3 == "FILE")
                choice = "_podclone_files"
            else
                choice = "COMPREPLY=($(compgen -W \"" choices "\" -- \"$cur\"))"
            cases = cases "    " names ") " choice " ;;\n"
        }
        END {
            print "# bash completion for podclone"
            print "_podclone_files() {"
            print "    local file"
            print "    compopt -o filenames 2>/dev/null"
            print "    while IFS= read -r file; do"
            print "        COMPREPLY+=(\"$file\")"
            print "    done < <(compgen -f -- \"$cur\")"
            print "}"
            print "_podclone() {"
            print "    local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD - 1]} key= i"
            print "    COMPREPLY=()"
            print "    for ((i = 1; i < COMP_CWORD; i++)); do"
            print "        [[ ${COMP_WORDS[i]} == -- ]] && return"
            print "    done"
            print "    if [[ $cur == = ]]; then"
            print "        key=$prev cur="
            print "    elif [[ $prev == = ]]; then"
            print "        key=${COMP_WORDS[COMP_CWORD - 2]}"
            print "    elif [[ \"" takers " \" == *\" $prev \"* ]]; then"
            print "        key=$prev"
            print "    fi"
            print "    case $key in"
            printf "%s", cases
            print "    *)"
            print "        if [[ $cur == -* ]]; then"
            print "            COMPREPLY=($(compgen -W \"" words "\" -- \"$cur\"))"
            print "        else"
            print "            _podclone_files"
            print "        fi"
            print "        ;;"
            print "    esac"
            print "}"
            print "complete -F _podclone podclone"
        }'
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
