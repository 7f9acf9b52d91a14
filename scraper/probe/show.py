"""The findings of a probe, for a terminal."""

from collections.abc import Iterator

from rich.console import Console
from rich.table import Table
from rich.text import Text

from scraper.cli.reading_json import date_of
from scraper.families.general import GENERAL
from scraper.items import PageRequest
from scraper.probe.findings import Findings, ListPage

_LISTS = 5  # list pages that are shown
_OTHERS = 3  # families beside the likeliest one
_SAID = 4  # things that pages say of their system
_MENU = 8  # links to sections that were not tried


def show(found: Findings, known: str | None, console: Console) -> None:
    """Print what was `found` on `console`; `known` is the name of the spider that has the host already."""
    grid = Table.grid(padding=(0, 2))
    for label, value in _lines(found, known):
        grid.add_row(label, Text(value, overflow="fold"))
    console.print(grid)
    console.print(_articles(found) if found.articles else "No article could be read.")


def _lines(found: Findings, known: str | None) -> Iterator[tuple[str, str]]:
    yield "looked at", f"{found.target}: {found.pages:,} page{'' if found.pages == 1 else 's'} of {found.host}"
    if known:
        yield "portal", f"{known} has this host already"
    for label, named in (("name", found.masthead.name), ("owner", found.masthead.owner)):
        yield label, f"{named.name} (by {named.witness})" if named else "not found: no masthead names one"
    yield from _rows("the page", _says(found), "says nothing of its system")
    yield from _family(found)
    yield "readers", found.readers.sentence(found.system)
    if found.is_general:
        yield "", "recommended: families=(), the general reader alone; everything below is read by it"
    yield "robots.txt", found.robots
    yield "encoding", found.encoding.sentence if found.encoding else "no page to tell it by"
    yield from _rows("feeds", [f"{url} ({what})" for url, what in found.feeds.items()], "none found")
    yield from _rows("lists", [line for one in found.lists[:_LISTS] for line in _list(one)], "no list page found")
    if found.others:
        yield "neither", ", ".join(f"{count:,} {reason}" for reason, count in found.others.most_common())
    if found.menu:
        more = f" and {len(found.menu) - _MENU} more" if len(found.menu) > _MENU else ""
        yield "not tried", ", ".join(found.menu[:_MENU]) + more
    yield from _rows("articles", [f"{len(found.articles)} read; {', '.join(found.lacks)}"] if found.lacks else [], "")
    yield from _rows("notes", found.notes, "")


def _rows(label: str, values: list[str], nothing: str) -> Iterator[tuple[str, str]]:
    for number, value in enumerate(values or ([nothing] if nothing else [])):
        yield "" if number else label, value


def _says(found: Findings) -> list[str]:
    """What pages say of their system, those that most of them say first; the number of pages where it is not all."""
    pages = found.readers.pages
    lines = []
    for said, count in found.says.most_common(_SAID):
        sign = f": {found.signs[said]}" if found.signs[said] else ""
        lines.append(f"{said}{sign}" + ("" if count == pages else f" (on {count:,} of {pages:,} pages)"))
    return lines


def _family(found: Findings) -> Iterator[tuple[str, str]]:
    scores, family = found.scores, found.system
    if family is None:
        yield "family", f"unknown: pages are read as those of an {GENERAL.title}, by their structure"
    for score in scores[: _OTHERS + 1]:
        name = f"{score.family.title} ({score.family.id}), {score.points} of 100"
        yield ("family" if score.family is family else "  or"), f"{name}: {'; '.join(score.marks)}"


def _list(one: ListPage) -> Iterator[str]:
    cards = one.listing.cards
    yield f"{one.listing.url}: {len(cards)} entries, {sum(1 for card in cards if card.date)} with date"
    if one.next is None:
        yield "  no next page (paging kind: none)"
    else:
        yield f"  paging kind: {one.kind}; next: {_request(one.next)}"
    if one.checked:
        yield f"  the next page {one.checked}"


def _request(request: PageRequest) -> str:
    return request.url if request.method == "GET" else f"{request.method} {request.url} {(request.body or '')[:120]}"


def _articles(found: Findings) -> Table:
    """Three samples: one row of figures each."""
    table = Table("title", "date (source)", "author", "paragraphs", "images", "files", "flags")
    for sample in found.samples():
        article = sample.article
        stamp = article.published
        cells = (
            article.title,
            f"{date_of(stamp)} ({stamp.source})" if stamp else "none",
            ", ".join(filter(None, (article.author, article.unit))) or "none",
            str(article.body.count("\n") + 1),
            str(len(article.images)),
            str(len(article.attachments)),
            ", ".join(article.flags) or "none",
        )
        table.add_row(*map(Text, cells))  # as Text: brackets in a title are no markup
    return table
