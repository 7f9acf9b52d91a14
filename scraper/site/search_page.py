"""`/tim`: what was asked, the results or the way to some, and the next page."""

import re
from typing import Any
from urllib.parse import urlencode

from datasette.database import QueryInterrupted
from datasette.utils.asgi import BadRequest

from scraper.fold import fold
from scraper.site import reading
from scraper.site.fts import expression
from scraper.site.highlight import marked, snippet
from scraper.site.pages import ARCHIVE, page
from scraper.site.query import MAX_ITEMS, as_phrase, parse
from scraper.site.search import PAGE, RANKED, Ask, Found, count_hits, search
from scraper.site.texts import Texts, language, texts
from scraper.site.typed import items_of

MAX_QUERY = 1000  # characters
_ORDERS = ("cum-tu", "moi-nhat", "lien-quan")  # the first is the default
_WHOLE = re.compile(r"[0-9]{1,17}")


def ask_of(request: Any, t: Texts, portals: dict[str, Any]) -> Ask:
    """The search that the URL asks for; BadRequest with a sentence when a parameter is not one of ours."""
    wish = {name: request.args.get(name) or "" for name in ("q", "cong", "sap", "bac", "truoc", "trang")}
    if len(wish["q"]) > MAX_QUERY:
        raise BadRequest(t("search.too_long", n=t.number(MAX_QUERY)))
    order = wish["sap"] or _ORDERS[0]
    if order not in _ORDERS:
        raise BadRequest(t("search.bad_sort"))
    if wish["cong"] and wish["cong"] not in portals:
        raise BadRequest(t("search.bad_portal", portal=wish["cong"][:100]))
    for name in ("truoc", "trang"):
        if wish[name] and not _WHOLE.fullmatch(wish[name]):
            raise BadRequest(t("search.bad_cursor", name=name))
    if wish["bac"] not in {"", "2"}:
        raise BadRequest(t("search.bad_cursor", name="bac"))
    number = int(wish["trang"] or 1)
    if not 1 <= number <= RANKED // PAGE:
        raise BadRequest(t("search.bad_cursor", name="trang"))
    return Ask(
        query=parse(wish["q"]),
        phrase=as_phrase(wish["q"]) if order == "cum-tu" else None,
        portal=wish["cong"] or None,
        ranked=order == "lien-quan",
        before=int(wish["truoc"]) if wish["truoc"] else None,
        tier=2 if wish["bac"] else 1,
        page=number,
    )


async def search_page(datasette: Any, request: Any) -> Any:
    """Answer `/tim?q=&cong=&sap=&bac=&truoc=&trang=`."""
    db = datasette.get_database(ARCHIVE)
    t = texts(language(request))
    portals = await reading.portals(db)
    ask = ask_of(request, t, portals)
    q = (request.args.get("q") or "").strip()
    context: dict[str, Any] = {}
    try:
        found = await search(db, ask)
        if q and not found.rows and ask.query.wanted is not None:
            context = await _ideas(datasette, ask, q, t)
    except QueryInterrupted as error:
        raise BadRequest(t("search.too_broad")) from error
    for row in found.rows:
        row["shown_title"] = marked(row["title"], ask.query)
        row["shown_text"] = snippet("\n".join(filter(None, (row["lead"], row["body"]))), ask.query)
    context |= {
        "section": "search",
        "q": q,
        "portals": portals,
        "portal": ask.portal,
        "order": request.args.get("sap") or _ORDERS[0],
        "ranked": ask.ranked,
        "found": found,
        "ranked_of": RANKED,
        "cut": MAX_ITEMS if ask.query.cut else 0,
        "no_words": ask.query.wanted is None,
        **_links(datasette, ask, request.args.get("sap") or None, q, found),
    }
    return await page(datasette, request, "search", context)


def _url(datasette: Any, q: str, portal: str | None, order: str | None, **more: Any) -> str:
    args = {"q": q, "cong": portal, "sap": order, **more}
    return str(datasette.urls.path("/tim")) + "?" + urlencode({k: v for k, v in args.items() if v is not None})


def _links(datasette: Any, ask: Ask, order: str | None, q: str, found: Found) -> dict[str, str]:
    links = {}
    if ask.before is not None or ask.page > 1:
        links["first_url"] = _url(datasette, q, ask.portal, order)
    if found.more and ask.ranked and ask.page < RANKED // PAGE:
        links["next_url"] = _url(datasette, q, ask.portal, order, trang=ask.page + 1)
    elif found.more and not ask.ranked:
        tier = 2 if found.tier == 2 or ask.tier == 2 else None
        links["next_url"] = _url(datasette, q, ask.portal, order, bac=tier, truoc=found.rows[-1]["sort_key"])
    return links


async def _ideas(datasette: Any, ask: Ask, q: str, t: Texts) -> dict[str, Any]:
    """Searches like this one that do find something, with their counts, and the words that are nowhere."""
    db = datasette.get_database(ARCHIVE)
    ideas: list[dict[str, str]] = []

    async def offer(text: str, key: str, portal: str | None) -> None:
        count, open_end = await count_hits(db, expression(parse(text)), portal)
        if count:
            shown = t.number(count) + ("+" if open_end else "")
            link = _url(datasette, text, portal, "lien-quan" if ask.ranked else None)
            ideas.append({"url": link, "text": t(key, q=text, n=shown)})

    if ask.portal:
        await offer(q, "search.try_all", None)
    bare = re.sub(r"[\"“”„«»]+", " ", q).strip()
    if bare != q and parse(bare).wanted is not None:
        await offer(bare, "search.try_unquoted", ask.portal)
    unmarked = fold(bare) or ""
    if unmarked != bare:
        await offer(unmarked, "search.try_loose", ask.portal)
    return {"ideas": ideas, "missing": await _missing(db, q)}


async def _missing(db: Any, q: str) -> str:
    """Words of the query that no article has, as typed."""
    found = []
    items = [item for item in items_of(q) if not item.excluded][:12]
    for item in items if len(items) > 1 else ():
        words = " ".join(item.tokens)
        query = parse(f'"{words}"' if item.quoted else words)
        if not (await count_hits(db, expression(query)))[0]:
            found.append(words)
    return ", ".join(dict.fromkeys(found))
