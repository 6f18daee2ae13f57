#include "base/sandbox.h"

#if defined PODCLONE_SECCOMP

#include <errno.h>
#include <seccomp.h>
#include <sys/mman.h>
#include <unistd.h>

const char *sandbox_kind(void)
{
    return "seccomp";
}

/* What C libraries call for memory, at the exit, and when a stopped process goes on. Memory never becomes
 * code. */
static int allow_memory_and_exit(scmp_filter_ctx filter)
{
    static const int calls[] = {SCMP_SYS(munmap),     SCMP_SYS(mremap),       SCMP_SYS(brk),
                                SCMP_SYS(madvise),    SCMP_SYS(close),        SCMP_SYS(poll),
                                SCMP_SYS(ppoll),      SCMP_SYS(ppoll_time64), SCMP_SYS(exit),
                                SCMP_SYS(exit_group), SCMP_SYS(rt_sigreturn), SCMP_SYS(restart_syscall)};
    int failed = 0;
    for (size_t i = 0; i < sizeof calls / sizeof *calls; i++)
        failed |= seccomp_rule_add(filter, SCMP_ACT_ALLOW, calls[i], 0);
    const struct scmp_arg_cmp data = SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0),
                              anonymous = SCMP_A3(SCMP_CMP_MASKED_EQ, MAP_ANONYMOUS, MAP_ANONYMOUS);
    failed |= seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(mmap), 2, data, anonymous);
    /* 32-bit systems have this instead; on others the number belongs to no call. */
    failed |= seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(mmap2), 2, data, anonymous);
    failed |= seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(mprotect), 1, data);
    return failed;
}

/* A descriptor is an int: the upper half of the register does not count. */
static int allow_descriptor(scmp_filter_ctx filter, int call, int fd)
{
    const struct scmp_arg_cmp is_fd = {0, SCMP_CMP_MASKED_EQ, 0xffffffffU, (unsigned)fd};
    return seccomp_rule_add(filter, SCMP_ACT_ALLOW, call, 1, is_fd);
}

static int allow_descriptors(scmp_filter_ctx filter, const int *readable, size_t n)
{
    int failed = allow_descriptor(filter, SCMP_SYS(write), STDOUT_FILENO) |
                 allow_descriptor(filter, SCMP_SYS(write), STDERR_FILENO);
    for (size_t i = 0; i < n; i++)
        failed |= allow_descriptor(filter, SCMP_SYS(read), readable[i]);
    return failed;
}

/* A refused call fails with EPERM and does not kill the process: a C library that asks for more one day has
 * another way, and the call does no harm either way. */
bool sandbox_enter(const int *readable, size_t n)
{
    /* Without seccomp(2) this is an old kernel, or valgrind, which the sandbox would shut in as well. */
    scmp_filter_ctx filter = seccomp_api_get() >= 2 ? seccomp_init(SCMP_ACT_ERRNO(EPERM)) : NULL;
    if (!filter)
        return false;
    bool entered =
        !allow_memory_and_exit(filter) && !allow_descriptors(filter, readable, n) && !seccomp_load(filter);
    seccomp_release(filter);
    return entered;
}

#elif defined PODCLONE_PLEDGE

#include <unistd.h>

const char *sandbox_kind(void)
{
    return "pledge";
}

bool sandbox_enter(const int *readable, size_t n)
{
    (void)readable;
    (void)n;
    return pledge("stdio", NULL) == 0;
}

#else

const char *sandbox_kind(void)
{
    return NULL;
}

bool sandbox_enter(const int *readable, size_t n)
{
    (void)readable;
    (void)n;
    return false;
}

#endif
