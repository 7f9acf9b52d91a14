"""Pages of systems nobody knows, in the layouts that portals are built in (body F1 >= 0.95, no leaks)."""

import pytest

from scraper.families.read import read
from scraper.items import Article
from scraper.reading.page.page import Page

TITLE = "Sở Nông nghiệp kiểm tra sản xuất vụ xuân tại xã Nà Pheo"
PARAGRAPHS = (
    (
        "Sáng ngày 12/3, tại trụ sở Ủy ban nhân dân xã Nà Pheo, đoàn công tác đã có buổi làm việc với lãnh đạo xã về tình"
        " hình sản xuất vụ xuân và công tác phòng chống dịch bệnh cho đàn gia súc."
    ),
    "Theo báo cáo, toàn xã đã gieo cấy được 312 ha lúa, đạt 98% kế hoạch; diện tích ngô và cây màu các loại đạt 145 ha.",
    (
        "Phát biểu tại buổi làm việc, ông Mạc Văn Lộc đề nghị xã tiếp tục bám sát khung thời vụ, chủ động nguồn nước tưới,"
        " đồng thời đẩy mạnh tuyên truyền để người dân không tái đàn khi chưa bảo đảm an toàn."
    ),
)
MENU = "<ul>" + "".join(f"<li><a href='/m{n}'>Chuyên mục tin tức số {n}</a></li>" for n in range(25)) + "</ul>"
OTHERS = "".join(f"<li><a href='/tin-{n}.html'>Tin số {n} của các xã</a> <i>(1{n}/02/2024)</i></li>" for n in range(6))
TEXT = "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)
WORD = "".join(
    f"<p class=MsoNormal><span style='font-size:14pt'><span>{text[:60]}</span></span><span lang=VI>{text[60:]}</span></p>"
    for text in PARAGRAPHS
)
LAYOUTS = {
    "semantic": f"<header>{MENU}Thứ tư, 13/03/2024 08:12:11</header><main><article><h1>{TITLE}</h1><time>12/03/2024</time>"
    f"{TEXT}</article><aside><h3>Tin nổi bật</h3><ul>{OTHERS}</ul></aside></main><footer>Bản quyền thuộc tỉnh</footer>",
    "boxes": f"<div id=top>{MENU}</div><div><div>{MENU}</div><div><div class=tt>{TITLE}</div><div>Ngày đăng: 12/03/2024"
    f"</div><div class=nd>{TEXT}</div><div>Các tin khác</div><ul>{OTHERS}</ul></div></div><div>Địa chỉ: số 1</div>",
    "tables": f"<table><tr><td colspan=2>{MENU}</td></tr><tr><td>{MENU}</td><td><table><tr><td><h2>{TITLE}</h2></td></tr>"
    f"<tr><td><i>(12/03/2024)</i></td></tr><tr><td>{TEXT}</td></tr><tr><td><b>Tin khác</b><ul>{OTHERS}</ul></td></tr>"
    "</table></td></tr></table>",
    "line breaks": f"<div class=menu>{MENU}</div><div><h1>{TITLE}</h1><div>12/03/2024</div><div>"
    f"{'<br><br>'.join(PARAGRAPHS)}</div></div><div><b>Tin liên quan</b><ul>{OTHERS}</ul></div>",
    "boxes as paragraphs": f"<nav>{MENU}</nav><section><h1>{TITLE}</h1><span class=date>12-03-2024</span>"
    + "".join(f"<div>{paragraph}</div>" for paragraph in PARAGRAPHS)
    + f"</section><div><h4>Bài viết liên quan</h4><ul>{OTHERS}</ul></div>",
    "Word": f"<div class=menu>{MENU}</div><div><h1>{TITLE}</h1><p>Đăng ngày 12/03/2024</p><div>{WORD}</div></div>",
    "deep": f"<div>{MENU}</div>{'<div>' * 12}<h1>{TITLE}</h1><p>12/03/2024</p>{'<div>' * 6}{TEXT}{'</div>' * 18}",
    "comments": f"<div>{MENU}</div><div><h1>{TITLE}</h1><div>Đăng lúc 12/03/2024 - Lượt xem: 123</div><div>{TEXT}</div>"
    "<div class=share>Chia sẻ Facebook Zalo In trang</div></div><div class=comments><h3>Bình luận</h3>"
    + "<p>Tôi rất đồng tình với bài viết này, mong các cấp quan tâm hơn nữa.</p>" * 4
    + "</div>",
    "no names at all": f"<div>{MENU}</div><center><font size=4><b>{TITLE}</b></font></center><i>12/03/2024</i>"
    f"<div align=justify>{TEXT}</div>",
    "side columns": f"<div><div class=col-3>{MENU}Lượt truy cập: 1234</div><div class=col-6><h3>{TITLE}</h3>"
    f"<p><em>Cập nhật: 12/03/2024</em></p>{TEXT}</div><div class=col-3><h4>Thông báo</h4><ul>{OTHERS}</ul></div></div>",
}


@pytest.mark.parametrize("name", LAYOUTS)
def test_issue_3_an_unknown_layout_is_read_word_for_word(name):
    html = (
        f"<!doctype html><html><head><title>{TITLE} - Cổng thông tin</title></head><body>{LAYOUTS[name]}</body></html>"
    )
    found = read(Page.from_text(html, "http://la.example/tin/bai-viet.html"))
    assert isinstance(found, Article)
    assert (found.title, found.lead, found.body) == (TITLE, None, "\n".join(PARAGRAPHS))
    assert found.published is not None
    assert found.published.value == "2024-03-12"


def test_entries_of_other_news_that_stand_side_by_side_are_one_list():
    cards = "".join(
        f"<article class=post><h3><a href='/b{n}'>Bài số {n} của trang</a></h3></article>" for n in range(4)
    )
    html = (
        f"<title>{TITLE}</title><h1>{TITLE}</h1><div>{TEXT}</div><div><h3>Bài viết liên quan</h3>{cards}<p>x</p></div>"
    )
    found = read(Page.from_text(html, "http://la.example/tin/bai-viet.html"))
    assert isinstance(found, Article)
    assert [entry.url[-3:] for entry in found.related] == ["/b0", "/b1", "/b2", "/b3"]


def test_a_caption_in_the_images_table_is_no_byline():
    table = "<table><tr><td><img src=/a.jpg></td></tr><tr><td>Đoàn công tác kiểm tra mô hình</td></tr></table>"
    html = f"<title>{TITLE}</title><h1>{TITLE}</h1><div>{TEXT}{table}<p>Lan Hương – Sở Nông nghiệp</p></div>"
    found = read(Page.from_text(html, "http://la.example/tin/bai-viet.html"))
    assert isinstance(found, Article)
    assert found.images[0].caption == "Đoàn công tác kiểm tra mô hình"
    assert (found.author, found.unit) == ("Lan Hương", "Sở Nông nghiệp")
