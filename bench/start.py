"""What a start of `scrapy` costs: `scrapy list` here beside `scrapy list` of an empty project. Target: 1.3 times.

    .venv/bin/python bench/start.py [ROUNDS]

CPU seconds (user and system) of whole processes, the best of all rounds; the two are run in turn, so that a busy
machine slows both. `scrapy list` is the least that any command costs: it imports all commands and all spiders.
Compiled modules are kept in a temporary folder, since some machines are told to keep none, and then compile ours anew
at every start, but not those that came compiled with a package.
"""

import os
import resource
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TARGET = 1.3
SCRAPY = [sys.executable, "-m", "scrapy"]


def cpu_seconds(command, folder, env):
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, cwd=folder, env=env, check=True, stdout=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main(rounds):
    with tempfile.TemporaryDirectory() as empty, tempfile.TemporaryDirectory() as compiled:
        env = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
        env["PYTHONPYCACHEPREFIX"] = compiled
        subprocess.run([*SCRAPY, "startproject", "empty", empty], cwd=empty, check=True, stdout=subprocess.DEVNULL)
        runs = {
            "scrapy list, empty project": ([*SCRAPY, "list"], empty),
            "scrapy list, this project": ([*SCRAPY, "list"], ROOT),
            "scrapy version, this project": ([*SCRAPY, "version"], ROOT),
        }
        best = dict.fromkeys(runs, float("inf"))
        for _ in range(rounds):
            for name, (command, folder) in runs.items():
                best[name] = min(best[name], cpu_seconds(command, folder, env))
    own = best["scrapy list, empty project"]
    for name, seconds in best.items():
        print(f"{name:<30} {seconds:.3f} s CPU  {seconds / own:.2f} times")
    ratio = best["scrapy list, this project"] / own
    print(f"ratio {ratio:.2f}, target at most {TARGET}: {'kept' if ratio <= TARGET else 'MISSED'}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10)
