#include "md5.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void check(const char *text, const char *digest)
{
    char hex[33];
    il_md5_hex(il_str_of(text), hex);
    assert_string_equal(hex, digest);
}

/* RFC 1321, appendix A.5. */
static void digests_of_the_standard(void **state)
{
    (void)state;
    check("", "d41d8cd98f00b204e9800998ecf8427e");
    check("a", "0cc175b9c0f1b6a831c399e269772661");
    check("abc", "900150983cd24fb0d6963f7d28e17f72");
    check("message digest", "f96b697d7cb7938d525a2f31aaf161d0");
    check("abcdefghijklmnopqrstuvwxyz", "c3fcd3d76192e4007dfb496cca67e13b");
    check("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789", "d174ab98d277d9f5a5611c2c9f419d9f");
    check("12345678901234567890123456789012345678901234567890123456789012345678901234567890",
          "57edf4a22be3c955ac49da2e2107b67a");
}

/* 55, 56 and 64 bytes: where the padding changes its shape. */
static void digests_at_the_block_edges(void **state)
{
    (void)state;
    check("0123456789012345678901234567890123456789012345678901234", "6e7a4fc92eb1c3f6e652425bcc8d44b5");
    check("01234567890123456789012345678901234567890123456789012345", "8af270b2847610e742b0791b53648c09");
    check("0123456789012345678901234567890123456789012345678901234567890123", "7f7bfd348709deeaace19e3f535f8c54");
}

static void digest_of_a_path(void **state)
{
    char hex[33];
    (void)state;
    il_md5_hex(IL_STR("RawBucket/Resource"), hex);
    assert_memory_equal(hex, "0c3ee094", 8);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(digests_of_the_standard),
        cmocka_unit_test(digests_at_the_block_edges),
        cmocka_unit_test(digest_of_a_path),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
