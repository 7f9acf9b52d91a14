"""Mementos (RFC 7089): captures of a URL by time, the headers of one, its TimeMap and TimeGate."""

import json
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from typing import Any
from urllib.parse import quote, unquote

from datasette import Response

from scraper.site.datasette_065 import BadRequest
from scraper.site.errors import error_page
from scraper.site.render import ARCHIVE, http_url, not_found_page
from scraper.site.texts import language, texts
from scraper.times import instant
from scraper.urls.canonical import article_id

MOST = 5000  # captures in one TimeMap; the newest
_SAFE = ":/?#[]@!$&'()*+,;=%~-._"  # what may stand in a URL as it is (RFC 3986), and % that is already an encoding
_FIELDS = "id, url, captured_at, status, mime, payload_digest, fidelity, refers_to"


def capture_path(capture: str) -> str:
    """The path of the page of the capture with the id `capture`."""
    return "/-/capture/" + quote(capture, safe=":")


def in_link(url: str) -> str:
    """`url` for a Link header (RFC 8288) or a TimeMap: ASCII, without signs that would end it."""
    return str(quote(url, safe=_SAFE))


def moment_of(captured_at: str) -> datetime:
    """A WARC-Date in UTC. Raises ValueError when it is none."""
    return instant(captured_at).astimezone(UTC)


def headers(datasette: Any, request: Any, row: dict[str, Any]) -> dict[str, str]:
    """The Memento headers of the capture `row`."""
    links = [f'<{in_link(row["url"])}>; rel="original"']
    for rel, more in (("timegate", ""), ("timemap", '; type="application/link-format"')):
        address = datasette.absolute_url(request, datasette.urls.path(f"/-/{rel}/{in_link(row['url'])}"))
        links.append(f'<{address}>; rel="{rel}"{more}')
    found = {"link": ", ".join(links)}
    with suppress(ValueError):  # a foreign file with a date of its own making
        found["memento-datetime"] = format_datetime(moment_of(row["captured_at"]), usegmt=True)
    return found


def wanted_url(request: Any) -> str:
    """The URL after the route's prefix, as people paste it or percent-encoded, with its own query string.

    Raises BadRequest when it is no web address.
    """
    rest = str(request.url_vars["url"])
    if request.query_string:
        rest += "?" + request.query_string
    if not http_url(rest):
        rest = unquote(rest)
    if not http_url(rest) or len(rest) > 4000:
        raise BadRequest(texts(language(request))("memento.bad_url"))
    return rest


def _page_of(url: str) -> str | None:
    try:
        return article_id(url)
    except ValueError:
        return None


async def _captures(db: Any, url: str) -> list[dict[str, Any]]:
    """Captures of `url` and of its other spellings (http or https, `www.` or not), the oldest first."""
    # By page and not by URL: page_id is the hash of the canonical address, and the index captures_page has it by time.
    sql = (
        f"select {_FIELDS} from captures where page_id = :page and method = 'GET'"  # noqa: S608 - constants
        " and page_id not in (select article_id from withheld)"
        " order by captured_at desc, id desc limit :most"
    )
    rows = (await db.execute(sql, {"page": _page_of(url), "most": MOST})).rows
    found = []
    for row in reversed(rows):
        try:
            found.append({**dict(row), "moment": moment_of(row["captured_at"])})
        except ValueError:  # a foreign file with a date of its own making has no place in time
            continue
    return found


async def _none(datasette: Any, request: Any, url: str) -> Any:
    """The answer where no capture may be named: there is none, or its page is withheld."""
    db = datasette.get_database(ARCHIVE)
    found = (await db.execute("select reason from withheld where article_id = :page", {"page": _page_of(url)})).first()
    if found is None:
        return await not_found_page(datasette, request)
    message = texts(language(request))("guard.withheld", reason=found["reason"])
    return await error_page(datasette, request, 451, message)


async def timemap(datasette: Any, request: Any) -> Any:
    """`/-/timemap/<url>` in link-format (RFC 6690), `/-/timemap/json/<url>` in JSON: when a URL was captured.

    Has no parameters: a query string belongs to the URL. Raises BadRequest when that is no web address.
    """
    url = wanted_url(request)
    rows = await _captures(datasette.get_database(ARCHIVE), url)
    if not rows:
        return await _none(datasette, request, url)

    def absolute(path: str) -> str:
        return str(datasette.absolute_url(request, datasette.urls.path(path)))

    here, gate = absolute(f"/-/timemap/{in_link(url)}"), absolute(f"/-/timegate/{in_link(url)}")
    allow = {"access-control-allow-origin": "*"}
    if request.url_vars.get("format") == "json":
        return Response(
            json.dumps(_json(url, rows, here, gate, absolute), ensure_ascii=False),
            content_type="application/json; charset=utf-8",
            headers=allow,
        )
    first, last = (format_datetime(rows[i]["moment"], usegmt=True) for i in (0, -1))
    lines = [
        f'<{in_link(url)}>; rel="original"',
        f'<{gate}>; rel="timegate"',
        f'<{here}>; rel="self"; type="application/link-format"; from="{first}"; until="{last}"',
    ]
    for i, row in enumerate(rows):
        rel = " ".join(["first"] * (i == 0) + ["last"] * (i == len(rows) - 1) + ["memento"])
        at = format_datetime(row["moment"], usegmt=True)
        lines.append(f'<{absolute(capture_path(row["id"]))}>; rel="{rel}"; datetime="{at}"')
    return Response(",\n".join(lines) + "\n", content_type="application/link-format; charset=utf-8", headers=allow)


def _json(
    url: str, rows: list[dict[str, Any]], here: str, gate: str, absolute: Callable[[str], str]
) -> dict[str, Any]:
    """The TimeMap as JSON, in the form that Memento servers share, with what else we know of each capture."""
    mementos = [
        {
            "datetime": row["moment"].isoformat().replace("+00:00", "Z"),
            "uri": absolute(capture_path(row["id"])),
            "url": row["url"],
            "status": row["status"],
            "mime": row["mime"],
            "payload_digest": row["payload_digest"],
            "fidelity": row["fidelity"],
        }
        for row in rows
    ]
    return {
        "original_uri": url,
        "timegate_uri": gate,
        "timemap_uri": {"link_format": here, "json_format": here.replace("/-/timemap/", "/-/timemap/json/", 1)},
        "mementos": {"list": mementos},
    }


async def timegate(datasette: Any, request: Any) -> Any:
    """`/-/timegate/<url>`: a redirect to the good capture nearest to the header Accept-Datetime, else to the newest.

    Has no parameters: a query string belongs to the URL. Raises BadRequest when that is no web address, or the header
    no date (RFC 9110).
    """
    url = wanted_url(request)
    rows = await _captures(datasette.get_database(ARCHIVE), url)
    if not rows:
        return await _none(datasette, request, url)
    # Somebody who asks for a page of that time wants the page, not the error it gave on that day.
    good = [row for row in rows if row["status"] in {None, 200, 304}] or rows
    wanted = request.headers.get("accept-datetime")
    best = good[-1]
    if wanted:
        try:
            moment = parsedate_to_datetime(wanted)
        except ValueError as error:
            raise BadRequest(texts(language(request))("memento.bad_datetime")) from error
        moment = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment
        best = min(good, key=lambda row: abs(row["moment"] - moment))
    target = datasette.absolute_url(request, datasette.urls.path(capture_path(best["id"])))
    here = datasette.absolute_url(request, datasette.urls.path(f"/-/timemap/{in_link(url)}"))
    links = f'<{in_link(url)}>; rel="original", <{here}>; rel="timemap"; type="application/link-format"'
    return Response("", status=302, headers={"location": target, "vary": "accept-datetime", "link": links})
