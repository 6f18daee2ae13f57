#include "oracle/words.h"

#include "options/options.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { VALUES = 12, FREE = 0xf0, FREE_MOST = 300 };

static char *const switch_values[VALUES] = {"true", "false"};

/* The containers of the generated Pods, and of most seeds, are called a, b, i and j. */
static char *const values[OPT_COUNT][VALUES] = {
    [OPT_CONTAINER] = {"a", "b", "i", "j", "nobody"},
    [OPT_NAME] = {"the-clone", "a.b", "UPPER"},
    [OPT_SUFFIX] = {"x", "a-suffix-that-takes-much-of-the-name", "-"},
    [OPT_LABEL] = {"team=a", "team=yes", "job-name=1e3", "podclone/clone=x", "a/b=", "pod-template-hash=0x1F",
                   "team"},
    [OPT_TO_NAMESPACE] = {"elsewhere", "n"},
    [OPT_IMAGE] = {"i:2", "{{ .Values.image }}", "*"},
    [OPT_SET_IMAGE] = {"a=i:2", "*=i:3", "a=i:4,i=i:5", "b=i:6", "nobody=i", "a"},
    [OPT_IMAGE_PULL_POLICY] = {"Always", "IfNotPresent", "Never", "Sometimes"},
    [OPT_ENV] = {"A=b", "A=", "A-", "A=yes,B=$(A)", "E1=", "E1-,E2-", "a.b=: {", "A=\n# c", "A=b,A=c", "B"},
    [OPT_PROFILE] = {"general", "baseline", "restricted", "netadmin", "sysadmin", "legacy"},
    [OPT_AS_USER] = {"0", "1000", "2147483647", "01"},
    [OPT_CUSTOM] = {"env: [{name: A, value: c}, {name: E1, $patch: delete}]\n",
                    "securityContext:\n  capabilities: {add: [SYS_TIME], drop: null}\n",
                    "{\"command\": [\"/run\", \"it\"], \"resources\": null}\n",
                    "volumeMounts:\n- {mountPath: /x, name: v}\n- {mountPath: /podclone, readOnly: true}\n",
                    "ports: [{containerPort: 80, hostPort: 80}]\nargs: [\"yes\", 1e3, 'a\n\n  b']\n",
                    "image: &i \"i:7\"\nimagePullPolicy: *i\nlivenessProbe: {exec: {command: [a]}}\n",
                    "env: null\nenvFrom: []\nlifecycle: {}\n",
                    "args:\n- |+\n  a\n\nstdin: yes\nvolumeDevices: [{devicePath: /d, name: v}]\n",
                    "name: b\n"},
    [OPT_SET_MEMORY] = {"1Gi", "1e3"},
    [OPT_SET_CPU] = {"500m", "2", ".5"},
    [OPT_NODE_NAME] = {"node-2", "1e3"},
    [OPT_WIDTH] = {"0", "60", "110", "-1"},
    [OPT_TTL] = {"0", "90m", "3600", "1h30m", "-1"},
    [OPT_TOOLS] = {"init", "image", "none"},
    [OPT_TOOLS_IMAGE] = {"mirror/busybox:musl", "null"},
    [OPT_TOOLS_DIR] = {"/t", "/a/b", "/v", "/"},
    [OPT_KEEP_LABELS] = {"auto", "true", "false"},
    [OPT_KEEP_PVCS] = {"true", "false", "readonly"},
    [OPT_POD] = {"a", "n/a", "nothing"},
};

/* Commands behind `--`; each ends with a NULL. */
static char *const commands[][4] = {{"sh"}, {"yes", "", "~"}, {"$(A)", "$$(A)", "a b"}, {"--", "-c", "\n\n"}};

struct option_name {
    char text[32]; /* empty for --help and --version */
    bool is_switch;
};

/* The names of the options, from the program's own list, which has the order of the enum. */
static const struct option_name *names(void)
{
    static struct option_name found[OPT_COUNT];
    struct buf list = {0};
    if (found[0].text[0])
        return found;
    options_list(PROGRAM_FILTER, &list);
    buf_add(&list, "", 1);
    const char *line = list.p;
    for (enum option id = 0; line && *line && id < OPT_COUNT; id++) {
        const char *at = strstr(line, "--"), *end = strchr(line, '\n');
        if (at && id != OPT_HELP && id != OPT_VERSION)
            snprintf(found[id].text, sizeof found[id].text, "%.*s", (int)strcspn(at, " \t"), at);
        found[id].is_switch = line[0] == 'n';
        line = end ? end + 1 : NULL;
    }
    buf_free(&list);
    return found;
}

static void add(struct words *w, const char *option, const char *value, size_t n)
{
    size_t left = sizeof w->text - w->used, most = sizeof w->argv / sizeof *w->argv - 1;
    if ((size_t)w->argc == most || strlen(option) + n + 2 > left)
        return;
    w->argv[w->argc++] = w->text + w->used;
    w->argv[w->argc] = NULL;
    w->used +=
        (size_t)snprintf(w->text + w->used, left, "%s%s%.*s", option, *option ? "=" : "", (int)n, value) + 1;
}

void words_begin(struct words *w)
{
    *w = (struct words){0};
    words_add(w, "podclone");
}

void words_add(struct words *w, const char *word)
{
    add(w, "", word, strlen(word));
}

static void add_value(struct words *w, enum option id, const char *name, const char *value, size_t n)
{
    if (id == OPT_CUSTOM)
        w->custom = (struct str){value, n};
    add(w, name, id == OPT_CUSTOM ? "FILE" : value, id == OPT_CUSTOM ? 4 : n);
}

size_t words_option(struct words *w, const uint8_t *bytes, struct str free)
{
    enum option id = bytes[0] % OPT_COUNT;
    const struct option_name *name = &names()[id];
    size_t n = 0;
    if (!name->text[0] || id == OPT_STATE) /* what it prints is no clone */
        return 0;
    if (bytes[1] >= FREE) {
        const char *end = free.n ? memchr(free.p, '\0', free.n < FREE_MOST ? free.n : FREE_MOST) : NULL;
        if (end)
            add_value(w, id, name->text, free.p, (size_t)(end - free.p));
        return end ? (size_t)(end - free.p) + 1 : 0;
    }
    char *const *row = name->is_switch ? switch_values : values[id];
    while (n < VALUES && row[n])
        n++;
    if (!n) {
        fprintf(stderr, "no values for %s: add some to the table\n", name->text);
        abort();
    }
    const char *value = row[bytes[1] % n];
    add_value(w, id, name->text, value, strlen(value));
    return 0;
}

void words_command(struct words *w, uint8_t byte)
{
    char *const *command = commands[byte % (sizeof commands / sizeof *commands)];
    words_add(w, "--");
    for (size_t i = 0; i < 4 && command[i]; i++)
        words_add(w, command[i]);
}
