"""Who wrote it: author and unit, read from the last lines of an article.

The lines stay in the body as printed. What is read, in this order of trust: labelled lines ("Tác giả: ...",
"Nguồn: ..."), a name and a unit on one line ("Thân Văn An – Văn phòng"), two lines (name, then unit), and a
name alone. A line that is a sentence, a caption or a heading is none of them.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from scraper.reading.page.text import clean, words

_TAIL = 8  # lines from the end that are looked at
_LONGEST = 90  # characters of a line that may name somebody
_LONGEST_NAME = 40

# "Tác giả: ...", "Tin, ảnh: ...", "Thực hiện: ..."; a label of the picture alone ("Ảnh:") is another's.
_AUTHOR_LABEL = re.compile(
    r"^\W*(?:tác giả(?: bài viết)?|người viết|người thực hiện|thực hiện|bài viết|bài và ảnh|bài, ảnh|bài-ảnh"
    r"|tin và ảnh"
    r"|tổng hợp|biên soạn|sưu tầm"
    r"|tin, ảnh|tin-ảnh|tin, bài(?:, ảnh)?|tin bài|tin|bài|viết bài|phóng viên|author|by)\s*:\s*(?P<who>.+)$",
    re.IGNORECASE,
)
_UNIT_LABEL = re.compile(
    r"^\W*(?:nguồn(?: tin| bài)?|theo|đơn vị|cơ quan|nơi đăng|source)\s*:\s*(?P<who>.+)$", re.IGNORECASE
)
_OTHER_LABEL = re.compile(
    r"^\W*(?:ảnh|biên tập|từ khóa|tags?|file đính kèm|tệp đính kèm|tài liệu đính kèm)\s*:", re.IGNORECASE
)
# Accounts of a CMS that stand where an author should: "admin", "quản trị viên", addresses, "bvhuong01".
_ACCOUNT = re.compile(
    r"(?:super\s*)?admin\w*|administrator|root|webmaster|editor|guest|test\w*|user\d*|quản trị(?: viên| hệ thống)?"
    r"|quantri\w*|(?:admin|quản trị)\s.*|\S+@\S+|[a-z]+[._]?[a-z]*\d+",
    re.IGNORECASE,
)
# What names of units begin with: offices, boards, departments, parties, armed forces, schools, news agencies.
_UNIT_HEAD = (
    "văn phòng|phòng|ban|sở|trung tâm|chi cục|cục|tổng cục|vụ|viện|bộ|bộ phận|tổ|đội|đoàn|hội|liên đoàn|liên minh"
    "|ủy ban"
    "|uỷ ban|ubnd|hđnd|ubmttq|mttq|mặt trận|báo|đài|tạp chí|cổng|trang thông tin|trang tin|chi bộ|chi đoàn"
    "|đảng bộ|đảng ủy|đảng uỷ"
    "|huyện|huyện ủy|tỉnh ủy|tỉnh đoàn|huyện đoàn|thành ủy|thành đoàn|xã|phường|thị trấn|thành phố|công an"
    "|công đoàn|bộ đội"
    "|bộ chỉ huy|ban chỉ huy|đồn|trạm|hạt|trường|bệnh viện|tòa án|toà án|viện kiểm sát|thanh tra|kho bạc"
    "|ngân hàng|công ty|bql"
    "|bbt|khối|trạm|thông tấn xã|ttxvn|hải quan|biên phòng|bhxh|bảo hiểm xã hội|kiểm lâm|thư viện|bảo tàng|khu|nhà"
)
_UNIT = re.compile(rf"(?:{_UNIT_HEAD})\b", re.IGNORECASE)
# A caption about people who do something: "Đoàn đi tham quan di tích", "Hội viên tham gia ...".
_DOES = re.compile(
    r"\w+(?: (?:công tác|kiểm tra|đại biểu|khách|viên))? "
    r"(?:đi|đến|về thăm|thăm|tham quan|tham gia|tham dự|dâng|viếng|chụp|trao|tặng|làm việc|khảo sát)\b"
)
_HOST = re.compile(r"(?:https?://)?(?:[\w-]+\.)+(?:vn|com|net|org|info|example)(?:/\S*)?", re.IGNORECASE)
_BRACKET = re.compile(r"(?:(?<!\s)\s++)?+\((?=[^()]++\)$)")
# Between a name and a unit, the clearest first: a dash with blanks, a comma, a slash, brackets, a bare dash.
_SEPARATORS = (
    re.compile(r"(?<!\s)\s++[–—-]\s*|(?:(?<!\s)\s++)?+[–—]\s+"),
    re.compile(r",\s+"),
    re.compile(r"(?:(?<!\s)\s++)?+/\s*"),
    _BRACKET,
    re.compile(r"[-–—]"),
)
# Posts and closing words: a line with one is a signature, a button or the end, and no name.
_POST = re.compile(
    r"(?:phó\s+|quyền\s+)?(?:tổng\s+)?(?:giám đốc|chủ tịch|bí thư|trưởng|chánh|thủ trưởng|bộ trưởng|hiệu trưởng"
    r"|tm|kt|tl|người ký|kết luận"
    r"|xem thêm|tin khác|liên hệ|hết|trân trọng|đã ký)\b",
    re.IGNORECASE,
)
_UPPER = "A-ZÀ-ỸĐ"
_NAME_PART = rf"[{_UPPER}][\w'’]*"
_NAME_WORD = rf"{_NAME_PART}(?:(?:\.-?|-){_NAME_PART})*(?:\.-?|-)?"  # no two ways to read one word
_NAME = re.compile(rf"{_NAME_WORD}(?:[ ]{_NAME_WORD}){{0,5}}")
# "PV" (phóng viên, reporter) and the like, initials: "PV (tổng hợp)", "T.H".
_TOKEN = re.compile(r"(?:PV|BBT|BGP|CTV|BTV|[A-ZĐ]{2,4})(?:\s*\(.{2,40}\))?")
# "Lan Chi (t/h)": collected, compiled by.
_COLLECTED = re.compile(r"(?:(?<!\s)\s++)?+\((?:t/?h|s/?t|tổng hợp|biên soạn|sưu tầm|lược ghi|ghi)\)$", re.IGNORECASE)
_ENDING = re.compile(r"[.:;?!…,]\s*$")
# Who signed a document: "(Đã ký)", "TM. ỦY BAN", "KT. CHỦ TỊCH" (on behalf of, in place of).
_SIGNATURE = re.compile(r"\W*(?:đã ký|\(ký\)|ký tên|(?:tm|kt|tl|tuq)\s*\.\s?[A-ZĐỦ])", re.IGNORECASE)
# How metadata writes names: "By ...", a date behind the name, an address or "staff" in place of one.
_WRITTEN_BY = re.compile(r"^(?:by|von|par|por|di|door|af|av|(?:viết )?bởi|tác giả|author)\s*:?\s+", re.IGNORECASE)
_BETWEEN_NAMES = re.compile(r"(?:(?<!\s)\s++)?+(?:[;|]\s*|,\s+)|(?<!\s)\s++(?:and|und|et|và)\s+")
_BETWEEN_PEOPLE = re.compile(r", | [-–—] ")
_AFTER_NAME = re.compile(r"(?:(?<!\s)\s++)?+(?:[-–—|(]\s*+)?+(?:\d{1,2}[:h]\d{2}|\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}).*$")
_NO_PERSON = re.compile(
    r"https?://|@|\.(?:com|vn|org|net)\b|\d{4}|^(?:staff|redaktion|redaction|editorial|newsroom)$", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Byline:
    """Author and unit as printed; None where the text says nothing."""

    author: str | None = None
    unit: str | None = None


def is_account(name: str) -> bool:
    """Whether `name` is a CMS account ("admin admin"), not a person."""
    line = clean(name)
    return len(line) <= _LONGEST and bool(_ACCOUNT.fullmatch(line))


def person(text: str | None) -> str | None:
    """The author in `text`, that of an author element: label, brackets and accounts taken away."""
    line = _bare(clean(text))
    label = _AUTHOR_LABEL.match(line)
    line = _bare(label["who"]) if label else _WRITTEN_BY.sub("", line)
    return None if not line or line.endswith(":") or is_account(line) or len(line) > _LONGEST else line


def people(names: Sequence[str]) -> str | None:
    """The `names` that a page states for machines, joined by commas, without accounts, units and what is no name."""
    parts = [part for name in names for part in _BETWEEN_NAMES.split(_WRITTEN_BY.sub("", clean(name)))]
    bare = (_AFTER_NAME.sub("", part).strip() for part in parts)
    found = [name for name in bare if name and len(name) <= _LONGEST and not _is_no_person(name)]
    return ", ".join(dict.fromkeys(found)) or None


def _is_no_person(name: str) -> bool:
    return is_account(name) or is_unit(name) or bool(_NO_PERSON.search(name))


def organisation(text: str | None) -> str | None:
    """The unit or source in `text`, that of a source element, without its label."""
    line = _bare(clean(text))
    label = _UNIT_LABEL.match(line)
    line = _bare(label["who"]) if label else line
    return None if not line or line.endswith(":") or is_account(line) else line


def are_names(text: str) -> bool:
    """Whether `text` is one person's name of several words, or several of them with commas or dashes between."""
    parts = _BETWEEN_PEOPLE.split(clean(text))
    return all(is_name(part) and (" " in part or not part.isupper()) for part in parts)


def is_name(text: str) -> bool:
    """Whether `text` has the shape of one person's name or pen name."""
    line = _bare(clean(text))
    return (
        3 <= len(line) <= _LONGEST_NAME
        and bool(_NAME.fullmatch(line))
        and not (is_unit(line) or _POST.match(line) or _ENDING.search(line))
    )


def is_unit(text: str) -> bool:
    """Whether `text` begins as units do (Văn phòng ..., Sở ..., Ban ...) and is no sentence."""
    line = _bare(clean(text))
    if _HOST.fullmatch(line):
        return True
    return len(line) <= _LONGEST and bool(_UNIT.match(line)) and not (_ENDING.search(line) or _DOES.match(line))


def looks_like_byline(text: str) -> bool:
    """Whether `text` could be the line that names the writer."""
    return byline_of([text]) != Byline()


def byline_of(paragraphs: Sequence[str]) -> Byline:
    """The byline at the end of `paragraphs`.

    Only the last lines are looked at, and only short ones: reading stops at the first line, from below, that is
    ordinary text.
    """
    author = unit = None
    bare: list[str] = []
    if any(_SIGNATURE.match(clean(line)) for line in paragraphs[-_TAIL:]):
        return Byline()  # who signed a document did not write about it
    for line in map(clean, reversed(paragraphs[-_TAIL:])):
        if _OTHER_LABEL.match(line):
            continue
        if (label := _AUTHOR_LABEL.match(line)) and len(line) <= _LONGEST:
            found = _one_line(_bare(label["who"]))
            author, unit = found.author or author or person(label["who"]), found.unit or unit
        elif (label := _UNIT_LABEL.match(line)) and len(line) <= _LONGEST:
            unit = organisation(label["who"]) or unit
        elif _is_tail(line) and len(bare) < 2:  # a name and a unit
            bare.insert(0, line)
        else:
            break
    found = _bare_lines(bare)
    return Byline(author or found.author, unit or found.unit)


def _is_tail(line: str) -> bool:
    """Whether an unlabelled line names a writer or a unit."""
    return len(line) <= _LONGEST and _one_line(_bare(line)) != Byline()


def _bare_lines(lines: list[str]) -> Byline:
    """Unlabelled last lines: the lowest decides; a name above a unit belongs to it."""
    if not lines:
        return Byline()
    last = _one_line(_bare(lines[-1]))
    if len(lines) == 1 or (last.author and last.unit):
        return last
    above = _one_line(_bare(lines[-2]))
    if last.author is None and above.author and above.unit is None:
        return Byline(above.author, last.unit)
    if last.unit is None and above.unit and above.author is None:
        return Byline(last.author, above.unit)
    return last


def _one_line(line: str) -> Byline:
    """Author and unit of one line without a label."""
    if not line or is_account(line):
        return Byline()
    quoted = re.match(r"theo\s+(.+)", line, re.IGNORECASE)
    if quoted and is_unit(quoted[1]):
        return Byline(unit=quoted[1])
    if is_name(line) or _TOKEN.fullmatch(line):
        return Byline(author=line)
    if (collected := _COLLECTED.search(line)) and is_name(line[: collected.start()]):
        return Byline(author=line[: collected.start()])
    for first, second in _splits(line):
        if is_name(first) and is_unit(second):
            return Byline(first, second)
        if is_unit(first) and is_name(second) and second.count(" ") >= 2:
            return Byline(second, first)
        # Several persons: the line stays as printed.
        if is_name(first) and all(is_name(name) for name in re.split(r"\s+[–—-]\s+|,\s*", second)):
            return Byline(author=line)
    return Byline(unit=line) if is_unit(line) else Byline()


def _splits(line: str) -> Iterator[tuple[str, str]]:
    """The two sides of "name – unit", "name, unit", "name/unit", "name (unit)", "name-unit"."""
    for pattern in _SEPARATORS:
        first, *rest = pattern.split(line, maxsplit=1)
        if rest and first:
            yield first, _bare(rest[0].removesuffix(")") if pattern is _BRACKET else rest[0])


def _bare(line: str) -> str:
    """`line` without brackets around it, marks before it and a full stop or `./.` after it."""
    line = line.strip(" \t*•-–—_|")
    while len(line) > 2 and line[0] in "([" and line[-1] in ")]" and not set(line[1:-1]) & set("()[]"):
        line = line[1:-1].strip()
    return line if words(line) else ""
