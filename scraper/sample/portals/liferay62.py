"""A department on Liferay 6.2, which shows some articles in two sections."""

from scraper.sample.habits import NEWEST, Habits, section
from scraper.sample.model import Site

LIFERAY62 = Site(
    host="liferay-mau.example",
    family="liferay62",
    name="Sở Thông tin tỉnh Mẫu",
    unit="Sở Thông tin tỉnh Mẫu",
    page_size=10,
    sections=(
        section("chi-dao-dieu-hanh", "Chỉ đạo điều hành", 41, 10182, "cai-cach", "thien-tai", "y-te"),
        section("cong-nghe-thong-tin", "Công nghệ thông tin", 31, 10183, "chuyen-doi-so", "cai-cach"),
        section("hoat-dong-cua-so", "Hoạt động của Sở", 22, 10184, "dang", "thi-dua", "giao-duc"),
    ),
    gates=("Nà Pheo", "Pò Lềnh"),
    habits=Habits(
        address=("/{section}/-/view_content/{number}-{slug}.html",),
        folder="/documents/10182/31405/",
        signatures=("pen", "with unit", None),
        day_only=lambda order: order % 3 == 1,  # it prints "12:00 AM"
        lead=lambda order: order % 2 == 0,
        related=None,
        lossy=True,
        twice=True,
        ending=True,
    ),
    newest=NEWEST,
    first_number=708100,
)
