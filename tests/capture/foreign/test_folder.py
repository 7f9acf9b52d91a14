"""A folder of saved pages, laid out HOST/path as wget and HTTrack do, becomes captures."""

import os
import shutil
from pathlib import Path

import pytest
from helpers.warc_checks import assert_valid

from scraper.capture.foreign.folder import warc_from_folder
from scraper.capture.warc.reader import read_exchanges
from scraper.errors import CaptureError

PAGE = "<!DOCTYPE html><html><body>Tin {}</body></html>"
HTTRACK = (
    "<html>\n<!-- Mirrored from tin.example/xem-tin?id=5&amp;p=2 by HTTrack Website Copier/3.x [XR&CO'2014], "
    "Sat, 27 Aug 2022 03:56:34 GMT -->\n<body>HTTrack</body></html>"
)
CHROME = "<!DOCTYPE html>\n<!-- saved from url=(0031)https://bao.example/tin/mot.html -->\n<html>Chrome</html>"


def put(path: Path, content: str | bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    os.utime(path, (1_600_000_000, 1_600_000_000))


@pytest.fixture
def mirror(tmp_path) -> Path:
    folder = tmp_path / "ban sao"
    put(folder / "index.html", "<html>mục lục của công cụ</html>")
    put(folder / "hts-cache" / "tin.example" / "a.html", PAGE.format("cache"))
    put(folder / "tin.example" / "index.html", PAGE.format("chủ"))
    put(folder / "tin.example" / "muc" / "index.html?trang=2", PAGE.format("hai"))
    put(folder / "tin.example" / "xem.aspx@id=7&x=1.html", PAGE.format("bảy"))
    put(folder / "tin.example" / "Tin tức" / "bài.html", PAGE.format("bài"))
    put(folder / "tin.example" / "khong-duoi", PAGE.format("không đuôi"))
    put(folder / "tin.example" / "xem-tin4adf.html", HTTRACK)
    put(folder / "tin.example" / "van-ban" / "qd.pdf", b"%PDF-1.4 ...")
    put(folder / "tin.example" / "rss.xml", "<rss/>")
    for skipped in ("a.css", "a.js", "a.js?v=1", "a.png", ".an.html", "trong.html"):
        put(folder / "tin.example" / skipped, "" if skipped == "trong.html" else "body { } <html")
    put(folder / "tin.example" / "a.png", b"\x89PNG\r\n\x1a\n")
    put(folder / "Trang đã lưu.html", CHROME)
    put(folder / "127.0.0.1+8080" / "x.html", PAGE.format("x"))
    return folder


def read(path: Path):
    return {e.capture.url: e for e in read_exchanges(path, lambda _: None)}


def test_pages_addresses_and_dates(mirror, tmp_path):
    path = warc_from_folder(mirror, tmp_path / "out")
    found = read(path)
    assert set(found) == {
        "http://tin.example/",
        "http://tin.example/muc/?trang=2",
        "http://tin.example/xem.aspx?id=7&x=1",
        "http://tin.example/Tin%20t%E1%BB%A9c/b%C3%A0i.html",
        "http://tin.example/khong-duoi",
        "http://tin.example/xem-tin?id=5&p=2",
        "http://tin.example/van-ban/qd.pdf",
        "http://tin.example/rss.xml",
        "https://bao.example/tin/mot.html",
        "http://127.0.0.1:8080/x.html",
    }
    told = found["http://tin.example/xem-tin?id=5&p=2"]
    assert told.capture.captured_at == "2022-08-27T03:56:34Z"
    assert told.body == HTTRACK.encode()
    assert found["https://bao.example/tin/mot.html"].capture.captured_at == "2020-09-13T12:26:40Z"
    assert {e.capture.fidelity for e in found.values()} == {"saved"}
    assert {e.status for e in found.values()} == {None}
    assert found["http://tin.example/van-ban/qd.pdf"].content_type == "application/pdf"
    assert found["http://tin.example/khong-duoi"].content_type == "text/html"
    assert_valid(path)


def test_the_same_folder_gives_the_same_file(mirror, tmp_path):
    """Importing twice adds nothing."""
    first = warc_from_folder(mirror, tmp_path / "one")
    moved = tmp_path / "khac" / mirror.name
    shutil.copytree(mirror, moved)
    second = warc_from_folder(moved, tmp_path / "two")
    assert first.name == second.name
    assert first.read_bytes() == second.read_bytes()
    assert warc_from_folder(mirror, tmp_path / "one") == first
    assert [p.name for p in (tmp_path / "one").iterdir()] == [first.name]
    put(mirror / "tin.example" / "moi.html", PAGE.format("mới"))
    third = warc_from_folder(mirror, tmp_path / "one")
    assert third != first
    ids = {e.capture.id for e in read(first).values()}
    assert ids < {e.capture.id for e in read(third).values()}


def test_the_folder_may_be_the_host_itself(mirror, tmp_path):
    found = read(warc_from_folder(mirror / "tin.example", tmp_path / "out"))
    assert {"http://tin.example/", "http://tin.example/khong-duoi", "http://tin.example/rss.xml"} <= set(found)


def test_folders_without_pages(tmp_path):
    put(tmp_path / "trong" / "tin.example" / "a.css", "body {}")
    with pytest.raises(CaptureError, match="holds no saved pages"):
        warc_from_folder(tmp_path / "trong", tmp_path / "out")
    with pytest.raises(CaptureError, match="is not a folder"):
        warc_from_folder(tmp_path / "khong-co", tmp_path / "out")
    assert not (tmp_path / "out").exists()
