"""`scrapy portals`, and docs/portals.md generated from the spider files."""

import json

from helpers.paths import ROOT
from scrapy.utils.project import get_project_settings

from scraper.cli.portals_page import markdown
from scraper.portals.portal_map import PortalMap


def test_issue_3_the_list_of_portals_in_docs_is_fresh():
    text = (ROOT / "docs/portals.md").read_text(encoding="utf-8")
    fresh = markdown(PortalMap.from_settings(get_project_settings()))
    assert text == fresh, "stale: run `scrapy portals --markdown > docs/portals.md`"


def test_portals_of_a_province_as_it_was_and_as_it_is(world):
    rows = json.loads(world.scrapy("portals", "--province", "ha giang", "--json").stdout)
    assert {row["province"] for row in rows} == {"Hà Giang"}
    more = json.loads(world.scrapy("portals", "--province", "Tuyên Quang", "--json").stdout)
    assert {row["id"] for row in rows} <= {row["id"] for row in more}
    assert all(row["articles"] is None for row in rows)


def test_markdown_and_table(world):
    assert world.scrapy("portals", "--markdown").stdout == (ROOT / "docs/portals.md").read_text(encoding="utf-8")
    assert "hanoi_sotttt" in world.scrapy("portals").stdout


def test_bad_options_of_portals(world):
    assert "No portal" in world.scrapy("portals", "--province", "Atlantis", code=2).stderr
    assert "Either" in world.scrapy("portals", "--json", "--markdown", code=2).stderr
    assert "takes no argument" in world.scrapy("portals", "x", code=2).stderr
