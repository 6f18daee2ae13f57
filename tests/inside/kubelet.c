/* Plays the kubelet and the runtime for one container, as root, where namespaces may be made.
 *
 *   kubelet run ROOT VOLUME DIR UID SET ENV WORDS PID   expands WORDS, and runs them as process 1 of a new
 * PID namespace kubelet exec PID ROOT DIR UID SET ENV WORDS         runs WORDS as they are beside it
 *
 * ROOT is the image, VOLUME what is mounted at its podclone/. SET, ENV and WORDS are files of strings, a NUL
 * after each: the variables of the manifest, those of the image, the command. PID is a file that gets the
 * process's number. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/wait.h>
#include <unistd.h>

enum { MOST = 4096, FAILED = 99 };

static void die(const char *what)
{
    fprintf(stderr, "kubelet: %s: %s\n", what, strerror(errno));
    exit(FAILED);
}

/* Where a string goes in the list: the place of the variable of that name, or the end. */
static size_t place_of(char **list, const char *string, bool variables)
{
    size_t n = 0, name = strcspn(string, "=") + 1;
    while (list[n] && !(variables && strncmp(list[n], string, name) == 0))
        n++;
    return n;
}

/* Adds the strings of a file to a list that NULL ends. */
static void read_list(const char *file, char **list, bool variables)
{
    size_t got = 0;
    char *line = NULL;
    FILE *in = fopen(file, "r");
    if (!in)
        die(file);
    for (size_t n; getdelim(&line, &got, '\0', in) > 0; line = NULL, got = 0) {
        n = place_of(list, line, variables);
        if (n == MOST - 1)
            die("too many strings");
        list[n] = line;
    }
    fclose(in);
}

static const char *value_of(char **set, const char *name, size_t n)
{
    const char *value = NULL;
    for (; *set; set++)
        if (strncmp(*set, name, n) == 0 && (*set)[n] == '=')
            value = *set + n + 1;
    return value;
}

/* As k8s.io/kubernetes/third_party/forked/golang/expansion says: $(NAME), $$ for a dollar, all else as it is.
 */
static char *expand(const char *word, char **set)
{
    char *text = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&text, &size);
    if (!out)
        die("open_memstream");
    for (; *word; word++) {
        const char *end = word[0] == '$' && word[1] == '(' ? strchr(word, ')') : NULL;
        const char *value = end ? value_of(set, word + 2, (size_t)(end - word - 2)) : NULL;
        if (end && value)
            fputs(value, out);
        else if (end)
            fwrite(word, 1, (size_t)(end - word) + 1, out);
        else
            fputc(*word, out);
        if (end)
            word = end;
        else if (word[0] == '$' && word[1] == '$')
            word++;
    }
    if (fclose(out))
        die("memory");
    return text;
}

/* Becomes the words, in the container's root, directory and user. */
static void become(const char *root, const char *dir, unsigned uid, char **words, char **env)
{
    if (chroot(root) || chdir(dir))
        die(dir);
    if (uid && (setgid(uid) || setuid(uid)))
        die("setuid");
    signal(SIGINT, SIG_DFL); /* a shell ignores them for what it runs in the background */
    signal(SIGQUIT, SIG_DFL);
    environ = env;
    execvpe(words[0], words, env);
    fprintf(stderr, "exec: \"%s\": %s\n", words[0], strerror(errno));
    _exit(errno == ENOENT ? 127 : 126);
}

static int status_of(pid_t pid)
{
    int status;
    while (waitpid(pid, &status, 0) < 0)
        if (errno != EINTR)
            die("waitpid");
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

static char **words_of(char **argv, char **env)
{
    static char *set[MOST], *words[MOST];
    read_list(argv[0], set, true);
    read_list(argv[1], env, true);
    read_list(argv[0], env, true);
    read_list(argv[2], words, false);
    for (char **word = words; *word; word++)
        *word = expand(*word, set);
    return words;
}

static int run(char **argv)
{
    static char *env[MOST];
    char path[MOST];
    const char *root = argv[0];
    char **words = words_of(argv + 4, env);
    if (unshare(CLONE_NEWNS | CLONE_NEWPID) || mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL)) {
        fprintf(stderr, "kubelet: no namespaces here: %s\n", strerror(errno));
        return 77;
    }
    snprintf(path, sizeof path, "%s/podclone", root);
    if (mount(argv[1], path, NULL, MS_BIND, NULL))
        die(path);
    pid_t pid = fork();
    if (pid == 0) {
        snprintf(path, sizeof path, "%s/proc", root);
        if (mount("proc", path, "proc", 0, getenv("KUBELET_PROC")))
            die(path);
        become(root, argv[2], (unsigned)atoi(argv[3]), words, env);
    }
    FILE *out = fopen(argv[7], "w");
    if (pid < 0 || !out || fprintf(out, "%d\n", (int)pid) < 0 || fclose(out))
        die(argv[7]);
    return status_of(pid);
}

static void enter(const char *pid, const char *name, int type)
{
    char path[64];
    snprintf(path, sizeof path, "/proc/%s/ns/%s", pid, name);
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0 || setns(fd, type))
        die(path);
}

static int exec(char **argv)
{
    static char *env[MOST], *words[MOST];
    read_list(argv[5], env, true);
    read_list(argv[4], env, true);
    read_list(argv[6], words, false);
    enter(argv[0], "pid", CLONE_NEWPID);
    enter(argv[0], "mnt", CLONE_NEWNS);
    pid_t pid = fork();
    if (pid == 0)
        become(argv[1], argv[2], (unsigned)atoi(argv[3]), words, env);
    return status_of(pid);
}

int main(int argc, char **argv)
{
    if (argc == 10 && strcmp(argv[1], "run") == 0)
        return run(argv + 2);
    if (argc == 9 && strcmp(argv[1], "exec") == 0)
        return exec(argv + 2);
    fputs("usage: kubelet run ROOT VOLUME DIR UID SET ENV WORDS PID | exec PID ROOT DIR UID SET ENV WORDS\n",
          stderr);
    return 2;
}
