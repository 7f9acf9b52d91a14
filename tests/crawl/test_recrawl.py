"""Coming back to a known portal: what is asked again, and what has vanished."""

import pytest
from helpers.values import article, capture, listing
from helpers.world import World

from scraper.items import Other, PageRequest
from scraper.sample import SITES, SampleServer, articles
from scraper.sample.model import Answer
from scraper.store.archive import Archive
from scraper.store.captures.originals import CaptureStore
from scraper.store.commit import commit_page
from scraper.store.ledger.ledger import Ledger
from scraper.store.ledger.schedule import next_check
from scraper.store.ledger.vanish import CHECKS, Check, state_of
from scraper.store.links import Scope
from scraper.store.schema.states import STATES

WORDPRESS = next(site for site in SITES if site.family == "wordpress")
HOST = f"http://{WORDPRESS.host}"
NOT_HERE = Answer(
    "<html><head><title>Không tìm thấy trang</title></head><body><h1>Không tìm thấy</h1></body></html>".encode()
)
UNLIKE = (
    "Lớp dạy đan rọ tôm ở bến Sậy",
    "Mười hai người học xong khóa đầu, ai cũng mang về một chiếc rọ tự đan bằng nan giang chẻ mỏng.",
    "Thầy dạy là ông Quách Tiếu, năm nay tám mươi mốt tuổi, vẫn đi thả rọ dọc bờ sông vào mỗi tối trăng khuyết.",
)
HOME = Answer(b"", status=301, headers=(("Location", "/"),))


def pass_days(world, days):
    """Let time go by: every time in the archive, publication dates aside, moves into the past."""
    archive = world.archive()
    pass_days_in(archive, days)
    archive.close()


def pass_days_in(archive, days):
    with archive.transaction() as conn:
        tables = [row["name"] for row in conn.execute("select name from sqlite_master where type = 'table'")]
        for table in (name for name in tables if not name.startswith(("articles_fts", "_"))):
            columns = {row["name"] for row in conn.execute(f"pragma table_info({table})")}
            for column in sorted(c for c in columns if c.endswith("_at") and c not in {"published_at", "updated_at"}):
                conn.execute(
                    f"update {table} set {column} = strftime('%Y-%m-%dT%H:%M:%fZ', {column}, '-{days} days')"
                    f" where {column} is not null"
                )


def path(url):
    return url.removeprefix(HOST)


def states(world):
    archive = world.archive()
    found = dict(tuple(row) for row in archive.rows("select url, state from articles"))
    archive.close()
    return found


@pytest.fixture(scope="module")
def watched(tmp_path_factory):
    """A portal whose articles were edited, deleted, moved ... and that was crawled before and three times after."""
    world = World(tmp_path_factory.mktemp("watched"))
    edited, deleted, moved, emptied, home, back, lost, reused, *_, other = articles(WORDPRESS)
    with SampleServer() as server:
        world.server = server
        world.scrapy("crawl", "sample_wordpress")
        world.before = texts(world)
        edition = server.editions[WORDPRESS.host]
        edition.edit(edited.url, paragraphs=("Số thu đạt 573,89 tỉ đồng.",))
        edition.delete(deleted.url)
        edition.move(moved.url, f"{HOST}/{moved.url.rstrip('/').rpartition('/')[2]}-moi/")
        server.overrides[WORDPRESS.host, path(emptied.url)] = NOT_HERE
        server.overrides[WORDPRESS.host, path(home.url)] = HOME
        server.overrides[WORDPRESS.host, path(lost.url)] = server.answer(WORDPRESS.host, "/")
        page = server.answer(WORDPRESS.host, path(other.url)).body.decode()
        for number, line in enumerate((other.title, *other.paragraphs)):
            page = page.replace(line, UNLIKE[number % len(UNLIKE)])
        server.overrides[WORDPRESS.host, path(reused.url)] = Answer(page.encode())
        server.overrides[WORDPRESS.host, path(back.url)] = Answer(b"gone", status=404)
        world.seen = []
        for days in (230, 9, 9):
            pass_days(world, days)
            mark = len(server.log)
            world.scrapy("crawl", "sample_wordpress", code=3)
            world.seen.append(states(world))
            world.asked = [target for _, _, target in server.log[mark:]]
        del server.overrides[WORDPRESS.host, path(back.url)]
        pass_days(world, 230)
        world.scrapy("crawl", "sample_wordpress", code=3)
        world.seen.append(states(world))
    return world


def texts(world):
    archive = world.archive()
    found = {row["url"]: (row["title"], row["body"]) for row in archive.rows("select url, title, body from articles")}
    archive.close()
    return found


def test_edited_deleted_and_moved_articles_are_told_apart(watched):
    """Over three checks and two weeks; one look makes a suspect at most."""
    edited, deleted, moved, emptied, home, back, lost, reused, *_ = (one.url for one in articles(WORDPRESS))
    first, second, third, fourth = watched.seen
    for seen in (first, second):
        assert {seen[url] for url in (deleted, emptied, home, back, lost, reused)} == {"suspect"}
        assert seen[moved] == "moved"
    assert [third[url] for url in (edited, deleted, moved, emptied, home, back, lost, reused)] == [
        "live",
        "gone",
        "moved",
        "soft404",
        "redirected",
        "gone",
        "soft404",
        "soft404",
    ]
    assert fourth[back] == "live", "one that comes back is there again"
    others = set(third) - {deleted, moved, emptied, home, back, lost, reused}
    assert {third[url] for url in others} == {"live"}
    archive = watched.archive()
    changed = archive.rows("select url, version_count from articles where version_count > 1")
    assert [tuple(row) for row in changed] == [(edited, 2)]
    assert archive.value("select count(*) from changes") > 0
    archive.close()


def test_a_vanished_text_stays_as_it_was(watched):
    """A later 404 never replaces a good text."""
    now = texts(watched)
    _, *rest = (one.url for one in articles(WORDPRESS)[:8])
    assert {url: now[url] for url in rest} == {url: watched.before[url] for url in rest}


def test_what_stood_there_instead_is_said(watched):
    archive = watched.archive()
    found = archive.rows(
        "select a.url, c.read_as, count(*) from vanish_checks k join captures c on c.id = k.capture_id"
        " join articles a on a.id = k.article_id where k.result = 'replaced' group by 1, 2"
    )
    *_, lost, reused = (one.url for one in articles(WORDPRESS)[:8])
    assert {tuple(row) for row in found} == {(lost, "listing", 4), (reused, "replaced", 4)}
    archive.close()


def test_only_what_is_due_is_asked_again(watched):
    """Nine days later nobody asks for the articles that have been the same for a year."""
    known = {path(one.url) for one in articles(WORDPRESS)}
    edited, deleted, _, *missing = (path(one.url) for one in articles(WORDPRESS)[:8])
    assert set(watched.asked) & known == {edited, deleted, *missing}, "the edited one changed lately"


def test_validators_are_sent_and_a_304_is_read_like_the_page(watched):
    """Conditional requests; the revisit of a 304 counts as a look at the article."""
    archive = watched.archive()
    shots = archive.rows("select status, refers_to, payload_length, read from captures where status = 304")
    assert len(shots) > len(articles(WORDPRESS)), "lists and articles"
    assert all(row["refers_to"] and row["payload_length"] is None and row["read"] for row in shots)
    unchanged = archive.value(
        "select count(*) from visits v join captures c on c.id = v.capture_id where outcome = 'unchanged' and status = 304"
    )
    assert unchanged > 50
    archive.close()


@pytest.mark.parametrize(
    ("results", "state"),
    [
        ("", "live"),
        ("1 gone", "suspect"),
        ("1 gone, 2 gone, 3 gone", "suspect"),  # three times, but within two days
        ("1 gone, 15 gone", "suspect"),  # long enough, but only twice
        ("1 gone, 8 gone, 15 gone", "gone"),
        ("1 gone, 8 live, 15 gone, 22 gone", "suspect"),
        ("1 gone, 8 gone, 15 gone, 60 live", "live"),
        ("1 gone, 4 unreachable, 8 gone, 15 soft404", "soft404"),
        ("1 unreachable, 8 unreachable", "live"),
        ("1 unreachable, 8 unreachable, 20 unreachable", "suspect"),
        ("1 unlisted, 31 unlisted", "live"),
        ("1 unlisted, 31 unlisted, 61 unlisted", "delisted"),
        ("1 unlisted, 31 listed, 61 unlisted, 91 unlisted", "live"),
        ("1 unlisted, 8 live, 31 unlisted, 61 unlisted", "delisted"),
        ("1 redirected, 8 moved", "moved"),
    ],
)
def test_the_state_follows_from_the_checks(results, state):
    """At least three checks over at least fourteen days."""
    day = "2026-{:02}-{:02}T00:00:00Z"
    checks = [c.split() for c in results.split(", ") if c]
    found = state_of([Check(day.format(1 + int(n) // 28, 1 + int(n) % 28), result) for n, result in checks])
    assert found[0] == state
    assert found[0] in STATES


def test_checks_come_at_growing_distances_and_end():
    """The time to the next look is the time since the last change, from a day to half a year."""
    published, at, count = "2026-01-01T08:00:00+07:00", "2026-01-01T02:00:00Z", 0
    gaps = []
    while due := next_check("8000aaaa", at, changed_at=published, first_seen_at="2026-01-01T02:00:00Z"):
        gaps.append(days_between(at, due))
        at, count = due, count + 1
    assert gaps[0] == pytest.approx(1, abs=0.01)
    assert gaps == sorted(gaps)
    assert max(gaps) == pytest.approx(180, abs=1)
    assert 8 <= count <= 16
    assert next_check(
        "8000", "2026-06-01T00:00:00Z", changed_at="2026-06-01T00:00:00Z", first_seen_at="2020-01-01T00:00:00Z"
    )


def days_between(first, second):
    from scraper.times import instant

    return (instant(second) - instant(first)).total_seconds() / 86400


@pytest.fixture
def archive(tmp_path):
    return Archive.open(tmp_path / "archive.db", create=True)


SCOPE = Scope(portal_of=lambda url: "p1" if "p1.example" in url else None)
START = [(PageRequest(url="http://p1.example/tin"), "start")]


def crawl(archive, site, status=200, **options):
    """One crawl of `site`, path -> reading, without a network; returns the paths that were asked, in order."""
    ledger = Ledger(archive, "p1")
    ledger.begin(START, options)
    asked = []
    while leases := ledger.lease(1):
        (lease,) = leases
        asked.append(lease.request.url.removeprefix("http://p1.example"))
        reading = site[asked[-1]]
        at = archive.value("select strftime('%Y-%m-%dT%H:%M:%fZ', 'now')")
        number = archive.value("select count(*) from captures")
        shot = capture(lease.request.url, at, number=number, status=status)
        CaptureStore(archive).add_capture(shot)
        commit_page(archive, shot, reading, scope=SCOPE, ledger=ledger)
    ledger.end("finished")
    return asked


def page_of(number, names, last=3):
    url = f"/tin?page={number}" if number else "/tin"
    cards = [
        (f"http://p1.example/{name}", "2025-02-01" if name == "x" else f"2025-01-{20 - ord(name) + ord('a'):02}")
        for name in names
    ]
    following = PageRequest(url=f"http://p1.example/tin?page={number + 1}") if number < last else None
    return {url: listing(url, *cards, next=following)}


def site_of(*pages):
    site = {f"/{name}": article(f"http://p1.example/{name}", f"Bài {name}.") for names in pages for name in names}
    for number, names in enumerate(pages):
        site |= page_of(number, names, last=len(pages) - 1)
    return site


def test_lists_are_read_until_they_show_nothing_new(archive):
    """Newest first until known pages; to the end again when a list broke, after a month, and with --full."""
    site = site_of("abc", "def", "ghi")
    assert len(crawl(archive, site)) == 12
    assert crawl(archive, site) == ["/tin"]
    moved_on = site_of("xab", "cde", "fgh", "i")
    assert crawl(archive, moved_on) == ["/tin", "/x", "/tin?page=1"]
    assert [p for p in crawl(archive, moved_on, full=True) if "tin" in p] == [
        "/tin",
        "/tin?page=1",
        "/tin?page=2",
        "/tin?page=3",
    ]
    archive.conn.execute("update crawls set started_at = '2026-01-01T00:00:00Z'")
    assert crawl(archive, moved_on) == ["/tin", "/tin?page=1", "/tin?page=2", "/tin?page=3"]


def test_a_broken_list_is_walked_again(archive):
    site = site_of("abc", "def", "ghi")
    broken = site | {"/tin?page=1": Other(url="", family=None, reason="http_error", detail="403")}
    assert "/tin?page=2" not in crawl(archive, broken)
    assert crawl(archive, site) == ["/tin", "/tin?page=1", "/d", "/e", "/f", "/tin?page=2", "/g", "/h", "/i"]


def test_a_portal_that_is_down_loses_no_article(archive):
    """Outages of the whole portal are no evidence against its articles; a long one has its own name."""
    site = site_of("abc", "def")
    crawl(archive, site)
    down = dict.fromkeys(site, Other(url="", family=None, reason="http_error", detail="404"))
    for days, expected in ((230, "live"), (10, "live"), (10, "portal_down")):
        pass_days_in(archive, days)
        crawl(archive, down, status=404)
        assert {row["state"] for row in archive.rows("select state from articles")} == {expected}
    assert archive.value("select sum(counts) from vanish_checks") == 0
    ended = "select max(ended_at) from crawls"
    since, found = archive.conn.execute("select min(state_since), min(state_at) from articles").fetchone()
    assert since < found == archive.value(ended)
    pass_days_in(archive, 10)
    crawl(archive, down, status=404)
    assert archive.value("select max(state_at) from articles") < archive.value(ended), "still down is nothing new"
    pass_days_in(archive, 100)
    crawl(archive, site)
    assert {row["state"] for row in archive.rows("select state from articles")} == {"live"}
    assert {row[0] for row in archive.rows("select state_at from articles")} == {archive.value(ended)}


def test_what_no_list_names_any_more_is_delisted(archive):
    """The page answers, but three walks of all lists over two weeks do not name it."""
    crawl(archive, site_of("abc", "def", "ghi"))
    shorter = site_of("abc", "df", "gh")
    shorter["/e"] = article("http://p1.example/e", "Bài e.")
    for _ in range(CHECKS):
        for table, column in (("crawls", "started_at"), ("vanish_checks", "checked_at"), ("crawls", "ended_at")):
            archive.conn.execute(f"update {table} set {column} = strftime('%Y-%m-%dT%H:%M:%fZ', {column}, '-31 days')")
        assert archive.value("select state from articles where url like '%/e'") == "live"
        crawl(archive, shorter)
    (known,) = archive.rows("select state_since, state_at from articles where state_at is not null")
    assert known["state_since"] < known["state_at"] == archive.value("select max(ended_at) from crawls")
    found = {row["url"][-1]: row["state"] for row in archive.rows("select url, state from articles")}
    assert found.pop("e") == "delisted"
    assert set(found.values()) == {"live"}, "/i is older than anything that is listed: its lists may just be shorter"


def test_a_redirect_to_another_spelling_of_the_address_is_followed(archive):
    """http -> https -> www are one address in the ledger: asked again under the new one, an endless circle fails."""
    site = site_of("a")
    hops = {
        "/tin": Other(url="", family=None, reason="redirect", location="https://p1.example/tin"),
        "https://p1.example/tin": Other(
            url="", family=None, reason="redirect", location="https://www.p1.example/tin/"
        ),
        "https://www.p1.example/tin/": site["/tin"],
    }
    assert crawl(archive, site | hops) == [*hops, "/a"]
    assert crawl(archive, site | hops) == ["https://www.p1.example/tin/"], "the next crawl knows the way"


def test_an_endless_circle_of_redirects_ends(archive):
    there = Other(url="", family=None, reason="redirect", location="https://p1.example/tin")
    back = Other(url="", family=None, reason="redirect", location="http://p1.example/tin")
    assert len(crawl(archive, {"/tin": there, "https://p1.example/tin": back})) < 10


HOME_PAGE = listing("/d", ("http://p1.example/a", None), ("http://p1.example/b", None))
ANOTHER = article("http://p1.example/d", "Đường làng được lát lại trong tháng sáu.", title="Bản Pó có đường mới")


@pytest.mark.parametrize(
    ("reading", "read_as"),
    [
        (HOME_PAGE, "listing"),
        (Other(url="", family=None, reason="page"), "page"),
        (Other(url="", family=None, reason="attachment"), "file"),
        (ANOTHER, "replaced"),
    ],
    ids=["home page", "no news", "file", "another article"],
)
def test_an_address_that_shows_something_else_has_lost_its_article(archive, reading, read_as):
    """A missing article, whatever its status: asked for again in a week; its text, and the others, stay as they were."""
    site = site_of("abc", "def")
    crawl(archive, site)
    for days, state in ((230, "suspect"), (9, "suspect"), (9, "soft404")):
        pass_days_in(archive, days)
        assert "/d" in crawl(archive, site | {"/d": reading})
        (row,) = archive.rows("select title, body, state, version_count from articles where url like '%/d'")
        assert tuple(row) == ("Hội nghị sơ kết", "Bài d.", state, 1)
    found = archive.rows(
        "select result, counts, read_as from vanish_checks k join captures c on c.id = k.capture_id where crawl_id <> ''"
    )
    assert [tuple(row) for row in found] == [("replaced", 1, read_as)] * CHECKS
    assert archive.value("select count(*) from vanish_checks") == CHECKS
    assert archive.value("select count(*) from edits") == 0
    assert {row["state"] for row in archive.rows("select state from articles where url not like '%/d'")} == {"live"}
    assert archive.value("select kind from urls where url like '%/d'") == "page", "no list to be walked in every crawl"
    pass_days_in(archive, 230)
    assert "/d" in crawl(archive, site)
    assert archive.value("select count(*) from articles where state <> 'live'") == 0


@pytest.mark.parametrize("reason", ["server_error", "maintenance", "login", "challenge", "parked"])
def test_who_is_refused_or_meets_an_outage_has_not_lost_the_article(archive, reason):
    site = site_of("abc", "def")
    crawl(archive, site)
    for days, state in ((230, "live"), (9, "live"), (9, "suspect")):
        pass_days_in(archive, days)
        crawl(archive, site | {"/d": Other(url="", family=None, reason=reason)})
        assert archive.value("select state from articles where url like '%/d'") == state
    assert {row["result"] for row in archive.rows("select result from vanish_checks")} == {"unreachable"}
