"""Which files of an article are worth keeping. Pure: addresses in, addresses out.

The rule, written once for crawl and ingest:

* attachments are asked for unless the portal's `max_attachment_mb` is 0; images as the portal's `images` policy says
  ("none": only their addresses are kept; "lead": the first; "all");
* on the portal's own addresses, whatever the article links as a file;
* on a host of no known portal, only what its address names as a document or picture, at a public host name. Units keep
  their files on older hosts and on the government's own servers, and these go dark like the portals do; robots.txt and
  the host gate hold there as anywhere. Pages of other hosts are never asked for.
"""

import ipaddress
import re
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Literal
from urllib.parse import unquote, urlsplit

from scraper.items import Article

ImagePolicy = Literal["none", "lead", "all"]

DOCUMENTS = frozenset("pdf doc docx xls xlsx ppt pptx zip rar 7z odt ods odp rtf csv txt epub tif tiff".split())
PICTURES = frozenset("jpg jpeg png gif bmp webp svg tif tiff".split())
_PRIVATE_NAMES = (".local", ".localhost", ".internal", ".lan", ".home.arpa", ".test", ".invalid")
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")

_MAGIC = (
    b"%PDF",
    b"PK\x03\x04",
    b"\xd0\xcf\x11\xe0",
    b"Rar!",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"7z\xbc\xaf",
    b"RIFF",
    b"{\\rtf",
    b"II*\0",
    b"MM\0*",
)
_TYPES = re.compile(r"application/(?:pdf|msword|vnd\.|zip|x-|rtf)|image/|audio/|video/|font/")


def is_binary(head: bytes, content_type: str) -> bool:
    """Whether bytes that begin with `head` are a file and no text, whatever their address; `head` decides first."""
    if head.startswith(_MAGIC):
        return True
    return bool(_TYPES.match(content_type)) and ("xml" not in content_type or content_type == "image/svg+xml")


def files_of(article: Article, *, attachments: bool, images: ImagePolicy) -> Iterator[str]:
    """The addresses of the files of `article` that the policy wants, in their order on the page."""
    pictures = [image.src for image in article.images]
    wanted = [file.url for file in article.attachments] if attachments else []
    wanted += {"none": [], "lead": pictures[:1], "all": pictures}[images]
    for url in dict.fromkeys(wanted):
        if url.startswith(("http://", "https://")):
            yield url


def names_file(url: str) -> bool:
    """Whether the address itself names a document or picture; Liferay puts an id behind the name."""
    try:
        path = urlsplit(url).path
    except ValueError:
        return False
    parts = [part for part in unquote(path).split("/") if part]
    kinds = {PurePosixPath(part).suffix.lstrip(".").lower() for part in parts[-2:]}
    return bool(kinds & (DOCUMENTS | PICTURES))


def is_public(url: str) -> bool:
    """Whether the host is a public name: no bare or private name, no private number, no login in the address."""
    try:
        parts = urlsplit(url)
        host, _ = (parts.hostname or "").rstrip("."), parts.port
    except ValueError:
        return False
    if not host or "@" in parts.netloc:
        return False
    try:
        return is_public_number(host)
    except ValueError:
        return "." in host and not host.endswith(_PRIVATE_NAMES)


def is_public_number(address: str) -> bool:
    """Whether an IP address is one of the public Internet, those that lead on to an IPv4 address judged by that one.

    Raises ValueError when `address` is none.
    """
    number = ipaddress.ip_address(address)
    if isinstance(number, ipaddress.IPv6Address):
        inner = number.ipv4_mapped or number.sixtofour
        if number in _NAT64:
            inner = ipaddress.IPv4Address(int(number) & 0xFFFFFFFF)
        number = inner or number
    return number.is_global and not number.is_multicast
