"""How long searches take on a big archive, by the CPU time of the process, so that its neighbours do not count.

    python bench/archive_1m.py FOLDER
    python bench/search.py FOLDER/archive.db

Prints for each kind of query the 50th and 95th percentile of: the SQL of the page's results and count, of its years
and facets, and of a feed (page under 50 ms for rare, common and very common terms, feed under 100 ms).
"""

import asyncio
import os
import statistics
import sys
import time

from datasette.app import Datasette

from scraper.site import rows
from scraper.site.search import narrowing
from scraper.site.search.hits import newest_hits, search
from scraper.site.search.search_query import query_of

ROUNDS = 5
KINDS = {
    "rare": [{"q": [f"hiem{n}"]} for n in (7, 777, 14_007)],
    "common": [{"q": [q]} for q in ("nông thôn mới", "nong thon moi", "ủy ban nhân dân", "cửa khẩu", '"khu kinh tế"')],
    "very common": [{"q": [q]} for q in ("tỉnh", "tinh", "và", "xã hội", "tỉnh -hội")],
    "rare portal, common word": [{"q": [q], "cong": ["bench_rare"]} for q in ("tỉnh", "nông thôn mới", "kinh tế")],
    "filters": [
        {"q": ["tỉnh"], "tu": ["2010"], "den": ["05/2011"]},
        {"q": ["tỉnh"], "da-sua": ["1"]},
        {"q": ["tỉnh"], "da-go": ["1"], "dinh-kem": ["1"]},
        {"q": ["kinh tế"], "tac-gia": ["nông vy"]},
        {"q": ["cua khau"], "tinh": ["lang son"]},
        {"q": ["tỉnh"], "muc": ["y te"], "tinh-nay": ["Hà Nội"]},
    ],
    "filters alone": [
        {"cong": ["bench_rare"]},
        {"muc": ["y te"]},
        {"tu": ["2012"], "den": ["2012"]},
        {"da-go": ["1"]},
    ],
    "by relevance": [{"q": [q], "sap": ["lien-quan"]} for q in ("tỉnh", "nông thôn mới", "hiem77")],
    "beginnings": [{"q": [q]} for q in ("nghiêm*", "chuyên*", "hoa*")],
}


async def spent(work) -> tuple[float, object]:
    start = time.process_time()
    found = await work
    return (time.process_time() - start) * 1000, found


def shown(times: list[float]) -> str:
    ordered = sorted(times)
    return f"{statistics.median(ordered):6.1f} {ordered[int(len(ordered) * 0.95)]:6.1f}"


async def main() -> None:
    datasette = Datasette([sys.argv[1]], settings={"sql_time_limit_ms": 20_000})
    db = datasette.get_database("archive")
    portals = await rows.portals(db)
    print(f"{'ms of CPU, p50 and p95':26} {'results':>13} {'years, facets':>13} {'feed':>13}")
    for kind, given in KINDS.items():
        results, around, feeds = [], [], []
        for number in range(ROUNDS + 1):
            for wanted in given:
                query = query_of(wanted, portals)
                took, found = await spent(search(db, query))
                years, _ = await spent(narrowing.years(db, query, found)) if found.keys else (0.0, None)
                facets, _ = await spent(narrowing.choices(db, found, portals))
                feed, _ = await spent(newest_hits(db, query, 50))
                if number:  # the first round warms the caches
                    results.append(took)
                    around.append(years + facets)
                    feeds.append(feed)
        print(f"{kind:26} {shown(results)} {shown(around)} {shown(feeds)}", flush=True)


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    asyncio.run(main())
    os._exit(0)  # Datasette's threads would wait
