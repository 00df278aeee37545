/* MD5 (RFC 1321), for one purpose: the hashes that CDK puts into logical ids. Not for anything that must resist an attacker. */
#ifndef IL_MD5_H
#define IL_MD5_H

#include "str.h"

/* Writes the 32 lower-case hexadecimal digits of TEXT's digest and a NUL to OUT. */
void il_md5_hex(il_str text, char out[33]);

#endif
