"""What an address showed, in whatever order it comes: the same article, the same checks."""

import itertools

import pytest
from helpers.values import article, capture, dump, listing, stamp

from scraper.items import Card, Listing, Other
from scraper.store.archive import Archive
from scraper.store.captures.originals import CaptureStore
from scraper.store.commit import commit_page
from scraper.store.links import Scope

URL = "http://p1.example/tin-7"
SCOPE = Scope(portal_of=lambda url: "p1" if "p1.example" in url else None)
TABLES = ("articles", "versions", "changes", "edits", "images", "attachments", "captures", "vanish_checks", "cards")
MARKET = "Chợ phiên Pò Hèn họp thêm ngày thứ năm\nBan quản lý chợ xếp lại bốn dãy hàng, lối đi rộng hơn trước."
BRIDGE = "Cầu treo Bản Tát thay ván mặt cầu\nThợ của xã làm trong hai ngày, người và xe máy tạm đi đường ngầm."
WRONG = "Xin quý vị quay lại sau\nTrang đang được chuyển sang hệ thống khác nên chưa xem được bài này."


def page(text, more="", **fields):
    title, body = text.split("\n", 1)
    return article(URL, body=body + more, title=title, **fields)


def named(text):
    card = Card(url=URL, title=text.split("\n")[0])
    return Listing(url="http://p1.example/tin", family="test", cards=(card,))


def store(folder, readings):
    """An archive of `readings` (day, reading), stored in this order."""
    archive = Archive.open(folder / "archive.db", create=True)
    known = {}
    for day, reading in readings:
        url = reading.url if isinstance(reading, Listing) else URL
        shot = capture(url, f"2026-01-{day:02}T00:00:00Z", file="anh.warc.gz", portal=None)
        known[shot.id] = reading
        CaptureStore(archive).add_capture(shot)
        commit_page(archive, shot, reading, scope=SCOPE, read_again=lambda one: known[one.id])
    return archive


def rows(archive):
    return {name: dump(archive.conn, name, drop=("rowid",)) for name in TABLES}


DATED = stamp("2026-01-01", "page")
STORIES = {
    "another article between two texts of the first": [
        (1, page(MARKET)), (2, page(BRIDGE)), (3, page(MARKET, " Thêm một câu.")), (4, page(BRIDGE, " Lại thêm."))
    ],
    "a text that is like both": [
        (1, page(MARKET)), (2, page(BRIDGE)), (3, page(MARKET.split("\n", maxsplit=1)[0] + "\n" + BRIDGE)), (4, page(WRONG)),
    ],
    "an error in unknown words first, then the article that a list names": [
        (1, page(WRONG)), (2, named(BRIDGE)), (3, page(BRIDGE)), (4, page(WRONG, " Cảm ơn.")),
    ],
    "the first has a date: what a list names later is another article": [
        (1, page(MARKET, published=DATED)), (2, named(BRIDGE)), (3, page(BRIDGE)), (4, page(BRIDGE, " Đã xong."))
    ],
    "lists name both, one after the other": [
        (1, named(MARKET)), (2, page(MARKET)), (3, named(BRIDGE)), (4, page(BRIDGE)),
    ],
    "pages that are no articles": [
        (1, page(MARKET)), (2, Other(url=URL, family=None, reason="page")), (3, page(MARKET, " Sửa.")),
        (4, listing(URL, ("http://p1.example/a", None))), (5, Other(url=URL, family=None, reason="parked")),
    ],
}  # fmt: skip
WINNERS = {
    "another article between two texts of the first": (MARKET, 2, ["replaced", "live", "replaced"]),
    "a text that is like both": (MARKET, 3, ["replaced"]),
    "an error in unknown words first, then the article that a list names": (
        BRIDGE,
        1,
        ["replaced", "live", "replaced"],
    ),
    "the first has a date: what a list names later is another article": (MARKET, 1, ["replaced", "replaced"]),
    "lists name both, one after the other": (MARKET, 1, ["replaced"]),
    "pages that are no articles": (MARKET, 2, ["replaced", "live", "replaced", "unreachable"]),
}


@pytest.mark.parametrize("name", STORIES)
def test_in_whatever_order(tmp_path, name):
    """Every order gives the same rows, and these are right."""
    expected = None
    for number, order in enumerate(itertools.permutations(STORIES[name])):
        if number % 5 and len(order) > 4:
            continue
        folder = tmp_path / str(number)
        folder.mkdir()
        archive = store(folder, order)
        found = rows(archive)
        archive.close()
        for row in found["captures"]:
            row.pop("rowid", None)
        expected = expected or found
        for table in TABLES:
            assert found[table] == expected[table], (table, [day for day, _ in order])
    (row,) = expected["articles"]
    results = [check["result"] for check in sorted(expected["vanish_checks"], key=lambda check: check["checked_at"])]
    text, versions, checks = WINNERS[name]
    assert (row["title"], row["version_count"]) == (text.split("\n")[0], versions)
    assert results == checks
    assert len(expected["edits"]) == versions - 1
