/* UTF-8 as RFC 3629 has it: no surrogates, no overlong forms, nothing above U+10FFFF. */
#ifndef IL_UTF8_H
#define IL_UTF8_H

#include <stdint.h>

#include "str.h"

/* Bytes (1-4) of the character that S begins with; 0 when S is empty or not well-formed there. */
size_t il_utf8_length(il_str s);

/* The character that S begins with; U+FFFD when malformed. *LENGTH gets the bytes to go on by (1 when malformed, 0 when S is empty). */
uint32_t il_utf8_decode(il_str s, size_t *length);

/* Writes the 1-4 bytes of CODE (U+FFFD for what is no character) to OUT and returns how many. */
size_t il_utf8_encode(uint32_t code, char out[4]);

/* Offset of the first malformed byte, or SIZE_MAX. */
size_t il_utf8_invalid(il_str s);

/* UTF-16 code units in S; a malformed byte counts as one. */
size_t il_utf8_utf16_units(il_str s);

/* Terminal columns of CODE: 0 combining or control, 2 East Asian wide or emoji, else 1. */
int il_utf8_columns(uint32_t code);

#endif
