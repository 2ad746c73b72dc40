"""Which addresses are public, by a table of our own.

`ipaddress.is_global` answers differently from one Python patch release to the next, and calls
addresses public that lead elsewhere, such as 64:ff9b::7f00:1 (loopback through NAT64).
"""

from __future__ import annotations

from functools import lru_cache
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

# IANA IPv4 Special-Purpose Address Registry, multicast and reserved space, and the address of a
# cloud's metadata service that lies in public space.
NOT_PUBLIC = [
    IPv4Network(network)
    for network in (
        "0.0.0.0/8",  # this host (RFC 791)
        "10.0.0.0/8",  # private (RFC 1918)
        "100.64.0.0/10",  # shared by carriers (RFC 6598)
        "127.0.0.0/8",  # loopback (RFC 1122)
        "168.63.129.16/32",  # metadata of Azure
        "169.254.0.0/16",  # link-local, metadata of most clouds (RFC 3927)
        "172.16.0.0/12",  # private (RFC 1918)
        "192.0.0.0/24",  # protocol assignments (RFC 6890)
        "192.0.2.0/24",  # documentation (RFC 5737)
        "192.88.99.0/24",  # 6to4 relays, deprecated (RFC 7526)
        "192.168.0.0/16",  # private (RFC 1918)
        "198.18.0.0/15",  # benchmarking (RFC 2544)
        "198.51.100.0/24",  # documentation (RFC 5737)
        "203.0.113.0/24",  # documentation (RFC 5737)
        "224.0.0.0/4",  # multicast (RFC 1112)
        "240.0.0.0/4",  # reserved, broadcast (RFC 1112)
    )
]
# Of IPv6 only global unicast space is public, and of that not what is listed below.
GLOBAL_UNICAST = IPv6Network("2000::/3")
NOT_PUBLIC_6 = [
    IPv6Network(network)
    for network in (
        "2001::/23",  # protocol assignments, Teredo among them (RFC 2928, RFC 4380)
        "2001:db8::/32",  # documentation (RFC 3849)
        "2002::/16",  # 6to4, deprecated: leads to any IPv4 address (RFC 3056, RFC 7526)
        "3fff::/20",  # documentation (RFC 9637)
    )
]
# Well-known prefix of NAT64 (RFC 6052): the last 32 bits are the IPv4 address it leads to.
NAT64 = IPv6Network("64:ff9b::/96")


@lru_cache(maxsize=256)
def is_public(address: str) -> bool:
    """Tell whether `address`, an IPv4 or IPv6 literal, belongs to a host of the public internet.

    IPv4-mapped and NAT64 addresses are judged by the IPv4 address within. Raises ValueError for
    anything that is no address.
    """
    found = ip_address(address)
    if isinstance(found, IPv6Address):
        within = found.ipv4_mapped
        if within is None and found in NAT64:
            within = IPv4Address(int(found) & 0xFFFFFFFF)
        if within is None:
            return found in GLOBAL_UNICAST and not any(found in each for each in NOT_PUBLIC_6)
        found = within
    return not any(found in each for each in NOT_PUBLIC)
