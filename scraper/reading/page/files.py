"""Which files of an article are worth keeping. Pure: addresses in, addresses out.

The rule, written once for crawl and ingest:

* attachments are asked for unless the portal's `max_attachment_mb` is 0; images as the portal's `images` policy says
  ("none": only their addresses are kept; "lead": the first; "all");
* on the portal's own addresses, whatever the article links as a file;
* on a host of no known portal, only what its address names as a document or picture, at a public host name. Units keep
  their files on older hosts and on the government's own servers, and these go dark like the portals do; robots.txt and
  the host gate hold there as anywhere. Pages of other hosts are never asked for.
"""

import re
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Literal
from urllib.parse import unquote, urlsplit

from scraper.items import Article

ImagePolicy = Literal["none", "lead", "all"]

DOCUMENTS = frozenset("pdf doc docx xls xlsx ppt pptx zip rar 7z odt ods odp rtf csv txt epub tif tiff".split())
PICTURES = frozenset("jpg jpeg png gif bmp webp svg tif tiff".split())

# First bytes of file formats; most of them are in https://mimesniff.spec.whatwg.org/#matching-a-mime-type-pattern.
_MAGIC = (
    b"%PDF",
    b"PK\x03\x04",  # zip, and with it docx, xlsx, odt, epub
    b"\xd0\xcf\x11\xe0",  # the compound files of old Office: doc, xls, ppt
    b"Rar!",
    b"\x89PNG",
    b"\xff\xd8\xff",  # JPEG
    b"GIF8",
    b"7z\xbc\xaf",
    b"RIFF",  # webp, avi, wav
    b"{\\rtf",
    b"II*\0",  # TIFF in both byte orders
    b"MM\0*",
)
_TYPES = re.compile(r"application/(?:pdf|msword|vnd\.|zip|x-|rtf)|image/|audio/|video/|font/")


def is_binary(head: bytes, content_type: str) -> bool:
    """Whether bytes that begin with `head` are a file and no text, whatever their address.

    `head` decides first, since old servers call their .doc files text/html; `content_type` is without parameters.
    """
    if head.startswith(_MAGIC):
        return True
    return bool(_TYPES.match(content_type)) and ("xml" not in content_type or content_type == "image/svg+xml")


def files_of(article: Article, *, attachments: bool, images: ImagePolicy) -> Iterator[str]:
    """The addresses of the files of `article` that are wanted, each once: attachments, then images.

    `attachments` and `images` are what its portal wants, see above. Images written into the page (`data:`) have no
    address to ask for.
    """
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
