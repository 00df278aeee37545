#include "buf.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "panic.h"
#include "utf8.h"

void il_buf_free(il_buf *buf)
{
    free(buf->p);
    *buf = (il_buf){0};
}

void il_buf_clear(il_buf *buf)
{
    buf->n = 0;
}

static void reserve(il_buf *buf, size_t more)
{
    if (more > SIZE_MAX / 4 - buf->n)
        IL_PANIC("buffer too large");
    size_t need = buf->n + more + 1;
    if (need <= buf->capacity)
        return;
    size_t capacity = buf->capacity ? buf->capacity : 256;
    while (capacity < need)
        capacity *= 2;
    char *p = realloc(buf->p, capacity);
    if (!p)
        IL_PANIC("out of memory");
    buf->p = p;
    buf->capacity = capacity;
}

void il_buf_add(il_buf *buf, il_str text)
{
    reserve(buf, text.n);
    if (text.n)
        memcpy(buf->p + buf->n, text.p, text.n);
    buf->n += text.n;
    buf->p[buf->n] = '\0';
}

void il_buf_puts(il_buf *buf, const char *text)
{
    il_buf_add(buf, il_str_of(text));
}

void il_buf_putc(il_buf *buf, char c)
{
    il_buf_add(buf, (il_str){&c, 1});
}

void il_buf_repeat(il_buf *buf, char c, size_t count)
{
    reserve(buf, count);
    memset(buf->p + buf->n, c, count);
    buf->n += count;
    buf->p[buf->n] = '\0';
}

void il_buf_printf(il_buf *buf, const char *format, ...)
{
    va_list args, again;
    va_start(args, format);
    va_copy(again, args);
    int n = vsnprintf(NULL, 0, format, args);
    va_end(args);
    if (n < 0)
        IL_PANIC("bad format");
    reserve(buf, (size_t)n);
    vsnprintf(buf->p + buf->n, (size_t)n + 1, format, again);
    va_end(again);
    buf->n += (size_t)n;
}

static void json_char(il_buf *buf, unsigned char c)
{
    static const char named[] = "\b\f\n\r\t\"\\";
    static const char letters[] = "bfnrt\"\\";
    const char *at = c ? strchr(named, c) : NULL;
    if (at) {
        il_buf_putc(buf, '\\');
        il_buf_putc(buf, letters[at - named]);
    } else {
        il_buf_printf(buf, "\\u%04x", c);
    }
}

void il_buf_json(il_buf *buf, il_str s)
{
    size_t plain = 0, i = 0;
    while (i < s.n) {
        unsigned char c = (unsigned char)s.p[i];
        size_t length = il_utf8_length(il_str_slice(s, i, s.n));
        bool special = c < 0x20 || c == '"' || c == '\\' || c == 0x7f || length == 0;
        if (!special) {
            i += length;
            continue;
        }
        il_buf_add(buf, il_str_slice(s, plain, i));
        if (length == 0)
            il_buf_puts(buf, "\xEF\xBF\xBD");
        else
            json_char(buf, c);
        plain = ++i;
    }
    il_buf_add(buf, il_str_slice(s, plain, s.n));
}

il_str il_buf_str(const il_buf *buf)
{
    return (il_str){buf->p ? buf->p : "", buf->n};
}
