"""Instants and the two zones that the archive knows: UTC, in which it writes, and Viet Nam's, in which portals write.

Texts are ISO 8601. A day, or a time of day, without a zone belongs to whoever wrote it: captures are dated in UTC
(WARC-Date), articles in Viet Nam. So whoever reads a text says which zone is meant when it names none.
"""

from datetime import UTC, datetime, timedelta, timezone, tzinfo

# A fixed offset, not zoneinfo's Asia/Ho_Chi_Minh: since 1975 the two agree, and a machine may lack the tz database.
VIETNAM = timezone(timedelta(hours=7))


def instant(text: str, zone: tzinfo = UTC) -> datetime:
    """`text`, an ISO 8601 date or time, as a datetime that knows its zone: the one it names, else `zone`.

    A bare date is the midnight that begins the day. Raises ValueError when `text` is no date or time.
    """
    found = datetime.fromisoformat(text)
    return found if found.tzinfo else found.replace(tzinfo=zone)


def utc_text(moment: datetime) -> str:
    """`moment`, which knows its zone, as the ledger writes times: UTC, microseconds, Z. They sort as text."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def utc_now() -> str:
    """The present time as the ledger writes it, see `utc_text`."""
    return utc_text(datetime.now(UTC))
