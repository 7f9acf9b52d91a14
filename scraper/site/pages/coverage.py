"""How many articles the archive has of each portal and month, by date of publication."""

import re
from typing import Any

_MONTH = re.compile(r"(\d{4})-(\d\d)$")


async def months(db: Any, portal: str) -> dict[str, int]:
    """Articles of `portal` by month (`2024-06`), months without any left out, in order of time."""
    sql = (
        "select substr(day, 1, 7) as month, sum(articles) as n from stats_day where portal_id = :portal and day <> ''"
        " group by 1 order by 1"
    )
    rows = (await db.execute(sql, {"portal": portal})).rows
    return {row["month"]: row["n"] for row in rows if _MONTH.fullmatch(row["month"])}


def by_year(counts: dict[str, int]) -> dict[str, list[int]]:
    """Twelve numbers for each year from the first to the last."""
    years = [int(month[:4]) for month in counts]
    found = {f"{year:04}": [0] * 12 for year in range(min(years), max(years) + 1)} if years else {}
    for month, n in counts.items():
        at = int(month[5:]) - 1
        if 0 <= at < 12:
            found[month[:4]][at] += n
    return found


def empty_months(counts: dict[str, int]) -> list[str]:
    """Months between the first and the last from which there is no article: gaps of ours, or of the portal."""
    known = [month for month in counts if 1 <= int(month[5:]) <= 12]
    if not known:
        return []
    numbers = {int(month[:4]) * 12 + int(month[5:]) - 1 for month in known}
    missing = (n for n in range(min(numbers), max(numbers)) if n not in numbers)
    return [f"{n // 12:04}-{n % 12 + 1:02}" for n in missing]
