"""Somebody's mirror of a real portal goes through the same door as a crawl."""

import pytest
from helpers.paths import SHARED

from scraper.urls.canonical import is_trap

MIRROR = SHARED / "real/sotttt-hanoi-2022.warc.gz"


@pytest.mark.skipif(not MIRROR.exists(), reason="the mirror of sotttt.hanoi.gov.vn is not on this machine")
def test_ingest_of_the_mirror_of_a_real_portal(world):
    done = world.scrapy("ingest", MIRROR)
    assert "321 exchanges" in done.stdout
    archive = world.archive()
    (article,) = archive.rows("select * from articles")
    assert article["portal_id"] == "hanoi_sotttt"
    assert (article["published_at"], article["published_precision"]) == ("2012-12-21", "day"), "12:00 AM is no time"
    lists = archive.rows("select * from listings")
    assert 25 <= len(lists) <= 45
    assert not [row["url"] for row in (*lists, article) if is_trap(row["url"])]
    assert sum(row["card_count"] for row in lists) == archive.value("select count(*) from cards") > 400
    dated = archive.value("select count(*) from cards where date is not null")
    # Start pages and boxes of links state no dates.
    assert dated > 0.6 * archive.value("select count(*) from cards")
    assert archive.value("select count(*) from cards where title = ''") == 0
    assert archive.value("select count(*) from captures where read = 0") == 0
    archive.close()
