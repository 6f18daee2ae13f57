# fish completion for kdd, which is kubectl podclone: it answers as kubectl asks it.
function __kdd_answers
    set -l words (commandline -opc) (commandline -ct)
    set -l answers (kubectl_complete-podclone $words[2..] 2>/dev/null)
    set -l last $answers[-1]
    set -l option (string match -r '^--[^=]*=' -- $words[-1])
    set -e answers[-1]
    if test "$last" = :0 -a (count $answers) = 0
        set answers (__fish_complete_path (string replace -r '^--[^=]*=' '' -- $words[-1]))
    end
    for answer in $answers
        printf '%s%s\n' "$option" $answer
    end
end
complete -c kdd -f -a '(__kdd_answers)'
