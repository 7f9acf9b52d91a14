"""Other containers of captures: WACZ packages, and ARC files, the format before WARC (ISO 28500 is of 2009)."""

import gzip
import os
import re
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import cast
from uuid import NAMESPACE_URL, uuid5

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed

from scraper.capture.warc.message import split_message
from scraper.capture.warc.records import digest, member
from scraper.capture.warc.writer import sync_directory, warcinfo
from scraper.capture.whole_files import import_file, sha256_of
from scraper.errors import CaptureError

# How the files begin. An ARC file begins with a record that describes it, at the address filedesc://.
_ZIP = b"PK\x03\x04"
_GZIP = b"\x1f\x8b"
_ARC = b"filedesc:"
# Capture files of a package lie in its folder `archive` (WACZ 1.1.1, "Directories and Files").
_WARC_NAME = re.compile(r"(?:^|/)archive/(?P<name>[^/]+\.warc(?:\.gz)?)$", re.IGNORECASE)
_PIECE = 1024 * 1024


def import_any(path: Path, captures: Path) -> Iterator[Path]:
    """Copy the captures of `path`, a WARC, ARC or WACZ file, into the folder `captures`; yields where they lie.

    WARC files keep their bytes and name; those of a WACZ get the name of their package in front. An ARC file is
    written anew as WARC, since rows point at WARC records. The same file gives the same files again.
    Raises CaptureError when it holds no captures or is damaged, after what is whole was yielded.
    """
    magic = _magic(path)
    if magic.startswith(_ZIP):
        yield from _import_wacz(path, captures, path.stem)
    elif magic.startswith(_ARC):
        yield from _import_arc(path, captures)
    else:
        yield import_file(path, captures)


def _magic(path: Path) -> bytes:
    """The first bytes of a file, decompressed where it is gzipped; what a file is named does not count."""
    try:
        with path.open("rb") as file:
            head = file.read(len(_ARC))
        if head.startswith(_GZIP):
            with gzip.open(path) as unpacked:
                head = unpacked.read(len(_ARC))
    except FileNotFoundError:
        return b""  # whoever reads it raises an error that says so
    except (OSError, EOFError):
        return b""
    return head


# ---- WACZ ----


def _import_wacz(path: Path, captures: Path, stem: str) -> Iterator[Path]:
    """The WARC files of a package, and of the packages in it (Browsertrix packs those of one crawl together)."""
    empty = True
    try:
        with zipfile.ZipFile(path) as package:
            for entry in package.infolist():
                warc = _WARC_NAME.search(entry.filename)
                if not (warc or entry.filename.lower().endswith(".wacz")):
                    continue
                name = warc["name"] if warc else Path(entry.filename).name
                with _unpacked(package, entry, captures, f"{stem}-{name}") as file:
                    empty = False
                    yield from [import_file(file, captures)] if warc else _import_wacz(file, captures, file.stem)
    except (zipfile.BadZipFile, EOFError, OSError) as error:
        raise CaptureError(f"{path.name} is damaged: {error}.") from error
    if empty:
        raise CaptureError(f"{path.name} is a zip file without captures (archive/*.warc.gz), so it is no WACZ.")


@contextmanager
def _unpacked(package: zipfile.ZipFile, entry: zipfile.ZipInfo, captures: Path, name: str) -> Iterator[Path]:
    """An entry of `package` as a file of this name, for as long as the context lasts.

    Unpacked, because a capture file is read from its beginning more than once; zipfile tests the checksum of the
    entry as it does so.
    """
    folder = captures / "work" / f"wacz-{os.getpid()}"
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / _plain(name)
    try:
        with package.open(entry) as source, target.open("wb") as copy:
            while piece := source.read(_PIECE):
                copy.write(piece)
        yield target
    finally:
        target.unlink(missing_ok=True)
        if not any(folder.iterdir()):
            folder.rmdir()


def _plain(name: str) -> str:
    """`name`, which is somebody's, as a name that cannot lead out of the folder or hide."""
    return re.sub(r"[^A-Za-z0-9._-]+", "-", name).lstrip(".-") or "package"


# ---- ARC ----


def _import_arc(path: Path, captures: Path) -> Iterator[Path]:
    """Write the ARC file as WARC, one response record for each of its HTTP answers.

    The name holds the hash of the ARC file, so that the same file gives the same name; damage is raised after what is
    whole before it has been written.
    """
    base = re.sub(r"\.arc(?:\.gz)?$", "", path.name, flags=re.IGNORECASE)
    sha256 = sha256_of(path)
    target = captures / f"{_plain(base)}-arc-{sha256[:12]}.warc.gz"
    draft = captures / "work" / f"{target.name}.{os.getpid()}"
    draft.parent.mkdir(parents=True, exist_ok=True)
    damage: CaptureError | None = None
    count = 0
    try:
        with draft.open("wb") as out:
            try:
                for block in _arc_records(path, target.name, sha256):
                    out.write(block)
                    count += 1
            except CaptureError as error:
                damage = error
            out.flush()
            os.fsync(out.fileno())
        if count < 2:  # the first is the warcinfo record
            raise damage or CaptureError(f"{path.name} holds no HTTP answer.")
        draft.rename(target)
        sync_directory(captures)
    finally:
        draft.unlink(missing_ok=True)
    yield target
    if damage:
        raise damage


def _arc_records(path: Path, name: str, sha256: str) -> Iterator[bytes]:
    """The gzip members of the WARC file `name`: a warcinfo record, then the answers. warcio reads the ARC file."""
    info_id = uuid5(NAMESPACE_URL, name).urn
    started = False
    try:
        with path.open("rb") as source:
            for record in ArchiveIterator(source, no_record_parse=True, arc2warc=True):
                fields = record.rec_headers
                date = str(fields.get_header("WARC-Date") or "")
                if not started:
                    started = True
                    about = {
                        "software": f"{path.name} (ARC file, SHA-256 {sha256})",
                        "description": "Converted from ARC: the answers are as they were, ARC has no requests.",
                    }
                    yield warcinfo(info_id, date, name, about)
                url = str(fields.get_header("WARC-Target-URI") or "")
                if record.rec_type == "response" and url.startswith(("http:", "https:")):
                    block = cast("bytes", record.raw_stream.read())
                    yield _arc_response(url, date, fields.get_header("WARC-IP-Address"), block, info_id)
    except (ArchiveLoadFailed, EOFError, OSError, ValueError) as error:
        raise CaptureError(f"{path.name} is damaged: {error}.") from error


def _arc_response(url: str, date: str, ip: str | None, block: bytes, info_id: str) -> bytes:
    """A response record. Its id is made from what it holds, so that the same file taken in twice adds nothing."""
    http = block.startswith(b"HTTP/")
    payload = split_message(block)[1] if http else block
    headers = [
        ("WARC-Type", "response"),
        ("WARC-Record-ID", f"<{uuid5(NAMESPACE_URL, f'{url} {date} {digest(block)}').urn}>"),
        ("WARC-Date", date),
        ("WARC-Target-URI", url),
        ("WARC-Warcinfo-ID", f"<{info_id}>"),
        ("WARC-Payload-Digest", digest(payload)),
        ("WARC-Block-Digest", digest(block)),
        ("Content-Type", "application/http; msgtype=response" if http else "application/octet-stream"),
    ]
    if ip and ip != "0.0.0.0":  # noqa: S104 (what ARC writes where the address is not known)
        headers.append(("WARC-IP-Address", ip))
    return member(headers, block)
