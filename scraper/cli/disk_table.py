"""`scrapy portals --disk` as a table."""

from scraper.cli.tables import plain_table, print_table
from scraper.portals.portal_map import PortalMap
from scraper.store.archive import Archive
from scraper.store.captures.disk import ASSUMED, SAMPLE, FileDisk, disk_of

_UNITS = ("B", "kB", "MB", "GB", "TB")


def print_disk(archive: Archive | None, portals: PortalMap) -> None:
    """Print what each of `portals` with articles takes, and what its files would take if they were kept too.

    `archive` is None where there is none yet.
    """
    table = plain_table("portal")
    titles = (
        "articles",
        "captured",
        "images: kept/named",
        "to come",
        "policy",
        "files: kept/named",
        "to come",
        "up to",
    )
    for title in titles:
        table.add_column(title, justify="right", no_wrap=True)
    disks = [disk_of(archive, name) for name in portals.portals] if archive else []
    for disk in disks:
        if not (disk.articles or disk.captured):
            continue
        portal = portals.portals[disk.portal_id]
        table.add_row(
            disk.portal_id,
            f"{disk.articles:,}",
            size(disk.captured),
            *_files(disk.images),
            portal.images,
            *_files(disk.attachments),
            f"{portal.max_attachment_mb} MB" if portal.max_attachment_mb else "none",
        )
    if not table.row_count:
        print("Nothing is captured yet, so there is nothing to estimate from.")
        return
    print_table(table)
    print(
        f'"To come" is an estimate of what the files not kept would take: their number times the mean of the portal\'s'
        f" own kept files, or, marked ~~, where fewer than {SAMPLE} are kept, times an assumed"
        f" {size(ASSUMED['images'])} an image and {size(ASSUMED['attachments'])} an attachment. WARC files hardly"
        " compress either."
    )


def _files(files: FileDisk) -> tuple[str, str]:
    """Two cells: how many files are kept of those named, and what the rest would take."""
    mark = "~" if files.measured else "~~"
    return f"{files.kept:,}/{files.named:,}", f"{mark}{size(files.estimate)}" if files.estimate else "0 B"


def size(count: float) -> str:
    """Bytes for people, in powers of a thousand: `1.2 GB`."""
    for unit in _UNITS[:-1]:
        if count < 1000:
            return f"{count:.0f} {unit}" if unit == "B" else f"{count:.1f} {unit}"
        count /= 1000
    return f"{count:.1f} {_UNITS[-1]}"
