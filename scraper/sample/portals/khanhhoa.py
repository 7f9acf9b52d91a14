"""A province on ASP.NET WebForms, with pages that only a submitted form turns."""

from scraper.sample.habits import NEWEST, Habits, section
from scraper.sample.model import Site

KHANHHOA = Site(
    host="khanhhoa-mau.example",
    family="khanhhoa",
    name="Cổng thông tin điện tử tỉnh Mẫu Khánh",
    unit="Văn phòng Ủy ban nhân dân tỉnh Mẫu Khánh",
    page_size=6,
    sections=(
        section("chinh-tri", "Chính trị", 45, 1, "dang", "cai-cach", "thi-dua"),
        section("kinh-te", "Kinh tế", 16, 2, "nong-nghiep", "giao-thong", "cua-khau"),
        section("van-hoa-xa-hoi", "Văn hóa - Xã hội", 16, 3, "van-hoa", "y-te", "giao-duc"),
    ),
    gates=("Nà Pheo", "Khuổi Hin"),
    newest=NEWEST,
    first_number=62100,
    habits=Habits(
        address=("/vi/{section}/{slug}-{number}",),
        folder="/Resources/Images/{created:%Y-%m}/",
        signatures=("pen", "pen in capitals", "with unit", None),
        lead=lambda order: order % 4 != 2,
        related="minute",
    ),
)
