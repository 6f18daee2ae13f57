#include "pod/instant.h"

/* Digits at a fixed place; -1 where something else stands there. */
static int number(struct str text, size_t at, size_t digits)
{
    int n = 0;
    for (size_t i = at; i < at + digits; i++) {
        if (i >= text.n || text.p[i] < '0' || text.p[i] > '9')
            return -1;
        n = n * 10 + (text.p[i] - '0');
    }
    return n;
}

/* Days since 1970 in the Gregorian calendar: years that start in March end with their leap day. */
static long long days(int year, int month, int day)
{
    int months = (month + 9) % 12, years = month < 3 ? year - 1 : year;
    return 365LL * years + years / 4 - years / 100 + years / 400 + (153 * months + 2) / 5 + day - 719469;
}

/* What stands behind the seconds: a fraction, which does not count, and `Z` or an offset. */
static bool zone(struct str text, size_t at, long long *seconds)
{
    if (at < text.n && text.p[at] == '.')
        for (at++; at < text.n && text.p[at] >= '0' && text.p[at] <= '9';)
            at++;
    *seconds = 0;
    if (at + 1 == text.n && (text.p[at] == 'Z' || text.p[at] == 'z'))
        return true;
    int hours = number(text, at + 1, 2), minutes = number(text, at + 4, 2);
    if (at + 6 != text.n || !strchr("+-", text.p[at]) || text.p[at + 3] != ':' || hours < 0 || minutes < 0)
        return false;
    *seconds = (hours * 60LL + minutes) * (text.p[at] == '-' ? -60 : 60);
    return true;
}

bool instant_read(struct str text, long long *seconds)
{
    static const char form[] = "dddd-dd-ddTdd:dd:dd";
    for (size_t i = 0; form[i]; i++)
        if (i >= text.n || (form[i] != 'd' && text.p[i] != form[i] && !(i == 10 && text.p[i] == 't')))
            return false;
    int year = number(text, 0, 4), month = number(text, 5, 2), day = number(text, 8, 2),
        hour = number(text, 11, 2), minute = number(text, 14, 2), second = number(text, 17, 2);
    long long offset;
    if (year < 0 || month < 1 || month > 12 || day < 1 || hour < 0 || minute < 0 || second < 0 ||
        !zone(text, sizeof form - 1, &offset))
        return false;
    *seconds = days(year, month, day) * 86400 + hour * 3600LL + minute * 60LL + second - offset;
    return true;
}
