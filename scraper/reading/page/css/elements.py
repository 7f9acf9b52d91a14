"""From the text of a page to lxml's elements."""

import re
from typing import TypeAlias

from lxml import etree

from scraper.reading.page.css.attributes import few_attributes

Element: TypeAlias = etree._Element  # noqa: SLF001  lxml has no public name for the class of its elements

# Characters that XML 1.0 (section 2.2) does not allow in a document: lxml reads them, but refuses to write them.
CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_CONTROL_BYTES = bytes(code for code in (*range(0x20), 0x7F) if code not in b"\t\n\r")
_LAST_CHARACTERS = "\ufffe".encode()[:2]  # U+FFFE and U+FFFF begin with these bytes in UTF-8, and few others do
_PARSER = etree.HTMLParser(recover=True, encoding="utf-8", huge_tree=True)  # to make one costs as much as to use it


def parse_html(text: str) -> Element:
    """The root of an HTML page, with blanks for characters that no document may hold."""
    text = few_attributes(text)
    try:
        body = text.strip().encode()
    except UnicodeEncodeError:  # half of a surrogate pair
        body = b"\0"
    # Most pages have no such character, and bytes tell that many times faster than a regular expression on the text.
    has_controls = len(body.translate(None, _CONTROL_BYTES)) != len(body)
    if has_controls or _LAST_CHARACTERS in body:
        body = CONTROLS.sub(" ", text).strip().encode()
    root: Element | None = etree.fromstring(body or b"<html/>", _PARSER)
    # libxml2 gives no root for a text without any element or word, such as a lone comment.
    return etree.fromstring(b"<html/>", _PARSER) if root is None else root
