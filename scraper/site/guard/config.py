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
    """The operator's settings. Raises RefusedError with a sentence when one of them is no good."""
    said = datasette.plugin_config("congtin") or {}
    if not isinstance(said, dict) or set(said) - _KEYS:
        raise RefusedError(f"metadata.yml: plugins: congtin: takes only {', '.join(sorted(_KEYS))}.")
    hosts = os.environ.get("CONGTIN_HOSTS", "").replace(",", " ").split() or said.get("hosts", [])
    if not isinstance(hosts, list) or not all(isinstance(host, str) for host in hosts):
        raise RefusedError("metadata.yml: plugins: congtin: hosts: must be a list of host names.")
    searches = said.get("searches_per_minute", 60)
    if not isinstance(searches, int) or searches < 0:
        raise RefusedError("metadata.yml: plugins: congtin: searches_per_minute: must be a whole number from 0.")
    rows = said.get("export_rows", 1)
    if not isinstance(rows, int) or rows < 1:
        raise RefusedError("metadata.yml: plugins: congtin: export_rows: must be a whole number from 1.")
    try:
        proxies = tuple(ipaddress.ip_network(text) for text in said.get("trusted_proxies", []))
    except (TypeError, ValueError) as error:
        raise RefusedError(f"metadata.yml: plugins: congtin: trusted_proxies: {error}.") from error
    return Config(frozenset(host.lower() for host in hosts), proxies, searches, said.get("debug_pages", False) is True)


def host_name(host: str) -> str:
    """A Host header without its port, in lower case."""
    name, _, port = host.lower().rpartition(":")
    return name if port.isdecimal() and name else host.lower()
