"""`scrapy` commands in processes forked from one that has imported everything: the start costs a tenth.

As a program this file is that process: it reads a JSON line a command, forks, and answers with a line, the exit code.
`Warm` starts it. Each command is a process of its own all the same, with its own environment, settings, reactor and
files; only what Python itself had to load and compile is shared.
"""

import gc
import json
import os
import runpy
import signal
import subprocess
import sys
import tempfile
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages

ROOT = Path(__file__).resolve().parents[2]  # not from helpers.paths: as a program this file has no `helpers` beside it
SECONDS = 300  # after which a command is killed


class Warm:
    """The process that commands are forked from; started at the first one, ended with this process."""

    def __init__(self):
        self._process = None

    def run(self, words, env):
        """Run `scrapy WORDS` from the project's root; returns a CompletedProcess with what it printed."""
        if self._process is None:
            self._process = subprocess.Popen(
                [sys.executable, __file__], cwd=ROOT, env=env, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
            )
        with tempfile.TemporaryDirectory() as folder:
            out, err = Path(folder, "out"), Path(folder, "err")
            asked = {"words": ["scrapy", *words], "env": env, "out": str(out), "err": str(err)}
            self._process.stdin.write(json.dumps(asked) + "\n")
            self._process.stdin.flush()
            code = int(self._process.stdout.readline())
            return subprocess.CompletedProcess(words, code, out.read_text("utf-8"), err.read_text("utf-8"))


def load():
    """Import what commands import, but for the settings and the spiders, which a test may bring along."""
    import scraper

    for name in ("scrapy.cmdline", "scrapy.crawler", "scrapy.extensions.feedexport", "scrapy.core.engine"):
        import_module(name)
    for module in walk_packages(scraper.__path__, "scraper."):
        if not module.name.startswith(("scraper.settings", "scraper.site", "scraper.spiders", "scraper.sample")):
            import_module(module.name)


def become(asked):
    """Turn this forked process into the command."""
    signal.alarm(SECONDS)
    os.environ.clear()
    os.environ.update(asked["env"])
    sys.path[1:1] = [path for path in asked["env"].get("PYTHONPATH", "").split(os.pathsep) if path]
    for number, path, flags in (
        (0, os.devnull, os.O_RDONLY),
        (1, asked["out"], os.O_WRONLY),
        (2, asked["err"], os.O_WRONLY),
    ):
        descriptor = os.open(path, flags | os.O_CREAT, 0o600)
        os.dup2(descriptor, number)
        os.close(descriptor)
    sys.stdin, sys.stdout, sys.stderr = (
        os.fdopen(number, mode, encoding="utf-8", closefd=False) for number, mode in ((0, "r"), (1, "w"), (2, "w"))
    )
    sys.modules.pop("scraper.settings", None)  # read the environment when it was imported
    sys.argv = asked["words"]
    runpy.run_module("scrapy", run_name="__main__", alter_sys=True)


def main():
    """Fork a process for every line."""
    sys.path[0] = ""  # as `python -m scrapy` has it
    load()
    gc.freeze()  # else the first collection of each child copies all that it shares
    for line in sys.stdin:
        child = os.fork()
        if not child:
            become(json.loads(line))
            break
        print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)


if __name__ == "__main__":
    main()
