"""Files that an article's fragment links to."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, parse_qsl, unquote, urlsplit

from scraper.items import Attachment
from scraper.reading.page.file_addresses import viewed
from scraper.reading.page.page import Page
from scraper.reading.page.text import clean

if TYPE_CHECKING:  # see scraper.reading.page.lines
    from bs4.element import Tag

_FILES = frozenset("pdf doc docx xls xlsx ppt pptx zip rar 7z odt ods odp rtf csv txt xml epub".split())
_NO_FILES = frozenset("jpg jpeg png gif bmp webp svg tif tiff mp3 mp4 avi flv webm html htm".split())
_LIFERAY_FILE = re.compile(r"/documents/\d+/\d+/")
_FILE_PATH = re.compile(r"/documents/\d+/\d+/|/uploadfile/|downloadfile|/download/|get_file|/file/get", re.IGNORECASE)
_NAMED_FILE = re.compile(r"[^\s/\\]\.(?:pdf|docx?|xlsx?|pptx?|zip|rar|7z|odt|ods|rtf|csv)$", re.IGNORECASE)
# Paths of programs that hand out files: "download.aspx", "tai-ve", "FileHandler.ashx".
_PROGRAM = re.compile(r"download|tai-?(?:ve|tep|file|xuong)|get-?file|file-?handler|attach|\.ashx$", re.IGNORECASE)
_VIEWER = re.compile(r"viewfile|xem-?(?:file|tep)", re.IGNORECASE)
_SAYS_NOTHING = re.compile(
    r"(?:tại đây|ở đây|tải về|tải xuống|tải file|download|xem(?: chi tiết| tại đây)?|here|file|đây|chi tiết)\W*",
    re.IGNORECASE,
)


def attachments(root: Tag, page: Page) -> tuple[Attachment, ...]:
    """The files that `root`, a fragment of `page`, links to, each once."""
    found: dict[str, Attachment] = {}
    for link in root.find_all("a", href=True):
        url = page.link(str(link["href"]))
        if (
            url
            and is_file(url, downloads=link.has_attr("download") or offers_file(url, clean(link.get_text())))
            and url not in found
        ):
            found[url] = Attachment(url=url, name=_name(link, url))
    return tuple(found.values())


def offers_file(url: str, label: str) -> bool:
    """Whether a link to `url` says that it is a file: by its text, `label`, or by what it asks a program for."""
    parts = urlsplit(url)
    names_one = any(_NAMED_FILE.search(value) for _, value in parse_qsl(parts.query))
    if names_one and _PROGRAM.search(parts.path):
        return True
    # A viewer is a page; what it shows stands in the fragment as a link of its own.
    return not viewed(url) and bool(_NAMED_FILE.search(label) or (names_one and _VIEWER.search(parts.path)))


def is_file(url: str, *, downloads: bool = False) -> bool:
    """Whether `url` is a document to download: by extension, or by the paths that systems keep files under.

    `downloads` says that the link offers a file, whatever its address. Pictures, videos and pages are none, unless the
    address asks to download them.
    """
    parts = urlsplit(url)
    path = unquote(parts.path).rstrip("/")
    kinds = {part.rpartition(".")[2].lower() for part in path.split("/")[-2:] if "." in part}
    if kinds & _NO_FILES:
        return "download" in parse_qs(parts.query)
    return downloads or bool(kinds & _FILES) or "download" in parse_qs(parts.query) or bool(_FILE_PATH.search(path))


def _name(link: Tag, url: str) -> str:
    """What `link` calls the file; where it only says "Tải về": its icon's text, its title, or the name in `url`."""
    text = clean(link.get_text())
    if text and not _SAYS_NOTHING.fullmatch(text):
        return text
    for picture in link.find_all("img", alt=True):
        if alt := clean(str(picture["alt"])):
            return alt
    path = unquote(urlsplit(url).path)
    if _LIFERAY_FILE.search(path):
        path = path.replace("+", " ")  # that is how Liferay writes blanks
    parts = [part for part in path.split("/") if part]
    named = [part for part in parts[-2:] if "." in part]
    return clean(str(link.get("title") or "")) or (named[-1] if named else text or (parts[-1] if parts else url))
