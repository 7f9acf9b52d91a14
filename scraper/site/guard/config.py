"""What an operator may set: `plugins: {congtin: ...}` in metadata.yml, and CONGTIN_HOSTS in the environment."""

import ipaddress
import os
from dataclasses import dataclass, field
from typing import Any

from scraper.site.guard.refused import RefusedError

Network = ipaddress.IPv4Network | ipaddress.IPv6Network
_KEYS = {"hosts", "trusted_proxies", "searches_per_minute", "debug_pages", "export_rows"}


@dataclass(frozen=True, slots=True)
class Config:
    """`hosts`: names this server answers to, in lower case without port; all when empty. `proxies`: whose
    X-Forwarded-For is believed. `searches`: searches and exports a minute from one client, 0 for no limit.
    `debug_pages`: whether Datasette's pages about itself are open.
    """

    hosts: frozenset[str] = frozenset()
    proxies: tuple[Network, ...] = field(default=())
    searches: int = 60
    debug_pages: bool = False


def config_of(datasette: Any) -> Config:
    """The operator's settings. Raises RefusedError with one sentence when a setting is unknown or wrong."""
    settings = datasette.plugin_config("congtin") or {}
    if not isinstance(settings, dict) or set(settings) - _KEYS:
        raise RefusedError(f"metadata.yml: plugins: congtin: takes only {', '.join(sorted(_KEYS))}.")
    # The environment wins: a container learns its name when it is started, metadata.yml comes with the image.
    hosts = os.environ.get("CONGTIN_HOSTS", "").replace(",", " ").split() or settings.get("hosts", [])
    if not isinstance(hosts, list) or not all(isinstance(host, str) for host in hosts):
        raise RefusedError("metadata.yml: plugins: congtin: hosts: must be a list of host names.")
    searches = settings.get("searches_per_minute", 60)
    if not isinstance(searches, int) or searches < 0:
        raise RefusedError("metadata.yml: plugins: congtin: searches_per_minute: must be a whole number from 0.")
    rows = settings.get("export_rows", 1)  # read where exports are made; checked here, so that a mistake shows at once
    if not isinstance(rows, int) or rows < 1:
        raise RefusedError("metadata.yml: plugins: congtin: export_rows: must be a whole number from 1.")
    try:
        proxies = tuple(ipaddress.ip_network(text) for text in settings.get("trusted_proxies", []))
    except (TypeError, ValueError) as error:
        raise RefusedError(f"metadata.yml: plugins: congtin: trusted_proxies: {error}.") from error
    debug_pages = settings.get("debug_pages", False) is True
    return Config(frozenset(host.lower() for host in hosts), proxies, searches, debug_pages)


def host_name(host: str) -> str:
    """A Host header (RFC 9110) without its port, in lower case."""
    name, _, port = host.lower().rpartition(":")
    # `[::1]` has colons and no port: what follows the last one is no number.
    return name if port.isdecimal() and name else host.lower()
