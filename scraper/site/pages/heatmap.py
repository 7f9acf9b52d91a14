"""Heat maps and bars as SVG made here: no script, colours from the style sheet, the numbers in a table beside them.

Lengths are pixels.
"""

from collections.abc import Sequence

from markupsafe import Markup, escape

from scraper.site.texts import Texts

STEPS = (1, 5, 20, 80, 300)  # articles a month from which a cell is one step darker
_LABEL = 7.2  # width of a character of a row's name
_HEAD = 20
_LINE = 20
_BESIDE = 12  # characters of a row's name that stand beside its cells


def step(count: int) -> int:
    """How dark the cell for `count` articles is: 0 for none, up to `len(STEPS)`."""
    return sum(count >= edge for edge in STEPS)


def heatmap(
    rows: Sequence[tuple[str, Sequence[int]]], heads: Sequence[str], title: str, t: Texts, cell: int = 24
) -> Markup:
    """One line of cells for each (name, counts) of `rows`; `heads` stand over the cells, "" for none.

    `cell` is the width of a cell. For screen readers it is one image with `title` and a sum in the language of `t`;
    the page has the table.
    """
    longest = max(len(name) for name, _ in rows)
    over = longest > _BESIDE  # long names stand over their cells: beside them a phone would show nothing else
    left, line_height = (1, 2 * _LINE - 2) if over else (round(longest * _LABEL) + 8, _LINE)
    width = max(left + len(heads) * cell + 4, round(longest * _LABEL) if over else 0)
    height = _HEAD + len(rows) * line_height + 2
    total = sum(sum(counts) for _, counts in rows)
    parts = [
        _open("heat", "heat", width, height),
        f'<title id="heat-title">{escape(title)}</title>',
        f'<desc id="heat-desc">{escape(t("coverage.desc", n=t.number(total), rows=len(rows)))}</desc>',
    ]
    parts += [
        f'<text x="{left + i * cell}" y="{_HEAD - 6}">{escape(head)}</text>' for i, head in enumerate(heads) if head
    ]
    for line, (name, counts) in enumerate(rows):
        top = _HEAD + line * line_height + (line_height - _LINE)
        place = f'x="{left}" y="{top - 5}"' if over else f'x="{left - 6}" y="{top + 13}" text-anchor="end"'
        parts.append(f"<text {place}>{escape(name)}</text>")
        parts += [
            f'<rect class="h{step(count)}" x="{left + i * cell}" y="{top}" width="{cell - 2}" height="{_LINE - 3}"/>'
            for i, count in enumerate(counts)
            if count  # an empty cell is no cell: a map of ten years would be mostly those
        ]
        parts.append(f'<path class="row" d="M{left} {top + _LINE - 1.5}H{width - 4}"/>')
    return Markup("".join([*parts, "</svg>"]))  # noqa: S704 - every text is escaped above


def _open(name: str, classes: str, width: int, height: int) -> str:
    size = f'width="{width}" height="{height}" viewBox="0 0 {width} {height}" xmlns="http://www.w3.org/2000/svg"'
    return f'<svg class="{classes}" role="img" aria-labelledby="{name}-title {name}-desc" {size}>'


def bars(counts: Sequence[tuple[str, int]], title: str, t: Texts, mark: str | None = None) -> Markup:
    """A bar for each (month, count) of `counts` and a line before the month `mark`.

    For screen readers it is one image with `title` and a sum in the language of `t`.
    """
    width, height, foot = max(len(counts) * 4, 40), 120, 18
    most = max((n for _, n in counts), default=0) or 1
    total = sum(n for _, n in counts)
    parts = [
        _open("bars", "heat bars", width, height + foot),
        f'<title id="bars-title">{escape(title)}</title>',
        f'<desc id="bars-desc">{escape(t("coverage.desc_bars", n=t.number(total), most=t.number(most)))}</desc>',
    ]
    for i, (month, n) in enumerate(counts):
        tall = max(round(n * height / most), 1) if n else 0
        if tall:
            parts.append(f'<rect class="h4" x="{i * 4}" y="{height - tall}" width="3" height="{tall}"/>')
        if month.endswith("-01"):
            parts.append(f'<text x="{i * 4}" y="{height + 14}">{escape(month[:4])}</text>')
        if month == mark:
            parts.append(f'<path class="mark" d="M{i * 4 - 1} 0V{height}"/>')
    return Markup("".join([*parts, f'<path class="row" d="M0 {height}H{width}"/></svg>']))  # noqa: S704 - as above
