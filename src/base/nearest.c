#include "nearest.h"

#include <stdint.h>

static size_t distance(il_str a, il_str b)
{
    size_t row[128];
    if (b.n >= sizeof row / sizeof *row)
        return SIZE_MAX;
    for (size_t j = 0; j <= b.n; j++)
        row[j] = j;
    for (size_t i = 1; i <= a.n; i++) {
        size_t diagonal = row[0];
        row[0] = i;
        for (size_t j = 1; j <= b.n; j++) {
            size_t replace = diagonal + (a.p[i - 1] != b.p[j - 1]), least = row[j] + 1;
            diagonal = row[j];
            if (row[j - 1] + 1 < least)
                least = row[j - 1] + 1;
            row[j] = replace < least ? replace : least;
        }
    }
    return row[b.n];
}

const char *il_nearest(il_str word, const char *const *names, size_t n)
{
    const char *best = NULL;
    size_t least = word.n / 3 + 1;
    for (size_t i = 0; i < n; i++) {
        size_t d = word.n < 128 ? distance(word, il_str_of(names[i])) : SIZE_MAX;
        if (d < least || (d == least && !best)) {
            best = names[i];
            least = d;
        }
    }
    return best;
}
