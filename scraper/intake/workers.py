"""Reading stored captures again, in this process or in several: what a rebuild spends its time on."""

import sqlite3
from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

from scrapy.settings import Settings

from scraper.capture.warc.exchange import OURS, Exchange
from scraper.capture.warc.gzip_members import stands_alone
from scraper.capture.warc.reader import Resolve, read_exchange_at, read_exchanges
from scraper.errors import CaptureError
from scraper.families.cpu_limit import PageLimit
from scraper.intake.bodies import resolver
from scraper.intake.read_capture import page_of, read_capture
from scraper.items import Reading
from scraper.portals.portal_map import PortalMap
from scraper.store.archive import Archive
from scraper.store.rows import Capture
from scraper.urls.canonical import request_key

BATCH = 64  # captures that are read as one task and stored in one transaction
AHEAD = 4  # tasks that wait for each process: enough to keep it busy, few enough for memory

Read = tuple[Capture, Reading | None]  # what a capture was read as; None: its body is not here


@dataclass(frozen=True, slots=True)
class Task:
    """Captures of one file that are read together, by offset; `whole` when the file must be read from its start."""

    path: Path
    captures: list[Capture]
    whole: bool


def needs_whole(path: Path, captures: list[Capture]) -> bool:
    """Whether the captures of a file cannot be read one by one.

    That is so in a file that is one gzip member, and in other people's files with forms (POST): what was sent is in
    a record of its own, at an offset that no row names.
    """
    plain = all(c.fidelity in OURS or request_key("GET", c.url) == c.url_key for c in captures)
    # A file that is one gzip member shows it by its second record, which does not begin a member.
    return not plain or not all(stands_alone(path, c.offset) for c in captures[:2])


def _reading(exchange: Exchange, portals: PortalMap) -> Reading | None:
    """What a stored exchange says; None when its body is not here."""
    if exchange.body is None:
        return None
    page = page_of(exchange.capture, exchange.body, exchange.content_type, exchange.request_body)
    return read_capture(exchange.capture, page, portals)


def _readings(task: Task, portals: PortalMap, resolve: Resolve) -> Iterator[Read]:
    if not task.whole:
        for capture in task.captures:
            exchange = read_exchange_at(task.path, capture.offset, portals.id_of, capture, resolve)
            yield capture, _reading(exchange, portals)
        return
    wanted = {capture.id: capture for capture in task.captures}
    try:
        for exchange in read_exchanges(task.path, portals.id_of, resolve):
            if exchange.capture.id in wanted:
                capture = wanted.pop(exchange.capture.id)
                yield capture, _reading(exchange, portals)
    except CaptureError:  # reported when the rows were made
        pass
    for capture in wanted.values():  # behind the damage
        yield capture, None


def read_alone(tasks: Iterator[Task], portals: PortalMap, resolve: Resolve) -> Iterator[Read]:
    """The readings of all tasks, made in this process. `resolve` finds the bodies of revisits."""
    for task in tasks:
        yield from _readings(task, portals, resolve)


# ---- in other processes ----


class _Reader:
    """What a reading process keeps between its tasks; `_start` sets it."""

    portals: PortalMap
    resolve: Resolve


def _start(modules: tuple[str, ...], cpu_seconds: float, archive: Path, captures: Path) -> None:
    PageLimit.cpu_seconds = cpu_seconds
    conn = sqlite3.connect(f"{archive.as_uri()}?mode=ro", uri=True, timeout=30)
    conn.row_factory = sqlite3.Row
    _Reader.portals = PortalMap.from_settings(Settings({"SPIDER_MODULES": list(modules)}))
    _Reader.resolve = resolver(conn, captures)


def _work(task: Task) -> list[Read]:
    return list(_readings(task, _Reader.portals, _Reader.resolve))


def read_in_processes(
    jobs: int, tasks: Iterator[Task], portals: PortalMap, archive: Archive, captures: Path
) -> Iterator[Read]:
    """The readings of all `tasks`, made in `jobs` processes, in the order of the tasks.

    `portals` says which families read, `archive` is the one that is filled, `captures` the directory of the files.
    Raises CaptureError when a process dies of a page.
    """
    running: deque[tuple[Task, Future[list[Read]]]] = deque()
    # Each process imports for itself ("spawn"): a fork would share our connections to SQLite, which must not be
    # (sqlite.org/howtocorrupt.html, 2.6).
    given = portals.modules, PageLimit.cpu_seconds, archive.path, captures
    with ProcessPoolExecutor(jobs, get_context("spawn"), _start, given) as pool:
        for task in tasks:
            if task.whole:  # may be large: not piled up in memory
                yield from _readings(task, portals, resolver(archive.conn, captures))
                continue
            running.append((task, pool.submit(_work, task)))
            if len(running) > AHEAD * jobs:
                yield from _result(*running.popleft())
        while running:
            yield from _result(*running.popleft())


def _result(task: Task, future: Future[list[Read]]) -> list[Read]:
    try:
        return future.result()
    except BrokenProcessPool as error:
        first, last = task.captures[0], task.captures[-1]
        raise CaptureError(
            f"A process died reading {task.path.name}, about bytes {first.offset:,} to {last.offset:,}."
        ) from error
