"""A province on the platform of Lạng Sơn: lists show the day, articles show no date."""

from scraper.sample.habits import NEWEST, Habits, always, on_list, section
from scraper.sample.model import Site

LANGSON = Site(
    host="langson-mau.example",
    family="langson",
    name="Cổng thông tin điện tử tỉnh Lạng Sơn (mẫu)",
    unit="Ban Quản lý cửa khẩu Nà Pheo - Khuổi Hin",
    page_size=8,
    sections=(
        section("tin-tuc-su-kien", "Tin tức - Sự kiện", 34, 1, "cua-khau", "cai-cach", "giao-thong", "nong-thon-moi"),
        section("hoat-dong-cua-khau", "Hoạt động cửa khẩu", 20, 2, "cua-khau", "giao-thong", "chuyen-doi-so"),
        section("xay-dung-dang", "Xây dựng Đảng - Đoàn thể", 18, 3, "dang", "thi-dua", "an-sinh"),
    ),
    gates=("Đồng Đăng", "Đồng Đăng", "Nà Pheo", "Khuổi Hin"),
    habits=Habits(
        address=("/{section}/{slug}.html",),
        folder="/upload/{created:%Y}/{created:%m}/",
        signatures=("with unit", "two lines", "with unit", "pen", None),
        shown=on_list,
        day_only=always,
        ending=True,
    ),
    newest=NEWEST,
    first_number=1000,
)
