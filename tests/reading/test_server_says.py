"""Error pages, default pages and ended domains with status 200; and news that has the same words."""

import pytest

from scraper.families.read import read
from scraper.items import Article, Other
from scraper.reading.page.page import Page


def page(title, body):
    html = f"<html lang=vi><head><meta charset=utf-8><title>{title}</title></head><body>{body}</body></html>"
    return Page.from_bytes("https://xa-mau.example/tin/bai-12", html.encode(), content_type="text/html")


@pytest.mark.parametrize(
    ("reason", "title", "body"),
    [
        ("server_error", "504 Gateway Time-out", "<center><h1>504 Gateway Time-out</h1></center><hr>openresty"),
        (
            "server_error",
            "HTTP Status 500",
            "<h1>HTTP Status 500</h1><pre>java.sql.SQLException: pool\n\tat a.b.C.d(C.java:41)</pre>",
        ),
        ("server_error", "Lỗi", "<p>Không thể kết nối đến cơ sở dữ liệu. Vui lòng quay lại sau.</p>"),
        ("server_error", "Cổng xã Mẫu", "<b>Fatal error</b>: Uncaught PDOException in /srv/a.php on line 12"),
        ("server_error", "Chú ý", "<h2>Hệ thống đang quá tải, xin thử lại sau ít phút</h2>"),
        ("server_error", "Welcome to nginx!", "<h1>Welcome to nginx!</h1><p>Further configuration is required.</p>"),
        ("server_error", "Index of /uploads", "<h1>Index of /uploads</h1><pre><a href='../'>..</a></pre>"),
        ("parked", "xa-mau.example", "<p>Tên miền xa-mau.example đã hết hạn sử dụng.</p>"),
        ("parked", "Account Suspended", "<h1>This account has been suspended</h1>"),
        ("parked", "xa-mau.example", "<p>This domain may be for sale. Buy this domain.</p>"),
    ],
)
def test_what_the_server_says_is_no_news(reason, title, body):
    found = read(page(title, body))
    assert isinstance(found, Other)
    assert (found.reason, found.detail) == (reason, title)


PARAGRAPHS = "".join(
    f"<p>{text}</p>"
    for text in (
        "Sáng 12/3, hệ thống một cửa điện tử của huyện Mẫu bị gián đoạn trong hai giờ do lỗi máy chủ tại trung tâm dữ liệu.",
        "Ông Lò Văn Mẫu cho biết tên miền cũ của xã đã hết hạn từ tháng trước và đang được chuyển về cổng của huyện.",
        "Kỹ thuật viên đã khắc phục sự cố trước 10 giờ, người dân đến nộp hồ sơ được hướng dẫn làm thủ tục trên giấy.",
        "Trung tâm đề nghị các phòng, ban sao lưu dữ liệu hằng ngày, báo ngay khi website không khả dụng hoặc quá tải.",
    )
)


def test_news_about_a_broken_system_is_news():
    title = "Hệ thống một cửa bị gián đoạn do lỗi máy chủ"
    menu = "".join(f"<li><a href='/muc-{n}'>Mục {n}</a></li>" for n in range(12))
    found = read(page(f"{title} - Xã Mẫu", f"<ul>{menu}</ul><article><h1>{title}</h1>{PARAGRAPHS}</article>"))
    assert isinstance(found, Article)
    assert found.title == title
