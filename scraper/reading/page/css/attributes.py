"""Elements with endless attributes, cut before they are parsed.

libxml2 compares every attribute of an element with all before it: 24,000 of them take a second, a million half an
hour, in C, which no signal stops. No page needs more than some dozen.
"""

import re

MOST_ATTRIBUTES = 200  # of one element
_HARMLESS = 30_000  # characters: a page of so few has no element with enough attributes to matter

# One attribute as libxml2 and browsers take it (HTML, 13.2.5.32 to 13.2.5.39). Every part is possessive, so that each
# character is looked at once.
_ATTRIBUTE = r"""[\s/]*+[^\s/>][^\s/>=]*+(?:\s*+=\s*+(?:"[^"]*+"|'[^']*+'|[^\s>]*+))?+"""
_NAME = r"<[A-Za-z][^\s/>]*+"
# Everything up to the first tag with more. Scripts and comments are looked at as if they were markup, which is fast
# and nearly always enough.
_NONE = re.compile(rf"(?:[^<]++|<(?![A-Za-z])|{_NAME}(?:{_ATTRIBUTE}){{0,{MOST_ATTRIBUTES}}}+(?!{_ATTRIBUTE}))*+")
# The same with an eye on what is no markup: comments, and the text of elements that hold text alone.
_PIECES = re.compile(
    rf"""<!--.*?(?:-->|\Z)|<(script|style|textarea|title|xmp)\b[^>]*+>.*?(?:</\1|\Z)
    |(?P<kept>{_NAME}(?:{_ATTRIBUTE}){{0,{MOST_ATTRIBUTES}}}+)(?P<more>(?:{_ATTRIBUTE})*+)""",
    re.IGNORECASE | re.DOTALL | re.VERBOSE,
)


def few_attributes(html: str) -> str:
    """`html` without the attributes of an element beyond the first 200."""
    if len(html) < _HARMLESS or _NONE.fullmatch(html):
        return html
    return _PIECES.sub(lambda found: found["kept"] or found[0], html)
