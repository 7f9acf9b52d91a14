"""What stands around an article and is not it: toolbars, share bars, ratings, counters, "other news"."""

import re

from bs4.element import Tag
from lxml import etree

from scraper.dates import is_only_date, parse
from scraper.items import Related, Stamp
from scraper.page import Page
from scraper.text import clean, is_block

_TOOLS = (
    r"a\s?[-–+]{1,2}|a|[-–+]?\s?a\s?[-–+]{0,2}|tăng tương phản|giảm tương phản|tăng/giảm (?:cỡ chữ|độ tương phản)|độ tương phản|tương phản"
    r"|cỡ chữ|tăng cỡ chữ|giảm cỡ chữ|phóng to|thu nhỏ|mặc định|gửi e?-?mail(?: cho bạn bè)?|send e?mail|email|in trang|in bài(?: viết| này)?|in ra"
    r"|in|print|lưu|lưu bài viết(?: này)?|giới thiệu bài viết cho bạn bè|gửi cho bạn bè|gửi bạn bè|chia sẻ(?: bài viết)?(?: lên)?"
    r"|share|tweet|facebook|twitter|zalo|google\+?|linkedin|pinterest|messenger|viber|telegram|copy link|sao chép (?:liên kết|link)"
    r"|theo dõi(?: trên)?|google news|nghe bài viết|đọc bài viết|nghe đọc bài|bình luận|gửi bình luận|ý kiến bạn đọc|phản hồi|like|thích"
    r"|quay lại|trở về|trở lại|về trang trước|lên đầu trang|back|top|đầu trang|xem thêm|ngôn ngữ|trang chủ|audio|xem với cỡ chữ"
)
_TOOL = rf"(?:{_TOOLS})"
_TOOLBAR = re.compile(rf"{_TOOL}(?:[\s|•·,:/»-]+{_TOOL})*[\s|:•·]*", re.IGNORECASE)
_COUNTER = re.compile(
    r"(?:tổng )?(?:số )?(?:lượt (?:xem|đọc|truy cập|bình chọn)|view count|views?|đã xem|số lần đọc)\s*:?\s*[\d.,]+(?:\s*lần)?"
    r"|[\d.,]+\s*(?:lượt (?:xem|đọc|đánh giá|bình chọn)|views?|bình luận)"
    r"|(?:bình chọn|đánh giá|rating|xếp hạng)\s*(?:bài viết)?\s*:?\s*[\d.,/\s★☆]*"
    r"|tổng số điểm của bài viết là.*|click để đánh giá bài viết.*|xếp hạng:.*phiếu bầu|\d+\s*trong\s*\d+\s*đánh giá"
    r"|(?:trung bình|average)\s*\(?\d+.*(?:vote|phiếu|lượt).*",
    re.IGNORECASE,
)
RELATED_HEADING = re.compile(
    r"(?:các |những |danh sách )?(?:tin|bài(?: viết)?|tin tức|tin bài|thông tin)(?:, bài(?: viết)?)?\s*"
    r"(?:khác|liên quan|cùng (?:chuyên )?mục|cùng loại|mới(?: hơn| nhất)?|cũ(?: hơn)?|đã đưa|đã đăng|tiếp theo|trước đó|nổi bật|xem nhiều"
    r"|đọc nhiều)(?:\s*(?:hơn|cùng chuyên mục|:))?\W*"
    r"|theo dòng sự kiện|other news|related (?:news|posts|articles?)|xem thêm|có thể bạn quan tâm|đọc thêm|bài viết mới|tin mới"
    r"|(?:các )?tin(?: tức)? đã đưa(?: ngày)?.{0,20}|tin liên quan.{0,3}",
    re.IGNORECASE,
)
_JUNK_CLASS = re.compile(
    r"(?:^|[\s_-])(?:share|sharing|social|socials|addthis\w*|sharethis|fb-(?:like|share\w*|comments?)|zalo\w*|toolbar|tool-?box|tools|print\w*"
    r"|rating|ratings|vote|votes|stars?|comments?|comment-\w+|breadcrumbs?|related\w*|tin-?khac|tin-?lien-?quan|other-?news|othernews"
    r"|news-?other|pagination|pager|post-?navigation|nav-links|accessib\w*|contrast\w*|tuong-?phan|font-?size\w*|resize\w*|tagcloud"
    r"|post-?tags|tags-links|advert\w*|ads|banner|sidebar|widget|breadcumb|skip-link|jp-relatedposts|sharedaddy|yarpp\w*|author-box)(?=$|[\s_-])",
    re.IGNORECASE,
)
_FURNITURE = re.compile(
    r"(?:^|[\s_-])(?:header|footer|menu|navbar|nav|navigation|sidebar|side-?bar|topbar|top-bar|breadcrumbs?|banner|marquee|widget|widgets"
    r"|col-?right|right-?col|login|search-?box|weblinks?|lien-?ket|thong-?ke|related\w*|comments?|copyright)(?=$|[\s_-])",
    re.IGNORECASE,
)
_JUNK_LIMIT = 500


def is_toolbar(line: str) -> bool:
    """Whether `line` is only the labels of tools and counters ("A- A A+ | Tăng tương phản ...")."""
    if len(line) > 200:
        return False
    bare = line.strip(" |•·:-–+").strip()
    return not bare or bool(_TOOLBAR.fullmatch(bare) or _COUNTER.fullmatch(bare))


def is_related_heading(text: str) -> bool:
    """Whether `text` is the heading of a list of other news."""
    return len(text) <= 60 and bool(RELATED_HEADING.fullmatch(text.strip(" :»>-–•.")))


def is_junk_element(tag: Tag) -> bool:
    """Whether class or id call `tag` a tool, a share bar or a list of other news, and it holds little else."""
    if tag.name in {"nav", "aside"} and len(clean(tag.get_text())) < 4 * _JUNK_LIMIT:
        return True
    names = " ".join([*(str(c) for c in tag.get_attribute_list("class") if c), str(tag.get("id") or "")])
    if not names.strip() or not _JUNK_CLASS.search(names):
        return False
    text = clean(tag.get_text())
    linked = sum(len(clean(a.get_text())) for a in tag.find_all("a"))
    return len(text) < _JUNK_LIMIT or linked > len(text) / 2


def remove_junk(root: Tag) -> None:
    """Take tools, share bars and the like out of `root`."""
    for tag in root.find_all(is_junk_element):
        if not tag.decomposed:
            tag.decompose()


def cut_related(root: Tag, page: Page) -> tuple[Related, ...]:
    """Take a list of other news, from its heading on, out of `root`, and give its entries."""
    for heading in root.find_all(_may_be_heading):
        if heading.decomposed or not is_related_heading(clean(heading.get_text())):
            continue
        rest = _after(heading, root)
        linked = sum(len(clean(a.get_text())) for tag in rest for a in _links(tag))
        total = sum(len(clean(tag.get_text())) for tag in rest)
        if not linked:
            continue
        gone = rest if linked * 2 > total else rest[:1]
        found = tuple(entry for tag in gone for entry in entries(tag, page))
        for tag in [heading, *gone]:
            tag.decompose()
        return found
    return ()


def _may_be_heading(tag: Tag) -> bool:
    return is_block(tag) or tag.name in {"strong", "b", "span", "a", "label"}


def _after(heading: Tag, root: Tag) -> list[Tag]:
    """Everything that follows `heading` inside `root`, as the highest elements."""
    found: list[Tag] = []
    tag = heading
    while tag is not root and tag.parent is not None:
        found += [t for t in tag.find_next_siblings() if isinstance(t, Tag)]
        tag = tag.parent
    return found


def _links(tag: Tag) -> list[Tag]:
    return [tag] if tag.name == "a" else list(tag.find_all("a"))


def entries(tag: Tag, page: Page) -> tuple[Related, ...]:
    """The links of a related list with the date that stands in or behind each."""
    found: dict[str, Related] = {}
    for link in _links(tag):
        url = page.link(str(link.get("href") or ""))
        if not url:
            continue
        date_tag = link.find(
            lambda t: t.name in {"span", "em", "i", "small", "time", "font"} and is_only_date(t.get_text())
        )
        title = clean(link.get_text())
        if isinstance(date_tag, Tag):
            title = clean(title.replace(clean(date_tag.get_text()), ""))
        tail = re.search(r"\s*\(([^()]*\d{4}[^()]*)\)$", title)
        if tail and is_only_date(tail[1]):
            date, title = parse(tail[1], "listing"), title[: tail.start()]
        else:
            date = parse(date_tag.get_text(), "listing") if isinstance(date_tag, Tag) else _date_behind(link)
        if title and not is_toolbar(title) and url not in found:
            found[url] = Related(url=url, title=title, date=date)
    return tuple(found.values())


def _date_behind(link: Tag) -> Stamp | None:
    text = ""
    holder: Tag | None = link.parent
    if holder is not None and len(holder.find_all("a")) == 1:
        text = clean(holder.get_text()).replace(clean(link.get_text()), " ")
        if not is_only_date(text) and holder.parent is not None and len(holder.parent.find_all("a")) == 1:
            text = clean(holder.parent.get_text()).replace(clean(link.get_text()), " ")
    else:
        for node in link.next_siblings:
            if isinstance(node, Tag) and (node.name in {"br", "a"} or is_block(node)):
                break
            text += node.get_text()
    return parse(text, "listing") if is_only_date(text) else None


def in_furniture(node: "etree._Element") -> bool:
    """Whether an lxml element stands in the page's header, footer, menu or side column."""
    for parent in (node, *node.iterancestors()):
        if parent.tag in {"nav", "footer", "aside"}:
            return True
        if parent.tag == "header" and not any(True for _ in parent.iterancestors("article", "main")):
            return True
        names = f"{parent.get('class', '')} {parent.get('id', '')}"
        if _FURNITURE.search(names) and parent.tag not in {"body", "html", "form", "main", "article"}:
            return True
    return False
