/* The whole filter: three bytes choose options, the rest is the input. */
#include "oracle.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static char *const switches[16][2] = {
    {"--tools=none", NULL},
    {"--tools=image", NULL},
    {"--keep-labels", NULL},
    {"--any-node", NULL},
    {"--same-node", NULL},
    {"--keep-pvcs=readonly", NULL},
    {"--in-service", NULL},
    {"--ttl=0", NULL},
    {"-c", "b"},
    {"--label=team=a", NULL},
    {"--keep-annotations=false", NULL},
    {"--keep-pvcs", NULL},
    {"--name=the-clone", NULL},
    {"--keep-labels=false", NULL},
    {"--explain", NULL},
    {"--keep-host-ports", NULL},
};

static char *const more[8] = {"--list",          "--failing",      "--pod=a",          "--tools-dir=/t",
                              "--keep-affinity", "--keep-startup", "--keep-lifecycle", "--keep-liveness"};

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static char why[4096];
    char *argv[64] = {"podclone"};
    int argc = 1;
    if (size < 3)
        return 0;
    for (unsigned i = 0; i < 16; i++)
        for (int w = 0; w < 2 && data[i / 8] >> i % 8 & 1; w++)
            if (switches[i][w])
                argv[argc++] = switches[i][w];
    for (unsigned i = 0; i < 8; i++)
        if (data[2] >> i & 1)
            argv[argc++] = more[i];
    struct str input = {(const char *)data + 3, size - 3};
    if (oracle_run(argc, argv, input, why, sizeof why) != ORACLE_BROKEN)
        return 0;
    for (int i = 0; i < argc; i++)
        fprintf(stderr, "%s ", argv[i]);
    fprintf(stderr, "\n%s\n", why);
    abort();
}
