"""A province on Liferay 7: one path, everything in the query."""

from scraper.sample.habits import NEWEST, Habits, section
from scraper.sample.model import Site

PATH = "/web/guest/cms"
PORTLET = "vn_gov_hoabinh_portlet_cmsview_CmsViewPortlet_INSTANCE_x8Kq2LmN4pRt"
STATE = f"p_p_id={PORTLET}&p_p_lifecycle=0&p_p_col_id=column-2&p_p_col_count=5"

LIFERAY7 = Site(
    host="liferay7-mau.example",
    family="liferay7",
    name="Cổng thông tin điện tử tỉnh Mẫu Hòa",
    unit="Văn phòng Ủy ban nhân dân tỉnh Mẫu Hòa",
    page_size=10,
    sections=(
        section("thoi-su", "Thời sự - Chính trị", 41, 11901, "dang", "cai-cach", "giao-thong"),
        section("kinh-te", "Kinh tế", 22, 11902, "nong-nghiep", "nong-thon-moi", "chuyen-doi-so"),
        section("van-hoa", "Văn hóa - Xã hội", 21, 11903, "van-hoa", "giao-duc", "y-te", "an-sinh"),
    ),
    gates=("Nà Pheo", "Khuổi Hin"),
    habits=Habits(
        address=(f"{PATH}?{STATE}&_{PORTLET}_categoryId={{category}}&_{PORTLET}_articleId={{number}}",),
        folder="/documents/20182/{created:%Y%m}/",
        signatures=("apart", "apart", "pen", None),
        lead=lambda order: order % 5 != 3,
        related="minute",
        file_named=False,
    ),
    newest=NEWEST,
    first_number=51200,
)
