"""`scrapy check` is refused: it tests callbacks by contracts in their docstrings, and a portal has no callbacks."""

from scraper.cli.refused import RefusedCommand


class Command(RefusedCommand):
    """See the module."""

    in_its_place = "`pytest tests/portals` checks how the pages of portals are read"
