"""Traps of the Liferay systems, one line each (facts in the families' own docstrings)."""

import json
from dataclasses import replace

import pytest
from helpers.paths import TESTS

from scraper import settings
from scraper.families.bacgiang import BACGIANG
from scraper.families.bacninh import BACNINH
from scraper.families.liferay5 import LIFERAY5
from scraper.families.liferay7 import LIFERAY7, PORTLET
from scraper.families.read import FAMILIES, read
from scraper.families.vportal import VPORTAL
from scraper.items import Article, Listing, Other
from scraper.reading.listing.liferay_paging import MinedResource, PortletNumber, parameters
from scraper.reading.listing.paging import OnClick
from scraper.reading.page.family import CERTAIN
from scraper.reading.page.page import Page

TEXT = "<p>Sáng 14/9, xã Bản Lườn khánh thành cầu dân sinh qua suối Nặm Thoong trước sự chứng kiến của bà con.</p>"
MINED = MinedResource(variable="loadPageURL", number="pageNum", last="totalPageNum", fixed=(("keyword", ""),))


def page(html, url="https://tinh.example/chinh-tri"):
    return Page.from_text(html, url)


def api(data, url="https://tinh.example/chinh-tri?p_p_resource_id=loadPage&pageNum=1"):
    return Page.from_bytes(url, json.dumps(data).encode(), content_type="application/json")


@pytest.mark.parametrize(
    "script",
    [
        r'var loadPageURL = "https://tinh.example/chinh-tri?p_p_id=x\x26p_p_resource_id=loadPage";',
        r'loadPageURL="https:\/\/tinh.example\/chinh-tri?p_p_id=x\u0026p_p_resource_id=loadPage"',
        "var loadPageURL='/chinh-tri?p_p_id=x&amp;p_p_resource_id=loadPage';",
        'options = {"loadPageURL": "/chinh-tri?p_p_id=x&p_p_resource_id=loadPage"}',
    ],
)
def test_an_address_in_a_script_is_read_as_the_browser_would(script):
    ask = MINED(page(f"<script>{script}</script>"), 0)
    assert ask.url == "https://tinh.example/chinh-tri?p_p_id=x&p_p_resource_id=loadPage&pageNum=1&keyword="


@pytest.mark.parametrize(
    ("here", "last", "cards", "next_page"),
    [(1, 3, 9, 2), (3, 3, 9, None), (1, "2", 9, 2), (1, 3, 0, None), (1, None, 9, None)],
)
def test_a_mined_list_ends_where_the_answer_says(here, last, cards, next_page):
    ask = MINED(api({"items": [], "totalPageNum": last}, f"https://tinh.example/a?pageNum={here}"), cards)
    assert (ask and f"pageNum={next_page}" in ask.url) == (True if next_page else None)


def test_pagers_of_other_portlets_do_not_count():
    other = '<a href="/a?p_p_id=56_INSTANCE_z&_56_INSTANCE_z_cur=2">Sau</a>'
    own = '<a href="/a?p_p_id=101_INSTANCE_q&_101_INSTANCE_q_cur=2">Sau</a>'
    kind = PortletNumber(portlet=r"101(?:_INSTANCE_\w+?)?")
    assert kind(page(other), 5) is None
    assert kind(page(other + own), 5).url == "https://tinh.example/a?p_p_id=101_INSTANCE_q&_101_INSTANCE_q_cur=2"
    assert parameters("/a?_101_INSTANCE_q_cur=2&_101_INSTANCE_q_delta=9&cur=7", r"101_INSTANCE_\w+?") == {
        "cur": "2",
        "delta": "9",
    }


@pytest.mark.parametrize("name", ["pagenum", "_vcms_INSTANCE_k2_pagenum"])
@pytest.mark.parametrize("call", ["self.location='{}'", "window.location.href = '{}'; return false;"])
def test_a_pager_without_links_is_followed_by_its_onclick(name, call):
    html = f"""<div class="wd-paging"><a href="#" onclick="{call.format(f"/a?{name}=2")}">2</a></div>"""
    kind = OnClick(pager=".wd-paging", name="pagenum")
    assert kind(page(html), 5).url == f"https://tinh.example/a?{name}=2"
    assert kind(page(html, f"https://tinh.example/a?{name}=2"), 5) is None


def test_a_lead_without_markup_of_its_own_is_the_summary_of_a_card_of_hoa_binh():
    record = '<div class="cat_record"><div class="right_first_record"><div class="title_v"><a href="/a?x_articleId=3"><h3>Khánh thành cầu</h3></a></div><span class="time">(06/10/2025 08:00)</span> Cây cầu dài 48 mét.</div></div>'
    got = read(page(f'<div class="list_new">{record}</div>'), (LIFERAY7,))
    assert [(card.title, card.date.value, card.summary) for card in got.cards] == [
        ("Khánh thành cầu", "2025-10-06T08:00:00+07:00", "Cây cầu dài 48 mét.")
    ]


@pytest.mark.parametrize(
    ("created", "expected"),
    [
        ("28/06/2025 16:05", "2025-06-28T16:05:00+07:00"),
        ("28/06/2025 00:00", "2025-06-28"),
        (1750899600000, "2025-06-26T08:00:00+07:00"),
        ("", None),
        (None, None),
        (True, None),
        (10**20, None),
    ],
)
def test_dates_of_bac_ninh_entries(created, expected):
    got = read(api({"items": [{"id": 5, "title": "Tin", "createdDate": created}], "totalPageNum": 1}), (BACNINH,))
    assert isinstance(got, Listing)
    assert (got.cards[0].date.value if got.cards[0].date else None) == expected


def test_an_entry_without_address_is_shown_by_the_page_of_its_list():
    got = read(api({"items": [{"id": 5, "title": "Tin", "urlDetail": None}], "totalPageNum": 1}), (BACNINH,))
    name = "newsbycategory_WAR_bacninhportlet"
    assert got.cards[0].url == f"https://tinh.example/chinh-tri?p_p_id={name}&p_p_lifecycle=0&_{name}_articleId=5"


@pytest.mark.parametrize("data", [{"items": None}, {"error": "x"}, [], {"items": {"a": 1}, "totalPageNum": 1}])
def test_bad_input_json_of_another_shape_is_no_list(data):
    got = read(api(data), (BACNINH,))
    assert isinstance(got, Other)
    assert got.reason == "not_html"


KEYS = [
    (BACNINH, "https://t.example/news/-/details/20182/tin-moi-2025-88119", "88119"),
    (
        BACNINH,
        "https://t.example/a?p_p_id=x&_newsbycategory_WAR_bacninhportlet_articleId=88119&p_p_state=normal",
        "88119",
    ),
    (BACGIANG, "https://t.example/x/-/asset_publisher/Enp27vgshTez/content/tin-moi?redirect=%2Fx", "tin-moi"),
    (BACGIANG, "https://t.example/y/-/asset_publisher/Zz/content/tin-moi/20181", "tin-moi"),
    (BACGIANG, "https://t.example/web/guest/-/tin-moi", "tin-moi"),
    (
        LIFERAY5,
        "https://t.example/a?_101_INSTANCE_x_struts_action=%2Fnss%2F&_101_INSTANCE_x_urlTitle=tin-moi&_101_INSTANCE_x_type=content",
        "tin-moi",
    ),
    (
        LIFERAY7,
        f"https://t.example/web/guest/cms?_{PORTLET}_INSTANCE_q_categoryId=9&_{PORTLET}_INSTANCE_q_articleId=61",
        "61",
    ),
    (VPORTAL, "https://t.example/a?_vcms_INSTANCE_k_articleId=7399", "7399"),
]
SHOWN = {
    "bacninh": '<h1>Thực đơn</h1><h1 id="contentDetailTitleId">Tin mới</h1><div id="contentDetail">{}</div>',
    "bacgiang": '<h1 class="portlet-title">Hộp</h1><div class="title-news"><h1>Tin mới</h1></div><div class="journal-content-article">{}</div>',
    "liferay5": '<div id="centermain"><div class="txtdetail"><h5>Tin mới</h5><h1>Cập nhật: 12h 05 - 24/07/2010</h1></div><div class="asset-content"><div class="journal-content-article">{}</div></div></div>',
    "liferay7": '<div class="date-time"><span class="fl">Thứ hai, ngày 06/10/2025</span></div><div id="content_detail_news"><h1 id="titleDetail">Tin mới</h1><div id="contentDetail">{}</div></div>',
    "vportal": '<div class="wd-boxs"><form><h3 class="wd-tlh3-4"><a href="#">Tin mới</a></h3>{}</form></div>',
}


@pytest.mark.parametrize(("family", "url", "key"), KEYS, ids=[f"{family.id} {key}" for family, _, key in KEYS])
def test_one_article_under_many_addresses_has_one_key(family, url, key):
    got = read(page(SHOWN[family.id].format(TEXT), url), (family,))
    assert isinstance(got, Article)
    assert (got.family, got.title, got.key) == (family.id, "Tin mới", key)


@pytest.mark.parametrize(("family", "url", "key"), KEYS, ids=[f"{family.id} {key}" for family, _, key in KEYS])
def test_such_a_page_is_recognised_among_all_families(family, url, key):
    got = page(SHOWN[family.id].format(TEXT), url)
    best = max(FAMILIES, key=lambda one: one.recognise(got))
    assert best is family
    assert replace(read(got), url="") == replace(read(got, (family,)), url="")


def test_a_clock_of_twelve_hours_gives_no_time():
    got = read(page(SHOWN["liferay5"].format(TEXT)), (LIFERAY5,))
    assert (got.published.value, got.published.precision) == ("2010-07-24", "day")


def test_a_person_who_signs_in_a_sentence_is_no_signature_box():
    body = TEXT + "<p>Người ký hợp đồng là ông Lương Văn Khải.</p><p>Kiểm duyệt nội dung vẫn do xã làm.</p>"
    got = read(page(SHOWN["liferay5"].format(body)), (LIFERAY5,))
    assert got.body.endswith("Kiểm duyệt nội dung vẫn do xã làm.")
    boxed = read(
        page(SHOWN["liferay5"].format(TEXT + "<div>Kiểm duyệt</div><div>người ký : Quản trị</div>")), (LIFERAY5,)
    )
    assert "người ký" not in boxed.body
    assert "Kiểm duyệt" not in boxed.body


def test_the_day_of_rendering_is_never_the_articles_date():
    assert read(page(SHOWN["liferay7"].format(TEXT)), (LIFERAY7,)).published is None


def test_the_print_view_and_tools_of_vportal_are_no_cards():
    card = '<div><h3><a href="/tin-1">Khánh thành cầu dân sinh xã Bản Lườn</a></h3><p class="wd-date">Ngày đăng: 24/07/2013</p></div>'
    tools = '<a class="wd-print" href="/VCMS-portlet/x/print_article.jsp?printArticleId=3">In bài viết</a>'
    got = read(
        page(f'<div class="wd-boxs"><h2 class="wd-tlh1-2"><a href="/tin">Tin</a></h2>{card}{tools}</div>'), (VPORTAL,)
    )
    assert [card.url for card in got.cards] == ["https://tinh.example/tin-1"]


@pytest.mark.parametrize(
    "line",
    ["24/07/2023 10:27 | Lượt xem: 5", "Ngày đăng: 24/07/2023 10:27 Lượt xem 1.204", "Thứ hai, 24/07/2023 10:27"],
)
def test_the_date_of_bac_giang_ends_before_the_counter(line):
    html = SHOWN["bacgiang"].replace('<div class="journal', f'<div>{line}</div><div class="journal')
    got = read(page(html.format(TEXT) + "<p>15/08/2024</p>"), (BACGIANG,))
    assert got.published.value == "2023-07-24T10:27:00+07:00"


def test_old_servers_are_spoken_to():
    """Bắc Ninh and Bắc Giang offer only what OpenSSL's level 1 allows."""
    assert "SECLEVEL=1" in settings.DOWNLOADER_CLIENT_TLS_CIPHERS


def test_another_design_of_liferay_7_is_neither_bac_giangs_nor_6_2():
    """A city's first page lists the news of its units, under addresses of the asset publisher on their hosts."""
    saved = (TESTS / "families" / "danang" / "trap-first-page.html").read_text(encoding="utf-8")
    got = Page(saved, "http://thanhphomau.example/web/guest/trang-chu")
    taken = {family.id for family in FAMILIES if family.recognise(got) >= CERTAIN}
    assert taken == {"danang"}
