"""Rows of table `portals`, written from what the spider files declare."""

import json

from scraper.portals.portal_map import PortalMap
from scraper.store.archive import Archive


def sync_portals(archive: Archive, portals: PortalMap) -> None:
    """Make table `portals` say what the spider files say. Rows of portals that have no file any more stay."""
    with archive.transaction() as conn:
        for name, portal in portals.portals.items():
            row = {
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
            changes = ", ".join(f"{key} = excluded.{key}" for key in row if key != "id")
            conn.execute(
                f"insert into portals ({', '.join(row)}) values ({', '.join(':' + key for key in row)})"
                f" on conflict(id) do update set {changes}",
                row,
            )
