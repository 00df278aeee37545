/* A growable byte buffer for output: the one thing outside the arenas that has an owner who frees it. */
#ifndef IL_BUF_H
#define IL_BUF_H

#include "str.h"

typedef struct {
    char *p;
    size_t n, capacity;
} il_buf;

/* An empty buffer is all zeroes: `il_buf b = {0};`. */
void il_buf_free(il_buf *buf);
void il_buf_clear(il_buf *buf);
void il_buf_add(il_buf *buf, il_str text);
void il_buf_puts(il_buf *buf, const char *text);
void il_buf_putc(il_buf *buf, char c);
void il_buf_repeat(il_buf *buf, char c, size_t count);
void il_buf_printf(il_buf *buf, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* Adds S as the inside of a JSON string (no quotes): control characters, quote and backslash escaped, invalid UTF-8 as U+FFFD. */
void il_buf_json(il_buf *buf, il_str s);
/* Borrows: the content, until the buffer changes. */
il_str il_buf_str(const il_buf *buf);

#endif
