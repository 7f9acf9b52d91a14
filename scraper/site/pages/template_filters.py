"""Filters of our templates: what they may call on a value."""

from collections.abc import Callable
from typing import Any

from scraper.site.datasette_065 import adapt_table
from scraper.site.pages.memento import capture_path, in_link
from scraper.site.render import http_url, short
from scraper.site.texts import Texts


def month_in_words(month: str, t: Texts) -> str:
    """A month (`2024-06`) in the language of `t`. Jinja's `map` can call a filter on every item, but no method."""
    return t.month(month)


FILTERS: dict[str, Callable[..., Any]] = {
    one.__name__: one for one in (adapt_table, capture_path, http_url, in_link, month_in_words, short)
}
