"""Requests that must not reach Datasette, and what their senders are told."""

import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, unquote

from scraper.site.guard.config import Config, host_name
from scraper.site.search.request import MAX_QUERY
from scraper.site.texts import LANGUAGES

METHODS = ("GET", "HEAD", "OPTIONS")
MOST_FACETS = 4
# A name or an address, with a port: it becomes part of addresses in answers.
_HOST = re.compile(r"(?:[a-z0-9_.-]+|\[[0-9a-f:.]+\])(?::[0-9]{1,5})?", re.IGNORECASE)
# Everything else under /-/ tells about the server or changes something.
_OPEN = ("/-/static/", "/-/static-plugins/", "/-/capture/", "/-/timemap/", "/-/timegate/", "/-/databases.json")


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a request goes no further: its status and one sentence."""

    status: int
    message: str


def refusal(request: Any, path: str, config: Config, t: Any) -> Refusal | None:
    """The refusal of a request, or None. `path` is without Datasette's base_url."""
    if request.method not in METHODS:
        return Refusal(405, t("guard.method"))
    if not _HOST.fullmatch(request.host) or (config.hosts and host_name(request.host) not in config.hosts):
        return Refusal(400, t("guard.host"))
    plain = unquote(path)
    if plain.startswith("/-/") and not plain.startswith(_OPEN) and not config.debug_pages:
        return Refusal(403, t("guard.closed"))
    return _of_query(request.query_string, t)


def _of_query(query: str, t: Any) -> Refusal | None:
    """`_search_<column>` ignores fts_pk in 0.65 and would give wrong rows; `_fts_table` and `_fts_pk` let anybody
    choose what is searched; every facet costs a whole time limit.
    """
    facets, languages = 0, set()
    for name, value in parse_qsl(query, keep_blank_values=True):
        if name.startswith("_search_") or name in {"_fts_table", "_fts_pk"}:
            return Refusal(400, t("search.column"))
        if name == "_search" and len(value) > MAX_QUERY:
            return Refusal(400, t("search.too_long", n=t.number(MAX_QUERY)))
        facets += name.startswith("_facet") and name != "_facet_size"
        if name == "lang":
            languages.add(value)
    if facets > MOST_FACETS:
        return Refusal(400, t("guard.facets", n=MOST_FACETS))
    if len(languages & set(LANGUAGES)) > 1:
        return Refusal(400, t("guard.languages"))
    return None
