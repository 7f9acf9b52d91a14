"""A province on Liferay whose lists are JSON."""

from scraper.sample.habits import NEWEST, Habits, on_list, section
from scraper.sample.model import Site

PORTLET = "newsbycategory_WAR_bacninhportlet"

BACNINH = Site(
    host="bacninh-mau.example",
    family="bacninh",
    name="Cổng thông tin điện tử tỉnh Mẫu Ninh",
    unit="Văn phòng Ủy ban nhân dân tỉnh Mẫu Ninh",
    page_size=10,
    sections=(
        section("chinh-tri", "Chính trị", 41, 20761, "dang", "cai-cach", "thi-dua"),
        section("kinh-te", "Kinh tế", 22, 20762, "nong-nghiep", "chuyen-doi-so", "giao-thong"),
        section("van-hoa-xa-hoi", "Văn hóa - Xã hội", 21, 20763, "van-hoa", "giao-duc", "an-sinh"),
    ),
    gates=("Nà Pheo", "Pò Lềnh"),
    habits=Habits(
        address=(
            "/news/-/details/20182/{slug}-{number}",
            "/news/-/details/20182/{slug}-{number}",
            f"/{{section}}?p_p_id={PORTLET}&p_p_lifecycle=0&_{PORTLET}_articleId={{number}}",
        ),
        folder="/documents/20182/{created:%Y%m}/",
        signatures=("pen", "labelled", "with unit", None),
        shown=on_list,
        lead=lambda order: order % 6 != 2,
    ),
    newest=NEWEST,
    first_number=304100,
)
