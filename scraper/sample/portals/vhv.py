"""A province whose sections have a number and a page in their file name."""

from scraper.sample.habits import NEWEST, Habits, section
from scraper.sample.model import Site

VHV = Site(
    host="vhv-mau.example",
    family="vhv",
    name="Cổng thông tin điện tử tỉnh Mẫu Hưng",
    unit="Văn phòng Ủy ban nhân dân tỉnh Mẫu Hưng",
    page_size=9,
    sections=(
        section("thoi-su", "Thời sự", 40, 217, "dang", "cai-cach", "giao-thong"),
        section("kinh-te", "Kinh tế", 21, 218, "nong-nghiep", "cua-khau", "chuyen-doi-so"),
        section("van-hoa-xa-hoi", "Văn hóa - Xã hội", 20, 219, "van-hoa", "y-te", "an-sinh"),
    ),
    gates=("Nà Pheo", "Khuổi Hin"),
    newest=NEWEST,
    first_number=31800,
    habits=Habits(
        address=("/{slug}-c{category}a{number}.html",),
        folder="/upload/{created:%Y%m}/",
        signatures=("pen", "with unit", "pen in capitals", None),
        shown=lambda slot: "list" if slot.order % 8 == 5 else "page",
        lead=lambda order: order % 3 != 2,
    ),
)
