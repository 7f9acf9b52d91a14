"""What a crawl costs, beside a bare Scrapy crawl of the same portal in the same run.

    python bench/crawl.py [PAGES [MEMORY_PAGES]]

Prints the CPU of capturing alone over a bare crawl's (under 30 % more), the pages per second of the whole
pipeline over a bare crawl's, by CPU and by the clock (at least 0.4), records per second of `scrapy verify` (at least
2,000), and the memory of a crawl of MEMORY_PAGES pages (under 200 MB at 20,000; 0 leaves this out). The start of a
process is measured by a crawl of one page and taken off.
"""

import shutil
import sys
import tempfile
import time
from pathlib import Path

from synthetic import Cost, Served

from scraper.capture.verify import Verifier, files_on_disk
from scraper.store.archive import Archive
from scraper.store.captures.checks import files_known

ROUNDS = 3
KINDS = ("bare", "captured", "whole")  # the whole pipeline last: what it leaves in `home` is verified


def best(served: Served, home: Path) -> dict[str, Cost]:
    """The cheapest of some rounds of each kind, in turn: what else the machine does is left out."""
    costs: dict[str, list[Cost]] = {kind: [] for kind in KINDS}
    for _ in range(ROUNDS):
        for kind in KINDS:
            shutil.rmtree(home, ignore_errors=True)
            home.mkdir()
            costs[kind].append(served.run(home, kind))
    return {kind: min(found, key=lambda cost: cost.cpu) for kind, found in costs.items()}


def verify_rate(home: Path) -> float:
    """Records a second of one process that checks the captures in `home`."""
    archive = Archive.open(home / "archive.db")
    verifier = Verifier(archive.conn, home / "captures", lambda _: None)
    known, paths = files_known(archive.conn), files_on_disk(home / "captures")
    start = time.process_time()
    for name in known:
        verifier.check(name, known[name], paths.get(name))
    spent = time.process_time() - start
    archive.close()
    assert not verifier.checked.bad
    return verifier.checked.records / spent


def main() -> None:
    pages = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    many = int(sys.argv[2]) if len(sys.argv) > 2 else 0
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "home"
        with Served(1) as one:
            start = best(one, home)
        with Served(pages) as served:
            full = best(served, home)
        archive = Archive.open(home / "archive.db")
        assert archive.value("select count(*) from articles") == pages, "the whole pipeline has every article"
        archive.close()
        cpu = {kind: (full[kind].cpu - start[kind].cpu) / pages for kind in KINDS}
        wall = {kind: (full[kind].wall - start[kind].wall) / pages for kind in KINDS}
        print(f"{pages} pages; ms of CPU a page: " + ", ".join(f"{kind} {cpu[kind] * 1000:.2f}" for kind in KINDS))
        print(f"capturing adds {(cpu['captured'] / cpu['bare'] - 1) * 100:.0f} % of CPU to a bare crawl")
        by_cpu, by_clock = cpu["bare"] / cpu["whole"], wall["bare"] / wall["whole"]
        print(f"whole pipeline: {by_cpu:.2f} of bare by CPU, {by_clock:.2f} by clock")
        print(f"verify: {verify_rate(home):,.0f} records/s")
        print("memory: " + ", ".join(f"{kind} {full[kind].memory:.0f} MB" for kind in KINDS))
        if many:
            with Served(many) as served:
                shutil.rmtree(home)
                home.mkdir()
                print(f"memory over {many} pages: {served.run(home, 'whole').memory:.0f} MB")


if __name__ == "__main__":
    main()
