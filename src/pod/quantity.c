#include "pod/quantity.h"

#include "yaml/scalar.h"

#include <stdlib.h>

static const struct {
    const char *suffix;
    double factor;
} suffixes[] = {{"", 1},
                {"n", 1e-9},
                {"u", 1e-6},
                {"m", 1e-3},
                {"k", 1e3},
                {"M", 1e6},
                {"G", 1e9},
                {"T", 1e12},
                {"P", 1e15},
                {"E", 1e18},
                {"Ki", 1024},
                {"Mi", 1048576.0},
                {"Gi", 1073741824.0},
                {"Ti", 1099511627776.0},
                {"Pi", 1125899906842624.0},
                {"Ei", 1152921504606846976.0}};

static bool read_text(struct str text, double *value)
{
    char copy[64], *end = copy;
    if (text.n == 0 || text.n >= sizeof copy || !strchr("+-.0123456789", text.p[0]))
        return false;
    memcpy(copy, text.p, text.n);
    copy[text.n] = '\0';
    /* strtod would read hexadecimal, and nothing else that a quantity is not. */
    if (strpbrk(copy, "xX"))
        return false;
    *value = strtod(copy, &end);
    for (size_t i = 0; end > copy && i < sizeof suffixes / sizeof *suffixes; i++)
        if (strcmp(end, suffixes[i].suffix) == 0) {
            *value *= suffixes[i].factor;
            return true;
        }
    return false;
}

bool quantity_read(const struct node *scalar, double *value)
{
    struct buf number = {0};
    scalar = node_real(scalar);
    if (!scalar || scalar->kind != NODE_SCALAR)
        return false;
    enum scalar is = scalar_of(scalar);
    if (is != SCALAR_INT && is != SCALAR_FLOAT)
        return read_text(scalar->text, value);
    /* In JSON, which the cluster gets, 0x10 is 16 and 1_000 is 1000. */
    scalar_number(&number, scalar);
    bool ok = read_text((struct str){number.p, number.n}, value);
    buf_free(&number);
    return ok;
}
