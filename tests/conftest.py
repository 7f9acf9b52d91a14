"""Fixtures that many tests share."""

# First: Datasette loads our plugin by its entry point, which must not happen halfway through an import of the plugin.
import datasette.app  # noqa: F401
import hypothesis
import pytest

pytest.register_assert_rewrite("helpers")

from helpers.world import World  # noqa: E402 - its assertions are rewritten from the line above on

from scraper.sample import SampleServer  # noqa: E402

# The same examples in every run.
hypothesis.settings.register_profile("same", derandomize=True)
hypothesis.settings.load_profile("same")


def pytest_addoption(parser):
    parser.addoption(
        "--update-golden", action="store_true", help="write golden readings again; look at the difference"
    )


# Files that crawl a lot come first, so that no worker is left with a long one at the end.
SLOW = (
    "test_crawl.py",
    "test_rebuild.py",
    "test_killed_crawls.py",
    "test_recrawl.py",
    "test_every_page_in_chromium.py",
)


def pytest_collection_modifyitems(items):
    items.sort(key=lambda item: SLOW.index(item.path.name) if item.path.name in SLOW else len(SLOW))


@pytest.fixture
def world(tmp_path):
    return World(tmp_path)


@pytest.fixture(scope="session")
def sample_server():
    """One server for all tests of a worker that do not change a site."""
    with SampleServer(port=0) as server:
        yield server
