"""The sample portals: the first five here, each later one in a file of its own in `scraper.sample.portals`."""

from datetime import datetime

from scraper.sample.habits import NEWEST, Habits, always, on_list, section
from scraper.sample.model import Site
from scraper.sample.portals.bacgiang import BACGIANG
from scraper.sample.portals.bacninh import BACNINH
from scraper.sample.portals.baolangson import BAOLANGSON
from scraper.sample.portals.hungyen import HUNGYEN
from scraper.sample.portals.khanhhoa import KHANHHOA
from scraper.sample.portals.liferay5 import LIFERAY5
from scraper.sample.portals.liferay7 import LIFERAY7
from scraper.sample.portals.nukeviet import NUKEVIET
from scraper.sample.portals.tandan import TANDAN
from scraper.sample.portals.tuyenquang import TUYENQUANG
from scraper.sample.portals.vinhphuc import VINHPHUC
from scraper.sample.portals.vportal import VPORTAL

LANGSON = Site(
    host="langson-mau.example",
    family="langson",
    name="Cổng thông tin điện tử tỉnh Lạng Sơn (mẫu)",
    unit="Ban Quản lý cửa khẩu Nà Pheo - Khuổi Hin",
    page_size=8,
    sections=(
        section("tin-tuc-su-kien", "Tin tức - Sự kiện", 34, 1, "cua-khau", "cai-cach", "giao-thong", "nong-thon-moi"),
        section("hoat-dong-cua-khau", "Hoạt động cửa khẩu", 20, 2, "cua-khau", "giao-thong", "chuyen-doi-so"),
        section("xay-dung-dang", "Xây dựng Đảng - Đoàn thể", 18, 3, "dang", "thi-dua", "an-sinh"),
    ),
    gates=("Đồng Đăng", "Đồng Đăng", "Nà Pheo", "Khuổi Hin"),
    habits=Habits(
        address=("/{section}/{slug}.html",),
        folder="/upload/{created:%Y}/{created:%m}/",
        signatures=("with unit", "two lines", "with unit", "pen", None),
        shown=on_list,
        day_only=always,
        ending=True,
    ),
    newest=NEWEST,
    first_number=1000,
)
DRUPAL = Site(
    host="drupal-mau.example",
    family="drupal",
    name="Khu kinh tế Nà Pheo",
    unit="Ban Quản lý Khu kinh tế Nà Pheo",
    page_size=10,
    sections=(
        section("tin-tuc", "Tin tức", 41, 11, "cua-khau", "giao-thong", "nong-nghiep", "cai-cach"),
        section("van-hoa-xa-hoi", "Văn hóa - Xã hội", 22, 12, "van-hoa", "giao-duc", "y-te"),
        section("dang-doan-the", "Đảng - Đoàn thể", 21, 13, "dang", "thi-dua"),
    ),
    gates=("Nà Pheo", "Pò Lềnh"),
    habits=Habits(
        address=("/node/{number}", "/{section}/{slug}", "/{section}/{slug}", "/{section}/{slug}"),
        folder="/sites/default/files/",
        signatures=("two lines", "two lines", "pen", None),
        shown=lambda slot: "page" if slot.section.number == 12 else "list",
        joint=" ",  # its editors upload files as they are called
        file_named=False,
    ),
    newest=NEWEST,
    first_number=310,
)
ARTICLE_HEADER = Site(
    host="hagiang-mau.example",
    family="article_header",
    name="Trang thông tin thi đua - khen thưởng tỉnh Mẫu",
    unit="Ban Thi đua - Khen thưởng tỉnh Mẫu",
    page_size=15,
    sections=(
        section(
            "tin-hoat-dong-khoi-thi-dua", "Tin hoạt động cụm, khối thi đua", 61, 44741, "thi-dua", "dang", "cai-cach"
        ),
        section(
            "guong-dien-hinh", "Gương điển hình tiên tiến", 31, 44742, "an-sinh", "giao-duc", "y-te", "nong-nghiep"
        ),
        section("nong-thon-moi", "Xây dựng nông thôn mới", 31, 44743, "nong-thon-moi", "nong-nghiep", "van-hoa"),
    ),
    gates=("Pò Lềnh", "Khuổi Hin"),
    habits=Habits(
        address=("/chi-tiet-tin-tuc/-/news/{menu}/{slug}-{number}.html",),
        folder="/upload/64711/{created:%Y%m%d}/",
        signatures=("pen", "labelled", "pen", None),
        shown=lambda slot: "list" if slot.order % 9 == 4 else "page",
        lead=lambda order: order % 4 != 1,
        related="minute",
    ),
    newest=NEWEST,
    first_number=815000,
)
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
LIFERAY62 = Site(
    host="liferay-mau.example",
    family="liferay62",
    name="Sở Thông tin tỉnh Mẫu",
    unit="Sở Thông tin tỉnh Mẫu",
    page_size=10,
    sections=(
        section("chi-dao-dieu-hanh", "Chỉ đạo điều hành", 41, 10182, "cai-cach", "thien-tai", "y-te"),
        section("cong-nghe-thong-tin", "Công nghệ thông tin", 31, 10183, "chuyen-doi-so", "cai-cach"),
        section("hoat-dong-cua-so", "Hoạt động của Sở", 22, 10184, "dang", "thi-dua", "giao-duc"),
    ),
    gates=("Nà Pheo", "Pò Lềnh"),
    habits=Habits(
        address=("/{section}/-/view_content/{number}-{slug}.html",),
        folder="/documents/10182/31405/",
        signatures=("pen", "with unit", None),
        day_only=lambda order: order % 3 == 1,  # it prints "12:00 AM"
        lead=lambda order: order % 2 == 0,
        related=None,
        lossy=True,
        twice=True,
        ending=True,
    ),
    newest=NEWEST,
    first_number=708100,
)
SITES: tuple[Site, ...] = (
    *(LANGSON, DRUPAL, ARTICLE_HEADER, WORDPRESS, LIFERAY62),
    LIFERAY7,
    VPORTAL,
    LIFERAY5,
    BACNINH,
    BACGIANG,
    NUKEVIET,
    TANDAN,
    VINHPHUC,
    KHANHHOA,
    HUNGYEN,
    TUYENQUANG,
    BAOLANGSON,
)
RENDER_DATE = datetime(2025, 6, 20, 8, 15)  # noqa: DTZ001  the clock in every page head: never an article's date
