# bash completion for kdd, which is kubectl podclone: it answers as kubectl asks it.
_kdd() {
    local cur=${COMP_WORDS[COMP_CWORD]} line tab=$'\t' last='' words=("${COMP_WORDS[@]:1:COMP_CWORD-1}") prefix=''
    # bash splits at =, kubectl does not.
    if [[ $cur == = ]]; then
        prefix=${words[-1]}= cur=''
        unset 'words[-1]'
    elif [[ ${words[-1]-} == = ]]; then
        prefix=${words[-2]}=
        unset 'words[-1]' 'words[-1]'
    fi
    COMPREPLY=()
    while IFS= read -r line; do
        case $line in
        :[0-9]*) last=$line ;;
        *) COMPREPLY+=("${line%%"$tab"*}") ;;
        esac
    done < <(kubectl_complete-podclone "${words[@]}" "$prefix$cur" 2>/dev/null)
    if [[ $last == :0 && ${#COMPREPLY[@]} == 0 ]]; then
        compopt -o filenames 2>/dev/null
        while IFS= read -r line; do
            COMPREPLY+=("$line")
        done < <(compgen -f -- "$cur")
    fi
}
complete -F _kdd kdd
