"""`scrapy runspider` is refused: a spider in a loose file belongs to no portal that the archive knows."""

from scraper.cli.refused import RefusedCommand


class Command(RefusedCommand):
    """See the module."""

    in_its_place = "`scrapy crawl NAME` crawls a portal of scraper/spiders/"
