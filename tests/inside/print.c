// The application of the tests. Each argument goes to stdout; the directory and the environment go to fd 3,
// if that is open. A NUL ends each.
#include <stdio.h>
#include <unistd.h>

extern char **environ;

int main(int argc, char **argv)
{
    for (int i = 0; i < argc; i++)
        printf("%s%c", argv[i], 0);

    char dir[4096];
    FILE *out = fdopen(3, "w");
    if (out && getcwd(dir, sizeof dir)) {
        fprintf(out, "%s%c", dir, 0);
        for (char **entry = environ; *entry; entry++)
            fprintf(out, "%s%c", *entry, 0);
        if (fclose(out))
            return 1;
    }
    return fclose(stdout) ? 1 : 0;
}
