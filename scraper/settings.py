"""Settings of the Scrapy project: what differs from Scrapy's defaults, with that default and the reason.

Our own come first, because some of Scrapy's are made from them. Scrapy's follow in the order of the file that
`scrapy startproject` writes; those that it leaves out stand at the end, by the parts of Scrapy that read them. Every
setting can be changed for one run with `-s NAME=VALUE`. What a spider changes for its own portal (TLS, and the delays
of sample portals) is in `scraper.portals.spider`.
"""

import os
from pathlib import Path

from scraper import __version__

# ---- Our own settings ----
# The options of `scrapy crawl` become settings as well. They have no default here and are read by the frontier only:
# CRAWL_LIMIT in pages, CRAWL_SINCE as YYYY-MM-DD, CRAWL_FULL yes or no, CRAWL_BUDGET in requests, CRAWL_MINUTES, and
# CRAWL_WINDOW as two times of day in Viet Nam.

# The folder of the project. Read by the commands that write into it: probe, publish, dictionary.
ROOT = Path(__file__).resolve().parent.parent

# Path of the database. Read by scraper.store.archive and by every command that needs no crawler.
ARCHIVE_DB = os.environ.get("CONGTIN_ARCHIVE", str(ROOT / "archive.db"))

# Folder of the WARC files, logs and locks. Read by scraper.crawl.frontier, by scraper.crawl.download.handler and by
# every command that reads captures.
CAPTURES_DIR = os.environ.get("CONGTIN_CAPTURES", str(ROOT / "captures"))

# Who runs this crawl: a page or address where a portal's owner can reach you. Read for USER_AGENT below, for the
# warcinfo records of scraper.crawl.download.handler, and by `scrapy crawl`, which asks you to set it before you crawl
# a real portal.
CONTACT = os.environ.get("CONGTIN_CONTACT", "https://congtin.example/contact")

# Seconds between two requests to one real host, over all portals of the process. Read by scraper.crawl.download.gate
# and `scrapy probe`. Scrapy's own delays hold for one portal only, and many portals share a server.
HOST_DELAY = 1.0

# Seconds of CPU time that reading one page may take; then it is `too_slow`, and the work goes on without it. 0: no
# bound. Read by scraper.cli.command for every command.
READ_CPU_SECONDS = 5.0

# TCP port of 127.0.0.1 at which the sample portals (*.example) answer. Read by scraper.crawl.resolver and by the
# commands sample and probe.
SAMPLE_PORT = int(os.environ.get("CONGTIN_SAMPLE_PORT", "8799"))

# ---- The project ----
BOT_NAME = "congtin"  # default "scrapybot"
SPIDER_MODULES = ["scraper.spiders"]  # default []
NEWSPIDER_MODULE = "scraper.spiders"  # default ""
COMMANDS_MODULE = "scraper.commands"  # default "": our commands are Scrapy commands

# ---- Identification and robots.txt ----
# Default "Scrapy/VERSION (+https://scrapy.org)". A portal's owner should learn what asks, and whom to write to.
USER_AGENT = f"CongTin/{__version__} (news archive of provincial portals; +{CONTACT})"
ROBOTSTXT_OBEY = True  # default False
# Default None, which means USER_AGENT. robots.txt names crawlers by their product token alone (RFC 9309, 2.2.1).
ROBOTSTXT_USER_AGENT = "CongTin"

# ---- Concurrency and throttling ----
CONCURRENT_REQUESTS_PER_DOMAIN = 1  # default 8: a small server of a commune has one visitor more, not eight
DOWNLOAD_DELAY = 1.0  # default 0. Seconds; AutoThrottle goes no lower
DOWNLOAD_DELAY_JITTER = 0  # default 0.5, which would at times wait half the delay only
CONCURRENT_ITEMS = 1  # default 100: that many tasks are made for every answer, which here yields one item at most

# ---- Cookies ----
COOKIES_ENABLED = False  # default True. Sessions would make addresses and texts depend on the order of the crawl

# ---- Telnet console and remote control ----
# Default True, both: doors into the process, of which a crawl that runs for days from cron needs none.
TELNETCONSOLE_ENABLED = False
REMOTE_CONTROL_ENABLED = False  # runs Python code that is sent to it

# ---- Default request headers ----
# Scrapy's default asks for "en". Some systems answer in the language of the client.
DEFAULT_REQUEST_HEADERS = {
    "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
    "Accept-Language": "vi-VN,vi;q=0.9,en;q=0.3",
}

# ---- Spider middlewares ----
# Default: all four on. Error pages are read and recorded like others; the ledger decides which links are followed and
# how far; and a Referer would tell every portal how we came to a page.
SPIDER_MIDDLEWARES = {
    f"scrapy.spidermiddlewares.{name}": None
    for name in (
        "httperror.HttpErrorMiddleware",
        "referer.RefererMiddleware",
        "urllength.UrlLengthMiddleware",
        "depth.DepthMiddleware",
    )
}

# ---- Downloader middlewares ----
DOWNLOADER_MIDDLEWARES = {
    # Default on. It lets requests through while robots.txt is on its way; ours, in the same place, does not.
    "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,
    "scraper.crawl.robots.RobotsMiddleware": 100,
    # Before robots.txt: that request already goes to the host whose address is to be judged.
    "scraper.crawl.public_hosts.PublicHosts": 90,
}
# Default True, all three. A redirect or a passing error is an answer like any other: captured, given an outcome, and
# asked again by the ledger, which counts attempts over runs.
RETRY_ENABLED = False
REDIRECT_ENABLED = False
METAREFRESH_ENABLED = False

# ---- Extensions ----
EXTENSIONS = {"scraper.crawl.progress.CrawlProgress": 100}  # default {}: the progress line

# ---- AutoThrottle: slower than the delays above where a portal is slow ----
AUTOTHROTTLE_ENABLED = True  # default False
AUTOTHROTTLE_START_DELAY = 1.0  # default 5.0. Seconds; the host gate keeps this distance from the first request on
AUTOTHROTTLE_MAX_DELAY = 30.0  # default 60.0. Seconds; at 60 a whole night would be 500 requests

# ---- Feed export ----
FEED_EXPORT_ENCODING = "utf-8"  # default None, which writes Vietnamese letters into JSON as \uXXXX

# ---- Logging ----
LOG_LEVEL = "INFO"  # default "DEBUG", which prints every article with its whole text

# ---- Scheduler: the ledger is the frontier, and nothing may drop or repeat a request without its knowledge ----
SCHEDULER = "scraper.crawl.frontier.Frontier"  # default: queues in memory, and a JOBDIR that a kill leaves broken
DUPEFILTER_CLASS = "scrapy.dupefilters.BaseDupeFilter"  # default RFPDupeFilter: the ledger knows every request

# ---- Downloader: every exchange becomes a capture ----
DOWNLOAD_HANDLERS = {  # default HTTP11DownloadHandler, which ours extends
    "http": "scraper.crawl.download.handler.WarcDownloadHandler",
    "https": "scraper.crawl.download.handler.WarcDownloadHandler",
}
DOWNLOAD_TIMEOUT = 60  # default 180. Seconds; slow portals need up to 30
DOWNLOAD_MAXSIZE = 64 * 1024 * 1024  # default 1 GiB. Bytes; a page is in memory twice while it is captured
# Default "DEFAULT". Several portals offer only small keys and old ciphers; whether their certificates can be
# verified is recorded with every capture.
DOWNLOADER_CLIENT_TLS_CIPHERS = "DEFAULT:@SECLEVEL=1"

# ---- Name resolution ----
TWISTED_DNS_RESOLVER = "scraper.crawl.resolver.SampleResolver"  # default CachingThreadedResolver, which ours extends
