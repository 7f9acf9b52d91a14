"""VHV: whose pages it takes, how lists go on, what belongs to a document; other systems' pages with like names."""

import json
from base64 import b64encode
from urllib.parse import parse_qsl

import pytest

from scraper.families.read import FAMILIES, read
from scraper.families.vhv import VHV
from scraper.items import Article, Listing
from scraper.reading.page.family import CERTAIN
from scraper.reading.page.page import Page

HOST = "phuongmau.example"
SCRIPT = "<script>$.extend(VHV.App, { language: 'vi', site:'70001' }); VHV.User = {id: 'guest'}; %s</script>"


def page(body, path="tin-tuc", **how):
    return Page.from_bytes(f"https://{HOST}/{path}", f"<html><body>{body}</body></html>".encode(), **how)


def module(settings, about):
    encoded = b64encode(json.dumps(settings).encode()).decode()
    return f"VHV.using($.extend($.parseJSON(decode64('{encoded}')),{json.dumps(about)}));"


def section(total, shown, number=9, **more):
    """A section of `total` entries of which the page shows `shown`, with a module of what is read most beside it."""
    settings = {
        "service": "Content.Article.selectAll",
        "type": "Article.News",
        "itemsPerPage": str(shown),
        "totalItems": total,
        "pageNo": 1,
        "orderBy": "publishTime DESC",
        "categoryId": "311",
        "hasPagination": "1",
    }
    aside = {
        "service": "Content.Article.selectAll",
        "itemsPerPage": "5",
        "totalItems": 90,
        "orderBy": "totalViews DESC",
    }
    scripts = module(settings | more, {"page": "Article.News.list", "id": str(number)})
    scripts += module(aside, {"page": "Article.News.list", "id": "30"})
    links = "".join(
        f"<div><h3><a href='/tin-tuc/tin-{n}.html'>Thôn {n} làm đường</a></h3></div>" for n in range(shown)
    )
    most = "".join(f"<p><a href='/tin-tuc/cu-{n}.html'>Chuyện cũ ở thôn {n} còn được đọc</a></p>" for n in range(5))
    return page(
        f"<div id='module{number}' class='ModuleWrapper'>{links}</div>"
        f"<div id='module30' class='ModuleWrapper'>{most}</div>{SCRIPT % scripts}"
    )


def test_a_section_is_its_own_module_whatever_names_the_cards_have():
    found = read(section(total=7, shown=3))
    assert isinstance(found, Listing)
    assert found.family == "vhv"
    assert [card.title for card in found.cards] == [f"Thôn {n} làm đường" for n in range(3)]
    assert found.total == 7


def test_the_next_page_is_asked_for_with_the_modules_own_settings():
    after = read(section(total=7, shown=3)).next
    assert (after.method, after.url.partition("?")[0]) == ("POST", f"https://{HOST}/")
    assert {"moduleId=9", "site=70001", "page=Article.News.list"} <= set(after.url.partition("?")[2].split("&"))
    form = dict(parse_qsl(after.body))
    assert (form["pageNo"], form["categoryId"], form["itemsPerPage"]) == ("2", "311", "3")


def test_a_page_of_a_list_is_the_same_request_when_the_list_has_grown():
    assert read(section(total=7, shown=3)).next == read(section(total=8, shown=3)).next


@pytest.mark.parametrize(("total", "shown"), [(3, 3), (2, 2), (0, 0)])
def test_a_list_that_fits_one_page_does_not_go_on(total, shown):
    found = read(section(total=total, shown=shown))
    assert isinstance(found, Listing)
    assert (len(found.cards), found.next) == (total, None)


@pytest.mark.parametrize("damage", ["eyJub3QganNvbg==" * 3, "W10=" * 8, "A" * 41])
def test_damaged_settings_are_no_settings(damage):
    script = f"decode64('{damage}')),{{'page': 'Article.News.list'}});"
    found = read(page(f"<div id='module1' class='ModuleWrapper'><p>Đang cập nhật</p></div>{SCRIPT % script}"))
    assert not isinstance(found, Article | Listing)
    assert found.reason != "unreadable"


def test_settings_without_a_known_site_have_no_next_page():
    bare = section(total=7, shown=3).text.replace("site:'70001'", "")
    assert read(Page(bare, f"https://{HOST}/tin-tuc")).next is None


def test_a_label_without_a_name_is_no_author():
    body = (
        "<div id='module3' class='ModuleWrapper'><article class='news-detail-layout-type-2'><h1 class='title-detail'>"
        "Bàn giao nhà mới ở thôn Mẫu</h1><div class='content-detail'><p>Sáng nay, xã Mẫu bàn giao ba căn nhà mới cho hộ"
        " khó khăn.</p></div><div class='author'><b>Tác giả:</b></div><div class='source'><b>Nguồn:</b></div></article>"
        f"</div>{SCRIPT % ''}"
    )
    found = read(page(body, "tin-tuc/ban-giao-nha-moi.html"))
    assert isinstance(found, Article)
    assert (found.author, found.unit, found.lead) == (None, None, None)


TITLE = "<h1 class='title-detail'>Khởi công cầu treo ở bản Mẫu</h1>"
TEXT = "<p>Cây cầu dài 60 mét nối hai bờ suối, kinh phí 2 tỷ đồng, do dân góp ngày công.</p>" * 3
STRANGERS = {
    "WordPress with a lead": "<meta name=generator content='WordPress 6.4'><body class='single single-post postid-7'>"
    f"<article class='post type-post'><h1 class='entry-title'>Khởi công cầu treo</h1><div class='brief'>Tóm tắt</div>"
    f"<div class='entry-content'>{TEXT}</div></article>",
    "a shop's cards": "<div class='post-item'><h3 class='entry-title'><a href='/sp-1.html'>Gạo nếp nương của bản Mẫu</a>"
    "</h3></div>" * 3,
    "an editor's box": f"<div class='article-content'><h1>Khởi công cầu treo</h1><div class='content-detail'>{TEXT}</div></div>",
    "source and author boxes": f"{TITLE}<div class='content-detail'>{TEXT}</div><div class='source'>Nguồn: Báo Mẫu</div>",
    "files in /upload/": f"<article class='Article-News'>{TITLE}<a href='/upload/1/a.pdf'>a</a>{TEXT}</article>",
}


@pytest.mark.parametrize("body", STRANGERS.values(), ids=STRANGERS)
def test_like_names_on_other_systems_are_not_enough(body):
    assert VHV.recognise(page(body)) < CERTAIN / 2


def test_entry_title_and_a_picture_of_a_blog_do_not_make_wordpress():
    """Schools show pictures that some blog keeps; the platform's own cards are called `entry-title`."""
    wordpress = next(family for family in FAMILIES if family.id == "wordpress")
    picture = "<img src='https://blogcuamau.example/wp-content/uploads/2020/12/bao.jpg'>"
    card = "<h5 class='entry-title'><a href='/tin-tuc/bao-so-9.html'>Ứng phó với cơn bão số 9 ở xã Mẫu</a></h5>"
    assert wordpress.recognise(page(picture + card)) < CERTAIN / 2
    assert wordpress.recognise(page(picture.replace("blogcuamau.example", HOST) + card)) >= CERTAIN
