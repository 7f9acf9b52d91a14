"""Synthetic portals on a local server, so that a first run needs no internet.

Everything here is invented for the purpose: people, agencies, documents and figures. `articles(site)` is the truth of
what a portal publishes; `SampleServer` shows it in the markup of a CMS family. So a test can compare what the archive
has read with what was there. Nothing is random: the same version gives the same pages on every machine. Imports only
`vietnamese` and `times`; knows nothing of how pages are read.
"""

from scraper.sample.catalogue import SITES, articles
from scraper.sample.model import Answer, SampleArticle, Site
from scraper.sample.server import SampleServer

__all__ = ["SITES", "Answer", "SampleArticle", "SampleServer", "Site", "articles"]
