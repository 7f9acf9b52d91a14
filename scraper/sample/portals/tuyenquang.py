"""A district on the platform of 2025: articles are known by a number in the query."""

from scraper.sample.habits import NEWEST, Habits, section
from scraper.sample.model import Site

TUYENQUANG = Site(
    host="tuyenquang-mau.example",
    family="tuyenquang",
    name="Cổng thông tin điện tử xã Mẫu Tuyên",
    unit="Ủy ban nhân dân xã Mẫu Tuyên",
    page_size=7,
    sections=(
        section("tin-tuc", "Tin tức", 36, 1, "dang", "cai-cach", "nong-thon-moi"),
        section("kinh-te", "Kinh tế", 17, 2, "nong-nghiep", "giao-thong", "chuyen-doi-so"),
        section("van-hoa-xa-hoi", "Văn hóa - Xã hội", 17, 3, "van-hoa", "y-te", "giao-duc", "an-sinh"),
    ),
    gates=("Nà Pheo", "Pò Lềnh"),
    newest=NEWEST,
    first_number=233500,
    habits=Habits(
        address=("/vi/tin-bai/{slug}?type=NEWS&id={number}",),
        folder="/files/{created:%Y/%m}/",
        signatures=("pen", "two lines", "with unit", None),
        shown=lambda slot: "list" if slot.order % 6 == 2 else "page",
        lead=lambda order: order % 3 != 0,
        related="minute",
    ),
)
