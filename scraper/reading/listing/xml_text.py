"""XML as servers really send it: slips with one meaning are mended in the text, then a strict parser decides.

A lenient parser is no help here: after one bare `&`, libxml2's recovery drops every later reference, so that
`id=1&amp;cat=2` becomes `id=1cat=2` and an address that nobody published is asked for. What is mended: characters that
XML 1.0 forbids (section 2.2), HTML's names of characters and bare ampersands (4.1), stray `<`, prefixes that nobody
declared (Namespaces in XML 1.0, section 3), and what stands behind the end of the document. Comments, processing
instructions and the document type are left out: no entity of a stranger's is ever expanded. Each character is looked
at a fixed number of times.
"""

import re
from html.entities import html5
from typing import Final

_XML_NAMES: Final = frozenset({"amp", "lt", "gt", "quot", "apos"})
_REFERENCE = re.compile(r"&(?:#([0-9]{1,7})|#[xX]([0-9a-fA-F]{1,6})|([A-Za-z][A-Za-z0-9]{1,31}));|&")
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_ROOT = re.compile(r"<(?:([A-Za-z_][\w.-]{0,40}):)?([A-Za-z_][\w.-]{0,40})")
_TAG = re.compile(r"<[^<>]*>")
_TAG_NAME = re.compile(r"/?[A-Za-z_]")
_PREFIXED = re.compile(r"[<\s/]([A-Za-z_][\w.-]{0,40}):[\w.-]")
_DECLARED = re.compile(r"\bxmlns:([A-Za-z_][\w.-]{0,40})\s*=\s*[\"']([^\"']*)")
_MOST_PIECES = 20  # `>` inside the attribute values of one tag; more than that is no tag


# What prefixes that nobody declared stand for everywhere else; other prefixes get a name of their own.
_KNOWN_PREFIXES: Final = {
    "atom": "http://www.w3.org/2005/Atom",
    "dc": "http://purl.org/dc/elements/1.1/",
    "dcterms": "http://purl.org/dc/terms/",
    "news": "http://www.google.com/schemas/sitemap-news/0.9",
}


class BrokenXmlError(ValueError):
    """The text is not well formed and cannot be mended; raised by `mended`, caught by the feed reader."""


def root_name(text: str) -> str | None:
    """The local name of the root element of an XML document, or None when `text` does not begin like one.

    HTML pages begin the same way (comments, a document type), so callers compare the name with those they know.
    """
    at = _after_prolog(text)
    found = _ROOT.match(text, at) if at is not None else None
    return found[2] if found else None


def has_doctype(text: str) -> bool:
    """Whether a document type stands before the root element."""
    at = _after_prolog(text)
    return at is not None and "<!doctype" in text[:at].lower()


def without_declaration(text: str) -> str:
    """`text` without byte order mark, blanks and XML declaration: the encoding that this names is undone by now."""
    text = text.lstrip("\ufeff \t\r\n")
    if text.startswith("<?xml"):
        text = text[text.find("?>") + 2 :]
    return text.lstrip()


def _after_prolog(text: str) -> int | None:
    """Where the root element begins: behind blanks, comments, processing instructions and the document type."""
    at = 0
    while True:
        while at < len(text) and (text[at].isspace() or text[at] == "\ufeff"):
            at += 1
        if text.startswith("<!--", at):
            end = text.find("-->", at + 4)
            at = end + 3
        elif text.startswith("<?", at):
            end = text.find("?>", at + 2)
            at = end + 2
        elif text.startswith(("<!DOCTYPE", "<!doctype"), at):
            end = _doctype_end(text, at)
            at = end
        else:
            return at
        if end < 0:
            return None


def _doctype_end(text: str, at: int) -> int:
    """The place behind a document type, whose internal subset stands in brackets; -1 when it has no end."""
    subset, end = text.find("[", at), text.find(">", at)
    if subset < 0 or end < subset:
        return end + 1 if end >= 0 else -1
    closed = text.find("]", subset)
    end = text.find(">", closed) if closed >= 0 else -1
    return end + 1 if end >= 0 else -1


def mended(text: str) -> str:
    """`text` as a document that a strict parser reads, if any meaning can be given to it.

    Raises BrokenXmlError for a comment, a CDATA section or a document type without end, and for a document without
    its end tag: what is cut off must not pass for the whole.
    """
    text = _FORBIDDEN.sub("", text)
    start = _after_prolog(text)
    root = _ROOT.match(text, start) if start is not None else None
    if start is None or root is None:
        raise BrokenXmlError("no element begins the document")
    name = root[0][1:]
    end = text.rfind(f"</{name}")
    close = text.find(">", end) if end >= 0 else -1
    if close < 0 and not re.match(rf"<{re.escape(name)}[^<>]*/>", text[start : start + 2000]):
        raise BrokenXmlError(f"the end of <{name}> is missing: the document is cut off")
    return _declared(_Mender(text[start : close + 1 if close >= 0 else None]).run())


class _Mender:
    """Goes through a document once and mends what stands in its texts and tags."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._pieces: list[str] = []
        self._no_more_tags = False

    def run(self) -> str:
        at, text = 0, self._text
        while at < len(text):
            tag = text.find("<", at)
            if tag < 0:
                tag = len(text)
            self._pieces.append(_references(text[at:tag]))
            at = self._markup(tag) if tag < len(text) else tag
        return "".join(self._pieces)

    def _markup(self, at: int) -> int:
        """Take over or leave out what begins with the `<` at `at`; returns where the text goes on."""
        text = self._text
        if text.startswith("<!--", at):
            return self._behind("-->", at + 4, "a comment")
        if text.startswith("<![CDATA[", at):
            end = self._behind("]]>", at + 9, "a CDATA section")
            self._pieces.append(text[at:end])
            return end
        if text.startswith("<?", at):
            return self._behind("?>", at + 2, "a processing instruction")
        end = self._tag_end(at) if _TAG_NAME.match(text, at + 1) else -1
        if end < 0:
            self._pieces.append("&lt;")
            return at + 1
        self._pieces.append(_references(text[at:end]))
        return end

    def _behind(self, mark: str, at: int, what: str) -> int:
        end = self._text.find(mark, at)
        if end < 0:
            raise BrokenXmlError(f"{what} has no end")
        return end + len(mark)

    def _tag_end(self, at: int) -> int:
        """The place behind the tag at `at`; a `>` within quotes does not end it. -1 when there is none."""
        end = at
        for _ in range(_MOST_PIECES):
            end = -1 if self._no_more_tags else self._text.find(">", end)
            if end < 0:
                self._no_more_tags = True
                return -1
            end += 1
            tag = self._text[at:end]
            if tag.count('"') % 2 == 0 or tag.count("'") % 2:  # an apostrophe inside quotes is no quote
                return end
        return -1


def _references(text: str) -> str:
    return _REFERENCE.sub(_reference, text) if "&" in text else text


def _reference(found: re.Match[str]) -> str:
    decimal, hexadecimal, name = found.groups()
    if decimal or hexadecimal:
        number = int(decimal) if decimal else int(hexadecimal, 16)
        allowed = number in {9, 10, 13} or 32 <= number < 0x110000
        return found[0] if allowed and not _FORBIDDEN.match(chr(number)) else ""
    if name in _XML_NAMES:
        return found[0]
    if name and (shown := html5.get(f"{name};")):
        return "".join(f"&#{ord(letter)};" for letter in shown)
    return "&amp;" + found[0][1:]


def _declared(text: str) -> str:
    """`text` with a declaration at its root for every prefix that the root does not declare."""
    head = text[: text.find(">") + 1]
    at_root = {found[1] for found in _DECLARED.finditer(head)} | {"xml", "xmlns"}
    missing = {prefix for tag in _TAG.finditer(text) for prefix in _PREFIXED.findall(tag[0])} - at_root
    root = _ROOT.match(text)
    if not missing or root is None:
        return text
    elsewhere = {found[1]: found[2] for found in _DECLARED.finditer(text)}
    spaces = {
        one: elsewhere.get(one) or _KNOWN_PREFIXES.get(one) or f"urn:undeclared:{one}" for one in sorted(missing)
    }
    more = "".join(f' xmlns:{prefix}="{space}"' for prefix, space in spaces.items())
    return text[: root.end()] + more + text[root.end() :]
