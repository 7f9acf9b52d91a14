"""The list of articles and the search: both newest first, both going on from any depth at the same cost."""

from datetime import date, timedelta
from typing import Any

from scraper.site.api import fields as f
from scraper.site.api.articles import page
from scraper.site.api.portals import check_portal
from scraper.site.api.route import Answer, Call

_DAY_ZERO = date(1970, 1, 1)
_MINUTES = 2048  # numbers of a day in sort_key (DESIGN.md decision 4)


def sort_key_of(day: str) -> int:
    """The smallest sort_key of a day."""
    return ((date.fromisoformat(day) - _DAY_ZERO).days * _MINUTES) << 24


def _driving(call: Call) -> tuple[list[str], dict[str, Any], str]:
    """Conditions that an index answers, their values, and that index."""
    at: dict[str, Any] = {}
    where, index = [], "sqlite_autoindex_articles_2"
    if call.values["cong"]:
        where, index = ["portal_id = :portal"], "articles_portal"
        at["portal"] = call.values["cong"]
    if call.values["tu"]:
        where.append("sort_key >= :low")
        at["low"] = sort_key_of(call.values["tu"])
    if call.values["den"]:
        where.append("sort_key < :high")
        following = date.fromisoformat(call.values["den"]) + timedelta(days=1)
        at["high"] = sort_key_of(following.isoformat())
    return where, at, index


async def articles(call: Call) -> Answer:
    """Articles, the newest first."""
    await check_portal(call)
    chosen = f.ARTICLE.chosen(call.values["fields"])
    where, at, index = _driving(call)
    if call.position:
        where.append("sort_key < :before")
        at["before"] = call.position[0]
    sql = (
        f"select {f.select(chosen)}, sort_key as _key from articles indexed by {index}"  # noqa: S608 - columns of ours
        f" where {' and '.join(where) or '1'} order by sort_key desc limit {call.limit + 1}"
    )
    return page(call, await call.rows(sql, at), chosen, ("_key",))
