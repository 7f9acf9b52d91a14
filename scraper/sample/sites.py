"""All sample portals; each is declared in a file of its own in `scraper.sample.portals`."""

from scraper.sample.model import Site
from scraper.sample.portals.article_header import ARTICLE_HEADER
from scraper.sample.portals.bacgiang import BACGIANG
from scraper.sample.portals.bacninh import BACNINH
from scraper.sample.portals.baolangson import BAOLANGSON
from scraper.sample.portals.drupal import DRUPAL
from scraper.sample.portals.khanhhoa import KHANHHOA
from scraper.sample.portals.langson import LANGSON
from scraper.sample.portals.liferay5 import LIFERAY5
from scraper.sample.portals.liferay7 import LIFERAY7
from scraper.sample.portals.liferay62 import LIFERAY62
from scraper.sample.portals.nukeviet import NUKEVIET
from scraper.sample.portals.tandan import TANDAN
from scraper.sample.portals.tuyenquang import TUYENQUANG
from scraper.sample.portals.vhv import VHV
from scraper.sample.portals.vinhphuc import VINHPHUC
from scraper.sample.portals.vportal import VPORTAL
from scraper.sample.portals.wordpress import WORDPRESS

# The order is that of `scrapy sample` and of the tests: a new portal goes to the end.
SITES: tuple[Site, ...] = (
    LANGSON,
    DRUPAL,
    ARTICLE_HEADER,
    WORDPRESS,
    LIFERAY62,
    LIFERAY7,
    VPORTAL,
    LIFERAY5,
    BACNINH,
    BACGIANG,
    NUKEVIET,
    TANDAN,
    VINHPHUC,
    KHANHHOA,
    VHV,
    TUYENQUANG,
    BAOLANGSON,
)
