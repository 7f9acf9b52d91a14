"""A management board on Drupal 7, some of whose articles have only a number for an address."""

from scraper.sample.habits import NEWEST, Habits, section
from scraper.sample.model import Site

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
