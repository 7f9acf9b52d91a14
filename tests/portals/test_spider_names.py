"""Portals are named by a written rule, and their provinces agree with the table."""

import re
import sys

import pytest
from helpers.paths import ROOT
from helpers.spider_files import MOST_LINES_BEYOND_THE_PORTAL, lines_beyond_the_portal
from scrapy.spiderloader import SpiderLoader
from scrapy.utils.project import get_project_settings

from scraper.portals.portal_map import PortalMap
from scraper.portals.spider_names import ABBREVIATIONS, SYSTEMS, class_name, name_problem, split_name
from scraper.sample import SITES
from scraper.vietnamese.provinces import FORMER, UNITS, place_of, province_now, province_of_place

LOADER = SpiderLoader.from_settings(get_project_settings())
SPIDERS = [LOADER.load(name) for name in sorted(LOADER.list())]
REAL = [spider for spider in SPIDERS if not spider.portal.synthetic and not spider.name.startswith("sample_")]
by_name = pytest.mark.parametrize("spider", SPIDERS, ids=lambda spider: spider.name)
real = pytest.mark.parametrize("spider", REAL, ids=lambda spider: spider.name)


def test_sixty_three_provinces_became_thirty_four():
    assert len(FORMER) == len(set(FORMER)) == 63
    assert len(UNITS) == 34
    assert sum(1 for name in FORMER if name not in UNITS) == 29
    assert len({place_of(name) for name in FORMER}) == 63
    assert all(members[0] == now for now, members in UNITS.items())


def test_province_now():
    assert province_now("Hà Giang") == "Tuyên Quang"
    assert province_now("Tuyên Quang") == "Tuyên Quang"
    assert province_now("Thừa Thiên Huế") == "Huế"
    assert province_of_place(place_of("Bà Rịa - Vũng Tàu")) == "Bà Rịa - Vũng Tàu"
    with pytest.raises(KeyError):
        province_now("Tỉnh Mẫu")


@by_name
def test_file_spider_and_class_have_one_name(spider):
    assert spider.__module__ == f"scraper.spiders.{spider.name}"
    assert class_name(spider.name) == spider.__name__
    assert name_problem(spider.name) is None


@real
def test_province_of_name_and_table_agree(spider):
    portal = spider.portal
    assert split_name(spider.name)[0] == portal.province
    assert portal.province_now == province_now(portal.province)


@real
def test_a_portal_says_how_sure_it_is_and_invents_no_address(spider):
    portal = spider.portal
    assert portal.confidence in {"low", "medium", "high"}
    assert portal.status in {"live", "dark", "unknown"}
    assert portal.note, "a note says from what, and from when, it is known"
    about = sys.modules[spider.__module__].__doc__
    assert re.search(r"\b(?:19|20)\d\d\b", f"{portal.note} {about}"), "with a year"
    assert all(re.match(r"https?://", url) for url in (*portal.start, *portal.feeds))
    assert bool(portal.start) <= bool(portal.prefixes)


def test_every_sample_portal_has_its_site_and_the_reverse():
    """A spider of a host that the sample server does not serve would ask in vain; a site without a spider, nobody asks."""
    sample = {spider.name: spider.portal.prefixes for spider in SPIDERS if spider.portal.synthetic}
    assert sample == {f"sample_{site.family}": (site.host,) for site in SITES}
    assert {spider.name for spider in SPIDERS if spider.name.startswith("sample_")} == set(sample)


@by_name
def test_a_spider_file_declares_a_portal_and_nothing_else(spider):
    source = (ROOT / f"scraper/spiders/{spider.name}.py").read_text("utf-8")
    assert lines_beyond_the_portal(source) <= MOST_LINES_BEYOND_THE_PORTAL
    assert spider.__doc__ is None, "the module says it"
    assert len(re.findall(r"^from scraper\.portals", source, re.MULTILINE)) == 1


def test_every_address_of_a_portal_is_its_own_and_nobody_elses():
    portals = PortalMap((spider.name, spider.portal) for spider in SPIDERS)
    assert portals.clashes() == []
    for name, portal in portals.portals.items():
        for url in (*portal.start, *portal.feeds):
            assert portals.id_of(url) == name, url


@pytest.mark.parametrize(
    "name",
    [
        "",
        "Langson",
        "langson-dong-dang",
        "sotttt_hanoi",
        "lạngsơn",
        "langson_xyz",
        "bao",
        "bao_atlantis",
        "../x",
        "a b",
    ],
)
def test_names_that_break_the_rule_are_refused_in_a_sentence(name):
    assert (name_problem(name) or "").endswith((".", "one."))


@pytest.mark.parametrize(
    "name", ["langson", "hanoi_sotttt", "bao_lang_son", "hagiang_tuyengiao", "hochiminh_cong_dan", "sample_drupal"]
)
def test_good_names(name):
    assert name_problem(name) is None


def test_the_rule_is_written_down():
    text = (ROOT / "docs/portal-names.md").read_text()
    for word, meaning in ABBREVIATIONS.items():
        assert f"| `{word}` | {meaning} |" in text
    assert all(not re.search(r"[A-Z_]", system) for system in SYSTEMS)
