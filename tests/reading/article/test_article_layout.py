"""What each line of an article was on its page, and where images stood: kept through all that reading does to a text."""

from dataclasses import replace

import pytest

from scraper.families.liferay5 import LIFERAY5
from scraper.families.read import read
from scraper.families.vhv import VHV
from scraper.families.wordpress import WORDPRESS
from scraper.items import Article, Image
from scraper.layout import fits, layout_text, text_lines
from scraper.reading import (
    Body,
    Page,
    body_lines,
    compose,
    read_body,
    with_body,
    with_images_above,
    with_lead,
    with_lead_image,
    without_opening,
)
from scraper.reading.article.layout import picture_key
from scraper.reading.page.cut import cut
from scraper.reading.page.page import element

URL = "https://so-mau.example/tin/1"
ONE = "Sáng nay, Sở Mẫu họp giao ban với đại diện các phòng và nhiều khách mời từ các huyện trong tỉnh."
TWO = "Theo báo cáo, thu ngân sách tháng sáu đạt bảy tỷ đồng, cao hơn cùng kỳ năm trước hai tỷ đồng."
THREE = "Kết luận cuộc họp, giám đốc Sở Mẫu yêu cầu các phòng khắc phục ngay những việc còn chậm."


def made(html, *, title="Họp giao ban tháng sáu", lead=None, head="", **more):
    """The article of a text's HTML, by the functions that all families use."""
    page = Page(f"<html><head>{head}</head><body><div id=text>{html}</div></body></html>", URL)
    body = read_body(cut(element(page.selector.css("#text")[0])), page, title)
    return with_lead_image(compose(page, "test", title, body, lead=lead, **more), page)


def layout(article):
    found = article.layout
    assert found is not None
    assert fits(found, len(text_lines(article.lead, article.body)), len(article.images))
    return layout_text(found)


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        (f"<p>{ONE}</p><div>{TWO}</div>{THREE}", "3p"),
        (f"{ONE}<br><br>{TWO}<br>{THREE}", "3p"),
        (f"<h2>Thu</h2><p>{ONE}</p><h4><span>Chi</span></h4><p>{TWO}</p>", "h2 p h4 p"),
        (f"<h3><div>Thu</div></h3><p>{ONE}</p>", "h3 p"),
        (f"<p>{ONE}</p><ul><li>Thu</li><li><p>Chi</p></li></ul>", "p U1 u1"),
        (f"<ul><li>Thu<ul><li>Thuế</li><li>Phí</li></ul></li><li>Chi</li></ul><p>{ONE}</p>", "U1 U2 u2 u1 p"),
        (f"<ol><li>Thu<p>{ONE}</p></li><li>Chi<br>thường xuyên</li></ol>", "O1 +1 o1 +1"),
        (f"<ol start=3><li>Thu</li></ol><p>{ONE}</p><ol><li>Chi</li></ol>", "O1:3 p O1"),
        ("<ul><li>Thu</li></ul><ul><li>Chi</li></ul>", "2U1"),
        (f"<blockquote><p>{ONE}</p><p>{TWO}</p></blockquote><blockquote>{THREE}</blockquote>", "Q q Q"),
        (f"<blockquote><ul><li>Thu</li></ul></blockquote><p>{ONE}</p>", "U1 p"),
        (
            "<table><caption>Bảng 1</caption><tr><th>Khoản<th>Số<tr><td>Thu<td>7<tr><td>Chi<td>5</table>",
            "c Thh 2t",
        ),
        ("<table><tr><td>Thu<td>7</table><table><tr><td>Chi<td>5</table>", "2T"),
        (
            "<table><tr><th rowspan=2>Mục<th colspan=2>Năm<tr><th>2023<th>2024<tr><td colspan=3>I<tr><td>Phí<td><td>7",
            "Th/2h2 thh td3 td-d",
        ),
        # A table that only arranges paragraphs on the page.
        (f"<table><tr><td><p>{ONE}</p><p>{TWO * 3}</p></td><td><p>{THREE}</p></td></tr></table>", "3p"),
        (f"<figure><video></video><figcaption>Cảnh họp</figcaption></figure><p>{ONE}</p>", "c p"),
        (f"<li>{ONE}</li><li>{TWO}</li>", "2p"),  # entries of no list
    ],
)
def test_what_lines_were(html, expected):
    assert layout(made(html)) == expected


@pytest.mark.parametrize("tag", ["blockquote", "li", "div"])
def test_the_element_around_the_whole_text_is_no_part_of_it(tag):
    page = Page(f"<body><ul><{tag} id=text><p>{ONE}</p><p>{TWO}</p></{tag}></ul></body>", URL)
    body = read_body(cut(element(page.selector.css("#text")[0])), page)
    assert layout_text(compose(page, None, "Họp", body).layout) == "2p"


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        (f"<p><img src=a.jpg></p><p>{ONE}</p><p>{TWO}</p>", "2p|0*"),
        (f"<p>{ONE}</p><p><img src=a.jpg></p><p>{TWO}</p>", "2p|1"),
        (f"<p>{ONE}</p><p>{TWO}</p><p><img src=a.jpg></p>", "2p|2"),
        (f"<p>{ONE}</p><p><img src=a.jpg><img src=b.jpg></p><p>Toàn cảnh cuộc họp</p><p>{TWO}</p>", "2p|1 1"),
        (f"<p>{ONE}</p><figure><img src=a.jpg><figcaption>Cảnh họp</figcaption></figure><p>{TWO}</p>", "2p|1"),
        (f"<p>{ONE}</p><noscript><img src=a.jpg></noscript><p>{TWO}</p>", "2p|1"),
        (f"<ul><li>Thu<img src=a.jpg></li><li>Chi</li></ul><p>{ONE}</p>", "U1 u1 p|1"),
        # Title, date and tools above the text are no lines of it; an image between them stands before the first.
        (f"<p>Họp giao ban tháng sáu</p><img src=a.jpg><p>24/07/2023</p><p>{ONE}</p><p>{TWO}</p>", "2p|0*"),
        (f"<p>Họp giao ban tháng sáu</p><p>{ONE}</p><img src=a.jpg><p>{TWO}</p><p>In bài</p>", "2p|1"),
    ],
)
def test_where_images_stood(html, expected):
    article = made(html)
    assert layout(article) == expected
    assert len(article.images) == expected.partition("|")[2].count(" ") + 1


@pytest.mark.parametrize(
    ("html", "lead", "expected"),
    [
        (f"<p><img src=a.jpg></p><p>{TWO}</p>", ONE, "2p|1*"),  # the lead stands elsewhere, above
        (f"<p><b>{ONE}</b></p><p><img src=a.jpg></p><p>{TWO}</p>", ONE, "2p|1*"),  # it is repeated
        (f"<p><img src=a.jpg></p><h3>{ONE}</h3><p>{TWO}</p>", ONE, "h3 p|0*"),
        (f"<p>{ONE}</p><p>{TWO}</p><p><img src=a.jpg></p><p>{THREE}</p>", f"{ONE} {TWO}", "2p|1*"),  # in two lines
        (f"<p>{TWO}</p><p><img src=a.jpg></p>", ONE, "2p|2"),
        (f"<p>{ONE}</p>", ONE, "p"),
    ],
)
def test_a_lead_is_a_line_of_its_own(html, lead, expected):
    article = made(html, lead=lead)
    assert article.lead == lead
    assert layout(article) == expected


@pytest.mark.parametrize(
    ("named", "expected"),
    [
        ("https://so-mau.example/tin/b.jpg", "2p|0 1*"),
        ("/tin/b-300x200.jpg?w=300", "2p|0 1*"),
        ("https://so-mau.example/tin/thumb_x300x200/b.jpg", "2p|0 1*"),
        ("https://so-mau.example/logo.png", "2p|0* 1"),  # a portal's logo stands for all its articles
        ("", "2p|0* 1"),
    ],
)
def test_the_lead_image_is_one_of_those_that_were_read(named, expected):
    head = f'<meta property="og:image" content="{named}">'
    article = made(f"<p><img src=a.jpg></p><p>{ONE}</p><p><img src=b.jpg?t=1></p><p>{TWO}</p>", head=head)
    assert layout(article) == expected
    assert len(article.images) == 2, "what og:image names is no image of the text by itself"


def test_pictures_named_by_a_query_are_told_apart():
    assert picture_key("https://a.example/image?id=1") != picture_key("https://a.example/image?id=2")
    assert picture_key("https://a.example/2023/a.jpg") != picture_key("https://a.example/2024/a.jpg")


def test_what_is_done_to_an_article_later_takes_its_layout_along():
    html = f"<h2>Thu</h2><p>{ONE}</p><img src=a.jpg><ul><li>Hai</li><li>Ba</li></ul><p>{TWO}</p><p>{THREE}</p>"
    article = made(html)
    assert layout(article) == "h2 p U1 u1 2p|2"
    lines = body_lines(article)
    assert layout(with_body(article, lines[:3])) == "h2 p U1|2"
    assert layout(with_body(article, [lines[0], lines[3], lines[5]])) == "h2 u1 p|1"
    assert layout(with_body(article, [])) == "|0"
    assert layout(without_opening(article, "Thu")) == "p U1 u1 2p|1"
    assert without_opening(article, ONE) == article
    led = with_lead(without_opening(article, "Thu"), ONE)
    assert (led.lead, led.body) == (ONE, f"Hai\nBa\n{TWO}\n{THREE}")
    assert layout(led) == "p U1 u1 2p|1"
    assert layout(with_body(led, body_lines(led)[2:])) == "3p|1"
    assert layout(with_lead(led, ONE)) == layout(led)
    assert layout(with_lead(article, "Sapo ở ngoài.")) == "p h2 p U1 u1 2p|3"
    more = with_images_above(led, (Image(src="https://so-mau.example/0.jpg"),))
    assert [image.src[-5:] for image in more.images] == ["0.jpg", "a.jpg"]
    assert layout(more) == "p U1 u1 2p|1 1"


def test_a_text_of_which_nobody_knows_how_it_was_set_has_no_layout():
    page = Page(f"<p>{ONE}</p>", URL)
    article = compose(page, None, "Họp", Body([ONE, TWO]))
    assert article.layout is None
    assert with_body(article, body_lines(article)[:1]).body == ONE
    assert with_lead_image(with_lead(article, ONE), page).layout is None


def test_a_layout_of_another_text_is_taken_off():
    article = made(f"<p>{ONE}</p><p>{TWO}</p>")
    page = Page("<p>", URL)
    assert with_lead_image(replace(article, body=ONE), page).layout is None
    assert with_lead_image(replace(article, images=(Image(src="https://so-mau.example/a.jpg"),)), page).layout is None
    assert with_lead_image(article, page) == article


BOLD_LEAD = f"""<div class='new-detail-layout-type-2'><h1 class=article-title>Họp giao ban</h1><div class=article-content>
<p><b>{ONE}</b></p><p><img src=/a.jpg></p><h3>Thu</h3><p>{TWO}</p></div></div>"""
SIGNED = f"""<div id=centermain class=txtdetail><h5>Họp giao ban</h5><h1>Cập nhật: 24/07/2010</h1><div class=asset-content>
<p>{ONE}</p><img src=/a.jpg><ul><li>{TWO}</li></ul><p>Hải Yến</p><p>Người ký : Sở Mẫu</p><p>Ngày ký: 24/07/2010</p>
</div></div>"""
LEAD_TWICE = f"""<body class='single postid-7'><article class=post><h1 class=entry-title>Họp giao ban</h1>
<div class=entry-summary>{ONE}</div><div class=entry-content><p>{ONE}</p><blockquote>{TWO}</blockquote></div></article>"""


@pytest.mark.parametrize(
    ("family", "html", "expected"),
    [(VHV, BOLD_LEAD, "p h3 p|1*"), (LIFERAY5, SIGNED, "p U1 p|1"), (WORDPRESS, LEAD_TWICE, "p Q")],
)
def test_families_keep_it(family, html, expected):
    article = read(Page(f"<html><head><title>Họp giao ban</title></head><body>{html}</body></html>", URL), (family,))
    assert isinstance(article, Article)
    assert layout(article) == expected
