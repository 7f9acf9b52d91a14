"""Newspapers: what tells an article from a list, what a section is, and pages of others that look alike."""

import json

import pytest

from scraper.families.a_id import A_ID
from scraper.families.epi import EPI
from scraper.families.monthly import MONTHLY
from scraper.families.onecdn import ONECDN
from scraper.families.read import read
from scraper.items import Article, Listing
from scraper.reading.page.family import CERTAIN
from scraper.reading.page.page import Page

HOST = "baomau.example"
TEXT = "<p>Tuyến đường dài 12 ki-lô-mét qua ba xã vùng cao vừa được thông xe sau hai năm thi công.</p>" * 3
# One way to write an address for each system; `n` tells the articles apart.
ADDRESSES = {
    "epi": "/thong-xe-tuyen-duong-{n}-post4046{n:02}.html",
    "a_id": "/thong-xe-tuyen-duong-{n}-a1966{n:02}.html",
    "monthly": "/kinh-te/202405/thong-xe-tuyen-duong-{n}-6b2a1{n:02}/",
}
MARK = {"epi": "<a class=cms-link href='/a-post1.html'></a>", "a_id": "<div class=boxtinmoi></div>", "monthly": ""}
NAME = {"epi": "class='article__body cms-body'", "a_id": "class=content-fck", "monthly": "id=content"}
by_system = pytest.mark.parametrize("system", ADDRESSES)


def page(body, path="/kinh-te/", **how):
    how.setdefault("content_type", "text/html; charset=utf-8")
    return Page.from_bytes(f"https://{HOST}{path}", f"<html><body>{body}</body></html>".encode(), **how)


def links(system, numbers, tag="h3"):
    addresses = [ADDRESSES[system].format(n=n) for n in numbers]
    return "".join(
        f"<div><{tag}><a href='{to}'>Thông xe tuyến đường số {n} qua xã Mẫu</a></{tag}></div>"
        for n, to in zip(numbers, addresses, strict=True)
    )


@by_system
@pytest.mark.parametrize(
    "around",
    ["<nav>{}</nav>", "<div class='main-menu'>{}</div>", "<aside>{}</aside>", "<div class='sidebar-2'>{}</div>"],
)
def test_a_section_is_what_stands_outside_menus_and_side_columns(system, around):
    beside = around.format(links(system, range(50, 60)))
    found = read(page(f"{beside}<main>{links(system, range(1, 7))}</main>{beside}{MARK[system]}"))
    assert isinstance(found, Listing)
    assert found.family == system
    assert [card.title for card in found.cards] == [f"Thông xe tuyến đường số {n} qua xã Mẫu" for n in range(1, 7)]


@by_system
def test_top_stories_in_other_clothes_belong_to_the_section(system):
    top = f"<section class=focus>{links(system, [31], 'h1')}<ul>{links(system, [32, 33], 'b')}</ul></section>"
    found = read(page(f"{top}<main>{links(system, range(1, 7))}</main>{MARK[system]}"))
    assert [card.url.split("-")[-2] for card in found.cards[:4]] == ["31", "32", "33", "1"]


@by_system
def test_events_films_and_other_hosts_are_no_entries(system):
    others = (
        "<a href='/su-kien/chao-mung-dai-hoi.36.html'>Chào mừng đại hội các cấp</a>"
        "<a href='/video/xem-video/ban-tin-3870.html'>Bản tin thời sự cuối ngày của tỉnh</a>"
        f"<a href='https://khac.example{ADDRESSES[system].format(n=7)}'>Tin của một tờ báo khác trong vùng</a>"
    )
    found = read(page(f"<main>{others}{links(system, range(1, 7))}</main>{MARK[system]}"))
    assert len(found.cards) == 6


@by_system
def test_an_articles_address_is_an_article_whatever_stands_around_it(system):
    text = f"<div {NAME[system]}>{TEXT}<p style='text-align:right'>Lan Chi</p></div>"
    head = "<h1 class=fw700>Thông xe tuyến đường số 3 qua xã Mẫu</h1>"
    found = read(
        page(f"{head}{text}<div class=khac>{links(system, range(10, 40))}</div>", ADDRESSES[system].format(n=3))
    )
    assert isinstance(found, Article)
    assert found.family == system
    assert (found.author, found.published) == ("Lan Chi", None)
    assert found.key.startswith(("4046", "1966", "x6b2a1"))


def more(answer, path="/api/morenews-zone-141-3.html"):
    return Page.from_bytes(f"https://{HOST}{path}", json.dumps(answer).encode(), content_type="application/json")


def test_more_of_a_section_goes_on_until_an_answer_is_empty():
    found = read(more({"data": {"articles": links("epi", [1, 2])}}))
    assert (len(found.cards), found.next.url) == (2, f"https://{HOST}/api/morenews-zone-141-4.html")
    empty = read(more({"data": {"articles": ""}}))
    assert isinstance(empty, Listing)
    assert (empty.cards, empty.next) == ((), None)


@pytest.mark.parametrize(
    "answer", [{}, [], {"data": None}, {"data": {"articles": 5}}, {"data": {"contents": [7, {"date": "x"}]}}]
)
def test_answers_in_another_form_have_no_cards(answer):
    found = read(more(answer))
    assert isinstance(found, Listing)
    assert (found.cards, found.next) == ((), None)


def test_the_same_form_at_another_address_is_nobodys():
    assert read(more({"data": {"articles": links("epi", [1, 2])}}, "/api/khac.html")).reason == "not_html"


STRANGERS = {
    "a theme of WordPress": "<meta name=generator content='WordPress 6.4'><div class='td-post-content'>"
    + TEXT
    + "</div>",
    "a box called content": f"<div id=content class=content-detail><h1>Thông xe</h1>{TEXT}</div>",
    "a grid of goods": "<div class=b-grid><h3><a href='/gao-nep.html'>Gạo nếp</a></h3></div>" * 6,
    "short numbers": "".join(f"<a href='/gioi-thieu-a{n}.html'>Giới thiệu đơn vị {n}</a>" for n in range(8)),
    "folders of a month": "".join(f"<a href='/upload/202405/bao-cao-{n}.pdf'>Báo cáo {n}</a>" for n in range(8)),
    "another paper's links": "".join(
        f"<a href='https://khac.example/tin-a19660{n}.html'>Tin {n}</a>" for n in range(8)
    ),
    "one link to a post": "<a class=link href='/thong-xe-post12.html'>Thông xe</a>",
}


@pytest.mark.parametrize("family", [EPI, A_ID, ONECDN, MONTHLY], ids=lambda family: family.id)
@pytest.mark.parametrize("body", STRANGERS.values(), ids=STRANGERS)
def test_like_names_on_other_systems_are_not_enough(family, body):
    assert family.recognise(page(body)) < CERTAIN / 2


def test_the_month_in_an_address_is_no_date():
    found = read(
        page(
            f"<h1>Thông xe tuyến đường qua xã Mẫu</h1><div id=content>{TEXT}</div>",
            "/kinh-te/202405/thong-xe-6b2a101/",
        )
    )
    assert isinstance(found, Article)
    assert found.published is None
