"""Which addresses lie on the public Internet. Names are judged as written, nothing is resolved.

Articles link to files anywhere. Whoever writes them must not be able to make a crawl ask a machine of the network in
which the crawl runs. What a public name resolves to is judged by `scraper.crawl.public_hosts`.
"""

import ipaddress
from urllib.parse import urlsplit

# Reserved by RFC 6761 (.localhost, .test, .invalid), RFC 6762 (.local), RFC 8375 (.home.arpa) and ICANN (.internal);
# .lan is what routers at home call their network. Not .example: the sample portals live there.
_PRIVATE_NAMES = (".local", ".localhost", ".internal", ".lan", ".home.arpa", ".test", ".invalid")
# The prefix under which a NAT64 gateway reaches IPv4 addresses (RFC 6052, section 2.1).
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")


def is_public(url: str) -> bool:
    """Whether `url` has a public host: no bare or private name, no private IP address, no login in the address.

    An address that `urlsplit` refuses is not public.
    """
    try:
        parts = urlsplit(url)
        host, _ = (parts.hostname or "").rstrip("."), parts.port  # a port that is no number raises as well
    except ValueError:
        return False
    if not host or "@" in parts.netloc:
        return False
    try:
        return is_public_number(host)
    except ValueError:
        return "." in host and not host.endswith(_PRIVATE_NAMES)


def is_public_number(address: str) -> bool:
    """Whether the IP address `address` is one of the public Internet by IANA's registries (RFC 6890).

    IPv6 addresses that stand for an IPv4 address (mapped, 6to4, NAT64) are judged by that one. Raises ValueError when
    `address` is no IP address.
    """
    number = ipaddress.ip_address(address)
    if isinstance(number, ipaddress.IPv6Address):
        inner = number.ipv4_mapped or number.sixtofour
        if number in _NAT64:
            inner = ipaddress.IPv4Address(int(number) & 0xFFFFFFFF)
        number = inner or number
    return number.is_global and not number.is_multicast
