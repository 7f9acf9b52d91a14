"""A department on VietSoftware's vPortal, as it would have looked in 2013."""

from scraper.sample.habits import NEWEST, Habits, always, section
from scraper.sample.model import Site

PORTLET = "vcmsviewcontent_INSTANCE_Z5sd"

VPORTAL = Site(
    host="vportal-mau.example",
    family="vportal",
    name="Cổng giao tiếp điện tử Sở Văn vụ tỉnh Mẫu",
    unit="Sở Văn vụ tỉnh Mẫu",
    page_size=10,
    sections=(
        section("tin-van-hoa", "Tin văn hóa", 41, 1, "van-hoa", "giao-duc", "an-sinh"),
        section("tin-hoat-dong", "Tin hoạt động", 22, 2, "dang", "cai-cach", "thi-dua"),
        section("tin-co-so", "Tin cơ sở", 21, 3, "nong-thon-moi", "nong-nghiep", "y-te"),
    ),
    gates=("Nà Pheo", "Pò Lềnh"),
    habits=Habits(
        address=(f"/{{section}}?p_p_id={PORTLET}&p_p_lifecycle=0&_{PORTLET}_articleId={{number}}",),
        folder="/documents/10157/{created:%Y%m}/",
        signatures=("person apart", "person apart", "two lines", None),
        day_only=always,
        lead=lambda order: order % 3 != 1,
        file_named=False,
    ),
    newest=NEWEST,
    first_number=18800,
)
