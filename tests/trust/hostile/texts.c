/* Text: very long, in other encodings, with blanks, comments, escapes and bytes that YAML does not allow. */
#include "hostile.h"

#include <string.h>

static void scalar(void)
{
    static char megabyte[(1 << 20) + 1];
    memset(megabyte, 'x', sizeof megabyte - 1);
    fputs(POD "  labels:\n    a: ", stdout);
    times(100, megabyte);
    fputs("\n" SPEC, stdout);
}

static void long_command(void)
{
    static char megabyte[(1 << 20) + 1];
    memset(megabyte, '$', sizeof megabyte - 1);
    fputs(POD SPEC "    command: [\"", stdout);
    times(10, megabyte);
    fputs("\"]\n", stdout);
}

static void line(void)
{
    fputs("{\"kind\": \"Pod\", \"metadata\": {\"name\": \"a\", \"uid\": \"u\"}, \"spec\": {\"containers\": [",
          stdout);
    fputs("{\"name\": \"a\", \"livenessProbe\": {}, \"ports\": [", stdout);
    numbered(200000, "{\"hostPort\": 1, \"name\": \"longer and longer %zu\"}, ");
    fputs("{}]}]}, \"status\": {}}\n", stdout);
}

static void wrong_at_the_end(void)
{
    fputs(POD "  annotations:\n", stdout);
    times(500000, "    # a comment\n");
    fputs("    a: \"\\q\"\n", stdout);
}

static void blanks(void)
{
    fputs(POD "  annotations:\n    a: b\n", stdout);
    times(5000000, " ");
    fputs("\n" SPEC, stdout);
}

static void blank_lines(void)
{
    fputs(POD "  labels:\n    a: |+\n      b\n", stdout);
    times(5000000, "\n");
    fputs(SPEC COMMAND "    args:\n    - |+\n      b\n", stdout);
    times(1000000, "\n");
    fputs("    image: a\n", stdout);
}

static void comments(void)
{
    fputs(POD SPEC, stdout);
    for (size_t i = 0; i < 50000; i++)
        fputs("    # before\n", stdout);
    fputs("    livenessProbe: {}\n", stdout);
    for (size_t i = 0; i < 50000; i++)
        fputs("      # its own\n", stdout);
    fputs("    args: [a]\n", stdout);
}

static void wide_characters(void)
{
    fputs(POD "  labels:\n    a: ", stdout);
    times(1000000, "\xc3\xa9");
    fputs("\n" SPEC "    env:\n", stdout);
    numbered(20000, "    - name: \"\xc3\xa9%zu\"\n");
}

static void surrogates(void)
{
    fputs("{\"kind\": \"Pod\", \"metadata\": {\"name\": \"a\", \"labels\": {\"a\": \"", stdout);
    times(500000, "\\ud83d\\ude00");
    fputs(
        "\"}}, \"spec\": {\"containers\": [{\"name\": \"a\", \"args\": [\"\\ud83d\\ude00\", \"\\ud83d\"]}]}}",
        stdout);
}

static void backslashes(void)
{
    fputs("{\"kind\": \"Pod\", \"metadata\": {\"name\": \"a\", \"labels\": {\"a\": \"", stdout);
    times(2000000, "\\\\");
    fputs("\\ud83d\\ude00\"}}, \"spec\": {\"containers\": [{\"name\": \"a\"}]}}", stdout);
}

static void nul(void)
{
    fputs(POD "  annotations: {a: \"", stdout);
    putchar('\0');
    fputs("\"}\n" SPEC, stdout);
}

static void bad_utf8(void)
{
    fputs(POD "  annotations: {a: \"\xc3(\"}\n" SPEC, stdout);
}

static void utf16(void)
{
    static const char text[] = POD SPEC;
    for (const char *p = text; *p; p++) {
        putchar(*p);
        putchar('\0');
    }
}

static void utf16_bom(void)
{
    fputs("\xff\xfe", stdout);
    utf16();
}

static void tabs(void)
{
    fputs("kind: Pod\nmetadata:\n\tname: a\n", stdout);
}

static void other_breaks(void)
{
    fputs("kind: Pod\xe2\x80\xa8metadata:\xc2\x85  name: a\xe2\x80\xa9spec:\r  containers:\r\n  - name: a\n  "
          "  args: [\"a\xe2\x80\xa8 b\"]\n",
          stdout);
}

const struct hostile texts_documents[] = {
    {"scalar", scalar, "CLONED", ""},
    {"long-command", long_command, "CLONED", ""},
    {"line", line, "CLONED", ""},
    {"wrong-at-the-end", wrong_at_the_end, "REFUSED", ""},
    {"blanks", blanks, "CLONED", ""},
    {"blank-lines", blank_lines, "CLONED", ""},
    {"comments", comments, "CLONED", ""},
    {"wide-characters", wide_characters, "CLONED", ""},
    {"surrogates", surrogates, "CLONED", ""},
    {"backslashes", backslashes, "CLONED", ""},
    {"nul", nul, "REFUSED", ""},
    {"bad-utf8", bad_utf8, "REFUSED", ""},
    {"utf16", utf16, "REFUSED", ""},
    {"utf16-bom", utf16_bom, "REFUSED", ""},
    {"tabs", tabs, "REFUSED", ""},
    {"other-breaks", other_breaks, "CLONED", ""},
    {NULL, NULL, NULL, NULL},
};
