"""What pages state for machines: only what is said of this page counts, and readers' words go before it."""

import json

import pytest

from scraper.families.read import read
from scraper.items import Article
from scraper.reading.article.metadata import metadata_of
from scraper.reading.page.page import Page

URL = "https://xa-mau.example/tin/le-hoi-xuong-dong-12.html"
TITLE = "Lễ hội xuống đồng ở xã Mẫu"
TEXT = "".join(
    f"<p>{line}</p>"
    for line in (
        "Sáng mùng tám, bà con năm thôn của xã Mẫu dựng cây nêu, cày những đường đầu tiên trên cánh đồng trước đình.",
        "Ban tổ chức trao giải cho ba thôn có ruộng cấy đều nhất, phần thưởng là lúa giống và phân bón cho vụ sau.",
        "Buổi chiều, các đội thi kéo co, ném còn và nấu cơm bên bờ suối; đêm hội khép lại bằng điệu xòe quanh bếp lửa.",
    )
)


def page(head="", inside="", url=URL):
    html = (
        f"<html><head><title>{TITLE}</title>{head}</head><body><div class=khung><h1>{TITLE}</h1>{inside}"
        f"<div class=noi-dung>{TEXT}</div></div></body></html>"
    )
    return Page.from_bytes(url, html.encode(), content_type="text/html; charset=utf-8")


def ld(*nodes):
    return "".join(f"<script type='application/ld+json'>{json.dumps(node)}</script>" for node in nodes)


def article(*arguments, **named):
    found = read(page(*arguments, **named))
    assert isinstance(found, Article), found
    return found


OURS = {
    "@type": "NewsArticle",
    "headline": TITLE,
    "datePublished": "2024-02-17T09:30:00+07:00",
    "author": {"@type": "Person", "name": "Lù Thị Mẫu"},
}
OTHER = {
    "@type": "NewsArticle",
    "headline": "Tin khác hẳn của huyện bên",
    "url": "https://xa-mau.example/tin/khac-9.html",
    "datePublished": "2019-01-01T08:00:00+07:00",
    "author": "Người Khác",
}


@pytest.mark.parametrize(
    "nodes",
    [
        (OURS,),
        (OTHER, OURS),
        ({"@context": "https://schema.org", "@graph": [OTHER, OURS]},),
        ({**OURS, "hasPart": [OTHER], "isPartOf": OTHER},),
        ({"@type": "ItemList", "itemListElement": [{"item": OTHER}]}, {**OURS, "headline": "", "url": URL}),
    ],
)
def test_the_node_of_this_page_and_no_other(nodes):
    found = article(ld(*nodes))
    assert (found.published.value, found.author) == ("2024-02-17T09:30:00+07:00", "Lù Thị Mẫu")


@pytest.mark.parametrize("nodes", [(OTHER,), ({"@type": "ItemList", "itemListElement": [OURS]},), ("hỏng", 3, None)])
def test_nodes_of_other_stories_say_nothing(nodes):
    found = article(ld(*nodes))
    assert (found.published, found.author) == (None, None)


@pytest.mark.parametrize(
    "head",
    [
        "<meta property='article:published_time' content='2024-02-17T02:30:00Z'>",
        "<meta name='DC.date.issued' content='2024-02-17 09:30:00'>",
        "<meta name='pubdate' content='Sat, 17 Feb 2024 02:30:00 GMT'>",
        "<meta itemprop='datePublished' content='2024-02-17T09:30:00+0700'>",
        ld({"@type": "WebPage", "url": URL, "datePublished": "2024-02-17T09:30:00+07:00"}),
    ],
)
def test_a_date_in_the_head(head):
    assert article(head).published.value == "2024-02-17T09:30:00+07:00"


def test_what_readers_see_goes_before_what_machines_are_told():
    found = article(ld(OURS), "<div class=ngay-dang>Ngày đăng: 18/02/2024 10:00</div>")
    assert found.published.value == "2024-02-18T10:00:00+07:00"


@pytest.mark.parametrize(
    "line",
    [
        "<div class=su-kien>Diễn ra: 20/02/2024 07:00</div>",
        "<div class=thoi-han>Hạn nộp hồ sơ: 30/03/2024</div>",
        "<p>Có hiệu lực từ ngày 01/03/2024</p>",
        "<h3>Kỷ niệm 30/4/1975 - 30/4/2025</h3>",
        "<div class=phan-hoi>Trả lời lúc 21/02/2024 08:15</div>",
    ],
)
@pytest.mark.parametrize("shown", [True, False])
def test_days_of_something_else_are_not_the_articles(line, shown):
    date = "<div class=meta>17/02/2024 09:30</div>" if shown else ""
    for inside in (line + date, date + line):
        found = article("", inside)
        assert (found.published.value if found.published else None) == ("2024-02-17T09:30:00+07:00" if shown else None)


@pytest.mark.parametrize(
    "line",
    [
        "<time datetime='2024-02-17T02:30:00Z'>2 giờ trước</time>",
        "<span class=date title='17/02/2024 09:30'>Hôm qua</span>",
        "<abbr class=time data-time='2024-02-17T09:30:00+07:00'>thứ bảy</abbr>",
        "<time datetime='2024-02-17T09:30:00+07:00'>Sábado, 17 de febrero</time>",
        "<div>2024-02-17 09:30 GMT+7</div>",
    ],
)
def test_dates_in_attributes_and_zones(line):
    assert article("", line).published.value == "2024-02-17T09:30:00+07:00"


@pytest.mark.parametrize(
    ("author", "name"),
    [
        ("Tác giả: Lù Thị Mẫu", "Lù Thị Mẫu"),
        ([{"@type": "Person", "name": "Lù Thị Mẫu"}, "Vàng A Thử"], "Lù Thị Mẫu, Vàng A Thử"),
        ({"@type": "Organization", "name": "Cổng xã Mẫu"}, None),
        ("admin", None),
        ("https://xa-mau.example/tac-gia/7", None),
        ("Ban biên tập", None),
    ],
)
def test_people_and_what_is_no_person(author, name):
    assert article(ld({**OURS, "author": author})).author == name


def test_who_signed_a_document_did_not_write_about_it():
    signed = TEXT + "<p>TM. ỦY BAN NHÂN DÂN</p><p>CHỦ TỊCH</p><p>(Đã ký)</p><p>Lò Văn Mẫu</p>"
    html = (
        f"<html><head><title>{TITLE}</title></head><body><div><h1>{TITLE}</h1><div>{signed}</div></div></body></html>"
    )
    found = read(Page.from_bytes(URL, html.encode(), content_type="text/html"))
    assert isinstance(found, Article)
    assert found.author is None


@pytest.mark.parametrize("depth", [5, 5_000, 200_000])
def test_deep_and_damaged_json_is_passed_over(depth):
    deep = "[" * depth + "]" * depth
    assert (
        metadata_of(
            page(f"<script type='application/ld+json'>{deep}</script><meta name content=x><meta =:: content>")
        ).published
        is None
    )
