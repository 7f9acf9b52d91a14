"""Images that came or went between two versions, and captions that were rewritten."""

from collections.abc import Sequence
from urllib.parse import unquote, urlsplit

from scraper.changes.model import Change
from scraper.items import Image

CAME_OR_WENT = 40  # severities, see scraper.changes.severity
CAPTION = 20
_FILE_ENDINGS = (".jpg", ".jpeg", ".png", ".gif", ".webp", ".bmp", ".svg", ".avif")


def image_changes(old: Sequence[Image], new: Sequence[Image]) -> tuple[Change, ...]:
    """Changes of kind "image" from `old` to `new`; severity 40 for one that came or went, 20 for another caption.

    An image is known by its path: hosts, sizes and tokens in the query of a file's address change with every
    rendering. Where the file is named in the query only, the query counts.
    """
    ours, theirs = ({_identity(image.src): image for image in images} for images in (old, new))
    found = []
    for key in dict.fromkeys((*theirs, *ours)):
        a, b = ours.get(key), theirs.get(key)
        src = (theirs if b else ours)[key].src
        if a is None or b is None:
            found.append(_change(CAME_OR_WENT, _shown(a), _shown(b), src))
        elif (a.caption or "") != (b.caption or ""):
            found.append(_change(CAPTION, a.caption, b.caption, src))
    return tuple(found)


def _identity(src: str) -> str:
    """What an image is known by, see `image_changes`."""
    parts = urlsplit(src)
    path = unquote(parts.path)
    return path if path.lower().endswith(_FILE_ENDINGS) or not parts.query else f"{path}?{parts.query}"


def _shown(image: Image | None) -> str | None:
    if image is None:
        return None
    return f"{image.caption} ({image.src})" if image.caption else image.src


def _change(severity: int, before: str | None, after: str | None, src: str) -> Change:
    return Change("image", severity, "image", None, before, after, src)
