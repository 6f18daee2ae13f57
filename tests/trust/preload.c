/* Makes calls of the program fail. The environment variable FAULT says which:
 * alloc:N   only the N-th allocation fails
 * after:N   the N-th allocation and all behind it fail
 * short     read and write take one byte at a time
 * eintr     every other call of read and write is interrupted
 * eagain    every other call of read and write would block
 * version   libyaml has another minor version
 * Allocations count from the first read on, because libseccomp 2.5, which runs before it, can crash without
 * memory. */
#include <dlfcn.h>
#include <errno.h>
#include <poll.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

extern void *__libc_malloc(size_t size);
extern void *__libc_calloc(size_t n, size_t size);
extern void *__libc_realloc(void *p, size_t size);

static unsigned long allocations, calls;
static bool reads;

/* Read at the first call: the loader allocates before main. */
static const char *fault(void)
{
    static const char *text;
    static bool known;
    if (!known)
        text = getenv("FAULT");
    known = true;
    return text ? text : "";
}

static bool fails(void)
{
    const char *f = fault();
    bool alone = strncmp(f, "alloc:", 6) == 0, on = strncmp(f, "after:", 6) == 0;
    if (!reads || (!alone && !on))
        return false;
    unsigned long at = strtoul(f + 6, NULL, 10);
    allocations++;
    return alone ? allocations == at : allocations >= at;
}

void *malloc(size_t size)
{
    return fails() ? NULL : __libc_malloc(size);
}

void *calloc(size_t n, size_t size)
{
    return fails() ? NULL : __libc_calloc(n, size);
}

void *realloc(void *p, size_t size)
{
    return fails() ? NULL : __libc_realloc(p, size);
}

void yaml_get_version(int *major, int *minor, int *patch)
{
    *major = *patch = 0;
    *minor = strcmp(fault(), "version") == 0 ? 3 : 2;
}

/* Whether this call fails, with errno set; if not, n may become shorter. */
static bool meddle(size_t *n)
{
    const char *f = fault();
    bool interrupts = strcmp(f, "eintr") == 0, blocks = strcmp(f, "eagain") == 0;
    if (strcmp(f, "short") == 0 && *n > 1)
        *n = 1;
    if ((interrupts || blocks) && calls++ % 2 == 0) {
        errno = interrupts ? EINTR : EAGAIN;
        return true;
    }
    return false;
}

ssize_t read(int fd, void *to, size_t n)
{
    ssize_t (*real)(int, void *, size_t);
    *(void **)&real = dlsym(RTLD_NEXT, "read");
    reads = true;
    return meddle(&n) ? -1 : real(fd, to, n);
}

ssize_t write(int fd, const void *from, size_t n)
{
    ssize_t (*real)(int, const void *, size_t);
    *(void **)&real = dlsym(RTLD_NEXT, "write");
    return meddle(&n) ? -1 : real(fd, from, n);
}

int poll(struct pollfd *fds, nfds_t n, int timeout)
{
    static unsigned long polls;
    int (*real)(struct pollfd *, nfds_t, int);
    *(void **)&real = dlsym(RTLD_NEXT, "poll");
    if (strcmp(fault(), "eagain") == 0 && polls++ % 2 == 0) {
        errno = EINTR;
        return -1;
    }
    return real(fds, n, timeout);
}
