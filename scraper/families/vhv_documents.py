"""A document's page on VHV's platform: a table of labels and values, its files, and a table of other documents.

Seen in saved pages of 2021: `.legal-document-detailLayout-default td.td-title`, each with its value in the next cell.
The files are opened by `onclick="downloadFile('<record>', '<address>')"`, and shown once more in a frame. The table of
other documents below has dates and files of its own. "Ngày ban hành" is the day of the document, not of its
publication; the latter is only stated for machines.
"""

from parsel import Selector

from scraper.families.vhv_modules import record_of
from scraper.items import Article, Related
from scraper.reading import (
    Body,
    Family,
    Page,
    breadcrumb,
    compose,
    cut,
    element,
    entries,
    flat,
    read_body,
    table_rows,
    words,
)

_BOX = ".legal-document-detailLayout-default"
_OTHERS = ".list-legal-document-table"
_TITLE = {"tiêu đề văn bản", "tên văn bản"}
_ABSTRACT = {"mô tả", "trích yếu"}
_ISSUER = {"cơ quan ban hành"}
# Counters change with every visit; files are not text.
_NO_TEXT = {"số lượt xem", "số lượt tải về", "tài liệu đính kèm", "file đính kèm"}


def read_document(page: Page, family: Family) -> Article | None:
    """The document of `page`, as an article whose text are the filled rows of its table; None on other pages."""
    box = next(iter(page.selector.css(_BOX)), None)
    if box is None:
        return None
    rows = _rows(box)
    title = _value(rows, _TITLE)
    if not title:
        return None
    shown = [(label, value) for label, value in rows if value and words(label) not in _TITLE | _ABSTRACT | _NO_TEXT]
    lines = table_rows(shown)
    files = (
        read_body(cut(element(box.css("table")[0])), page).attachments
        or read_body(cut(element(box)), page).attachments
    )
    return compose(
        page,
        family.id,
        title,
        Body(lines, attachments=files, related=_others(page)),
        lead=_value(rows, _ABSTRACT),
        unit=_value(rows, _ISSUER),
        category=breadcrumb(page, title),
        key=record_of(page),
    )


def _rows(box: Selector) -> list[tuple[str, str]]:
    """Labels and values of the table, as printed."""
    cells = box.css("td.td-title")
    return [
        (flat(element(cell)), flat(element(value[0])))
        for cell in cells
        if (value := cell.xpath("following-sibling::td"))
    ]


def _value(rows: list[tuple[str, str]], labels: set[str]) -> str | None:
    return next((value for label, value in rows if value and words(label) in labels), None)


def _others(page: Page) -> tuple[Related, ...]:
    """The documents that the table below lists."""
    return tuple(entry for table in page.selector.css(_OTHERS) for entry in entries(element(table), page))
