"""How fast pages are read, as a ratio to trafilatura on the same pages in the same run.

    python bench/reading.py [PAGES]

Prints pages per CPU-second of one process for both, and the ratio (DESIGN.md: at least 5). The pages are those of the
sample portals, filled up to 59 KB with menus, side boxes and inline script, as real portals are.
"""

import sys
import time
from urllib.parse import urlsplit

import trafilatura
from scrapy.utils.project import get_project_settings

from scraper.families import read
from scraper.page import Page
from scraper.portal import PortalMap
from scraper.sample import SITES, SampleServer, articles

SIZE = 59_000


def furniture(size: int) -> str:
    """Markup that surrounds an article on a real page: `size` characters of menus and script."""
    links = "".join(
        f'<li class="menu-item level-{n % 3}"><a href="/chuyen-muc/muc-so-{n}">Chuyên mục số {n}</a></li>'
        for n in range(2000)
    )
    script = "<script>var settings = [" + "{id: 1, name: 'x', on: true}," * 400 + "];</script>"
    half = size // 2
    menu = links[:half].rpartition("<li")[0]
    return f'<div id="footer-menu"><ul class="menu">{menu}</ul></div>{script[:half]}</script>'


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
        filled = html.replace("</body>", furniture(SIZE - len(html)) + "</body>")
        made.append((url, filled.encode()))
    server.close()
    return made


def cpu(work, given) -> float:
    """CPU seconds that `work` takes for all of `given`."""
    start = time.process_time()
    for one in given:
        work(*one)
    return time.process_time() - start


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    given = pages(count)
    portals = PortalMap.from_settings(get_project_settings())

    def ours(url: str, body: bytes) -> None:
        portal = portals.of(url)
        read(Page.from_bytes(url, body, content_type="text/html"), portal.families if portal else ())

    def theirs(url: str, body: bytes) -> None:
        trafilatura.bare_extraction(body, url=url, with_metadata=True)

    for work in (ours, theirs):
        cpu(work, given[: len(SITES) * 2])  # warm
    mine, other = cpu(ours, given), cpu(theirs, given)
    size = sum(len(body) for _, body in given) / count / 1000
    print(f"{count} pages of {size:.0f} KB: {count / mine:.0f} pages/s, trafilatura {count / other:.0f} pages/s")
    print(f"ratio {other / mine:.1f}")


if __name__ == "__main__":
    main()
