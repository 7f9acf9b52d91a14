"""Pages that keep the reader busy for ever: each costs its bound, and crawl, ingest and rebuild go on to the next."""

import shutil
import signal

import pytest
from helpers.handmade import article, listing, serve
from helpers.world import World

from scraper.sample import SampleServer

NAMES = ["/mot", "/vong", "/hai", "/mau", "/ba"]
BOUND = ("-s", "READ_CPU_SECONDS=0.2")
DETAIL = "more than 0.2 s of CPU time"
OUTCOMES = "select url, outcome, reason from visits join urls on key = url_key order by url"


def portal(server, names):
    pages = {"/tin": listing(names)} | {name: article(f"Tin {name}") for name in names}
    serve(server, "slow-tay.example", pages)


def read_as(world):
    """What the captures were read as, by the ends of their addresses."""
    archive = world.archive()
    rows = archive.rows("select url, read_as from captures where url not like '%robots.txt'")
    archive.close()
    return {url.rpartition("/")[2]: kind for url, kind in rows}


READ_AS = {
    "tin": "listing",
    "mot": "article",
    "hai": "article",
    "ba": "article",
    "vong": "too_slow",
    "mau": "too_slow",
}


@pytest.fixture(scope="module")
def crawled(tmp_path_factory):
    with SampleServer(port=0, sites=()) as server:
        portal(server, NAMES)
        world = World(tmp_path_factory.mktemp("slow"), server, "helpers.handmade.spiders")
        done = world.scrapy("crawl", "slow", *BOUND, code=3)
    return world, done.stdout


def test_a_crawl_sets_them_aside_counts_them_and_goes_on(crawled):
    world, report = crawled
    assert read_as(world) == READ_AS
    assert "slow: 3 new, 0 changed; INCOMPLETE, 2 missing" in report
    for name in ("/vong", "/mau"):
        assert f"slow: failed: http://slow-tay.example{name} ({DETAIL})" in report
    assert "DOES NOT ADD UP" not in report
    assert "THE READER FAILED" not in report
    assert f"Given up after {DETAIL}, at http://slow-tay.example/vong" in world.logs()
    archive = world.archive()
    failures = archive.rows("select stage, reason, detail from failures")
    assert [tuple(row) for row in failures] == [("read", "too_slow", DETAIL)] * 2
    assert archive.value("select sum(deaths) from urls") == 0, "nobody died of them"
    archive.close()


def test_ingest_counts_them_and_goes_on(crawled, tmp_path):
    other = World(tmp_path, None, "helpers.handmade.spiders")
    files = sorted((crawled[0].home / "captures").glob("*.warc.gz"))
    done = other.scrapy("ingest", *files, *BOUND)
    assert "failed: too_slow" in done.stdout
    assert read_as(other) == READ_AS


@pytest.mark.parametrize("jobs", [1, 2])
def test_rebuild_goes_on(crawled, tmp_path, jobs):
    shutil.copytree(crawled[0].home, tmp_path, dirs_exist_ok=True)
    world = World(tmp_path, None, "helpers.handmade.spiders")
    world.scrapy("rebuild", "--jobs", jobs, *BOUND)
    assert read_as(world) == READ_AS


def test_a_crawl_hears_ctrl_c_while_a_page_hangs(tmp_path):
    names = ["/ngat", "/mot", "/hai"]
    with SampleServer(port=0, sites=()) as server:
        portal(server, names)
        world = World(tmp_path, server, "helpers.handmade.spiders")
        world.scrapy("crawl", "slow", *BOUND, code=1)
        assert read_as(world)["ngat"] == "too_slow"
        archive = world.archive()
        assert archive.value("select state from crawls") == "running"
        archive.close()
        world.scrapy("crawl", "slow", *BOUND, code=3)
    assert read_as(world) == {"tin": "listing", "ngat": "too_slow", "mot": "article", "hai": "article"}


def test_ingest_and_rebuild_hear_ctrl_c_while_a_page_hangs(tmp_path):
    with SampleServer(port=0, sites=()) as server:
        portal(server, ["/ngat"])
        world = World(tmp_path / "a", server, "helpers.handmade.spiders")
        world.scrapy("crawl", "slow", *BOUND, code=1)
    archive = world.archive()
    rows = archive.value("select count(*) from captures")
    archive.close()
    interrupted = World(tmp_path / "b", None, "helpers.handmade.spiders")
    files = sorted((world.home / "captures").glob("*.warc.gz"))
    assert "too_slow" not in interrupted.scrapy("ingest", *files, *BOUND, code=-signal.SIGINT).stdout
    world.scrapy("rebuild", *BOUND, code=-signal.SIGINT)
    archive = world.archive()
    assert archive.value("select count(*) from captures") == rows, "the archive of before is untouched"
    archive.close()
