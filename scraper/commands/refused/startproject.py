"""`scrapy startproject` is refused: it would put a project into this one."""

from scraper.cli.refused import RefusedCommand


class Command(RefusedCommand):
    """See the module."""

    in_its_place = "`scrapy probe URL --write NAME` adds a portal to it; for another project go to another folder"
