"""What `scrapy COMMAND --help` says: a purpose, options with their defaults, examples that can be typed, exit codes."""

import argparse
import re
import shlex
from importlib import import_module

import pytest
from helpers.paths import ROOT
from scrapy.cmdline import ScrapyArgumentParser
from scrapy.utils.project import get_project_settings

NAMES = sorted(path.stem for path in (ROOT / "scraper/commands").glob("[a-z]*.py"))
GLOBAL = "Global Options"


def made(name):
    command = import_module(f"scraper.commands.{name}").Command()
    command.settings = get_project_settings()
    return command


def parser_of(name):
    command = made(name)
    parser = ScrapyArgumentParser(prog="scrapy", conflict_handler="resolve", description=command.long_desc())
    command.add_options(parser)
    return parser


def own_actions(name):
    """The options of a command that are not Scrapy's."""
    parser = parser_of(name)
    theirs = {
        id(action) for group in parser._action_groups if group.title == GLOBAL for action in group._group_actions
    }
    theirs |= {id(action) for action in parser._actions if {"-h", "-a", "-o", "-O"} & set(action.option_strings)}
    return [action for action in parser._actions if id(action) not in theirs]


@pytest.mark.parametrize("name", NAMES)
def test_the_purpose_is_one_sentence(name):
    purpose = made(name).short_desc()
    assert purpose[0].isupper()
    assert not purpose.endswith(".")
    assert "\n" not in purpose
    assert made(name).long_desc().startswith(purpose[:40])


@pytest.mark.parametrize("name", NAMES)
def test_every_option_is_explained_with_its_default_and_named_in_the_usage(name):
    for action in own_actions(name):
        assert action.help, action.option_strings
        assert not action.help.endswith("."), action.help
        if action.nargs != 0 and action.container.title != "Tables of articles (csv, xlsx, ndjson)":
            assert re.search(r"default: |needed", action.help), action.help
    filters = {"export"}  # too many for one line
    if name not in filters:
        usage = made(name).syntax()
        missing = [action.option_strings for action in own_actions(name) if not names_one(usage, action)]
        assert not missing, usage


def names_one(usage, action):
    return any(re.search(rf"(?<![\w-]){option}(?![\w-])", usage) for option in action.option_strings)


@pytest.mark.parametrize("name", NAMES)
def test_examples_can_be_typed(name):
    examples = made(name).examples
    assert examples
    parser = parser_of(name)
    for example in examples:
        line = example.rpartition("| ")[2].partition(" > ")[0]
        words = shlex.split(line)
        assert words[:2] == ["scrapy", name]
        _, rest = parser.parse_known_args(words[2:])
        assert not [word for word in rest if word.startswith("-")], example


@pytest.mark.parametrize("name", NAMES)
def test_help_shows_examples_and_exit_codes_line_by_line(world, name):
    shown = world.scrapy(name, "--help").stdout
    command = made(name)
    for example in command.examples:
        assert f"\n  {example}\n" in shown
    for code in command.exit_codes():
        assert re.search(rf"^ +{code}  \w", shown, re.MULTILINE)


def test_sentences_of_options_are_the_same_everywhere():
    """One option, one meaning: where two commands have an option of the same name, its value has the same name."""
    found = {}
    for name in NAMES:
        for action in own_actions(name):
            for option in action.option_strings:
                if action.metavar:
                    found.setdefault(option, set()).add(action.metavar)
    assert {option: names for option, names in found.items() if len(names) > 1} == {}


def test_numbers_out_of_bounds_are_refused_with_the_bounds(world):
    for words, bounds in (
        (("crawl", "sample_langson", "--limit", "0"), "--limit takes a whole number of at least 1, not '0'."),
        (("crawl", "sample_langson", "--minutes", "9" * 5000), "--minutes takes a whole number of at least 1"),
        (("publish", "x", "--keep", "1001"), "--keep takes a whole number from 1 to 1000, not '1001'."),
        (("rebuild", "--jobs", "²"), "--jobs takes a whole number from 1 to 64, not '²'."),
        (("sample", "--port", "65536"), "--port takes a whole number from 0 to 65535, not '65536'."),
        (("quickstart", "--port", "0"), "--port takes a whole number from 1 to 65535, not '0'."),
        (("export", "csv", "--limit", "-1"), "--limit takes a whole number from 0 to"),
        (("crawl", "sample_langson", "--since", "1/7/2025"), "--since takes a date like 2025-07-01"),
    ):
        assert bounds in world.scrapy(*words, code=2).stderr


def test_a_plain_parser_will_do():
    """Documents are checked with argparse's own parser, which takes no option twice."""
    for name in NAMES:
        made(name).add_options(argparse.ArgumentParser())
