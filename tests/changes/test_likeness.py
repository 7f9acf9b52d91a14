"""One article before and after an edit, or two different things that stood at one address."""

import random

import pytest

from scraper.changes import Text, is_same_article
from scraper.vietnamese.fold import fold

SENTENCES = (
    "Tổ hợp tác trồng dong riềng thôn Khe Vạc vừa xuất mẻ miến đầu tiên của vụ này.",
    "Sáu mươi hộ góp chung hai dàn phơi, thay phiên nhau trông nắng và trở miến.",
    "Mỗi cân miến bán tại xưởng được bảy mươi nghìn đồng, cao hơn năm ngoái chừng một phần năm.",
    "Bà Tẩn Mẩy Cói cho hay nước suối trong nên miến dai mà không phải thêm thứ gì.",
    "Xã sẽ rải đá đoạn đường từ xưởng ra chợ để xe tải nhỏ vào được cả khi trời mưa.",
)
OTHERS = (
    "Đội bóng nữ trường dân tộc nội trú vào chung kết sau loạt sút luân lưu căng thẳng.",
    "Thủ môn Vàng Thị Sua cản được ba quả, trong đó có quả cuối cùng của đội chủ nhà.",
    "Trận chung kết đá lúc bốn giờ chiều chủ nhật trên sân vận động trung tâm.",
    "Khán giả vào cửa tự do, ban tổ chức xếp thêm hai khán đài bằng tre.",
)
NOODLES = Text("Miến dong Khe Vạc vào vụ", SENTENCES[0], "\n".join(SENTENCES[1:]))
FOOTBALL = Text("Nữ sinh nội trú giành vé đá chung kết", OTHERS[0], "\n".join(OTHERS[1:]))


def other_title(body, lead=None):
    return Text("Thêm một nghề cho người Dao", lead, body)


SAME = {
    "nothing but the title": Text(NOODLES.title, None, FOOTBALL.body),
    "a rewritten headline that keeps its names": Text("Khe Vạc: miến dong được mùa", OTHERS[0], FOOTBALL.body),
    "another headline and lead, all paragraphs kept": other_title(NOODLES.body, OTHERS[0]),
    "another headline, two paragraphs of five kept": other_title("\n".join((*SENTENCES[1:3], *OTHERS[:2]))),
    "another headline, the lead moved into the text": other_title("\n".join(SENTENCES)),
    "another headline, paragraphs in another order": other_title("\n".join(SENTENCES[::-1])),
    "a flash that became a report": other_title("\n".join((*SENTENCES, *OTHERS[:2]))),
    "no marks": Text("Another", fold(NOODLES.lead), fold(NOODLES.body).upper()),
    "read in another encoding": Text("¿", None, NOODLES.body.encode().decode("cp1258", "replace")),
    "bytes of UTF-8 read as Latin-1": Text("Ã", None, NOODLES.body.encode().decode("latin-1")),
}
OTHER = {
    "another article": FOOTBALL,
    "another article with a stock phrase": Text(
        FOOTBALL.title, FOOTBALL.lead, f"{FOOTBALL.body}\nTin, ảnh: Tẩn Mẩy Cói"
    ),
    "a home page with one teaser of it": Text(
        "Trang tin huyện",
        None,
        "\n".join((*OTHERS, NOODLES.title, *(f"Bản tin số {n} trong tuần này" for n in range(20)))),
    ),
    "an error": Text("Lỗi", None, "Có lỗi khi lấy dữ liệu. Mã lỗi 0x80004005."),
    "nothing at all": Text("", None, ""),
}


@pytest.mark.parametrize("name", SAME)
def test_an_edit_goes_on_in_title_or_text(name):
    assert is_same_article(NOODLES, SAME[name])
    assert is_same_article(SAME[name], NOODLES)


@pytest.mark.parametrize("name", OTHER)
def test_something_else_shares_neither(name):
    assert not is_same_article(NOODLES, OTHER[name])
    assert not is_same_article(OTHER[name], NOODLES)


def test_chinese_is_compared_by_character():
    """Nothing stands between its words."""
    one = Text("坝子村修好了通往茶山的石板路", None, "全村三十户轮流出工，用了二十天把石板铺到山口。")
    assert is_same_article(one, Text("坝子村的石板路修好了", None, "茶农说，今后下雨天也能背茶下山。"))
    assert not is_same_article(one, Text("县里举办唱歌比赛", None, "来自九个乡镇的歌手在广场上唱到深夜。"))


def test_long_texts_are_compared_in_bounded_time():
    """Only their beginnings: what is compared does not grow with the text."""
    chance = random.Random(7)
    words = [f"chữ{chance.randrange(10**6)}" for _ in range(400_000)]
    assert not is_same_article(
        Text("Một", None, " ".join(words[:200_000])), Text("Hai", None, " ".join(words[200_000:]))
    )
