"""Names of persons and posts that they hold, as provincial news writes them.

Found by words, without a model: lists of the words of address, of posts and of family names. A name that they miss
shows as a change of wording, never as nothing.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from scraper.changes.tokens import key

_WORD = re.compile(r"Đ/[Cc]|đ/c|[^\W\d_]+(?:['’][^\W\d_]+)?")
_LONGEST_NAME = 5  # syllables
_LONGEST_POST = 14  # with the name of the body


def _phrases(text: str) -> dict[str, list[tuple[str, ...]]]:
    """First word -> phrases that begin with it, longest first; words by what they say (uỷ and ủy are one)."""
    found: dict[str, list[tuple[str, ...]]] = {}
    for phrase in sorted(text.split("|"), key=len, reverse=True):
        words = tuple(key(word) for word in phrase.split())
        found.setdefault(words[0], []).append(words)
    return found


_ADDRESS = _phrases(
    "đồng chí|đ/c|ông|bà|anh|chị|thầy|cô|nhà giáo|nghệ nhân|bác sĩ|thiếu tướng|trung tướng|đại tá|thượng tá"
)
_POST = _phrases(
    "tổng bí thư|bí thư|chủ tịch|tổng giám đốc|giám đốc|trưởng ban|trưởng phòng|trưởng đoàn|trưởng công an|trưởng khoa"
    "|trưởng thôn|trưởng bộ phận|trưởng văn phòng|trưởng trạm|chánh văn phòng|chánh thanh tra|chánh án|viện trưởng"
    "|cục trưởng|chi cục trưởng|tổng cục trưởng|vụ trưởng|bộ trưởng|thứ trưởng|thủ tướng|chủ nhiệm|ủy viên|đội trưởng"
    "|tổ trưởng|trạm trưởng|đồn trưởng|chỉ huy trưởng|chính ủy|chính trị viên|tư lệnh|hiệu trưởng|kế toán trưởng"
    "|tổng biên tập|tổng thư ký|thư ký|trợ lý|tham mưu trưởng|hạt trưởng|phó ban|phó phòng|phó đoàn|đại biểu quốc hội"
)
_RANK = {key(word) for word in "phó quyền nguyên".split()}
# Words in lower case that go on with the name of a body: "Phó Chủ tịch UBND tỉnh", "Trưởng ban Quản lý khu ...".
_BODY = {
    key(word)
    for word in "tỉnh huyện xã phường thành phố thị trấn ban phòng sở khối cơ quan ủy nhân dân đảng bộ khu các".split()
}
# ... and these only as the second syllable of a word that began with a capital: "Ban Quản lý", "Văn phòng", but not
# "Chủ tịch UBND tỉnh quản lý ...".
_SECOND = {
    key(word)
    for word in "lý chức tra tế khẩu đồng hành vụ trực vận giáo chính ương an đoàn dục tạo sản viên trị sự".split()
}
_CONNECTING = {key(word) for word in "các và".split()}
# Family names of the Kinh, Tày, Nùng, Thái, H'Mông and Dao, as of the officials in the news of the northern provinces.
_SURNAMES = {
    key(word)
    for word in "nguyễn nguyến trần lê phạm hoàng huỳnh phan vũ võ đặng bùi đỗ hồ ngô dương lý đoàn vương trịnh trương"
    " lâm đinh mai tô hà cao lưu lương nông triệu mã chu hứa phùng vi đàm lộc bế lục quách tạ thái tống hầu giàng vàng"
    " sùng thào lò quàng lèo tòng cầm ma tướng châu kiều la lại mạc nghiêm ninh phí thân".split()
}
# Behind such a word a name is a street's, a commune's, a school's.
_PLACE = {
    key(word) for word in "đường phố tỉnh huyện xã thôn phường thị trấn trường tưởng cảng cầu chợ đền quận".split()
}
# It stands in names of a city, of schools, of campaigns; as a person only behind a word of address.
_LEADER = tuple(key(word) for word in ("hồ", "chí", "minh"))


def names_and_posts(text: str) -> Iterator[tuple[int, int, str]]:
    """Start, end and value of every name and post in `text` (NFC).

    A name is known by the word of address before it (đồng chí, ông, bà ...) or by its family name and three
    syllables; a post by its title, and runs on through the name of the body. The value leaves the address out.
    """
    words = list(_WORD.finditer(text))
    keys = [key(word.group().lower()) for word in words]
    capital = [word.group()[0].isupper() for word in words]
    joined = [text[a.end() : b.start()].isspace() for a, b in pairwise(words)]
    at = 0
    while at < len(words):
        end = _post(keys, capital, joined, at)
        first = at
        if (
            not end
            and (address := _starts(_ADDRESS, keys, joined, at))
            and address < len(words)
            and joined[address - 1]
        ):
            first = address
            end = _name(keys, capital, joined, address)
            if end == first + 1 and capital[at]:
                end = 0  # "Bà Rịa" is a place
        elif not end and keys[at] in _SURNAMES and not _is_place(keys, joined, at):
            end = _name(keys, capital, joined, at)
            end = end if end - at >= 3 and tuple(keys[at : at + 3]) != _LEADER else 0
        if end:
            yield words[at].start(), words[end - 1].end(), " ".join(keys[first:end])
        at = end or at + 1


def _starts(phrases: dict[str, list[tuple[str, ...]]], keys: Sequence[str], joined: Sequence[bool], at: int) -> int:
    """Where the phrase that begins at `at` ends; 0 when none does."""
    for phrase in phrases.get(keys[at], ()):
        end = at + len(phrase)
        if tuple(keys[at:end]) == phrase and all(joined[at : end - 1]):
            return end
    return 0


def _name(keys: Sequence[str], capital: Sequence[bool], joined: Sequence[bool], at: int) -> int:
    """Where the name at `at` ends: up to five capitalised syllables in a row; 0 when a longer heading stands there."""
    if _post(keys, capital, joined, at):
        return 0
    end = at
    while end < len(keys) and capital[end] and (end == at or joined[end - 1]) and end - at <= _LONGEST_NAME:
        end += 1
    return end if 0 < end - at <= _LONGEST_NAME else 0


def _post(keys: Sequence[str], capital: Sequence[bool], joined: Sequence[bool], at: int) -> int:
    """Where the post at `at` ends, the body it belongs to included; 0 when there is none."""
    head = at
    while head < len(keys) - 1 and keys[head] in _RANK and joined[head] and head - at < 2:
        head += 1
    end = _starts(_POST, keys, joined, head)
    if not end:
        return 0
    while end < len(keys) and joined[end - 1] and end - at < _LONGEST_POST:
        if not (capital[end] or keys[end] in _BODY or (keys[end] in _SECOND and capital[end - 1])):
            break
        end += 1
    while keys[end - 1] in _CONNECTING:
        end -= 1
    return end


def _is_place(keys: Sequence[str], joined: Sequence[bool], at: int) -> bool:
    """Whether the word before `at` makes a name a place's."""
    return at > 0 and joined[at - 1] and keys[at - 1] in _PLACE
