"""Pages of systems nobody knows: names of boxes do not decide what is text, what the boxes hold does."""

import pytest

from scraper.families.general import GENERAL
from scraper.families.read import read
from scraper.items import Article, Listing, Other
from scraper.reading.page.page import Page

TITLE = "Hợp tác xã Bản Lầu đưa máy sấy chè vào vận hành"
TEXT = (
    "Hợp tác xã Bản Lầu vừa đưa vào vận hành hai máy sấy chè chạy bằng củi vụn, mỗi mẻ sấy được sáu mươi cân búp tươi.",
    "Trước đây bà con phải sao chè bằng chảo gang, mỗi ngày một nhà chỉ làm được chừng mười cân, gặp mưa thì búp ôi.",
    "Ban quản trị cho biết tiền mua máy do xã viên góp một nửa, phần còn lại vay quỹ tín dụng nhân dân trong ba năm.",
    "Từ tháng sau hợp tác xã sẽ nhận sấy thuê cho các thôn bên cạnh với giá hai nghìn đồng một cân búp.",
)
P = "".join(f"<p>{line}</p>" for line in TEXT)
MENU = "<ul>" + "".join(f"<li><a href='/muc-{n}'>Chuyên mục số {n}</a></li>" for n in range(9)) + "</ul>"
ASIDE = (
    "<div class='sidebar'><h3>Đọc nhiều</h3>"
    + "".join(f"<div><a href='/ben-{n}.html'>Chuyện bên lề thứ {n} của vùng chè</a></div>" for n in range(5))
    + "</div>"
)
FOOT = (
    "<div class='footer-info'><p>Cơ quan chủ quản: Ủy ban nhân dân huyện Mẫu. Địa chỉ: số 9 phố Mẫu. Điện thoại: 000 000.</p>"
    "<p>Giấy phép số 12/GP-TTĐT. Trưởng ban biên tập: Tô Bá Mẫu. Ghi rõ nguồn khi phát hành lại thông tin từ trang này.</p></div>"
)


def page(main, title=TITLE, head="", url="https://chela.example/tin/may-say-che-17.html"):
    return Page.from_text(
        f"<!doctype html><html><head><title>{title}</title>{head}</head><body><div class='header'>{MENU}</div>{main}{ASIDE}"
        f"{FOOT}</body></html>",
        url,
    )


COLUMNS = {
    "a column on the right": f"<div class='row'><div class='col-right col-md-9 pull-right'><h1>{TITLE}</h1>{P}</div></div>",
    "a side bar": f"<div class='sidebar-left'><h1>{TITLE}</h1><div>{P}</div></div>",
    "a widget": f"<div class='widget'><h2>{TITLE}</h2>{P}</div>",
    "the menu's content": f"<div id='menu-content'><h1>{TITLE}</h1><div>{P}</div></div>",
    "a header around all": f"<div class='header'><div class='inner'><h1>{TITLE}</h1><div class='t'>{P}</div></div></div>",
    "a banner over the headline": f"<div><div class='banner'><h1>{TITLE}</h1></div><div class='text'>{P}</div></div>",
    "a header over the headline": f"<div><div class='header'><h1>{TITLE}</h1><i>04/03/2024</i></div><div>{P}</div></div>",
    "a footer under the headline": f"<div><h1>{TITLE}</h1><div class='footer'>{P}</div></div>",
    "a header in the text": (
        f"<div><h1>{TITLE}</h1><div class='nd'><div class='header'><p>{TEXT[0]}</p></div>"
        f"<div>{''.join(f'<p>{line}</p>' for line in TEXT[1:])}</div></div></div>"
    ),
}


@pytest.mark.parametrize("main", COLUMNS.values(), ids=COLUMNS)
def test_a_box_with_the_headline_or_the_text_is_no_furniture(main):
    found = read(page(main))
    assert isinstance(found, Article)
    assert (found.title, found.lead, found.body.split("\n")) == (TITLE, None, [*TEXT])


@pytest.mark.parametrize(
    "notice",
    [
        "<div class='gdpr'><p>{}</p></div>".format(
            "Chúng tôi lưu dữ liệu về thói quen đọc của bạn trong sáu tháng. " * 12
        ),
        "<div class='o1'><p>Khi vào trang này, quý vị đồng ý với chính sách dữ liệu cá nhân. {}</p></div>".format(
            "Chính sách có nhiều điều nói về việc lưu và xóa thông tin. " * 12
        ),
        "<div class='khung'><div>Độc giả dùng trang tức là chấp nhận các điều khoản sau đây. {}</div></div>".format(
            "Không ai được chép lại bằng máy. " * 25
        ),
        "<section class='cookie-bar'><p>{}</p></section>".format("Trang dùng cookie để nhớ cỡ chữ bạn chọn. " * 15),
        "<div class='comments'>{}</div>".format("<p>Bài viết hay, mong hợp tác xã làm ăn phát đạt hơn nữa.</p>" * 12),
    ],
)
def test_what_asks_for_consent_or_comes_from_readers_is_neither_lead_nor_text(notice):
    found = read(page(f"<div class='bai'><h1>{TITLE}</h1><div>{P}</div></div>{notice}"))
    assert isinstance(found, Article)
    assert (found.lead, found.body.split("\n")) == (None, [*TEXT])


def test_an_article_about_consent_keeps_its_sentences():
    said = "Theo tài liệu tập huấn, khi bạn đồng ý với cookie của một trang, trang ấy có thể nhớ những gì bạn đã xem."
    found = read(page(f"<div><h1>{TITLE}</h1><div>{P}<p>{said}</p></div></div>"))
    assert isinstance(found, Article)
    assert found.body.split("\n") == [*TEXT, said]


def test_an_article_about_licences_and_editors_is_no_imprint():
    said = (
        "Tổng biên tập một tờ báo cho biết người được cấp giấy phép phải chịu trách nhiệm về bản quyền của mọi tấm ảnh in ra.",
        "Giấy phép được cấp trong mười ngày, ai làm mất thì báo cơ quan của huyện để làm lại, không phải nộp thêm tiền.",
        "Chịu trách nhiệm về ảnh là người đứng tên, bản quyền không chuyển cho người khác nếu không có giấy viết tay.",
    )
    found = read(page(f"<div><h1>{TITLE}</h1><div>{''.join(f'<p>{line}</p>' for line in said)}</div></div>"))
    assert isinstance(found, Article)
    assert found.body.split("\n") == [*said]


def links(form, count=5):
    return "".join(form.format(f"/khac-{n}.html", f"Bà con thôn {n} rủ nhau trồng lại chè cổ") for n in range(count))


BOXES = {
    "boxes": "<div class='box'>{}</div>".format(links("<div><a href='{}'>{}</a></div>")),
    "a table": "<table>{}</table>".format(links("<tr><td><a href='{}'>{}</a></td></tr>")),
    "cards with pictures": "<div>{}</div>".format(
        links("<div class='c'><a href='{0}'><img src='/a.jpg'></a><h4><a href='{0}'>{1}</a></h4><p>Tóm tắt.</p></div>")
    ),
}


@pytest.mark.parametrize("where", [1, 4])
@pytest.mark.parametrize("box", BOXES.values(), ids=BOXES)
def test_a_box_of_links_makes_no_list_of_an_article(box, where):
    text = (
        "".join(f"<p>{line}</p>" for line in TEXT[:where]) + box + "".join(f"<p>{line}</p>" for line in TEXT[where:])
    )
    stated = "<meta property='og:type' content='article'>"
    found = read(page(f"<div><h1>{TITLE}</h1><div class='nd'>{text}</div></div>", head=stated))
    assert isinstance(found, Article)
    assert [line for line in found.body.split("\n") if line in TEXT] == [*TEXT]
    assert "Tóm tắt." not in found.body


def test_a_list_of_other_news_in_the_text_is_read_as_what_it_is():
    for name in ("other-news", "tin-khac", "lien-quan", "abc"):
        box = (
            f"<div class='{name}'><h4>Bài tin liên quan</h4><ul>{links('<li><a href={0}>{1}</a></li>', 4)}</ul></div>"
        )
        found = read(page(f"<div class='chi-tiet'><h1>{TITLE}</h1>{P}{box}</div>"))
        assert isinstance(found, Article)
        assert len(found.related) == 4, name
        assert found.body.split("\n") == [*TEXT], name


HEADLINES = {
    "named": f"<div class='bx'><div class='tieude'>{TITLE}</div><div class='ngay'>04/03/2024 09:15</div><div>{P}</div></div>",
    "bold": f"<td><font size=4><b>{TITLE}</b></font><br><i>(04/03/2024 09:15)</i><div>{P}</div></td>",
    "a line": f"<div><div class='a1'>{TITLE}</div><div class='a2'>04/03/2024 09:15</div><div class='a3'>{P}</div></div>",
}


@pytest.mark.parametrize("main", HEADLINES.values(), ids=HEADLINES)
def test_where_title_names_the_site_the_headline_above_the_text_is_the_title(main):
    box = (
        f"<div class='trai'><div class='boxtitle'>Chuyên mục</div>{MENU}</div><div><h3>Thông báo mới</h3>{MENU}</div>"
    )
    found = read(page(f"<table><tr><td>{box}</td><td>{main}</td></tr></table>", title="Trang tin xã Bản Lầu"))
    assert isinstance(found, Article)
    assert found.title == TITLE
    assert found.published is not None
    assert found.published.value == "2024-03-04T09:15:00+07:00"
    assert found.body.split("\n") == [*TEXT]


def test_the_first_paragraph_and_the_byline_beside_pasted_text_stay():
    inner = "".join(f"<p>{line}</p>" for line in TEXT[1:] * 2)
    text = f"<div class='nd'><p>{TEXT[0]}</p><div><div id='abody'>{inner}</div></div><p>Lò Thị Mẫu - Tòng Văn Mẫu</p></div>"
    found = read(page(f"<div class='bai'><h1>{TITLE}</h1>{text}</div>"))
    assert isinstance(found, Article)
    assert found.body.split("\n") == [TEXT[0], *TEXT[1:] * 2, "Lò Thị Mẫu - Tòng Văn Mẫu"]
    assert found.author == "Lò Thị Mẫu - Tòng Văn Mẫu"


@pytest.mark.parametrize(
    "lead",
    [
        "<div class='brief-detail'><h2>{}</h2></div>",
        "<div class='x'><div class='article__sapo'>{}</div></div>",
        "<div class='y'><h2 class='font18'>{}</h2></div>",
    ],
)
def test_a_lead_stands_one_level_deeper(lead):
    said = "Hai máy sấy chè giúp bà con Bản Lầu không còn phải đổ bỏ búp ôi sau những trận mưa dài."
    main = f"<h1>{TITLE}</h1><div class='ct'><i>04/03/2024</i>{lead.format(said)}<div class='data'>{P}</div></div>"
    found = read(page(f"<div class='bai'>{main}</div>"))
    assert isinstance(found, Article)
    assert (found.lead, found.body.split("\n")) == (said, [*TEXT])


SHORT = "Điểm thu mua búp chè nghỉ sáng thứ bảy."


@pytest.mark.parametrize(
    ("title", "text"), [("Nghỉ thu mua", SHORT), ("Tạm nghỉ thu mua chè búp sáng thứ bảy", SHORT)]
)
def test_a_short_notice_that_says_it_is_an_article_is_one(title, text):
    main = f"<main><article><h1>{title}</h1><div>{text}</div></article></main>"
    stated = "<meta property='og:type' content='article'>"
    found = read(page(main, title=title, head=stated))
    assert isinstance(found, Article)
    assert (found.title, found.body) == (title, text)
    assert isinstance(read(page(main, title=title)), Listing | Other)  # without its own word it is too little


LISTS = {
    "cards": "<article><a href='{0}'><img src='/{0}.jpg'></a><h3><a href='{0}'>{1}</a></h3><p>Chuyện kể về vùng chè này.</p></article>",
    "rows": "<div class='r'><span>04/03/2024</span> <a href='{0}'>{1}</a></div>",
}


@pytest.mark.parametrize("stated", ["", "<meta property='og:type' content='article'>"])
@pytest.mark.parametrize("box", ["<div class='col-right'>{}</div>", "<div class='header'>{}</div>", "<main>{}</main>"])
@pytest.mark.parametrize("card", LISTS.values(), ids=LISTS)
def test_a_page_of_cards_over_an_imprint_is_a_list(card, box, stated):
    main = box.format(f"<h1>Tin trong vùng</h1>{links(card, 8)}")
    found = read(page(main, title="Tin trong vùng", head=stated, url="https://chela.example/tin"))
    assert isinstance(found, Listing)
    assert [one.url for one in found.cards] == [f"https://chela.example/khac-{n}.html" for n in range(8)]


def test_top_stories_stand_before_the_list_and_side_columns_are_none():
    top = "<div class='top'><h2><a href='/dau.html'>Vùng chè Bản Lầu được cấp mã số vùng trồng</a></h2><img src='/d.jpg'></div>"
    main = f"<div class='cot'>{top}<div class='ds'>{links(LISTS['cards'], 6)}</div></div>"
    side = "<div class='cot-2'>{}</div>".format(links("<p><a href='{0}?x'>{1} lần nữa</a></p>", 9))
    found = GENERAL.read(page(f"<div class='hang'>{main}{side}</div>", title="Tin", url="https://chela.example/tin"))
    assert isinstance(found, Listing)
    assert [one.url.rpartition("/")[2] for one in found.cards] == ["dau.html", *(f"khac-{n}.html" for n in range(6))]


DRUPAL = "<meta name='Generator' content='Drupal 9 (https://www.drupal.org)'>"


def test_cards_beside_the_text_of_an_unknown_design_hide_no_article():
    rows = "<div class='view-content'>{}</div>".format(
        links("<div class='views-row'><h3><a href='{0}'>{1}</a></h3></div>")
    )
    found = read(page(f"<main><h1>{TITLE}</h1><div class='chu'>{P}</div></main>{rows}", head=DRUPAL))
    assert isinstance(found, Article)
    assert (found.family, found.title, found.body.split("\n")) == ("drupal", TITLE, [*TEXT])


@pytest.mark.parametrize("title", ["Phòng Kế hoạch - Tài chính", "Chi cục Kiểm lâm vùng ba", "Giới thiệu chung"])
def test_a_page_about_an_office_of_a_known_system_is_no_news(title):
    found = read(page(f"<main><h1>{title}</h1><div class='chu'>{P}</div></main>", title=title, head=DRUPAL))
    assert isinstance(found, Other)


def test_two_notices_on_one_page_are_no_article():
    second = "<h2 class='t'>Hợp tác xã Bản Lầu đổi giờ thu mua búp chè</h2>"
    main = f"<div><h2 class='t'>{TITLE}</h2>{P}{second}{P}</div>"
    assert isinstance(read(page(main, title="Thông báo của xã")), Other)
    sections = f"<div><h2 class='t'>{TITLE}</h2>{P}<h2 class='t'>Tiền đầu tư và cách vay vốn của xã viên</h2>{P}</div>"
    assert isinstance(read(page(sections)), Article)  # the page says whose headline the first is


OFFERS = {
    "a paragraph": "<p><a href='/khac.html'>Bản Lầu mở lớp dạy sao chè cho thanh niên trong xã</a></p>",
    "with a label": "<p>Xem thêm: <a href='/khac.html'>Bản Lầu mở lớp dạy sao chè cho thanh niên trong xã</a></p>",
    "a box": "<div class='q'>&gt;&gt; <a href='/khac.html'>Bản Lầu mở lớp dạy sao chè cho thanh niên trong xã</a></div>",
}


@pytest.mark.parametrize("offer", OFFERS.values(), ids=OFFERS)
def test_a_story_offered_between_paragraphs_is_related_and_no_text(offer):
    text = f"<p>{TEXT[0]}</p>{offer}" + "".join(f"<p>{line}</p>" for line in TEXT[1:])
    found = read(page(f"<div><h1>{TITLE}</h1><div class='nd'>{text}</div></div>"))
    assert isinstance(found, Article)
    assert found.body.split("\n") == [*TEXT]
    assert [entry.url for entry in found.related] == ["https://chela.example/khac.html"]


def test_an_offered_story_is_kept_beside_a_list_of_other_news():
    text = f"<p>{TEXT[0]}</p>{OFFERS['a paragraph']}" + "".join(f"<p>{line}</p>" for line in TEXT[1:])
    box = f"<div><h4>Tin liên quan</h4><ul>{links('<li><a href={0}>{1}</a></li>', 3)}</ul></div>"
    found = read(page(f"<div><h1>{TITLE}</h1><div class='nd'>{text}</div>{box}</div>"))
    assert isinstance(found, Article)
    assert found.body.split("\n") == [*TEXT]
    assert [entry.url.rpartition("/")[2] for entry in found.related] == [
        "khac.html",
        *(f"khac-{n}.html" for n in range(3)),
    ]


def test_a_link_within_a_sentence_and_a_document_stay_text():
    line = "Theo <a href='/qd.html'>quyết định của ủy ban nhân dân huyện về việc cấp vốn</a> thì hợp tác xã được vay ba năm."
    file = "<p><a href='/f/quyet-dinh.pdf'>Quyết định về việc cấp vốn vay cho hợp tác xã chè</a></p>"
    found = read(page(f"<div><h1>{TITLE}</h1><div>{P}<p>{line}</p>{file}</div></div>"))
    assert isinstance(found, Article)
    assert "quyết định của ủy ban nhân dân huyện" in found.body
    assert [one.url for one in found.attachments] == ["https://chela.example/f/quyet-dinh.pdf"]
    assert found.related == ()


@pytest.mark.parametrize(
    "url", ["https://chela.example/", "https://chela.example", "https://chela.example/cong/trang-chu"]
)
def test_a_start_page_is_a_list_of_all_its_groups_of_cards(url):
    first = "<div class='a'>{}</div>".format(links(LISTS["cards"], 4))
    second = "<div class='b'>{}</div>".format(
        links("<div class='k'><h4><a href='{0}?b'>{1} ở vùng cao</a></h4><span>04/03/2024</span></div>", 4)
    )
    about = f"<div class='gt'><h2>Giới thiệu vùng chè</h2>{P}</div>"
    found = GENERAL.read(page(first + about + second, title="Trang tin Bản Lầu", url=url))
    assert isinstance(found, Listing)
    assert len(found.cards) == 8


def test_an_index_page_deeper_in_a_site_may_be_an_article():
    url = "https://chela.example/2024/03/04/may-say/index.html"
    found = read(page(f"<div><h1>{TITLE}</h1><div>{P}</div></div>{links(LISTS['cards'], 6)}", url=url))
    assert isinstance(found, Article)


def test_labels_of_advertisements_are_no_lines():
    text = f"<p>{TEXT[0]}</p><div>Quảng cáo</div>" + "".join(f"<p>{line}</p>" for line in TEXT[1:])
    found = read(page(f"<div><h1>{TITLE}</h1><div>{text}</div></div>"))
    assert isinstance(found, Article)
    assert found.body.split("\n") == [*TEXT]


AUTHORS = {
    "a clear name that is shown": ("<div class='author'>Vàng Thị Mẫu</div>", "Lò Văn Khác", "Vàng Thị Mẫu"),
    "a box that says more": (
        "<div class='author'>Theo dõi tác giả trên trang của chúng tôi</div>",
        "Lò Văn Mẫu",
        "Lò Văn Mẫu",
    ),
    "several links": (
        "<div class='author'><a href='/a'>Vàng Thị Mẫu</a> <a href='/b'>Lò Văn Mẫu</a> 04/03/2024</div>",
        "",
        "Vàng Thị Mẫu, Lò Văn Mẫu",
    ),
    "an account": ("<div class='author'>admin</div>", "admin", None),
}


@pytest.mark.parametrize(("box", "stated", "author"), AUTHORS.values(), ids=AUTHORS)
def test_the_author_is_the_clearest_name(box, stated, author):
    head = f"<meta name='author' content='{stated}'>" if stated else ""
    found = read(page(f"<div><h1>{TITLE}</h1>{box}<div>{P}</div></div>", head=head))
    assert isinstance(found, Article)
    assert found.author == author
