"""`scrapy probe --write`: a spider file, fixtures and goldens from what a probe found."""

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path

from scraper.cli.reading_json import as_json
from scraper.errors import CongTinError, NothingReadableError
from scraper.families.read import read
from scraper.portals.spider_names import class_name, split_name
from scraper.probe.findings import Fetched, Findings
from scraper.reading import Family, Page, clean
from scraper.vietnamese.provinces import province_now

_MOST_STARTS = 10  # list pages that a spider begins with
_LONGEST_TITLE = 80
_LINE_LENGTH = 119  # of the project's formatter
_SITE_PART = re.compile(r"(?<!\s)\s++[|–—»-]\s+")


def write(found: Findings, name: str, root: Path) -> Iterator[Path]:
    """Make the portal `name` in the project at `root` from what was `found`; yields each path as it is written.

    The spider file comes last, so that a portal that Scrapy knows has its fixtures.

    The goldens are marked `"reviewed": false` in pages.json, and a test fails until a person has read them.
    Raises NothingReadableError without a list page, and CongTinError when a file cannot be written.
    """
    if found.best_list is None:
        raise NothingReadableError(
            "No list page was found, so a spider would have nowhere to begin; nothing was written."
        )
    pages = {"list-1.html": found.best_list.fetched}
    pages |= {f"detail-{number}.html": one.fetched for number, one in enumerate(found.samples(), 1)}
    try:
        folder = root / "tests/portals" / name
        folder.mkdir(parents=True)
        yield from _fixtures(folder, pages, name, found.family)
        spider = root / "scraper/spiders" / f"{name}.py"
        with spider.open("x", encoding="utf-8") as file:  # never over a file that somebody wrote
            file.write(spider_source(found, name))
        yield spider
    except OSError as error:
        raise CongTinError(f"Cannot write {error.filename}: {error.strerror}.") from error


def _fixtures(folder: Path, pages: dict[str, Fetched], name: str, family: Family | None) -> Iterator[Path]:
    """The pages as they were served, their goldens, and pages.json, which says how each was fetched."""
    index = {}
    for file, fetched in pages.items():
        how = {"url": fetched.page.address, "reviewed": False}
        if fetched.content_type:
            how["content_type"] = fetched.content_type
        page = Page.from_bytes(fetched.page.address, fetched.body, content_type=fetched.content_type)
        golden = as_json(read(page, (family,) if family else ()), portal=name)
        (folder / file).write_bytes(fetched.body)
        yield folder / file
        yield _json(folder / f"{file}.json", golden)
        index[file] = how
    yield _json(folder / "pages.json", index)


def _json(path: Path, value: object) -> Path:
    path.write_text(json.dumps(value, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return path


def spider_source(found: Findings, name: str) -> str:
    """The text of the spider file for the portal `name`, from what was `found`; formatted as the project is.

    Nothing is invented: what probe cannot know is "?", "unknown" or "low", and the note says so.
    """
    province, _ = split_name(name)
    province = province or "?"
    module, constant = _where(found.family) if found.family else ("", "")
    title = site_title(found)
    today = datetime.now(UTC).date().isoformat()
    starts = [one.listing.url for one in found.lists if one.next is not None] or [found.lists[0].listing.url]
    fields = [
        f"name={_quoted(title)}",
        f"owner={_quoted(title)}",
        f"province={_quoted(province)}",
        f"province_now={_quoted(province_now(province) if province != '?' else '?')}",
        f"families=({constant},)" if constant else "families=()",
        f"prefixes=({_quoted(found.host)},)",
        _tuple("start", starts[:_MOST_STARTS]),
        *([_tuple("feeds", found.read_feeds)] if found.read_feeds else []),
        'status="live"' if found.target.startswith("http") else 'status="unknown"',
        'confidence="low"',
        f'note="Found by scrapy probe on {today}; name, owner and status are still to be checked by a person."',
    ]
    return "\n".join(
        [
            f'"""{province}, the site at {found.host}."""',
            "",
            *([f"from {module} import {constant}"] if module else []),
            "from scraper.portals import Portal, PortalSpider",
            "",
            "",
            f"class {class_name(name)}(PortalSpider):",
            f'    name = "{name}"',
            "    portal = Portal(",
            *(f"        {field}," for field in fields),
            "    )",
            "",
        ]
    )


def site_title(found: Findings) -> str:
    """What the site calls itself, as far as the pages `found` say so; else its host."""
    pages = [one.fetched.page for one in found.lists] + [one.fetched.page for one in found.articles]
    stated = [clean(page.first("meta[property='og:site_name']::attr(content)")) for page in pages]
    stated += [_SITE_PART.split(page.title)[-1] for page in pages]
    title = next(filter(None, stated), found.host)
    return re.sub(r'["\\]+', "", title)[:_LONGEST_TITLE]


def _where(family: Family) -> tuple[str, str]:
    """Module and constant that a spider imports `family` from."""
    module = f"scraper.families.{family.id}"
    names = [name for name, value in vars(import_module(module)).items() if value is family]
    return module, names[0]


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _tuple(field: str, urls: list[str]) -> str:
    """A tuple of addresses, laid out as the formatter wants it."""
    line = f"{field}=({', '.join(map(_quoted, urls))}{',' if len(urls) == 1 else ''})"
    if len(line) + len("        ,") <= _LINE_LENGTH:
        return line
    return f"{field}=(\n" + "".join(f"            {_quoted(url)},\n" for url in urls) + "        )"
