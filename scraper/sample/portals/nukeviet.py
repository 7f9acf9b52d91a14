"""A party committee's site on NukeViet 4."""

from scraper.sample.habits import NEWEST, Habits, section
from scraper.sample.model import Site

NUKEVIET = Site(
    host="nukeviet-mau.example",
    family="nukeviet",
    name="Trang thông tin Đảng ủy Pò Lềnh",
    unit="Đảng ủy Pò Lềnh",
    page_size=9,
    sections=(
        section("tin-tuc-su-kien-421", "Tin tức - Sự kiện", 40, 421, "dang", "cai-cach", "giao-thong"),
        section("hoc-tap-lam-theo-bac", "Học tập và làm theo Bác", 21, 422, "thi-dua", "an-sinh", "giao-duc"),
        section("van-hoa-xa-hoi-423", "Văn hóa - Xã hội", 20, 423, "van-hoa", "y-te", "thien-tai"),
    ),
    gates=("Pò Lềnh", "Khuổi Hin"),
    newest=NEWEST,
    first_number=37100,
    habits=Habits(
        address=("/vi/news/{section}/{slug}-{number}.html",),
        folder="/uploads/news/{created:%Y_%m}/",
        signatures=("apart", "person apart", "apart", "pen", None),
        shown=lambda slot: "list" if slot.order % 9 == 4 else "page",
        lead=lambda order: order % 6 != 1,
        file_named=False,
    ),
)
