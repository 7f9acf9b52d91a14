"""What probe takes from pages beside news: their system in their own words, their owner, which reader does better."""

import json
from io import StringIO

import pytest
from rich.console import Console

from scraper.portals.spider_names import name_problem
from scraper.probe import stored
from scraper.probe.findings import Fetched, Findings
from scraper.probe.masthead import Masthead
from scraper.probe.names import proposals
from scraper.probe.show import show
from scraper.probe.systems import says
from scraper.probe.write import TODO, spider_source
from scraper.reading.page.page import Page

URL = "http://xa-mau.example/"
TITLE = "Đoàn công tác làm việc với xã Bình Lãng Thượng"
TEXT = "".join(f"<p>Đoạn {n} kể về buổi làm việc của đoàn công tác với bà con trong xã.</p>" for n in range(9))


def page(body="", head="", title="Tin tức", url=f"{URL}tin"):
    return Page.from_text(f"<html><head><title>{title}</title>{head}</head><body>{body}</body></html>", url)


# ---- systems ----


@pytest.mark.parametrize(
    ("head", "said"),
    [
        ("<meta name='generator' content='Joomla! 3.9'>", "calls itself Joomla! 3.9"),
        (
            "<meta name=Generator content='Joomla! - Open Source Content Management'>",
            "calls itself Joomla!",
        ),
        ("<meta name='GENERATOR' content='Plone - http://plone.org'>", "calls itself Plone"),
        ("<meta name='generator' content='concrete5 - 8.5.2'>", "calls itself concrete5 - 8.5.2"),
        ("<meta content='TYPO3 4.7 CMS' name='generator'>", "calls itself TYPO3 4.7 CMS"),
        ("<meta name='generator' content='Microsoft SharePoint'><script>_spPageContextInfo={}</script>", "calls itself Microsoft SharePoint"),
        ("<script src='/DesktopModules/tin/a.js'></script>", "has signs of DotNetNuke (DNN): /DesktopModules/"),
        ("<link href='/umbraco/a.css' rel=stylesheet>", "has signs of Umbraco: /umbraco/"),
        ("<script src='/CMSPages/GetResource.ashx?x'></script>", "has signs of Kentico: /CMSPages/"),
        ("<script src='/media/jui/js/a.js'></script>", "has signs of Joomla: /media/jui/"),
        ("<script src='https://static.parastorage.com/a.js'></script>", "has signs of Wix: static.parastorage.com"),
    ],
)  # fmt: skip
def test_a_page_is_quoted_on_its_system(head, said):
    assert [": ".join(filter(None, one)) for one in says(page(head=head))] == [said]


def test_an_article_about_a_system_says_nothing():
    assert list(says(page("<p>Xã dùng phần mềm Joomla, SharePoint và WordPress từ năm 2015.</p>"))) == []


# ---- masthead ----


def heard(*pages):
    masthead = Masthead()
    for one in pages:
        masthead.add(one)
    return masthead


ORGANIZATION = json.dumps({"@type": "WebSite", "name": "Cổng xã Mẫu", "publisher": {"@type": "Organization", "name": "UBND xã Mẫu"}})  # fmt: skip


@pytest.mark.parametrize(
    ("pages", "name", "witness"),
    [
        ([page(head="<meta property='og:site_name' content='Cổng xã Mẫu'>")], "Cổng xã Mẫu", "og:site_name"),
        ([page(head=f"<script type='application/ld+json'>{ORGANIZATION}</script>")], "Cổng xã Mẫu", "JSON-LD"),
        ([page("<header><a href='/'><img src=a.png alt='Trang tin xã Mẫu'></a></header>")], "Trang tin xã Mẫu", "the logo"),
        (
            [page(title=f"{one} | Tin tức | Xã Mẫu") for one in ("Mưa to", "Hội nghị", "Ra quân")],
            "Xã Mẫu",
            "the part of <title> that pages share",
        ),
        (
            [page(title=f"Ủy ban xã Mẫu - {one}") for one in ("Mưa to", "Hội nghị")],
            "Ủy ban xã Mẫu",
            "the part of <title> that pages share",
        ),
        ([page("<div id=f>Bản quyền thuộc về Phòng Văn hóa huyện Mẫu. Ghi rõ nguồn</div>")], "Phòng Văn hóa huyện Mẫu", "the footer"),
    ],
)  # fmt: skip
def test_the_name_and_its_witness(pages, name, witness):
    assert heard(*pages).name == (name, witness)


def test_the_start_page_says_in_its_title_whose_it_is():
    assert heard(page(title="Trang chủ - Trường Mẫu", url=URL)).name == ("Trường Mẫu", "the start page's title")
    assert heard(page(title="Trang chủ", url=URL)).name is None
    assert heard(page(title="Trang chủ - Trường Mẫu", url=f"{URL}?id=3")).name is None


@pytest.mark.parametrize(
    "footer",
    [
        "<footer><p>Cơ quan chủ quản: Ủy ban nhân dân xã Mẫu</p><p>Địa chỉ: Thôn Một</p></footer>",
        "<div class=ft>Bản quyền © 2020 thuộc về Ủy ban nhân dân xã Mẫu - Điện thoại 0123</div>",
        "<table><tr><td>CƠ QUAN CHỦ QUẢN: Ủy ban nhân dân xã Mẫu. Chịu trách nhiệm: bà Lò Thị Mẫu</td></tr></table>",
        "<p>Bản quyền thuộc Ủy ban nhân dân xã Mẫu, địa chỉ: Thôn Một</p>",
        "<ul><li><span><b>Cơ quan chủ quản:</b></span> <a href='/'>Ủy ban nhân dân xã Mẫu</a></li></ul>",
        f"<main><p>Luật về bản quyền của tác giả</p>{TEXT}</main><p>Đơn vị chủ quản: Ủy ban nhân dân xã Mẫu</p>",
    ],
)
def test_the_owner_is_whom_the_imprint_names(footer):
    masthead = heard(page(footer, head="<meta property='og:site_name' content='Trang tin xã Mẫu'>"))
    assert masthead.owner == ("Ủy ban nhân dân xã Mẫu", "the footer")
    assert masthead.name.name == "Trang tin xã Mẫu"


@pytest.mark.parametrize(
    "one",
    [
        page(title="Tin tức"),
        page(title="Tin tức - Sự kiện | Trang chủ", head="<meta property='og:site_name' content='Tin tức'>"),
        page("<header><img src=a.png alt=Logo></header>", title="Xã khai mạc lễ hội | Kinh tế"),
        page(f"<div>Cơ quan chủ quản {TEXT * 3}</div>"),
    ],
)
def test_the_title_of_a_list_is_no_name_of_a_site(one):
    assert heard(one).name is None
    assert heard(one, one).owner is None


# ---- readers ----


def found_in(pages):
    found = Findings(target="luu")
    for url, html in pages.items():
        body = html.encode()
        found.add(Fetched(Page.from_bytes(url, body, content_type="text/html"), body, "text/html"))
    if found.general_is_better:
        found.read_generally(found.seen)
    found.conclude()
    return found


def drupal(main, title, *, known):
    """A page of Drupal, in the markup that the family knows or in one that nobody has seen."""
    classes = "page-node node-type-x" if known else "trang"
    return (
        f"<html><head><meta name=Generator content='Drupal 7'><title>{title} | Xã Mẫu</title></head><body class='{classes}'>"
        f"<script>Drupal.settings = {{}}</script><link href='/sites/all/themes/x/a.css'>{main}</body></html>"
    )


def site(*, known):
    box = "<div class=node><h1>{0}</h1><div class='field field-name-body'>{1}</div></div>" if known else (
        "<main><h1>{0}</h1><section class=k>{1}</section></main>"
    )  # fmt: skip
    cards = "".join(
        f"<li><a href='/bai-{n}.html'>{TITLE} lần thứ {n}</a> <i>0{n}/03/2025</i></li>" for n in range(1, 8)
    )
    pages = {f"{URL}bai-{n}.html": drupal(box.format(f"{TITLE} lần thứ {n}", TEXT), f"{TITLE} {n}", known=known) for n in range(1, 5)}  # fmt: skip
    return {f"{URL}tin": drupal(f"<main><h1>Tin</h1><ul>{cards}</ul></main>", "Tin", known=False)} | pages


def shown(found):
    out = StringIO()
    show(found, None, Console(file=out, width=200))
    return " ".join(out.getvalue().split())


def test_a_family_that_is_blind_gives_way_to_the_general_reader():
    found = found_in(site(known=False))
    assert found.system.id == "drupal"
    assert found.is_general
    assert found.family is None
    said = shown(found)
    assert "drupal reads 0 of 5 pages; the general reader 5" in said
    assert "recommended: families=()" in said
    assert "calls itself Drupal 7" in said
    assert "families=()," in spider_source(found, "langson_xa_mau")
    assert {sample.article.family for sample in found.samples()} == {None}


def test_a_family_that_reads_its_pages_keeps_them():
    found = found_in(site(known=True))
    assert not found.is_general
    assert "families=(DRUPAL,)" in spider_source(found, "langson_xa_mau")
    assert "recommended" not in shown(found)


def test_what_the_articles_lack_is_told():
    found = found_in(site(known=True))
    assert found.lacks == ["no author on 4 of 4", "no picture on 4 of 4"], "dates come from the list"
    assert "no author on 4 of 4" in shown(found)


def test_a_place_of_many_words_is_not_cut_at_its_full_stop():
    masthead = heard(page("<p>Cơ quan chủ quản: Sở Mẫu TP. Bình Lãng. Giấy phép số 12</p>"))
    assert masthead.owner.name == "Sở Mẫu TP. Bình Lãng"


def test_no_page_is_too_deep_or_too_long_for_the_masthead():
    deep = "<div>" * 3000 + "<p>Bản quyền thuộc về</p>" * 3000
    assert heard(page(deep)).owner is None


def test_a_spider_without_a_name_says_so():
    pages = {url: html.replace(" | Xã Mẫu", "") for url, html in site(known=False).items()}
    found = found_in(pages)
    source = spider_source(found, "langson_xa_mau")
    assert source.count(TODO) == 2
    assert 'name="Tin' not in source
    assert "owner unknown" in source
    assert "name not found" in shown(found)


def test_a_folder_is_read_again_by_the_general_reader(tmp_path):
    for url, html in site(known=False).items():
        path = tmp_path / "xa-mau.example" / f"{url.rsplit('/', 1)[1].removesuffix('.html')}.html"
        path.parent.mkdir(exist_ok=True)
        path.write_text(f"<!-- saved from url=(0030){url} -->\n{html}")
    found = stored.probe(tmp_path)
    assert found.is_general
    assert len(found.articles) == 4
    assert found.best_list is not None


# ---- names ----


@pytest.mark.parametrize(
    ("host", "title", "wanted", "first"),
    [
        ("sxd.vinhlong.gov.vn", "Sở Xây dựng tỉnh Vĩnh Long", "", "vinhlong_sxd"),
        ("langson.gov.vn", "Cổng thông tin điện tử tỉnh Lạng Sơn", "", "langson"),
        ("thcsanhoa.bentre.edu.vn", "", "bentre_thcsanhoa", "bentre_anhoa"),
        ("lungvai.muongkhuong.laocai.gov.vn", "", "lungvai_thu", "laocai_lungvai_thu"),
        ("baobentre.vn", "Báo Bến Tre điện tử", "", "bao_ben_tre"),
        ("www.soxaydung.hochiminhcity.gov.vn:8080", "", "", "hochiminh_soxaydung"),
        ("xa-mau.example", "Trang thông tin điện tử xã Đồng Văn, tỉnh Hà Giang", "", "hagiang_xa_dong_van"),
    ],
)
def test_proposed_names_obey_the_rule(host, title, wanted, first):
    names = proposals(host, title, wanted)
    assert names[0] == first or first in names
    assert all(name_problem(name) is None for name in names)
    assert first not in proposals(host, title, wanted, taken=[first])


def test_no_name_is_invented_where_nobody_knows_the_province():
    assert proposals("x.example", "Cổng Mẫu", "lungvai_thu") == []
    assert proposals("", "", "") == []
