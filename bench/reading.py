"""How fast pages are read, as a ratio to trafilatura on the same pages in the same run.

    python bench/reading.py [PAGES [MEMORY_PAGES]]

Prints pages per CPU-second of one process for the families, for the general reader alone and for trafilatura with
and without metadata; the ratios (with metadata at least 7 and 2); the milliseconds of each family; the slowest page
(at most 1 s); and how much the process grew over MEMORY_PAGES further pages, each read from fresh bytes (flat over
10,000; 0 leaves this out). The pages are those of the sample portals, filled to 59 KB with menus and inline script,
as real portals are. The sides take turns, and the best of three rounds counts: what else the machine does hits all
or is left out.
"""

import gc
import sys
import time
from collections import defaultdict
from pathlib import Path
from resource import getpagesize
from urllib.parse import urlsplit

import trafilatura
from scrapy.utils.project import get_project_settings

from scraper.families.read import read
from scraper.portals.portal_map import PortalMap
from scraper.reading.page.page import Page
from scraper.sample import SITES, SampleServer, articles

SIZE = 59_000
ROUNDS = 3


def furniture(size: int) -> str:
    """Markup that surrounds an article on a real page: `size` characters of menus and script."""
    links = "".join(
        f'<li class="menu-item level-{n % 3}"><a href="/chuyen-muc/muc-so-{n}">Chuyên mục số {n}</a></li>'
        for n in range(2000)
    )
    script = "<script>var settings = [" + "{id: 1, name: 'x', on: true}," * 2000
    half = size // 2
    menu = links[:half].rpartition("<li")[0]
    return f'<div id="footer-menu"><ul class="menu">{menu}</ul></div>{script[:half]}];</script>'


def pages(count: int) -> list[tuple[str, bytes]]:
    """`count` article pages of all sample portals in turn, as (URL, bytes)."""
    server = SampleServer(port=0)
    made: list[tuple[str, bytes]] = []
    for number in range(count):
        truths = articles(SITES[number % len(SITES)])
        url = truths[number // len(SITES) % len(truths)].url
        parts = urlsplit(url)
        target = parts.path + (f"?{parts.query}" if parts.query else "")
        html = server.answer(parts.netloc, target).body.decode()
        filled = html.replace("</body>", furniture(SIZE - len(html.encode())) + "</body>")
        made.append((url, filled.encode()))
    server.close()
    return made


def cpu(work, given) -> list[float]:
    """CPU seconds that `work` takes for each of `given`."""
    spent = []
    for one in given:
        start = time.process_time()
        work(*one)
        spent.append(time.process_time() - start)
    return spent


def resident() -> float:
    """Megabytes of memory that this process holds."""
    gc.collect()
    return int(Path("/proc/self/statm").read_text().split()[1]) * getpagesize() / 1e6


def growth(work, given, count: int) -> None:
    """Print how much memory the process took over `count` readings, quarter by quarter."""
    at = [resident()]
    for number in range(count):
        url, body = given[number % len(given)]
        work(url, bytes(bytearray(body)))
        if (number + 1) % max(1, count // 4) == 0:
            at.append(resident())
    print(f"memory over {count} pages: {' '.join(f'{size:.0f}' for size in at)} MB")


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    more = int(sys.argv[2]) if len(sys.argv) > 2 else 1000
    given = pages(count)
    portals = PortalMap.from_settings(get_project_settings())

    def ours(url: str, body: bytes):
        portal = portals.of(url)
        return read(Page.from_bytes(url, body, content_type="text/html"), portal.families if portal else None)

    def general(url: str, body: bytes):
        return read(Page.from_bytes(url, body, content_type="text/html"), ())

    def theirs(url: str, body: bytes) -> None:
        trafilatura.bare_extraction(body, url=url, with_metadata=True)

    def their_body(url: str, body: bytes) -> None:
        trafilatura.bare_extraction(body, url=url, with_metadata=False)

    works = (ours, general, theirs, their_body)
    for work in works:
        cpu(work, given[: len(SITES) * 2])  # warm
    rounds = [[cpu(work, given) for work in works] for _ in range(ROUNDS)]
    known, unknown, library, body_only = (min(sum(turn[n]) for turn in rounds) for n in range(len(works)))
    best = [min(times) for times in zip(*(turn[0] for turn in rounds), strict=True)]
    families = defaultdict(list)
    for (url, body), spent in zip(given, best, strict=True):
        families[ours(url, body).family].append(spent * 1000)
    size = sum(len(body) for _, body in given) / count / 1000
    print(f"{count} pages of {size:.0f} KB: {count / known:.0f} pages/s, general reader {count / unknown:.0f}")
    print(f"trafilatura with metadata {count / library:.0f} pages/s, body only {count / body_only:.0f}")
    print(f"ratio {library / known:.1f}, body only {body_only / known:.1f}")
    print(f"ratio of the general reader {library / unknown:.1f}, body only {body_only / unknown:.1f}")
    print(f"slowest page {max(best) * 1000:.0f} ms")
    print("ms a page: " + ", ".join(f"{family} {sum(ms) / len(ms):.1f}" for family, ms in families.items()))
    if more:
        growth(ours, given, more)


if __name__ == "__main__":
    main()
