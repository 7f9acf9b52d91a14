"""`/-/capture/<id>`: what the portal answered, as it was kept. Never rendered as a page of ours.

As plain text, as HTML that may neither run, load nor send anything, as a file to keep, or as the WARC record itself,
which is what proves it.
"""

import asyncio
import re
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import unquote, urlsplit

from datasette import Response

from scraper.errors import CaptureError
from scraper.reading.page.decode import decode
from scraper.site.datasette_065 import BadRequest, path_of
from scraper.site.pages import memento
from scraper.site.pages.captured import AbsentError, Body, TooLargeError, captures_dir, read_body, record_bytes
from scraper.site.render import ARCHIVE, not_found_page, page
from scraper.site.streaming import Stream, from_file
from scraper.site.texts import Texts, language, texts
from scraper.vietnamese.fold import fold

# No scripts, no network, no forms, an origin of its own (CSP sandbox): a portal's page must not act in our name.
# As HTML its own inline styles may show, nothing else.
_CLOSED = "sandbox; default-src 'none'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'"
_AS_HTML = _CLOSED + "; style-src 'unsafe-inline'; img-src data:"
_FORMS = ("chu", "html", "tep", "warc")  # text (the default), HTML, file, WARC record
_TEXT = re.compile(r"text/|application/(?:json|xml|xhtml|javascript|(?:atom|rss|rdf|ld|[\w.-]+)\+(?:xml|json))")
_HTML = {"text/html", "application/xhtml+xml"}
# Types that a download may keep; every other becomes a stream of bytes.
_FILES = re.compile(r"application/(?:pdf|msword|zip|rtf|vnd\.[\w.+-]+)|image/(?:png|jpeg|gif|webp)|text/csv")
_PIECE = 256 * 1024


async def capture(datasette: Any, request: Any) -> Any:
    """Answer `/-/capture/<id>`: the body of a capture by its id, percent-encoded.

    Parameters: `nhu`, the form: `chu` (plain text), `html`, `tep` (a file to keep) or `warc`; `lang`. An unknown id is
    404, a withheld page 451, a file that is not on this machine 410, one too large to show 413, a damaged one 502.
    Raises BadRequest for another form.
    """
    db = datasette.get_database(ARCHIVE)
    t = texts(language(request))
    form = request.args.get("nhu") or _FORMS[0]
    if form not in _FORMS:
        raise BadRequest(t("capture.bad_form", forms=", ".join(_FORMS)))
    row = await _row(db, unquote(request.url_vars["id"]))
    if row is None:
        return await not_found_page(datasette, request)
    if row["withheld"]:
        return await _refused(datasette, request, row, 451, t("guard.withheld", reason=row["withheld"]))
    folder = captures_dir(path_of(db))
    try:  # in threads: files are read while other requests are answered
        if form == "warc":
            pieces = await asyncio.to_thread(record_bytes, folder, row)
            return _download(datasette, request, row, pieces, "application/warc", f"{_stem(row)}.warc.gz")
        body = await asyncio.to_thread(read_body, folder, row, await _original(db, row))
    except AbsentError:
        return await _refused(datasette, request, row, 410, t("capture.absent", file=row["file"]))
    except TooLargeError:
        return await _refused(datasette, request, row, 413, t("capture.too_large"))
    except CaptureError as error:
        return await _refused(datasette, request, row, 502, t("capture.damaged", reason=str(error)))
    return _shown(datasette, request, row, body, form, t)


async def _row(db: Any, key: str) -> dict[str, Any] | None:
    """The capture with the reason why its page is withheld, if it is."""
    # A page may be withheld under the address it was requested by, or under the one that it redirected to.
    sql = (
        "select c.*, w.reason as withheld from captures c"
        " left join withheld w on w.article_id in (c.page_id, c.location_id) where c.id = :id"
    )
    row = (await db.execute(sql, {"id": key})).first()
    return dict(row) if row else None


async def _original(db: Any, row: dict[str, Any]) -> dict[str, Any] | None:
    """The capture that holds the body of a revisit: by the id it names, else by the digest it claims."""
    if row["payload_length"] is not None:
        return None
    for where in ("id = :refers_to", "payload_digest = :payload_digest"):
        sql = (
            f"select * from captures where payload_length is not null and {where}"  # noqa: S608 - constants
            " order by captured_at, id limit 1"
        )
        found = (await db.execute(sql, {key: row[key] for key in ("refers_to", "payload_digest")})).first()
        if found:
            return dict(found)
    return None


def _shown(datasette: Any, request: Any, row: dict[str, Any], body: Body, form: str, t: Texts) -> Any:
    """The body in the wanted form; what is no text is always a file to keep."""
    mime = row["mime"] or (body.content_type or "").split(";")[0].strip().lower()
    # Without a type a zero byte tells: text has none.
    textual = bool(_TEXT.match(mime)) or (not mime and b"\0" not in body.data[:4096])
    if form == "html" and mime not in _HTML:
        raise BadRequest(t("capture.no_html", mime=mime or "?"))
    if form == "tep" or not textual:
        kept = mime if _FILES.fullmatch(mime) else "application/octet-stream"
        return _download(datasette, request, row, _pieces(body.data), kept, _name(row, mime))
    text = decode(body.data, body.content_type).text
    kind = f"text/{'html' if form == 'html' else 'plain'}; charset=utf-8"
    return Response(text.encode(), content_type=kind, headers=_headers(datasette, request, row, form))


def _headers(datasette: Any, request: Any, row: dict[str, Any], form: str) -> dict[str, str]:
    return {
        "content-security-policy": _AS_HTML if form == "html" else _CLOSED,
        "x-content-type-options": "nosniff",
        "x-robots-tag": "noindex",
        "cross-origin-resource-policy": "same-origin",
        **memento.headers(datasette, request, row),
    }


def _download(
    datasette: Any, request: Any, row: dict[str, Any], pieces: Iterator[bytes], content_type: str, name: str
) -> Stream:
    headers = _headers(datasette, request, row, "tep")
    headers |= {"content-disposition": f'attachment; filename="{name}"'}
    return Stream(from_file(pieces), headers, content_type)


def _pieces(data: bytes) -> Iterator[bytes]:
    for at in range(0, len(data), _PIECE):
        yield data[at : at + _PIECE]


def _stem(row: dict[str, Any]) -> str:
    """The beginning of a file name: when it was captured, and the end of its id."""
    digits = re.sub(r"\D", "", row["captured_at"])[:14]
    return f"congtin-{digits}-{re.sub(r'[^0-9A-Za-z]', '', row['id'])[-8:]}"


def _name(row: dict[str, Any], mime: str) -> str:
    """A plain file name: that of the address where it has one, in ASCII."""
    try:
        last = PurePosixPath(unquote(urlsplit(row["url"]).path)).name
    except ValueError:
        last = ""
    plain = re.sub(r"[^0-9A-Za-z._-]+", "-", fold(last) or "").strip(".-")[-80:]
    if "." not in plain:
        plain = f"{plain or _stem(row)}.{'html' if mime in _HTML else 'bin'}"
    return plain


async def _refused(datasette: Any, request: Any, row: dict[str, Any], status: int, message: str) -> Any:
    context = {"heading": texts(language(request))("capture.title"), "message": message, "capture": row}
    return await page(datasette, request, "error", context, status=status)
