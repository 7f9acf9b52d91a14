"""What portals take on the disk, and what their files would take: measured where there is a sample, else assumed."""

from dataclasses import dataclass

from scraper.store.archive import Archive

SAMPLE = 20  # captured files of a kind, from which on their mean is used instead of the assumption
# Assumed bytes of a file where none were measured: photographs as news sites scale them, scanned decisions.
ASSUMED = {"images": 150_000, "attachments": 600_000}
_VIEWS = {"images": ("image_files", "images"), "attachments": ("attachment_files", "attachments")}


@dataclass(frozen=True, slots=True)
class FileDisk:
    """Files of one kind: `named` different ones by articles, of which `kept` are here, with `size` bytes.

    `estimate` is what the others would take, in bytes; `measured` says that it rests on kept files of this portal.
    """

    named: int
    kept: int
    size: int
    estimate: int
    measured: bool


@dataclass(frozen=True, slots=True)
class Disk:
    """What one portal takes. `captured` are bytes in capture files, of pages and files and all else."""

    portal_id: str
    articles: int
    captured: int
    images: FileDisk
    attachments: FileDisk


def disk_of(archive: Archive, portal_id: str) -> Disk:
    """What the portal takes now, and what the files that it names and we do not keep would take."""
    return Disk(
        portal_id=portal_id,
        articles=archive.value("select count(*) from articles where portal_id = ?", portal_id),
        captured=archive.value("select coalesce(sum(length), 0) from captures where portal_id = ?", portal_id),
        images=_files(archive, portal_id, "images"),
        attachments=_files(archive, portal_id, "attachments"),
    )


def _files(archive: Archive, portal_id: str, kind: str) -> FileDisk:
    view, table = _VIEWS[kind]
    # Grouped by file, because many articles show one file; its size is known as soon as one of them has it.
    (row,) = archive.rows(
        "select count(*) as named, count(size) as kept, coalesce(sum(size), 0) as size from ("
        f" select {table}.file_id, max({view}.size) as size from articles"
        f" join {table} on {table}.article_id = articles.id"
        f" join {view} on {view}.article_id = {table}.article_id and {view}.position = {table}.position"
        f" where articles.portal_id = ? group by {table}.file_id)",
        portal_id,
    )
    measured = row["kept"] >= SAMPLE
    mean = row["size"] / row["kept"] if measured else ASSUMED[kind]
    rest = row["named"] - row["kept"]
    return FileDisk(row["named"], row["kept"], row["size"], round(rest * mean), measured)
