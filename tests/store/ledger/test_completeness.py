"""Every request has one outcome, the sums are checked, and a broken or short list is named."""

import json

import pytest
from helpers.values import article, capture, listing
from helpers.world import World

from scraper.items import Listing, Other, PageRequest
from scraper.sample import SampleServer
from scraper.sample.model import Answer
from scraper.store.archive import Archive
from scraper.store.captures.captures import register_file
from scraper.store.captures.originals import CaptureStore
from scraper.store.commit import commit_page
from scraper.store.ledger.crawl_totals import check_totals
from scraper.store.ledger.gaps import keep_all_gaps, missing_numbers
from scraper.store.ledger.ledger import Ledger
from scraper.store.ledger.reports import crawl_report
from scraper.store.links import Scope

TIN = "http://p1.example/tin"
SCOPE = Scope(portal_of=lambda url: "p1" if "p1.example" in url else None)


def page(number):
    return TIN if number == 1 else f"{TIN}?page={number}"


def list_page(number, *, last=5, total=None, per_page=10):
    """Page `number` of a list of `last` pages."""
    cards = [(f"http://p1.example/a/{number}-{n}", None) for n in range(per_page)]
    following = PageRequest(url=page(number + 1)) if number < last else None
    return Listing(url=page(number), family="t", cards=listing("l", *cards).cards, next=following, total=total)


class Crawl:
    """One crawl of portal p1 whose pages answer as `site` says: address -> reading, or (reading, status)."""

    def __init__(self, path, site):
        self.archive = Archive.open(path / "archive.db", create=True)
        self.ledger = Ledger(self.archive, "p1")
        self.site = site
        self.number = 0
        self.ledger.begin([(PageRequest(url=TIN), "start")], {})

    def run(self, *, end="finished"):
        while leases := self.ledger.lease(16):
            for lease in leases:
                self.answer(lease)
        if end:
            self.ledger.end(end)
        return crawl_report(self.archive, "p1")

    def answer(self, lease):
        made = self.site.get(lease.request.url) or article(lease.request.url)
        reading, status = made if isinstance(made, tuple) else (made, 200)
        self.number += 1
        started = self.ledger.crawl_id.partition("/")[2]
        name = f"p1-{started.translate(str.maketrans('', '', '-:.'))[:18]}-1-1.warc.gz"
        at = started[:23] + "Z"
        location = reading.location if isinstance(reading, Other) else None
        shot = capture(lease.request.url, at, status=status, location=location, number=self.number, file=name)
        CaptureStore(self.archive).add_capture(shot)
        return commit_page(self.archive, shot, reading, scope=SCOPE, ledger=self.ledger)


def site(**more):
    return {page(n): list_page(n, **more) for n in range(1, 6)}


def error(number, status):
    return Other(url=page(number), family=None, reason="http_error", detail=str(status)), status


def test_a_whole_list_is_complete_and_the_sums_agree(tmp_path):
    crawl = Crawl(tmp_path, site(total=50))
    report = crawl.run()
    assert (report.exit_code, report.gaps, report.problems) == (0, [], [])
    assert report.requests == report.captures == sum(report.counts.values()) == 55
    (chain,) = crawl.archive.rows("select state, pages, stated, seen, held from chains")
    assert tuple(chain) == ("complete", 5, 50, 50, 50)


@pytest.mark.parametrize("status", [403, 404, 503])
def test_a_broken_page_4_names_what_is_missing_behind_it(tmp_path, status):
    crawl = Crawl(tmp_path, site(total=48) | {page(4): error(4, status)})
    report = crawl.run()
    assert report.exit_code == 3
    (gap,) = report.gaps
    assert (gap.url, gap.broken_url, gap.status, gap.page, gap.last_page, gap.missing) == (
        TIN,
        page(4),
        status,
        4,
        5,
        18,
    )
    assert f"broken at page 4 ({gap.outcome}, {status}): {page(4)}; pages 4-5 missing, about 18 items" in gap.sentence
    assert report.problems == [], "retries are in the sums"
    assert report.retries == (2 if status == 503 else 0)


def test_without_a_total_nobody_knows_how_many_are_missing(tmp_path):
    (gap,) = Crawl(tmp_path, site() | {page(4): error(4, 500)}).run().gaps
    assert (gap.page, gap.last_page, gap.missing) == (4, None, None)
    assert "nobody knows how many" in gap.sentence


@pytest.mark.parametrize(
    "broken",
    [
        Other(url=page(4), family=None, reason="challenge"),
        Other(url=page(4), family=None, reason="empty_listing"),
        Other(url=page(4), family=None, reason="page"),
        Other(url=page(4), family=None, reason="redirect", location="http://elsewhere.example/"),
        article(page(4)),
    ],
    ids=["challenge", "empty", "no list", "led away", "an article"],
)
def test_a_page_that_is_no_list_any_more_breaks_the_chain(tmp_path, broken):
    (gap,) = Crawl(tmp_path, site(total=50) | {page(4): broken}).run().gaps
    assert (gap.state, gap.page, gap.missing) == ("broken", 4, 20)


def test_a_list_page_that_moved_goes_on_where_it_moved_to(tmp_path):
    moved = {page(4): Other(url=page(4), family=None, reason="redirect", location="http://p1.example/new/4")}
    crawl = Crawl(tmp_path, site(total=50) | moved | {"http://p1.example/new/4": list_page(4, total=50)})
    assert crawl.run().gaps == []
    broken = site(total=50) | moved | {"http://p1.example/new/4": error(4, 500)}
    (tmp_path / "broken").mkdir()
    (gap,) = Crawl(tmp_path / "broken", broken).run().gaps
    assert (gap.page, gap.broken_url) == (4, "http://p1.example/new/4")


def test_a_list_shorter_than_it_states_is_a_gap(tmp_path):
    report = Crawl(tmp_path, site(total=53)).run()
    (gap,) = report.gaps
    assert (report.exit_code, gap.state, gap.stated, gap.seen, gap.missing) == (3, "short", 53, 50, 3)
    assert "1 list shorter than stated" in report.sentence


def test_a_list_cut_on_purpose_is_no_gap(tmp_path):
    """--limit and --since end lists early: nothing is wrong with the portal."""
    crawl = Crawl(tmp_path, site(total=50))
    for _ in range(2):  # the start page, then an article
        (lease,) = crawl.ledger.lease(1)
        crawl.answer(lease)
    crawl.ledger.end("limited")
    report = crawl_report(crawl.archive, "p1")
    assert (report.exit_code, report.gaps, report.problems) == (0, [], [])
    assert crawl.archive.value("select state from chains") == "cut"
    assert crawl.archive.value("select completeness from crawl_report") == "limited"


def test_the_second_crawl_tells_the_same_of_a_list_still_broken(tmp_path):
    bent = site(total=48) | {page(4): error(4, 404)}
    first = Crawl(tmp_path, bent).run()
    second = Crawl(tmp_path, bent).run()
    assert [gap.sentence for gap in second.gaps] == [gap.sentence for gap in first.gaps]
    third = Crawl(tmp_path, site(total=48)).archive.value("select count(*) from urls where state = 'pending'")
    assert third == 2, "the start page, and the page that broke the list"
    mended = Crawl(tmp_path, site(total=50)).run()
    assert (mended.exit_code, mended.gaps, mended.problems) == (0, [], [])


SABOTAGE = {
    "an outcome is lost": (
        "delete from visits where url_key = (select max(url_key) from visits)",
        "without an outcome",
    ),
    "a request stays handed out": ("update urls set state = 'leased' where kind = 'start'", "still handed out"),
    "an outcome from nowhere": (
        "insert into visits (crawl_id, url_key, outcome) select crawl_id, 'x', 'stored' from visits limit 1",
        "never due",
    ),
    "a capture nobody counted": ("update captures set url_key = 'x' where url like '%/a/1-1'", "in no outcome"),
    "a capture without a row": ("delete from captures where url like '%/a/1-1'", "has no row"),
}


@pytest.mark.parametrize("name", SABOTAGE)
def test_sums_that_do_not_add_up_are_loud(tmp_path, name):
    """Broken on purpose: each mismatch is named with its request, and the crawl's exit code is 10."""
    sql, said = SABOTAGE[name]
    crawl = Crawl(tmp_path, site())
    crawl.run(end=None)
    with crawl.archive.transaction() as conn:
        conn.execute("pragma foreign_keys = off")
        conn.execute(sql)
    crawl.ledger.end("finished")
    report = crawl_report(crawl.archive, "p1")
    assert report.exit_code == 10
    assert any(said in problem for problem in report.problems), report.problems
    assert json.loads(crawl.archive.value("select problems from crawl_report"))


def test_files_of_another_machine_that_came_in_meanwhile_are_not_counted(tmp_path):
    crawl = Crawl(tmp_path, site())
    crawl.run(end=None)
    name = "p1-20991231T000000000-1-1.warc.gz"
    with crawl.archive.transaction() as conn:
        register_file(conn, name=name, portal_id="p1", size=1, sha256="x", records=1, source="ingest")
    CaptureStore(crawl.archive).add_capture(capture("http://p1.example/theirs", "2099-12-31T00:00:00.000Z", file=name))
    crawl.ledger.end("finished")
    assert crawl_report(crawl.archive, "p1").problems == []


def test_views_and_report_tell_the_same(tmp_path):
    crawl = Crawl(tmp_path, site(total=48) | {page(4): error(4, 503), "http://p1.example/a/1-1": error(1, 404)})
    report = crawl.run()
    (row,) = crawl.archive.rows("select * from crawl_report")
    assert row["completeness"] == "incomplete"
    assert (row["requests"], row["captures"], row["bytes"]) == (report.requests, report.captures, report.size)
    assert (row["new_articles"], row["failed"], row["gone"], row["retries"], row["list_gaps"]) == (29, 1, 1, 2, 1)
    codes = {row["status"]: row["captures"] for row in crawl.archive.rows("select * from crawl_codes")}
    assert codes == {200: 32, 404: 1, 503: 3}
    (host,) = crawl.archive.rows("select * from crawl_hosts")
    assert (host["host"], host["requests"], host["ok"], host["server_errors"]) == ("p1.example", 34, 32, 3)
    missing = {row["url"]: row["status"] for row in crawl.archive.rows("select * from missing_pages")}
    assert missing == {page(4): 503, "http://p1.example/a/1-1": 404}
    assert [row["broken_url"] for row in crawl.archive.rows("select * from list_gaps")] == [page(4)]


def test_figures_of_a_crawl_that_was_killed_are_computed(tmp_path):
    crawl = Crawl(tmp_path, site(total=48) | {page(4): error(4, 404)})
    report = crawl.run(end=None)
    assert (report.exit_code, report.counts["stored"], len(report.gaps)) == (1, 30, 1)


def test_gaps_by_month(tmp_path):
    """Months without articles between others, and months far below the portal's own median."""
    archive = Archive.open(tmp_path / "archive.db", create=True)
    counts = {"2024-11": 1, "2024-12": 20, "2025-01": 24, "2025-03": 22, "2025-04": 3, "2025-05": 21, "2025-06": 1}
    with archive.transaction() as conn:
        conn.executemany("insert into article_months values ('p1', ?, ?)", counts.items())
        conn.execute("insert into article_months values ('p2', '2025-01', 1)")
    gaps = {(row["month"], row["articles"], row["gap"]) for row in archive.rows("select * from gaps_by_month")}
    assert gaps == {("2025-02", 0, "none"), ("2025-04", 3, "few")}


def test_gaps_by_number():
    keys = [("f", str(n)) for n in (*range(100, 110), 113, *range(120, 123))]
    keys += [("f", "tin/7"), ("f", "tin/9"), ("g", "5"), ("f", "hoi-nghi-2024"), ("f", "hoi-nghi-2030")]
    gaps = [(family, series, first, last) for family, series, first, last, _, _ in missing_numbers(keys)]
    assert gaps == [("f", "", 114, 119), ("f", "", 110, 112), ("f", "tin/", 8, 8)]


def test_gaps_are_counted_from_the_articles(tmp_path):
    archive = Archive.open(tmp_path / "archive.db", create=True)
    for n, number in enumerate((3, 4, 9)):
        shot = capture(f"http://p1.example/{number}", number=n)
        CaptureStore(archive).add_capture(shot)
        commit_page(archive, shot, article(shot.url, key=str(number)), scope=SCOPE)
    keep_all_gaps(archive)
    (gap,) = archive.rows("select first_number, last_number, numbers from gaps_by_number")
    assert tuple(gap) == (5, 8, 4)


HOST = "vportal-mau.example"
BROKEN = "/tin-van-hoa?p_p_id=vcmsviewcontent_INSTANCE_Z5sd&p_p_lifecycle=0&pagenum=4"


@pytest.mark.xdist_group("crawl")
def test_issue_4_a_sample_portal_with_a_broken_page_4_is_incomplete(tmp_path):
    """Exit code 3, and terminal and table name list page, status and what is missing."""
    with SampleServer(port=0) as server:
        server.overrides[HOST, BROKEN] = Answer(b"<html><body>500</body></html>", status=500)
        world = World(tmp_path, server)
        done = world.scrapy("crawl", "sample_vportal", code=3)
    said = f"list broken at page 4 (failed, 500): http://{HOST}{BROKEN}; pages 4-5 missing, about 11 items"
    assert f"sample_vportal: INCOMPLETE: {said}" in done.stdout
    archive = world.archive()
    (gap,) = archive.rows("select * from list_gaps")
    assert (gap["url"], gap["broken_url"]) == (f"http://{HOST}/tin-van-hoa", f"http://{HOST}{BROKEN}")
    assert (gap["status"], gap["page"], gap["last_page"], gap["missing"]) == (500, 4, 5, 11)
    (row,) = archive.rows("select * from crawl_report")
    assert (row["completeness"], row["problems"], row["retries"]) == ("incomplete", "[]", 2)
    assert check_totals(archive.conn, row["crawl_id"]).problems == ()
    archive.close()
