"""Addresses of documents that a page offers by other means than a plain link: scripts, frames, viewers, buttons.

Portals list documents by `onclick` alone, show them in a frame or in somebody's viewer, and name them in attributes
that only their scripts read.
"""

import re
from urllib.parse import parse_qsl, unquote, urlsplit

from scraper.reading.page.css import Element

_KINDS = r"pdf|docx?|xlsx?|pptx?|zip|rar|7z|odt|ods|odp|rtf|csv|epub"
_QUOTED = re.compile(rf"""["']([^"'<>]{{1,500}}?\.(?:{_KINDS})(?:[?#][^"'<>]{{0,300}})?)["']""", re.IGNORECASE)
_FILE_PATH = re.compile(rf"\.(?:{_KINDS})$", re.IGNORECASE)
# What a viewer calls the address of the document that it shows (Google's and Microsoft's viewers, PDF.js).
_VIEWED = frozenset({"url", "src", "file", "doc", "document", "path", "link"})
# Elements that show a document, with the attribute that names it.
_FRAMES = {"iframe": "src", "frame": "src", "object": "data", "embed": "src"}
_SCRIPTS = ("onclick", "ondblclick", "onmousedown", "href")
_DATA = (*(f"data-{name}" for name in "href url src file link path pdf download document".split()), "formaction")


def file_address(node: Element) -> str | None:
    """The address of the document that `node` opens, as the page writes it; None for a plain link and for all else."""
    if frame := _FRAMES.get(node.tag):
        return _of_frame(node.get(frame) or node.get("data-src") or "", node.get("type") or "")
    for name in _SCRIPTS:
        script = node.get(name) or ""
        if name == "href" and not script.lower().startswith("javascript:"):
            continue
        if found := _QUOTED.search(script):
            return found[1]
    if node.tag in {"a", "button"}:
        for name in _DATA:
            value = node.get(name) or ""
            if _FILE_PATH.search(_path(value)):
                return value
    return None


def _of_frame(address: str, kind: str) -> str | None:
    """The document that a frame of the type `kind` shows: its own address, or what its viewer shows."""
    if _FILE_PATH.search(_path(address)) or "pdf" in kind:
        return address or None
    return viewed(address)


def viewed(address: str) -> str | None:
    """The document that the viewer at `address` shows by a parameter, None when it is no viewer."""
    try:
        query = urlsplit(address).query
    except ValueError:
        return None
    for name, value in parse_qsl(query):
        if name.lower() in _VIEWED and _FILE_PATH.search(_path(value)):
            return value
    return None


def _path(address: str) -> str:
    """The path of `address`, '' where it is none."""
    try:
        return unquote(urlsplit(address.strip()).path)
    except ValueError:
        return ""
