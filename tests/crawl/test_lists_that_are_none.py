"""What was asked for as a list, feed or sitemap ends as one, or as a failure that says what came instead."""

import gzip

import pytest
from helpers.handmade import article, listing, page, serve
from helpers.world import World

from scraper.sample import SampleServer
from scraper.sample.model import Answer
from scraper.sample.pictures import pdf

HOST = "http://lists-tay.example"
XMLNS = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'


def locations(*paths, tag="url"):
    return "".join(f"<{tag}><loc>{HOST}{path}</loc></{tag}>" for path in paths)


def xml(text):
    return Answer(f'<?xml version="1.0"?>{text}'.encode(), "text/xml")


PAGES = {
    "/tin": listing(["/mot?utm_source=zalo&zarsrc=30", "/hai?id=7&fbclid=x"], following="/tin-2"),
    "/tin-2": article("Một bài ở chỗ trang hai"),
    "/gioi-thieu": page("Giới thiệu", "<h1>Giới thiệu</h1><p>Cổng của xã.</p>"),
    "/rss.xml": Answer(pdf("rss"), "application/pdf"),
    "/atom.xml": article("Một bài ở chỗ nguồn tin"),
    "/sitemap.xml": xml(
        f"<sitemapindex {XMLNS}>"
        + locations("/phan-1.xml.gz", "/phan-2.xml", "/phan-3.xml", tag="sitemap")
        + "</sitemapindex>"
    ),
    "/phan-1.xml.gz": Answer(
        gzip.compress(f"<urlset {XMLNS}>{locations('/ba?redirect=%2Ftin')}</urlset>".encode()), "application/x-gzip"
    ),
    "/phan-2.xml": Answer(b"PK\x03\x04" + bytes(90), "application/zip"),
    "/phan-3.xml": Answer(b"", status=404),
    **{path: article(f"Bài {path}") for path in ("/mot", "/hai", "/hai?id=7", "/ba")},
}
FAILED = {
    "/gioi-thieu": "a page without entries",
    "/rss.xml": "a file (application/pdf)",
    "/atom.xml": "an article",
    "/phan-2.xml": "a file (application/zip)",
}


@pytest.fixture(scope="module")
def crawled(tmp_path_factory):
    with SampleServer(port=0, sites=()) as server:
        serve(server, "lists-tay.example", PAGES)
        world = World(tmp_path_factory.mktemp("lists"), server, "helpers.handmade.spiders")
        world.said = world.scrapy("crawl", "lists", code=3).stdout
        yield world


def rows(world, sql):
    archive = world.archive()
    found = {row[0].replace(HOST, ""): tuple(row)[1:] for row in archive.rows(sql)}
    archive.close()
    return found


def test_what_came_instead_is_a_failure_with_its_reason_in_ledger_and_report(crawled):
    failures = rows(crawled, "select url, reason, detail from failures")
    assert {path: detail for path, (reason, detail) in failures.items() if reason == "not_a_list"} == FAILED
    outcomes = rows(crawled, "select url, outcome from visits join urls on key = url_key")
    assert all(outcomes[path] == ("failed",) for path in FAILED)
    assert outcomes["/phan-3.xml"] == ("gone",)
    assert outcomes["/phan-1.xml.gz"] == outcomes["/sitemap.xml"] == ("listing",)
    assert all(path in crawled.said for path in FAILED)


def test_nothing_of_it_is_stored_as_a_file_or_an_article(crawled):
    read_as = rows(crawled, "select url, read_as from captures")
    assert {path: read_as[path] for path in FAILED} == dict.fromkeys(FAILED, ("not_a_list",))
    articles = rows(crawled, "select url, title from articles")
    # An article where a list said that it goes on is kept: it may well be one.
    assert set(articles) == {"/mot", "/hai?id=7", "/ba", "/tin-2"}


def test_addresses_are_asked_for_and_stored_without_trackers(crawled):
    assert not any("utm_" in path or "fbclid" in path or "redirect" in path for _, _, path in crawled.server.log)
    cards = rows(crawled, "select url, title from cards")
    assert set(cards) == {"/mot", "/hai?id=7", "/ba"}


def test_a_rebuild_says_the_same(crawled):
    before = rows(crawled, "select url, read_as from captures"), rows(crawled, "select url, title from articles")
    crawled.scrapy("rebuild")
    after = rows(crawled, "select url, read_as from captures"), rows(crawled, "select url, title from articles")
    assert after == before


def test_without_the_ledger_what_the_spider_declares_still_counts(crawled, tmp_path_factory):
    """Captures alone do not say what they were asked for as; where the portal starts, its spider does."""
    other = World(tmp_path_factory.mktemp("alone"), crawled.server, "helpers.handmade.spiders")
    other.scrapy("ingest", *(crawled.home / "captures").glob("*.warc.gz"))
    read_as = rows(other, "select url, read_as from captures")
    assert {path for path, (kind,) in read_as.items() if kind == "not_a_list"} == set(FAILED) - {"/phan-2.xml"}
