"""Sentence material: the text files beside this module, read once.

A file has parts headed `@role` or `@role kind`; every other line is one sentence with slots in braces.
"""

from functools import cache
from importlib.resources import files

# The files of sentences; `chung` (for all topics) and `names` stand beside them.
TOPICS = (
    "cua-khau",
    "dang",
    "thi-dua",
    "nong-nghiep",
    "chuyen-doi-so",
    "giao-duc",
    "y-te",
    "nong-thon-moi",
    "giao-thong",
    "cai-cach",
    "van-hoa",
    "thien-tai",
    "an-sinh",
)

Parts = dict[str, tuple[str, ...]]


@cache
def parts(topic: str) -> Parts:
    """The sentences of `topic` by role, e.g. `opening hop` (a meeting), `opening coso` (at the grass roots)."""
    text = files(__package__).joinpath("texts", f"{topic}.txt").read_text(encoding="utf-8")
    found: dict[str, list[str]] = {}
    role = ""
    for line in text.splitlines():
        if line.startswith("@"):
            role = line[1:].strip()
        elif line.strip():
            found.setdefault(role, []).append(line.strip())
    return {name: tuple(lines) for name, lines in found.items()}
