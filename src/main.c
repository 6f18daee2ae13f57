#include "base/sandbox.h"
#include "base/shown.h"
#include "clone/merge.h"
#include "options/line.h"
#include "report.h"
#include "stream.h"
#include "yaml/verify.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

enum { DONE, FAILED, USAGE };

/* A file opened on a closed descriptor 0, 1 or 2 would be taken for standard input or output. What is written
 * to the one that takes its place is not lost silently: it fails. */
static bool fill_standard_fds(void)
{
    int fd;
    while ((fd = open("/dev/null", O_RDONLY)) >= 0 && fd <= 2)
        ;
    return fd < 0 || close(fd) == 0;
}

static bool write_all(int fd, const char *p, size_t n, struct error *e)
{
    while (n) {
        ssize_t w = write(fd, p, n);
        if (w >= 0) {
            p += w;
            n -= (size_t)w;
        } else if (errno == EAGAIN) {
            struct pollfd ready = {.fd = fd, .events = POLLOUT};
            if (poll(&ready, 1, -1) < 0 && errno != EINTR)
                return error_set(e, "cannot write: %s", strerror(errno));
        } else if (errno != EINTR) {
            return error_set(e, "cannot write: %s", strerror(errno));
        }
    }
    return true;
}

/* A full disk may tell only at the close. */
static bool write_output(const struct buf *b, struct error *e)
{
    if (!write_all(STDOUT_FILENO, b->p, b->n, e))
        return false;
    if (close(STDOUT_FILENO) != 0 && errno != EINTR)
        return error_set(e, "cannot write: %s", strerror(errno));
    return true;
}

static int fail(const char *file, const struct source *s, const struct error *e, int status)
{
    struct buf b = {0};
    struct error none = {0};
    report_error(&b, file, s, e);
    if (status == USAGE && b.n)
        b.n--;
    if (status == USAGE)
        buf_puts(&b, " (see podclone --help)\n");
    write_all(STDERR_FILENO, b.p, b.n, &none);
    buf_free(&b);
    return status;
}

static int print(struct buf *b)
{
    struct error e = {0};
    bool ok = !b->failed ? write_output(b, &e) : error_memory(&e);
    buf_free(b);
    return ok ? DONE : fail(NULL, NULL, &e, FAILED);
}

static int open_input(const char *file, struct error *e)
{
    if (!file || strcmp(file, "-") == 0)
        return STDIN_FILENO;
    int fd = open(file, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        error_set(e, "%s", strerror(errno));
    return fd;
}

static void version(struct buf *b)
{
    buf_puts(b, "podclone " PODCLONE_VERSION "\n");
    buf_fmt(b, "sandbox: %s\n", sandbox_kind() ? sandbox_kind() : "none");
    buf_fmt(b, "verify: %s\n", verify_available() ? "libfyaml" : "none");
}

static bool is_verified(const struct options *o, const struct buf *out, struct error *e)
{
    bool asked = option_on(o, OPT_VERIFY) && !option_on(o, OPT_LIST);
    return !asked || verify_text((struct str){out->p, out->n}, e);
}

/* What is read before the input, and lasts as long as the run. */
struct patch {
    struct buf bytes;
    struct source source;
    struct arena arena;
    struct node *root;
};

static bool patch_read(struct patch *c, int fd, struct error *e)
{
    return input_read(fd, &c->bytes, &c->source, e) && merge_parse(&c->root, &c->source, &c->arena, e);
}

static void patch_free(struct patch *c)
{
    buf_free(&c->bytes);
    arena_free(&c->arena);
}

/* Opens what is to be read, and then gives up all but that. Returns the input's descriptor, -1 on failure. */
static int enter(const char *file, const char *patch, int *patch_fd, struct error *e)
{
    int fds[2] = {-1, patch ? open_input(patch, e) : -1};
    *patch_fd = fds[1];
    if (!e->set)
        fds[0] = open_input(file, e);
    if (!e->set)
        sandbox_enter(fds, patch ? 2 : 1);
    return fds[0];
}

/* Who reads a table may have seen enough of it: head closes the pipe. */
static int finish(const struct options *o, const struct buf *out, const struct buf *said, int status)
{
    struct error e = {0}, none = {0};
    errno = 0;
    if (!write_output(out, &e))
        return option_on(o, OPT_LIST) && errno == EPIPE ? FAILED : fail(NULL, NULL, &e, FAILED);
    write_all(STDERR_FILENO, said->p, said->n, &none);
    return status;
}

static int run(const struct options *o)
{
    struct buf in = {0}, out = {0}, said = {0};
    struct source s = {0};
    struct patch patch = {0};
    struct error e = {0};
    enum state state = STATE_RUNS;
    const char *file = !o->file || strcmp(o->file, "-") == 0 ? "-" : o->file, *name = o->value[OPT_CUSTOM];
    int patch_fd, fd = enter(o->file, name, &patch_fd, &e);
    if (name && (patch_fd < 0 || (fd >= 0 && !patch_read(&patch, patch_fd, &e)))) {
        int failed = fail(name, &patch.source, &e, FAILED);
        patch_free(&patch);
        return failed;
    }
    struct custom custom = {patch.root, {patch.bytes.p, patch.bytes.n}};
    bool cloned =
        fd >= 0 && input_read(fd, &in, &s, &e) && clone_source(o, &custom, &s, &out, &said, &state, &e);
    bool ok = cloned && is_verified(o, &out, &e);
    int status = ok ? finish(o, &out, &said, (int)state) : fail(cloned ? NULL : file, &s, &e, FAILED);
    buf_free(&in);
    buf_free(&out);
    buf_free(&said);
    patch_free(&patch);
    return status;
}

/* What a container has printed, as text that no terminal obeys. */
static int show(void)
{
    struct buf in = {0}, out = {0};
    struct error e = {0};
    int fd = STDIN_FILENO;
    sandbox_enter(&fd, 1);
    bool ok = input_bytes(fd, &in, &e);
    shown_lines(&out, (struct str){in.p, in.n});
    buf_free(&in);
    if (ok)
        return print(&out);
    buf_free(&out);
    return fail("-", NULL, &e, FAILED);
}

/* What kubectl podclone asks first. */
static int serve_wrapper(int argc, char **argv)
{
    struct options o;
    struct error e = {0};
    struct buf b = {0}, text = {0};
    if (!options_parse_wrapper(&o, argc, argv, &e)) {
        buf_fmt(&b, "kubectl podclone: ");
        shown_text(&b, str_of(e.text));
        buf_puts(&b, " (see kubectl podclone --help)\n");
        write_all(STDERR_FILENO, b.p, b.n, &e);
        buf_free(&b);
        return USAGE;
    }
    if (option_on(&o, OPT_HELP))
        options_help(PROGRAM_WRAPPER, &text);
    else if (option_on(&o, OPT_VERSION))
        version(&text);
    options_shell(&o, &b);
    buf_puts(&b, "print=");
    quoted_word(&b, (struct str){text.p, text.n});
    buf_puts(&b, "\n");
    b.failed |= text.failed;
    buf_free(&text);
    return print(&b);
}

static bool is_terminal(const struct options *o)
{
    return (!o->file || strcmp(o->file, "-") == 0) && isatty(STDIN_FILENO);
}

/* What is printed without an input. False where there is to be one. */
static bool informs(const struct options *o, struct buf *b)
{
    const char *list = o->value[OPT_LIST_OPTIONS];
    if (option_on(o, OPT_HELP))
        options_help(PROGRAM_FILTER, b);
    else if (option_on(o, OPT_VERSION))
        version(b);
    else if (list)
        options_list(strcmp(list, "kubectl-podclone") == 0 ? PROGRAM_WRAPPER : PROGRAM_FILTER, b);
    return b->n > 0;
}

int main(int argc, char **argv)
{
    struct options o;
    struct error e = {0};
    struct buf b = {0};
    signal(SIGPIPE, SIG_IGN);
    fill_standard_fds();
    if (argc > 1 && strcmp(argv[1], "--shell-options") == 0)
        return serve_wrapper(argc - 1, argv + 1);
    if (!options_parse(&o, argc, argv, &e))
        return fail(NULL, NULL, &e, USAGE);
    if (informs(&o, &b))
        return print(&b);
    if (is_terminal(&o)) {
        error_set(&e, "standard input is a terminal: kubectl get pod NAME -o yaml | podclone");
        return fail(NULL, NULL, &e, USAGE);
    }
    return option_on(&o, OPT_SHOWN) ? show() : run(&o);
}
