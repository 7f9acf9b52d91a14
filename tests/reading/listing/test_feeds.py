"""Feeds and sitemaps of strangers: an entry's own fields, slips that are mended, and what is broken and said to be."""

import gzip
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scraper.families.read import read
from scraper.items import Listing, Other
from scraper.reading.listing.feeds import read_feed
from scraper.reading.page.page import Page

URL = "https://huyen-mau.example/rss.xml"
ITEM = "<item><title>{title}</title><link>{link}</link><pubDate>{date}</pubDate>{more}</item>"


def rss(*items, head="<rss version='2.0'>", more=""):
    return f"<?xml version='1.0' encoding='utf-8'?>\n{head}<channel><title>Kênh mẫu</title>{more}{''.join(items)}</channel></rss>"


def item(
    title="Mưa lớn ở xã Mẫu", link="https://huyen-mau.example/bai-1", date="Mon, 04 Mar 2024 01:15:00 GMT", more=""
):
    return ITEM.format(title=title, link=link, date=date, more=more)


def listing(text, url=URL):
    found = read_feed(Page.from_text(text, url))
    assert isinstance(found, Listing), found
    return found


def test_the_fields_of_an_item():
    card = listing(rss(item())).cards[0]
    assert (card.url, card.title) == ("https://huyen-mau.example/bai-1", "Mưa lớn ở xã Mẫu")
    assert card.date.value == "2024-03-04T08:15:00+07:00"
    assert card.date.source == "feed"


@pytest.mark.parametrize(
    "inside",
    [
        (
            "<media:group xmlns:media='http://search.yahoo.com/mrss/'><media:title>Ảnh minh họa</media:title>"
            "<media:description>Không phải tóm tắt</media:description></media:group>"
        ),
        "<source url='https://khac.example/rss'><title>Báo khác</title><link>https://khac.example/</link></source>",
        "<image><title>Biểu trưng</title><link>https://khac.example/logo</link></image>",
        (
            "<f:phim xmlns:f='urn:phim'><f:title>Đoạn phim</f:title><f:link>https://khac.example/phim</f:link>"
            "<f:published>1999-01-01</f:published></f:phim>"
        ),
    ],
)
def test_what_stands_inside_an_entry_is_not_the_entrys(inside):
    text = rss(f"<item>{inside}<title>Tựa đề đúng</title><link>https://huyen-mau.example/dung</link></item>")
    (card,) = listing(text).cards
    assert (card.url, card.title, card.date, card.summary) == (
        "https://huyen-mau.example/dung",
        "Tựa đề đúng",
        None,
        None,
    )


@pytest.mark.parametrize(
    ("written", "url"),
    [
        ("https://huyen-mau.example/xem?id=7&amp;muc=3", "https://huyen-mau.example/xem?id=7&muc=3"),
        ("https://huyen-mau.example/xem?id=7&muc=3", "https://huyen-mau.example/xem?id=7&muc=3"),
        ("<![CDATA[https://huyen-mau.example/xem?id=7&muc=3]]>", "https://huyen-mau.example/xem?id=7&muc=3"),
        ("https://huyen-mau.example/xem?id=7\x0b", "https://huyen-mau.example/xem?id=7"),
    ],
)
@pytest.mark.parametrize("title", ["Nông sản & chợ phiên", "Sông &ndash; núi", "Giá < 5.000 đồng"])
def test_slips_are_mended_and_change_no_address(written, url, title):
    text = rss(item(title=title, link=written), item(link=written))
    assert [card.url for card in listing(text).cards] == [url, url]


def test_a_prefix_that_nobody_declared():
    text = rss(item(date="", more="<dc:date>2024-03-04T08:15:00+07:00</dc:date><x:y>z</x:y>"))
    assert listing(text).cards[0].date.value == "2024-03-04T08:15:00+07:00"


@pytest.mark.parametrize("cut", [0.5, 0.9, 0.99])
def test_a_feed_that_is_cut_off_is_broken_and_no_short_list(cut):
    text = rss(*(item(link=f"https://huyen-mau.example/bai-{n}") for n in range(20)))
    found = read(Page.from_text(text[: int(len(text) * cut)], URL))
    assert isinstance(found, Other)
    assert found.reason == "broken_feed"


def test_no_entity_of_a_document_type_is_expanded(tmp_path):
    (secret := tmp_path / "secret").write_text("MAT-KHAU")
    bomb = (
        f"<!DOCTYPE rss [<!ENTITY a '{'ha' * 1000}'><!ENTITY b '{'&a;' * 100}'><!ENTITY f SYSTEM 'file://{secret}'>]>"
    )
    found = read_feed(Page.from_text(f"<?xml version='1.0'?>{bomb}" + rss(item(title="Tin &b; &f;"))[39:], URL))
    assert isinstance(found, Listing)
    assert "haha" not in repr(found)
    assert "MAT-KHAU" not in repr(found)


@pytest.mark.parametrize(
    ("link", "url"),
    [
        (
            "<link rel='enclosure' href='/tep.mp3'/><link rel='alternate' href='/bai-9'/>",
            "https://huyen-mau.example/bai-9",
        ),
        ("<link rel='edit' href='/sua/9'/><link href='/bai-9'/>", "https://huyen-mau.example/bai-9"),
        (
            "<link rel='replies' href='/bai-9/y-kien'/><link rel='alternate' href='bai-9'/>",
            "https://huyen-mau.example/vi/bai-9",
        ),
    ],
)
def test_the_alternate_link_of_atom_relative_to_its_base(link, url):
    text = (
        "<feed xmlns='http://www.w3.org/2005/Atom' xml:base='https://huyen-mau.example/vi/'><title>Kênh</title>"
        f"<entry><title>Bài chín</title>{link}<updated>2024-05-01T00:00:00Z</updated></entry></feed>"
    )
    (card,) = listing(text).cards
    assert (card.url, card.date) == (url, None)  # the time of a change is no date of publication


def test_a_guid_that_says_it_is_no_address():
    text = rss(
        "<item><title>Một</title><guid isPermaLink='false'>https://huyen-mau.example/?p=1</guid></item>",
        "<item><title>Hai</title><guid>https://huyen-mau.example/hai</guid></item>",
    )
    assert [card.title for card in listing(text).cards] == ["Hai"]


SITEMAP = (
    "<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9' xmlns:n='http://www.google.com/schemas/sitemap-news/0.9'"
    " xmlns:image='http://www.google.com/schemas/sitemap-image/1.1'>"
    "<url><image:image><image:loc>https://huyen-mau.example/anh.jpg</image:loc></image:image>"
    "<loc>https://huyen-mau.example/bai-2</loc><lastmod>2024-06-01</lastmod>"
    "<n:news><n:publication_date>2023-01-05</n:publication_date><n:title>Lúa chín</n:title></n:news></url></urlset>"
)


@pytest.mark.parametrize("packed", [False, True])
@pytest.mark.parametrize(
    "kind", [None, "application/gzip", "application/x-gzip", "text/xml", "application/octet-stream"]
)
def test_a_sitemap_as_it_is_and_in_a_gzip_file(packed, kind):
    body = SITEMAP.encode()
    body = gzip.compress(body, mtime=0) if packed else body
    url = "https://huyen-mau.example/sitemap.xml" + (".gz" if packed else "")
    found = read(Page.from_bytes(url, body, content_type=kind))
    assert isinstance(found, Listing)
    (card,) = found.cards
    assert (found.source, card.url, card.title) == ("sitemap", "https://huyen-mau.example/bai-2", "Lúa chín")
    assert (card.date.value, card.date.source) == ("2023-01-05", "sitemap")


def test_a_gzip_file_that_ends_early_or_holds_something_else_stays_a_file():
    whole = gzip.compress(SITEMAP.encode(), mtime=0)
    for body in (whole[: len(whole) // 2], gzip.compress(b"\0\1\2" * 50, mtime=0)):
        found = read(Page.from_bytes("https://huyen-mau.example/luu.gz", body, content_type="application/x-gzip"))
        assert isinstance(found, Other)
        assert found.reason == "attachment"


@pytest.mark.parametrize("kind", ["text/plain", "text/plain; charset=utf-8", None])
def test_a_sitemap_of_plain_lines(kind):
    body = b"https://huyen-mau.example/a\r\nhttps://huyen-mau.example/b\r\n"
    found = read(Page.from_bytes("https://huyen-mau.example/sitemap.txt", body, content_type=kind))
    assert isinstance(found, Listing)
    assert [card.url[-1] for card in found.cards] == ["a", "b"]


def test_a_text_file_with_an_address_in_it_is_no_sitemap():
    body = "https://huyen-mau.example/a\nKính gửi các phòng, ban".encode()
    assert isinstance(
        read(Page.from_bytes("https://huyen-mau.example/ghi-chu.txt", body, content_type="text/plain")), Other
    )


def test_json_feed():
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "next_url": "https://huyen-mau.example/feed.json?trang=2",
        "items": [
            {
                "id": 1,
                "url": "/bai-5",
                "title": "Cầu mới",
                "date_published": "2024-02-03T09:00:00+07:00",
                "summary": "Ngắn",
            },
            {"id": 2, "external_url": "https://khac.example/x"},
            {"id": 3},
            "hỏng",
        ],
    }
    found = listing(json.dumps(feed), "https://huyen-mau.example/feed.json")
    assert [card.url for card in found.cards] == ["https://huyen-mau.example/bai-5", "https://khac.example/x"]
    assert found.cards[0].date.value == "2024-02-03T09:00:00+07:00"
    assert found.next.url.endswith("trang=2")


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet="<>/&;:\"'=?![]-- abcrssitemx\n", max_size=200))
def test_junk_in_a_feed_never_raises(junk):
    for text in (rss(junk), junk, rss(item(title=junk)), f"<urlset>{junk}"):
        assert isinstance(read(Page.from_text(text, URL)), Listing | Other)
