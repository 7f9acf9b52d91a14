"""Attachments are captured with digest and type up to a size set per portal, images as its policy says."""

import random

import pytest
from helpers.handmade import article as article_page
from helpers.handmade import listing as list_page
from helpers.handmade import page, serve
from helpers.values import article, capture, dump
from helpers.world import World

from scraper.items import Attachment, Image, Other
from scraper.reading.page.files import names_file
from scraper.reading.page.page import MAX_BYTES, Page
from scraper.sample import SampleServer
from scraper.sample.model import Answer
from scraper.sample.pictures import pdf, png
from scraper.store.archive import Archive
from scraper.store.captures.originals import CaptureStore
from scraper.store.commit import commit_page
from scraper.store.links import Scope
from scraper.urls.public import is_public, is_public_number

HOST = "http://files-tay.example"
MB = 1 << 20
KINDS = {
    "/a.pdf": Answer(pdf("a"), "application/pdf"),
    "/b.doc": Answer(b"\xd0\xcf\x11\xe0" + bytes(200), "text/html"),  # what old servers say of a .doc
    "/c.zip": Answer(b"PK\x03\x04" + b"<a>" * 900, "application/octet-stream"),
    "/d.odt": Answer(b"PK\x03\x04mimetype", "application/vnd.oasis.opendocument.text"),
    "/e.csv": Answer("Xã,Số hộ\nĐồng Đăng,120\n".encode(), "text/plain; charset=utf-8"),
    "/f.rar": Answer(b"\x00\x01<html>\x02" * 90, "application/octet-stream"),
    "/i/1.png": Answer(png("1"), "image/png"),
    "/i/2.png": Answer(png("2"), "image/png"),
}
BROKEN = {
    "/lon.pdf": Answer(b"%PDF" + bytes(3 * MB), "application/pdf"),
    "/mat.pdf": page("Lỗi 404", "<h1>Không tìm thấy trang</h1>"),
    "/khong.xls": Answer(b"", status=404),
}
MOVED = {"/cu.pdf": Answer(b"", status=302, headers=(("Location", f"{HOST}/a.pdf"),))}
ELSEWHERE = {"/khac.pdf": Answer(pdf("khac"), "application/pdf"), "/trang.pdf": article_page("Trang của nơi khác")}


@pytest.fixture(scope="module")
def crawled(tmp_path_factory):
    """A portal with files of every kind, crawled twice, then changed and crawled a third time."""
    with SampleServer(port=0, sites=()) as server:
        files = [*KINDS, *BROKEN, *MOVED]
        others = [f"http://luu-tru.example{path}" for path in ELSEWHERE]
        others += ["http://may-chu.local/x.pdf", "http://luu-tru.example/trang-khong-phai-tep", "http://[hong/x.pdf"]
        # Looks like a name, and every resolver knows it as this machine.
        others += ["http://10.0.0.8/x.pdf", f"http://127.1:{server.port}/x.pdf"]
        first = article_page(
            "Tin có tệp",
            files=[path for path in files if path not in {"/i/1.png", "/i/2.png"}] + others,
            images=("/i/1.png", "/i/2.png"),
        )
        second = article_page("Tin không có tệp")
        pages = {"/tin": list_page(["/mot", "/hai"]), "/mot": first, "/hai": second}
        serve(server, "files-tay.example", pages | KINDS | BROKEN | MOVED)
        serve(server, "luu-tru.example", ELSEWHERE)
        world = World(tmp_path_factory.mktemp("files"), server, "helpers.handmade.spiders")
        world.logs_of = []
        for code in (3, 3):  # the soft 404 and the page from elsewhere are missing
            mark = len(server.log)
            world.scrapy("crawl", "files", code=code)
            world.logs_of.append([f"{host}{path}" for host, _, path in server.log[mark:]])
        yield world


def ledger_of(world):
    archive = world.archive()
    rows = archive.rows(
        "select url, kind, outcome, reason from visits join urls on key = url_key"
        " where crawl_id = (select min(id) from crawls)"
    )
    archive.close()
    return {row["url"].replace(HOST, ""): (row["kind"], row["outcome"], row["reason"]) for row in rows}


@pytest.mark.parametrize("path", KINDS)
def test_files_of_every_kind_are_kept_and_never_read_as_pages(crawled, path):
    kind, outcome, _ = ledger_of(crawled)[path]
    assert (kind, outcome) == ("file", "file")
    archive = crawled.archive()
    table = "image_files" if path.startswith("/i/") else "attachment_files"
    column = "src" if table == "image_files" else "url"
    (row,) = archive.rows(f"select * from {table} where {column} = ?", HOST + path)
    (kept,) = archive.rows("select * from captures where id = ?", row["capture_id"])
    archive.close()
    assert row["size"] == len(KINDS[path].body)
    assert (row["digest"], row["type"]) == (kept["payload_digest"], KINDS[path].content_type.split(";")[0])
    assert kept["read_as"] == "file"


def test_a_file_too_large_is_cut_off_and_says_why(crawled):
    assert ledger_of(crawled)["/lon.pdf"] == ("file", "out_of_scope", "file larger than the portal's limit")
    archive = crawled.archive()
    (row,) = archive.rows("select * from captures where url = ?", f"{HOST}/lon.pdf")
    assert row["truncated"] == "length"
    assert row["payload_length"] < 2 * MB
    assert archive.value("select capture_id from attachment_files where url = ?", f"{HOST}/lon.pdf") is None
    archive.close()


def test_a_page_in_place_of_a_file_is_read_as_what_it_is(crawled):
    outcomes = ledger_of(crawled)
    assert outcomes["/mat.pdf"] == ("file", "failed", "soft404")
    assert outcomes["/khong.xls"] == ("file", "gone", "404")


def test_a_file_that_has_moved_is_found_under_its_old_address(crawled):
    archive = crawled.archive()
    (row,) = archive.rows("select * from attachment_files where url = ?", f"{HOST}/cu.pdf")
    archive.close()
    assert row["file_url"] == f"{HOST}/a.pdf"
    assert row["size"] == len(KINDS["/a.pdf"].body)


def test_other_hosts_are_asked_for_documents_only(crawled):
    """Never for pages: one that comes in place of a document is nobody's news. Private names are left alone."""
    outcomes = ledger_of(crawled)
    assert outcomes["http://luu-tru.example/khac.pdf"][:2] == ("file", "file")
    assert outcomes["http://luu-tru.example/trang.pdf"] == ("file", "failed", "not_a_file")
    asked = {url for log in crawled.logs_of for url in log}
    assert "luu-tru.example/trang-khong-phai-tep" not in asked
    assert "luu-tru.example/robots.txt" in asked
    assert not any("may-chu" in url or "127.1" in url for url in asked)
    for host in ("may-chu.local", "10.0.0.8", "127.1"):
        (found,) = (row for url, row in outcomes.items() if url.startswith(f"http://{host}"))
        assert found[:2] == ("file", "out_of_scope")
        assert found[2].startswith("file at an address that is not public"), "with its reason, and nothing was sent"
    archive = crawled.archive()
    assert archive.value("select count(*) from articles") == 2
    archive.close()


def test_files_come_after_the_pages_and_are_not_fetched_again(crawled):
    first, second = crawled.logs_of
    assert max(first.index(f"files-tay.example{path}") for path in ("/mot", "/hai")) < min(
        first.index(f"files-tay.example{path}") for path in KINDS
    )
    again = {url.partition("example")[2] for url in second}
    assert not again & {*KINDS, *MOVED, "/lon.pdf", "/khac.pdf"}
    assert "/mat.pdf" in again, "what failed is tried again"


def test_ingest_of_the_captures_gives_the_same_files(crawled, tmp_path):
    other = World(tmp_path, None, "helpers.handmade.spiders")
    other.scrapy("ingest", *sorted((crawled.home / "captures").glob("*.warc.gz"), reverse=True))
    ours, theirs = other.archive(), crawled.archive()
    for table in ("attachment_files", "image_files", "articles", "captures"):
        assert dump(ours.conn, table) == dump(theirs.conn, table), table
    ours.close()
    theirs.close()


def test_a_rebuild_in_two_processes_gives_the_same_files(crawled, tmp_path):
    """Also for a family that cannot be handed to another process: its recogniser here is a lambda."""
    crawled.scrapy("rebuild", "--jobs", "2", "--out", tmp_path / "new.db")
    made, kept = Archive.open(tmp_path / "new.db"), crawled.archive()
    for table in ("attachment_files", "image_files", "articles", "captures", "visits"):
        assert dump(made.conn, table) == dump(kept.conn, table), table
    made.close()
    kept.close()


def test_files_of_an_edited_article_are_looked_at_again_and_the_limit_counts_pages(tmp_path):
    with SampleServer(port=0, sites=()) as server:
        paths = [f"/tep-{n}.pdf" for n in range(5)]
        pages = {"/tin": list_page(["/mot", "/hai"]), "/mot": article_page("Một", files=paths, images=["/1.png"])}
        pages |= {"/hai": article_page("Hai")} | {path: Answer(pdf(path), "application/pdf") for path in paths}
        serve(server, "plain-tay.example", pages)
        world = World(tmp_path, server, "helpers.handmade.spiders")
        world.scrapy("crawl", "plain", "--limit", "1")
        asked = {path for _, _, path in server.log}
        assert {"/mot", *paths} <= asked
        assert not asked & {"/hai", "/1.png"}, "images are not asked for by default"
        serve(server, "plain-tay.example", {"/mot": article_page("Một, đã sửa", files=paths)})
        serve(server, "plain-tay.example", {"/tep-0.pdf": Answer(pdf("mới"), "application/pdf")})
        mark = len(server.log)
        world.scrapy("crawl", "plain", "--full")
        assert {"/mot", *paths} <= {path for _, _, path in server.log[mark:]}
    archive = world.archive()
    size = archive.value("select count(distinct payload_digest) from captures where url like '%/tep-0.pdf'")
    kept = archive.value(
        "select captured_at = (select max(captured_at) from captures where url like '%/tep-0.pdf')"
        " from attachment_files where url like '%/tep-0.pdf'"
    )
    archive.close()
    assert (size, kept) == (2, 1), "the newest capture of a file counts"


def test_only_the_lead_image_where_the_policy_says_so(tmp_path):
    with SampleServer(port=0, sites=()) as server:
        story = article_page("Một", files=["/a.pdf"], images=("/1.png", "/2.png"))
        pages = {"/tin": list_page(["/mot"]), "/mot": story, "/1.png": KINDS["/i/1.png"]}
        serve(server, "lead-tay.example", pages)
        World(tmp_path, server, "helpers.handmade.spiders").scrapy("crawl", "lead")
        assert {path for _, _, path in server.log} == {"/robots.txt", "/tin", "/mot", "/1.png"}


# ---- without a crawl ----

SCOPE = Scope(portal_of=lambda _: "p1")
BASE = "http://p1.example"


def shots():
    files = (Attachment(url=f"{BASE}/cu.pdf", name="Cũ"), Attachment(url=f"{BASE}/b.pdf", name="Chưa có"))
    file = Other(url="", family=None, reason="attachment")
    moved = Other(url="", family=None, reason="redirect", location=f"{BASE}/moi.pdf")
    return [
        (capture(f"{BASE}/a"), article(f"{BASE}/a", attachments=files, images=(Image(src=f"{BASE}/1.png"),))),
        (capture(f"{BASE}/cu.pdf", "2026-01-01T00:00:00.000Z"), file),
        (capture(f"{BASE}/cu.pdf", "2026-01-02T00:00:00.000Z", status=301, location=f"{BASE}/moi.pdf"), moved),
        (capture(f"{BASE}/moi.pdf", "2026-01-03T00:00:00.000Z"), file),
        (capture(f"{BASE}/moi.pdf", "2026-01-04T00:00:00.000Z", number=1), Other(url="", family=None, reason="login")),
        (capture(f"{BASE}/1.png", "2026-01-05T00:00:00.000Z"), file),
    ]


@pytest.mark.parametrize("seed", range(6))
def test_articles_and_files_in_any_order_give_the_same_rows(tmp_path, seed):
    shuffled = shots()
    random.Random(seed).shuffle(shuffled)
    archive = Archive.open(tmp_path / "archive.db", create=True)
    for shot, reading in shuffled:
        CaptureStore(archive).add_capture(shot)
        commit_page(archive, shot, reading, scope=SCOPE)
    rows = {row["url"]: row for row in archive.rows("select * from attachment_files")}
    assert rows[f"{BASE}/cu.pdf"]["captured_at"] == "2026-01-03T00:00:00.000Z"
    assert rows[f"{BASE}/b.pdf"]["capture_id"] is None
    assert archive.value("select captured_at from image_files") == "2026-01-05T00:00:00.000Z"
    archive.close()


@pytest.mark.parametrize(
    ("url", "is_one"),
    [
        ("http://a.gov.vn/x/Kế hoạch.PDF", True),
        ("http://a.gov.vn/documents/1/2/kh.docx/0a1b-22", True),
        ("http://a.gov.vn/tin.html", False),
        ("http://a.gov.vn/download/123", False),
        ("http://a.gov.vn/x.xml", False),
    ],
)
def test_documents_are_known_by_their_address(url, is_one):
    assert names_file(url) is is_one


@pytest.mark.parametrize(
    "host", ["localhost", "may-chu", "10.0.0.8", "[::1]", "169.254.1.1", "x.local", "u:p@a.vn", "a.vn:cong", "", "["]
)
def test_no_host_of_a_private_network_is_asked(host):
    assert not is_public(f"http://{host}/a.pdf")


@pytest.mark.parametrize(
    ("number", "public"),
    [
        ("113.160.1.1", True),
        ("2001:ee0:1::1", True),
        ("::ffff:113.160.1.1", True),
        *((number, False) for number in ("127.0.0.1", "192.168.1.1", "0.0.0.0", "100.64.0.1", "224.0.0.1", "fe80::1")),
        *((number, False) for number in ("::ffff:10.0.0.1", "64:ff9b::a00:1", "2002:7f00:1::", "fd00::1")),
    ],
)
def test_an_address_within_an_address_is_judged_by_the_inner_one(number, public):
    assert is_public_number(number) is public


def test_public_hosts_are(monkeypatch):
    assert is_public("https://vanban.chinhphu.vn/a.pdf")
    assert is_public("http://113.160.1.1/a.pdf")


def test_bytes_of_a_file_are_not_decoded():
    """A large document costs no text of its size."""
    page = Page.from_bytes("http://a.vn/x", b"%PDF" + b"x" * (MAX_BYTES - 10), content_type="text/html")
    assert page.text == ""
    assert page.size == MAX_BYTES - 6
