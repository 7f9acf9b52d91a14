"""Nothing acknowledged is lost, whenever the writer dies, and a full disk does no harm."""

import errno
import fcntl
import os
import random
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from helpers.paths import ROOT
from helpers.warc_checks import assert_valid

from scraper.capture.warc import writer
from scraper.capture.warc.exchange import WireExchange
from scraper.capture.warc.reader import read_exchanges
from scraper.capture.warc.records import read_records
from scraper.capture.warc.recovery import recover
from scraper.capture.warc.writer import WarcSink
from scraper.errors import CaptureError, DiskFullError
from scraper.store.rows import Capture


def exchange(number: int, body: bytes | None = None) -> WireExchange:
    body = f"<p>Tin số {number}</p>".encode() * (1 + number % 40) if body is None else body
    return WireExchange(
        url=f"http://langson.example/tin/{number}",
        date="2026-11-22T06:17:19.123Z",
        request=f"GET /tin/{number} HTTP/1.1\r\nHost: langson.example\r\n\r\n".encode(),
        response=b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + body,
        ip="127.0.0.1",
    )


def sink(directory: Path, **more) -> WarcSink:
    return WarcSink(directory, "lang_son", info={"operator": "mailto:ai@congtin.example"}, **more)


def captures_in(path: Path) -> list[Capture]:
    return [exchange.capture for exchange in read_exchanges(path, lambda _: None)]


def test_file_is_open_and_locked_until_it_is_closed(tmp_path):
    written = sink(tmp_path)
    first = written.write(exchange(1))
    (path,) = tmp_path.iterdir()
    assert path.name == first.file + ".open"
    assert recover(tmp_path) == []  # locked: another process is writing it
    assert captures_in(path) == captures_in(tmp_path / first.file) == [first]  # readable meanwhile
    written.close()
    assert [p.name for p in tmp_path.iterdir()] == [first.file]
    assert captures_in(tmp_path / first.file) == [first]
    assert first.fidelity == "wire"
    assert first.portal_id == "lang_son"
    assert_valid(tmp_path / first.file)


def test_an_unused_sink_makes_no_file(tmp_path):
    sink(tmp_path / "captures").close()
    assert not (tmp_path / "captures").exists()


def test_one_system_call_for_an_exchange(tmp_path, monkeypatch):
    calls = []
    real = os.write
    monkeypatch.setattr(writer.os, "write", lambda fd, data: calls.append(len(data)) or real(fd, data))
    written = sink(tmp_path)
    rows = [written.write(exchange(n)) for n in range(3)]
    assert len(calls) == 3
    assert sum(calls) == rows[-1].offset + rows[-1].length
    written.close()


def test_files_rotate_before_the_next_exchange(tmp_path):
    """The last exchange of a file must have its row before the file gets its final name."""
    written = sink(tmp_path, max_bytes=1500)
    rows = [written.write(exchange(n)) for n in range(8)]
    assert (tmp_path / (rows[-1].file + ".open")).exists()
    written.close()
    files = sorted(tmp_path.glob("*.warc.gz"))
    assert len(files) == len({row.file for row in rows}) > 1
    assert [c for path in files for c in captures_in(path)] == sorted(rows, key=lambda row: (row.file, row.offset))
    for path in files:
        assert_valid(path)


@pytest.mark.parametrize("at", ["write", "fdatasync"])
def test_a_full_disk_leaves_the_file_as_it_was(tmp_path, monkeypatch, at):
    """Disk full stops cleanly."""
    written = sink(tmp_path)
    kept = written.write(exchange(1))
    path = tmp_path / (kept.file + ".open")
    before = path.read_bytes()
    real = os.write
    room = [100, 0]  # the system takes part of the exchange, then nothing

    def write(fd, data):
        if at == "fdatasync":
            return real(fd, data)
        taken = real(fd, data[: room.pop(0)])
        if not taken:
            raise OSError(errno.ENOSPC, "No space left on device")
        return taken

    def full(_fd):
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(writer.os, "write", write)
        if at == "fdatasync":
            patch.setattr(writer.os, "fdatasync", full)
        with pytest.raises(DiskFullError, match="No space is left in"):
            written.write(exchange(2))
    assert path.read_bytes() == before
    again = written.write(exchange(2))
    written.close()
    assert captures_in(tmp_path / kept.file) == [kept, again]


def test_a_full_disk_at_the_first_exchange_leaves_no_file(tmp_path, monkeypatch):
    def full(_fd, _data):
        raise OSError(errno.ENOSPC, "No space left on device")

    written = sink(tmp_path)
    with monkeypatch.context() as patch:
        patch.setattr(writer.os, "write", full)
        with pytest.raises(DiskFullError):
            written.write(exchange(1))
    assert list(tmp_path.iterdir()) == []
    row = written.write(exchange(1))
    written.close()
    assert captures_in(tmp_path / row.file) == [row]


@pytest.fixture(scope="module")
def whole(tmp_path_factory) -> tuple[str, bytes, list[Capture]]:
    """A file as a killed writer leaves it, with its acknowledged rows."""
    directory = tmp_path_factory.mktemp("whole")
    written = sink(directory)
    rows = [written.write(exchange(n)) for n in range(6)]
    written.leave_open()
    return rows[0].file, (directory / (rows[0].file + ".open")).read_bytes(), rows


@pytest.mark.parametrize("seed", range(10))
def test_3000_random_cuts(tmp_path, whole, monkeypatch, seed):
    """Cut anywhere, with nothing, zeros or rubbish behind: what was whole is kept, the rest set aside."""
    monkeypatch.setattr(os, "fsync", lambda _: None)  # here the file is cut, not the power
    chance = random.Random(seed)
    for number in range(300):
        directory = tmp_path / str(number)
        directory.mkdir()
        cut_and_recover(directory, whole, chance, thorough=number % 30 == 0)


def cut_and_recover(directory, whole, chance, *, thorough):
    name, data, rows = whole
    cut = chance.randrange(len(data) + 1)
    tail = chance.choice([b"", bytes(chance.randrange(1, 5000)), chance.randbytes(chance.randrange(1, 5000))])
    (directory / (name + ".open")).write_bytes(data[:cut] + tail)
    (done,) = recover(directory, "lang_son")
    # Appended zeros may happen to be just the bytes that were cut off.
    kept = [row for row in rows if row.offset + row.length <= cut]
    extra = next((row for row in rows if row not in kept), None)
    if done.path is None:
        assert kept == []
    else:
        found = captures_in(done.path)
        assert found in (kept, [*kept, extra])
        assert done.exchanges == len(found)
        assert data.startswith(done.path.read_bytes())
        if thorough:
            assert_valid(done.path)
    size = done.path.stat().st_size if done.path else 0
    if done.torn:
        assert done.torn.parent == directory / "log"
        assert (data[:cut] + tail)[size:] == done.torn.read_bytes()
        assert str(done.torn_bytes) in str(done)
    else:
        assert size == len(data[:cut] + tail)
    assert recover(directory) == []
    assert not list(directory.glob("*.open"))


def test_recovery_takes_only_the_asked_portal_and_free_files(tmp_path, whole):
    name, data, _ = whole
    mine, other = tmp_path / (name + ".open"), tmp_path / (f"bao_{name}.open")
    mine.write_bytes(data)
    other.write_bytes(data)
    assert [done.name for done in recover(tmp_path, "lang_son")] == [name]
    with other.open("rb") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        assert recover(tmp_path) == []
    assert [done.path for done in recover(tmp_path)] == [tmp_path / f"bao_{name}"]


def test_recovery_never_overwrites_a_finished_file(tmp_path, whole):
    name, data, _ = whole
    (tmp_path / (name + ".open")).write_bytes(data)
    (tmp_path / name).write_bytes(b"khac")
    with pytest.raises(CaptureError, match="is there already"):
        recover(tmp_path)
    assert (tmp_path / name).read_bytes() == b"khac"


def test_a_kill_between_mending_and_the_rows_is_made_good(tmp_path, whole):
    """A mended file has its final name only when every capture in it has its row."""
    name, data, _ = whole
    (tmp_path / (name + ".open")).write_bytes(data)

    def killed(path):
        assert len(captures_in(path)) > 1
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        recover(tmp_path, keep=killed)
    told = []
    (done,) = recover(tmp_path, keep=lambda path: told.extend(captures_in(path)))
    assert told == captures_in(done.path)


KILLED = """
import sys
from pathlib import Path
from scraper.capture.warc.exchange import WireExchange
from scraper.capture.warc.writer import WarcSink

sink = WarcSink(Path(sys.argv[1]), "lang_son", info={}, max_bytes=200_000)
for number in range(100_000):
    head = f"GET /tin/{number} HTTP/1.1\\r\\nHost: langson.example\\r\\n\\r\\n".encode()
    body = str(number).encode() * 5000
    row = sink.write(WireExchange(url=f"http://langson.example/tin/{number}", date="2026-11-22T06:17:19.123Z",
        request=head, response=b"HTTP/1.1 200 OK\\r\\n\\r\\n" + body))
    sys.stdout.write(f"{row.id} {row.file} {row.offset}\\n")
    sys.stdout.flush()
"""


@pytest.mark.parametrize("seed", range(8))
def test_kill_9_loses_nothing_acknowledged(tmp_path, seed):
    """The process is killed after a random number of acknowledgements, in the middle of its work."""
    stop = random.Random(seed).randrange(1, 120)
    root = ROOT
    with subprocess.Popen(
        [sys.executable, "-c", KILLED, str(tmp_path)], stdout=subprocess.PIPE, text=True, cwd=root
    ) as process:
        acknowledged = [process.stdout.readline() for _ in range(stop)]
        process.send_signal(signal.SIGKILL)
        acknowledged += process.stdout.readlines()
    recover(tmp_path)
    assert recover(tmp_path) == []
    found = {}
    for path in tmp_path.glob("*.warc.gz"):
        assert_valid(path)
        requests = sum(record.type == "request" for record in read_records(path))
        rows = captures_in(path)
        assert requests == len(rows)
        found |= {row.id: f"{row.id} {row.file} {row.offset}\n" for row in rows}
    whole_lines = [line for line in acknowledged if line.endswith("\n")]
    assert len(whole_lines) >= stop
    assert [found[line.split()[0]] for line in whole_lines] == whole_lines
    assert len(found) - len(whole_lines) <= 1
