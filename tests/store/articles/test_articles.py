"""Storing is commutative: captures in any order give the same rows."""

import random
from itertools import permutations

import pytest
from helpers.values import article, capture, dump, listing, stamp

from scraper.items import Attachment, Image, Layout, Other
from scraper.store.archive import Archive
from scraper.store.articles.articles import put_article
from scraper.store.captures.originals import CaptureStore
from scraper.store.commit import commit_page
from scraper.store.links import Scope
from scraper.urls.canonical import article_id

TABLES = ("articles", "versions", "changes", "edits", "images", "attachments", "listings", "cards", "stats_day")
URL = "http://p1.example/a"
OLD = "http://p1.example/old"
OLDEST = "http://p1.example/oldest"
SCOPE = Scope(portal_of=lambda _: "p1")


def archive_with(tmp_path, name, pages):
    archive = Archive.open(tmp_path / name, create=True)
    for shot, reading in pages:
        CaptureStore(archive).add_capture(shot)
        commit_page(archive, shot, reading, scope=SCOPE)
    return archive


def pages():
    """An article in three texts, seen by two list pages and a feed, once under an old address."""
    picture = (Image(src="http://p1.example/a.jpg", caption="Toàn cảnh"),)
    return [
        (
            capture(URL, "2026-01-01T00:00:00.000Z"),
            article(URL, body="một", images=picture, layout=Layout(lines=("q",), images=(1,))),
        ),
        (capture(URL, "2026-02-01T00:00:00.000Z"), article(URL, body="hai")),
        (
            capture(URL, "2026-03-01T00:00:00.000Z"),
            article(URL, body="một", author="Hải Yến", layout=Layout(lines=("p",))),
        ),
        (
            capture(URL, "2019-01-01T00:00:00.000Z"),
            article(URL, body="không", attachments=(Attachment(url="http://p1.example/a.pdf", name="a"),)),
        ),
        (capture("http://p1.example/l", "2026-01-05T00:00:00.000Z"), listing("l", (URL, "2025-12-31"))),
        (capture("http://p1.example/l", "2026-01-06T00:00:00.000Z"), listing("l", (OLD, "2025-12-30"))),
        (capture("http://p1.example/f"), listing("f", (URL, "2025-12-29T10:00:00+07:00"), source="feed")),
        (
            capture(OLD, "2026-01-07T00:00:00.000Z", status=301, location=URL),
            Other(url=OLD, family=None, reason="redirect", location=URL),
        ),
        (capture("http://p1.example/l", "2026-01-03T00:00:00.000Z"), listing("l", (OLDEST, "2025-12-28"))),
        (
            capture(OLDEST, "2026-01-08T00:00:00.000Z", status=302, location=OLD),
            Other(url=OLDEST, family=None, reason="redirect", location=OLD),
        ),
    ]


@pytest.mark.parametrize("seed", range(12))
def test_any_order_gives_the_same_rows(tmp_path, seed):
    shuffled = pages()
    random.Random(seed).shuffle(shuffled)
    straight = archive_with(tmp_path, "straight", pages())
    other = archive_with(tmp_path, "other", shuffled)
    for table in TABLES:
        assert dump(other.conn, table) == dump(straight.conn, table), table


def test_current_text_is_the_newest_and_dates_span_all(tmp_path):
    archive = archive_with(tmp_path, "a", pages())
    row = archive.conn.execute("select * from articles").fetchone()
    assert (row["id"], row["body"], row["author"]) == (article_id(URL), "một", "Hải Yến")
    assert (row["first_seen_at"], row["last_seen_at"]) == ("2019-01-01T00:00:00.000Z", "2026-03-01T00:00:00.000Z")
    assert row["version_count"] == 3
    assert archive.value("select count(*) from attachments") == 0, "media are those of the newest capture"


def test_outcomes_tell_new_changed_and_unchanged(tmp_path):
    archive = Archive.open(tmp_path / "a", create=True)
    outcomes = []
    for at, body in (("2026-01-01", "một"), ("2026-01-02", "một"), ("2026-01-03", "hai")):
        shot = capture(URL, f"{at}T00:00:00.000Z")
        CaptureStore(archive).add_capture(shot)
        outcomes.append(commit_page(archive, shot, article(URL, body=body), scope=SCOPE))
    assert outcomes == ["stored", "unchanged", "changed"]


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_the_page_own_date_wins_then_listing_then_feed(tmp_path, order):
    made = [
        (capture(URL), article(URL, published=stamp("2026-01-01T08:30:00+07:00", "page"))),
        (capture("http://p1.example/l"), listing("l", (URL, "2025-12-31"))),
        (capture("http://p1.example/f"), listing("f", (URL, "2025-12-30T10:00:00+07:00"), source="feed")),
    ]
    archive = archive_with(tmp_path, "a", [made[n] for n in order])
    row = archive.conn.execute("select * from articles").fetchone()
    assert (row["published_at"], row["published_source"]) == ("2026-01-01T08:30:00+07:00", "page")
    undated = archive_with(tmp_path, "b", [(capture(URL), article(URL)), *made[1:]])
    row = undated.conn.execute("select * from articles").fetchone()
    assert (row["published_at"], row["published_source"], row["published_precision"]) == (
        "2025-12-31",
        "listing",
        "day",
    )


def test_no_date_stays_null(tmp_path):
    archive = archive_with(tmp_path, "a", [(capture(URL), article(URL)), (capture("x"), listing("x", (URL, None)))])
    row = archive.conn.execute("select * from articles").fetchone()
    assert (row["published_at"], row["published_source"], row["published_precision"]) == (None, "none", None)


def test_sort_key_is_day_minute_and_id(tmp_path):
    dated = article(URL, published=stamp("1970-01-02T00:01:00+07:00", "page"))
    archive = archive_with(tmp_path, "a", [(capture(URL), dated)])
    assert archive.value("select sort_key from articles") == ((2048 + 1) << 24) + int(article_id(URL)[:6], 16)


def test_two_addresses_with_one_family_key_are_one_article(tmp_path):
    first, second = "http://p1.example/tin/-/5-x.html", "http://p1.example/khac/-/5-x.html"
    made = [
        (capture(second, "2026-01-02T00:00:00.000Z"), article(second, key="5")),
        (capture(first, "2026-01-01T00:00:00.000Z"), article(first, key="5")),
    ]
    for name, order in (("a", made), ("b", made[::-1])):
        archive = archive_with(tmp_path, name, order)
        twins = dict(tuple(row) for row in archive.rows("select url, duplicate_of from articles"))
        assert twins == {first: None, second: article_id(first)}


@pytest.mark.parametrize("order", list(permutations(range(4))))
def test_the_family_key_of_the_newest_capture_counts(tmp_path, order):
    """An article leaves the company of its twins when its newest page has another key, or none."""
    first, second = "http://p1.example/1", "http://p1.example/2"
    made = [
        (capture(first, "2026-01-02T00:00:00.000Z"), article(first, key="5")),
        (capture(first, "2026-01-03T00:00:00.000Z"), article(first, key="6")),
        (capture(second, "2026-01-01T00:00:00.000Z"), article(second, key=None)),
        (capture(second, "2026-01-04T00:00:00.000Z"), article(second, key="6")),
    ]
    archive = archive_with(tmp_path, "a", [made[n] for n in order])
    rows = {r["url"]: (r["family_key"], r["duplicate_of"]) for r in archive.rows("select * from articles")}
    assert rows == {first: ("6", article_id(second)), second: ("6", None)}
    later = capture(first, "2026-01-05T00:00:00.000Z")
    CaptureStore(archive).add_capture(later)
    commit_page(archive, later, article(first), scope=SCOPE)
    assert archive.value("select count(*) from articles where duplicate_of is not null") == 0


def test_search_index_follows_every_change(tmp_path):
    archive = archive_with(tmp_path, "a", [(capture(URL, "2026-01-01T00:00:00.000Z"), article(URL, body="cửa khẩu"))])

    def hits(words):
        return archive.value("select count(*) from articles_fts where articles_fts match ?", words)

    assert (hits("cua"), hits("khẩu"), hits("khâu")) == (1, 1, 0)
    later = capture(URL, "2026-02-01T00:00:00.000Z")
    CaptureStore(archive).add_capture(later)
    commit_page(archive, later, article(URL, body="Đồng Đăng"), scope=SCOPE)
    assert (hits("cua"), hits("dong"), hits("đồng")) == (0, 1, 1)
    CaptureStore(archive).add_capture(capture("http://p1.example/l"))
    commit_page(archive, capture("http://p1.example/l"), listing("l", (URL, "2020-01-01")), scope=SCOPE)
    assert hits("dong") == 1, "a new date moves the article in the index"
    assert archive.value("select rowid from articles_fts where articles_fts match 'dong'") == archive.value(
        "select sort_key from articles"
    )


def test_figures_by_day_follow_every_change(tmp_path):
    """Home and figures are read from `stats_day`, so it is the count of `articles` whatever happens."""
    archive = archive_with(tmp_path, "a", pages())
    chance = random.Random(5)
    addresses = [f"http://p1.example/{n}" for n in range(6)]
    for n in range(60):
        url, dated = chance.choice(addresses), chance.choice([None, f"2026-01-0{chance.randrange(1, 4)}"])
        shot = capture(url, f"2026-02-01T00:00:{n:02}.000Z")
        CaptureStore(archive).add_capture(shot)
        with archive.transaction() as conn:
            put_article(conn, shot, article(url, body=f"{n}", published=dated and stamp(dated)))
        if chance.random() < 0.2:
            archive.conn.execute("update articles set portal_id = null where url = ?", (chance.choice(addresses),))
        if chance.random() < 0.1:
            archive.conn.execute("pragma foreign_keys=off")
            archive.conn.execute("delete from articles where url = ?", (chance.choice(addresses),))
        counted = archive.rows(
            "select ifnull(portal_id, ''), ifnull(substr(published_at, 1, 10), ''), count(*) from articles"
            " group by 1, 2 order by 1, 2"
        )
        kept = archive.rows("select portal_id, day, articles from stats_day order by 1, 2")
        assert list(map(tuple, kept)) == list(map(tuple, counted))


def test_a_writer_without_the_functions_fails_loudly(tmp_path):
    import sqlite3

    archive = archive_with(tmp_path, "a", [(capture(URL), article(URL))])
    archive.close()
    raw = sqlite3.connect(tmp_path / "a")
    with pytest.raises(sqlite3.OperationalError, match=r"no such function|unknown function"):
        raw.execute("update articles set title = 'x'")
    raw.close()


def test_a_raised_error_leaves_nothing_behind(tmp_path):
    archive = Archive.open(tmp_path / "a", create=True)
    shot = capture(URL)
    CaptureStore(archive).add_capture(shot)
    with pytest.raises(ZeroDivisionError), archive.transaction() as conn:
        put_article(conn, shot, article(URL))
        _ = 1 / 0
    assert archive.value("select count(*) from articles") == 0


def test_a_layout_alone_is_no_edit(tmp_path):
    """The article shows how the text is set now, the version how it was set when it was first seen."""
    texts = [article(URL, body="một\nhai", layout=Layout(lines=codes)) for codes in (("p", "p"), ("h2", "p"))]
    shots = [capture(URL, f"2026-0{month}-01T00:00:00.000Z") for month in (1, 2)]
    archive = archive_with(tmp_path, "a", list(zip(shots, texts, strict=True)))
    assert archive.value("select layout from articles") == "h2 p"
    assert [row["layout"] for row in archive.rows("select layout from versions")] == ["2p"]
    assert archive.value("select version_count from articles") == 1
    assert archive.value("select changed_at from articles") is None
    assert archive.value("select count(*) from edits") == 0
