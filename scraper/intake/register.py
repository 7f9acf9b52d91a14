"""Noting finished capture files in table `warc_files`, with the hash that later proves them unchanged."""

from pathlib import Path

from scraper.capture.whole_files import fixity_of
from scraper.store.archive import Archive
from scraper.store.captures.captures import register_file


def register_finished(archive: Archive, captures: Path, source: str = "crawl") -> int:
    """Register every finished file under `captures` that has no row yet; return how many.

    `source` is what wrote them: "crawl" or "ingest". Files that a crawl still writes end in `.open` and are left out.
    """
    known = {row["name"] for row in archive.rows("select name from warc_files")}
    fresh = [path for path in sorted(captures.glob("*.warc*")) if path.suffix in {".gz", ".warc"}]
    fresh = [path for path in fresh if path.name not in known]
    for path in fresh:
        # Outside the transaction: hashing a gigabyte would keep every other writer waiting.
        size, sha256, records = fixity_of(path)
        portal = archive.value("select portal_id from captures where file = ? order by offset limit 1", path.name)
        with archive.transaction() as conn:
            register_file(
                conn, name=path.name, portal_id=portal, size=size, sha256=sha256, records=records, source=source
            )
    return len(fresh)
