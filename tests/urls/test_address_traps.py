"""Addresses of the portals that show one article under several: what the frozen rule joins, what a family's key joins."""

from datetime import date

import pytest

from scraper.families.article_header import ARTICLE_HEADER
from scraper.families.read import read
from scraper.items import Article
from scraper.reading.page.page import Page
from scraper.urls.canonical import article_id
from scraper.urls.traps import trap_of

ON = date(2026, 11, 30)
TEXT = "<p>Xã Mẫu vừa khánh thành nhà văn hóa thôn, kinh phí 2 tỷ đồng, do dân góp ngày công và vật liệu.</p>" * 3


@pytest.mark.parametrize(
    "other",
    [
        "/chi-tiet-tin/?/le-khai-giang/8422437",
        "/chi-tiet-tin?%2Fle-khai-giang%2F8422437=",
        "/chi-tiet-tin/?/le-khai-giang/8422437#top",
    ],
)
def test_a_query_without_a_name_is_one_article_however_it_is_written(other):
    host = "http://thcsmau.example"
    assert article_id(host + other) == article_id(f"{host}/chi-tiet-tin?/le-khai-giang/8422437")


def test_two_articles_that_differ_by_their_last_digit_stay_two():
    """Addresses that are cut at 60 characters get a digit where one is taken already."""
    one = "https://phuongmau.example/tin-tuc/bac-mau-can-tiep-tuc-trien-khai-cac-bien-phap-phong-chong-d.html"
    assert article_id(one) != article_id(one.replace(".html", "1.html"))


def key_of(address, body):
    found = read(
        Page.from_bytes(address, f"<html><body>{body}</body></html>".encode(), content_type="text/html; charset=utf-8")
    )
    assert isinstance(found, Article)
    return found.family, found.key


HEADLINE = "<h1>Khánh thành nhà văn hóa thôn Mẫu</h1>"
SAME = {
    "the section in the query": (
        f"<div class=dng-portlet>{HEADLINE}<div>{TEXT}</div></div><a href='/web/guest/chi-tiet?id=1'></a>",
        [
            "http://thanhphomau.example/web/guest/chi-tiet?id=28316&_c=2",
            "http://thanhphomau.example/web/guest/chi-tiet?id=28316&_c=3",
            "http://thanhphomau.example/web/guest/chinh-quyen/chi-tiet?_c=2&id=28316",
        ],
    ),
    "pageindex=0": (
        f"<div class=ArticleHeader>Khánh thành nhà văn hóa thôn Mẫu</div><div class=ArticleContent>{TEXT}</div>",
        [
            "https://tinhmau.example/tin-noi-bat/khanh-thanh-950942",
            "https://tinhmau.example/tin-noi-bat/khanh-thanh-950942?pageindex=0",
        ],
    ),
    "IIS and a title in the query": (
        f"{HEADLINE}<div>{TEXT}</div>",
        [
            "https://tinhmau.example/Trang/ChiTietTinTuc.aspx?nid=13066",
            "https://tinhmau.example/Trang/ChiTietTinTuc.aspx?nid=13066&title=khanh-thanh.html",
            "https://tinhmau.example/trang/chitiettintuc.aspx?nid=13066",
        ],
    ),
    "a missing slash": (
        f"{HEADLINE}<div id=content>{TEXT}</div>",
        [
            "https://baomau.example/xa-hoi/202405/khanh-thanh-6b2a101/",
            "http://www.baomau.example/xa-hoi/202405/khanh-thanh-6b2a101",
        ],
    ),
}


@pytest.mark.parametrize(("body", "addresses"), SAME.values(), ids=SAME)
def test_further_addresses_of_one_article_have_its_key(body, addresses):
    assert len({key_of(address, body) for address in addresses}) == 1


def test_the_key_of_a_tenant_is_the_number_that_ends_the_address():
    assert ARTICLE_HEADER.specs[0].key is not None
    assert key_of(SAME["pageindex=0"][1][1], SAME["pageindex=0"][0]) == ("article_header", "950942")


@pytest.mark.parametrize(
    "query", ["p_auth=Zx81&p_p_id=Visit_counter_20_WAR&p_p_lifecycle=1", "p_p_id=58&p_auth=4ZUB4Bng", "P_AUTH=a&x=1"]
)
def test_a_token_of_one_visit_is_a_trap(query):
    assert trap_of(f"http://thcsmau.example/trang-chu?{query}", ON)


@pytest.mark.parametrize("query", ["p_p_id=101&_101_cur=2", "p_author=lan-chi", "q=p_auth", "p_auth="])
def test_other_parameters_are_none(query):
    assert trap_of(f"http://thcsmau.example/trang-chu?{query}", ON) is None
