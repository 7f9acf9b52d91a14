"""docs/portals.md, generated from the spider files: `scrapy portals --markdown > docs/portals.md`."""

from collections.abc import Iterable

from scraper.portals.portal import Portal
from scraper.portals.portal_map import PortalMap

HEAD = """# Portals

Generated from `scraper/spiders/`; a test fails when it is stale. To write it anew:
`scrapy portals --markdown > docs/portals.md`.

Hosts, lists and systems are only what evidence shows; what is not known is left out, and the note says so. *live*
means that somebody saw it alive (the note says when), *dark* that it refused or was gone, *unknown* that nobody tried.
*confidence* is that of the system: high when it was read in real pages or templates or checked by a person, medium
when working crawlers or addresses show it, low when it is inferred.

To add a portal: [adding-a-portal.md](adding-a-portal.md). How they are named: [portal-names.md](portal-names.md). The
bundled sample portals (`sample_...`) are not listed here.
"""


def markdown(portals: PortalMap) -> str:
    """The whole page: all of `portals` but the sample portals, by the province of today."""
    real = {name: portal for name, portal in portals.portals.items() if not name.startswith("sample_")}
    today = sorted({portal.province_now for portal in real.values()})
    known = sum(1 for portal in real.values() if portal.start)
    parts = [HEAD, f"{len(real)} portals; {known} of them have an address to start from.\n"]
    for province in today:
        parts.append(f"\n## {province}\n")
        parts += [_entry(name, portal) for name, portal in real.items() if portal.province_now == province]
    return "\n".join(parts)


def _entry(name: str, portal: Portal) -> str:
    ended = f" Before 1 July 2025: {portal.province}." if portal.province != portal.province_now else ""
    alone = "the general reader alone" if portal.families == () else "not known"
    families = ", then ".join(family.title for family in portal.families or ()) or alone
    lines = [
        f"### `{name}`: {portal.name}",
        "",
        f"- owner: {portal.owner}.{ended}",
        f"- system: {families} (confidence {portal.confidence}); status: {portal.status}",
        f"- host: {_codes(portal.prefixes)}; crawl starts at: {_codes(portal.start)}",
        *([f"- feeds: {_codes(portal.feeds)}"] if portal.feeds else []),
        f"- {portal.note}",
        "",
    ]
    return "\n".join(lines)


def _codes(values: Iterable[str]) -> str:
    return ", ".join(f"`{value}`" for value in values) or "not known"
