"""What the benches of crawling share: a synthetic portal of any size, a bare spider for it, and the measuring.

The portal is a sample WordPress article, filled up to 59 KB as real pages are and told apart by its number, behind
list pages of 20 cards. As a program this file serves it, or crawls it without our pipeline; `Served` starts both.
"""

import asyncio
import gzip
import os
import socket
import subprocess
import sys
import time
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import scrapy
from scrapy.crawler import CrawlerProcess

from scraper.families.wordpress import WORDPRESS
from scraper.portals import Portal, PortalSpider
from scraper.sample import SITES, SampleServer, articles

ROOT = Path(__file__).resolve().parent.parent
HOST = "bench.example"
CARDS = 20
MARK, NUMBER = "Tin số không", "000000"
SIZE = 59_000


class Bench(PortalSpider):
    """The synthetic portal for our pipeline."""

    name = "bench"
    portal = Portal(
        name="Cổng đo",
        owner="Không có thật",
        province="Tỉnh Mẫu",
        province_now="Tỉnh Mẫu",
        families=(WORDPRESS,),
        prefixes=(HOST,),
        start=(f"http://{HOST}/tin",),
    )


class Bare(scrapy.Spider):
    """Follows the same links and keeps nothing: what Scrapy itself costs."""

    name = "bare"
    start_urls = (f"http://{HOST}/tin",)

    def parse(self, response):
        for link in response.css("h2 a::attr(href), a.next::attr(href)").getall():
            yield response.follow(link, self.parse if "/tin" in link else self.article)

    def article(self, response):
        yield {"url": response.url}


@cache
def template() -> str:
    """One article page with `MARK` for its title and in its first paragraph, and `NUMBER` for its number."""
    from reading import furniture

    site = next(site for site in SITES if site.family == "wordpress")
    one = articles(site)[0]
    server = SampleServer(port=0)
    html = server.answer(site.host, one.url.partition(site.host)[2]).body.decode()
    server.close()
    html = html.replace(one.title, MARK).replace(str(one.number), NUMBER)
    first = one.paragraphs[0][:40]
    html = html.replace(first, f"{MARK}. {first}")
    return html.replace("</body>", furniture(max(0, SIZE - len(html.encode()))) + "</body>")


def page(path: str, pages: int) -> str | None:
    """The page at `path`, or None."""
    kind, _, number = path.strip("/").partition("-")
    if kind == "bai" and number.isdigit() and int(number) < pages:
        return template().replace(MARK, f"Tin số {number}").replace(NUMBER, number)
    if kind != "tin" or not (number or "0").isdigit():
        return None
    first = int(number or 0) * CARDS
    cards = "".join(
        f'<article class="post"><h2 class="entry-title"><a href="/bai-{n}">Tin số {n}</a></h2></article>'
        for n in range(first, min(first + CARDS, pages))
    )
    more = f'<a class="next page-numbers" rel="next" href="/tin-{int(number or 0) + 1}">Tiếp</a>'
    more = more if first + CARDS < pages else ""
    return (
        f"<!DOCTYPE html><html><head><title>Tin trang {number or 0}</title></head><body><main>{cards}</main>"
        f'<nav class="navigation pagination"><div class="nav-links">{more}</div></nav></body></html>'
    )


async def serve(port: int, pages: int) -> None:
    """Serve the portal on loopback until killed."""

    async def answer(reader, writer):
        while head := await reader.readline():
            path = head.split()[1].decode()
            while (await reader.readline()).strip():
                pass
            found = page(path, pages)
            body = gzip.compress((found or "khong co").encode(), 1, mtime=0)
            status = "200 OK" if found else "404 Not Found"
            writer.write(
                f"HTTP/1.1 {status}\r\nContent-Type: text/html; charset=utf-8\r\nContent-Encoding: gzip\r\n"
                f"Content-Length: {len(body)}\r\n\r\n".encode()
                + body
            )
            await writer.drain()
        writer.close()

    await (await asyncio.start_server(answer, "127.0.0.1", port)).serve_forever()


@dataclass(frozen=True, slots=True)
class Cost:
    """What a crawl took: CPU and wall seconds, and the most memory that it had, in MB."""

    cpu: float
    wall: float
    memory: float


class Served:
    """The portal with `pages` articles, served by a process of its own; a context manager."""

    def __init__(self, pages: int) -> None:
        self.pages = pages
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]

    def __enter__(self):
        self._process = subprocess.Popen([sys.executable, __file__, "serve", str(self.port), str(self.pages)])
        for _ in range(600):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return self
            time.sleep(0.05)
        raise RuntimeError("the portal does not answer")

    def __exit__(self, *_):
        self._process.kill()
        self._process.wait()

    def run(self, home: Path, kind: str) -> Cost:
        """Crawl all of it into `home`, in a process: "bare", "captured" (bare with captures) or "whole"."""
        env = os.environ | {
            "CONGTIN_ARCHIVE": str(home / "archive.db"),
            "CONGTIN_CAPTURES": str(home / "captures"),
            "CONGTIN_SAMPLE_PORT": str(self.port),
            "PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "bench")]),
        }
        command = [sys.executable, __file__, kind]
        if kind == "whole":
            command = [sys.executable, "-m", "scrapy", "crawl", "bench", "-s", "SPIDER_MODULES=synthetic"]
        start = time.monotonic()
        process = subprocess.Popen(command, cwd=ROOT, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            raise SystemExit(f"the {kind} crawl ended with code {process.returncode}")
        return Cost(used.ru_utime + used.ru_stime, time.monotonic() - start, used.ru_maxrss / 1000)


def crawl_bare(*, captured: bool) -> None:
    """Scrapy as it is, with our download handler or without; the same resolver, concurrency and limits as ours."""
    settings = {
        "TWISTED_DNS_RESOLVER": "scraper.crawl.resolver.SampleResolver",
        "SAMPLE_PORT": int(os.environ["CONGTIN_SAMPLE_PORT"]),
        "ARCHIVE_DB": os.environ["CONGTIN_ARCHIVE"],
        "CAPTURES_DIR": os.environ["CONGTIN_CAPTURES"],
        "HOST_DELAY": 0,
        "CONCURRENT_REQUESTS_PER_DOMAIN": 8,
        "DOWNLOAD_DELAY": 0,
        "LOG_LEVEL": "INFO",
        "TELNETCONSOLE_ENABLED": False,
        "REMOTE_CONTROL_ENABLED": False,
        "COOKIES_ENABLED": False,
        "DEPTH_STATS_VERBOSE": False,
    }
    if captured:
        handler = "scraper.crawl.download.handler.WarcDownloadHandler"
        settings["DOWNLOAD_HANDLERS"] = {"http": handler, "https": handler}
    process = CrawlerProcess(settings)
    process.crawl(Bare)
    process.start()


if __name__ == "__main__":
    if sys.argv[1] == "serve":
        asyncio.run(serve(int(sys.argv[2]), int(sys.argv[3])))
    else:
        crawl_bare(captured=sys.argv[1] == "captured")
