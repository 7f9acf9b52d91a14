"""Sitemaps may have 50 MB and 50,000 entries; more, a bomb or a heap of tags ends as too large, in bounded memory."""

import gzip
import tracemalloc

import pytest

from scraper.capture.warc.message import decode_content
from scraper.families.read import read
from scraper.items import Listing
from scraper.reading.listing.feeds import MAX_ENTRIES
from scraper.reading.page.page import MAX_BYTES, MAX_FEED_BYTES, Page

URL = "http://huyen-mau.example/sitemap.xml"
MB = 1 << 20


def sitemap(count, padding=0, declared="<?xml version='1.0' encoding='UTF-8'?>", slip=""):
    long = "x" * padding
    entries = "".join(f"<url><loc>http://huyen-mau.example/{n}?a=1&amp;b={long}</loc></url>" for n in range(count))
    return f"{declared}<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'>{slip}{entries}</urlset>".encode()


LARGE = sitemap(25_000, padding=660)


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (LARGE, "text/xml"),
        (gzip.compress(LARGE, 1), "application/gzip"),
        (sitemap(25_000, padding=660, slip="<!-- x --> & "), "application/xml"),
        ("\n".join(f"http://huyen-mau.example/{n}?{'x' * 660}" for n in range(25_000)).encode(), "text/plain"),
    ],
    ids=["plain", "gzip", "mended", "lines"],
)
def test_more_than_a_page_may_have_is_read_to_its_end(body, kind):
    page = Page.from_bytes(URL, body, content_type=kind)
    assert page.size > MAX_BYTES
    got = read(page)
    assert isinstance(got, Listing), got
    assert len(got.cards) == 25_000
    assert got.source == "sitemap"
    assert got.cards[-1].url.startswith("http://huyen-mau.example/24999?")


def test_a_page_of_that_size_is_still_too_large():
    body = b"<html><head><title>feed</title></head><body>" + b"<p>dai</p>" * (2 * MB)
    assert read(Page.from_bytes(URL, body, content_type="text/html")).reason == "too_large"


def test_one_that_is_cut_off_is_broken_and_not_half_a_list():
    got = read(Page.from_bytes(URL, LARGE[:-200], content_type="text/xml"))
    assert got.reason == "broken_feed"


@pytest.mark.parametrize(
    "body",
    [
        sitemap(MAX_ENTRIES + 1),
        b"<urlset>" + b"<a/>" * (5 * MB) + b"</urlset>",
        b"\n".join(b"http://huyen-mau.example/%d" % n for n in range(MAX_ENTRIES + 1)),
        b"<urlset>" + b" " * MAX_FEED_BYTES + b"</urlset>",
    ],
    ids=["entries", "tags", "lines", "bytes"],
)
def test_what_no_sitemap_has_is_too_large(body):
    assert read(Page.from_bytes(URL, body, content_type="text/xml")).reason == "too_large"


@pytest.mark.parametrize("start", [b"<urlset>", b"<html>", b"http://huyen-mau.example/\n"])
def test_a_bomb_in_a_gzip_file_stays_bounded(start):
    bomb = gzip.compress(start + bytes(300 * MB), 1)
    tracemalloc.start()
    page = Page.from_bytes(URL, bomb, content_type="application/gzip")
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 3 * MAX_FEED_BYTES
    assert page.too_large
    assert read(page).reason in {"too_large", "attachment"}


def test_a_packed_answer_is_unpacked_as_far_as_a_sitemap_may_go():
    plain = b"<urlset>" + b"x" * (MAX_FEED_BYTES - 100)
    assert decode_content(gzip.compress(plain, 1), "gzip") == plain
