"""A province on Liferay's asset publisher."""

from scraper.sample.habits import NEWEST, Habits, section
from scraper.sample.model import Site

BACGIANG = Site(
    host="bacgiang-mau.example",
    family="bacgiang",
    name="Cổng thông tin điện tử tỉnh Mẫu Giang",
    unit="Sở Thông tin tỉnh Mẫu Giang",
    page_size=10,
    sections=(
        section("chinh-tri", "Chính trị", 41, 10191, "dang", "cai-cach", "thi-dua"),
        section("kinh-te", "Kinh tế", 22, 10192, "nong-nghiep", "nong-thon-moi", "giao-thong"),
        section("van-hoa", "Văn hóa", 21, 10193, "van-hoa", "y-te", "thien-tai"),
    ),
    gates=("Khuổi Hin", "Pò Lềnh"),
    habits=Habits(
        address=("/{section}/-/asset_publisher/Enp27vgshTez/content/{slug}",),
        folder="/documents/20181/{created:%Y%m}/",
        signatures=("labelled", "pen", "label", None),
        shown=lambda slot: "list" if slot.order % 9 == 4 else "page",
        related=None,
        lossy=True,
        twice=True,
        ending=True,
    ),
    newest=NEWEST,
    first_number=640300,
)
