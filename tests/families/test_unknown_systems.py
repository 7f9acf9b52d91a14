"""Pages of systems nobody knows: layouts of many kinds give the same article."""

import pytest

from scraper.families.read import read
from scraper.items import Article, Listing
from scraper.reading.page.page import Page

TITLE = "Xã Nà Khương triển khai nhiệm vụ quý II năm 2024"
TEXT = (
    (
        "Sáng 12/3, UBND xã Nà Khương tổ chức hội nghị triển khai nhiệm vụ quý II năm 2024 với sự tham gia của đông đảo cán bộ,"
        " công chức, người dân trong xã và các thôn."
    ),
    (
        "Trong quý I năm 2024, hoạt động thông quan diễn ra ổn định. Kết quả thu phí đạt 41.207,6 triệu đồng, tăng so với cùng kỳ"
        " năm 2023; công tác cải cách hành chính được quan tâm thường xuyên."
    ),
    (
        "Tại hội nghị, đại diện các phòng đã có 07 ý kiến thảo luận, làm rõ những khó khăn về bến bãi, nhân lực và việc ứng dụng"
        " nền tảng số trong quản lý, điều hành tại cơ sở."
    ),
    (
        "Kết luận hội nghị, đồng chí Chủ tịch UBND xã yêu cầu các bộ phận bám sát kế hoạch, phấn đấu hoàn thành nhiệm vụ"
        " được giao./."
    ),
)
PARAGRAPHS = "".join(f"<p>{line}</p>" for line in TEXT)
MENU = "<ul id=menu>" + "".join(f"<li><a href='/m{n}'>Mục {n}</a></li>" for n in range(12)) + "</ul>"
SIDE = (
    "<div class='sidebar-right'><h3>Tin mới nhất</h3>"
    + "".join(
        f"<div class=it><a href='/s{n}.html'>Tin bên lề số {n} nói về chuyện khác</a><span>1{n}/03/2024</span></div>"
        for n in range(6)
    )
    + "</div>"
)
FOOT = "<div id=footer><p>Cơ quan chủ quản: UBND huyện Mẫu. Địa chỉ: số 12, đường Mẫu. Điện thoại: 0200 000 000.</p></div>"
MINUTE = "2024-03-12T14:20:00+07:00"

LAYOUTS = {
    "tables": (
        (
            f"<table><tr><td>{MENU}</td><td><table><tr><td class=tieude>{TITLE}</td></tr><tr><td class=ngaydang>Cập nhật ngày: "
            f"12/03/2024 14:20</td></tr><tr><td>{PARAGRAPHS}<p align=right><b>Lan Chi</b></p></td></tr><tr><td><b>Các tin khác:"
            "</b><ul><li><a href='/1'>Tin một nói về chuyện trong xã</a> (01/03/2024)</li></ul></td></tr></table></td></tr></table>"
        ),
        MINUTE,
    ),
    "boxes": (
        (
            f"<div class=c1><div class=t1>{TITLE}</div><div class=meta><span>12/03/2024 14:20</span><span>Lượt xem: 12</span></div>"
            f"<div class=x><div>{TEXT[0]}</div><div>{TEXT[1]}</div><div><img src=a.jpg></div><div style='text-align:center'><i>"
            f"Quang cảnh hội nghị</i></div><div>{TEXT[2]}</div><div>{TEXT[3]}</div><div style='text-align:right'><b>Lan Chi</b></div>"
            "</div></div>"
        ),
        MINUTE,
    ),
    "line breaks": (
        (
            f"<div class=detail><h2>{TITLE}</h2><div class=date>Đăng lúc: 14:20 - 12/03/2024</div><div class=content>"
            f"{'<br><br>'.join(TEXT)}<br><br>Lan Chi</div></div>"
        ),
        MINUTE,
    ),
    "one element": (
        (
            f"<article><header><h1>{TITLE}</h1><p class=info>Thứ ba, 12/03/2024 - 14:20 | Lan Chi</p></header><p class=sapo><strong>"
            f"{TEXT[0]}</strong></p>{''.join(f'<p>{line}</p>' for line in TEXT[1:])}<p class=author>Lan Chi</p><div class=share-bar>"
            "Chia sẻ Facebook Zalo</div></article><section class=comments><p>Bài viết rất hay, cảm ơn tác giả.</p></section>"
        ),
        MINUTE,
    ),
    "box of related news in the text": (
        (
            f"<div class=main><h1>{TITLE}</h1><time>12/03/2024</time><div class=body><p>{TEXT[0]}</p><div class=related-box><b>Tin liên"
            f" quan</b><ul><li><a href='/1'>Tin một nói về chuyện trong xã</a></li></ul></div>"
            f"{''.join(f'<p>{line}</p>' for line in TEXT[1:])}<p>Lan Chi</p></div></div>"
        ),
        "2024-03-12",
    ),
    "no date": (f"<div class=main><h1>{TITLE}</h1><div class=body>{PARAGRAPHS}<p>Lan Chi</p></div></div>", None),
}


def page(main):
    html = (
        f"<html><head><title>{TITLE} | Cổng TTĐT xã Nà Khương</title></head><body><div class=clock>Thứ sáu, 15/03/2024 08:00</div>"
        f"{MENU}{main}{SIDE}{FOOT}</body></html>"
    )
    return Page.from_text(html, "https://nakhuong.example/tin/bai-1.html")


@pytest.mark.parametrize(("main", "date"), LAYOUTS.values(), ids=LAYOUTS)
def test_the_article_is_the_same_in_every_layout(main, date):
    got = read(page(main))
    assert isinstance(got, Article)
    assert (got.family, got.title, got.author) == (None, TITLE, "Lan Chi")
    assert (got.published.value if got.published else None) == date
    assert [*((got.lead,) if got.lead else ()), *got.body.split("\n")] == [*TEXT, "Lan Chi"]


@pytest.mark.parametrize("count", [1, 2, 12])
def test_lists_are_lists_however_short(count):
    cards = "".join(
        f"<div class=tin><h3><a href='/tin/{n}.html'>Bản tin số {n} của xã Nà Khương</a></h3><span>0{1 + n % 9}/03/2024</span>"
        f"<p>{TEXT[n % 4]}</p></div>"
        for n in range(count)
    )
    pager = "<ul class=pagination><li class=active><span>1</span></li><li><a href='?trang=2'>2</a></li></ul>"
    got = read(page(f"<div class=ds><h1>Tin tức</h1>{cards}{pager}</div>"))
    assert isinstance(got, Listing)
    assert [card.url for card in got.cards] == [f"https://nakhuong.example/tin/{n}.html" for n in range(count)]
    assert all(card.date and card.summary in TEXT for card in got.cards)
    assert got.next is not None
    assert got.next.url == "https://nakhuong.example/tin/bai-1.html?trang=2"


@pytest.mark.parametrize(("tag", "lead"), [("strong", True), ("i", False)])
def test_lang_son_sets_its_lead_in_bold(tag, lead):
    """The first paragraph is the lead there, where the page shows it; a first paragraph like the others stays."""
    first = "Ngày 12/3, Ban Quản lý tổ chức hội nghị đánh giá kết quả công tác quý I."
    rest = (
        "<p>Dự hội nghị có lãnh đạo các phòng, đơn vị trực thuộc và đại diện doanh nghiệp trên địa bàn tỉnh.</p>" * 3
    )
    html = f"<title>Hội nghị quý I</title><h1>Hội nghị quý I</h1><div><p><{tag}>{first}</{tag}></p>{rest}</div>"
    found = read(Page.from_text(html, "https://mau.langson.gov.vn/tin-tuc/hoi-nghi-quy-i.html"))
    assert isinstance(found, Article)
    assert found.family == "langson"
    assert found.lead == (first if lead else None)
    assert found.body.startswith(first) is not lead
