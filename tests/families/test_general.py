"""Pages of systems nobody knows: the general reader is no worse than the library under it."""

import re
from collections import Counter
from urllib.parse import urlsplit

import pytest
import trafilatura

from scraper.families.general import GENERAL
from scraper.families.read import read
from scraper.items import Article
from scraper.reading.page.page import Page
from scraper.sample import SITES, SampleServer, articles


def shingles(text):
    words = re.findall(r"\w+", text.lower())
    return Counter(tuple(words[n : n + 4]) for n in range(max(1, len(words) - 3)))


def f1(found, gold):
    ours, wanted = shingles(found), shingles(gold)
    return 2 * (ours & wanted).total() / (ours.total() + wanted.total())


@pytest.fixture(scope="module")
def server():
    made = SampleServer(port=0)
    yield made
    made.close()


@pytest.mark.parametrize("site", SITES, ids=lambda site: site.family)
def test_bodies_of_portals_read_as_unknown(server, site):
    ours, theirs = [], []
    for truth in articles(site)[5::25]:
        parts = urlsplit(truth.url)
        target = parts.path + (f"?{parts.query}" if parts.query else "")
        html = server.answer(parts.netloc, target).body.decode()
        gold = f"{truth.lead or ''}\n{truth.body}"
        reading = GENERAL.read(Page.from_text(html, truth.url))
        assert isinstance(reading, Article), truth.url
        ours.append(f1(f"{reading.lead or ''}\n{reading.body}", gold))
        theirs.append(f1(trafilatura.extract(html, include_comments=False) or "", gold))
    assert sum(ours) / len(ours) >= max(0.95, sum(theirs) / len(theirs))


TEXT = [
    f"Đoạn văn thứ {n} kể về một ngày làm việc của trạm khuyến nông xã Mẫu, nơi cán bộ đi từng thửa ruộng để hướng dẫn"
    f" bà con chọn giống, bón phân và ghi chép sổ theo dõi cho vụ {n}."
    for n in range(1, 9)
]


def test_where_the_library_sees_another_text_it_decides():
    """The heading stands over a long box of terms; the story is in another column that calls itself the article."""
    terms = "".join(
        f"<p>Điều {n}. Người đọc đồng ý với các quy định sử dụng trang này và mọi sửa đổi về sau của quy định.</p>"
        for n in range(3)
    )
    story = "".join(f"<p>{text}</p>" for text in TEXT)
    html = (
        "<html><head><title>Một ngày ở trạm khuyến nông</title></head><body>"
        f"<div id='c1'><h1>Một ngày ở trạm khuyến nông</h1><div class='terms'>{terms}</div></div>"
        f"<main><article><div class='entry'>{story}</div></article></main></body></html>"
    )
    reading = GENERAL.read(Page.from_text(html, "http://khong-ro.example/tin/1"))
    assert isinstance(reading, Article)
    assert reading.title == "Một ngày ở trạm khuyến nông"
    assert f1(reading.body, "\n".join(TEXT)) > 0.9


def test_a_list_stays_a_list_whatever_it_calls_itself():
    """Some systems say og:type=article on every page."""
    cards = "".join(
        f"<li><a href='/tin/{n}.html'>Tin hoạt động số {n} của trạm khuyến nông xã Mẫu</a> <span>0{n}/06/2025</span></li>"
        for n in range(1, 9)
    )
    html = (
        "<html><head><title>Tin tức</title><meta property='og:type' content='article'></head>"
        f"<body><h1>Tin tức</h1><ul class='list'>{cards}</ul></body></html>"
    )
    reading = GENERAL.read(Page.from_text(html, "http://khong-ro.example/tin"))
    assert reading.cards[0].title.startswith("Tin hoạt động số 1")


def test_running_text_among_more_links_than_text_is_an_article():
    """It does not call itself one, and structure sees the list that stands inside the same box."""
    story = "".join(f"<p>{text}</p>" for text in TEXT)
    cards = "".join(f"<p><a href='/tin/{n}.html'>Tin hoạt động số {n} của trạm khuyến nông</a></p>" for n in range(9))
    html = (
        "<html><head><title>Một ngày ở trạm khuyến nông</title></head><body><div>"
        f"<h1>Một ngày ở trạm khuyến nông</h1>{story}{cards}</div></body></html>"
    )
    reading = GENERAL.read(Page.from_text(html, "http://khong-ro.example/tin/1"))
    assert isinstance(reading, Article)
    assert f1(reading.body, "\n".join(TEXT)) > 0.9


@pytest.mark.parametrize(
    ("generator", "body_class"),
    [("WordPress 6.4", "single single-post postid-12"), ("Drupal 7", "page-node page-node-12 node-type-tin")],
)
def test_a_theme_that_renamed_everything_is_read_all_the_same(generator, body_class):
    story = "".join(f"<p>{text}</p>" for text in TEXT)
    cards = "".join(
        f"<article class='post'><h3><a href='/b{n}/'>Bài khác {n} của trạm</a></h3></article>" for n in "123"
    )
    html = (
        f"<html><head><title>Một ngày ở trạm khuyến nông</title><meta name='generator' content='{generator}'>"
        f"<meta name='Generator' content='{generator}'><meta property='og:type' content='article'></head>"
        f"<body class='{body_class}'><div class='khung'><h1>Một ngày ở trạm khuyến nông</h1><div class='chu'>{story}</div>"
        f"</div><div><h3>Bài viết liên quan</h3>{cards}</div></body></html>"
    )
    reading = read(Page.from_text(html, "http://khong-ro.example/tin/1"))
    assert isinstance(reading, Article)
    assert reading.family == generator.split()[0].lower()
    assert reading.body == "\n".join(TEXT)
