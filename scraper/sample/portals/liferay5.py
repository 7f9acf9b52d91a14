"""A department on Liferay 5.2, as it would have looked in 2010."""

from scraper.sample.habits import NEWEST, Habits, always, section
from scraper.sample.model import Site

PORTLET = "101_INSTANCE_7gHk"
STATE = f"p_p_id={PORTLET}&p_p_lifecycle=0&p_p_state=normal&p_p_mode=view"
_VIEW = f"_{PORTLET}_struts_action=%2Fnss%2Fasset_publisher%2Fview_content"

LIFERAY5 = Site(
    host="liferay5-mau.example",
    family="liferay5",
    name="Trang thông tin Sở Nông vụ tỉnh Mẫu",
    unit="Sở Nông vụ tỉnh Mẫu",
    page_size=10,
    sections=(
        section("tin-tuc", "Tin tức - Sự kiện", 41, 1, "nong-nghiep", "cai-cach", "giao-thong"),
        section("chuyen-nganh", "Tin chuyên ngành", 22, 2, "nong-thon-moi", "nong-nghiep", "thien-tai"),
        section("doan-the", "Hoạt động đoàn thể", 21, 3, "dang", "thi-dua", "van-hoa"),
    ),
    gates=("Nà Pheo", "Khuổi Hin"),
    habits=Habits(
        address=(
            f"/web/guest/{{section}}?{STATE}&{_VIEW}&_{PORTLET}_urlTitle={{slug}}-{{number}}&_{PORTLET}_type=content",
        ),
        folder="/documents/{created:%Y%m}/",
        signatures=("pen", "two lines", None),
        day_only=always,  # its clock has twelve hours and no half of the day
        lossy=True,
        ending=True,
    ),
    newest=NEWEST,
    first_number=4100,
)
