#include "options/options.h"

/* The quote that ends a pair in quotes; NULL where it is in none. */
static const char *closing_quote(const char *pair)
{
    const char *quote = *pair == '"' ? strchr(pair + 1, '"') : NULL;
    return quote && (quote[1] == ',' || !quote[1]) ? quote : NULL;
}

/* NAME=, or NAME- and no more, as names of variables and containers are; or all in quotes. */
static bool starts_pair(const char *text)
{
    size_t n = strcspn(text, ",=");
    if (*text == '"')
        return closing_quote(text) != NULL;
    for (size_t i = 0; i < n; i++) {
        bool letter = (text[i] >= 'a' && text[i] <= 'z') || (text[i] >= 'A' && text[i] <= 'Z'),
             digit = text[i] >= '0' && text[i] <= '9';
        if (!letter && !digit && !strchr(i ? "_.-" : "_.*", text[i]))
            return false;
    }
    return n && (text[n] == '=' || text[n - 1] == '-');
}

/* Where a pair ends: a comma ends a value only where another pair follows. */
static const char *pair_end(const char *pair)
{
    const char *equals = strchr(pair, '=');
    for (const char *comma = strchr(pair, ','); comma; comma = strchr(comma + 1, ','))
        if (!equals || equals > comma || starts_pair(comma + 1))
            return comma;
    return pair + strlen(pair);
}

bool option_pair(const char **list, struct str *name, struct str *value)
{
    const char *from = *list;
    if (!from || !*from)
        return false;
    const char *quote = closing_quote(from), *end = quote ? quote : pair_end(from);
    const char *next = quote ? quote + 1 : end, *equals = strchr(from, '=');
    if (quote)
        from++;
    if (equals && equals >= end)
        equals = NULL;
    *name = (struct str){from, (size_t)((equals ? equals : end) - from)};
    *value = equals ? (struct str){equals + 1, (size_t)(end - equals) - 1} : (struct str){NULL, 0};
    *list = *next ? next + 1 : next;
    return true;
}
