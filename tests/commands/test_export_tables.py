"""`scrapy export csv|xlsx|ndjson` writes the rows of `/tim.csv` and its like, from the command line."""

import csv
import json
import zipfile

import pytest
from datasette.app import Datasette
from helpers.world import World
from helpers.written_archive import add, create


@pytest.fixture(scope="module")
def world(tmp_path_factory):
    world = World(tmp_path_factory.mktemp("tables"))
    db = create(world.home / "archive.db")
    for number in range(1, 1201):
        add(
            db,
            number,
            f"Tin {number}",
            "Nông thôn mới.",
            portal="sample_wordpress" if number % 2 else None,
            category="Tin tức",
        )
    db.commit()
    db.close()
    return world


def lines(path):
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def test_the_three_kinds_hold_the_same(world):
    for kind in ("csv", "xlsx", "ndjson"):
        done = world.scrapy("export", kind, "--q", "nong thon", "--muc", "tin tuc", "--out", world.home / f"a.{kind}")
        assert "1,200 articles" in done.stdout
    keys = [row["id"] for row in lines(world.home / "a.ndjson")]
    assert len(set(keys)) == 1200
    with (world.home / "a.csv").open(encoding="utf-8-sig", newline="") as file:
        assert [row["id"] for row in csv.DictReader(file)] == keys
    sheet = zipfile.ZipFile(world.home / "a.xlsx").read("xl/worksheets/sheet1.xml").decode()
    assert sheet.count("<row ") == 1201
    assert not [path for path in world.home.iterdir() if path.name.endswith(".part")]


async def test_command_and_page_say_the_same(world):
    world.scrapy("export", "ndjson", "--limit", "5", "--base", "http://localhost/", "--out", world.home / "b.ndjson")
    served = Datasette(files=[str(world.home / "archive.db")])
    page = await served.client.get("/tim.ndjson")
    assert [json.loads(line) for line in page.text.splitlines()][:5] == lines(world.home / "b.ndjson")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["csv", "--tu", "hôm qua"], "is not a date"),
        (["csv", "--tinh", "Paris"], "no province"),
        (["csv", "--muc", "khác"], "no section"),
        (["csv", "--limit", "x"], "whole number"),
        (["xlsx", "--out", "khong/co/a.xlsx"], "cannot be written"),
        (["wacz", "--q", "a"], "by --portal only"),
    ],
)
def test_bad_use_is_one_sentence(world, words, said):
    done = world.scrapy("export", *words, code=2)
    assert said in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
