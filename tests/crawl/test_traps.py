"""Address spaces without an end are refused with a reason, and counted."""

from datetime import date

import pytest
from helpers.handmade import article, listing, serve
from helpers.values import capture as shot_of
from helpers.values import listing as reading_of
from helpers.world import World

from scraper.items import Article, Listing, Other, PageRequest, Related
from scraper.sample import SampleServer
from scraper.sample.model import Answer
from scraper.store.archive import Archive
from scraper.store.captures.originals import CaptureStore
from scraper.store.commit import commit_page
from scraper.store.ledger.ledger import Ledger
from scraper.store.ledger.traps import IDLE_PAGES, MAX_HOPS, PAGER_IDLE, PAGER_SAME, SAME_BYTES
from scraper.store.links import Scope
from scraper.urls.traps import trap_of, without_session

ON = date(2026, 11, 22)
SESSION = "q1w2e3r4t5y6u7i8o9p0"


@pytest.mark.parametrize(
    ("path", "trap"),
    [
        ("/calendar/2020-06", "calendar"),
        ("/lich-cong-tac/2024/05/01", "calendar"),
        ("/calendar?month=5&year=2024", "calendar"),
        ("/tin/2031/05", "month"),
        ("/tin/1971/01/02", "month"),
        ("/su-kien?date=1950-01-01", "month"),
        ("/su-kien?thang=3&nam=2040", "month"),
        ("/tin/en/vi/chi-tiet", "language"),
        ("/a/a/a/b", "segment"),
        ("/x.html/en/vi", "language"),
        ("/2022/05", None),
        ("/tin/2026/12", None),
        ("/lich-cong-tac/lich-tuan-tu-2024-05-01-abc.html", None),
        ("/lich-cong-tac", None),
        ("/documents/2013/10/bao-cao.pdf", None),
        ("/tin?nam=2024&trang=3", None),
        ("/tin?sid=2031-05", None),
        ("/vi/tin-tuc/en-to-the-world", None),
    ],
)
def test_traps_are_known_by_their_address(path, trap):
    found = trap_of(f"http://a.gov.vn{path}", ON)
    assert (trap in found) if trap else found is None


@pytest.mark.parametrize(
    ("path", "plain"),
    [
        (f"/x?sid={SESSION}&id=3", "/x?id=3"),
        (f"/x?id=3&PHPSESSID={SESSION}", "/x?id=3"),
        (f"/(S({SESSION}))/default.aspx?a=1", "/default.aspx?a=1"),
        (f"/x;jsessionid={SESSION}?a=1", "/x?a=1"),
        ("/x?sid=1234", "/x?sid=1234"),
        ("/x?session=ky-hop-thu-muoi-lam-hdnd", "/x?session=ky-hop-thu-muoi-lam-hdnd"),
        ("/x?id=a%20b&&c", "/x?id=a%20b&&c"),
    ],
)
def test_session_ids_are_taken_out_and_numbers_are_not(path, plain):
    assert without_session(f"http://a.vn{path}")[0] == f"http://a.vn{plain}"


class Crawl:
    """A ledger and the answers that a test gives it, without a network."""

    def __init__(self, folder):
        self.archive = Archive.open(folder / "archive.db", create=True)
        self.ledger = Ledger(self.archive, "p1")
        self.ledger.begin([(PageRequest(url="http://p1.example/tin"), "start")], {})
        self.count = 0

    def run(self, answer, most=400):
        """Answer everything that is asked for; returns the addresses in their order."""
        asked = []
        while (leases := self.ledger.lease(1)) and len(asked) < most:
            url = leases[0].request.url
            asked.append(url.partition("example")[2])
            reading = answer(asked[-1])
            self.count += 1
            shot = shot_of(
                url, f"2026-01-02T{self.count // 3600:02}:{self.count // 60 % 60:02}:{self.count % 60:02}.000Z"
            )
            CaptureStore(self.archive).add_capture(shot)
            commit_page(self.archive, shot, reading, scope=Scope(lambda _: "p1"), ledger=self.ledger)
        return asked

    def refused(self):
        sql = "select url, reason from visits join urls on key = url_key where outcome = 'out_of_scope'"
        return {row["url"].partition("example")[2]: row["reason"] for row in self.archive.rows(sql)}


def page_of_list(names, following):
    made = reading_of("l", *((f"http://p1.example/{name}", None) for name in names))
    return Listing(url="l", family="t", cards=made.cards, next=PageRequest(url=f"http://p1.example{following}"))


def text(path):
    return Other(url=path, family=None, reason="page")


def test_a_pager_that_repeats_its_last_page_ends(tmp_path):
    """The server answers every number above the last with the last page."""

    def answer(path):
        number = int(path.partition("=")[2] or 1)
        last = min(number, 4)
        return (
            page_of_list([f"a{last}-{n}" for n in range(3)], f"/tin?trang={number + 1}")
            if "tin" in path
            else text(path)
        )

    crawl = Crawl(tmp_path)
    asked = crawl.run(answer)
    assert [path for path in asked if "tin" in path] == ["/tin", *(f"/tin?trang={n}" for n in range(2, 6))]
    assert crawl.refused() == {"/tin?trang=6": PAGER_SAME}


def test_a_pager_that_shuffles_what_it_has_shown_ends(tmp_path):
    def answer(path):
        number = int(path.partition("=")[2] or 1)
        if "tin" not in path:
            return text(path)
        names = [f"a{number}-{n}" for n in range(3)] if number <= 5 else [f"a{1 + number % 5}-{n}" for n in range(2)]
        return page_of_list(names, f"/tin?trang={number + 1}")

    crawl = Crawl(tmp_path)
    lists = [path for path in crawl.run(answer) if "tin" in path]
    assert len(lists) == 5 + IDLE_PAGES
    assert list(crawl.refused().values()) == [PAGER_IDLE]


def test_a_long_list_is_walked_to_its_end_whatever_other_lists_showed(tmp_path):
    """A section names only what the list of all news named before; a list is compared with itself alone."""

    def answer(path):
        name, _, number = path.partition("=")
        number = int(number or 1)
        if not path.startswith(("/tin", "/muc")):
            return text(path)
        after = f"{name.partition('?')[0]}?trang={number + 1}"
        full = page_of_list([f"a{number}-{n}" for n in range(3)], after)
        return full if number < 150 else Listing(url="l", family="t", cards=full.cards)

    crawl = Crawl(tmp_path)
    with crawl.archive.transaction() as conn:
        crawl.ledger.offer(conn, PageRequest(url="http://p1.example/muc"), "list", None)
    asked = crawl.run(answer, 1000)
    assert len([path for path in asked if path.startswith(("/tin", "/muc"))]) == 300
    assert crawl.refused() == {}


def test_a_chain_of_pages_without_an_end_stops(tmp_path):
    """Every article leads to one more."""

    def answer(path):
        if path == "/tin":
            return page_of_list(["bai0"], "/tin?trang=2")
        if path.startswith("/tin"):
            return text(path)
        following = Related(url=f"http://p1.example/bai{int(path[4:]) + 1}", title="tiếp")
        return Article(url=path, family="t", title=path, body=f"Nội dung của {path}", related=(following,))

    crawl = Crawl(tmp_path)
    assert len([path for path in crawl.run(answer) if "bai" in path]) == MAX_HOPS
    assert list(crawl.refused().values()) == [f"more than {MAX_HOPS} hops from a start page"]


def test_redirects_that_lead_on_and_on_stop(tmp_path):
    def answer(path):
        if path == "/tin":
            return page_of_list(["x0"], "/tin?trang=2")
        if path.startswith("/tin"):
            return text(path)
        return Other(url=path, family=None, reason="redirect", location=f"http://p1.example/x{int(path[2:]) + 1}")

    crawl = Crawl(tmp_path)
    assert 5 <= len([path for path in crawl.run(answer) if path.startswith("/x")]) <= 12
    assert list(crawl.refused().values()) == [f"more than {MAX_HOPS} hops from a start page"]


def test_a_refused_address_stays_refused_and_can_be_asked_for_when_it_is_none_any_more(tmp_path):
    crawl = Crawl(tmp_path)
    trap, other = (
        PageRequest(url="http://p1.example/calendar/2020-06"),
        PageRequest(url="http://p1.example/tin?trang=9"),
    )
    with crawl.archive.transaction() as conn:
        crawl.ledger.offer(conn, trap, "list", None)
        crawl.ledger.refuse(conn, other, "list", PAGER_SAME, None)
    crawl.run(text)
    crawl.ledger.end("finished")
    again = Ledger(crawl.archive, "p1")
    again.begin([], {"full": True})
    with crawl.archive.transaction() as conn:
        again.offer(conn, trap, "list", None)
        again.offer(conn, other, "list", None)
    assert {lease.request.url for lease in again.lease(16)} == {"http://p1.example/tin", other.url}
    assert crawl.archive.value("select count(*) from visits where outcome = 'out_of_scope'") == 3
    crawl.archive.close()


def test_traps_of_a_portal_end_up_in_its_report(tmp_path):
    """One answer under many addresses, session ids, a calendar and an endless pager, over HTTP, twice."""
    with SampleServer(port=0, sites=()) as server:
        twins = [f"/ban-sao-{n:02}" for n in range(SAME_BYTES + 4)]
        news = ["/mot", f"/hai?sid={SESSION}", *twins, "/calendar/2020-06", "/x.html/en/vi"]
        twin = article("Một trang cho mọi địa chỉ", related=["/chi-tu-trang-lap"])
        pages = {"/tin": listing(news, "/tin?trang=2"), "/tin?trang=2": listing(["/ba"], "/tin?trang=3")}
        pages |= {f"/tin?trang={n}": listing(["/ba"], f"/tin?trang={n + 1}") for n in range(3, 30)}
        pages |= dict.fromkeys(twins, twin) | {"/mot": article("Một"), "/hai": article("Hai"), "/ba": article("Ba")}
        pages |= {"/chi-tu-trang-lap": Answer(b"", status=404)}
        serve(server, "traps-tay.example", pages)
        world = World(tmp_path, server, "helpers.handmade.spiders")
        done = world.scrapy("crawl", "traps")
        asked = [path for _, _, path in server.log]
        mark = len(asked)
        again = world.scrapy("crawl", "traps", "--full")
        asked_again = [path for _, _, path in server.log[mark:]]
    for log in (asked, asked_again):
        assert "/tin?trang=3" in log
        assert not {"/tin?trang=4", "/calendar/2020-06", "/x.html/en/vi", f"/hai?sid={SESSION}"} & {*log}
        assert {"/mot", "/hai", "/ba"} <= {*log}
    for out in (done.stdout, again.stdout):
        assert f"refused: 4 x the same bytes as {SAME_BYTES} other addresses or more" in out
        assert f"refused: 1 x {PAGER_SAME}" in out
        assert "refused: 1 x a page of a calendar" in out
        assert "refused: 1 x session id in the address: asked for without it" in out
