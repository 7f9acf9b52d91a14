"""Which addresses lie on the public internet. Pure: names are judged as written, nothing is resolved."""

import ipaddress
from urllib.parse import urlsplit

_PRIVATE_NAMES = (".local", ".localhost", ".internal", ".lan", ".home.arpa", ".test", ".invalid")
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")


def is_public(url: str) -> bool:
    """Whether the host is a public name: no bare or private name, no private number, no login in the address."""
    try:
        parts = urlsplit(url)
        host, _ = (parts.hostname or "").rstrip("."), parts.port
    except ValueError:
        return False
    if not host or "@" in parts.netloc:
        return False
    try:
        return is_public_number(host)
    except ValueError:
        return "." in host and not host.endswith(_PRIVATE_NAMES)


def is_public_number(address: str) -> bool:
    """Whether an IP address is one of the public Internet, those that lead on to an IPv4 address judged by that one.

    Raises ValueError when `address` is none.
    """
    number = ipaddress.ip_address(address)
    if isinstance(number, ipaddress.IPv6Address):
        inner = number.ipv4_mapped or number.sixtofour
        if number in _NAT64:
            inner = ipaddress.IPv4Address(int(number) & 0xFFFFFFFF)
        number = inner or number
    return number.is_global and not number.is_multicast
