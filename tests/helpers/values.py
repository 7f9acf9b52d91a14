"""Makers of small values that many tests need."""

from hashlib import sha256

from scraper.items import Article, Card, Listing, Stamp
from scraper.store.rows import Capture
from scraper.urls.canonical import request_key


def capture(
    url, at="2026-01-02T03:04:05.678Z", *, portal="p1", status=200, location=None, number=0, file="p1.warc.gz"
):
    """A capture row; its id follows from its address, time and `number`."""
    identity = sha256(f"{url} {at} {number}".encode()).hexdigest()[:32]
    return Capture(
        id=f"urn:uuid:{identity}",
        url=url,
        method="GET",
        url_key=request_key("GET", url),
        portal_id=portal,
        captured_at=at,
        status=status,
        mime="text/html",
        payload_digest=None,
        payload_length=10,
        location=location,
        ip=None,
        truncated=None,
        fidelity="wire",
        file=file,
        offset=number,
        length=10,
    )


def article(url, body="Đoạn một.\nĐoạn hai.", title="Hội nghị sơ kết", **more):
    return Article(url=url, family="test", title=title, body=body, **more)


def stamp(value, source="listing"):
    return Stamp(value=value, precision="minute" if "T" in value else "day", source=source)


def listing(url, *cards, source="listing", **more):
    """A list page with cards given as (url, date or None)."""
    made = tuple(Card(url=u, title=f"Tin {u}", date=stamp(d, source) if d else None) for u, d in cards)
    return Listing(url=url, family="test", cards=made, source=source, **more)


def dump(conn, table, *, drop=()):
    """All rows of a table as a sorted list of dicts, without the columns in `drop`."""
    rows = [dict(row) for row in conn.execute(f"select * from {table}")]
    for row in rows:
        for column in drop:
            row.pop(column, None)
    return sorted(rows, key=str)


def outcomes(archive):
    """What a crawl came to, without what depends on the clock."""
    articles = dump(
        archive.conn,
        "(select id, portal_id, url, title, lead, body, author, unit, category, page_date, published_at,"
        " published_source, published_precision, text_sha256, version_count from articles)",
    )
    versions = dump(archive.conn, "(select article_id, text_sha256 from versions)")
    cards = dump(archive.conn, "(select article_id, title, date, source, count(*) n from cards group by 1, 2, 3, 4)")
    visits = dump(
        archive.conn,
        "(select url, method, outcome, case when outcome <> 'redirect' then reason end reason from visits"
        " join urls on key = url_key)",
    )
    return {"articles": articles, "versions": versions, "cards": cards, "visits": visits}


class KillAt(list):
    """A server's request log that kills a process when it is `count` requests long."""

    def __init__(self, count, process):
        self.count, self.process = count, process

    def append(self, request):
        super().append(request)
        if len(self) == self.count:
            self.process.kill()
