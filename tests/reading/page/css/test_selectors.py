"""Selectors on a page answer as parsel's do, whatever way they take."""

import gc
import sys
from dataclasses import fields

import pytest
from helpers.paths import TESTS
from parsel import Selector

from scraper.families.read import FAMILIES
from scraper.reading.page.css import Tree
from scraper.reading.page.family import Spec
from scraper.reading.page.page import Page

PAGES = sorted((TESTS / "families").glob("*/*.html"))[::4]
SELECTORS = sorted(
    {
        css
        for family in FAMILIES
        for spec in family.specs
        for field in fields(Spec)
        if isinstance(value := getattr(spec, field.name), tuple)
        for css in value
    }
    | {css for family in FAMILIES for css, _ in family.marks}
)
OTHERS = (
    *("a", "h1, h2", "div > p", "h1 ~ p", "h1 + p", "p:first-child", ":is(.pager, .paging) a", "div:has(a)", "A", "*"),
    *("[class]", "a[href]", "[class*=tit]", "[class^='art']", "[id$='1']", "a[rel~=next]", "[lang|=vi]", "[class='']"),
    *(
        "a:not([href])",
        "a::attr(href)",
        "title::text",
        ".x\u00a0y",
        "#no-such-id",
        "p:contains('a')",
        "div.a.b",
        "b b",
    ),
)
TRICKS = (
    "<p class='a\u00a0b'>1</p><p class='a&#12;b c'>2</p><p class=' b\na '>3</p><p class=a>4<b class='a b'>5</b></p>"
    "<p id=a><a rel='x next' href='&#x2f;tin&#x2f;'>6</a></p><!-- c --><p ID=a CLASS=A>7</p>"
)
TRICKY = (
    "p.a",
    ".a .b",
    ".b.a",
    "#a",
    "#a a",
    "a[href^='/tin']",
    "[rel~='next']",
    ".a ~ .a",
    ".a + p",
    "p > .a",
    ".A",
)


def same(mine, other, css):
    return [one.get() for one in mine.css(css)] == [one.get() for one in other.css(css)]


@pytest.mark.parametrize("path", PAGES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_the_selectors_of_all_families_find_what_parsel_finds(path):
    page = Page.from_bytes(None, path.read_bytes(), content_type="text/html; charset=utf-8")
    parsel = Selector(text=page.text, type="html")
    wrong = [css for css in (*SELECTORS, *OTHERS) if not same(page.selector, parsel, css)]
    assert wrong == []
    for mine, other in zip(page.selector.css("body, form, div")[:9], parsel.css("body, form, div")[:9], strict=True):
        assert [css for css in (*SELECTORS[::7], *OTHERS) if not same(mine, other, css)] == []


@pytest.mark.parametrize("css", TRICKY)
def test_names_with_odd_blanks_and_values_with_entities(css):
    assert same(Tree.parse(TRICKS), Selector(text=TRICKS, type="html"), css)


def test_letters_written_as_entities_are_the_one_thing_not_seen():
    """The price of looking for values in the source; no system writes letters so."""
    html = "<a href='/&#116;in'>x</a>"
    assert len(Selector(text=html, type="html").css("a[href*='tin']")) == 1
    assert len(Tree.parse(html).css("a[href*='tin']")) == 0
    assert len(Tree.parse(html).css("a[href^='/']")) == 1


def test_asking_twice_gives_the_same_and_other_lists():
    tree = Tree.parse(TRICKS)
    first = tree.css("p")
    first.clear()
    assert len(tree.css("p")) == 6


def test_texts_and_values_have_nothing_inside():
    value = Tree.parse(TRICKS).css("a::attr(href)")[0]
    assert (value.get(), value.css("p"), value.xpath("p"), value.xpath(".").get()) == ("/tin/", [], [], "/tin/")


def test_asking_for_ever_keeps_nothing():
    """Memory stays flat over any number of pages: lxml keeps the namespaces of each evaluation."""
    tree = Tree.parse(TRICKS)

    def ask(times):
        for _ in range(times):
            tree.xpath("//p[1]")
            tree.css("p:first-child")[0].css("b")
        gc.collect()
        return sys.getallocatedblocks()

    before = ask(10)
    assert ask(1000) - before < 500
    assert len(tree.xpath("//p[re:test(., '^[14]')]")) == 2
