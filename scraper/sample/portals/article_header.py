"""A board for emulation and rewards on the ArticleHeader system (Hà Giang, Sơn La, Ninh Bình)."""

from scraper.sample.habits import NEWEST, Habits, section
from scraper.sample.model import Site

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
