"""Requests that must not reach Datasette, and the sentence that their senders get."""

import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, unquote

from scraper.site.datasette_065 import COLUMN_SEARCH, MISLEADING_PARAMETERS
from scraper.site.guard.config import Config, host_name
from scraper.site.search.search_query import MAX_QUERY
from scraper.site.texts import LANGUAGES, Texts

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


def refusal(request: Any, path: str, config: Config, t: Texts) -> Refusal | None:
    """The refusal of `request` under the operator's `config` in the language of `t`, or None when it may go on.

    `path` is that of the request without Datasette's base_url.
    """
    if request.method not in METHODS:
        return Refusal(405, t("guard.method"))
    if not _HOST.fullmatch(request.host) or (config.hosts and host_name(request.host) not in config.hosts):
        return Refusal(400, t("guard.host"))
    plain = unquote(path)
    if plain.startswith("/-/") and not plain.startswith(_OPEN) and not config.debug_pages:
        return Refusal(403, t("guard.closed"))
    return _of_query(request.query_string, t)


def _of_query(query_string: str, t: Texts) -> Refusal | None:
    """The refusal of parameters that give wrong rows or cost too much: each facet may take a whole time limit."""
    facets, languages = 0, set()
    for name, value in parse_qsl(query_string, keep_blank_values=True):
        if name.startswith(COLUMN_SEARCH) or name in MISLEADING_PARAMETERS:
            return Refusal(400, t("search.column"))
        if name == "_search" and len(value) > MAX_QUERY:
            return Refusal(400, t("search.too_long", n=t.number(MAX_QUERY)))
        facets += name.startswith("_facet") and name != "_facet_size"
        if name == "lang":
            languages.add(value)
    if facets > MOST_FACETS:
        return Refusal(400, t("guard.facets", n=MOST_FACETS))
    if len(languages & set(LANGUAGES)) > 1:  # a page in one and a cookie for the other
        return Refusal(400, t("guard.languages"))
    return None
