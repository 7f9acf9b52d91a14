"""`scrapy bench` is refused: it measures a bare Scrapy, and would do so through our frontier."""

from scraper.cli.refused import RefusedCommand


class Command(RefusedCommand):
    """See the module."""

    in_its_place = "bench/README.md says how crawling and reading are measured here"
