"""Commands of Scrapy that make no sense here: left out of the list, one sentence and exit code 2 when typed."""

import re
from types import SimpleNamespace

import pytest

from scraper.cli.refused import RefusedCommand, leave_out_refused

REFUSED = {
    "bench": "bench/README.md",
    "check": "pytest tests/portals",
    "edit": "scraper/spiders/NAME.py",
    "genspider": "scrapy probe URL --write NAME",
    "runspider": "scrapy crawl NAME",
    "startproject": "scrapy probe URL --write NAME",
}


def listed(text):
    return set(re.findall(r"^  ([a-z]+) {2,}", text, re.MULTILINE))


@pytest.mark.parametrize("words", [(), ("--help",), ("-h",)])
def test_the_list_has_every_command_but_these(world, words):
    got = listed(world.scrapy(*words).stdout)
    assert not got & set(REFUSED)
    assert {"list", "settings", "version", "crawl", "fetch", "parse", "read", "shell", "view"} <= got


@pytest.mark.parametrize("name", REFUSED)
@pytest.mark.parametrize("words", [(), ("x", "y"), ("-t", "basic", "--khong-co=1")], ids=len)
def test_typed_all_the_same_they_say_what_to_use(world, name, words):
    done = world.scrapy(name, *words, code=2)
    assert done.stdout == ""
    assert done.stderr.startswith(f"There is no `scrapy {name}` in this project: ")
    assert REFUSED[name] in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert REFUSED[name] in " ".join(world.scrapy(name, "--help").stdout.split())


def test_an_unknown_command_is_still_unknown(world):
    assert "Unknown command: khongco" in world.scrapy("khongco", code=2).stdout


class Refused(RefusedCommand):
    in_its_place = "nothing"


def test_the_list_is_filtered_only_while_it_is_printed():
    seen = []
    cmdline = SimpleNamespace(_get_commands_dict=lambda *_: {"a": Refused(), "b": object()})
    cmdline._print_commands = lambda *given: seen.append((given, list(cmdline._get_commands_dict(*given))))
    leave_out_refused(cmdline)
    cmdline._print_commands("settings", True)
    assert seen == [(("settings", True), ["b"])]
    assert list(cmdline._get_commands_dict()) == ["a", "b"], "they can be run"


def test_a_scrapy_that_prints_its_list_in_another_way_is_left_alone():
    cmdline = SimpleNamespace(_get_commands_dict=dict)
    leave_out_refused(cmdline)
    assert vars(cmdline) == {"_get_commands_dict": dict}
