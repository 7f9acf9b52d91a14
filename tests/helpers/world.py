"""An archive and captures of a test's own, and the commands that use them."""

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from helpers.forked_scrapy import Warm
from helpers.paths import ROOT
from scraper.sample import SampleServer
from scraper.store.archive import Archive

WARM = Warm()


@dataclass
class World:
    """An archive and captures of its own, and `scrapy` commands that use them."""

    home: Path
    server: SampleServer | None = None
    spiders: str | None = None  # the module of the spiders, where they are not those of the project

    @property
    def env(self):
        own = {"CONGTIN_ARCHIVE": str(self.home / "archive.db"), "CONGTIN_CAPTURES": str(self.home / "captures")}
        port = {"CONGTIN_SAMPLE_PORT": str(self.server.port)} if self.server else {}
        if self.spiders:
            own["PYTHONPATH"] = os.pathsep.join((str(ROOT), str(ROOT / "tests")))
        # A user's site-wide Python settings must not leak in; warnings are errors here as in pytest.
        return os.environ | own | port | {"PYTHONWARNINGS": "error", "COLUMNS": "120"}

    def command(self, *words):
        more = ["-s", f"SPIDER_MODULES={self.spiders}"] if self.spiders else []
        return [sys.executable, "-m", "scrapy", *map(str, words), *more]

    def scrapy(self, *words, code=0):
        """Run a command; fail the test when its exit code is not `code`."""
        done = WARM.run(self.command(*words)[3:], self.env)
        assert done.returncode == code, f"{words} -> {done.returncode}\n{done.stdout}\n{done.stderr}\n{self.logs()}"
        return done

    def popen(self, *words):
        """Start a command without waiting for it."""
        return subprocess.Popen(
            self.command(*words), cwd=ROOT, env=self.env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )

    def logs(self):
        return "\n".join(path.read_text()[-4000:] for path in sorted((self.home / "captures/log").glob("*.log")))

    def archive(self):
        return Archive.open(self.home / "archive.db")
