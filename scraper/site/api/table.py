"""The table of routes: every address of the API, once."""

from scraper.site.api import articles, edits, fields, lists, portals, stats
from scraper.site.api.params import choice, moment, text
from scraper.site.api.route import Route
from scraper.site.search.search_query import MAX_QUERY

_ID = text("id", 100, place="path")
_PORTAL = text("cong", 100)

ROUTES = (
    Route(
        path="/articles",
        operation="articles",
        handler=lists.articles,
        kind=fields.ARTICLE,
        params=lists.FILTER_PARAMS,
        positions=(int,),
    ),
    Route(
        path="/articles/{id}",
        operation="article",
        handler=articles.one,
        kind=articles.ONE,
        params=(_ID,),
        many=False,
    ),
    Route(
        path="/articles/{id}/versions",
        operation="versions",
        handler=articles.versions,
        kind=fields.VERSION,
        params=(_ID,),
        positions=(str, str),
    ),
    Route(
        path="/articles/{id}/changes",
        operation="articleChanges",
        handler=articles.changes,
        kind=fields.CHANGE,
        params=(_ID,),
        positions=(str, str, str, int),
    ),
    Route(
        path="/changes",
        operation="changes",
        handler=edits.changes,
        kind=edits.EVENT,
        params=(moment("since"), _PORTAL, choice("event", edits.EVENTS)),
        positions=(str, str, str),
        meta=edits.META,
    ),
    Route(
        path="/search",
        operation="search",
        handler=lists.find,
        kind=lists.HIT,
        params=(text("q", MAX_QUERY, required=True), lists.ORDER, *lists.FILTER_PARAMS),
        positions=(int, int, int),
        meta=lists.META,
    ),
    Route(
        path="/portals",
        operation="portals",
        handler=portals.many,
        kind=portals.COUNTED,
        meta={"type": "object", "required": ["count"], "properties": {"count": {"type": "integer"}}},
    ),
    Route(
        path="/portals/{id}",
        operation="portal",
        handler=portals.one,
        kind=portals.COUNTED,
        params=(_ID,),
        many=False,
    ),
    Route(
        path="/listings",
        operation="listings",
        handler=portals.listings,
        kind=fields.LISTING,
        params=(_PORTAL,),
        positions=(str, str),
    ),
    Route(
        path="/completeness",
        operation="completeness",
        handler=portals.completeness,
        kind=portals.COMPLETENESS,
        params=(_PORTAL,),
    ),
    Route(path="/facts", operation="facts", handler=stats.facts, kind=stats.FACTS),
    Route(
        path="/stats",
        operation="stats",
        handler=stats.stats,
        kind=stats.STATS,
        params=(_PORTAL, choice("by", ("year", "month", "day"), "year")),
        meta={"type": "object", "required": ["totals"], "properties": {"totals": stats.TOTALS}},
    ),
)
