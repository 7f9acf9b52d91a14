"""Documents and pictures that a page offers by other means than a plain link or a plain address."""

import pytest

from scraper.families.read import read
from scraper.items import Article
from scraper.reading.page.page import Page

TITLE = "Thông báo lịch tiếp công dân của xã Mẫu"
TEXT = "".join(
    f"<p>{line}</p>"
    for line in (
        "Ủy ban nhân dân xã Mẫu thông báo lịch tiếp công dân của lãnh đạo xã trong quý tới tại trụ sở, tầng một.",
        "Người dân mang theo giấy tờ liên quan, đăng ký tại bàn hướng dẫn trước chín giờ sáng để được xếp thứ tự.",
        "Trường hợp vắng mặt vì lý do công tác, lịch sẽ được bố trí bù vào tuần kế tiếp và báo trên loa truyền thanh.",
    )
)
FILE = "https://xa-mau.example/tep/lich.pdf"


def article(more):
    html = f"<html><head><title>{TITLE}</title></head><body><div><h1>{TITLE}</h1><div class=nd>{TEXT}{more}</div></div></body></html>"
    found = read(Page.from_bytes("https://xa-mau.example/tin/tb-4.html", html.encode(), content_type="text/html"))
    assert isinstance(found, Article)
    return found


@pytest.mark.parametrize(
    "more",
    [
        f"<a href='{FILE}'>Lịch</a>",
        "<a href='#' onclick=\"window.open('/tep/lich.pdf'); return false\">Xem lịch</a>",
        "<a href=\"javascript:mo('/tep/lich.pdf', 800)\">Xem lịch</a>",
        "<span onclick=\"taiVe('/tep/lich.pdf')\">Tải về</span>",
        "<button data-href='/tep/lich.pdf'>Tải về</button>",
        "<button formaction='/tep/lich.pdf'>Tải về</button>",
        "<a data-file='/tep/lich.pdf'>Tải về</a>",
        "<iframe src='/tep/lich.pdf'></iframe>",
        "<iframe src='https://docs.google.com/viewer?embedded=true&amp;url=https%3A%2F%2Fxa-mau.example%2Ftep%2Flich.pdf'></iframe>",
        "<iframe src='/pdfjs/web/viewer.html?file=/tep/lich.pdf#page=2'></iframe>",
        "<object data='/tep/lich.pdf' type='application/pdf'>Trình duyệt không xem được</object>",
        "<embed src='/tep/lich.pdf'>",
    ],
)
def test_every_way_to_offer_a_document(more):
    found = article(more)
    assert [file.url for file in found.attachments] == [FILE]
    assert "Trình duyệt" not in found.body
    assert found.body.startswith("Ủy ban nhân dân xã Mẫu")


@pytest.mark.parametrize(
    ("link", "url"),
    [
        (
            "<a href='/DownloadFile.ashx?ten=lich-quy-2.docx&amp;id=8'>Tải về</a>",
            "https://xa-mau.example/DownloadFile.ashx?ten=lich-quy-2.docx&id=8",
        ),
        ("<a href='/xem/881'>Lich-tiep-dan.xlsx</a>", "https://xa-mau.example/xem/881"),
    ],
)
def test_programs_that_hand_out_documents(link, url):
    assert [file.url for file in article(link).attachments] == [url]


@pytest.mark.parametrize(
    "more",
    [
        "<iframe src='https://video.example/xem?v=3'></iframe>",
        "<a href='/tim?q=lich.pdf'>Tìm</a>",
        "<a href='#' onclick=\"share('/tin/tb-4.html')\">Chia sẻ</a>",
        "<iframe src='http://['></iframe>",
        '<a onclick="x(\'">Hỏng</a>',
    ],
)
def test_what_offers_no_document(more):
    assert article(more).attachments == ()


@pytest.mark.parametrize(
    "more",
    [
        "<p><img src='/anh/1.jpg'></p>",
        "<p><img src='data:image/gif;base64,R0' data-lazy='/anh/1.jpg'></p>",
        "<p><img srcset='/anh/1.jpg 640w, /anh/1-lon.jpg 1280w'></p>",
        "<p><noscript><img src='/anh/1.jpg'></noscript></p>",
        "<p><img data-src='/anh/1.jpg'><noscript><img src='/anh/1.jpg'></noscript></p>",
    ],
)
def test_pictures_that_are_loaded_late(more):
    assert [image.src for image in article(more).images] == ["https://xa-mau.example/anh/1.jpg"]
