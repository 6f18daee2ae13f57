/* A program that dies, as those of the Pods that are worth debugging do: it prints all that it was started
 * with and exits with 1. Whatever a clone changes by mistake shows up as a different line. With `pause` as
 * its only argument it sleeps instead: it is the first process of a Pod's sandbox. */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

extern char **environ;

static void quoted(const char *s)
{
    putc('"', stderr);
    for (; *s; s++) {
        unsigned char c = (unsigned char)*s;
        if (c == '"' || c == '\\')
            fprintf(stderr, "\\%c", c);
        else if (c == '\n')
            fputs("\\n", stderr);
        else if (c < ' ' || c == 127)
            fprintf(stderr, "\\x%02x", c);
        else
            putc(c, stderr);
    }
    fputs("\"\n", stderr);
}

static int by_text(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static void environment(void)
{
    size_t n = 0;
    while (environ[n])
        n++;
    qsort(environ, n, sizeof *environ, by_text);
    for (size_t i = 0; i < n; i++) {
        /* The name of the Pod is the one thing that has to differ. */
        if (strncmp(environ[i], "HOSTNAME=", 9) == 0)
            continue;
        fputs("  env ", stderr);
        quoted(environ[i]);
    }
}

static void groups(void)
{
    gid_t list[64];
    int n = getgroups(64, list);
    fprintf(stderr, "  user %d:%d", (int)getuid(), (int)getgid());
    /* Its own ids are left out: podman exec and podman start disagree about them. */
    for (int i = 0; i < n; i++)
        if (list[i] != getgid() && list[i] != getuid())
            fprintf(stderr, " group %d", (int)list[i]);
    putc('\n', stderr);
}

static void security(void)
{
    static const char *const wanted[] = {"CapEff:", "CapBnd:", "NoNewPrivs:", "Seccomp:"};
    char line[256];
    FILE *f = fopen("/proc/self/status", "r");
    while (f && fgets(line, sizeof line, f))
        for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++)
            if (strncmp(line, wanted[i], strlen(wanted[i])) == 0)
                fprintf(stderr, "  %s", line);
    if (f)
        fclose(f);
}

static void done(int sig)
{
    (void)sig;
    _exit(0);
}

int main(int argc, char **argv)
{
    char cwd[4096];
    mode_t mask = umask(0);

    if (argc == 2 && strcmp(argv[1], "pause") == 0) {
        signal(SIGTERM, done);
        for (;;)
            pause();
    }
    umask(mask);
    fputs("crash: cannot start with this configuration\n", stderr);
    groups();
    fprintf(stderr, "  cwd %s\n", getcwd(cwd, sizeof cwd) ? cwd : strerror(errno));
    for (int i = 0; i < argc; i++) {
        fprintf(stderr, "  argv[%d] ", i);
        quoted(argv[i]);
    }
    environment();
    security();
    fprintf(stderr, "  umask %04o\n", (unsigned)mask);
    fprintf(stderr, "  / %s\n", access("/", W_OK) == 0 ? "writable" : strerror(errno));
    return 1;
}
