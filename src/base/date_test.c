#include "date.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

static void known_dates(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        long days;
    } dates[] = {{"1970-01-01", 0},     {"1969-12-31", -1},    {"2000-02-29", 11016},   {"2024-02-29", 19782},
                 {"2024-03-01", 19783}, {"2026-11-22", 20779}, {"0001-01-01", -719162}, {"9999-12-31", 2932896}};
    for (size_t i = 0; i < sizeof dates / sizeof *dates; i++) {
        long days = 1;
        char text[11];
        assert_true(il_date_days(il_str_of(dates[i].text), &days));
        assert_int_equal(days, dates[i].days);
        il_date_text(days, text);
        assert_string_equal(text, dates[i].text);
    }
}

static void every_day_is_the_next(void **state)
{
    (void)state;
    char text[11];
    for (long days = -800; days < 60000; days++) {
        long again = 0;
        il_date_text(days, text);
        assert_true(il_date_days(il_str_of(text), &again));
        assert_int_equal(again, days);
    }
}

static void no_dates(void **state)
{
    (void)state;
    static const char *const texts[] = {"",           "2024-2-29",  "2023-02-29", "1900-02-29",
                                        "2024-13-01", "2024-00-01", "2024-01-00", "2024-04-31",
                                        "2024/01/01", "2024-01-0x", "24-01-01",   "2024-01-011"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        long days = 7;
        assert_false(il_date_days(il_str_of(texts[i]), &days));
        assert_int_equal(days, 7);
    }
}

static void far_days_are_the_nearest_date(void **state)
{
    (void)state;
    char text[11];
    il_date_text(99999999, text);
    assert_string_equal(text, "9999-12-31");
    il_date_text(-99999999, text);
    assert_string_equal(text, "0001-01-01");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(known_dates),
        cmocka_unit_test(every_day_is_the_next),
        cmocka_unit_test(no_dates),
        cmocka_unit_test(far_days_are_the_nearest_date),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
