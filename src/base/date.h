/* Calendar dates as ISO 8601 writes them: YYYY-MM-DD, in the Gregorian calendar. Nothing here asks a clock. */
#ifndef IL_DATE_H
#define IL_DATE_H

#include "str.h"

/* Days from 1970-01-01 to DATE. False, *DAYS untouched, when DATE is no such date of the years 1 to 9999. */
bool il_date_days(il_str date, long *days);

/* Writes the date that lies DAYS after 1970-01-01, and a NUL, to OUT; dates beyond the years above as the nearest one. */
void il_date_text(long days, char out[11]);

#endif
