"""What a reader types finds the right articles, whatever the marks, spacing and spelling."""

import sqlite3

import pytest
from helpers import search_pairs_wide as wide
from helpers.search_pairs import PAIRS, TEXTS
from helpers.written_archive import connect
from hypothesis import example, given, settings
from hypothesis import strategies as st

from scraper.site.query import fts
from scraper.site.query.rules import MAX_TOKENS, parse
from scraper.site.query.spelling import is_syllable, spellings, splits
from scraper.site.query.typed import join_documents
from scraper.store.schema import migrations as schema

LABELS = list(TEXTS)


@pytest.fixture(scope="module")
def index():
    db = connect(":memory:")
    db.executescript(schema.SEARCH[: schema.SEARCH.index("create trigger")])
    for number, (title, body) in enumerate(TEXTS.values()):
        db.execute(
            "insert into articles_fts (rowid, title, body, title_ascii, body_ascii)"
            " values (?1, nfc(?2), nfc(?3), fold(?2), fold(?3))",
            (number, title, body),
        )
    yield db
    db.close()


def found(index, match):
    rows = index.execute("select rowid from articles_fts where articles_fts match ?", (match,))
    return {LABELS[row[0]] for row in rows}


@pytest.mark.parametrize(("query", "expected"), PAIRS, ids=[repr(query) for query, _ in PAIRS])
def test_query_finds_its_texts(index, query, expected):
    assert found(index, fts.strict(query)) == set(expected.split())


def test_wide_pairs():
    """0.99 of the pairs are promised; these are ours, so all of them."""
    db = connect(":memory:")
    db.executescript(schema.SEARCH[: schema.SEARCH.index("create trigger")])
    labels = list(wide.TEXTS)
    for number, (title, body) in enumerate(wide.TEXTS.values()):
        db.execute(
            "insert into articles_fts (rowid, title, body, title_ascii, body_ascii)"
            " values (?1, nfc(?2), nfc(?3), fold(?2), fold(?3))",
            (number, title, body),
        )
    sql = "select rowid from articles_fts where articles_fts match ? order by rowid"
    answers = {
        query: "".join(labels[row[0]] for row in db.execute(sql, (fts.strict(query),))) for query, _ in wide.PAIRS
    }
    db.close()
    assert {query: answer for query, answer in answers.items() if answer != dict(wide.PAIRS)[query]} == {}


@pytest.mark.parametrize("query", [None, "", "  ", "\x00", "\ud800", "''", "-bán", "%_~^"])
def test_no_words_is_an_empty_match(index, query):
    assert fts.strict(query) == '""'
    assert found(index, fts.strict(query)) == set()


HOSTILE = st.text(
    alphabet=st.one_of(
        st.sampled_from("\"'*-–:()^{}+,./\\ aAđĐðăưNEARORNOT0123\u0301\u200b\u00ad\x00"), st.characters()
    ),
    max_size=60,
)


@settings(max_examples=1500, deadline=None)
@given(HOSTILE)
@example('NEAR("a b", 2)')
@example('a" OR title:"b')
@example("-" * 500)
@example("1-" * 300)
@example('"' * 301)
def test_no_text_is_a_syntax_error(index, query):
    for match in (fts.strict(query), fts.loose(query)):
        found(index, match)


def test_long_queries_stay_within_the_limits_of_fts5(index):
    """FTS5 refuses expressions deeper than 256; words past the cap are dropped and the query says so."""
    words = [f"hòa{i} kỹ{i}" for i in range(400)]
    assert parse(" ".join(words)).cut
    found(index, fts.strict(" ".join(words)))
    found(index, fts.strict('"' + " ".join(["hòa kỹ quý"] * 300) + '"'))
    assert not parse(" ".join(["a"] * MAX_TOKENS)).cut
    assert parse("1/" * 400).cut
    assert len(fts.strict("1/" * 400)) < 1000, "a chain of figures took seconds"


def test_loose_ignores_marks(index):
    assert found(index, fts.loose("Đông Đằng")) == {"border"}
    assert found(index, fts.loose("bản")) == found(index, fts.strict("ban"))


def test_a_marked_word_never_matches_unmarked_columns(index):
    """`bán` must not find `bạn` by way of the folded columns."""
    assert fts.strict("bán") == '"bán"'
    with pytest.raises(sqlite3.OperationalError):
        found(index, 'bán"')


def test_documents_lose_their_spaces_and_nothing_else_does():
    assert join_documents("01 – đa / tu") == "01-đa/tu"
    assert join_documents("số 01/2019/nq - hđnd - lạng sơn") == "số 01/2019/nq-hđnd - lạng sơn"
    assert join_documents("năm 2020 - lạng sơn") == "năm 2020 - lạng sơn"
    assert join_documents("đồng đăng - lạng sơn") == "đồng đăng - lạng sơn"


def test_spellings():
    assert set(spellings("hoà")) == {"hoà", "hòa"}
    assert set(spellings("kỹ")) == {"kỹ", "kĩ"}
    assert spellings("thi") == ("thi",)
    assert spellings("hoàn") == ("hoàn", "hòan")
    assert spellings("huỳnh") == ("huỳnh", "hùynh")
    assert spellings("tuyển") == ("tuyển",)
    assert spellings("hoặc") == ("hoặc",)
    assert splits("hạtầng")[0] == ("hạ", "tầng")
    assert splits("khoang") == ()
    assert is_syllable("nghiêng")
    assert not is_syllable("covid")
