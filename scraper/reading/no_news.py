"""Pages that are no news, recognised before any family looks at them: each gets a reason from `items.REASONS`.

Three questions, the cheap ones first. `before_parsing`: what status, type and size say. `barrier`: what a short page
says in so many words (captcha, maintenance, "not found", login). `missing`: the same of longer pages, asked only
when no family could read one, since news has such words, too.

The words are those of Vietnamese portals and of the services before them. Each pattern is kept narrow by what must
stand beside a word: roads are under repair and pages of a register do not exist in news as well.
"""

import re
from urllib.parse import unquote, urlsplit

from lxml import etree

from scraper.items import Other, Reading
from scraper.reading.article.attachments import is_file
from scraper.reading.article.metadata import metadata_of
from scraper.reading.page.files import is_binary
from scraper.reading.page.page import MAX_BYTES, MAX_ELEMENTS, Page
from scraper.reading.page.text import clean, words

_HTML_TYPES = {"", "text/html", "application/xhtml+xml", "application/octet-stream", "text/xml", "application/xml"}
_MARKUP = {"text/html", "application/xhtml+xml"}
_SAVED_TYPES = {"text/plain"}  # that is what some tools write of pages that they saved
# What a page asks of a visitor whom it takes for a machine: Cloudflare, DDoS-Guard, Imperva ("incident id", "access
# denied"), and the Vietnamese ones ("tôi không phải là người máy", "nhập mã bảo vệ để tiếp tục", "mã sự cố").
_CHALLENGE = re.compile(
    r"just a moment\.\.\.|checking your browser|verify(?:ing)? (?:that )?you are (?:a )?human|attention required"
    r"|ddos protection"
    r"|tôi không phải (?:là )?(?:người máy|robot)|xác (?:minh|thực|nhận) (?:bạn|rằng bạn"
    r"|quý vị)[^.]{0,30}(?:con người|không phải|robot)"
    r"|đang kiểm tra trình duyệt|nhập mã (?:xác nhận|captcha|bảo vệ) để tiếp tục|access denied|mã sự cố|incident id",
    re.IGNORECASE,
)
# The same by the names of the services' scripts, or a script that sets a cookie and loads the page again.
_CHALLENGE_MARKUP = re.compile(
    r"cf-challenge|cf_chl_|challenge-platform|g-recaptcha|h-captcha|hcaptcha\.com|grecaptcha|cf-turnstile"
    r"|_Incapsula_Resource"
    r"|document\.cookie\s*=[^<]{0,500}location\.(?:reload|href)",
    re.IGNORECASE,
)
# What is said of a site: it is being maintained, upgraded, built.
_UNDER_WORK = r"đang (?:được )?(?:trong quá trình )?(?:bảo trì|nâng cấp|bảo dưỡng|xây dựng)"
# The site is: "trang" alone is also a page of a book, "cổng" a gate, "hệ thống" any system, so that a word of the web
# must follow them.
_MAINTENANCE = re.compile(
    rf"(?:(?:website|trang(?= (?:web|tin|thông tin|này|đang))|cổng(?= (?:thông tin|đang))|chuyên mục|máy chủ"
    rf"|hệ thống(?= (?:đang|hiện|này|website|thông tin)))[^.!?]{{0,60}}{_UNDER_WORK}"
    r"|tạm (?:ngừng|dừng) (?:hoạt động|phục vụ) để|hệ thống bảo trì|bảo trì hệ thống"
    r"|under (?:maintenance|construction)|scheduled maintenance|be back soon|temporarily unavailable)",
    re.IGNORECASE,
)
_ONLY_MAINTENANCE = re.compile(_UNDER_WORK, re.IGNORECASE)  # roads and communes are, too: only where no more is said
# What there is not: a page, a text, an article, a path. But "trang trại" is a farm, "trang thiết bị" equipment, "trang
# phục" dress, "trang sức" jewellery, "trang bị" to equip; "tin nhắn" a message, "tin đồn" a rumour, "tin học" IT.
_NO_PAGE = r"(?:trang(?! (?:trại|thiết|phục|sức|bị))|nội dung|bài viết|đường dẫn|tài nguyên|dữ liệu)"
_THIS_PAGE = r"(?:trang(?! (?:trại|thiết|phục|sức|bị))|nội dung|bài viết|đường dẫn|liên kết|tin(?! (?:nhắn|đồn|học)))"
# What is said of it: it does not exist (any more), was not found, was deleted, is not published yet.
_IS_GONE = (
    r"(?:không (?:được )?(?:tồn tại|tìm thấy|còn(?: tồn tại| nữa|\W*$))|đã bị (?:xóa|xoá|gỡ)"
    r"|chưa (?:được )?(?:xuất bản|duyệt))"
)
_MISSING = re.compile(
    rf"(?:không (?:tìm thấy|tồn tại|có) {_NO_PAGE}|{_THIS_PAGE}[^.!?]{{0,60}}{_IS_GONE}"
    r"|(?:page|file|article|content) (?:was |is |could )?not (?:be )?found|404 not found|lỗi 404|error 404"
    r"|does not exist)",
    re.IGNORECASE,
)
# The number by itself, or between the separators of a title: "Quyết định 404/QĐ-UBND" is news.
_CODE = re.compile(
    r"(?:^|[|:»«–—-])\s*(?:(?:lỗi|error|trang|page|http|mã)\s+)*404(?:\s+(?:error|lỗi|page|oops))?[\s!.]*(?:$|[|:»«–—-])",
    re.IGNORECASE,
)
_LOGIN = re.compile(r"^(?:trang )?(?:đăng nhập|login|log in|sign in|quên mật khẩu|forgot password)", re.IGNORECASE)
_LOGIN_PATH = re.compile(
    r"/(?:dang-?nhap|login|signin|sign-in|wp-login\.php|quen-mat-khau|user/login|account/login)\b", re.IGNORECASE
)
_FEW_LINKS = 3
_SHORT = 1500  # characters of text: a page with more is no barrier
_BRIEF = 600  # a page with less says nothing else, so that its text counts as its headings do
_ONE_SENTENCE = 200
_LONGEST_HEADING = 120
_SHORT_LOGIN = 1.9 * _SHORT  # below twice that, beyond which `visible` does not look
_COUNT = etree.XPath("count(//*)")
_UNSEEN = frozenset({"script", "style", "noscript", "template", "textarea"})


def before_parsing(page: Page) -> Reading | None:
    """What status, type and size say about `page`, without parsing it; None for one to read.

    Status 304 without a body says that nothing has changed; with one, a saved capture has its page all the same.
    """
    if 300 <= page.status < 400 and page.status != 304:
        where = page.link(page.location) if page.location else None
        return other(page, "redirect", detail=str(page.status), location=where)
    if page.status >= 400 or (page.status == 304 and not page.size):  # a 304 whose body is not here
        return other(page, "http_error", detail=str(page.status))
    path = urlsplit(page.url or "").path
    if path.lower() == "/robots.txt":
        return other(page, "robots")
    if kind := _foreign_type(page):
        return other(page, kind, detail=page.content_type or None)
    if page.too_large:
        return other(page, "too_large", detail=f"more than {MAX_BYTES} bytes")
    if page.broken:
        return other(page, "encoding", detail="the text cannot be decoded")
    return None


def _foreign_type(page: Page) -> str | None:
    """The reason when the content is no markup at all."""
    kind, is_named = page.content_type, bool(page.url and is_file(page.url))
    if is_binary(page.head, kind):
        return "attachment"
    if page.too_large:
        return "attachment" if is_named and kind not in _MARKUP and "xml" not in kind else None
    if page.data is not None:  # an API's answer, whatever type it is served as
        return None
    start = page.text.lstrip("\ufeff \t\r\n")[:1]
    if kind not in _MARKUP and "xml" not in kind and start != "<" and (is_named or "\0" in page.text[:4096]):
        return "attachment"
    if kind in _SAVED_TYPES and start == "<":
        return None
    markup = kind.endswith("+xml") or kind in _HTML_TYPES
    if markup and (start in {"", "<"} or "<" in page.text[:20000]):
        return None
    return "attachment" if is_named else "not_html"


def barrier(page: Page) -> Other | None:
    """The reason when `page`, which answers 200, is a login, captcha, maintenance, "not found" or monstrous page."""
    count = int(_COUNT(page.selector.root))
    if count > MAX_ELEMENTS:
        return other(page, "too_large", detail=f"{count} elements, the limit is {MAX_ELEMENTS}")
    text = visible(page)
    if not text and not page.selector.css("a[href], img, input"):
        return other(page, "challenge") if _CHALLENGE_MARKUP.search(page.text) else _empty(page)
    if len(text) < _SHORT:
        heads = headings_of(page)
        stated = " | ".join([*heads, text] if len(text) < _BRIEF else heads)
        if _CHALLENGE.search(f"{stated} {text}") or (len(text) < _BRIEF and _is_challenge(page)):
            return other(page, "challenge", detail=page.title or None)
        is_alone = len(text) < _ONE_SENTENCE and len(page.selector.css("a[href]")) < _FEW_LINKS
        if _MAINTENANCE.search(stated) or (is_alone and _ONLY_MAINTENANCE.search(stated)):
            return other(page, "maintenance", detail=page.title or None)
        if _MISSING.search(stated) or any(map(_CODE.search, heads)):
            return other(page, "soft404", detail=page.title or None)
    return other(page, "login", detail=page.title or None) if _is_login(page) else None


def _is_challenge(page: Page) -> bool:
    """Whether a short `page` has the scripts of a challenge; articles have such scripts for their comments."""
    return bool(_CHALLENGE_MARKUP.search(page.text)) and not metadata_of(page).is_article


def missing(page: Page) -> Other | None:
    """The reason when `page` says in its title or heading that it does not exist, or when it asks for a password."""
    if any(
        len(head) < _LONGEST_HEADING and (_MISSING.search(head) or _CODE.search(head)) for head in headings_of(page)
    ):
        return other(page, "soft404", detail=page.title or None)
    if page.selector.css("input[type=password]") and len(visible(page)) < _SHORT_LOGIN:
        return other(page, "login", detail=page.title or None)
    return None


def headings_of(page: Page) -> list[str]:
    """The title of `page`, and its headings but those that are links: those name other pages."""
    own = [
        h
        for h in page.selector.css("h1, h2")
        if h.root.getparent().tag != "a" and next(h.root.iter("a"), None) is None
    ]
    return [page.title, *(clean(h.xpath("string(.)").get()) for h in own)]


def _empty(page: Page) -> Other:
    return other(page, "empty", detail=f"{page.size} bytes")


def _is_login(page: Page) -> bool:
    path = unquote(urlsplit(page.url or "").path)
    if _LOGIN_PATH.search(path) and page.selector.css("form"):
        return True
    if not page.mentions("password") or not page.selector.css("input[type=password]"):
        return False
    heads = [page.title, *(clean(h.xpath("string(.)").get()) for h in page.selector.css("h1, h2, legend"))]
    return any(_LOGIN.match(head) for head in heads[:4]) and len(visible(page)) < _SHORT_LOGIN


def visible(page: Page) -> str:
    """The text of `page` that is not script or style; of a long one only the beginning, some 3,000 characters."""
    parts: list[str] = []
    length = 0
    for body in page.selector.root.iter("body"):
        for node in body.iter():
            for text in (node.text if node.tag not in _UNSEEN and isinstance(node.tag, str) else None, node.tail):
                if text and not text.isspace():
                    parts.append(text)
                    length += len(text)
            if length > 2 * _SHORT:
                return clean(" ".join(parts))
    return clean(" ".join(parts))


def is_site_title(page: Page, title: str) -> bool:
    """Whether `title` is only the name of the site that `page` states."""
    name = page.first("meta[property='og:site_name']::attr(content)")
    return bool(name) and words(title) == words(name or "")


def other(
    page: Page, reason: str, *, detail: str | None = None, location: str | None = None, family: str | None = None
) -> Other:
    """`page` as neither article nor list, for `reason`, a key of `items.REASONS`.

    `detail` is what a person wants to know of it, `location` where a redirect leads, `family` the id of the family
    that says so.
    """
    # Flags of a page that is not parsed otherwise would cost parsing it.
    flags = () if page.too_large or page.status >= 300 else page.flags
    return Other(
        url=page.url or ("" if not flags else page.address),
        family=family,
        reason=reason,
        detail=detail,
        location=location,
        flags=flags,
    )
