/* Runs a fuzz target without libFuzzer, once for each file, for each file of a directory, or for standard
 * input, where AFL++ puts its inputs. */
#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static int passed;

static void run(FILE *f)
{
    static unsigned char data[1 << 20];
    size_t n = fread(data, 1, sizeof data, f);
    /* A copy of the exact size: a sanitizer sees a read behind it. */
    unsigned char *copy = malloc(n ? n : 1);
    if (!copy)
        abort();
    memcpy(copy, data, n);
    LLVMFuzzerTestOneInput(copy, n);
    free(copy);
    passed++;
}

static void run_file(const char *path)
{
    FILE *f = fopen(path, "rb");
    if (!f) {
        perror(path);
        exit(1);
    }
    /* The last line before a crash names the file. */
    printf("%s\n", path);
    fflush(stdout);
    run(f);
    fclose(f);
}

static void run_path(const char *path)
{
    DIR *dir = opendir(path);
    if (!dir) {
        run_file(path);
        return;
    }
    for (struct dirent *d; (d = readdir(dir));) {
        char file[4096];
        snprintf(file, sizeof file, "%s/%s", path, d->d_name);
        if (d->d_name[0] != '.')
            run_file(file);
    }
    closedir(dir);
}

int main(int argc, char **argv)
{
    for (int i = 1; i < argc; i++)
        run_path(argv[i]);
#ifdef __AFL_LOOP
    while (argc < 2 && __AFL_LOOP(10000))
        run(stdin);
#else
    if (argc < 2)
        run(stdin);
#endif
    printf("%d passed, 0 failed\n", passed);
    return 0;
}
