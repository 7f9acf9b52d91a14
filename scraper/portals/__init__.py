"""Portals: what a spider file declares about its portal, and whose an address is.

A spider file needs `from scraper.portals import Portal, PortalSpider` and its family. Imports families, reading and
urls; knows nothing of the archive.
"""

from scraper.portals.portal import Portal
from scraper.portals.spider import PortalSpider

__all__ = ["Portal", "PortalSpider"]
