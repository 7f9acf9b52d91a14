"""`scrapy edit` is refused: it opens the file of a spider in $EDITOR, which everybody's editor does better."""

from scraper.cli.refused import RefusedCommand


class Command(RefusedCommand):
    """See the module."""

    in_its_place = "open scraper/spiders/NAME.py, and read docs/adding-a-portal.md"
