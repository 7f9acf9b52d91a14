"""`scrapy export wacz`: WACZ 1.1.1 that any replay tool opens, written whole or not at all."""

import gzip
import hashlib
import io
import json
import re
import shutil
import subprocess
import zipfile

import pytest
from helpers.foreign_warc import FOREIGN_PAGE, record, response
from helpers.kept import Kept, exchange, not_modified
from helpers.world import World
from warcio.archiveiterator import ArchiveIterator

from scraper.capture.wacz import package as wacz
from scraper.capture.wacz.cdxj import BLOCK_LINES, blocks, line, surt, with_form
from scraper.errors import CaptureError, DiskFullError
from scraper.sample import SITES, SampleServer, articles

WORDPRESS = next(site for site in SITES if site.family == "wordpress")


@pytest.fixture(scope="module")
def crawled(tmp_path_factory):
    """Two portals, crawled twice, and their packages."""
    world = World(tmp_path_factory.mktemp("crawled"))
    with SampleServer(port=0) as server:
        world.server = server
        for _ in range(2):
            world.scrapy("crawl", "sample_wordpress", "sample_liferay62", "--limit", "6", "--full")
    world.done = world.scrapy("export", "wacz", "--out", world.home / "tat-ca.wacz")
    world.scrapy("export", "wacz", "--portal", "sample_wordpress", "--out", world.home / "mot.wacz")
    return world


def check(path):
    """What the specification asks of a package; returns its captures (CDXJ fields) and pages."""
    with zipfile.ZipFile(path) as package:
        assert package.testzip() is None
        names = package.namelist()
        assert len(names) == len(set(names))
        assert {entry.compress_type for entry in package.infolist()} == {zipfile.ZIP_STORED}
        about = json.loads(package.read("datapackage.json"))
        assert about["profile"] == "data-package"
        assert about["wacz_version"] == "1.1.1"
        assert about["software"].startswith("congtin/")
        assert about["created"].endswith("Z")
        assert len(about["created"]) == len("2026-11-22T06:17:19Z")
        chain = json.loads(package.read("datapackage-digest.json"))
        assert chain == {"path": "datapackage.json", "hash": sha256(package.read("datapackage.json"))}
        listed = {one["path"]: one for one in about["resources"]}
        assert set(names) == {*listed, "datapackage.json", "datapackage-digest.json"}
        for name, one in listed.items():
            data = package.read(name)
            assert (one["hash"], one["bytes"]) == (sha256(data), len(data))
            assert re.fullmatch(r"[-a-z0-9._]+", one["name"]), "the data package standard's names"
        assert len({one["name"] for one in listed.values()}) == len(listed)
        assert {"indexes/index.cdx.gz", "indexes/index.idx", "pages/pages.jsonl"} <= set(names)
        captures = check_index(package)
        head, *pages = [json.loads(one) for one in package.read("pages/pages.jsonl").decode().splitlines()]
        assert head["format"] == "json-pages-1.0"
        known = {(one["url"], one["timestamp"]) for one in captures}
        for page in pages:
            assert {"id", "url", "ts", "title"} == set(page)
            digits = "".join(c for c in page["ts"] if c.isdigit())[:14]
            assert (page["url"], digits) in known, "a page that would not replay"
        assert len({page["id"] for page in pages}) == len(pages)
    return captures, pages


def check_index(package):
    """Every line leads to its record; the list of blocks leads to every line."""
    index = package.read("indexes/index.cdx.gz")
    meta, *entries = package.read("indexes/index.idx").decode().splitlines()
    assert meta == '!meta 0 {"format": "cdxj-gzip-1.0", "filename": "index.cdx.gz"}'
    lines = []
    for entry in entries:
        key, stamp, about = entry.split(" ", 2)
        about = json.loads(about)
        block = index[about["offset"] : about["offset"] + about["length"]]
        assert about["digest"] == sha256(block)
        some = gzip.decompress(block).decode().splitlines()
        assert some[0].startswith(f"{key} {stamp} ")
        lines += some
    assert lines == gzip.decompress(index).decode().splitlines()
    assert [one.split(" ", 2)[:2] for one in lines] == sorted(one.split(" ", 2)[:2] for one in lines)
    found = []
    for one in lines:
        key, stamp, text = one.split(" ", 2)
        fields = json.loads(text)
        assert all(isinstance(value, str) for value in fields.values())
        data = package.read(f"archive/{fields['filename']}")
        part = data[int(fields["offset"]) : int(fields["offset"]) + int(fields["length"])]
        (record,) = ArchiveIterator(io.BytesIO(part))
        assert record.rec_headers["WARC-Target-URI"] == fields["url"]
        assert record.rec_headers["WARC-Payload-Digest"] in {fields["digest"], None}
        if record.rec_type == "revisit":
            assert fields["mime"] == "warc/revisit"
        elif record.rec_type == "response":
            assert record.http_headers.get_statuscode() == fields["status"]
        assert key.partition("?__wb")[0] == surt(fields["url"]).partition("?__wb")[0] or "method" in fields
        found.append(fields | {"key": key, "timestamp": stamp})
    return found


def sha256(data):
    return f"sha256:{hashlib.sha256(data).hexdigest()}"


def test_everything_is_in_the_package(crawled):
    """The files as they are, every capture in the index, articles as pages, with titles."""
    path = crawled.home / "tat-ca.wacz"
    captures, pages = check(path)
    archive = crawled.archive()
    assert len(captures) == archive.value("select count(*) from captures")
    assert len(pages) == archive.value("select count(*) from articles")
    assert {page["title"] for page in pages} == {row[0] for row in archive.rows("select title from articles")}
    archive.close()
    assert any(one["mime"] == "warc/revisit" for one in captures)
    with zipfile.ZipFile(path) as package:
        for file in (crawled.home / "captures").glob("*.warc.gz"):
            assert package.read(f"archive/{file.name}") == file.read_bytes()
    assert crawled.done.stdout.startswith(f"{path}: 4 capture files, {len(captures)} captures, {len(pages)} pages, ")
    assert sorted(p.name for p in crawled.home.iterdir() if "wacz" in p.name) == ["mot.wacz", "tat-ca.wacz"]


def test_one_portal(crawled):
    captures, pages = check(crawled.home / "mot.wacz")
    assert {one["filename"].partition("-")[0] for one in captures} == {"sample_wordpress"}
    assert pages
    titles = {one.title for one in articles(WORDPRESS)}
    assert all(page["title"] in titles for page in pages)
    with zipfile.ZipFile(crawled.home / "mot.wacz") as package:
        assert "Cổng Tin: " in json.loads(package.read("datapackage.json"))["title"]


@pytest.mark.skipif(shutil.which("wacz") is None, reason="py-wacz is not installed")
def test_the_official_validator(crawled):
    for name in ("tat-ca.wacz", "mot.wacz"):
        done = subprocess.run(
            ["wacz", "validate", "-f", crawled.home / name], capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stdout + done.stderr


def test_our_own_package_comes_back_in(crawled, tmp_path):
    """Export, then ingest elsewhere: the same articles."""
    other = World(tmp_path)
    other.scrapy("ingest", crawled.home / "tat-ca.wacz")
    theirs, ours = crawled.archive(), other.archive()
    sql = "select id, title, body, published_at, first_seen_at, last_seen_at, capture_id from articles order by id"
    assert [tuple(row) for row in ours.rows(sql)] == [tuple(row) for row in theirs.rows(sql)]
    theirs.close()
    ours.close()
    other.scrapy("verify")


def test_forms_and_304s_in_the_index(tmp_path):
    kept = Kept(tmp_path)
    first = kept.write(exchange("/tin", FOREIGN_PAGE))
    kept.write(not_modified("/tin"), first)
    form = b"POST /tin HTTP/1.1\r\nHost: langson.example\r\nContent-Length: 7\r\n\r\ntrang=2"
    kept.write(wire_with(exchange("/tin", b"khac", at="2026-12-02T00:00:00.000Z"), form))
    kept.sink.close()
    target = tmp_path / "a.wacz"
    packed = wacz.write_wacz(kept.archive.conn, kept.captures, target, "lang_son", "thử")
    captures, _ = check(target)
    assert packed.captures == 3
    one, again, post = captures
    assert (one["status"], one["mime"], one["key"]) == ("200", "text/html", "example,langson)/tin")
    assert again["mime"] == "warc/revisit"
    assert "status" not in again
    assert (post["key"], post["method"]) == ("example,langson)/tin?__wb_method=post&trang=2", "POST")
    kept.close()


def wire_with(wire, request):
    from dataclasses import replace

    return replace(wire, request=request)


def test_the_package_is_written_whole_or_not_at_all(tmp_path, monkeypatch):
    """Temp name and rename; an older package stays until the new one is whole."""
    kept = Kept(tmp_path)
    row = kept.write(exchange())
    target = tmp_path / "a.wacz"
    target.write_bytes(b"cu")
    with pytest.raises(CaptureError, match="no finished capture files"):
        wacz.write_wacz(kept.archive.conn, kept.captures, target, None, "x")
    kept.sink.close()

    def full(*_):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(wacz, "_describe", full)
        with pytest.raises(DiskFullError, match=r"a\.wacz cannot be written \(No space left"):
            wacz.write_wacz(kept.archive.conn, kept.captures, target, None, "x")
    assert target.read_bytes() == b"cu"
    wacz.write_wacz(kept.archive.conn, kept.captures, target, None, "x")
    check(target)
    (kept.captures / row.file).unlink()
    with pytest.raises(CaptureError, match="is missing"):
        wacz.write_wacz(kept.archive.conn, kept.captures, target, None, "x")
    check(target)
    assert not list(tmp_path.glob(".*")), "a draft is left"
    kept.close()


def test_files_that_cannot_be_replayed_are_named(tmp_path):
    """One gzip member around a whole file: no tool can fetch a capture out of its middle."""
    world = World(tmp_path)
    one = tmp_path / "lien.warc.gz"
    one.write_bytes(
        gzip.compress(
            record("warcinfo", b"x: y\r\n", WARC_Target_URI="")
            + response(FOREIGN_PAGE)
            + response(b"2", WARC_Target_URI="http://a.example/2")
        )
    )
    two = tmp_path / "roi.warc.gz"
    two.write_bytes(
        gzip.compress(response(FOREIGN_PAGE, WARC_Target_URI="http://a.example/3", WARC_Record_ID="<urn:x:3>"))
    )
    three = tmp_path / "thuong.warc"
    three.write_bytes(response(FOREIGN_PAGE, WARC_Target_URI="http://a.example/4", WARC_Record_ID="<urn:x:4>"))
    world.scrapy("ingest", one, two, three)
    done = world.scrapy("export", "wacz", "--out", tmp_path / "a.wacz")
    assert done.stderr.startswith("Left out: lien.warc.gz: compressed as a whole")
    captures, _ = check(tmp_path / "a.wacz")
    assert [capture["filename"] for capture in captures] == ["roi.warc.gz", "thuong.warc"]


@pytest.mark.parametrize(
    "words",
    [
        [],
        ["la"],
        ["wacz", "them"],
        ["wacz", "--portal", "khong_co"],
        ["wacz", "--out", "."],
        ["wacz", "--la"],
    ],
)
def test_wrong_use(tmp_path, words):
    done = World(tmp_path).scrapy("export", *words, code=2)
    assert len(done.stderr.splitlines()) == 1
    assert not list(tmp_path.iterdir())


def test_a_place_that_cannot_be_written(crawled, tmp_path):
    (tmp_path / "tep").write_text("x")
    done = crawled.scrapy("export", "wacz", "--out", tmp_path / "tep" / "a.wacz", code=2)
    assert "a.wacz cannot be written" in done.stderr


def test_nothing_to_pack(tmp_path):
    assert "There is no archive" in World(tmp_path).scrapy("export", "wacz", code=7).stderr


@pytest.mark.parametrize(
    ("url", "key"),
    [
        ("http://www.Hanoi.gov.vn/Tin?b=2&a=1", "vn,gov,hanoi)/tin?a=1&b=2"),
        ("https://hanoi.gov.vn", "vn,gov,hanoi)/"),
        ("http://hanoi.gov.vn:8080/a/", "vn,gov,hanoi:8080)/a"),
        ("https://a.vn:443/?x", "vn,a)/?x"),
        ("http://www2.a.vn/%C4%90?q=%C4%91", "vn,a)/%c4%90?q=%c4%91"),
        ("http://a.vn/đ?a=ê b", "vn,a)/%c4%91?a=%c3%aa%20b"),
        ("http://a.vn/a//b/../c/./", "vn,a)/a/c"),
        ("http://a.vn/../../a?", "vn,a)/a"),
        ("http://a.vn/x?PHPSESSID=0123456789abcdef0123456789abcdef&a=1", "vn,a)/x?a=1"),
        ("http://192.0.2.1/a", "1,2,0,192)/a"),
        ("http://a.vn:x/", "vn,a)/"),
    ],
)
def test_surt_keys(url, key):
    assert surt(url) == key


def test_requests_with_a_form_have_keys_of_their_own():
    form = "application/x-www-form-urlencoded; charset=UTF-8"
    assert with_form("http://a.vn/", "GET", b"a=1", form) == "http://a.vn/"
    assert with_form("http://a.vn/", "POST", b"a=%C4%91+b", form) == "http://a.vn/?__wb_method=POST&a=đ b"
    assert with_form("http://a.vn/?x=1", "POST", b"", form) == "http://a.vn/?x=1&__wb_method=POST"
    assert with_form("http://a.vn/", "POST", b"\xff", form) == "http://a.vn/?__wb_method=POST&__wb_post_data=/w=="
    assert with_form("http://a.vn/", "PUT", b"{}", "application/json").endswith("__wb_method=PUT&__wb_post_data=e30=")


def test_a_large_index_is_cut_into_blocks():
    lines = [
        line(f"vn,a)/{n:06}", "2026-01-02T03:04:05.678Z", {"url": f"http://a.vn/{n:06}"})
        for n in range(BLOCK_LINES * 2 + 1)
    ]
    made = list(blocks(lines, "index.cdx.gz"))
    assert len(made) == 3
    data = b"".join(block.data for block in made)
    assert gzip.decompress(data).decode().splitlines() == lines
    last = json.loads(made[-1].entry.split(" ", 2)[2])
    assert gzip.decompress(data[last["offset"] :]).decode() == lines[-1] + "\n"
    assert lines[0].startswith("vn,a)/000000 20260102030405 {")
