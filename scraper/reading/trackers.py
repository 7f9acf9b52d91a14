"""Addresses of articles as they are stored: without the parameters that say who sent the reader."""

from dataclasses import replace
from typing import TypeVar

from scraper.items import Article, Card, Listing, Reading, Related
from scraper.urls.canonical import without_trackers as plain

_Entry = TypeVar("_Entry", Card, Related)


def without_trackers(reading: Reading) -> Reading:
    """`reading` with no tracker in the address of its article, of related ones and of its cards.

    What a page is asked for, files and the next page of a list are as written: they are no addresses of articles.
    """
    if isinstance(reading, Article):
        return replace(reading, url=plain(reading.url), related=_entries(reading.related))
    if isinstance(reading, Listing):
        return replace(reading, cards=_entries(reading.cards))
    return reading


def _entries(entries: tuple[_Entry, ...]) -> tuple[_Entry, ...]:
    return tuple(one if (url := plain(one.url)) == one.url else replace(one, url=url) for one in entries)
