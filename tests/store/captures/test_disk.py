"""An estimate of the disk that images take, before one turns them on."""

from dataclasses import replace

import pytest
from helpers.values import article, capture

from scraper.cli.disk_table import size
from scraper.items import Attachment, Image, Other
from scraper.store.archive import Archive
from scraper.store.captures.disk import ASSUMED, SAMPLE, disk_of
from scraper.store.captures.originals import CaptureStore
from scraper.store.commit import commit_page
from scraper.store.links import Scope

BASE = "http://p1.example"


def keep(archive, shot, reading):
    CaptureStore(archive).add_capture(shot)
    commit_page(archive, shot, reading, scope=Scope(lambda _: "p1"))


def make(folder, kept):
    """An article that names 30 images and 2 attachments; `kept` images of 1,000 bytes are there."""
    archive = Archive.open(folder / "archive.db", create=True)
    images = tuple(Image(src=f"{BASE}/{n}.jpg") for n in range(30))
    files = tuple(Attachment(url=f"{BASE}/{n}.pdf", name="x") for n in range(2))
    for path in ("/a", "/b"):  # the same files in two articles count once
        keep(archive, capture(BASE + path), article(BASE + path, images=images, attachments=files))
    for n in range(kept):
        shot = replace(capture(f"{BASE}/{n}.jpg"), payload_length=1000)
        keep(archive, shot, Other(url=shot.url, family=None, reason="attachment"))
    return archive


@pytest.mark.parametrize(
    ("kept", "estimate", "measured"),
    [(0, 30 * ASSUMED["images"], False), (SAMPLE - 1, 11 * ASSUMED["images"], False), (SAMPLE, 10 * 1000, True)],
)
def test_the_estimate_rests_on_kept_files_when_there_are_enough(tmp_path, kept, estimate, measured):
    archive = make(tmp_path, kept)
    disk = disk_of(archive, "p1")
    archive.close()
    assert (disk.articles, disk.captured) == (2, (2 + kept) * 10)
    assert (disk.images.named, disk.images.kept, disk.images.size) == (30, kept, kept * 1000)
    assert (disk.images.estimate, disk.images.measured) == (estimate, measured)
    assert (disk.attachments.named, disk.attachments.estimate) == (2, 2 * ASSUMED["attachments"])


@pytest.mark.parametrize(
    ("count", "shown"), [(0, "0 B"), (999, "999 B"), (1500, "1.5 kB"), (2.5e12, "2.5 TB"), (4e15, "4000.0 TB")]
)
def test_sizes_for_people(count, shown):
    assert size(count) == shown


def test_the_command_says_that_it_is_an_estimate(world):
    assert "Nothing is captured yet" in world.scrapy("portals", "--disk").stdout
    assert "Either" in world.scrapy("portals", "--disk", "--json", code=2).stderr
