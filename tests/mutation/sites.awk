# Lists the places of C source that can be turned over: FILE LINE COLUMN LENGTH NEW, with a tab between. What stands in a
# string or in a comment is no such place.

function site(at, length_, new) { printf "%s\t%d\t%d\t%d\t%s\n", FILENAME, FNR, at, length_, new }

# Whether this column is in a string or in a character.
function quoted(line, at,    i, in_, c) {
    for (i = 1; i < at; i++) {
        c = substr(line, i, 1)
        if (c == "\\") i++
        else if (in_ && c == in_) in_ = ""
        else if (!in_ && (c == "\"" || c == "'")) in_ = c
    }
    return in_ != ""
}

function each(line, old, new,    from, at) {
    for (from = 1; at = index(substr(line, from), old); from += at) {
        at += from - 1
        if (!quoted(line, at) && substr(line, at, 4) != " != " || old == " != ") site(at, length(old), new)
        at -= from - 1
    }
}

BEGIN {
    n = split(" == , != , < , <= , > , >= , && , || ", old, ",")
    split(" != , == , <= , < , >= , > , || , && ", new, ",")
}
/^ *(\/\*|\*|#)/ || comment { comment = !/\*\//; if (/^ *#/) comment = 0; next }
{
    for (i = 1; i <= n; i++) each($0 " ", old[i], new[i])
    each($0, "return true;", "return false;")
    each($0, "return false;", "return true;")
    each($0, "return !", "return ")
    each($0, "(!", "(")
    each($0, " !", " ")
}
# A condition that stands on one line.
/^ *(if|while|[}] else if) [(].*[)]( [{])?$/ {
    open_ = index($0, "(")
    match($0, /[)]( [{])?$/)
    site(open_, RSTART - open_ + 1, "(!" substr($0, open_, RSTART - open_ + 1) ")")
}
