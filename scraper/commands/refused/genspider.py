"""`scrapy genspider` is refused: a spider here is the declaration of a portal, with fixtures and goldens."""

from scraper.cli.refused import RefusedCommand


class Command(RefusedCommand):
    """See the module."""

    in_its_place = "`scrapy probe URL --write NAME` makes a portal from what it finds"
