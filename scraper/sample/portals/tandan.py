"""A province on Tân Dân's SharePoint: the address knows the day."""

from scraper.sample.habits import NEWEST, Habits, section
from scraper.sample.model import Site

_DATED = "/portal/Pages/{created.year}-{created.month}-{created.day}/{slug:.58}{number:x}dvv.aspx"
_LOWER = _DATED.replace("Pages", "pages")
_UNDATED = "/portal/Pages/Luu-tru/{slug:.58}{number:x}dvv.aspx"

TANDAN = Site(
    host="tandan-mau.example",
    family="tandan",
    name="Cổng thông tin điện tử tỉnh Mẫu Điện",
    unit="Văn phòng Ủy ban nhân dân tỉnh Mẫu Điện",
    page_size=8,
    sections=(
        section("Tin-tuc-su-kien", "Tin tức - Sự kiện", 34, 1, "cai-cach", "giao-thong", "nong-thon-moi"),
        section("Kinh-te", "Kinh tế", 18, 2, "nong-nghiep", "cua-khau", "chuyen-doi-so"),
        section("Van-hoa-xa-hoi", "Văn hóa - Xã hội", 18, 3, "van-hoa", "y-te", "giao-duc"),
    ),
    gates=("Nà Pheo", "Pò Lềnh"),
    newest=NEWEST,
    first_number=190200,
    habits=Habits(
        # One in eleven shows no date at all: those lie in a folder that says nothing either.
        address=(_DATED, _LOWER, _DATED, _DATED, _LOWER, _DATED, _DATED, _UNDATED, _DATED, _LOWER, _DATED),
        folder="/SiteAssets/{created:%Y}/",
        signatures=("pen", "with unit", "labelled", None),
        shown=lambda slot: "url" if slot.order % 7 == 3 else "page",
        day_only=lambda _order: True,
        lead=lambda order: order % 5 != 3,
    ),
)
