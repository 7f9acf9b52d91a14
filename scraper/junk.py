"""What stands around an article and is not it: toolbars, share bars, ratings, counters, "other news"."""

import re

from scraper.cut import Element

_TOOLS = (
    r"a\s?[-–+]{1,2}|a|[-–+]?\s?a\s?[-–+]{0,2}|tăng tương phản|giảm tương phản|tăng/giảm (?:cỡ chữ|độ tương phản)"
    r"|độ tương phản|tương phản"
    r"|cỡ chữ|tăng cỡ chữ|giảm cỡ chữ|phóng to|thu nhỏ|mặc định|gửi e?-?mail(?: cho bạn bè)?|send e?mail|email"
    r"|in trang|in bài(?: viết| này)?|in ra"
    r"|in|print|lưu|lưu bài viết(?: này)?|giới thiệu bài viết cho bạn bè|gửi cho bạn bè|gửi bạn bè"
    r"|chia sẻ(?: bài viết)?(?: lên)?"
    r"|share|tweet|facebook|twitter|zalo|google\+?|linkedin|pinterest|messenger|viber|telegram|copy link"
    r"|sao chép (?:liên kết|link)"
    r"|theo dõi(?: trên)?|google news|nghe bài viết|đọc bài viết|nghe đọc bài|bình luận|gửi bình luận"
    r"|ý kiến bạn đọc|phản hồi|like|thích"
    r"|quay lại|trở về|trở lại|về trang trước|lên đầu trang|back|top|đầu trang|xem thêm|ngôn ngữ|trang chủ|audio"
    r"|xem với cỡ chữ"
)
_TOOL = rf"(?:{_TOOLS})"
_TOOLBAR = re.compile(rf"{_TOOL}(?:[\s|•·,:/»-]+{_TOOL})*[\s|:•·]*", re.IGNORECASE)
_COUNTER = re.compile(
    r"(?:tổng )?(?:số )?(?:lượt (?:xem|đọc|truy cập|bình chọn)|view count|views?|đã xem"
    r"|số lần đọc)\s*:?\s*[\d.,]+(?:\s*lần)?"
    r"|[\d.,]+\s*(?:lượt (?:xem|đọc|đánh giá|bình chọn)|views?|bình luận)"
    r"|(?:bình chọn|đánh giá|rating|xếp hạng)\s*(?:bài viết)?\s*:?\s*[\d.,/\s★☆]*"
    r"|tổng số điểm của bài viết là.*|click để đánh giá bài viết.*|xếp hạng:.*phiếu bầu|\d+\s*trong\s*\d+\s*đánh giá"
    r"|(?:trung bình|average)\s*\(?\d+.*(?:vote|phiếu|lượt).*",
    re.IGNORECASE,
)
RELATED_HEADING = re.compile(
    r"(?:các |những |danh sách )?(?:tin|bài(?: viết)?|tin tức|tin bài|thông tin)(?:, bài(?: viết)?)?\s*"
    r"(?:khác|liên quan|cùng (?:chuyên )?mục|cùng loại|mới(?: hơn| nhất)?|cũ(?: hơn)?|đã đưa|đã đăng|tiếp theo"
    r"|trước đó|nổi bật|xem nhiều"
    r"|đọc nhiều)(?:\s*(?:hơn|cùng chuyên mục|:))?\W*"
    r"|theo dòng sự kiện|other news|related (?:news|posts|articles?)|xem thêm|có thể bạn quan tâm|đọc thêm"
    r"|bài viết mới|tin mới"
    r"|(?:các )?tin(?: tức)? đã đưa(?: ngày)?.{0,20}|tin liên quan.{0,3}",
    re.IGNORECASE,
)
_NEVER_FURNITURE = {"body", "html", "form", "main", "article"}
_FURNITURE = re.compile(
    r"(?:^|\s)(?:(?:site|main|top|global|wrap|box|page-top|region|portal|right|left)[-_]?)?(?:header|footer|menu"
    r"|main-?menu|navbar|nav"
    r"|navigation|side-?bar(?:-\w+)?|topbar|bread?crumbs?|banner|marquee|widgets?|widget-area|col-?right"
    r"|right-?col|login|search-?box"
    r"|weblinks?|lien-?ket|thong-?ke|related[\w-]*|comments?|copyright|masthead|colophon|menu-[\w-]+|other-?news"
    r"|tin-?khac)"
    r"(?:[-_]?(?:wrap(?:per)?|top|bottom|area|inner|content|main|container|left|right|box|block|first|second"
    r"|\d+))*(?=\s|$)",
    re.IGNORECASE,
)


def is_toolbar(line: str) -> bool:
    """Whether `line` is only the labels of tools and counters ("A- A A+ | Tăng tương phản ...")."""
    if len(line) > 200:
        return False
    bare = line.strip(" |•·:-–+").strip()
    return not bare or bool(_TOOLBAR.fullmatch(bare) or _COUNTER.fullmatch(bare))


def is_related_heading(text: str) -> bool:
    """Whether `text` is the heading of a list of other news."""
    return len(text) <= 60 and bool(RELATED_HEADING.fullmatch(text.strip(" :»>-–•.")))


def in_furniture(node: Element, *, deep: bool = True) -> bool:
    """Whether `node` (with `deep`, or an element around it) is the page's header, footer, menu or side column."""
    for place in (node, *node.iterancestors()) if deep else (node,):
        tag = place.tag
        if tag in {"nav", "footer", "aside"}:
            return True
        if tag == "header" and not any(True for _ in place.iterancestors("article", "main")):
            return True
        names = place.get("class")
        if names and tag not in _NEVER_FURNITURE and _FURNITURE.search(names):
            return True
        name = place.get("id")
        if name and tag not in _NEVER_FURNITURE and _FURNITURE.search(name):
            return True
    return False
