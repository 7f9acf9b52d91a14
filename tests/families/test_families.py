"""The families: recognition, paging kinds, captions, traps; the real mirror and the five original texts."""

import re
from collections import Counter
from html import escape

import pytest
from helpers.paths import SHARED, TESTS
from scrapy.spiderloader import SpiderLoader
from scrapy.utils.project import get_project_settings
from warcio.archiveiterator import ArchiveIterator

from scraper.families.article_header import ARTICLE_HEADER
from scraper.families.drupal import DRUPAL
from scraper.families.langson import LANGSON
from scraper.families.liferay62 import LIFERAY62
from scraper.families.read import FAMILIES, read
from scraper.families.wordpress import WORDPRESS
from scraper.items import Article, Listing, Other
from scraper.reading.listing.paging import NextNumber, NextWord, OnClick, PathNumber, QueryNumber, with_number
from scraper.reading.page.page import Page
from scraper.reading.page.text import clean

WARC = SHARED / "real" / "sotttt-hanoi-2022.warc.gz"
SEEDS = SHARED / "seeds"
LOADER = SpiderLoader.from_settings(get_project_settings())
TEXT = "Hội nghị đã được nghe báo cáo sơ kết công tác, đại biểu thảo luận và thống nhất nhiệm vụ. " * 5
TITLE = "Hội nghị sơ kết công tác quý I năm 2024 của Ban Quản lý"


def page(main, head="", url="https://a.example/tin/bai-1.html", **more):
    return Page.from_text(f"<html><head><title>{TITLE}</title>{head}</head><body>{main}</body></html>", url, **more)


def article(main, **more):
    got = read(page(f"<div class=khung><h1>{TITLE}</h1><div class=nd>{main}</div></div>", **more))
    assert isinstance(got, Article), got
    return got


# -- captions, one rule everywhere -----------------------------------------------------------------------------------

IMG = '<img src="/a.jpg">'


@pytest.mark.parametrize(
    ("html", "caption"),
    [
        (f"<figure>{IMG}<figcaption>Toàn cảnh hội nghị.</figcaption></figure>", "Toàn cảnh hội nghị."),
        (f"<figure>{IMG}<p>Toàn cảnh hội nghị</p></figure>", "Toàn cảnh hội nghị"),
        (
            f'<div class="wp-caption">{IMG}<p class="wp-caption-text">Đồng chí A<br>phát biểu</p></div>',
            "Đồng chí A phát biểu",
        ),
        (f"<p align=center>{IMG}<br><em>Toàn cảnh hội nghị</em></p>", "Toàn cảnh hội nghị"),
        (f"<p align=center>{IMG}</p><p align=center>Toàn cảnh hội nghị.</p>", "Toàn cảnh hội nghị."),
        (f"<p>{IMG}</p><p>&nbsp;</p><p><i>Toàn cảnh hội nghị.</i></p>", "Toàn cảnh hội nghị."),
        (f"<p>{IMG}</p><p>Đ/c Đàm Văn Khải, Phó Trưởng Ban trao quà</p>", "Đ/c Đàm Văn Khải, Phó Trưởng Ban trao quà"),
        (f"<table><tr><td>{IMG}</td></tr><tr><td>Toàn cảnh hội nghị</td></tr></table>", "Toàn cảnh hội nghị"),
        (f"<p>{IMG}</p><p>Tại hội nghị, các đại biểu đã thảo luận sôi nổi.</p>", None),
        (f"<p>{IMG}</p><p>1. Kết quả đạt được</p>", None),
        (f"<p>{IMG}</p><h3>Những khó khăn còn lại</h3>", None),
        (f"<p>{IMG}</p><p><b>Những khó khăn còn lại</b></p>", None),
        (f"<p>{IMG}Tại buổi làm việc, {TEXT}</p>", None),
    ],
)
def test_captions(html, caption):
    got = article(f"<p>{TEXT}</p>{html}<p>{TEXT}</p>")
    assert [image.caption for image in got.images] == [caption]
    assert (caption in got.body.split("\n")) is False


def test_a_name_after_the_last_image_is_the_byline():
    got = article(f"<p>{TEXT}</p><p align=center>{IMG}</p><p align=center><b>Hải An</b></p>")
    assert (got.images[0].caption, got.author) == (None, "Hải An")
    assert got.body.endswith("\nHải An")


def test_credits_icons_and_lazy_images():
    got = article(
        f'<p>{TEXT}</p><figure><img src="data:image/gif;base64,x" data-src="/b.jpg"><figcaption>Đồi chè. Ảnh: Lê Minh'
        f'</figcaption></figure><img src="/spacer.gif"><img src="/i.png" width=16><p>{TEXT}</p>'
    )
    assert [(i.src, i.caption, i.credit) for i in got.images] == [
        ("https://a.example/b.jpg", "Đồi chè. Ảnh: Lê Minh", "Lê Minh")
    ]


def test_file_names_above_images_are_no_text():
    got = article(f"<p>{TEXT}</p><h2><a href='/file/1'>so ket_1.jpg</a></h2>{IMG}<p>{TEXT}</p>")
    assert "jpg" not in got.body


# -- other fields ----------------------------------------------------------------------------------------------------


def test_attachments():
    got = article(
        f'<p>{TEXT}</p><p><a href="/f/bao cao.docx">tại đây</a> <a href="/documents/1/2/a.pdf/0f-1">Phụ lục</a> '
        '<a href="/documents/1/2/a.jpg/0f-2">ảnh</a> <a href="/tin/khac.html">tin</a> <a href="/f/bao cao.docx">x</a></p>'
    )
    assert [(a.url, a.name) for a in got.attachments] == [
        ("https://a.example/f/bao%20cao.docx", "bao cao.docx"),
        ("https://a.example/documents/1/2/a.pdf/0f-1", "Phụ lục"),
    ]


def test_other_news_inside_the_body_is_cut_and_kept():
    got = article(
        f"<p>{TEXT}</p><p>Hải An</p><p><strong>Tin khác</strong></p><ul><li><a href='/1'>Tin thứ nhất của khối</a> (30/06/2023 15:03)"
        "</li><li><a href='/2'>Tin thứ hai của khối <span>(26/04/2023)</span></a></li></ul>"
    )
    assert got.body.endswith("Hải An")
    assert [(r.title, r.date.value if r.date else None) for r in got.related] == [
        ("Tin thứ nhất của khối", "2023-06-30T15:03:00+07:00"),
        ("Tin thứ hai của khối", "2023-04-26"),
    ]


@pytest.mark.parametrize(
    ("before", "behind", "value"),
    [
        ("<div class='date'>24/07/2023 10:27</div>", "", "2023-07-24T10:27:00+07:00"),
        ("", "<div class='d'>24/07/2023 10:27</div>", "2023-07-24T10:27:00+07:00"),
        ("", "<p>Ngày đăng: 24/07/2023</p>", "2023-07-24"),
        ("", "<time datetime='2023-07-24T10:27:00+07:00'>24/07/2023</time>", "2023-07-24T10:27:00+07:00"),
        ("<div class='clock'>Thứ tư, Ngày 1 Tháng 5 Năm 2024</div>", "", None),
        ("<div>Thứ tư, Ngày 1 Tháng 5 Năm 2024</div>", "", None),
        ("", "<div class='share'>Trang cập nhật ngày 20/06/2025</div>", None),
        ("", "", None),
    ],
)
def test_dates_are_labelled_or_stand_alone(before, behind, value):
    main = f"<header><span>Thứ tư,  25/05/2022</span></header><div>{before}<h1>{TITLE}</h1>{behind}<div class=nd><p>Chiều ngày 26/6/2024, {TEXT}</p><p>{TEXT}</p></div></div>"
    got = read(page(main))
    assert isinstance(got, Article)
    assert (got.published.value if got.published else None) == value


def test_machine_dates_and_url_dates():
    meta = "<meta property='article:published_time' content='2023-07-24+0710:27:00'>"
    assert article(f"<p>{TEXT}</p>", head=meta).published.value == "2023-07-24T10:27:00+07:00"
    got = article(f"<p>{TEXT}</p>", url="https://a.example/portal/Pages/2024-4-25/x.aspx")
    assert (got.published.value, got.published.source) == ("2024-04-25", "url")


def test_lead_is_not_repeated():
    got = read(
        page(
            f"<div><h1>{TITLE}</h1><div class=sapo>Tóm tắt của bài viết này rất ngắn gọn.</div><div class=nd><p>Tóm tắt của bài viết này rất ngắn gọn.</p><p>{TEXT}</p></div></div>"
        )
    )
    assert isinstance(got, Article)
    assert got.lead == "Tóm tắt của bài viết này rất ngắn gọn."
    assert got.body == clean(TEXT)


def test_toolbars_are_neither_title_nor_body():
    got = article(
        f"<div>A- A A+ | Tăng tương phản Giảm tương phản</div><p>{TEXT}</p><p>Facebook</p><p>{TEXT}</p><div>In trang</div>"
    )
    assert got.body == f"{clean(TEXT)}\nFacebook\n{clean(TEXT)}", "a name inside the text is text"
    assert got.title == TITLE


# -- paging ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "html", "url", "wanted"),
    [
        (NextWord(), "<ul class=pager><li><a href='?p=2'>Trang sau</a></li></ul>", "https://a.example/t", "?p=2"),
        (NextWord(), "<ul class=pager><li><a href='javascript:;'>next</a></li></ul>", "https://a.example/t", None),
        (NextWord(), "<ul class=pager><li><a href='?p=1'>Trang trước</a></li></ul>", "https://a.example/t", None),
        (NextWord(), "<div class=pagination><a href='?p=3'>»</a></div>", "https://a.example/t", "?p=3"),
        (NextNumber(), "<div class=pagination><b>2</b><a href='?p=3'>3</a></div>", "https://a.example/t", "?p=3"),
        (NextNumber(), "<div class=pagination><a href='?p=1'>1</a><b>2</b></div>", "https://a.example/t", None),
        (QueryNumber("page", zero=True), "<a href='?page=1'>2</a>", "https://a.example/t", "?page=1"),
        (QueryNumber("page"), "<a href='?page=3'>3</a>", "https://a.example/t?page=2", "?page=3"),
        (QueryNumber("page"), "<a href='?page=1'>1</a>", "https://a.example/t?page=2", None),
        (
            PathNumber(r"-(\d+)\.html$"),
            "<a href='/t-c2-3.html'>3</a>",
            "https://a.example/t-c2-2.html",
            "/t-c2-3.html",
        ),
        (
            OnClick("div.paging", "pagenum"),
            "<div class=paging><a href='#' onclick=\"self.location='/t?pagenum=2'\">2</a></div>",
            "https://a.example/t",
            "/t?pagenum=2",
        ),
    ],
)
def test_kinds_of_paging(kind, html, url, wanted):
    ask = kind(page(html, url=url), 10)
    assert (ask.url if ask else None) == (Page.from_text("<p>", url).link(wanted) if wanted else None)


def test_query_numbers():
    assert with_number("https://a.example/t?x=1&page=2", "page", 3) == "https://a.example/t?x=1&page=3"


def test_fragments_are_lists_to_their_end():
    """Page 3 follows from the body of the request for page 2; an empty fragment ends the list."""
    path = f"https://a.example{ARTICLE_HEADER.paging[1].path}"
    body = "article_category_id=7&site_id=3&page=2&page_size=2"
    cards = "".join(f"<div class=item><a class=Title href='/tin-{n}'>Tin số {n} của khối</a></div>" for n in (1, 2))
    got = read(Page.from_text(cards, path, request_body=body), (ARTICLE_HEADER,))
    assert isinstance(got, Listing)
    assert (len(got.cards), got.next.method, got.next.body) == (2, "POST", body.replace("page=2", "page=3"))
    empty = read(Page.from_bytes(path, b"", content_type="text/html", request_body=body), (ARTICLE_HEADER,))
    assert isinstance(empty, Listing)
    assert (empty.cards, empty.next) == ((), None)


# -- recognition -----------------------------------------------------------------------------------------------------


def test_issue_2_each_family_knows_its_own_pages_best():
    folder = TESTS / "portals"
    own = {
        "hanoi_sotttt": LIFERAY62,
        "bao_lang_son": WORDPRESS,
        "langson_dong_dang": LANGSON,
        "langson_dong_dang_drupal": DRUPAL,
        "hagiang_thi_dua": ARTICLE_HEADER,
    }
    for portal, family in own.items():
        for path in (folder / portal).glob("detail*.html" if family is LANGSON else "*.html"):
            body = (
                "article_category_id=1"
                if path.name.startswith(("list-2", "list-last")) and "hagiang" in portal
                else None
            )
            saved = Page.from_bytes("https://a.example/x", path.read_bytes(), request_body=body)
            scores = {other.id: other.recognise(saved) for other in FAMILIES}
            assert max(scores, key=lambda name: scores[name]) == family.id, (path, scores)
            assert scores[family.id] >= 50


def test_a_portal_that_changed_its_system_is_still_read():
    """Báo Lạng Sơn is read as WordPress; its present site is another system."""
    html = f"<html><head><title>{TITLE} - Báo</title></head><body><h1>{TITLE}</h1><div id=content-detail><p>{TEXT}</p><p>{TEXT}</p></div></body></html>"
    got = read(Page.from_text(html, "https://baolangson.vn/bai-5071654.html"), (WORDPRESS,))
    assert isinstance(got, Article)
    assert (got.title, got.family) == (TITLE, "baolangson")


def test_liferay_banners_are_no_article():
    html = (
        '<body class="yui3-skin-sam"><div id="p_p_id_101_" class="portlet-boundary"></div><div id="p_p_id_56_" class="portlet-boundary"><div class="journal-content-article"><p>'
        + TEXT * 3
        + "</p></div></div>"
    )
    got = read(
        Page.from_text(
            f"<html><head><link class='lfr-css-file' href='x'><title>{TITLE}</title></head>{html}</body></html>",
            "https://a.example/x",
        )
    )
    assert isinstance(got, Other)
    assert got.reason == "page"


# -- real pages and original texts, where this machine has them ------------------------------------------------------


@pytest.mark.skipif(not WARC.is_file(), reason="the real mirror is not on this machine")
@pytest.mark.parametrize("families", [None, (LIFERAY62,)], ids=["unknown portal", "known portal"])
def test_issue_2_the_real_mirror_holds_one_article(families):
    kinds = Counter()
    lists = {}
    with WARC.open("rb") as file:
        for record in ArchiveIterator(file):
            url = record.rec_headers.get_header("WARC-Target-URI")
            got = read(
                Page.from_bytes(url, record.content_stream().read(), content_type="text/html;charset=UTF-8"), families
            )
            trap = ".html/" in url
            kinds[type(got).__name__, trap, getattr(got, "reason", None)] += 1
            if isinstance(got, Listing):
                lists[url] = got
            if isinstance(got, Article):
                assert (got.key, got.published.value, got.author) == ("708168", "2012-12-21", None)
                assert (len(got.attachments), len(got.related), got.category) == (2, 6, "Chiến lược quy hoạch")
                assert "admin" not in got.body
    assert sum(kinds.values()) == 321
    assert kinds["Article", False, None] == 1
    assert kinds["Article", True, None] == 0
    assert 30 <= kinds["Listing", False, None] <= 40
    assert {reason for kind, _, reason in kinds if kind == "Other"} == {"login", "page"}
    covid = lists["http://sotttt.hanoi.gov.vn/phong-chong-dich-benh-covid-19"]
    assert (len(covid.cards), covid.total) == (20, 26)
    assert covid.next.url.endswith("_101_cur=2")
    assert all(card.date and card.title and card.summary for card in covid.cards)
    last = next(got for url, got in lists.items() if "covid" in url and len(got.cards) == 6)
    assert last.next is None


def _paragraphs(lines):
    return "\n".join(f"<p>{escape(line, quote=False)}</p>" for line in lines)


@pytest.mark.skipif(not SEEDS.is_dir(), reason="the original texts are not on this machine")
@pytest.mark.parametrize(
    ("seed", "family", "title_at", "skip", "captions", "author", "unit"),
    [
        ("000", LANGSON, 3, 0, ["Toàn cảnh Hội nghị sơ kết"], "Thân Thị Thanh", "Văn phòng"),
        ("001", DRUPAL, 2, 0, None, "Hoàng Quang Huy", "Trung tâm Quản lý cửa khẩu"),
        (
            "002",
            LANGSON,
            3,
            0,
            ["Toàn cảnh buổi làm việc", "Lãnh đạo Ban Quản lý báo cáo tại buổi làm việc"],
            "Thân Thị Thanh",
            "Văn phòng",
        ),
        ("003", ARTICLE_HEADER, 3, 1, None, "Hải Yến", None),
        ("004", WORDPRESS, 1, 0, ["Các đại biểu dự hội nghị"], "MAI CHI – PHƯƠNG VY", None),
    ],
)
def test_issue_2_the_original_texts_in_their_familys_markup(seed, family, title_at, skip, captions, author, unit):
    """Title, date, author, unit and paragraphs of the five original pages; nothing around them leaks."""
    source = next(SEEDS.glob(f"{seed}_*.txt")).read_text(encoding="utf-8")
    lines = [line for line in source.split("\n") if clean(line)]
    before, title, rest = lines[:title_at], clean(lines[title_at]), lines[title_at + 1 :]
    date = rest.pop(0) if skip else None
    related = []
    if "Tin khác" in rest:
        at = rest.index("Tin khác")
        rest, related = rest[:at], rest[at + 1 :]
    got = read(
        Page.from_text(_wrapped(family, before, title, date, rest, related), "https://mau.example/tin/bai.html"),
        (family,),
    )
    assert isinstance(got, Article)
    assert (got.family, got.title) == (family.id, title)
    assert (got.published.value if got.published else None) == ("2023-07-24T10:27:00+07:00" if date else None)
    assert (got.author, got.unit) == (author, unit)
    kept = [clean(line) for line in rest if not clean(line).endswith(".jpg")]
    pictured = [image.caption for image in got.images if image.caption]
    if captions:
        assert [caption for caption in captions if caption not in pictured] == []
    assert got.body.split("\n") == [line for line in kept if line not in " ".join(pictured)]
    assert len(got.related) == len(related)
    assert all(entry.date for entry in got.related)


def _wrapped(family, before, title, date, rest, related):
    """The original text in the markup of its family, with an image where a caption or a file name shows there was one."""
    body = []
    for number, line in enumerate(rest):
        text = clean(line)
        name = text if text.endswith(".jpg") else None
        short = len(text) < 140 and not re.search(r"[.:…]$", text) and number < len(rest) - 2
        follows_file = number > 0 and rest[number - 1].strip().endswith(".jpg")
        if name:
            body.append(
                f'<div class="file file-image"><h2 class="element-invisible"><a href="/file/{number}">{name}</a></h2><div class="content"><img src="/sites/default/files/{number}.jpg"></div></div>'
            )
        elif short and not follows_file:
            lines = "<br>".join(escape(part) for part in [line])
            body.append(
                f'<p style="text-align:center"><img src="/anh-{number}.jpg"></p><p style="text-align:center">{lines}</p><p>&nbsp;</p>'
            )
        else:
            body.append(f"<p>{escape(line, quote=False).replace(chr(0xA0), '&nbsp;')}</p>")
    inner = "\n".join(body)
    head = _paragraphs(before)
    if family is ARTICLE_HEADER:
        others = "".join(f"<li><a href='/{n}'>{escape(x)}</a></li>" for n, x in enumerate(related))
        main = f'<div class="ArticleHeader">{title}</div><div class="PostDate">{date}</div><div class="ArticleContent">{inner}</div><div class="khac"><p>Tin khác</p><ul>{others}</ul></div>'
    elif family is DRUPAL:
        main = f'<div id="main"><h1 id="page-title">{title}</h1><div id="node-1" class="node"><div class="content"><div class="field-name-body"><div class="field-item">{inner}</div></div></div></div></div>'
    elif family is WORDPRESS:
        main = f'<main><article id="post-1" class="post-1 post type-post hentry"><h1 class="entry-title">{title}</h1><div class="entry-content">{inner}</div></article></main>'
    else:
        main = f"<main><div><h1>{title}</h1><div class=nd>{inner}</div></div></main>"
    generator = {DRUPAL.id: "Drupal 7", WORDPRESS.id: "WordPress 5.9"}.get(family.id, "")
    return f"<html><head><title>{title} - Cổng</title><meta name=generator content='{generator}'></head><body class='single'><div class=top>{head}</div>{main}<footer><p>Chịu trách nhiệm: Ban Quản lý</p></footer></body></html>"
