"""What stands around an article and is not it: toolbars, share bars, ratings, counters, "other news".

Told by words (`is_toolbar`, `is_related_heading`), and by tag, class and id where the markup names it (`Furniture`).
"""

import re
from collections.abc import Container

from scraper.reading.page.css import Element

# What the buttons of portals' toolbars say, as seen on their pages.
_TOOL_NAMES = (
    "a; a-; a+; -a; +a; a--; a++; a -; a +; aa; tăng tương phản; giảm tương phản; tăng/giảm cỡ chữ; tăng/giảm "
    "độ tương phản; độ tương phản; tương phản; cỡ chữ; cỡ chữ:; xem với cỡ chữ; xem cỡ chữ; tăng cỡ chữ; giảm "
    "cỡ chữ; phóng to; thu nhỏ; mặc định; gửi email; gửi e-mail; gửi email cho bạn bè; send email; send "
    "e-mail; email; in trang; in bài; in bài viết; in bài này; in bài viết này; in ra; in; print; lưu; lưu bài "
    "viết; lưu bài viết này; giới thiệu bài viết cho bạn bè; gửi cho bạn bè; gửi bạn bè; chia sẻ; chia sẻ lên; "
    "chia sẻ bài viết; share; tweet; facebook; twitter; zalo; google; google+; linkedin; pinterest; messenger; "
    "viber; telegram; copy link; sao chép liên kết; sao chép link; theo dõi; theo dõi trên; google news; nghe "
    "bài viết; đọc bài viết; nghe đọc bài; bình luận; gửi bình luận; ý kiến bạn đọc; phản hồi; like; thích; "
    "quay lại; trở về; trở lại; về trang trước; lên đầu trang; back; top; đầu trang; xem thêm; ngôn ngữ; trang "
    "chủ; audio "
)
_TOOL = re.compile(
    # Longest first: an alternative that is the beginning of another must not hide it ("in" and "in trang").
    rf"(?:{'|'.join(sorted((re.escape(n.strip()) for n in _TOOL_NAMES.split(';')), key=len, reverse=True))})"
    r"(?=[\s|•·,:/»-]|$)",
    re.IGNORECASE,
)
_BETWEEN_TOOLS = re.compile(r"[\s|•·,:/»-]+")
# Counters of views and votes: with their number ("Lượt xem: 1.204", "1.204 lượt xem"), and the words around stars.
_COUNTER = re.compile(
    r"(?:tổng )?(?:số )?(?:lượt (?:xem|đọc|truy cập|bình chọn)|view count|views?|đã xem"
    r"|số lần đọc)\s*+:?+\s*+[\d.,]++(?:\s*lần)?"
    r"|[\d.,]+\s*(?:lượt (?:xem|đọc|đánh giá|bình chọn)|views?|bình luận)"
    r"|(?:bình chọn|đánh giá|rating|xếp hạng)\s*+(?:bài viết)?+\s*+:?+[\d.,/\s★☆]*"
    r"|tổng số điểm của bài viết là.*|click để đánh giá bài viết.*|xếp hạng:.*phiếu bầu|\d+\s*trong\s*\d+\s*đánh giá"
    r"|(?:trung bình|average)\s*\(?\d++.*(?:vote|phiếu|lượt).*",
    re.IGNORECASE,
)
_LONGEST_LABEL = 40  # characters
_ADVERT = re.compile(
    r"(?:nội dung )?quảng cáo|advertisements?|advert|(?:story )?continues? (?:reading )?below(?: advertisement)?",
    re.IGNORECASE,
)
# Headings of lists of other news: Các tin khác, Tin liên quan, Bài viết cùng chuyên mục:, Tin đã đưa ngày ...
RELATED_HEADING = re.compile(
    r"(?:các |những |danh sách )?(?:tin|bài(?: viết| tin)?|tin tức|tin bài|thông tin|văn bản|thông báo|tài liệu)"
    r"(?:, bài(?: viết)?)?\s*"
    r"(?:khác|liên quan|cùng (?:chuyên )?mục|cùng loại|mới(?: hơn| nhất)?|cũ(?: hơn)?|đã đưa|đã đăng|tiếp theo"
    r"|trước đó|nổi bật|xem nhiều"
    r"|đọc nhiều)(?:\s*(?:hơn|cùng chuyên mục|:))?\W*"
    r"|theo dòng sự kiện|other news|related (?:news|posts|articles?)|xem thêm|có thể bạn quan tâm|đọc thêm"
    r"|bài viết mới|tin mới"
    r"|(?:các )?tin(?: tức)? đã đưa(?: ngày)?.{0,20}|tin liên quan.{0,3}",
    re.IGNORECASE,
)
# Whatever their names: SharePoint and vPortal put the whole page into a form, themes name the body for its columns.
_NEVER_FURNITURE = {"body", "html", "form", "main", "article"}
# A whole class name or id that is such a word, with a place before it and a kind of box behind it, and nothing else:
# "site-header-inner", "menu-2", but not "tin-menu".
_FURNITURE = re.compile(
    r"(?:^|\s)(?:(?:site|main|top|global|wrap|box|page-top|region|portal|right|left)[-_]?)?(?:header|footer|menu"
    r"|main-?menu|navbar|nav"
    r"|navigation|side-?bar(?:-\w++)?|topbar|bread?crumbs?|banner|marquee|widgets?|widget-area|col-?right"
    r"|right-?col|login|search-?box"
    r"|weblinks?|lien-?ket|thong-?ke|related[\w-]*+|comments?|copyright|masthead|colophon|menu-[\w-]++|other-?news"
    r"|tin-?khac)"
    r"(?:[-_]?(?:wrap(?:per)?|top|bottom|area|inner|content|main|container|left|right|box|block|first|second"
    r"|\d++))*+(?=\s|$)"
    # What is said at the foot of every page, whatever its parts are called.
    r"|(?:^|\s)(?:(?:site|page|main)[-_])?(?:footer|copyright|chan-?trang|ban-?quyen)[-_]\w",
    re.IGNORECASE,
)


def is_toolbar(line: str) -> bool:
    """Whether `line` is only the labels of tools and counters ("A- A A+ | Tăng tương phản ...")."""
    if len(line) > 200:
        return False
    bare = line.strip(" |•·:–").strip()
    return not bare or bool(_COUNTER.fullmatch(bare)) or _count_tools(bare) > 0


def is_advert_label(line: str) -> bool:
    """Whether `line` only says that an advertisement or the rest of the text follows, wherever it stands."""
    return len(line) <= _LONGEST_LABEL and bool(_ADVERT.fullmatch(line.strip(" |•·:–-»>")))


def is_tool_row(line: str) -> bool:
    """Whether `line` names three tools and nothing else: a toolbar wherever it stands."""
    return len(line) <= 200 and _count_tools(line.strip(" |•·:–")) >= 3


def _count_tools(line: str) -> int:
    """How many names of tools `line` is made of, 0 when it says anything else; linear in its length."""
    at = count = 0
    while at < len(line):
        tool = _TOOL.match(line, at)
        if tool is None:
            return 0
        between = _BETWEEN_TOOLS.match(line, tool.end())
        at = between.end() if between else tool.end()
        count += 1
    return count


def is_related_heading(text: str) -> bool:
    """Whether `text` is the heading of a list of other news."""
    return len(text) <= 60 and bool(RELATED_HEADING.fullmatch(text.strip(" :»>-–•.")))


class Furniture:
    """Tells which elements of one page are its header, footer, menus and side columns, or stand in one.

    `element in furniture` answers; what was found out on the way is kept, because neighbours share their ancestors.
    `never` are elements that are none whatever they are called, because they hold what the page is about.
    """

    def __init__(self, never: Container[Element] = ()) -> None:
        self._never = never
        self._known: dict[Element, bool] = {}

    def __contains__(self, node: object) -> bool:
        path: list[Element] = []
        place: Element | None = node
        while place is not None and place not in self._known:
            path.append(place)
            place = place.getparent()
        found = place is not None and self._known[place]
        for place in reversed(path):
            # What stands in furniture is furniture, unless it is more than that.
            found = (found or is_named_furniture(place)) and place not in self._never
            self._known[place] = found
        return found


def is_named_furniture(node: Element) -> bool:
    """Whether tag, class or id call `node` a header, footer, menu or side column."""
    tag = node.tag
    if tag in {"nav", "footer", "aside"}:
        return True
    if tag == "header":
        return not any(True for _ in node.iterancestors("article", "main"))  # an article has a header of its own
    if tag in _NEVER_FURNITURE:
        return False
    return any(name and _FURNITURE.search(name) for name in (node.get("class"), node.get("id")))
