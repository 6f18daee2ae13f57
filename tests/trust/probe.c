/* Enters the sandbox and tries what the author of a manifest could try after taking over the process. `probe
 * open` tries the same without the sandbox, to show that the sandbox is what refuses it. */
#include "base/sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static int other; /* an open descriptor that is not the input */

static bool opens(void)
{
    return open("/etc/passwd", O_RDONLY) >= 0;
}

static bool creates(void)
{
    return open("/tmp", O_RDWR | O_TMPFILE, 0600) >= 0;
}

static bool connects(void)
{
    return socket(AF_INET, SOCK_STREAM, 0) >= 0;
}

static bool speaks_locally(void)
{
    int ends[2];
    return socketpair(AF_UNIX, SOCK_STREAM, 0, ends) == 0;
}

static bool forks(void)
{
    pid_t child = fork();
    if (child == 0)
        _exit(0);
    return child > 0 && waitpid(child, NULL, 0) == child;
}

static bool executes(void)
{
    /* There is no such program. Any other error than EPERM means that the call was made. */
    execl("/nonexistent", "nonexistent", (char *)NULL);
    return errno != EPERM;
}

static bool kills(void)
{
    return kill(getppid(), 0) == 0;
}

static bool reads_what_is_open(void)
{
    char byte;
    return read(other, &byte, 1) == 1;
}

static bool writes_what_is_open(void)
{
    return write(other, "", 1) == 1;
}

static bool maps_code(void)
{
    return mmap(NULL, 4096, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) !=
           MAP_FAILED;
}

static bool makes_code(void)
{
    void *page = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    return page != MAP_FAILED && mprotect(page, 4096, PROT_READ | PROT_EXEC) == 0;
}

static bool changes_modes(void)
{
    return chmod("/nonexistent", 0600) == 0 || errno != EPERM;
}

static bool takes_memory(void)
{
    char *p = malloc((size_t)1 << 26);
    bool ok = p && (p = realloc(p, (size_t)1 << 27)) != NULL;
    free(p);
    return ok;
}

static bool reads_input(void)
{
    char byte;
    return read(STDIN_FILENO, &byte, 1) >= 0;
}

static const struct {
    const char *name;
    bool (*works)(void);
    bool allowed;
} attempts[] = {
    {"read the input", reads_input, true},
    {"take memory", takes_memory, true},
    {"open a file", opens, false},
    {"create a file", creates, false},
    {"make a socket", connects, false},
    {"make a pair of sockets", speaks_locally, false},
    {"fork", forks, false},
    {"execute", executes, false},
    {"signal another process", kills, false},
    {"read another descriptor", reads_what_is_open, false},
    {"write another descriptor", writes_what_is_open, false},
    {"map executable memory", maps_code, false},
    {"make memory executable", makes_code, false},
    {"change a mode", changes_modes, false},
};

static void say(const char *text)
{
    if (write(STDOUT_FILENO, text, strlen(text)) < 0)
        _exit(1);
}

int main(int argc, char **argv)
{
    bool sandboxed = argc < 2 || strcmp(argv[1], "open") != 0;
    const int input = STDIN_FILENO;
    int failed = 0, zero = open("/dev/zero", O_RDWR);
    other = zero;
    if (sandboxed && !sandbox_enter(&input, 1)) {
        say("the sandbox could not be entered\n");
        return 77;
    }
    for (size_t i = 0; i < sizeof attempts / sizeof *attempts; i++) {
        bool works = attempts[i].works();
        if (works == (attempts[i].allowed || !sandboxed))
            continue;
        say(works ? "FAIL it can " : "FAIL it cannot ");
        say(attempts[i].name);
        say("\n");
        failed++;
    }
    return failed != 0;
}
