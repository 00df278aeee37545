/* The conversion counts years from March, so that the leap day comes last (Howard Hinnant, "chrono-compatible low-level date algorithms"). */
#include "date.h"

#include <stdio.h>

enum { DAYS_IN_ERA = 146097, DAYS_TO_EPOCH = 719468, FIRST = -719162, LAST = 2932896 };

static bool digits(il_str text, long *out)
{
    *out = 0;
    for (size_t i = 0; i < text.n; i++) {
        if (text.p[i] < '0' || text.p[i] > '9')
            return false;
        *out = *out * 10 + (text.p[i] - '0');
    }
    return true;
}

static long month_length(long year, long month)
{
    static const int lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return lengths[month - 1] + (month == 2 && leap);
}

static long days_of(long year, long month, long day)
{
    year -= month <= 2;
    long era = year / 400, of_era = year - era * 400;
    long of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    return era * DAYS_IN_ERA + of_era * 365 + of_era / 4 - of_era / 100 + of_year - DAYS_TO_EPOCH;
}

bool il_date_days(il_str date, long *days)
{
    long year, month, day;
    if (date.n != 10 || date.p[4] != '-' || date.p[7] != '-')
        return false;
    if (!digits(il_str_slice(date, 0, 4), &year) || !digits(il_str_slice(date, 5, 7), &month) ||
        !digits(il_str_slice(date, 8, 10), &day))
        return false;
    if (year < 1 || month < 1 || month > 12 || day < 1 || day > month_length(year, month))
        return false;
    *days = days_of(year, month, day);
    return true;
}

void il_date_text(long days, char out[11])
{
    days = days < FIRST ? FIRST : days > LAST ? LAST : days;
    long shifted = days + DAYS_TO_EPOCH, era = shifted / DAYS_IN_ERA, of_era = shifted - era * DAYS_IN_ERA;
    long year = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
    long of_year = of_era - (365 * year + year / 4 - year / 100), shifted_month = (5 * of_year + 2) / 153;
    long day = of_year - (153 * shifted_month + 2) / 5 + 1;
    long month = shifted_month < 10 ? shifted_month + 3 : shifted_month - 9;
    snprintf(out, 11, "%04u-%02u-%02u", (unsigned)(year + era * 400 + (month <= 2)) % 10000, (unsigned)month % 100,
             (unsigned)day % 100);
}
