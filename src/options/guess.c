#include "options/guess.h"

enum { LONGEST = 32, FAR = LONGEST };

static size_t least(size_t a, size_t b, size_t c)
{
    size_t m = a < b ? a : b;
    return m < c ? m : c;
}

/* How many letters are missing, too many, wrong, or in the place of their neighbour. */
static size_t distance(struct str a, const char *b)
{
    size_t row[LONGEST + 1], before[LONGEST + 1] = {0}, older[LONGEST + 1], n = strlen(b);
    if (a.n > LONGEST || n > LONGEST)
        return FAR;
    for (size_t j = 0; j <= n; j++)
        row[j] = j;
    for (size_t i = 1; i <= a.n; i++) {
        memcpy(older, before, sizeof older);
        memcpy(before, row, sizeof before);
        row[0] = i;
        for (size_t j = 1; j <= n; j++) {
            bool differ = a.p[i - 1] != b[j - 1];
            row[j] = least(before[j] + 1, row[j - 1] + 1, before[j - 1] + differ);
            if (i > 1 && j > 1 && a.p[i - 1] == b[j - 2] && a.p[i - 2] == b[j - 1])
                row[j] = least(row[j], older[j - 2] + 1, FAR);
        }
    }
    return row[n];
}

/* A word that starts the option's name is near too. */
static size_t how_far(struct str word, const char *name)
{
    size_t wrong = distance(word, name);
    if (word.n > 2 && strlen(name) > word.n && memcmp(name, word.p, word.n) == 0)
        wrong = least(wrong, 2, FAR);
    return wrong * 3 <= word.n + 2 ? wrong : FAR;
}

bool guess_explain(struct str name, enum program program, struct error *e)
{
    const char *best = NULL;
    size_t nearest = FAR;
    const char *other = program == PROGRAM_FILTER ? "kubectl podclone" : "podclone";
    for (const struct spec *s = specs; s < specs + OPT_COUNT; s++) {
        const char *const names[] = {s->name, s->alias};
        for (size_t i = 0; s->help && i < 2 && names[i]; i++) {
            bool ours = spec_is_of(s, program);
            size_t far = ours ? how_far(name, names[i]) : FAR;
            if (!ours && str_is(name, names[i]))
                return error_set(e, "--%s is an option of %s", names[i], other);
            if (far < nearest) {
                nearest = far;
                best = names[i];
            }
        }
    }
    return error_set(e, "unknown option --%.*s%s%s%s", (int)name.n, name.p, best ? ", is it --" : "",
                     best ? best : "", best ? "?" : "");
}
