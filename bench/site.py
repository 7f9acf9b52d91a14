"""How fast the site answers over a big archive, through a real server: p95 of warm requests, and its memory.

    python bench/site.py FOLDER [ROUNDS]

FOLDER holds the archive.db of `bench/archive_1m.py`. One Datasette with the project's metadata.yml and settings.json
serves it; each page is asked ROUNDS times (default 40), every round for other articles, words and depths, after five
rounds that do not count. Prints for each kind of page the median and the 95th percentile beside its bound
and the server's CPU time per request, which tells more on a busy machine; then the greatest memory of the server
beside 500 MB. Exits with 1 when a bound is broken or an answer is not 200. Times include HTTP on loopback
(about 2 ms). Of the search page the bound is on its SQL, which Datasette's `?_trace=1` tells; it includes the way to a
thread and back for every query.
"""

import html
import json
import os
import random
import re
import shutil
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

ROOT = Path(__file__).parent.parent
MEMORY = 500  # MB
WARM = 5  # rounds
COMMON = ("tỉnh", "tinh", '"khu kinh tế"', "đồng chí", "hội nghị")


class Sample:
    """Articles, words and depths to ask for, the same in every run."""

    def __init__(self, database: Path) -> None:
        db = sqlite3.connect(f"{database.resolve().as_uri()}?mode=ro", uri=True)
        newest, last = db.execute("select max(sort_key), max(rowid) from articles").fetchone()
        self.random = random.Random(1)
        rows = [self.random.randrange(1, last) for _ in range(200)]
        found = db.execute(f"select id, sort_key from articles where rowid in ({','.join(map(str, rows))})").fetchall()
        self.ids = [row[0] for row in found]
        self.keys = sorted(row[1] for row in found)
        self.changed = [row[0] for row in db.execute("select article_id from changes limit 200")] or self.ids
        self.portals = [row[0] for row in db.execute("select id from portals")]
        self.newest = newest
        db.close()

    def of(self, values: list[str]) -> str:
        """One of `values`."""
        return self.random.choice(values)


def pages(s: Sample, following: dict[str, str]) -> dict[str, tuple[int, Callable[[], str]]]:
    """Kind of page -> bound in milliseconds, and the next address to ask."""

    def deep(kind: str, start: str) -> str:
        return following.get(kind) or start

    return {
        "home": (20, lambda: "/"),
        "article": (20, lambda: f"/bai/{s.of(s.ids)}"),
        "article with versions": (20, lambda: f"/bai/{s.of(s.changed)}"),
        "portal": (50, lambda: f"/cong/{s.of(s.portals)}"),
        "changes page": (50, lambda: "/thay-doi"),
        "search SQL, rare word": (50, lambda: f"/tim?q=hiem{s.random.randrange(20_000)}&_trace=1"),
        "search SQL, common words": (50, lambda: f"/tim?q={s.of(list(COMMON))}&_trace=1"),
        "search SQL, filters": (
            50,
            lambda: f"/tim?q={s.of(list(COMMON))}&cong={s.of(s.portals)}&tu=2015&den=2020&_trace=1",
        ),
        "feed of a search": (100, lambda: f"/tim.atom?q={s.of(list(COMMON))}"),
        "api articles": (50, lambda: "/api/v1/articles?limit=100"),
        "api articles, deep": (50, lambda: deep("api articles, deep", "/api/v1/articles?limit=100")),
        "api articles, one portal": (50, lambda: f"/api/v1/articles?cong={s.of(s.portals)}&limit=100"),
        "api articles, filters": (50, lambda: f"/api/v1/articles?cong={s.of(s.portals)}&da-go=1&tu=2010&den=2022"),
        "api article": (20, lambda: f"/api/v1/articles/{s.of(s.ids)}"),
        "api versions": (50, lambda: f"/api/v1/articles/{s.of(s.changed)}/versions"),
        "api changes": (50, lambda: "/api/v1/changes?limit=100"),
        "api changes, deep": (50, lambda: deep("api changes, deep", "/api/v1/changes?since=2015-01-01&limit=100")),
        "api changes, edited": (50, lambda: "/api/v1/changes?event=edited&limit=25"),
        "api changes, one portal": (50, lambda: f"/api/v1/changes?cong={s.of(s.portals)}&limit=25"),
        "api search, rare": (50, lambda: f"/api/v1/search?q=hiem{s.random.randrange(20_000)}"),
        "api search, common": (50, lambda: f"/api/v1/search?q={s.of(list(COMMON))}"),
        "api search, deep": (50, lambda: deep("api search, deep", "/api/v1/search?q=tinh&sap=moi-nhat")),
        "api portals": (50, lambda: "/api/v1/portals"),
        "api completeness": (50, lambda: "/api/v1/completeness"),
        "api stats": (50, lambda: f"/api/v1/stats?cong={s.of(s.portals)}&by=month"),
        "api stats, all": (50, lambda: "/api/v1/stats?by=year"),
        "api openapi": (50, lambda: "/api/v1/openapi.json"),
        "api page": (50, lambda: "/api"),
        "sitemap": (200, lambda: f"/sitemap-{s.random.randrange(256):02x}.xml"),
    }


@contextmanager
def server(database: Path) -> Iterator[tuple[str, int]]:
    """Address and process id of a Datasette over `database`."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with tempfile.TemporaryDirectory() as folder:
        for name in ("metadata.yml", "settings.json"):
            shutil.copy(ROOT / name, folder)
        (Path(folder) / "archive.db").symlink_to(database.resolve())
        command = [sys.executable, "-m", "datasette", folder, "--port", str(port), "--setting", "trace_debug", "1"]
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            base = f"http://127.0.0.1:{port}"
            for _ in range(600):
                try:
                    httpx.get(f"{base}/robots.txt", timeout=60)
                    break
                except httpx.TransportError:
                    time.sleep(0.1)
            yield base, process.pid
        finally:
            process.terminate()
            process.wait()


def sql_time(answer: httpx.Response) -> float | None:
    """What the queries of a traced page took, in ms; None when it was not traced."""
    if "_trace" not in answer.url.params:
        return None
    trace = re.search(r"<pre>(\{.*?\})</pre>", answer.text, re.DOTALL)
    assert trace, f"{answer.url} says nothing of its queries"
    return float(json.loads(html.unescape(trace[1]))["sum_trace_duration_ms"])


def memory(pid: int) -> float:
    """The greatest resident memory of a process, in MB."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) / 1024


def cpu(pid: int) -> float:
    """CPU time of a process so far, in ms."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) * 1000 / os.sysconf("SC_CLK_TCK")


def main() -> int:
    database = Path(sys.argv[1]) / "archive.db"
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 40
    following: dict[str, str] = {}
    broken = 0
    with server(database) as (base, pid), httpx.Client(base_url=base, timeout=60) as client:
        for kind, (bound, address) in pages(Sample(database), following).items():
            times, wrong, used = [], "", 0.0
            for number in range(rounds + WARM):
                used = used if number > WARM else cpu(pid)
                path = address()
                start = time.perf_counter()
                answer = client.get(path)
                took = (time.perf_counter() - start) * 1000
                spent = sql_time(answer)
                times.append(took if spent is None else spent)
                wrong = wrong or ("" if answer.status_code == 200 else f"{answer.status_code} {path}")
                if "deep" in kind and answer.status_code == 200:
                    following[kind] = (json.loads(answer.text)["next"] or "").removeprefix(base)
            times = sorted(times[WARM:])
            p95 = times[min(len(times) - 1, round(len(times) * 0.95))]
            bad = bool(wrong) or p95 > bound
            broken += bad
            each = (cpu(pid) - used) / rounds
            said = f"p50 {times[len(times) // 2]:6.1f}  p95 {p95:6.1f} of {bound:3}  cpu {each:5.1f} ms"
            print(f"{kind:26} {said} {'<<< ' + wrong if bad else ''}", flush=True)
        peak = memory(pid)
    print(f"memory {peak:.0f} of {MEMORY} MB")
    return int(bool(broken) or peak > MEMORY)


if __name__ == "__main__":
    sys.exit(main())
