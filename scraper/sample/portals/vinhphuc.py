"""A province whose lists are SharePoint lists behind a JSON API."""

from scraper.sample.habits import NEWEST, Habits, section
from scraper.sample.model import Site

VINHPHUC = Site(
    host="vinhphuc-mau.example",
    family="vinhphuc",
    name="Cổng thông tin - giao tiếp điện tử tỉnh Mẫu Vĩnh",
    unit="Trung tâm Thông tin - Công báo tỉnh Mẫu Vĩnh",
    page_size=18,
    sections=(
        section("ThoiSuChinhTri", "Thời sự - Chính trị", 40, 1, "dang", "cai-cach", "chuyen-doi-so"),
        section("KinhTe", "Kinh tế", 37, 2, "nong-nghiep", "giao-thong", "nong-thon-moi"),
        section("im thm quan", "Điểm thăm quan", 37, 3, "van-hoa", "cua-khau"),
    ),
    gates=("Nà Pheo", "Khuổi Hin"),
    newest=NEWEST,
    first_number=13400,
    habits=Habits(
        address=("/ct/cms/tintuc/Lists/{section}/View_Detail.aspx?ItemID={number}",),
        folder="/Upload/{created:%Y}/",
        signatures=("pen", "with unit", "pen", None),
        shown=lambda slot: "list" if slot.order % 5 == 2 else "page",
        lead=lambda order: order % 3 != 1,
    ),
)
