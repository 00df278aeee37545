#include "terminal.h"

#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

#include "date.h"

bool il_terminal_is_interactive(void)
{
    return isatty(STDOUT_FILENO) == 1;
}

static bool is_set(const char *name)
{
    const char *value = getenv(name);
    return value && *value && strcmp(value, "0") != 0;
}

/* https://no-color.org: any non-empty value counts. */
static bool no_color(void)
{
    const char *value = getenv("NO_COLOR");
    return value && *value;
}

static bool wants_color(const il_options *options)
{
    if (options->color != IL_COLOR_AUTO)
        return options->color == IL_COLOR_ALWAYS;
    if (no_color())
        return false;
    if (is_set("FORCE_COLOR") || is_set("CLICOLOR_FORCE"))
        return true;
    const char *term = getenv("TERM");
    return il_terminal_is_interactive() && !(term && strcmp(term, "dumb") == 0);
}

static unsigned width(void)
{
    const char *columns = getenv("COLUMNS");
    int n = columns ? atoi(columns) : 0;
    struct winsize size;
    if (n <= 0 && ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0)
        n = size.ws_col;
    return n > 0 ? (unsigned)n : il_terminal_is_interactive() ? 80 : 100;
}

il_report_options il_terminal_options(const il_options *options)
{
    il_report_options out = {.color = wants_color(options), .width = width(), .context = options->context};
    out.links = out.color && il_terminal_is_interactive();
    out.code_frame = !options->no_code_frame;
    return out;
}

il_str il_terminal_today(il_arena *arena)
{
    enum { SECONDS_PER_DAY = 24 * 60 * 60 };
    char text[11];
    double seconds;
    il_str given = il_str_of(getenv("SOURCE_DATE_EPOCH"));
    if (!il_str_number(given, &seconds) || seconds < 0 || seconds > 2e11)
        seconds = (double)time(NULL);
    il_date_text((long)(seconds / SECONDS_PER_DAY), text);
    return il_arena_str(arena, il_str_of(text));
}
