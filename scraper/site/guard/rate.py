"""How often one client may search or export: a bucket of tokens for each, in memory; old ones are forgotten first.

Reading costs nothing. A search reads a bounded part of the index; an export reads up to thousands of articles.
"""

import ipaddress
import math
from collections import OrderedDict
from collections.abc import Callable
from typing import Any

from scraper.site.guard.config import Config

REMEMBERED = 10_000  # clients; one is a few hundred bytes
_EXPORTS = (".csv", ".xlsx", ".ndjson", ".atom", ".jsonfeed")
_SEARCHES = ("/tim", "/nhung", "/api/v1/search")


def cost(path: str, query: str) -> int:
    """Tokens that a request for `path` with the query string `query` takes: 0 reading, 1 a search, 3 an export."""
    if path.endswith(_EXPORTS) or "_stream=" in query:
        return 3
    searched = path.startswith(_SEARCHES) or any(name in query for name in ("_search=", "_facet", "sql="))
    return int(searched)


def client_of(scope: dict[str, Any], config: Config) -> str | None:
    """Whose request it is: an IPv4 address, or a /64 of IPv6, of which one client may use every address.

    None for somebody at this machine itself. X-Forwarded-For is read from its right end for as long as the addresses
    are trusted proxies: what stands further left was written by the client.
    """
    forwarded = [value.decode("latin-1") for name, value in scope.get("headers", []) if name == b"x-forwarded-for"]
    hops = [hop.strip() for value in forwarded for hop in value.split(",") if hop.strip()]
    address = (scope.get("client") or ("", 0))[0]
    while hops and _trusted(address, config):
        address = hops.pop()
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address[:60]
    if found.is_loopback and not forwarded:
        return None
    return str(ipaddress.ip_network((found, 64), strict=False)) if found.version == 6 else str(found)


def _trusted(address: str, config: Config) -> bool:
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return False
    return any(found in network for network in config.proxies)


class Buckets:
    """Tokens of every client: `per_minute` at first, and as many a minute after that. `clock` gives seconds."""

    def __init__(self, per_minute: int, clock: Callable[[], float]) -> None:
        self.per_minute = per_minute
        self.clock = clock
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def wait(self, client: str, tokens: int) -> int:
        """Take `tokens`: 0 when there were enough, else the seconds until there are. Nothing is taken then."""
        now = self.clock()
        # Taken out and put in again, so that the dictionary's order is that of the last use.
        left, at = self._left.pop(client, (float(self.per_minute), now))
        left = min(self.per_minute, left + (now - at) * self.per_minute / 60)
        tokens = min(tokens, self.per_minute)  # more than a bucket holds would never be there
        enough = left >= tokens
        self._left[client] = (left - tokens if enough else left, now)
        while len(self._left) > REMEMBERED:
            self._left.popitem(last=False)
        return 0 if enough else max(1, math.ceil((tokens - left) * 60 / self.per_minute))

    def __len__(self) -> int:
        return len(self._left)
