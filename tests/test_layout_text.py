"""A layout as a short text, and back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scraper.items import Layout
from scraper.layout import cells_of, fits, layout_of_text, layout_text, text_lines

LEVEL = st.integers(1, 9)
SPAN = st.sampled_from(["", "2", "13"])
CELL = st.builds("{}{}{}".format, st.sampled_from("dh-"), SPAN, st.sampled_from(["", "/2"]))
CODE = st.one_of(
    st.sampled_from("p c q Q t T h1 h3 h6".split()),
    st.builds("{}{}".format, st.sampled_from("uUo+"), LEVEL),
    st.builds("O{}:{}".format, LEVEL, st.integers(0, 999)),
    st.builds("{}{}".format, st.sampled_from("tT"), st.lists(CELL, max_size=5).map("".join)),
)


@st.composite
def layouts(draw):
    lines = tuple(draw(st.lists(CODE, max_size=30)))
    images = tuple(sorted(draw(st.lists(st.integers(0, len(lines)), max_size=5))))
    lead = draw(st.none() | st.integers(0, len(images) - 1)) if images else None
    return Layout(lines=lines, images=images, lead_image=lead)


@given(layouts())
def test_every_layout_comes_back_from_its_text(layout):
    assert layout_of_text(layout_text(layout)) == layout
    assert fits(layout, len(layout.lines), len(layout.images))


@pytest.mark.parametrize(
    ("text", "lines", "images", "lead"),
    [
        ("", (), (), None),
        ("p", ("p",), (), None),
        ("2p h2 3u1", ("p", "p", "h2", "u1", "u1", "u1"), (), None),
        ("p O1:5 2+1 Thh 2t|1 3*", ("p", "O1:5", "+1", "+1", "Thh", "t", "t"), (1, 3), 1),
        ("|0*", (), (0,), 0),
    ],
)
def test_texts_that_are_layouts(text, lines, images, lead):
    found = layout_of_text(text)
    assert found == Layout(lines=lines, images=images, lead_image=lead)
    assert layout_text(found) == text


@pytest.mark.parametrize("text", ["x", "h7", "2", "p 3", "u", "u0", "p|x", "p|1 *", "p|1**", "tz", "<b>", "p||1"])
def test_texts_that_are_none(text):
    assert layout_of_text(text) is None


def test_nothing_is_nothing():
    assert layout_text(None) is None
    assert layout_of_text(None) is None


def test_lines_are_those_of_lead_and_body():
    assert text_lines("Sapo", "Một\nHai") == ["Sapo", "Một", "Hai"]
    assert text_lines(None, "Một") == ["Một"]
    assert text_lines("", "") == []
    two = Layout(lines=("p", "p"), images=(3,))
    assert not fits(two, 3, 1), "another text"
    assert not fits(two, 2, 2), "other images"
    assert not fits(two, 2, 1), "an image behind the end"


@pytest.mark.parametrize(
    ("code", "text", "cells"),
    [
        ("t", "a\tb", [("d", "a", 1, 1), ("d", "b", 1, 1)]),
        ("Th/2h3", "a\tb", [("h", "a", 1, 2), ("h", "b", 3, 1)]),
        ("t-d-", "a", [("-", "", 1, 1), ("d", "a", 1, 1), ("-", "", 1, 1)]),
        ("tddd", "a\tb", [("d", "a", 1, 1), ("d", "b", 1, 1)]),  # not of this line: no word may be lost
    ],
)
def test_cells_of_a_row(code, text, cells):
    assert [tuple(cell) for cell in cells_of(code, text)] == cells
