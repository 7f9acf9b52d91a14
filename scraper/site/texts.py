"""Texts of the user interface in Vietnamese and English from one catalogue, and numbers and dates in words."""

import json
import re
from functools import cache
from importlib.resources import files
from typing import Any

from scraper.times import VIETNAM, instant

LANGUAGES = ("vi", "en")
COOKIE = "congtin_lang"  # keeps the reader's language
_MONTHS = "January February March April May June July August September October November December".split()
_STAMP = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?:T(\d\d):(\d\d))?")


@cache
def catalogue() -> dict[str, dict[str, str]]:
    """Key -> language -> text, from the files of `catalogue/`. A key that stands in two files is a mistake of ours."""
    found: dict[str, dict[str, str]] = {}
    # Several files, so that each part of the site has its texts together.
    for file in sorted(files("scraper.site").joinpath("catalogue").iterdir(), key=lambda file: file.name):
        part = json.loads(file.read_text("utf-8"))
        assert not found.keys() & part.keys(), f"{file.name} repeats {sorted(found.keys() & part.keys())}"
        found |= part
    return found


class Texts:
    """The texts of one language: `t("results", n=3)`. An unknown key is a mistake of ours and raises KeyError."""

    def __init__(self, lang: str) -> None:
        self.lang = lang
        self.other = "en" if lang == "vi" else "vi"

    def __call__(self, key: str, **values: Any) -> str:
        """The text for `key` with `values` filled in."""
        text = catalogue()[key][self.lang]
        return text.format(**values) if values else text

    def known(self, group: str, value: str | None) -> str:
        """The word for `value` of an open set such as states (key `state.gone`); `value` itself while it has none."""
        entry = catalogue().get(f"{group}.{value}")
        return entry[self.lang] if entry else str(value or "")

    def has(self, group: str, value: str | None) -> bool:
        """Whether `value` of an open set has a text of its own."""
        return f"{group}.{value}" in catalogue()

    def number(self, value: int) -> str:
        """`value` with the thousands sign of the language."""
        grouped = f"{value:,}"
        return grouped.replace(",", ".") if self.lang == "vi" else grouped

    def size(self, count: int) -> str:
        """A number of bytes in words: `12 KB`, `3,4 MB`."""
        if count < 1_000_000:
            return f"{max(1, round(count / 1000))} KB"
        shown = f"{count / 1_000_000:.1f} MB"
        return shown.replace(".", ",") if self.lang == "vi" else shown

    def date(self, value: str | None) -> str:
        """A stored date in words: `24/07/2023 10:27` or `24 July 2023, 10:27`; as stored when it has another form."""
        match = _STAMP.match(value or "")
        if not match:
            return value or ""
        year, month, day, hour, minute = match.groups()
        if self.lang == "vi":
            return f"{day}/{month}/{year}" + (f" {hour}:{minute}" if hour else "")
        if not 1 <= int(month) <= len(_MONTHS):
            return value or ""
        return f"{int(day)} {_MONTHS[int(month) - 1]} {year}" + (f", {hour}:{minute}" if hour else "")

    def month(self, value: str) -> str:
        """A month (`2024-06`) in words."""
        year, _, month = value.partition("-")
        if self.lang == "vi" or not (month.isdigit() and 1 <= int(month) <= len(_MONTHS)):
            return f"{month}/{year}"
        return f"{_MONTHS[int(month) - 1]} {year}"

    def instant(self, value: str | None) -> str:
        """A capture time, in UTC unless it names a zone, in Viet Nam's time; as stored when it has another form."""
        try:
            moment = instant(value or "")
        except ValueError:
            return value or ""
        return self.date(moment.astimezone(VIETNAM).isoformat()) + " (UTC+7)"


@cache
def texts(lang: str) -> Texts:
    """The texts of `lang`; Vietnamese when the language is not ours."""
    return Texts(lang if lang in LANGUAGES else "vi")


def language(request: Any) -> str:
    """The reader's language: parameter `lang`, else the cookie that it left earlier, else Vietnamese."""
    if request is None:
        return "vi"
    for choice in (request.args.get("lang"), request.cookies.get(COOKIE)):
        if choice in LANGUAGES:
            return str(choice)
    return "vi"
