"""Pages: decoding, what links are relative to, truncation; and everything that is no news."""

import pytest

from scraper.families.read import read
from scraper.items import Article, Listing, Other
from scraper.reading.page.decode import decode
from scraper.reading.page.page import MAX_BYTES, Page
from scraper.vietnamese.language import language

TEXT = "Hội nghị đã được nghe báo cáo sơ kết công tác, đại biểu thảo luận và thống nhất nhiệm vụ. " * 6


def reason(page):
    got = read(page)
    assert isinstance(got, Other), got
    return got.reason


@pytest.mark.parametrize(
    ("body", "header", "text", "mojibake"),
    [
        ("Tiếng Việt".encode(), None, "Tiếng Việt", False),
        (b"\xef\xbb\xbf" + "đ".encode(), "text/html; charset=iso-8859-1", "đ", False),
        ("đủ".encode("utf-16"), None, "đủ", False),
        ("đủ chữ ".encode("utf-16-le") * 200, None, "đủ chữ " * 200, False),
        ("Tiếng Việt".encode(), "text/html; charset=windows-1258", "Tiếng Việt", False),
        (
            b"<meta charset=windows-1258>Vi\xea\xf2t \xf0\xea\xec",
            None,
            "<meta charset=windows-1258>Vi\xea\u0323t \u0111\xea\u0301",
            False,
        ),
        (
            b"<meta charset=utf-8>RSS l\xe0 g\xec? In b\xe0i vi&#7871;t",
            None,
            "<meta charset=utf-8>RSS là gì? In bài vi&#7871;t",
            True,
        ),
        (
            "<meta charset=utf-8>Thống kê ".encode() + b"th\xf4ng k\xea",
            None,
            "<meta charset=utf-8>Thống kê thông kê",
            True,
        ),
        (b"caf\xe9", None, "café", False),
        (b"x", "text/html; charset=does-not-exist", "x", False),
    ],
)
def test_issue_2_wrong_encodings_are_read(body, header, text, mojibake):
    got = decode(body, header)
    if "1258" in text:
        assert got.text.startswith("<meta charset=windows-1258>Vi")
    else:
        assert got.text == text
    assert (got.mojibake, got.broken) == (mojibake, False)


def test_mojibake_is_flagged():
    body = f"<html><meta charset=utf-8><title>Bai viet so mot hai</title><body><h1>Bai viet so mot hai</h1><div><p>{TEXT}</p><p>l".encode()
    got = read(Page.from_bytes("https://a.example/1", body + b"\xe0 g\xec</p></div></body></html>"))
    assert isinstance(got, Article)
    assert "mojibake" in got.flags
    assert got.body.endswith("là gì")


@pytest.mark.parametrize(
    ("head", "url", "base"),
    [
        ("", "https://a.example/x/y", "https://a.example/x/y"),
        ("<base href='/z/'>", "https://a.example/x/y", "https://a.example/z/"),
        ("<base href='https://b.example/z/'>", None, "https://b.example/z/"),
        ("<meta property='og:url' content='https://c.example/bai'>", None, "https://c.example/bai"),
        ("", None, None),
    ],
)
def test_what_links_are_relative_to(head, url, base):
    page = Page.from_text(f"<html><head>{head}</head><body></body></html>", url)
    assert page.base == base
    assert ("no_base" in page.flags) == (base is None)


def test_links():
    page = Page.from_text("<html></html>", "https://a.example/x/y")
    assert page.link(" tin 1.doc\n") == "https://a.example/x/tin%201.doc"
    assert page.link("javascript:;") is None
    assert page.link("#top") is None
    assert page.link("mailto:a@b.example") is None
    assert page.link("http://[bad") is None
    assert Page.from_text("<html></html>").link("/bai.html") == "/bai.html"


HTML = "text/html; charset=utf-8"


@pytest.mark.parametrize(
    ("how", "wanted"),
    [
        ({"status": 301, "location": "/moi", "body": b""}, "redirect"),
        ({"status": 404, "body": b"<h1>404</h1>"}, "http_error"),
        ({"status": 503, "body": b""}, "http_error"),
        ({"body": b""}, "empty"),
        ({"body": b"  \n "}, "empty"),
        ({"body": b"<html><body></body></html>"}, "empty"),
        ({"body": b"%PDF-1.7 x", "content_type": "application/pdf"}, "attachment"),
        ({"body": b"%PDF-1.7 x"}, "attachment"),
        ({"body": b"PK\x03\x04 x", "content_type": "application/octet-stream"}, "attachment"),
        ({"body": b"{}", "content_type": "application/json"}, "not_html"),
        ({"body": b"body { color: red }", "content_type": "text/css"}, "not_html"),
        ({"body": "chỉ là chữ".encode(), "content_type": "text/plain"}, "not_html"),
        ({"body": b"<p>" + b"x" * MAX_BYTES}, "too_large"),
        ({"body": b"<p>" + b"\x81\x8d\x8f\x90\x9d" * 900, "content_type": "text/html"}, "encoding"),
        ({"body": b"<html><body>" + b"<i>x</i>" * 41_000 + b"</body></html>"}, "too_large"),
    ],
)
def test_issue_2_bad_input_is_a_named_outcome(how, wanted):
    how = {"content_type": HTML, "body": b""} | how
    got = read(Page.from_bytes("https://a.example/x", how.pop("body"), **how))
    assert isinstance(got, Other)
    assert got.reason == wanted
    if wanted == "redirect":
        assert got.location == "https://a.example/moi"
    if wanted == "http_error":
        assert got.detail == str(how["status"])


def test_robots_txt():
    page = Page.from_bytes("https://a.example/robots.txt", b"User-agent: *", content_type="text/plain")
    assert reason(page) == "robots"


@pytest.mark.parametrize(
    ("html", "wanted"),
    [
        ("<title>Đăng nhập - Cổng</title><h1>Đăng nhập</h1><form><input type=password></form>", "login"),
        ("<title>Just a moment...</title><p>Checking your browser before accessing</p>", "challenge"),
        ("<title>x</title><script>document.cookie='D1N=ab';location.reload();</script>", "challenge"),
        ("<title>Xác minh</title><p>Vui lòng xác nhận bạn không phải là robot</p>", "challenge"),
        ("<title>Thông báo</title><h1>Hệ thống đang bảo trì</h1><p>Xin quay lại sau.</p>", "maintenance"),
        ("<title>Cổng</title><h1>Không tìm thấy trang</h1><p>Trang bạn yêu cầu không tồn tại.</p>", "soft404"),
        ("<title>404 Not Found</title><p>nginx</p>", "soft404"),
        ("<title>Cổng thông tin | 404</title><h1>Trang 404</h1><p>Mời về trang chủ.</p>", "soft404"),
        ("<title>Cổng</title><p>Đang xây dựng</p>", "maintenance"),
        ("<title>Cổng</title><h1>Thông báo</h1><p>Website đang được nâng cấp.</p>", "maintenance"),
        ("<title>Quyết định 404 - Sở</title><h1>Quyết định 404</h1><p>Văn bản giấy.</p>", "page"),
        ("<title>Liên hệ</title><h1>Liên hệ</h1><p>Địa chỉ: số 1 đường Mẫu. Điện thoại: 000</p>", "page"),
    ],
)
def test_pages_that_answer_200_and_are_no_news(html, wanted):
    page = Page.from_text(f"<html><head></head><body>{html}</body></html>", "https://a.example/x")
    assert reason(page) == wanted


NEWS_LIKE_NO_NEWS = (
    "Quyết định số 404/QĐ-UBND về giá đất",
    "Xã Nà Pheo đang xây dựng nông thôn mới",
    "Đường tỉnh 404 đang được nâng cấp",
    "Trang trại không còn người trông coi",
)


def test_short_pages_of_news_about_works_and_numbers_are_news():
    cards = "".join(
        f'<article class="post"><h2 class="entry-title"><a href="/bai-{n}">{title}</a></h2></article>'
        for n, title in enumerate(NEWS_LIKE_NO_NEWS)
    )
    listed = Page.from_text(
        f"<html><title>Tin tức</title><body><main>{cards}</main></body></html>", "https://a.example/tin"
    )
    got = read(listed)
    assert isinstance(got, Listing)
    assert [card.title for card in got.cards] == list(NEWS_LIKE_NO_NEWS)


@pytest.mark.parametrize("title", NEWS_LIKE_NO_NEWS)
def test_short_article_about_works_or_numbers_is_an_article(title):
    html = f"<html><title>{title}</title><body><h1>{title}</h1><div class=nd><p>{TEXT}</p><p>{TEXT}</p></div></body></html>"
    got = read(Page.from_text(html, "https://a.example/1"))
    assert isinstance(got, Article)
    assert got.title == title


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Hội nghị sơ kết công tác sáu tháng đầu năm", "vi"),
        ("The board met to discuss the first half of the year", "en"),
        ("经济区管理委员会召开会议，总结上半年的工作情况，部署下半年的任务。", "zh"),
        ("ສະບາຍດີ ກອງປະຊຸມ ຄັ້ງທີ ໜຶ່ງ ຂອງ ແຂວງ", None),
        ("12/2024", None),
    ],
)
def test_language_is_told_by_letters(text, wanted):
    assert language(text) == wanted


def test_half_an_article_is_no_article():
    whole = f"<html><title>Hội nghị sơ kết</title><body><div><h1>Hội nghị sơ kết</h1><div class=nd><p>{TEXT}</p><p>{TEXT}</p></div></div><div class=chan><p>Hết trang</p></div></body></html>"
    assert isinstance(read(Page.from_text(whole, "https://a.example/1")), Article)
    assert reason(Page.from_text(whole[: whole.rindex("thảo luận")], "https://a.example/1")) == "truncated"
    behind = read(Page.from_text(whole[: whole.index("Hết trang") + 9], "https://a.example/1"))
    assert isinstance(behind, Article)
    assert "truncated" in behind.flags


def test_feeds_and_sitemaps():
    rss = """<?xml version="1.0"?><rss version="2.0"><channel><title>Tin</title><item><title>Tin &amp; ảnh</title>
    <link>https://a.example/1</link><pubDate>Mon, 24 Jul 2023 03:27:00 GMT</pubDate>
    <description><![CDATA[<p>Tóm <b>tắt</b></p>]]></description></item></channel></rss>"""
    got = read(Page.from_text(rss, "https://a.example/rss"))
    assert isinstance(got, Listing)
    card = got.cards[0]
    assert (got.source, card.title, card.summary) == ("feed", "Tin & ảnh", "Tóm tắt")
    assert card.date is not None
    assert (card.date.value, card.date.source) == ("2023-07-24T10:27:00+07:00", "feed")
    atom = '<feed xmlns="http://www.w3.org/2005/Atom"><link rel="next" href="/a?p=2"/><entry><title>T</title><link href="/1"/><published>2023-07-24</published></entry></feed>'
    got = read(Page.from_text(atom, "https://a.example/a"))
    assert isinstance(got, Listing)
    assert got.next is not None
    assert (got.cards[0].url, got.next.url) == ("https://a.example/1", "https://a.example/a?p=2")
    sitemap = '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><url><loc>https://a.example/1</loc><lastmod>2023-07-24</lastmod></url></urlset>'
    got = read(Page.from_text(sitemap, "https://a.example/sitemap.xml"))
    assert isinstance(got, Listing)
    assert (got.source, got.cards[0].date) == ("sitemap", None), "lastmod is no publication date"
    index = "<sitemapindex><sitemap><loc>https://a.example/s1.xml</loc></sitemap></sitemapindex>"
    got = read(Page.from_text(index, "https://a.example/sitemap.xml"))
    assert isinstance(got, Listing)
    assert [ask.url for ask in got.more] == ["https://a.example/s1.xml"]
