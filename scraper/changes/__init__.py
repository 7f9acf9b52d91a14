"""Typed changes between two versions of an article: what became another figure, date, name, paragraph, title.

Pure: texts in (`Text`, `items.Image`), changes out (`Change`). Imports of the project only `scraper.items`,
`scraper.vietnamese` and the bylines of `scraper.reading`. `is_same_article` says whether two texts are versions at
all. The way of a comparison: `compare` pairs paragraphs (`align`), looks into each pair (`classify`, with what
`entities` and `people` find), and rates what it found (`severity`); `tokens` and `match` carry all of it. Cost grows
with the length of the texts, not with its square, whatever the texts are.
"""

from scraper.changes.compare import compare
from scraper.changes.images import image_changes
from scraper.changes.likeness import is_same_article
from scraper.changes.model import Change, Kind, Place, Text
from scraper.changes.words import Segment, word_diff

__all__ = ["Change", "Kind", "Place", "Segment", "Text", "compare", "image_changes", "is_same_article", "word_diff"]
