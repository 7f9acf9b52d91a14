"""A provincial newspaper on the system that follows WordPress."""

from scraper.sample.habits import NEWEST, Habits, section
from scraper.sample.model import Site

BAOLANGSON = Site(
    host="bao-mau.example",
    family="baolangson",
    name="Báo và phát thanh, truyền hình Mẫu Sơn Hạ",
    unit="Tòa soạn Báo và phát thanh, truyền hình Mẫu Sơn Hạ",
    page_size=8,
    sections=(
        section("chinh-tri", "Chính trị", 36, 1, "dang", "cai-cach", "thi-dua"),
        section("kinh-te", "Kinh tế", 25, 2, "cua-khau", "nong-nghiep", "nong-thon-moi"),
        section("xa-hoi", "Xã hội", 18, 3, "an-sinh", "giao-duc", "y-te"),
        section("phap-luat", "Pháp luật", 17, 4, "giao-thong", "chuyen-doi-so"),
    ),
    gates=("Nà Pheo", "Khuổi Hin"),
    newest=NEWEST,
    first_number=5_071_300,
    habits=Habits(
        address=("/{slug}-{number}.html",),
        folder="/upload/{created:%Y/%m}/",
        signatures=("pair", "pen in capitals", "apart", None),
        shown=lambda slot: "list" if slot.order % 10 == 3 else "page",
        lead=lambda order: order % 4 != 1,
        typographic=True,
    ),
)
