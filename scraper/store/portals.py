"""Rows of table `portals`, written from what the spider files declare."""

import json

from scraper.portals.portal_map import PortalMap
from scraper.store.archive import Archive
from scraper.store.tables import table


def sync_portals(archive: Archive, portals: PortalMap) -> None:
    """Make table `portals` say what the spider files declare. Rows of portals that have no file any more stay."""
    rows = [
        {
            "id": name,
            "name": portal.name,
            "owner": portal.owner,
            "province": portal.province,
            "province_now": portal.province_now,
            "family": portal.families[0].id if portal.families else None,
            "prefixes": json.dumps(portal.prefixes, ensure_ascii=False),
            "start_urls": json.dumps(portal.start, ensure_ascii=False),
            "status": portal.status,
            "confidence": portal.confidence,
            "note": portal.note,
            "synthetic": int(portal.synthetic),
        }
        for name, portal in portals.portals.items()
    ]
    with archive.transaction() as conn:
        table(conn, "portals").upsert_all(rows, pk="id")
