"""Only what differs from Scrapy's defaults, each with its reason."""

import os
from pathlib import Path

from scraper import __version__

ROOT = Path(__file__).resolve().parent.parent

BOT_NAME = "congtin"
SPIDER_MODULES = ["scraper.spiders"]
NEWSPIDER_MODULE = "scraper.spiders"
COMMANDS_MODULE = "scraper.commands"

# ---- where the archive lies (read by scraper.store, scraper.capture, scraper.crawl.frontier) ----
ARCHIVE_DB = os.environ.get("CONGTIN_ARCHIVE", str(ROOT / "archive.db"))
CAPTURES_DIR = os.environ.get("CONGTIN_CAPTURES", str(ROOT / "captures"))

# ---- politeness ----
# Who runs this crawl: a page or an address where a portal's owner can reach you. `scrapy crawl` reminds you to set
# it before you crawl a real portal.
CONTACT = os.environ.get("CONGTIN_CONTACT", "https://congtin.example/contact")
USER_AGENT = f"CongTin/{__version__} (news archive of provincial portals; +{CONTACT})"
ROBOTSTXT_OBEY = True  # default False
ROBOTSTXT_USER_AGENT = "CongTin"  # robots.txt names a crawler by its product token, not by its whole user agent
DOWNLOADER_MIDDLEWARES = {  # Scrapy's own lets requests through while robots.txt is on its way
    "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,
    "scraper.crawl.robots.RobotsMiddleware": 100,
    "scraper.crawl.public_hosts.PublicHosts": 90,  # before robots.txt is asked for
}
HOST_DELAY = 1.0  # seconds between two requests to one real host, over all portals of the process (scraper.capture)
DOWNLOAD_DELAY = 1.0  # default 0: the floor of AutoThrottle
DOWNLOAD_DELAY_JITTER = 0  # default 0.5 would allow half the delay
CONCURRENT_REQUESTS_PER_DOMAIN = 1  # default 8; sample portals override it (scraper.portals.spider)
AUTOTHROTTLE_ENABLED = True  # slower still when the portal is slow
AUTOTHROTTLE_START_DELAY = 1.0  # default 5: the host gate is the floor already
AUTOTHROTTLE_TARGET_CONCURRENCY = 1.0
AUTOTHROTTLE_MAX_DELAY = 30.0
DOWNLOAD_TIMEOUT = 60  # default 180; portals need up to 30 s

# ---- the ledger is the frontier: nothing may drop or repeat a page behind its back ----
SCHEDULER = "scraper.crawl.frontier.Frontier"
CONCURRENT_ITEMS = 1  # default 100: so many tasks are made for every answer, which here yields one item at most
DUPEFILTER_CLASS = "scrapy.dupefilters.BaseDupeFilter"  # the ledger knows every request
SPIDER_MIDDLEWARES = {  # error pages are read and recorded too; which links are followed the ledger decides
    f"scrapy.spidermiddlewares.{name}": None
    for name in (
        "httperror.HttpErrorMiddleware",
        "referer.RefererMiddleware",
        "urllength.UrlLengthMiddleware",
        "depth.DepthMiddleware",
    )
}
RETRY_ENABLED = False  # redirects and passing errors are answers like any other
REDIRECT_ENABLED = False
METAREFRESH_ENABLED = False
DEFAULT_REQUEST_HEADERS = {  # some systems answer in the language of the client
    "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
    "Accept-Language": "vi-VN,vi;q=0.9,en;q=0.3",
}
COOKIES_ENABLED = False  # sessions would make addresses and texts depend on the order of the crawl

# ---- captures ----
DOWNLOAD_HANDLERS = {
    "http": "scraper.crawl.download.handler.WarcDownloadHandler",
    "https": "scraper.crawl.download.handler.WarcDownloadHandler",
}
DOWNLOAD_MAXSIZE = 64 * 1024 * 1024  # default 1 GiB: a page is in memory twice while it is captured
DOWNLOADER_CLIENT_TLS_CIPHERS = "DEFAULT:@SECLEVEL=1"  # several portals offer nothing newer; recorded in docs

# ---- sample portals under .example ----
TWISTED_DNS_RESOLVER = "scraper.crawl.resolver.SampleResolver"
SAMPLE_PORT = int(os.environ.get("CONGTIN_SAMPLE_PORT", "8799"))

# ---- one process, no doors ----
TELNETCONSOLE_ENABLED = False
REMOTE_CONTROL_ENABLED = False  # new in 2.19, on by default: it runs Python that is sent to it

EXTENSIONS = {"scraper.crawl.progress.CrawlProgress": 100}
LOG_LEVEL = "INFO"
FEED_EXPORT_ENCODING = "utf-8"
