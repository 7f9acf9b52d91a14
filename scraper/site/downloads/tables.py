"""Articles as tables for other programs: CSV that opens right in Excel, XLSX and NDJSON, with the same columns."""

import csv
import io
import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import xlsxwriter

from scraper.site.search.search_query import Portals

FIELDS = (
    "id published_at published_source published_precision updated_at title lead body author unit category url state"
    " portal_id first_seen_at last_seen_at changed_at version_count attachment_count word_count language text_sha256"
    " layout"
).split()
COLUMNS = (*FIELDS[:13], "portal_id", "portal", "province", "province_now", *FIELDS[14:], "page")
SQL = ", ".join([*(f"a.{name}" for name in FIELDS), "a.sort_key"])
KINDS = ("csv", "xlsx", "ndjson")
MAX_CELL = 32_767  # characters of a cell in XLSX
_CUT = " […]"
# Excel, LibreOffice and Sheets take a cell that begins so for a formula, even from a CSV file: what a portal printed
# would be run on the reader's machine (OWASP: CSV injection).
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def record(row: Mapping[str, Any], portals: Portals, base: str) -> dict[str, Any]:
    """The article `row` by `COLUMNS`; `base` is the address its page lies under, "" when nobody serves the archive."""
    portal = portals.get(row["portal_id"] or "") or {}
    found = {name: row[name] for name in FIELDS}
    found |= {"portal": portal.get("name"), "page": f"{base}/bai/{row['id']}" if base else None}
    found |= {name: portal.get(name) for name in ("province", "province_now")}
    return {name: found[name] for name in COLUMNS}


def csv_start() -> str:
    """The beginning of a CSV file: the mark by which Excel knows UTF-8, and the names of the columns."""
    return "\ufeff" + _csv([COLUMNS])


def csv_rows(records: Iterable[Mapping[str, Any]]) -> str:
    """Lines of a CSV file. An apostrophe before what would be a formula is the only change to a text."""
    return _csv([_harmless(found[name]) for name in COLUMNS] for found in records)


def _csv(lines: Iterable[Iterable[Any]]) -> str:
    out = io.StringIO()
    csv.writer(out).writerows(lines)
    return out.getvalue()


def _harmless(value: Any) -> Any:
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value


def ndjson_rows(records: Iterable[Mapping[str, Any]]) -> str:
    """One JSON object a line."""
    return "".join(json.dumps(found, ensure_ascii=False) + "\n" for found in records)


class Sheet:
    """An XLSX file (ISO/IEC 29500) at `path` that is written row by row and keeps none of them in memory."""

    def __init__(self, path: Path) -> None:
        # Texts stay texts: XlsxWriter would make formulas and links of what looks like one.
        options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        # Its drafts grow as large as the file, so they lie beside it.
        self.book = xlsxwriter.Workbook(str(path), {**options, "tmpdir": str(path.parent)})
        self.sheet = self.book.add_worksheet("Tin")
        self.sheet.freeze_panes(1, 0)
        bold = self.book.add_format({"bold": True})
        for place, name in enumerate(COLUMNS):
            self.sheet.write_string(0, place, name, bold)
        self.count = 0

    def add(self, records: Iterable[Mapping[str, Any]]) -> None:
        """Write articles; a text longer than a cell can hold is cut and says so."""
        for found in records:
            self.count += 1
            for place, name in enumerate(COLUMNS):
                value = found[name]
                if isinstance(value, int):
                    self.sheet.write_number(self.count, place, value)
                elif value is not None:
                    self.sheet.write_string(self.count, place, _fitting(str(value)))

    def close(self, notes: Iterable[str]) -> None:
        """Add `notes` on a second sheet and finish the file."""
        about = self.book.add_worksheet("Ghi chú")
        for place, note in enumerate(notes):
            about.write_string(place, 0, note)
        self.book.close()


def _fitting(value: str) -> str:
    # Excel counts UTF-16 units.
    if len(value) <= MAX_CELL // 2 or len(value.encode("utf-16-le")) // 2 <= MAX_CELL:
        return value
    return value.encode("utf-16-le")[: (MAX_CELL - len(_CUT)) * 2].decode("utf-16-le", "ignore") + _CUT
