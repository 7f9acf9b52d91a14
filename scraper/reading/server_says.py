"""Pages on which the server speaks and not the portal: errors of programs, default pages, domains that ended.

They come with status 200 often enough, and must not be taken for what the portal published. Words alone do not decide,
since news is about broken systems, too: a page counts when it says little else and leads nowhere, or when it shows
what only a program writes.
"""

import re

from scraper.items import Other
from scraper.reading.no_news import headings_of, other, visible
from scraper.reading.page.page import Page

_MOST_LINKS = 8  # a portal's own page has its menu
_LONGEST = 3000  # characters of text of a page that says nothing else
_SENTENCES = 750  # of a page that only excuses itself
_BEGINNING = 600

# What only programs write: names of exceptions, traces, codes of databases, ids of firewalls.
_PROGRAM = re.compile(
    r"\b(?:java|javax|org|com|net|system|microsoft)\.[\w.]{3,80}(?:exception|error)\b"
    r"|\bat [\w.$]{5,120}\([\w.]{1,60}\.java:\d+\)|traceback \(most recent call last\)|\bstack ?trace\s*:"
    r"|\bORA-\d{4,5}\b|SQLSTATE\[|mysqli?_connect|PDOException"
    r"|exception details\s*:|exception report|unhandled exception|object reference not set to an instance"
    r"|\bon line \d+\b|fatal error\s*:|parse error\s*:"
    r"|your support id is|the requested url was rejected|ray id\s*:",
    re.IGNORECASE,
)
# Titles and headings of error pages: ASP.NET, gateways (5xx and their names), Tomcat, WordPress, Laravel, Cloudflare.
_ERROR_HEAD = re.compile(
    r"server error in '|^\s*(?:http )?(?:status |error )?(?:code )?5\d\d\b|\b50[0-9] (?:bad|service|internal|gateway)"
    r"|internal server error|bad gateway|service (?:temporarily )?unavailable|gateway time-?out"
    r"|runtime error|apache tomcat|application error|error establishing a database|database error|whoops, looks like"
    r"|web server is down|connection timed out",
    re.IGNORECASE,
)
# The same in Vietnamese: what cannot be reached, which error, what is interrupted or overloaded, come back later.
_ERROR_WORDS = re.compile(
    r"không thể kết nối (?:đến |tới |với )?(?:cơ sở dữ liệu|csdl|máy chủ|hệ thống)"
    r"|lỗi (?:hệ thống|máy chủ|kết nối|server|cơ sở dữ liệu)|(?:đã |có )?(?:xảy ra lỗi|lỗi xảy ra)|khắc phục sự cố"
    r"|(?:dịch vụ|hệ thống|máy chủ|website|trang web|cổng)[^.!?]{0,40}"
    r"(?:gián đoạn|quá tải|gặp sự cố|không khả dụng|không trả lời|không phản hồi)"
    r"|vui lòng (?:quay lại|truy cập lại|thử lại) sau",
    re.IGNORECASE,
)
# What a web server shows before anybody has put a site there.
_DEFAULT = re.compile(
    r"^iis windows|^internet information services|welcome to (?:nginx|openresty|centos|caddy)"
    r"|apache2? (?:\w+ )?default page|^it works!?$|test page for|^index of /|^directory listing|plesk|cpanel"
    r"|default web ?site page",
    re.IGNORECASE,
)
# The domain has expired or is for sale, the account at the host is suspended.
_PARKED = re.compile(
    r"tên miền(?:[^.!?]|\.(?=\w)){0,60}(?:hết hạn|đang được bán|chưa được|tạm ngừng|bị khóa)"
    r"|(?:tài khoản|gói|dịch vụ) (?:lưu trữ|hosting|web)(?:[^.!?]|\.(?=\w)){0,60}(?:khóa|hết hạn|tạm ngừng)"
    r"|website (?:này )?(?:đã|đang) (?:bị )?(?:tạm khóa|khóa)"
    r"|domain(?:[^.!?]|\.(?=\w)){0,60}(?:expired|for sale|parked|has been registered)"
    r"|buy this domain|parked (?:free|domain)|account (?:has been )?suspended|bandwidth limit exceeded",
    re.IGNORECASE,
)


def server_says(page: Page) -> Other | None:
    """The reason when the server speaks, `parked` or `server_error`, with what it says; None for a portal's `page`."""
    heads = headings_of(page)
    is_error = any(map(_ERROR_HEAD.search, heads))
    has_menu = len(page.selector.css("a[href]")) >= _MOST_LINKS
    if has_menu and not is_error:  # nearly every page: its text need not be looked at
        return None
    said = " | ".join(heads)
    shown = next((head for head in heads if head), None)
    text = visible(page)
    is_alone = len(text) < _LONGEST and not has_menu
    if is_alone and _PARKED.search(f"{said} {text[:_BEGINNING]}"):
        return other(page, "parked", detail=shown)
    if is_error and (is_alone or _PROGRAM.search(text)):
        return other(page, "server_error", detail=shown)
    if not is_alone:
        return None
    excuses = len(text) < _SENTENCES and _ERROR_WORDS.search(f"{said} {text}")
    if excuses or _PROGRAM.search(text) or any(map(_DEFAULT.search, heads)):
        return other(page, "server_error", detail=shown)
    return None
