"""Dates of articles and cards. A date is read or it is None; nothing is guessed.

Which of the dates in a line is the publication's, by labels and place. All portals write local time (+07:00).
"""

import re
from datetime import datetime, time

from scraper.items import DateSource, Stamp
from scraper.reading.article import moments
from scraper.reading.article.moments import Moment
from scraper.reading.page.text import clean
from scraper.times import VIETNAM

_LONGEST_DATE = 90  # characters of a date with weekday, label and brackets
_LONGEST_DATELINE = 100
_LONGEST_PART = 40  # of a line with a date, a name, a unit

# Counters behind a date: "| Lượt xem: 1.204", "View count: 163".
_COUNTERS = re.compile(
    r"(?:[|\-–(,;]\s*+|(?<!\s)\s++)?+(?:số\s+)?(?:lượt\s+(?:xem|đọc|truy cập)|view\s*(?:count|s)|đã xem|views)\b.*$",
    re.IGNORECASE,
)
_UPDATED = re.compile(r"(?:ngày\s+)?(?:cập nhật|chỉnh sửa|sửa đổi|updated|modified)\b[^\d]{0,30}", re.IGNORECASE)
_PUBLISHED = re.compile(
    r"(?:ngày\s+đăng|đăng\s+(?:ngày|lúc)|ngay\s+dang|dang\s+ngay|ngày\s+(?:xuất bản|phát hành|viết|đưa tin|tạo)"
    r"|thời gian đăng|xuất bản|posted|published)\b",
    re.IGNORECASE,
)
# Days of something else than publication: deadlines, days in force, births and deaths, events, anniversaries, replies.
_OTHER_DAY = re.compile(
    r"(?:hết hạn|hạn (?:cuối|chót|nộp|đăng ký|nhận)|thời hạn|hiệu lực|áp dụng|ngày sinh|sinh ngày|năm sinh|ngày mất"
    r"|tổ chức|diễn ra|khai mạc|khai giảng|bế mạc|bắt đầu|kết thúc|từ ngày|đến ngày|trước ngày|thời gian(?! đăng)|lịch"
    r"|ban hành|ngày ký|ký ngày|họp ngày|sự kiện|kỷ niệm|trả lời|gửi (?:lúc|ngày)|bình luận"
    r"|deadline|expire\w*|valid|effective|event|starts?\b|ends?\b|born|birth)",
    re.IGNORECASE,
)
# Words that stand around a date and say nothing more: weekdays, "lúc", "vào ngày".
_AROUND_DATES = re.compile(
    r"thứ\s+(?:hai|ba|tư|năm|sáu|bảy|bẩy|\d)|chủ\s+nhật|gmt|ngày|lúc|vào|giờ|phút|giây|\w{1,20}day\b", re.IGNORECASE
)
_YEAR = re.compile(r"\d{4}")  # every date has one, and most lines have none
_PARTS = re.compile(r"(?:(?<!\s)\s++)?+[|•·]\s*|(?<!\s)\s++[-–—]\s+")


def parse(text: str | None, source: DateSource = "page") -> Stamp | None:
    """The publication date in `text`, that of a labelled date element; None when there is none.

    View counters and labels around the date do not matter. Midnight is what systems print when they know no
    time; a twelve-hour clock without its half of the day is not a time either: both give a day. `source` says where
    the text stands.
    """
    return stamp_of(_published(clean(text)), source)


def updated(text: str | None) -> Stamp | None:
    """The date of the last change, when `text` says "Cập nhật ..." beside another date; else None."""
    line = _COUNTERS.sub("", clean(text))
    found = moments.moments(line)
    if len(found) < 2:  # a single date is the publication's, whatever its label
        return None
    label = _UPDATED.search(line)
    if label is None:
        return None
    return stamp_of(next((m for m in found if m.at >= label.start()), None), "page")


def is_only_date(text: str | None) -> bool:
    """Whether `text` is a date with at most its label, weekday, brackets and a view counter."""
    line = clean(text)
    if not _YEAR.search(line):
        return False
    line = _COUNTERS.sub("", line)
    if len(line) > _LONGEST_DATE or not moments.moments(line):
        return False
    rest = _PUBLISHED.sub(" ", _UPDATED.sub(" ", moments.without_moments(line)))
    return not re.search(r"\w", _AROUND_DATES.sub(" ", rest))


def is_dateline(text: str | None) -> bool:
    """Whether `text` is a date with at most a name or a unit beside it ("Thứ ba, 12/03/2024 - 14:20 | Lan Chi")."""
    line = clean(text)
    if len(line) > _LONGEST_DATELINE:
        return False
    parts = [part for part in _PARTS.split(line) if part]
    # "Kỷ niệm 30/4/1975 - 30/4/2025": a second day that no label explains makes it a line about something else.
    others = [part for part in parts if not is_only_date(part)]
    if len(others) == len(parts) or any(len(part) > _LONGEST_PART for part in others):
        return False
    return not any(map(moments.moments, others)) and not is_of_something_else(line)


def is_of_something_else(text: str | None) -> bool:
    """Whether `text` says that its date is that of an event, a deadline, a document in force, a birth or a reply."""
    line = clean(text)
    return bool(_OTHER_DAY.search(line)) and not _PUBLISHED.search(line)


def has_label(text: str | None) -> bool:
    """Whether `text` says that its date is when the item was published."""
    return bool(_PUBLISHED.search(clean(text)))


def has_clock(text: str | None) -> bool:
    """Whether a time of day stands in `text`."""
    return moments.has_clock(clean(text))


def _published(line: str) -> Moment | None:
    """The date behind a label of publication, else the first that is not labelled as that of a change."""
    line = _COUNTERS.sub("", line) if _YEAR.search(line) else ""
    found = moments.moments(line) if line else ()
    if not found:
        return None
    if label := _PUBLISHED.search(line):
        return next((m for m in found if m.at >= label.start()), found[0])
    changed = _UPDATED.search(line)
    if changed and len(found) > 1 and found[0].at >= changed.start():
        return found[1]
    return found[0]


def stamp_of(moment: Moment | None, source: DateSource) -> Stamp | None:
    """`moment` as it is stored, found at `source`; midnight is what systems print when they know no time: a day."""
    if moment is None:
        return None
    if moment.clock is None or moment.clock == time(0):
        return Stamp(value=moment.day.isoformat(), precision="day", source=source)
    value = datetime.combine(moment.day, moment.clock, VIETNAM).isoformat(timespec="seconds")
    return Stamp(value=value, precision="minute", source=source)
