/* Addresses: what parses, what class it is of, and which texts have them. This is where false positives come from. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "buf.h"
#include "ip_text.h"

static void test_parse(void **state)
{
    (void)state;
    static const char *const good[] = {"1.2.3.4",
                                       "0.0.0.0",
                                       "255.255.255.255",
                                       "10.0.0.0/8",
                                       "1.2.3.4/32",
                                       "1.2.3.4/0",
                                       "::",
                                       "::1",
                                       "1::",
                                       "2001:db8::1",
                                       "2001:DB8:0:0:0:0:0:1",
                                       "::ffff:1.2.3.4",
                                       "64:ff9b::1.2.3.4",
                                       "fe80::1%eth0",
                                       "2001:db8::/32",
                                       "::/0",
                                       "1:2:3:4:5:6:7:8",
                                       "1:2:3:4:5:6:7::",
                                       "::2:3:4:5:6:7:8",
                                       "1:2:3:4:5:6:1.2.3.4",
                                       "fd00:ec2::254",
                                       "2a05:d014:9da:8c10::17/128"};
    static const char *const bad[] = {"",
                                      "1.2.3",
                                      "1.2.3.4.5",
                                      "1.2.3.256",
                                      "01.2.3.4",
                                      "1.2.3.04",
                                      "1.2.3.4/33",
                                      "1.2.3.4/",
                                      "1.2.3.4/08",
                                      "1.2.3.",
                                      ".1.2.3.4",
                                      "1..2.3",
                                      "1.2.3.4 ",
                                      "a.b.c.d",
                                      ":",
                                      ":::",
                                      "1:2:3",
                                      "12:34:56",
                                      "1::2::3",
                                      "1:2:3:4:5:6:7:8:9",
                                      "12345::",
                                      "::/129",
                                      "g::1",
                                      "1:2:3:4:5:6:7:8::",
                                      "::1.2.3",
                                      "1:2:3:4:5:6:7:1.2.3.4",
                                      "aa:bb:cc:dd:ee:ff",
                                      "1.2.3.4/-1",
                                      ":1:2:3:4:5:6:7:8",
                                      "1:",
                                      "1.3.6.1.4.1"};
    il_ip ip;
    for (size_t i = 0; i < sizeof good / sizeof *good; i++)
        if (!il_ip_parse(il_str_of(good[i]), &ip))
            fail_msg("%s does not parse", good[i]);
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        if (il_ip_parse(il_str_of(bad[i]), &ip))
            fail_msg("%s parses", bad[i]);
    assert_true(il_ip_parse(IL_STR("2001:db8::a:1.2.3.4/64"), &ip));
    static const uint8_t bytes[16] = {0x20, 1, 0x0d, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0x0a, 1, 2, 3, 4};
    assert_memory_equal(ip.bytes, bytes, 16);
    assert_int_equal(ip.prefix, 64);
    assert_true(ip.v6);
}

static void test_classes(void **state)
{
    (void)state;
    static const char *const rows[][2] = {{"8.8.8.8", "public"},
                                          {"52.29.114.203/32", "public"},
                                          {"9.255.255.255", "public"},
                                          {"11.0.0.0", "public"},
                                          {"10.0.0.1", "private"},
                                          {"10.255.255.255", "private"},
                                          {"172.15.255.255", "public"},
                                          {"172.16.0.1", "private"},
                                          {"172.31.255.255", "private"},
                                          {"172.32.0.0", "public"},
                                          {"192.168.1.1", "private"},
                                          {"192.167.1.1", "public"},
                                          {"100.63.255.255", "public"},
                                          {"100.64.0.1", "private"},
                                          {"100.127.255.255", "private"},
                                          {"100.128.0.0", "public"},
                                          {"192.0.2.1", "documentation"},
                                          {"198.51.100.7", "documentation"},
                                          {"203.0.113.255", "documentation"},
                                          {"203.0.114.0", "public"},
                                          {"127.0.0.1", "loopback"},
                                          {"127.255.0.1", "loopback"},
                                          {"169.254.169.254", "link-local"},
                                          {"169.254.170.2", "link-local"},
                                          {"0.0.0.0", "unspecified"},
                                          {"0.0.0.0/0", "any"},
                                          {"1.2.3.4/0", "any"},
                                          {"0.1.2.3", "reserved"},
                                          {"224.0.0.1", "multicast"},
                                          {"239.255.255.255", "multicast"},
                                          {"240.0.0.1", "reserved"},
                                          {"255.255.255.255", "broadcast"},
                                          {"255.255.255.255/32", "broadcast"},
                                          {"255.255.255.0", "netmask"},
                                          {"255.255.240.0", "netmask"},
                                          {"255.0.0.0", "netmask"},
                                          {"255.255.255.1", "reserved"},
                                          {"198.18.0.1", "reserved"},
                                          {"::", "unspecified"},
                                          {"::/0", "any"},
                                          {"::1", "loopback"},
                                          {"fe80::1", "link-local"},
                                          {"fd00:ec2::254", "link-local"},
                                          {"fd12:3456::1", "private"},
                                          {"fc00::1", "private"},
                                          {"ff02::1", "multicast"},
                                          {"2001:db8:1::1", "documentation"},
                                          {"2001:4860:4860::8888", "public"},
                                          {"2a05:d014:9da:8c10::17/128", "public"},
                                          {"::ffff:10.0.0.1", "private"},
                                          {"::ffff:8.8.8.8", "public"},
                                          {"64:ff9b::8.8.8.8", "public"},
                                          {"dead::beef", "reserved"},
                                          {"4000::1", "reserved"}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        il_ip ip;
        assert_true(il_ip_parse(il_str_of(rows[i][0]), &ip));
        const char *class = il_ip_class_name(il_ip_classify(&ip));
        if (strcmp(class, rows[i][1]) != 0)
            fail_msg("%s is %s, should be %s", rows[i][0], class, rows[i][1]);
    }
}

static void test_hosts_and_blocks(void **state)
{
    (void)state;
    static const char *const hosts[] = {"1.2.3.4", "1.2.3.4/32", "::1", "::1/128"};
    static const char *const ranges[] = {"1.2.3.4/31", "1.2.3.0/24", "::1/127"};
    static const char *const whole[] = {"10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"};
    static const char *const part[] = {"10.0.0.0/9", "10.1.0.0/8", "192.168.0.0/24", "10.0.0.0"};
    il_ip ip;
    for (size_t i = 0; i < 4; i++)
        assert_true(il_ip_parse(il_str_of(hosts[i]), &ip) && il_ip_is_host(&ip));
    for (size_t i = 0; i < 3; i++)
        assert_true(il_ip_parse(il_str_of(ranges[i]), &ip) && !il_ip_is_host(&ip));
    for (size_t i = 0; i < 3; i++)
        assert_true(il_ip_parse(il_str_of(whole[i]), &ip) && il_ip_is_whole_private(&ip));
    for (size_t i = 0; i < 4; i++)
        assert_true(il_ip_parse(il_str_of(part[i]), &ip) && !il_ip_is_whole_private(&ip));
}

typedef void finder(il_arena *arena, il_str text, il_ip_list *out);

static void check_text(finder *find, const char *const rows[][2], size_t n)
{
    for (size_t i = 0; i < n; i++) {
        il_arena *arena = il_arena_new();
        il_ip_list found = {0};
        il_buf buf = {0};
        il_str text = il_str_of(rows[i][0]);
        find(arena, text, &found);
        for (size_t j = 0; j < found.n; j++)
            il_buf_printf(&buf, "%s%.*s", j ? " " : "",
                          IL_FMT(il_str_slice(text, found.items[j].from, found.items[j].to)));
        if (!il_str_is(il_buf_str(&buf), rows[i][1]))
            fail_msg("in \"%s\" is found \"%.*s\", should be \"%s\"", rows[i][0], IL_FMT(il_buf_str(&buf)), rows[i][1]);
        il_buf_free(&buf);
        il_arena_free(arena);
    }
}

static void test_whole(void **state)
{
    (void)state;
    static const char *const rows[][2] = {
        {"1.2.3.4", "1.2.3.4"},
        {"1.2.3.4/24", "1.2.3.4/24"},
        {" 1.2.3.4 ", "1.2.3.4"},
        {"1.2.3.4:5432", "1.2.3.4"},
        {"[2001:db8::1]:443", "2001:db8::1"},
        {"[2001:db8::1]", "2001:db8::1"},
        {"2001:db8::1", "2001:db8::1"},
        {"1.2.3.4,5.6.7.8", "1.2.3.4 5.6.7.8"},
        {"1.2.3.4, 5.6.7.8/24 10.0.0.1:80", "1.2.3.4 5.6.7.8/24 10.0.0.1"},
        {"http://1.2.3.4/path", "1.2.3.4"},
        {"https://user:p4ss@1.2.3.4:8443/?q=1", "1.2.3.4"},
        {"jdbc:mysql://10.0.0.5:3306/db", "10.0.0.5"},
        {"mongodb://10.0.0.1:27017,10.0.0.2:27017/db", "10.0.0.1 10.0.0.2"},
        {"http://[2001:db8::1]:80/", "2001:db8::1"},
        {"http://1.2.3.4/,https://5.6.7.8", "1.2.3.4 5.6.7.8"},
        {"redis://10.0.0.5", "10.0.0.5"},
        {"http://1.2.3.4:\x01/x", "1.2.3.4"},
        {"10.0.0.5:\x01", "10.0.0.5"},
        {"\x01://10.0.0.5/x", "10.0.0.5"},
        {"http://1.2.3.4\x01", ""},
        {"10.0.0.\x01", ""},
        {"1.2.3.4/\x01", ""},
        {"\x01"
         "1.2.3.4",
         ""},
        {"v1.2.3.4", ""},
        {"^1.2.3.4", ""},
        {"~1.2.3.4", ""},
        {"=1.2.3.4", ""},
        {"1.2.3.4-beta", ""},
        {"1.2.3.4_5", ""},
        {"image:1.2.3.4", ""},
        {"release 1.2.3.4", ""},
        {"the server at 1.2.3.4 is old", ""},
        {"connect to http://1.2.3.4/ please", ""},
        {"http://example.com/1.2.3.4", ""},
        {"http://example.com/?ip=1.2.3.4", ""},
        {"http://1.2.3.4.example.com/", ""},
        {"http://1.2.3.4.5/", ""},
        {"1.2.3.4.in-addr.arpa", ""},
        {"arn:aws:s3:::1.2.3.4", ""},
        {"12:34:56", ""},
        {"AWS::S3::Bucket", ""},
        {"aa:bb:cc:dd:ee:ff", ""},
        {"1.2.3.4:99999999", ""},
        {"1.2.3.4:http", ""},
        {"1.3.6.1.4.1.311", ""},
        {"", ""},
        {" ", ""},
        {"://", ""},
        {"http://", ""},
    };
    check_text(il_ip_whole, rows, sizeof rows / sizeof *rows);
}

static void test_inside(void **state)
{
    (void)state;
    static const char *const rows[][2] = {
        {"echo 'nameserver 10.1.2.3' > /etc/resolv.conf", "10.1.2.3"},
        {"curl http://52.1.2.3:8080/x && ping 10.0.0.1.", "52.1.2.3 10.0.0.1"},
        {"HOST=10.0.0.5", "10.0.0.5"},
        {"HOST=\"10.0.0.5\"", "10.0.0.5"},
        {"ip route add 10.1.0.0/16 via 10.0.0.1", "10.1.0.0/16 10.0.0.1"},
        {"ping6 2001:4860:4860::8888", "2001:4860:4860::8888"},
        {"APP_VERSION=1.2.3.4", ""},
        {"version: 1.2.3.4", ""},
        {"yum install -y agent-1.2.3.4", ""},
        {"yum install -y agent 1.2.3.4", ""},
        {"pip install tool==1.2.3.4", ""},
        {"npx tool@1.2.3.4", ""},
        {"wget https://example.com/tool-1.2.3.4.tar.gz", ""},
        {"wget https://example.com/v1.2.3.4/tool", ""},
        {"tool_1.2.3.4_amd64.deb", ""},
        {"date +12:34:56", ""},
        {"std::vector", ""},
        {"1.2.3.4.5", ""},
    };
    check_text(il_ip_inside, rows, sizeof rows / sizeof *rows);
}

static void test_version_names(void **state)
{
    (void)state;
    static const char *const good[] = {"version",     "engineVersion", "ENGINE_VERSION", "EngineVersion", "release-tag",
                                       "amiId",       "AMI",           "RuntimeVersion", "layerArn",      "OID",
                                       "buildNumber", "imageTag",      "semver"};
    static const char *const bad[] = {"stage", "address", "family",     "dynamic", "host", "vintage",
                                      "amid",  "ipv4",    "conversion", "oidc",    ""};
    for (size_t i = 0; i < sizeof good / sizeof *good; i++)
        if (!il_ip_version_name(il_str_of(good[i])))
            fail_msg("%s names no version", good[i]);
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        if (il_ip_version_name(il_str_of(bad[i])))
            fail_msg("%s names a version", bad[i]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_parse), cmocka_unit_test(test_classes), cmocka_unit_test(test_hosts_and_blocks),
        cmocka_unit_test(test_whole), cmocka_unit_test(test_inside),  cmocka_unit_test(test_version_names)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
