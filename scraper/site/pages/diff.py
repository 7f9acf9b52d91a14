"""`/bai/<id>/so-sanh`: what one version of an article changed against another, typed changes first."""

import asyncio
from functools import lru_cache
from typing import Any

from scraper.changes import Change, Text, compare
from scraper.site import rows
from scraper.site.edits.diff_view import Block, Piece, blocks, line_pieces
from scraper.site.pages.article import article_row
from scraper.site.render import ARCHIVE, not_found, page

LONGEST = 40_000  # characters of two versions, not neighbours, that are compared on demand
LISTED = 50  # typed changes on the page; the raw table has all
_TYPOGRAPHY = 10  # severities below are typography


async def diff(datasette: Any, request: Any) -> Any:
    """`/bai/<id>/so-sanh`: two versions of an article, by default the last two.

    Parameters: `tu` and `den`, what is compared with what, by at least 8 digits of their text hashes (without `tu` the
    version before, without `den` the last one); `lang`. Raises NotFound when one names no version.
    """
    db = datasette.get_database(ARCHIVE)
    row = await article_row(db, request)
    chain = sorted(
        await rows.versions(db, row["id"]), key=lambda version: (version["first_seen_at"], version["text_sha256"])
    )
    old, new = _pair(request, chain)
    context: dict[str, Any] = {
        "row": row,
        "chain": chain,
        "old": old,
        "new": new,
        "portal": (await rows.portals(db)).get(row["portal_id"]),
        "language": row["language"] or "vi",
    }
    if old and new:
        changes = await _changes(db, row["id"], old, new)
        # In a thread: long texts take a while, and other requests shall be answered meanwhile.
        context["shown"] = await asyncio.to_thread(_shown, *_text(old), *_text(new))
        context["typed"] = None if changes is None else [c for c in changes if c["severity"] >= _TYPOGRAPHY][:LISTED]
        context["more"] = len(changes or ()) > LISTED
        context["typography"] = sum(c["severity"] < _TYPOGRAPHY for c in changes or ())
    return await page(datasette, request, "diff", context)


def _pair(request: Any, chain: list[dict[str, Any]]) -> tuple[dict[str, Any] | None, dict[str, Any] | None]:
    """The two versions that the request names; a version against the one before it where only one is named."""
    old, new = (_named(request, chain, name) for name in ("tu", "den"))
    if new is None:
        new = chain[-1] if chain else None
    if old is None and new is not None:
        at = chain.index(new)
        old = chain[at - 1] if at else None
    return old, new


def _named(request: Any, chain: list[dict[str, Any]], name: str) -> dict[str, Any] | None:
    digits = request.args.get(name)
    if not digits:
        return None
    for version in chain:
        if len(digits) >= 8 and version["text_sha256"].startswith(digits):
            return version
    raise not_found(request)


def _text(version: dict[str, Any]) -> tuple[str, str, str]:
    return version["title"], version["lead"] or "", version["body"]


async def _changes(db: Any, article: str, old: dict[str, Any], new: dict[str, Any]) -> list[dict[str, Any]] | None:
    """The typed changes, most severe first: stored ones for neighbours, else worked out; None for very long texts."""
    stored = await rows.changes_between(db, article, old["text_sha256"], new["text_sha256"])
    if stored or old is new:
        return stored
    if sum(len(text) for text in (*_text(old), *_text(new))) > LONGEST:
        return None
    found = await asyncio.to_thread(_compared, *_text(old), *_text(new))
    changes = [{name: getattr(change, name) for name in Change.__dataclass_fields__} for change in found]
    return sorted(changes, key=lambda change: -change["severity"])


@lru_cache(maxsize=64)
def _compared(*texts: str) -> tuple[Change, ...]:
    return compare(Text(*texts[:3]), Text(*texts[3:]))


@lru_cache(maxsize=64)
def _shown(*texts: str) -> tuple[tuple[Piece, ...], list[Block], list[Block]]:
    (title, lead, body), (new_title, new_lead, new_body) = texts[:3], texts[3:]
    return line_pieces(title, new_title), blocks(lead, new_lead), blocks(body, new_body)
