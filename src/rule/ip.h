/* Internet addresses: parsed to bits, then classified. Strings are never compared. */
#ifndef IL_IP_H
#define IL_IP_H

#include <stdint.h>

#include "str.h"

typedef enum {
    IL_IP_PUBLIC,
    IL_IP_PRIVATE,       /* RFC 1918, 100.64/10, fc00::/7 */
    IL_IP_DOCUMENTATION, /* 192.0.2/24, 198.51.100/24, 203.0.113/24, 2001:db8::/32 */
    IL_IP_LOOPBACK,
    IL_IP_LINK_LOCAL, /* 169.254/16 and fe80::/10, with the metadata, time and task endpoints; fd00:ec2::/32 */
    IL_IP_UNSPECIFIED,
    IL_IP_ANY, /* 0.0.0.0/0, ::/0 */
    IL_IP_MULTICAST,
    IL_IP_BROADCAST, /* 255.255.255.255: what CDK writes where nothing may go out */
    IL_IP_NETMASK,
    IL_IP_RESERVED
} il_ip_class;

typedef struct {
    uint8_t bytes[16]; /* 4 of them for IPv4 */
    bool v6;
    int prefix; /* -1 without one */
} il_ip;

/* The whole of TEXT: `a.b.c.d` of decimal octets without leading zeros, or RFC 4291's forms with an optional %zone; each with an optional
 * /prefix. */
bool il_ip_parse(il_str text, il_ip *out);

il_ip_class il_ip_classify(const il_ip *ip);
/* "public", "link-local" … */
const char *il_ip_class_name(il_ip_class class);
/* One address: no prefix, or one of all bits. */
bool il_ip_is_host(const il_ip *ip);
/* 10/8, 172.16/12 or 192.168/16, as a whole. */
bool il_ip_is_whole_private(const il_ip *ip);

#endif
