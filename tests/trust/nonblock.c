/* nonblock COMMAND...: runs the command with standard input and output that do not block. */
#include <fcntl.h>
#include <unistd.h>

int main(int argc, char **argv)
{
    for (int fd = 0; fd < 2; fd++)
        fcntl(fd, F_SETFL, fcntl(fd, F_GETFL) | O_NONBLOCK);
    if (argc > 1)
        execvp(argv[1], argv + 1);
    return 126;
}
