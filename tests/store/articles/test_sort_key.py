"""`sort_key` is a function of the set of articles, also where they crowd."""

from datetime import datetime, timedelta

from helpers.values import capture
from hypothesis import given, settings
from hypothesis import strategies as st

from scraper.store.archive import Archive
from scraper.store.articles.derived import derive_dates
from scraper.store.articles.sort_key import EPOCH, take_key, wanted_key
from scraper.store.captures.captures import insert_capture

SEEN = "2026-01-01T00:00:00.000Z"
# Ids whose first 24 bits are neighbours, so that places collide; days apart only by their last.
IDS = [f"{n:06x}{tail:010x}" for n in (7, 8, 9) for tail in range(3)]
STEPS = st.lists(st.tuples(st.sampled_from(IDS), st.integers(0, 1)), max_size=30)


def put(conn, identity, day):
    """Store an article, or give it another date, as the archive does."""
    published = (EPOCH + timedelta(days=day)).isoformat()
    if conn.execute("select 1 from articles where id = ?", (identity,)).fetchone() is None:
        key = take_key(conn, identity, wanted_key(identity, published, SEEN))
        conn.execute(
            "insert into articles (id, url, title, body, page_date, page_date_source, published_at, published_source,"
            " first_seen_at, last_seen_at, sort_key, text_sha256, word_count, capture_id)"
            " values (?1, ?1, ?1, '', ?2, 'page', ?2, 'page', ?3, ?3, ?4, '', 1, ?5)",
            (identity, published, SEEN, key, SHOT.id),
        )
        conn.execute(
            "insert into versions values (?1, '', ?1, null, '', ?2, ?2, ?3, '[]', null)", (identity, SEEN, SHOT.id)
        )
    else:
        conn.execute("update articles set page_date = ? where id = ?", (published, identity))
        derive_dates(conn, identity)


SHOT = capture("http://p1.example/a")


def keys(folder, name, steps):
    archive = Archive.open(folder / name, create=True)
    with archive.transaction() as conn:
        insert_capture(conn, SHOT)
        for identity, day in steps:
            put(conn, identity, day)
    rows = archive.rows("select id, published_at, sort_key from articles order by sort_key")
    indexed = [row[0] for row in archive.rows("select rowid from articles_fts order by rowid")]
    archive.close()
    assert indexed == [row["sort_key"] for row in rows]
    return [tuple(row) for row in rows]


@settings(max_examples=8, deadline=None)
@given(STEPS, st.randoms())
def test_any_order_gives_the_same_keys(tmp_path_factory, steps, chance):
    folder = tmp_path_factory.mktemp("order")
    moved = keys(folder, "moved", steps)
    last = list(dict(steps).items())  # each article's last date
    assert keys(folder, "straight", chance.sample(last, len(last))) == moved
    free = 0
    for identity, published, key in sorted(moved, key=lambda row: (wanted_key(row[0], row[1], SEEN), row[0])):
        assert key == max(free, wanted_key(identity, published, SEEN))
        free = key + 1


def test_a_crowd_never_leaves_its_day():
    """4,096 articles of one minute stand within it: ids spread them over 2^24 places."""
    evening = datetime.fromisoformat("2026-01-01T23:59:00+07:00").isoformat()
    tomorrow = wanted_key("000000", "2026-01-02", SEEN)
    assert wanted_key("ffffff", evening, SEEN) + 4096 < tomorrow
