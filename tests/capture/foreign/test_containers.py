"""Foreign captures: ARC files, Wayback `id_` downloads with their own dates, Common Crawl, Browsertrix WACZ."""

import gzip
import io
import json
import zipfile

import pytest
from helpers.foreign_warc import FOREIGN_PAGE, record, response
from helpers.values import dump
from helpers.world import World

from scraper.capture.foreign.containers import import_any
from scraper.capture.warc.reader import read_exchange_at, read_exchanges
from scraper.capture.warc.records import digest
from scraper.errors import CaptureError
from scraper.sample import SITES, SampleServer, articles

WORDPRESS = next(site for site in SITES if site.family == "wordpress")
WAYBACK = "https://web.archive.org/web/20200102030405id_/"


def read(path):
    return list(read_exchanges(path, lambda url: "cua_" + url.split("/")[2]))


def only(tmp_path, data):
    path = tmp_path / "x.warc"
    path.write_bytes(data)
    (exchange,) = read(path)
    again = read_exchange_at(path, exchange.capture.offset, lambda url: "cua_" + url.split("/")[2])
    assert again == exchange
    assert read_exchange_at(path, exchange.capture.offset, lambda _: None, exchange.capture) == exchange
    return exchange


# ---- Wayback ----

HEAD = (
    b"HTTP/1.1 200 OK\r\nServer: nginx\r\nContent-Type: text/html; charset=utf-8\r\n"
    b"x-archive-orig-server: Apache/2\r\nX-Archive-Orig-Content-Type: text/html; charset=windows-1258\r\n"
    b'x-archive-orig-etag: "a1"\r\nx-archive-orig-last-modified: Thu, 01 Jan 2020 00:00:00 GMT\r\n'
    b"memento-datetime: Thu, 02 Jan 2020 03:04:05 GMT\r\n"
)


def test_a_wayback_download_is_the_portals_page_of_that_day(tmp_path):
    """Address, date and head are the original's; its place in the file stays."""
    data = response(
        FOREIGN_PAGE, HEAD, WARC_Target_URI=WAYBACK + "http://a.example/tin?id=1", WARC_Date="2026-11-22T00:00:00Z"
    )
    exchange = only(tmp_path, data)
    capture = exchange.capture
    assert (capture.url, capture.captured_at) == ("http://a.example/tin?id=1", "2020-01-02T03:04:05Z")
    assert (capture.portal_id, capture.fidelity, capture.status) == ("cua_a.example", "foreign", 200)
    assert (capture.etag, capture.last_modified) == ('"a1"', "Thu, 01 Jan 2020 00:00:00 GMT")
    assert (exchange.body, exchange.content_type) == (FOREIGN_PAGE, "text/html; charset=windows-1258")
    assert exchange.header("server") == "Apache/2"
    assert exchange.header("memento-datetime") is None


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        (WAYBACK + "https://a.example/", "https://a.example/"),
        (WAYBACK + "http:/a.example/tin", "http://a.example/tin"),  # slashes squeezed by a mirror tool
        (WAYBACK + "http%3A/a.example/tin", "http://a.example/tin"),
        (WAYBACK + "a.example/tin", "http://a.example/tin"),
        ("http://web.archive.org/web/2020id_/http://a.example/", "http://a.example/"),
    ],
)
def test_wayback_addresses(tmp_path, url, expected):
    plain = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
    capture = only(
        tmp_path, response(FOREIGN_PAGE, plain, WARC_Target_URI=url, WARC_Date="2026-11-22T00:00:00Z")
    ).capture
    assert capture.url == expected
    stamp = "2020-01-01T00:00:00Z" if "/2020id_" in url else "2020-01-02T03:04:05Z"
    assert capture.captured_at == stamp


@pytest.mark.parametrize(
    ("url", "head"),
    [
        (WAYBACK + "http://a.example/", b"HTTP/1.1 404 Not Found\r\nServer: nginx\r\n"),
        (WAYBACK + "http://a.example/", b"HTTP/1.1 429 Too Many Requests\r\n"),
        (WAYBACK + "http://a.example/", b"HTTP/1.1 302 Found\r\nLocation: /web/2019id_/http://a.example/\r\n"),
        ("https://web.archive.org/web/20200102030405/http://a.example/", b"HTTP/1.1 200 OK\r\n"),
        ("https://web.archive.org/web/20200102030405if_/http://a.example/", b"HTTP/1.1 200 OK\r\n"),
        ("https://web.archive.org/web/2020*/a.example", b"HTTP/1.1 200 OK\r\n"),
    ],
)
def test_what_the_wayback_machine_says_itself_is_no_page_of_the_portal(tmp_path, url, head):
    """An error of the archive must never make a page of the portal look gone."""
    capture = only(tmp_path, response(FOREIGN_PAGE, head, WARC_Target_URI=url)).capture
    assert capture.url == url
    assert capture.captured_at == "2019-05-01T02:03:04Z"


def test_a_404_and_a_redirect_that_wayback_kept_are_the_portals(tmp_path):
    gone = b"HTTP/1.1 404 NOT FOUND\r\nx-archive-orig-server: Apache\r\n"
    assert only(tmp_path, response(b"", gone, WARC_Target_URI=WAYBACK + "http://a.example/")).capture.status == 404
    moved = (
        b"HTTP/1.1 301 MOVED\r\nx-archive-orig-location: http://a.example/moi\r\n"
        b"location: https://web.archive.org/web/20200102030405id_/http://a.example/moi\r\n"
    )
    capture = only(tmp_path, response(b"", moved, WARC_Target_URI=WAYBACK + "http://a.example/")).capture
    assert capture.location == "http://a.example/moi"
    moved = moved.replace(b"x-archive-orig-location: http://a.example/moi", b"x-archive-orig-server: x")
    capture = only(tmp_path, response(b"", moved, WARC_Target_URI=WAYBACK + "http://a.example/")).capture
    assert capture.location == "http://a.example/moi"


def test_kept_heads_under_the_original_address(tmp_path):
    """Tools that write the original address themselves leave Wayback's names in the head."""
    capture = only(tmp_path, response(FOREIGN_PAGE, HEAD, WARC_Date="2020-01-02T03:04:05Z")).capture
    assert (capture.url, capture.captured_at, capture.etag) == ("http://a.example/tin", "2020-01-02T03:04:05Z", '"a1"')


@pytest.mark.parametrize(
    "served",
    [FOREIGN_PAGE, gzip.compress(FOREIGN_PAGE, mtime=0), gzip.compress(gzip.compress(FOREIGN_PAGE, mtime=0), mtime=0)],
    ids=["plain", "gzip", "twice"],
)
def test_encodings_of_the_portal_and_of_wayback(tmp_path, served):
    head = HEAD + b"Content-Encoding: gzip\r\nX-Archive-Orig-Content-Encoding: gzip\r\n"
    exchange = only(tmp_path, response(served, head, WARC_Target_URI=WAYBACK + "http://a.example/"))
    assert exchange.body == FOREIGN_PAGE
    assert exchange.capture.payload_digest == digest(served)


def test_a_folder_of_wayback_pages(tmp_path):
    """wget -r of raw addresses: the date in the path is that of the capture."""
    folder = tmp_path / "luu" / "web.archive.org" / "web" / "20200102030405id_" / "http:" / "a.example"
    folder.mkdir(parents=True)
    (folder / "tin.html").write_bytes(FOREIGN_PAGE)
    from scraper.capture.foreign.folder import warc_from_folder

    (exchange,) = read(warc_from_folder(tmp_path / "luu", tmp_path / "captures"))
    assert exchange.capture.url == "http://a.example/tin.html"
    assert exchange.capture.captured_at == "2020-01-02T03:04:05Z"
    assert exchange.capture.portal_id == "cua_a.example"


# ---- Common Crawl ----


def test_common_crawl(tmp_path):
    """Their crawler decodes bodies and says so in fields of its own; bodies over 1 MiB are cut."""
    request = record(
        "request", b"GET /tin HTTP/1.1\r\n\r\n", WARC_Record_ID="<urn:uuid:1>", WARC_Concurrent_To="<urn:uuid:2>"
    )
    head = (
        b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=UTF-8\r\nX-Crawl-Content-Encoding: gzip\r\n"
        b"X-Crawl-Transfer-Encoding: chunked\r\nContent-Length: %d\r\n" % len(FOREIGN_PAGE)
    )
    answer = response(
        FOREIGN_PAGE,
        head,
        WARC_Record_ID="<urn:uuid:2>",
        WARC_Payload_Digest=digest(FOREIGN_PAGE),
        WARC_IP_Address="192.0.2.7",
        WARC_Identified_Payload_Type="text/html",
    )
    info = record("warcinfo", b"isPartOf: CC-MAIN-2024-10\r\nsoftware: Apache Nutch 1.19\r\n", WARC_Target_URI="")
    path = tmp_path / "cc.warc.gz"
    path.write_bytes(b"".join(gzip.compress(part) for part in (info, request, answer)))
    (exchange,) = read(path)
    assert (exchange.body, exchange.capture.ip, exchange.capture.portal_id) == (
        FOREIGN_PAGE,
        "192.0.2.7",
        "cua_a.example",
    )
    assert exchange.capture.payload_digest == digest(FOREIGN_PAGE)


# ---- ARC ----


def arc(*answers, form=1):
    info = b"1 0 Alexa Internet\nURL IP-address Archive-date Content-type Archive-length\n"
    parts = [b"filedesc://cu.arc 0.0.0.0 20050102030405 text/plain %d\n%s\n" % (len(info), info)]
    for url, date, block in answers:
        parts.append(b"%s 192.0.2.5 %s text/html %d\n%s\n" % (url.encode(), date.encode(), len(block), block))
    return parts


OLD = b"HTTP/1.0 200 OK\r\nContent-Type: text/html\r\nSet-Cookie: a=1\r\nset-cookie: b=2\r\n\r\n" + FOREIGN_PAGE


@pytest.mark.parametrize("zipped", [False, True])
def test_arc_files(tmp_path, zipped):
    """ARC, the format before WARC: bytes, dates and addresses kept; the same rows every time."""
    parts = arc(
        ("http://a.example/1", "20050102030405", OLD),
        ("dns:a.example", "20050102030406", b"a.example. 60 IN A 192.0.2.5"),
        ("http://a.example/2", "20060102030405", OLD.replace(b"200 OK", b"404 Mat")),
    )
    path = tmp_path / ("cu.arc.gz" if zipped else "cu.arc")
    path.write_bytes(b"".join(gzip.compress(part) if zipped else part for part in parts))
    (made,) = import_any(path, tmp_path / "captures")
    assert made.name.startswith("cu-arc-")
    first, second = read(made)
    assert (first.body, first.status, second.status) == (FOREIGN_PAGE, 200, 404)
    assert (first.capture.url, first.capture.captured_at) == ("http://a.example/1", "2005-01-02T03:04:05Z")
    assert (first.capture.ip, first.capture.fidelity) == ("192.0.2.5", "foreign")
    assert [value for name, value in first.headers if name.lower() == "set-cookie"] == ["a=1", "b=2"]
    before = made.read_bytes()
    assert list(import_any(path, tmp_path / "captures")) == [made]
    assert made.read_bytes() == before
    assert [p.name for p in (tmp_path / "captures").iterdir() if p.is_file()] == [made.name]


def test_an_arc_file_that_breaks_off_gives_what_is_whole(tmp_path):
    parts = arc(*((f"http://a.example/{n}", "20050102030405", OLD) for n in range(3)))
    path = tmp_path / "cu.arc"
    path.write_bytes(b"".join(parts)[:-20] + b"\n\nrac rac rac")
    found = []
    try:
        for made in import_any(path, tmp_path / "captures"):
            found += read(made)
    except CaptureError:
        pass
    assert [e.body for e in found[:2]] == [FOREIGN_PAGE, FOREIGN_PAGE]


def test_an_arc_file_without_answers(tmp_path):
    path = tmp_path / "cu.arc"
    path.write_bytes(b"".join(arc()))
    with pytest.raises(CaptureError, match=r"cu\.arc holds no HTTP answer"):
        list(import_any(path, tmp_path / "captures"))


# ---- WACZ ----


def wacz(target, entries, method=zipfile.ZIP_STORED):
    with zipfile.ZipFile(target, "w", method) as package:
        for name, data in entries.items():
            package.writestr(name, data)
    return target


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_browsertrix_packages(tmp_path, method):
    """The WARC files of a package, named after it; other content is left alone."""
    page = gzip.compress(response(FOREIGN_PAGE, WARC_Target_URI="http://a.example/1", WARC_Record_ID="<urn:x:1>"))
    info = gzip.compress(record("resource", b"{}", WARC_Target_URI="urn:pageinfo:http://a.example/1"))
    revisit = record(
        "revisit",
        b"HTTP/1.1 200 OK\r\n\r\n",
        WARC_Target_URI="http://a.example/2",
        WARC_Payload_Digest="sha256:" + "0" * 64,
        WARC_Refers_To_Target_URI="http://a.example/1",
    )
    entries = {
        "archive/rec-1.warc.gz": page + info,
        "archive/rec-2.warc.gz": gzip.compress(revisit),
        "archive/readme.txt": b"x",
        "indexes/index.cdx.gz": b"x",
        "../archive/../../ngoai.warc.gz": page,
    }
    path = wacz(tmp_path / "mot lan.wacz", entries, method)
    captures = tmp_path / "captures"
    found = list(import_any(path, captures))
    assert [p.name for p in found] == ["mot-lan-rec-1.warc.gz", "mot-lan-rec-2.warc.gz"]
    assert found[0].read_bytes() == page + info
    assert [e.body for p in found for e in read(p)] == [FOREIGN_PAGE, None]
    assert list(import_any(path, captures)) == found
    assert sorted(p.name for p in captures.iterdir() if p.is_file()) == [p.name for p in found]
    assert not list((captures / "work").iterdir())


def test_packages_in_a_package(tmp_path):
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as package:
        package.writestr("archive/data.warc.gz", gzip.compress(response(FOREIGN_PAGE)))
    path = wacz(tmp_path / "ca.wacz", {"lan-1.wacz": inner.getvalue(), "lan-2.wacz": inner.getvalue()})
    found = list(import_any(path, tmp_path / "captures"))
    assert [p.name for p in found] == ["ca-lan-1-data.warc.gz", "ca-lan-2-data.warc.gz"]


@pytest.mark.parametrize("bad", ["empty", "cut", "crc"])
def test_damaged_packages(tmp_path, bad):
    path = wacz(
        tmp_path / "hong.wacz",
        {"pages/pages.jsonl": b"{}"}
        if bad == "empty"
        else {"archive/a.warc.gz": gzip.compress(response(FOREIGN_PAGE))},
    )
    data = path.read_bytes()
    if bad == "cut":
        path.write_bytes(data[: len(data) // 2])
    if bad == "crc":
        path.write_bytes(data[:80] + b"\0\0\0\0" + data[84:])
    with pytest.raises(CaptureError, match=r"^hong\.wacz (is damaged|is a zip file without captures)"):
        list(import_any(path, tmp_path / "captures"))
    assert not list((tmp_path / "captures").glob("*.warc*"))


def test_ingest_of_foreign_containers(tmp_path):
    """An article from WACZ, ARC and Wayback, one after the other: three captures of one page, one article."""
    world, other = World(tmp_path / "a"), World(tmp_path / "b")
    one = articles(WORDPRESS)[0]
    with SampleServer(port=0) as server:
        body = server.answer(WORDPRESS.host, one.url.partition(WORDPRESS.host)[2]).body
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n"
    plain = response(body, head, WARC_Target_URI=one.url, WARC_Date="2026-01-01T00:00:00Z", WARC_Record_ID="<urn:x:1>")
    kept = response(
        body, head, WARC_Target_URI=WAYBACK + one.url, WARC_Date="2026-02-02T00:00:00Z", WARC_Record_ID="<urn:x:2>"
    )
    files = [
        wacz(tmp_path / "a.wacz", {"archive/data.warc.gz": gzip.compress(plain)}),
        tmp_path / "cu.arc",
        tmp_path / "wayback.warc",
    ]
    files[1].write_bytes(b"".join(arc((one.url, "20100102030405", head + b"\r\n" + body))))
    files[2].write_bytes(kept)
    world.scrapy("ingest", *files)
    other.scrapy("ingest", *reversed(files))
    archive, again = world.archive(), other.archive()
    (row,) = archive.rows("select * from articles")
    assert (row["url"], row["title"], row["portal_id"]) == (one.url, one.title, "sample_wordpress")
    assert (row["first_seen_at"], row["last_seen_at"]) == ("2010-01-02T03:04:05Z", "2026-01-01T00:00:00Z")
    assert [r[0] for r in archive.rows("select captured_at from captures order by 1")] == [
        "2010-01-02T03:04:05Z",
        "2020-01-02T03:04:05Z",
        "2026-01-01T00:00:00Z",
    ]
    for table in ("articles", "versions", "captures", "images", "warc_files"):
        assert dump(archive.conn, table) == dump(again.conn, table), table
    assert json.loads(row["flags"]) == []
    archive.close()
    again.close()
