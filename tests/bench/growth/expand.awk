# Writes the documents of the table, and a list of them for growth: awk -v dir=DIR [-v only=NAME] -f expand.awk TABLE...
# In a document, the lines between `[[` and `]]` are written N times, and so is what stands between `<+` and `+>` on a line.
# @ is the number of the repetition, ~ the number counted down.
function many(text, n,    i, one, out) {
    for (i = 0; i < n; i++) {
        one = text
        gsub(/@/, i, one)
        gsub(/~/, n - 1 - i, one)
        out = out one
    }
    return out
}

function expanded(line, n,    at, end) {
    while ((at = index(line, "<+")) && (end = index(line, "+>")))
        line = substr(line, 1, at - 1) many(substr(line, at + 2, end - at - 2), n) substr(line, end + 2)
    return line
}

function write(n,    i, group, grouped, file) {
    file = dir "/" name "." n
    printf "" >file
    for (i = 1; i <= lines; i++) {
        if (line[i] == "[[") {
            group = ""
            grouped = 1
        } else if (line[i] == "]]") {
            printf "%s", many(group, n) >file
            grouped = 0
        } else if (grouped) {
            group = group line[i] "\n"
        } else {
            print expanded(line[i], n) >file
        }
    }
    close(file)
    print name, n, file options
}

# The blank line before the next document is not the document's.
function finish() {
    if (!name || (only && name != only && name != "minimal"))
        return
    if (line[lines] == "")
        lines--
    write(size)
    if (name != "minimal")
        write(2 * size)
}

/^= / {
    finish()
    name = $2
    size = $3
    lines = 0
    options = ""
    for (i = 4; i <= NF; i++)
        options = options " " $i
    next
}
FNR == 1 { finish(); name = "" }
{ line[++lines] = $0 }
END { finish() }
