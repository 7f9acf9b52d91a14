"""Typed changes between two versions of an article: pure functions, text in, changes out."""

from scraper.changes.compare import compare
from scraper.changes.images import image_changes
from scraper.changes.model import Change, Kind, Place, Text
from scraper.changes.words import Segment, word_diff

__all__ = ["Change", "Kind", "Place", "Segment", "Text", "compare", "image_changes", "word_diff"]
