"""A folder of saved pages, laid out HOST/path as wget and HTTrack do, as a WARC file of resource records.

Such pages have lost their HTTP head, so they are resource records (WARC 1.1, 6.4), whose payload is the block itself.
Where a page was and when it was saved is taken from the comment that the saving tool left in it, else from its path
and its file's time.
"""

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from hashlib import sha256
from html import unescape
from pathlib import Path
from urllib.parse import quote
from uuid import NAMESPACE_URL, uuid5

from scraper.capture.warc.records import digest, member
from scraper.capture.warc.writer import sync_directory, warcinfo
from scraper.errors import CaptureError

# HTTrack's comment has address and time; that of browsers ("Save as") has the length of the address and the address.
_HTTRACK = re.compile(
    rb"<!--\s*Mirrored from ([^\s<>]+) by HTTrack [^<>]*?, (\w{3}, \d{1,2} \w{3} \d{4} [\d:]{8} GMT)\s*-->"
)
_SAVED_FROM = re.compile(rb"<!--\s*saved from url=\(\d+\)(\S+)\s*-->")
# A folder that is named like a host or an IPv4 address. A port follows ":", or "+" where file systems refuse that.
_HOST = re.compile(r"(?:[a-z0-9-]+\.)+[a-z]{2,}(?:[:+]\d+)?|(?:\d{1,3}\.){3}\d{1,3}(?:[:+]\d+)?", re.IGNORECASE)
# wget writes a query behind "?", or behind "@" where file systems refuse that (--restrict-file-names=windows).
_QUERY = re.compile(r"\?|@(?=[^@]*=)")
_HTML = re.compile(rb"<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE)
_HEAD_BYTES = 64 * 1024  # where the comment and the first tags of a page stand

# Kept besides HTML, with the type that a server would give; the rest (css, js, images, fonts) are not pages.
_TYPES = {
    ".xml": "application/xml",
    ".rss": "application/rss+xml",
    ".json": "application/json",
    ".txt": "text/plain",
    ".pdf": "application/pdf",
    ".doc": "application/msword",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".xls": "application/vnd.ms-excel",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".ppt": "application/vnd.ms-powerpoint",
    ".pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    ".odt": "application/vnd.oasis.opendocument.text",
    ".rtf": "application/rtf",
    ".zip": "application/zip",
    ".rar": "application/vnd.rar",
    ".7z": "application/x-7z-compressed",
}
_NOT_PAGES = {".css", ".js", ".mjs", ".map", ".svg"}


@dataclass(frozen=True, slots=True)
class _Saved:
    """One saved page: its address, the WARC-Date of its saving, its media type and its bytes."""

    url: str
    date: str
    mime: str
    body: bytes

    @property
    def id(self) -> str:
        """The same page saved at the same moment has the same id, so importing twice adds nothing."""
        return uuid5(NAMESPACE_URL, f"{self.url} {self.date} {digest(self.body)}").urn

    def record(self, warcinfo_id: str) -> bytes:
        """The resource record as gzip member; `warcinfo_id` is the id of the file's warcinfo record."""
        headers = [
            ("WARC-Type", "resource"),
            ("WARC-Record-ID", f"<{self.id}>"),
            ("WARC-Date", self.date),
            ("WARC-Target-URI", self.url),
            ("WARC-Warcinfo-ID", f"<{warcinfo_id}>"),
            ("WARC-Payload-Digest", digest(self.body)),
            ("WARC-Block-Digest", digest(self.body)),
            ("Content-Type", self.mime),
        ]
        return member(headers, self.body)


def warc_from_folder(folder: Path, out_dir: Path) -> Path:
    """Write the saved pages and attachments under `folder` into one WARC file in `out_dir`; returns its path.

    `folder` holds one folder a host, or is itself named like the host. A page's own comment ("Mirrored from",
    "saved from") is believed before path and file time. Hidden files, files that are no pages and files whose address
    is not known are left out. The same folder gives the same file: its name is made from the ids of its pages.
    Raises CaptureError when there is no such folder or no saved page in it.
    """
    if not folder.is_dir():
        raise CaptureError(f"{folder} is not a folder.")
    files = sorted(path for path in folder.rglob("*") if path.is_file() and not _hidden(path.relative_to(folder)))
    base = folder.resolve()
    named_host = None if any(_is_host_folder(entry) for entry in folder.iterdir()) else _host(base.name)
    # Two passes, so that memory holds one page: the ids make the name, then the records are written.
    ids, dates = set(), set()
    for saved in _pages(folder, files, named_host):
        ids.add(saved.id)
        dates.add(saved.date)
    if not ids:
        raise CaptureError(
            f"{folder} holds no saved pages. Pages are expected as HOST/path, for example tin.example/bai-1.html."
        )
    name = f"{_slug(base.name)}-{sha256(' '.join(sorted(ids)).encode()).hexdigest()[:12]}.warc.gz"
    info_id = uuid5(NAMESPACE_URL, name).urn
    return _write(out_dir / name, info_id, max(dates), _pages(folder, files, named_host))


def _write(target: Path, info_id: str, date: str, pages: Iterator[_Saved]) -> Path:
    target.parent.mkdir(parents=True, exist_ok=True)
    draft = target.with_name(f".{target.name}.{os.getpid()}")
    done = set()  # ids: the same page may lie in the folder twice
    try:
        with draft.open("wb") as file:
            file.write(warcinfo(info_id, date, target.name, {"description": "Saved pages from a folder."}))
            for saved in pages:
                if saved.id not in done:
                    done.add(saved.id)
                    file.write(saved.record(info_id))
            file.flush()
            os.fsync(file.fileno())
        draft.rename(target)
        sync_directory(target.parent)
    finally:
        draft.unlink(missing_ok=True)
    return target


def _pages(folder: Path, files: list[Path], named_host: str | None) -> Iterator[_Saved]:
    for path in files:
        mime = _type_of(path)
        if mime is None:
            continue
        body = path.read_bytes()
        stated_url, date = _comment(body[:_HEAD_BYTES]) if mime == "text/html" else (None, None)
        url = stated_url or _url_of(path.relative_to(folder), named_host)
        if url is not None and body:
            saved_at = date or datetime.fromtimestamp(int(path.stat().st_mtime), UTC)
            yield _Saved(url, saved_at.strftime("%Y-%m-%dT%H:%M:%SZ"), mime, body)


def _hidden(path: Path) -> bool:
    """Whether a file is hidden, or belongs to HTTrack's own notes."""
    return any(part.startswith(".") or part == "hts-cache" for part in path.parts)


def _type_of(path: Path) -> str | None:
    """Media type of a file that is a page or an attachment, or None. Pages are saved under any name."""
    ending = Path(_QUERY.split(path.name, maxsplit=1)[0]).suffix.lower()
    if ending in _NOT_PAGES:
        return None
    if ending in _TYPES:
        return _TYPES[ending]
    with path.open("rb") as file:
        head = file.read(_HEAD_BYTES)
    return "text/html" if _HTML.search(head) or ending in {".html", ".htm"} else None


def _comment(head: bytes) -> tuple[str | None, datetime | None]:
    """Address and time that the tool which saved a page wrote into it, as far as it did."""
    if found := _HTTRACK.search(head):
        date = parsedate_to_datetime(found[2].decode("ascii")).astimezone(UTC)
        return _address(found[1]), date
    if found := _SAVED_FROM.search(head):
        return _address(found[1]), None
    return None, None


def _address(raw: bytes) -> str | None:
    """The address in a comment, without its fragment and escaped; None when it is no web address."""
    url = unescape(raw.decode("utf-8", "replace")).partition("#")[0]
    if "://" not in url:  # HTTrack leaves out http://
        url = "http://" + url
    if not url.startswith(("http://", "https://")):
        return None
    return quote(url, safe="%/:?=&!$'()*+,;@[]~")


def _host(name: str) -> str | None:
    """The host that a folder is named after, with its port; None when it is no host's name."""
    return name.lower().replace("+", ":") if _HOST.fullmatch(name) else None


def _is_host_folder(path: Path) -> bool:
    return path.is_dir() and _host(path.name) is not None


def _url_of(path: Path, named_host: str | None) -> str | None:
    """The address that a mirror tool saved under this path; an index page stands for its folder."""
    parts = list(path.parts)
    host = named_host or (_host(parts.pop(0)) if len(parts) > 1 else None)
    if host is None:
        return None
    *folders, name = parts
    name, *query = _QUERY.split(name, maxsplit=1)
    if re.fullmatch(r"(?:index|default)\.html?", name, re.IGNORECASE):
        name = ""
    place = "/".join(quote(os.fsencode(part), safe="%!$&'()*+,;=:@~") for part in (*folders, name))
    # Behind a query, `.html` is what wget adds to every page (--adjust-extension).
    queries = [quote(os.fsencode(part.removesuffix(".html")), safe="%!$&'()*+,;=:@/?~") for part in query]
    return "?".join([f"http://{host}/{place}", *queries])


def _slug(name: str) -> str:
    """`name` as the begin of a file name."""
    return re.sub(r"[^A-Za-z0-9._-]+", "-", name).strip("-.") or "folder"
