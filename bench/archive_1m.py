"""A big synthetic archive to measure the site on: articles in order of date, words by Zipf's law.

    python bench/archive_1m.py FOLDER [ARTICLES]

Makes FOLDER/archive.db (1,000,000 articles when no number is given; 2005 to 2026) beside copies of metadata.yml and
settings.json, so that `datasette FOLDER` serves it. FOLDER must lie outside the project: Datasette would publish
the file. The same number of articles always gives the same archive. What is in it to measure with:

- words from "tỉnh" (nearly every article) down Zipf's law to syllables that a few articles have;
- `hiem<n>` (n below 20,000): about seven articles each; phrases of the sample portals' sentences;
- 60 portals by Zipf's law (`bench_00` has most), and `bench_rare` with 200 articles all over the years;
- every tenth article has an attachment, every fiftieth two versions and a typed change, every hundredth is gone,
  every thirtieth undated, every 500th a duplicate.
"""

import bisect
import itertools
import random
import re
import shutil
import sys
import time
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path

from scraper.sample.material import TOPICS, parts
from scraper.store.archive import Archive
from scraper.store.schema.facets import facets_sql
from scraper.vietnamese.fold import fold
from scraper.vietnamese.provinces import FORMER, province_now

ROOT = Path(__file__).parent.parent
START, END = datetime(2005, 1, 3, tzinfo=UTC), datetime(2026, 11, 1, tzinfo=UTC)
SECTIONS = (
    "Tin tức",
    "Chỉ đạo điều hành",
    "Kinh tế",
    "Văn hóa xã hội",
    "Xây dựng Đảng",
    "Thông báo",
    "Cửa khẩu",
    "Y tế",
    "Giáo dục",
    "Nông nghiệp",
)
FAMILY_NAMES = "Nguyễn Trần Lê Phạm Hoàng Vũ Đặng Bùi Nông Hứa".split()
GIVEN = "An Bình Chi Dũng Giang Hà Hạnh Khánh Lan Minh Nam Phương Quân Sơn Thảo Vy".split()
POOL = 30_000  # sentences that articles are put together from


def words() -> list[str]:
    """The syllables of the sample texts, most frequent first, and made-up ones that follow as a long tail."""
    text = " ".join(line for topic in TOPICS for lines in parts(topic).values() for line in lines)
    known: dict[str, int] = {"tỉnh": 10**6}
    for word in re.findall(r"[^\W\d_]+", re.sub(r"\{[^}]*\}", " ", text).lower()):
        known[word] = known.get(word, 0) + 1
    ranked = sorted(known, key=lambda word: (-known[word], word))
    onsets = "b c ch d đ g gh gi h kh l m n ng nh ph qu r s t th tr v x".split()
    rhymes = "ạc ẳn ậm ẻo ị ỏi ộng ợt ụng ứt yến oạch uyệt uơ ươm iếu".split()
    made = [onset + rhyme for onset in onsets for rhyme in rhymes]
    return ranked + [word for word in made if word not in known]


def sentences(rng: random.Random) -> list[tuple[str, str]]:
    """Sentences as (text, folded text): the words by Zipf's law, between them phrases of the sample portals."""
    known = words()
    weights = list(itertools.accumulate(1 / (rank + 1) for rank in range(len(known))))
    lines = [line for topic in TOPICS for lines in parts(topic).values() for line in lines]
    lines = [re.sub(r"\{[^}]*\}", "Mẫu", line) for line in lines if len(line.split()) < 40]
    found = []
    for _ in range(POOL):
        count = rng.randint(6, 18)
        picked = [known[bisect.bisect(weights, rng.random() * weights[-1])] for _ in range(count)]
        text = " ".join(picked)
        if rng.random() < 0.15:
            text += ", " + rng.choice(lines)
        text = text[0].upper() + text[1:] + "."
        found.append((text, fold(text) or ""))
    return found


def portals() -> list[tuple[str, float]]:
    """Names of portals and the share of articles each has."""
    shares = [(f"bench_{n:02d}", 1 / (n + 1)) for n in range(60)]
    whole = sum(share for _, share in shares)
    return [(name, share / whole) for name, share in shares]


def fill(archive: Archive, total: int) -> None:
    """Put `total` articles into the empty `archive`. The triggers' work is done here, on ready folded sentences."""
    conn = archive.conn
    extras = conn.execute(
        "select name, type, sql from sqlite_master where sql is not null and tbl_name in ('articles', 'captures')"
        " and type in ('index', 'trigger')"
    ).fetchall()
    conn.execute("pragma synchronous=off")
    conn.execute("pragma cache_size=-200000")
    for name, value in (("hashsize", 128 << 20), ("automerge", 0), ("crisismerge", 1999)):
        conn.execute("insert into articles_fts(articles_fts, rank) values (?, ?)", (name, value))
    with archive.transaction():
        for name, kind, _ in extras:
            conn.execute(f"drop {kind} {name}")
    rng = random.Random(1)
    pool = sentences(rng)
    names = portals()
    _portals(conn, [name for name, _ in names])
    steps = list(itertools.accumulate(share for _, share in names))
    span = (END - START) / total
    begun = time.monotonic()
    for first in range(0, total, 20_000):
        with archive.transaction():
            for number in range(first, min(first + 20_000, total)):
                portal = names[min(bisect.bisect(steps, rng.random()), len(names) - 1)][0]
                if number % max(1, total // 200) == 7:
                    portal = "bench_rare"
                _article(conn, rng, pool, number, portal, START + span * number)
        print(f"{min(first + 20_000, total):,} of {total:,}, {time.monotonic() - begun:.0f} s", flush=True)
    for _, _, sql in extras:
        conn.execute(sql)
    conn.execute("insert into articles_fts(articles_fts) values ('optimize')")
    for name, value in (("hashsize", 1 << 20), ("automerge", 4), ("crisismerge", 16)):
        conn.execute("insert into articles_fts(articles_fts, rank) values (?, ?)", (name, value))
    conn.execute("analyze")


def _portals(conn, names: list[str]) -> None:
    for number, name in enumerate([*names, "bench_rare"]):
        then = FORMER[number % len(FORMER)]
        conn.execute(
            "insert into portals (id, name, owner, province, province_now, prefixes, start_urls, synthetic)"
            " values (?, ?, 'Sở Mẫu', ?, ?, '[]', '[]', 1)",
            (name, f"Cổng đo {name} ({then})", then, province_now(then)),
        )


FACETS = facets_sql("a")


def _article(conn, rng, pool, number: int, portal: str, moment: datetime) -> None:
    url = f"https://{portal.replace('_', '-')}.example/tin/{number}"
    key = sha256(url.encode()).hexdigest()[:16]
    title, title_folded = pool[rng.randrange(POOL)]
    title, title_folded = title[:110], title_folded[:110]
    picked = [pool[rng.randrange(POOL)] for _ in range(max(2, int(rng.lognormvariate(1.6, 0.5))))]
    special = f"Số {number}/QĐ-UBND hiem{number % 20_000 if number % 7 == 0 else 'x'}."
    body = "\n".join(text for text, _ in picked) + "\n" + special
    folded = "\n".join(text for _, text in picked) + "\n" + special.replace("Đ", "D").replace("ố", "o")
    local = moment + timedelta(hours=7)
    minute = (local.replace(tzinfo=UTC) - datetime(1970, 1, 1, tzinfo=UTC)).days * 2048 + local.hour * 60
    undated = number % 30 == 3
    seen = f"{moment:%Y-%m-%dT%H:%M:%S.000Z}"
    changed = f"{moment + timedelta(days=9):%Y-%m-%dT%H:%M:%S.000Z}" if number % 50 == 1 else None
    digest = sha256(body.encode()).hexdigest()
    row = {
        "id": key,
        "portal_id": portal,
        "url": url,
        "title": title,
        "body": body,
        "category": SECTIONS[rng.randrange(10) * rng.randrange(10) // 10],
        "author": f"{rng.choice(FAMILY_NAMES)} {rng.choice(GIVEN)} {rng.choice(GIVEN)}" if number % 3 else None,
        "published_at": None if undated else f"{local:%Y-%m-%d}",
        "published_source": "none" if undated else "page",
        "published_precision": None if undated else "day",
        "first_seen_at": seen,
        "last_seen_at": changed or seen,
        "state": "gone" if number % 100 == 2 else "live",
        # In order of the number, as free_sort_key would give it but for the bits of the id.
        "sort_key": (minute << 24) + number,
        "text_sha256": digest,
        "version_count": 2 if changed else 1,
        "word_count": body.count(" ") + 1,
        "language": "vi",
        "duplicate_of": "0" * 16 if number % 500 == 4 else None,
        "attachment_count": int(number % 10 == 5),
        "changed_at": changed,
        "capture_id": f"urn:uuid:{number}",
    }
    conn.execute(f"insert into articles ({', '.join(row)}) values ({', '.join(':' + name for name in row)})", row)
    facets = conn.execute(f"select {FACETS} from articles a where sort_key = ?", (row["sort_key"],)).fetchone()[0]
    # One plain row: `insert ... select` would make FTS5 write its buffer out for every article.
    conn.execute(
        "insert into articles_fts (rowid, title, body, title_ascii, body_ascii, facets) values (?, ?, ?, ?, ?, ?)",
        (row["sort_key"], title, body, title_folded, folded, facets),
    )
    if row["attachment_count"]:
        file = {"url": f"{url}.pdf", "name": "van-ban.pdf", "file_id": f"{number:016x}"}
        _put(conn, "attachments", article_id=key, position=0, **file)
    _capture(conn, row, number, seen)
    if changed:
        _versions(conn, row, digest, seen, changed)


def _capture(conn, row, number: int, seen: str) -> None:
    conn.execute(
        "insert into captures (id, url, page_id, url_key, method, portal_id, captured_at, status, mime,"
        " payload_digest, payload_length, fidelity, file, offset, length, read)"
        " values (?, ?, ?, ?, 'GET', ?, ?, 200, 'text/html', 'sha1:MAU', 20000, 'wire', ?, ?, 9000, 1)",
        (
            row["capture_id"],
            row["url"],
            row["id"],
            f"{number:x}",
            row["portal_id"],
            seen,
            f"{row['portal_id']}-{number // 50_000}.warc.gz",
            number % 50_000 * 9000,
        ),
    )


def _put(conn, table: str, **values) -> None:
    marks = ", ".join("?" * len(values))
    conn.execute(f"insert into {table} ({', '.join(values)}) values ({marks})", tuple(values.values()))


def _versions(conn, row, digest: str, seen: str, changed: str) -> None:
    gone = "Câu cũ đã bị bỏ."
    old = f"{row['body']}\n{gone}"
    before = sha256(old.encode()).hexdigest()
    for text, sha, at in ((old, before, seen), (row["body"], digest, changed)):
        times = {"first_seen_at": at, "last_seen_at": at}
        _put(
            conn,
            "versions",
            article_id=row["id"],
            text_sha256=sha,
            title=row["title"],
            body=text,
            **times,
            capture_id=row["capture_id"],
        )
    edit = {"article_id": row["id"], "from_sha256": before, "to_sha256": digest, "seen_at": changed, "severity": 52}
    _put(
        conn,
        "changes",
        **edit,
        position=0,
        kind="paragraph_removed",
        place="body",
        paragraph=0,
        before=gone,
        context="",
    )
    _put(conn, "edits", **edit, portal_id=row["portal_id"], kinds=",paragraph_removed,", change_count=1)


def main() -> None:
    """Make the archive that the command line asks for."""
    if len(sys.argv) not in {2, 3}:
        sys.exit(__doc__)
    folder = Path(sys.argv[1]).resolve()
    if folder.is_relative_to(ROOT):
        sys.exit("The folder must lie outside the project: Datasette would publish the file.")
    path = folder / "archive.db"
    if path.exists():
        sys.exit(f"{path} is there already.")
    folder.mkdir(parents=True, exist_ok=True)
    for name in ("metadata.yml", "settings.json"):
        shutil.copy(ROOT / name, folder)
    archive = Archive.open(path, create=True)
    fill(archive, int(sys.argv[2]) if len(sys.argv) == 3 else 1_000_000)
    archive.close()
    print(f"{path}: {path.stat().st_size / 1e9:.1f} GB")


if __name__ == "__main__":
    main()
