"""50 kills -9 of a running crawl at random moments, each followed by a plain rerun."""

import os
import random
import signal
import subprocess
import sys
import threading
from contextlib import suppress

import pytest
from helpers.values import dump, outcomes
from helpers.world import ROOT, World

from scraper.sample import SITES, SampleServer, articles
from scraper.store.copies.carry_over import DERIVED

pytestmark = pytest.mark.xdist_group("killed")
SITE = next(site for site in SITES if site.family == "article_header")
PORTAL = "sample_article_header"
KILLS = 50

# One process imports everything once; each line it is sent makes it fork a crawl, say its id, then how it ended.
STARTER = f"""
import os, sys
import scraper.crawl.download.handler, scraper.commands.crawl, scraper.crawl.frontier, scraper.crawl.progress, scraper.crawl.resolver, scraper.crawl.robots
from scrapy.cmdline import execute
from scrapy.utils.project import get_project_settings
from scraper.portals.portal_map import PortalMap
PortalMap.from_settings(get_project_settings())
assert "twisted.internet.reactor" not in sys.modules
for _ in sys.stdin:
    child = os.fork()
    if not child:
        nothing = os.open(os.devnull, os.O_RDWR)
        for descriptor in (0, 1, 2):
            os.dup2(nothing, descriptor)
        execute(["scrapy", "crawl", {PORTAL!r}])
    print(child, flush=True)
    print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
"""


class Starter:
    """Starts crawls, quickly."""

    def __init__(self, world):
        self._process = subprocess.Popen(
            [sys.executable, "-c", STARTER],
            cwd=ROOT,
            env=world.env,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def start(self):
        """Begin a crawl; returns its process id."""
        self._process.stdin.write("\n")
        self._process.stdin.flush()
        return int(self._process.stdout.readline())

    def ended(self):
        """Wait for the crawl's end; returns its exit code, negative when it was killed."""
        return int(self._process.stdout.readline())

    def close(self):
        self._process.stdin.close()
        self._process.wait()
        self._process.stdout.close()


class KillAfter(list):
    """A server's log that kills a process some moments after its `count`th request.

    The moments (up to 30 ms) let the kill fall anywhere between the answer, its capture, its row and its reading.
    """

    def __init__(self, chance):
        self.count = chance.randrange(1, 4)
        self.timer = threading.Timer(chance.random() * 0.03, self.kill)
        self.process = 0

    def append(self, request):
        super().append(request)
        if len(self) == self.count:
            self.timer.start()

    def kill(self):
        with suppress(ProcessLookupError):  # it was faster
            os.kill(self.process, signal.SIGKILL)


def kill_crawls(world, server):
    """Start the crawl again and again until 50 of them were killed; returns how many ended before their kill."""
    chance = random.Random(4)
    starter = Starter(world)
    killed = ended = 0
    while killed < KILLS:
        server.log = KillAfter(chance)
        server.log.process = starter.start()
        code = starter.ended()
        server.log.timer.cancel()
        assert code in {0, -signal.SIGKILL}, world.logs()
        killed += code != 0
        ended += code == 0
        assert ended < KILLS
    starter.close()
    return ended


def test_50_kills_lose_and_double_nothing(tmp_path):
    """No article lost or doubled, no kept page fetched again, every capture verifies, rebuild equals: no manual step."""
    worlds = World(tmp_path / "killed"), World(tmp_path / "quiet")
    with SampleServer(port=0, sites=[SITE]) as server:
        for world in worlds:
            world.home.mkdir()
            world.server = server
        killed, quiet = worlds
        ended = kill_crawls(killed, server)
        server.log = []
        killed.scrapy("crawl", PORTAL)
        quiet.scrapy("crawl", PORTAL)
    assert not list((killed.home / "captures").glob("*.open"))
    ours, theirs = killed.archive(), quiet.archive()
    names = ("articles", "versions") if ended else ("articles", "versions", "cards", "visits")
    for name in names:  # a crawl that ended between two kills is followed by another, which sees lists again
        assert outcomes(ours)[name] == outcomes(theirs)[name], name
    firsts = {row["url"] for row in ours.rows("select url from articles where duplicate_of is null")}
    assert len(firsts) == len(articles(SITE))
    again = (
        "select captures.url from captures join articles on articles.id = page_id group by page_id having count(*) > 1"
    )
    assert ours.rows(again) == [], "no page whose capture was kept is fetched again"
    before = {table: dump(ours.conn, table) for table in DERIVED}
    ours.close()
    theirs.close()
    assert "all is well" in killed.scrapy("verify").stdout
    killed.scrapy("rebuild")
    rebuilt = killed.archive()
    assert {table: dump(rebuilt.conn, table) for table in DERIVED} == before
    rebuilt.close()
