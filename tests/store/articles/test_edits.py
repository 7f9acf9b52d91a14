"""Table `changes`: captures in any order give the same rows."""

from itertools import pairwise

from helpers.values import article, capture, dump
from hypothesis import given, settings
from hypothesis import strategies as st

from scraper.changes import Text, compare
from scraper.items import Image
from scraper.store.archive import Archive
from scraper.store.articles.articles import put_article
from scraper.store.captures.originals import CaptureStore

URL = "http://p1.example/a"
BODIES = (
    "Thu 5.738,9 tỷ đồng.",
    "Thu 573,89 tỷ đồng.",
    "Thu 573,89 tỷ đồng.\nUỷ ban họp.",
    "Thu 573,89 tỷ đồng.\nỦy ban họp.",
)


def put(archive, *shots):
    for at, body in shots:
        shot = capture(URL, at)
        CaptureStore(archive).add_capture(shot)
        with archive.transaction() as conn:
            put_article(conn, shot, article(URL, body=body))


def at(month):
    return f"2026-{month:02}-01T00:00:00.000Z"


def kinds(archive):
    return [tuple(r) for r in archive.rows("select seen_at, kind from changes order by seen_at, position")]


def test_each_version_is_compared_with_the_one_before(tmp_path):
    archive = Archive.open(tmp_path / "a", create=True)
    put(archive, *((at(n + 1), body) for n, body in enumerate(BODIES)))
    assert kinds(archive) == [(at(2), "figure"), (at(3), "paragraph_added"), (at(4), "typography")]
    row = archive.rows("select * from changes where kind = 'figure'")[0]
    assert (row["before"], row["after"], row["place"], row["position"]) == (
        "5.738,9 tỷ đồng",
        "573,89 tỷ đồng",
        "body",
        0,
    )
    assert row["severity"] == 90


def test_an_edit_sums_up_its_changes(tmp_path):
    """/thay-doi walks one row an edit; it says what table `changes` says, also when the portal changes."""
    archive = Archive.open(tmp_path / "a", create=True)
    put(archive, *((at(n + 1), body) for n, body in enumerate(BODIES)))
    archive.conn.execute("update articles set portal_id = null")
    summed = archive.rows(
        "select seen_at, max(severity) as severity, ',' || group_concat(distinct kind) || ',' as kinds,"
        " count(*) as change_count from changes group by article_id, from_sha256, to_sha256 order by seen_at"
    )
    stored = archive.rows("select seen_at, severity, kinds, change_count, portal_id from edits order by seen_at")
    assert len(stored) == 3
    assert [tuple(row)[:4] for row in stored] == [tuple(row) for row in summed]
    assert {row["portal_id"] for row in stored} == {None}


def test_one_version_has_no_changes(tmp_path):
    archive = Archive.open(tmp_path / "a", create=True)
    put(archive, (at(1), BODIES[0]), (at(2), BODIES[0]))
    assert kinds(archive) == []


def test_an_older_capture_parts_the_chain(tmp_path):
    archive = Archive.open(tmp_path / "a", create=True)
    put(archive, (at(1), BODIES[0]), (at(5), BODIES[3]))
    assert [kind for _, kind in kinds(archive)] == ["figure", "paragraph_added"]
    put(archive, (at(3), BODIES[1]))
    assert kinds(archive) == [(at(3), "figure"), (at(5), "paragraph_added")]
    put(archive, (at(4), BODIES[3]))
    assert kinds(archive) == [(at(3), "figure"), (at(4), "paragraph_added")], "the later version was seen earlier"


def chain(archive):
    return archive.rows("select * from versions order by first_seen_at, text_sha256")


@settings(max_examples=6, deadline=None)
@given(
    st.lists(st.tuples(st.integers(1, 6), st.sampled_from(BODIES)), min_size=1, max_size=7, unique=True), st.randoms()
)
def test_any_order_gives_the_same_changes(tmp_path_factory, shots, chance):
    # Two captures of one moment would share an id: each gets its own second.
    timed = [(at(month).replace("00.000", f"{n:02}.000"), body) for n, (month, body) in enumerate(shots)]
    shuffled = chance.sample(timed, len(timed))
    folder = tmp_path_factory.mktemp("changes")
    straight, other = (Archive.open(folder / name, create=True) for name in "ab")
    put(straight, *sorted(timed))
    put(other, *shuffled)
    assert dump(straight.conn, "changes") == dump(other.conn, "changes")
    assert dump(straight.conn, "edits") == dump(other.conn, "edits")
    versions = chain(other)
    wanted = [
        (a["text_sha256"], b["text_sha256"], n, c.kind, c.before, c.after)
        for a, b in pairwise(versions)
        for n, c in enumerate(compare(*(Text(v["title"], v["lead"], v["body"]) for v in (a, b))))
    ]
    columns = "from_sha256, to_sha256, position, kind, before, after"
    assert sorted(tuple(r) for r in other.rows(f"select {columns} from changes")) == sorted(wanted)
    straight.close()
    other.close()


def test_images_that_came_went_or_got_another_caption(tmp_path):
    """Kind image; hosts and tokens of a file's address do not count."""
    shots = (
        (at(2), "Một.", ("http://a.example/x.jpg?t=1", "Cũ"), ("http://a.example/y.jpg", None)),
        (at(3), "Một. Hai.", ("https://b.example/x.jpg?t=2", "Mới"), ("http://a.example/anh.ashx?id=2", None)),
        (at(1), "Một.", ("http://a.example/x.jpg?t=0", "Cũ"), ("http://a.example/anh.ashx?id=2", None)),
    )
    found = []
    for order in (shots, shots[::-1]):
        archive = Archive.open(tmp_path / str(len(found)), create=True)
        for when, body, *images in order:
            shot = capture(URL, when)
            CaptureStore(archive).add_capture(shot)
            with archive.transaction() as conn:
                pictures = tuple(Image(src=src, caption=caption) for src, caption in images)
                put_article(conn, shot, article(URL, body=body, images=pictures))
        if not found:
            sql = "select severity, before, after from changes where kind = 'image'"
            assert [tuple(row) for row in archive.rows(sql)] == [(20, "Cũ", "Mới")], "as the text was first seen"
        found.append(dump(archive.conn, "changes") + dump(archive.conn, "versions"))
    assert found[0] == found[1]
