"""A newspaper on WordPress 6.1 with a classic theme."""

from scraper.sample.habits import NEWEST, Habits, section
from scraper.sample.model import Site

WORDPRESS = Site(
    host="wordpress-mau.example",
    family="wordpress",
    name="Báo Mẫu Sơn Hạ",
    unit="Tòa soạn Báo Mẫu Sơn Hạ",
    page_size=10,
    sections=(
        section("thoi-su", "Thời sự", 41, 3, "dang", "cua-khau", "giao-thong", "chuyen-doi-so"),
        section("kinh-te", "Kinh tế", 22, 4, "nong-nghiep", "cua-khau", "nong-thon-moi"),
        section("van-hoa-doi-song", "Văn hóa - Đời sống", 21, 5, "van-hoa", "y-te", "an-sinh", "thien-tai"),
    ),
    gates=("Nà Pheo", "Khuổi Hin"),
    habits=Habits(
        address=("/{section}/{number}-{slug}.html",),
        folder="/wp-content/uploads/{created:%Y}/{created:%m}/",
        signatures=("pair", "pen in capitals", "pair", "label", None),
        typographic=True,  # wptexturize
    ),
    newest=NEWEST,
    first_number=20400,
)
