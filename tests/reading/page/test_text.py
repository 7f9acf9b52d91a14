"""Text is NFC and white space only: words are never altered."""

import unicodedata
from html import escape

import lxml.html
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scraper.reading.page.cut import brief, cut, flat
from scraper.reading.page.lines import fragment, lines
from scraper.reading.page.text import clean, squeeze, whole_number, words


def shown(html):
    """The lines of a fragment as an article would keep them."""
    return lines(fragment(cut(lxml.html.fragment_fromstring(html, "div"))))


@pytest.mark.parametrize(
    ("raw", "kept"),
    [
        ("  hai \u00a0 khoảng\u2009trắng \n", "hai khoảng trắng"),
        ("tie\u0302\u0301ng Vie\u0323\u0302t", "tiếng Việt"),
        ("sửdụng hạtầng tăngso kỳnăm 34.122,3triệu", "sửdụng hạtầng tăngso kỳnăm 34.122,3triệu"),
        ("bộ máy.... hết./.", "bộ máy.... hết./."),
        ("thông\u00adtin\u200b", "thôngtin"),
        ("1990\u00962000", "1990–2000"),
        ("\U0001f468\u200d\U0001f469 x\u200dy", "\U0001f468\u200d\U0001f469 xy"),
        (None, ""),
    ],
)
def test_clean(raw, kept):
    assert clean(raw) == kept


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p>Đồng ch<b>í</b> <i>Hoa</i></p>", ["Đồng chí Hoa"]),
        ("<p>thảo<span lang=VI> lu</span>ận</p>", ["thảo luận"]),
        ("<p>một</p><p>&nbsp;</p><div>hai<br>ba</div>bốn", ["một", "hai", "ba", "bốn"]),
        ("<ul><li>a<li>b</ul>", ["a", "b"]),
        ("<table><tr><th>Năm</th><th>Kim ngạch<br>(triệu USD)</th></tr></table>", ["Năm\tKim ngạch (triệu USD)"]),
        ("<table><tr><td><p>" + "dài " * 80 + "</p></td><td><p>x</p></td></tr></table>", ["dài " * 79 + "dài", "x"]),
        ("m<sup>2</sup> <o:p></o:p>", ["m2"]),
        ("<p>T&aacute;i &#273;&#7847;u t&#432; &abreve;</p>", ["Tái đầu tư ă"]),
        ("<p>a<!-- b --><script>c</script><style>d</style><noscript>e</noscript>f</p>", ["af"]),
        ("<h2 class='element-invisible'>anh.jpg</h2><p style='display: none'>x</p><p hidden>y</p>z", ["z"]),
        ("<span style='display:block'>a</span><span>b</span>", ["a", "b"]),
    ],
)
def test_lines(html, expected):
    assert shown(html) == expected


INLINE = st.sampled_from(["b", "i", "span", "font", "em", "a", "u"])
BLOCK = st.sampled_from(["p", "div", "li", "td", "blockquote", "h3"])
LETTERS = st.text(
    alphabet="aăâbcdđeêghiklmnoôơpqrstuưvxyẠạẢảẤấỀềỘộỨứ .,;:–-“”()/%0123456789\u00a0\u0301\n", max_size=30
)


@st.composite
def markup(draw, depth=0):
    """HTML of blocks with tags inside words."""
    parts = []
    for _ in range(draw(st.integers(1, 4))):
        text = escape(draw(LETTERS))
        kind = draw(st.integers(0, 3))
        if kind == 1:
            name = draw(INLINE)
            text = f"{text}<{name}>{escape(draw(LETTERS))}</{name}>"
        elif kind == 2 and depth < 3:
            name = draw(BLOCK)
            text = f"<{name}>{draw(markup(depth=depth + 1))}</{name}>"
        elif kind == 3:
            text += "<br>"
        parts.append(text)
    return "".join(parts)


@settings(max_examples=120, deadline=None)
@given(markup())
def test_issue_2_no_word_is_altered(html):
    """Stored text without white space equals NFC(source text) without white space."""
    root = lxml.html.fragment_fromstring(html, "div")
    source, kept = "".join(root.itertext()), "".join(shown(html))
    assert unicodedata.normalize("NFC", squeeze(kept)) == unicodedata.normalize("NFC", squeeze(source))
    assert all(unicodedata.is_normalized("NFC", line) and line == line.strip() for line in shown(html))


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=200))
def test_clean_is_idempotent(text):
    once = clean(text)
    assert clean(once) == once
    assert "  " not in once


def test_flat_and_brief():
    node = lxml.html.fragment_fromstring("<div>a<p>b</p><script>x</script>c<br>d<span>e</span></div>")
    assert flat(node) == "a b c de"
    assert brief(node, 100) == "a b c de"
    assert brief(node, 3) == ""


def test_words_compare_titles():
    assert words("Hội nghị – “Sơ kết”, 2024.") == words("hội nghị sơ kết 2024")


def test_deep_nesting_is_read():
    html = "<div>" * 240 + "tận cùng" + "</div>" * 240
    assert shown(html) == ["tận cùng"]


@pytest.mark.parametrize(
    ("value", "number"),
    [
        ("12", 12),
        (7, 7),
        ("٣", 3),
        ("²", None),
        ("-1", None),
        ("1.0", None),
        ("", None),
        (None, None),
        ("9" * 19, None),
    ],
)
def test_whole_numbers(value, number):
    assert whole_number(value) == number
