"""Citations of an article: Vietnamese, Chicago, BibTeX and RIS. Pure functions on what the archive knows.

The date of access is the date of capture: that is when the cited text was seen. A date that nobody printed is not
cited; the citation says so.
"""

import re
from dataclasses import dataclass
from typing import Any

from scraper.site.texts import texts
from scraper.times import VIETNAM, instant

# Line ends would begin a new field; marks of direction would turn round what follows the title.
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]+")
_DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)")
_BIBTEX = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "%": r"\%",
    "&": r"\&",
    "#": r"\#",
    "$": r"\$",
    "_": r"\_",
    "^": r"\textasciicircum{}",
    "~": r"\textasciitilde{}",
}
_IN_URL = {"\\": "%5C", "{": "%7B", "}": "%7D", " ": "%20"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """What a citation names. `author` is a person or an office; `published` and `captured` are days, `YYYY-MM-DD`.

    `url` is the original's address, `archive_url` that of our page (of the version cited).
    """

    id: str
    title: str
    author: str | None
    portal: str | None
    published: str | None
    captured: str
    url: str
    archive_url: str


def source_of(
    row: dict[str, Any], shown: dict[str, Any], portal: dict[str, Any] | None, archive_url: str, captured: str
) -> Source:
    """The source for the article `row` in the version `shown`, captured at the instant `captured` (UTC).

    `portal` is the row of the portal that published it, `archive_url` the address of our page of this version.
    """
    return Source(
        id=row["id"],
        title=_line(shown["title"]),
        author=_line(row["author"] or row["unit"] or "") or None,
        portal=_line(portal["name"]) if portal else None,
        published=_day(row["published_at"]),
        captured=_day_of_instant(captured),
        url=_line(row["url"]),
        archive_url=archive_url,
    )


def vietnamese(s: Source) -> str:
    """The source `s` as Vietnamese publications cite a web page."""
    date = texts("vi").date(s.published) if s.published else "không rõ ngày đăng"
    parts = [s.author, f"“{s.title}”", s.portal, date, s.url]
    seen = texts("vi").date(s.captured)
    return ", ".join(filter(None, parts)) + f" (Cổng Tin lưu ngày {seen}: {s.archive_url})."


def chicago(s: Source) -> str:
    """The source `s` in Chicago style, bibliography form, for a web page with an archived copy."""
    end = "" if s.title.endswith((".", "?", "!", "…")) else "."
    parts = [f"{s.author}." if s.author else "", f"“{s.title}{end}”", f"{s.portal}," if s.portal else ""]
    parts.append(f"{_american(s.published)}." if s.published else "n.d.")
    return " ".join(filter(None, parts)) + f" {s.url}. Archived {_american(s.captured)}, at {s.archive_url}."


def bibtex(s: Source) -> str:
    """The source `s` as an entry of BibTeX (biblatex's @online), UTF-8."""
    fields = {
        "title": f"{{{_tex(s.title)}}}",  # a second pair of braces keeps the case
        "author": s.author and f"{{{_tex(s.author)}}}",  # one name, not "Surname, Given"
        "organization": s.portal and _tex(s.portal),
        "date": s.published,
        "year": s.published and s.published[:4],
        "url": _tex_url(s.url),
        "urldate": s.captured,
        "note": f"Bản lưu / archived copy: {_tex_url(s.archive_url)}",
    }
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value]
    return "\n".join([f"@online{{congtin:{s.id},", *lines, "}", ""])


def ris(s: Source) -> str:
    """The source `s` as a RIS record (type ELEC, a web page), UTF-8, with the line ends CR LF of the format."""
    fields = [
        ("TY", "ELEC"),
        ("TI", s.title),
        ("AU", s.author),
        ("T2", s.portal),
        ("PB", s.portal),
        ("PY", s.published and s.published[:4]),
        ("DA", s.published and s.published.replace("-", "/")),
        ("UR", s.url),
        ("L2", s.archive_url),
        ("Y2", s.captured.replace("-", "/")),
        ("LA", "vi"),
        ("ID", s.id),
        ("ER", ""),
    ]
    return "".join(f"{name}  - {value}\r\n" for name, value in fields if value is not None)


def _line(text: str) -> str:
    """One line without control characters."""
    return " ".join(_CONTROL.sub(" ", text).split())


def _day(stored: str | None) -> str | None:
    match = _DAY.match(stored or "")
    return match[0] if match else None


def _day_of_instant(captured: str) -> str:
    """The day in Viet Nam; of a foreign file's broken date what looks like a day."""
    try:
        return instant(captured).astimezone(VIETNAM).date().isoformat()
    except ValueError:
        return _day(captured) or captured


def _american(day: str) -> str:
    words = texts("en").date(day).split()
    return f"{words[1]} {words[0]}, {words[2]}" if len(words) == 3 else day


def _tex(text: str) -> str:
    return "".join(_BIBTEX.get(sign, sign) for sign in text)


def _tex_url(url: str) -> str:
    return "".join(_IN_URL.get(sign, sign) for sign in url)
