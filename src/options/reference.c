#include "options/reference.h"

#define LOWER "abcdefghijklmnopqrstuvwxyz"
#define UPPER "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
#define DIGIT "0123456789"

/* How many characters of a set stand at the start. */
static size_t span(struct str s, const char *set)
{
    size_t n = 0;
    while (n < s.n && s.p[n] && strchr(set, s.p[n]))
        n++;
    return n;
}

static struct str from(struct str s, size_t at)
{
    return (struct str){s.p + at, s.n - at};
}

/* Up to the first of c, or to the end. */
static struct str upto(struct str s, char c)
{
    const char *at = s.n ? memchr(s.p, c, s.n) : NULL;
    return (struct str){s.p, at ? (size_t)(at - s.p) : s.n};
}

static bool holds(struct str s, char c)
{
    return upto(s, c).n < s.n;
}

static bool is_all(struct str s, const char *set)
{
    return s.n && span(s, set) == s.n;
}

/* Labels of letters, digits and inner dashes with dots between; or an IPv6 address in brackets. */
static bool is_host(struct str host)
{
    if (host.n > 2 && host.p[0] == '[')
        return host.p[host.n - 1] == ']' &&
               is_all((struct str){host.p + 1, host.n - 2}, "abcdefABCDEF:" DIGIT);
    for (size_t at = 0; at <= host.n;) {
        struct str label = upto(from(host, at), '.');
        if (!is_all(label, LOWER UPPER DIGIT "-") || label.p[0] == '-' || label.p[label.n - 1] == '-')
            return false;
        at += label.n + 1;
    }
    return host.n > 0;
}

static bool is_domain(struct str domain)
{
    size_t n = domain.n;
    while (n && strchr(DIGIT, domain.p[n - 1]))
        n--;
    bool port = n && n < domain.n && domain.p[n - 1] == ':';
    return is_host((struct str){domain.p, port ? n - 1 : domain.n});
}

/* Words of lower case letters and digits; between them a dot, one or two underscores, or dashes. */
static bool is_component(struct str s)
{
    while (s.n) {
        size_t word = span(s, LOWER DIGIT);
        struct str rest = from(s, word);
        size_t dashes = span(rest, "-"), lines = span(rest, "_"), dots = span(rest, ".");
        if (!word || rest.n == 0)
            return word > 0;
        if (dashes + lines + dots == 0 || lines > 2 || dots > 1)
            return false;
        s = from(rest, dashes + lines + dots);
    }
    return false;
}

static bool is_path(struct str path)
{
    for (size_t at = 0; at <= path.n;) {
        struct str component = upto(from(path, at), '/');
        if (!is_component(component))
            return false;
        at += component.n + 1;
    }
    return path.n <= 255;
}

/* What stands before the first slash is a host if it could be no part of a path on Docker's hub. */
static bool names_host(struct str first)
{
    return str_is(first, "localhost") || span(first, LOWER DIGIT "-_") < first.n;
}

static bool is_digest(struct str digest)
{
    struct str algorithm = upto(digest, ':');
    if (algorithm.n == digest.n || !strchr(LOWER UPPER, algorithm.p[0]) ||
        span(algorithm, LOWER UPPER DIGIT "-_+.") < algorithm.n)
        return false;
    struct str hex = from(digest, algorithm.n + 1);
    return hex.n >= 32 && is_all(hex, "abcdefABCDEF" DIGIT);
}

static bool is_tag(struct str tag)
{
    return tag.n <= 128 && is_all(tag, LOWER UPPER DIGIT "_.-") && tag.p[0] != '.' && tag.p[0] != '-';
}

bool is_reference(struct str image)
{
    struct str name = upto(image, '@'), first = upto(name, '/');
    if (name.n < image.n && (name.n + 1 == image.n || !is_digest(from(image, name.n + 1))))
        return false;
    bool host = first.n < name.n && names_host(first);
    if (host && !is_domain(first))
        return false;
    struct str rest = host ? from(name, first.n + 1) : name, path = upto(rest, ':');
    if (path.n < rest.n && !is_tag(from(rest, path.n + 1)))
        return false;
    /* A runtime takes 64 hexadecimal digits for the id of an image. */
    bool id = !host && !holds(path, '/') && path.n == 64 && is_all(path, "abcdef" DIGIT);
    return is_path(path) && !id;
}

static bool refuse(const char *option, struct str image, struct error *e)
{
    return error_set(e, "--%s takes an image such as registry.example.com/shop/cart:1.4, not %.*s", option,
                     (int)image.n, image.p);
}

bool check_references(const struct options *o, struct error *e)
{
    const char *image = o->value[OPT_IMAGE], *tools = o->value[OPT_TOOLS_IMAGE], *list;
    struct str name, value;
    if (image && !is_reference(str_of(image)))
        return refuse("image", str_of(image), e);
    if (tools && !is_reference(str_of(tools)))
        return refuse("tools-image", str_of(tools), e);
    for (int at = 1; (list = option_each(o, OPT_SET_IMAGE, &at));)
        while (option_pair(&list, &name, &value))
            if (value.p && !is_reference(value))
                return refuse("set-image", value, e);
    return true;
}
